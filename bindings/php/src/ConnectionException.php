<?php

declare(strict_types=1);

namespace TlsVerify;

/** There is no connection, or no TLS on it, so there was nobody to verify. */
final class ConnectionException extends \RuntimeException
{
}
