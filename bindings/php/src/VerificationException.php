<?php

declare(strict_types=1);

namespace TlsVerify;

/** The peer is refused. */
final class VerificationException extends \RuntimeException
{
    /** The stable number of the reason, as TV_REASON_... in tlsverify.h. */
    public readonly int $reason;

    /** Its stable name, such as "EXPIRED". */
    public readonly string $reasonName;

    /** The certificate at fault: 0 the end entity, -1 the chain as a whole. */
    public readonly int $depth;

    /** What to do about it; empty if nothing honest can be said. */
    public readonly string $hint;

    public function __construct(public readonly Result $result)
    {
        $this->reason = $result->reason;
        $this->reasonName = $result->reasonName;
        $this->depth = $result->depth;
        $this->hint = $result->hint;
        $hint = $result->hint === '' ? '' : " hint: {$result->hint}";
        parent::__construct(
            "certificate verify failed: {$result->reasonName} ({$result->reason}) at depth {$result->depth}: "
            . $result->message . $hint,
            $result->reason,
        );
    }
}
