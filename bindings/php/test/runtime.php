<?php

// With `servers`: talks to every test server and prints what came of it, a line each: `server ID OK`, or
// `server ID REJECTED REASON DEPTH MESSAGE`. With `checks`: prints `check NAME` for every further check that holds.
//
//   php test/runtime.php SERVERS.json servers|checks

declare(strict_types=1);

use TlsVerify\Answer;
use TlsVerify\ConnectionException;
use TlsVerify\Context;
use TlsVerify\Mode;
use TlsVerify\Override;
use TlsVerify\Result;
use TlsVerify\Stage;
use TlsVerify\Status;
use TlsVerify\Stream;
use TlsVerify\TlsVerifyException;
use TlsVerify\VerificationException;

error_reporting(E_ALL);
set_error_handler(function (int $level, string $message, string $file, int $line): bool {
    // Errors that are silenced with @ come here, too.
    if (error_reporting() & $level) {
        throw new ErrorException($message, 0, $level, $file, $line);
    }
    return false;
});
spl_autoload_register(function (string $class): void {
    require __DIR__ . '/../src/' . substr($class, strlen('TlsVerify\\')) . '.php';
});

[, $told, $part] = $argv;
define('SERVERS', json_decode(file_get_contents($told), true, flags: JSON_THROW_ON_ERROR));

function server(string $id): array
{
    return array_column(SERVERS['servers'], null, 'id')[$id];
}

function newContext(Mode $mode = Mode::Enforce): Context
{
    return (new Context($mode))->useMozillaRoots(false)->addRoot(file_get_contents(SERVERS['root']));
}

/** The body that the server sends, or the exception. */
function talk(array $server, Context $context, ?string $host = null, array $options = []): string|Throwable
{
    $host ??= $server['host'];
    $tcp = stream_socket_client("tcp://127.0.0.1:{$server['port']}");
    try {
        $stream = Stream::secure($tcp, $host, $context, $options);
    } catch (Throwable $thrown) {
        return is_resource($tcp) ? new LogicException('the stream is open') : $thrown;
    }
    fwrite($stream, "GET / HTTP/1.1\r\nHost: $host\r\nConnection: close\r\n\r\n");
    return explode("\r\n\r\n", stream_get_contents($stream), 2)[1];
}

function check(string $name, bool $holds): void
{
    if (!$holds) {
        fwrite(STDERR, "failed: $name\n");
        exit(1);
    }
    echo "check $name\n";
}

function isRefused(mixed $outcome, string $reason): bool
{
    return $outcome instanceof VerificationException && $outcome->reasonName === $reason;
}

$context = newContext();
if ($part === 'servers') {
    foreach (SERVERS['servers'] as $server) {
        if ($server['needs_client_certificate']) {
            continue;
        }
        $outcome = talk($server, $context);
        if ($outcome instanceof VerificationException) {
            $outcome = "REJECTED {$outcome->reasonName} {$outcome->depth} {$outcome->getMessage()}";
        } elseif ($outcome === "hello\n") {
            $outcome = 'OK';
        }
        echo "server {$server['id']} $outcome\n";
    }
    exit;
}

$good = server('good-tls13');
$bad = server('wrong-name-tls13');
$always = fn (Answer $answer) => fn () => $answer;
$chain = [file_get_contents($good['chain']), file_get_contents(SERVERS['intermediate'])];

check('by-address', talk($good, $context, '127.0.0.1') === "hello\n");
check('hook-rejects', isRefused(talk($good, newContext()->setHook($always(Answer::Reject))), 'HOOK_REJECTED'));
check('hook-defers', talk($good, newContext()->setHook($always(Answer::Defer))) === "hello\n");
$forgiving = newContext()->setHook($always(Answer::Accept), Stage::After, Override::Name);
check('hook-accepts', talk($bad, $forgiving) === "hello\n");
check('hook-may-not-accept', isRefused(talk($bad, newContext()->setHook($always(Answer::Accept))), 'NAME_MISMATCH'));

$reports = tempnam(sys_get_temp_dir(), 'tlsverify');
ini_set('error_log', $reports);
$throwing = newContext()->setHook(fn () => throw new DomainException('no opinion'), Stage::Before, Override::All);
check('hook-exception', isRefused(talk($good, $throwing), 'HOOK_REJECTED'));
check('hook-exception-is-reported', str_contains(file_get_contents($reports), 'no opinion'));
$failing = newContext()->setHook(fn () => intdiv(1, 0), Stage::After, Override::All);
check('hook-error', isRefused(talk($good, $failing), 'HOOK_REJECTED'));
unlink($reports);
ini_restore('error_log');
$nonsense = newContext()->setHook(fn () => true, Stage::After, Override::All);
check('hook-nonsense', isRefused(talk($good, $nonsense), 'HOOK_BAD_ANSWER'));

