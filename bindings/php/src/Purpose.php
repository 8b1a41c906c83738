<?php

declare(strict_types=1);

namespace TlsVerify;

/** What certificates are to be used for. */
enum Purpose: int
{
    case Server = 1;
    case Client = 2;
    case Any = 3;
}
