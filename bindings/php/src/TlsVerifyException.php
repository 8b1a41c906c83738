<?php

declare(strict_types=1);

namespace TlsVerify;

/** A call that could not be carried out: a bad argument, a certificate that cannot be read, and so on. */
final class TlsVerifyException extends \RuntimeException
{
    /** @param int $status the tv_status */
    public function __construct(string $call, public readonly int $status)
    {
        $sentence = Library::functions()->tv_status_message($status);
        parent::__construct("$call failed with status $status: $sentence", $status);
    }
}
