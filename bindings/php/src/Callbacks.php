<?php

declare(strict_types=1);

namespace TlsVerify;

use Closure;
use FFI\CData;

/**
 * What the library calls. PHP keeps every function that it has handed to C until the request ends, so there is one for each
 * purpose, and the `user_data` says whose it is. An entry is forgotten when the library says that nothing uses it any more.
 *
 * No exception may pass through C: whatever is thrown is caught here, and is no accept.
 *
 * @internal
 */
final class Callbacks
{
    /** @var array<int, Closure> */
    private static array $known = [];

    /** @var array<int, CData> where each key lies for C */
    private static array $keys = [];

    private static int $last = 0;

    private static ?Closure $hook = null;

    private static ?Closure $log = null;

    private static ?Closure $destroy = null;

    /** Keeps a hook; the answer is what tv_set_hook takes after `may_override`. */
    public static function hook(callable $hook): array
    {
        self::$hook ??= self::answer(...);
        return [self::$hook, ...self::keep($hook)];
    }

    /** Keeps a log function; the answer is what tv_set_log takes after the context. */
    public static function log(callable $log): array
    {
        self::$log ??= self::write(...);
        return [self::$log, ...self::keep($log)];
    }

    /** Forgets a callback that the library has not taken over. */
    public static function forget(CData $userData): void
    {
        $key = self::key($userData);
        unset(self::$known[$key], self::$keys[$key]);
    }

    private static function keep(callable $callable): array
    {
        self::$destroy ??= self::forget(...);
        $key = Library::functions()->new('int64_t');
        $key->cdata = ++self::$last;
        self::$known[self::$last] = $callable(...);
        self::$keys[self::$last] = $key;
        return [Library::functions()->cast('void *', \FFI::addr($key)), self::$destroy];
    }

    private static function key(CData $userData): int
    {
        return Library::functions()->cast('int64_t *', $userData)[0];
    }

    private static function answer(CData $userData, ?string $host, CData $chain, int $length, ?CData $normal): int
    {
        try {
            $hook = self::$known[self::key($userData)];
            $certificates = Certificate::split(\FFI::string($chain, $length));
            $answer = $hook($host, $certificates, Library::isNull($normal) ? null : new Result($normal));
            // Anything but an Answer is one that has no meaning, which the library refuses.
            return $answer instanceof Answer ? $answer->value : -1;
        } catch (\Throwable $thrown) {
            self::report('the hook', $thrown, '; the peer is refused');
            return Answer::Reject->value;
        }
    }

    private static function write(CData $userData, int $level, string $text): void
    {
        try {
            self::$known[self::key($userData)]($level, $text);
        } catch (\Throwable $thrown) {
            self::report('the log function', $thrown, '');
        }
    }

    private static function report(string $who, \Throwable $thrown, string $consequence): void
    {
        try {
            error_log("tlsverify: $who threw " . $thrown::class . ": {$thrown->getMessage()}$consequence");
        } catch (\Throwable) {
            // An error handler has thrown; there is nobody left to tell.
        }
    }
}
