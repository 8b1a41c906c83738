<?php

// How a program ends while the library may still call it: prints `end`, and what was found after that.
//
//   php test/ending.php SERVERS.json WAY

declare(strict_types=1);

use TlsVerify\Answer;
use TlsVerify\Context;
use TlsVerify\Stage;

error_reporting(E_ALL);
spl_autoload_register(function (string $class): void {
    require __DIR__ . '/../src/' . substr($class, strlen('TlsVerify\\')) . '.php';
});

[, $told, $way] = $argv;
$told = json_decode(file_get_contents($told), true, flags: JSON_THROW_ON_ERROR);
$good = array_column($told['servers'], null, 'id')['good-tls13'];
$chain = array_map(file_get_contents(...), [$good['chain'], $told['intermediate']]);
$context = (new Context())->useMozillaRoots(false)->addRoot(file_get_contents($told['root']));
$verify = fn () => $context->verify($chain, 'good.test')->status->name;

/** Asks when it is destructed. */
final class Late
{
    public ?self $itself = null;

    public function __construct(private readonly Closure $verify)
    {
        // A circle is destructed after the objects before it.
        $this->itself = $this;
    }

    public function __destruct()
    {
        try {
            $found = ($this->verify)();
        } catch (Error $error) {
            $found = $error::class;
        }
        echo "destructor $found\n";
    }
}

match ($way) {
    'asked-late' => [
        $context->setHook(fn () => Answer::Defer)->setLog(fn () => null),
        register_shutdown_function(fn () => print("shutdown {$verify()}\n")),
        new Late($verify),
    ],
    // PHP allows no exit in a callback: it is a fatal error.
    'exit-in-hook' => [$context->setHook(fn () => exit(3)), $verify()],
    'exit-in-hook-at-shutdown' => [
        $context->setHook(fn () => exit(3)),
        new Late($verify),
        register_shutdown_function($verify),
    ],
    // The verification that is running keeps the hook that it has begun with.
    'replaced-while-running' => [
        $context->setHook(function () {
            echo 'former ';
            return Answer::Defer;
        }),
        $context->setHook(function () use ($context) {
            $context->setHook(fn () => Answer::Reject);
            gc_collect_cycles();
            return Answer::Defer;
        }, Stage::Before),
        print("{$verify()}\n"),
        $context->removeHook(Stage::Before),
        print("{$verify()}\n"),
    ],
};
echo "end\n";
