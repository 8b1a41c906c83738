<?php

declare(strict_types=1);

namespace TlsVerify;

/** When a hook is asked: before anything is judged, or with the normal result in hand. */
enum Stage: int
{
    case Before = 1;
    case After = 2;
}
