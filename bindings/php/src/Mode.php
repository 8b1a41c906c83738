<?php

declare(strict_types=1);

namespace TlsVerify;

/** What happens to a refusal. */
enum Mode: int
{
    case Warn = 1;
    case Enforce = 2;
    case Off = 3;
}
