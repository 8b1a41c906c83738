<?php

declare(strict_types=1);

namespace TlsVerify;

use FFI\CData;

/** The outcome of one verification. It cannot change. */
final class Result
{
    public readonly Status $status;

    /** The stable number of the reason, 0 if there is none. */
    public readonly int $reason;

    /** Its stable name, such as "EXPIRED"; "NONE" if there is none. */
    public readonly string $reasonName;

    /** The certificate at fault: 0 the end entity, counting towards the trust anchor; -1 the chain as a whole. */
    public readonly int $depth;

    public readonly Source $source;

    /** One sentence with the actual values. */
    public readonly string $message;

    /** What to do about it; empty if nothing honest can be said. */
    public readonly string $hint;

    /** The report as a tree. */
    public readonly string $text;

    /** The report as JSON text. */
    public readonly string $json;

    /** @var list<string> the path as DER, end entity first */
    public readonly array $path;

    /**
     * Reads a tv_result, which the caller frees.
     *
     * @internal
     */
    public function __construct(CData $result)
    {
        $functions = Library::functions();
        $this->status = Status::from($functions->tv_result_status($result));
        $this->reason = $functions->tv_result_reason($result);
        $this->reasonName = $functions->tv_reason_name($this->reason);
        $this->depth = $functions->tv_result_depth($result);
        $this->source = Source::from($functions->tv_result_source($result));
        $this->message = $functions->tv_result_message($result);
        $this->hint = $functions->tv_result_hint($result);
        $this->text = $functions->tv_result_text($result);
        $this->json = $functions->tv_result_json($result);
        $path = [];
        $length = $functions->new('size_t');
        for ($index = 0; $index < $functions->tv_result_path_count($result); $index++) {
            $der = $functions->tv_result_path_der($result, $index, \FFI::addr($length));
            $path[] = \FFI::string($der, $length->cdata);
        }
        $this->path = $path;
    }

    /** Whether the connection may go on. */
    public function mayProceed(): bool
    {
        return Library::functions()->tv_may_proceed($this->status->value) === 1;
    }
}
