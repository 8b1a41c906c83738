<?php

declare(strict_types=1);

namespace TlsVerify;

use FFI;
use FFI\CData;
use OpenSSLCertificate;

/** Trust and strictness. What is changed is seen by the next verification. A clone changes apart from the original. */
final class Context
{
    private CData $handle;

    /** @var array<string, Callback> what the library may call, by stage */
    private array $kept = [];

    /** @var list<Callback> what was replaced while a verification may still call it */
    private array $replaced = [];

    private int $running = 0;

    /** A new context trusts the Mozilla roots. Mode::Warn is the library's own default. */
    public function __construct(Mode $mode = Mode::Enforce)
    {
        $this->adopt(Library::functions()->tv_context_new());
        $this->setMode($mode);
    }

    public function __clone()
    {
        [$this->replaced, $this->running] = [[], 0];
        $this->adopt(Library::functions()->tv_context_clone($this->handle));
    }

    public function __destruct()
    {
        if (isset($this->handle)) {
            Library::functions()->tv_context_free($this->handle);
            // When the request ends, what is destructed later may still ask.
            unset($this->handle);
        }
    }

    public function setMode(Mode $mode): static
    {
        return $this->call('tv_set_mode', $mode->value);
    }

    public function mode(): Mode
    {
        return Mode::from(Library::functions()->tv_get_mode($this->handle));
    }

    public function setRules(Rules $rules): static
    {
        return $this->call('tv_set_rules', $rules->value);
    }

    public function setPurpose(Purpose $purpose): static
    {
        return $this->call('tv_set_purpose', $purpose->value);
    }

    public function setMaxIntermediates(int $count): static
    {
        return $this->call('tv_set_max_intermediates', $count);
    }

    /**
     * Whether a peer is refused unless revocation lists tell that no certificate of its path, the root aside, is revoked; unless called,
     * where lists are handed in.
     */
    public function refuseUnknownRevocation(bool $on): static
    {
        return $this->call('tv_refuse_unknown_revocation', $on ? 1 : 0);
    }

    /** The proposal's ValidateCerts: Mozilla roots, and refusal. */
    public function validateCerts(): static
    {
        return $this->call('tv_validate_certs');
    }

    /** The proposal's DisableValidation: nothing is judged any more. */
    public function disableValidation(): static
    {
        return $this->call('tv_disable_validation');
    }

    public function useMozillaRoots(bool $on): static
    {
        return $this->call('tv_use_mozilla_roots', (int) $on);
    }

    /** Trusts one CA certificate, or every one in PEM text. */
    public function addRoot(OpenSSLCertificate|string $certificate): static
    {
        return Certificate::isPem($certificate)
            ? $this->call('tv_add_roots_pem', ...[...Library::bytes($certificate), null])
            : $this->call('tv_add_root', ...Library::bytes(Certificate::der($certificate)));
    }

    /** Trusts the CA certificates in a file: PEM, or one in DER. */
    public function addRootsFile(string $path): static
    {
        return $this->call('tv_add_roots_file', Library::text($path), null);
    }

    public function addSystemRoots(): static
    {
        return $this->call('tv_add_system_roots', null);
    }

    /** Trusts exactly this end entity for `host`, or for any host if that is null. */
    public function addCert(?string $host, OpenSSLCertificate|string $certificate): static
    {
        $host = $host === null ? null : Library::text($host);
        return $this->call('tv_add_cert', $host, ...Library::bytes(Certificate::der($certificate)));
    }

    /**
     * Untrusted helpers that servers may have left out.
     *
     * @param iterable<OpenSSLCertificate|string> $certificates
     */
    public function addIntermediates(iterable $certificates): static
    {
        return $this->call('tv_add_intermediates', ...Library::bytes(Certificate::concatenated($certificates)));
    }

    /** Blocks a certificate or a key by its SHA-256, as 32 octets or as hexadecimal digits. */
    public function distrust(string $sha256): static
    {
        $digest = strlen($sha256) === 32 ? $sha256 : hex2bin(str_replace(':', '', $sha256));
        if ($digest === false) {
            throw new \ValueError('a SHA-256 is 32 octets, or 64 hexadecimal digits');
        }
        return $this->call('tv_distrust', ...Library::bytes($digest));
    }

