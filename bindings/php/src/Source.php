<?php

declare(strict_types=1);

namespace TlsVerify;

/** Who has decided. */
enum Source: int
{
    case None = 0;
    case Path = 1;
    case Pin = 2;
    case Hook = 3;
    case Mode = 4;
}
