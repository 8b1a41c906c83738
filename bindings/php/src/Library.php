<?php

declare(strict_types=1);

namespace TlsVerify;

use FFI;
use FFI\CData;

/**
 * The C functions, as tlsverify.h declares them.
 *
 * @internal
 */
final class Library
{
    private static ?FFI $functions = null;

    /** The library: the path in TLSVERIFY_LIBRARY, or libtlsverify.so.0 as the loader finds it. */
    public static function functions(): FFI
    {
        return self::$functions ??= self::load();
    }

    /** Throws unless the status is TV_OK. */
    public static function check(string $call, int $status): void
    {
        if ($status !== 0) {
            throw new TlsVerifyException($call, $status);
        }
    }

    /** A string for C has no NUL inside: what follows one would be lost. */
    public static function text(string $text): string
    {
        if (str_contains($text, "\0")) {
            throw new \ValueError('the string contains a NUL');
        }
        return $text;
    }

    /** Bytes as C takes them, and their length. NULL if there are none. */
    public static function bytes(string $bytes): array
    {
        $length = strlen($bytes);
        if ($length === 0) {
            return [null, 0];
        }
        $copy = self::functions()->new("uint8_t[$length]");
        FFI::memcpy($copy, $bytes, $length);
        return [$copy, $length];
    }

    /** The library's version, and the date and number of the bundled roots. */
    public static function versions(): array
    {
        $functions = self::functions();
        return [$functions->tv_version(), $functions->tv_roots_version()];
    }

    public static function isNull(?CData $pointer): bool
    {
        return $pointer === null || FFI::isNull($pointer);
    }

    private static function load(): FFI
    {
        $path = getenv('TLSVERIFY_LIBRARY') ?: match (PHP_OS_FAMILY) {
            'Darwin' => 'libtlsverify.0.dylib',
            'Windows' => 'tlsverify.dll',
            default => 'libtlsverify.so.0',
        };
        $functions = FFI::cdef(file_get_contents(__DIR__ . '/declarations.h'), $path);
        if ($functions->tv_abi_version() !== $functions->TV_ABI_VERSION) {
            throw new \RuntimeException("$path speaks another ABI: {$functions->tv_abi_version()}");
        }
        return $functions;
    }
}
