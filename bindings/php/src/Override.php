<?php

declare(strict_types=1);

namespace TlsVerify;

/** What a hook's Accept may forgive. All forgives everything but distrust and revocation, signatures that do not verify included. */
enum Override: int
{
    case Issuer = 1;
    case Name = 2;
    case Time = 4;
    case Policy = 8;
    case All = 0xffffffff;
}
