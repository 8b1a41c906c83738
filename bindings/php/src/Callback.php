<?php

declare(strict_types=1);

namespace TlsVerify;

use Closure;
use FFI\CData;

/**
 * Something that the library calls. PHP keeps every function that it has handed to C until the request ends, so there is one for
 * each purpose, and the `user_data` says whose call it is. Whoever registers a callback keeps it; it is only looked up here.
 *
 * No exception may pass through C: whatever is thrown is caught here, and is no accept.
 *
 * @internal
 */
final class Callback
{
    /** @var array<int, \WeakReference<self>> */
    private static array $known = [];

    private static int $last = 0;

    private static ?Closure $ask = null;

    private static ?Closure $write = null;

    /** Where the number lies for C. */
    private readonly CData $number;

    public function __construct(private readonly Closure $callable)
    {
        $this->number = Library::functions()->new('int64_t');
        $this->number->cdata = ++self::$last;
        self::$known[self::$last] = \WeakReference::create($this);
    }

    public function __destruct()
    {
        unset(self::$known[$this->number->cdata]);
    }

    /** What tv_set_hook takes as its hook. */
    public static function ask(): Closure
    {
        return self::$ask ??= self::answer(...);
    }

    /** What tv_set_log takes as its log function. */
    public static function write(): Closure
    {
        return self::$write ??= self::line(...);
    }

    public function userData(): CData
    {
        return Library::functions()->cast('void *', \FFI::addr($this->number));
    }

    private static function find(CData $userData): Closure
    {
        $number = Library::functions()->cast('int64_t *', $userData)[0];
        return self::$known[$number]->get()->callable;
    }

    private static function answer(CData $userData, ?string $host, CData $chain, int $length, ?CData $normal): int
    {
        try {
            $certificates = Certificate::split(\FFI::string($chain, $length));
            $result = Library::isNull($normal) ? null : new Result($normal);
            $answer = self::find($userData)($host, $certificates, $result);
            // Anything but an Answer is one that has no meaning, which the library refuses.
            return $answer instanceof Answer ? $answer->value : -1;
        } catch (\Throwable $thrown) {
            self::report('the hook', $thrown, '; the peer is refused');
            return Answer::Reject->value;
        }
    }

    private static function line(CData $userData, int $level, string $text): void
    {
        try {
            self::find($userData)($level, $text);
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