    /**
     * Asks `hook` about every peer: `fn (?string $host, array $chain, ?Result $normal): Answer`, where the chain is a list of
     * certificates in DER, and `normal` the result of the normal procedure at Stage::After.
     *
     * `mayOverride` says what an Answer::Accept may forgive. Whatever else it returns, and an exception, is a rejection.
     * It must not call exit(): that would leave the library in the middle of its work.
     */
    public function setHook(callable $hook, Stage $stage = Stage::After, Override ...$mayOverride): static
    {
        $bits = 0;
        foreach ($mayOverride as $override) {
            $bits |= $override->value;
        }
        $callback = new Callback($hook(...));
        $this->call('tv_set_hook', $stage->value, $bits, Callback::ask(), $callback->userData(), null);
        return $this->keep($stage->name, $callback);
    }

    public function removeHook(Stage $stage = Stage::After): static
    {
        return $this->call('tv_set_hook', $stage->value, 0, null, null, null);
    }

    /** Gives log lines to `log`, `fn (int $level, string $text)`; null gives them to standard error. Levels: 1 a warning, 2 a refusal. */
    public function setLog(?callable $log): static
    {
        if ($log === null) {
            return $this->call('tv_set_log', null, null, null);
        }
        $callback = new Callback($log(...));
        $this->call('tv_set_log', Callback::write(), $callback->userData(), null);
        return $this->keep('log', $callback);
    }

    /**
     * Judges a chain as the peer sent it, its own certificate first. Throws a TlsVerifyException if nothing could be judged.
     *
     * @param iterable<OpenSSLCertificate|string> $chain
     * @param ?string $host a DNS name or an IP address; null only for Purpose::Client and Purpose::Any
     * @param ?\DateTimeInterface $time when to judge; null is now
     * @param iterable<string> $crls revocation lists in DER
     */
    public function verify(iterable $chain, ?string $host, ?\DateTimeInterface $time = null, iterable $crls = []): Result
    {
        $functions = Library::functions();
        [$der, $length] = Library::bytes(Certificate::concatenated($chain));
        $host = $host === null ? null : Library::text($host);
        $evidence = null;
        $result = $functions->new('tv_result *');
        $this->running++;
        try {
            if ($time !== null) {
                $evidence = $functions->tv_evidence_new();
                Library::check('tv_evidence_set_time', $functions->tv_evidence_set_time($evidence, $time->getTimestamp()));
            }
            foreach ($crls as $crl) {
                $evidence ??= $functions->tv_evidence_new();
                [$list, $size] = Library::bytes($crl);
                Library::check('tv_evidence_add_crl', $functions->tv_evidence_add_crl($evidence, $list, $size));
            }
            $status = $functions->tv_verify_chain_with($this->handle, $host, $der, $length, $evidence, FFI::addr($result));
            if (Library::isNull($result)) {
                throw new TlsVerifyException('tv_verify_chain_with', $status);
            }
            return new Result($result);
        } finally {
            if (--$this->running === 0) {
                $this->replaced = [];
            }
            $functions->tv_result_free($result);
            $functions->tv_evidence_free($evidence);
        }
    }

    /**
     * The same, but a refusal is thrown as a VerificationException.
     *
     * @param iterable<OpenSSLCertificate|string> $chain
     * @param iterable<string> $crls
     */
    public function check(iterable $chain, ?string $host, ?\DateTimeInterface $time = null, iterable $crls = []): Result
    {
        $result = $this->verify($chain, $host, $time, $crls);
        if (!$result->mayProceed()) {
            throw new VerificationException($result);
        }
        return $result;
    }

    private function keep(string $purpose, Callback $callback): static
    {
        if (isset($this->kept[$purpose]) && $this->running > 0) {
            $this->replaced[] = $this->kept[$purpose];
        }
        $this->kept[$purpose] = $callback;
        return $this;
    }

    private function adopt(?CData $handle): void
    {
        if (Library::isNull($handle)) {
            // A clone must not free what belongs to the original.
            unset($this->handle);
            throw new \RuntimeException('no context can be made');
        }
        $this->handle = $handle;
    }

    private function call(string $name, mixed ...$arguments): static
    {
        Library::check($name, Library::functions()->$name($this->handle, ...$arguments));
        return $this;
    }
}