$seen = null;
talk($good, newContext()->setHook(function (?string $host, array $chain, ?Result $normal) use (&$seen): Answer {
    $seen = [$host, array_map(openssl_x509_fingerprint(...), array_map(pem(...), $chain)), $normal->status];
    return Answer::Defer;
}));
check('hook-sees', $seen === ['good.test', array_map(openssl_x509_fingerprint(...), $chain), Status::Ok]);

function pem(string $der): string
{
    return "-----BEGIN CERTIFICATE-----\n" . chunk_split(base64_encode($der), 64, "\n") . "-----END CERTIFICATE-----\n";
}

$before = 'never asked';
talk($good, newContext()->setHook(function (?string $host, array $chain, ?Result $normal) use (&$before): Answer {
    $before = $normal;
    return Answer::Defer;
}, Stage::Before));
check('hook-before', $before === null);

$lines = [];
$warning = newContext(Mode::Warn)->setLog(function (int $level, string $text) use (&$lines): void {
    $lines[] = [$level, $text];
});
check('warns', talk($bad, $warning) === "hello\n" && count($lines) === 1 && str_contains($lines[0][1], 'NAME_MISMATCH'));

$selfSigned = server('self-signed-tls12');
$certificate = file_get_contents($selfSigned['chain']);
check('pinned', talk($selfSigned, newContext()->addCert('good.test', $certificate)) === "hello\n");
$elsewhere = newContext()->addCert('other.test', $certificate);
check('pinned-for-another-host', isRefused(talk($selfSigned, $elsewhere), 'SELF_SIGNED'));

$copy = (clone $context)->disableValidation();
check('copy-is-apart', $context->mode() === Mode::Enforce && $copy->mode() === Mode::Off);
check('unchecked', talk($bad, $copy) === "hello\n");

$digest = openssl_x509_fingerprint($chain[0], 'sha256');
check('distrust', isRefused(talk($good, newContext()->distrust($digest)), 'DISTRUSTED'));

$crl = file_get_contents(SERVERS['crl']);
check('revoked', $context->verify($chain, 'good.test', crls: [$crl])->reasonName === 'REVOKED');
$strict = newContext()->refuseUnknownRevocation(true);
check('revocation-unknown', $strict->verify($chain, 'good.test')->reasonName === 'REVOCATION_UNKNOWN');
try {
    $context->verify($chain, 'good.test', crls: ['no list']);
} catch (TlsVerifyException) {
    check('bad-crl', true);
}

// Only the contexts keep the hook, and let go of it with the last of them.
$state = new stdClass();
$watched = WeakReference::create($state);
$hooked = newContext()->setHook(function () use ($state): Answer {
    return isset($state->gone) ? Answer::Reject : Answer::Defer;
});
unset($state);
gc_collect_cycles();
$second = clone $hooked;
unset($hooked);
check('collected-hook', $second->verify($chain, 'good.test')->status === Status::Ok && $watched->get() !== null);
unset($second);
check('freed-hook', $watched->get() === null);
$knowing = newContext();
$knowing->setHook(fn () => $knowing->mode() === Mode::Off ? Answer::Accept : Answer::Defer);
$watched = WeakReference::create($knowing);
check('hook-knows-its-context', $knowing->verify($chain, 'good.test')->status === Status::Ok);
unset($knowing);
gc_collect_cycles();
check('freed-context', $watched->get() === null);
$replaced = newContext()->setHook($always(Answer::Reject))->setHook($always(Answer::Defer));
check('replaced-hook', $replaced->verify($chain, 'good.test')->status === Status::Ok);

check('no-client-certificate', talk($good, $context, options: ['local_cert' => SERVERS['client']['chain']]) instanceof ValueError);
check('own-options-win', isRefused(talk($bad, $context, options: ['capture_peer_cert_chain' => false]), 'NAME_MISMATCH'));
check('no-host', talk($good, $context, '') instanceof ValueError);
check('nul-in-host', talk($good, $context, "good.test\0.evil.test") instanceof Throwable);
// A line and what came behind it before TLS, as somebody in the middle of a STARTTLS would send it.
[$tcp, $peer] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
fwrite($peer, "220 go ahead\r\nnot asked for\r\n");
fgets($tcp);
try {
    Stream::secure($tcp, 'good.test', $context);
} catch (ConnectionException $e) {
    check('bytes-ahead-of-tls', str_contains($e->getMessage(), 'ahead of TLS') && !is_resource($tcp));
}
try {
    Stream::connect('127.0.0.1', 1, $context, 5.0);
} catch (ConnectionException) {
    check('no-connection', true);
}
try {
    $context->addRoot('not a certificate');
} catch (TlsVerifyException $e) {
    check('bad-root', $e->status < 0 && str_contains($e->getMessage(), 'DER'));
}
try {
    $context->check($chain, 'good.test', new DateTimeImmutable('2000-01-01'));
} catch (VerificationException $e) {
    check('other-time', $e->reasonName === 'NOT_YET_VALID' && $e->depth === 0 && $e->hint === $e->result->hint);
}
