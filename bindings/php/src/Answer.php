<?php

declare(strict_types=1);

namespace TlsVerify;

/** What a hook answers; Defer means: I don't know, run your normal procedure. */
enum Answer: int
{
    case Defer = 0;
    case Accept = 1;
    case Reject = 2;
}
