<?php

declare(strict_types=1);

namespace TlsVerify;

/** How a verification went. */
enum Status: int
{
    case Ok = 0;
    case Warned = -1;
    case Unchecked = -2;
    case Rejected = -3;
}
