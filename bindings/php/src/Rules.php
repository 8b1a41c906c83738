<?php

declare(strict_types=1);

namespace TlsVerify;

/** How strictly certificates are judged. */
enum Rules: int
{
    case Browser = 1;
    case Rfc5280 = 2;
    case Cabf = 3;
}
