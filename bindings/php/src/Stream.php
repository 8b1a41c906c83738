<?php

declare(strict_types=1);

namespace TlsVerify;

/**
 * TLS on PHP's streams, where the library decides instead of OpenSSL.
 *
 * PHP offers no way into the handshake. The verdict falls right after it, before the stream is handed out: a refused peer gets
 * no byte of the application, but has seen the host name, and would have seen a client certificate, which is why none is given.
 */
final class Stream
{
    /**
     * Connects and verifies. Throws a VerificationException if the peer is refused, and a ConnectionException if there is no
     * connection or no TLS.
     *
     * @param string $host a DNS name or an IP address, for which the certificate has to be
     * @param ?float $timeout seconds until the connection has to stand; null for `default_socket_timeout`
     * @param array<string, mixed> $options more of PHP's SSL context options, such as `ciphers` or `alpn_protocols`
     * @return resource
     */
    public static function connect(
        string $host,
        int $port,
        Context $context,
        ?float $timeout = null,
        array $options = [],
    ) {
        $place = filter_var($host, FILTER_VALIDATE_IP, FILTER_FLAG_IPV6) ? "[$host]" : $host;
        $tcp = @stream_socket_client("tcp://$place:$port", $code, $message, $timeout);
        if ($tcp === false) {
            throw new ConnectionException("no connection to $place:$port: $message", $code);
        }
        return self::secure($tcp, $host, $context, $options);
    }

    /**
     * Turns TLS on for a connected stream, as after STARTTLS, and verifies. The stream is closed if this fails.
     *
     * @param resource $tcp
     * @param array<string, mixed> $options
     * @return resource the same stream
     */
    public static function secure($tcp, string $host, Context $context, array $options = [])
    {
        try {
            self::handshake($tcp, $host, $options);
            $chain = stream_context_get_options($tcp)['ssl']['peer_certificate_chain'] ?? [];
            if ($chain === []) {
                throw new ConnectionException("$host has sent no certificate");
            }
            $context->check($chain, $host);
            return $tcp;
        } catch (\Throwable $thrown) {
            fclose($tcp);
            throw $thrown;
        }
    }

    private static function handshake($tcp, string $host, array $options): void
    {
        foreach (['local_cert', 'local_pk'] as $name) {
            if (isset($options[$name])) {
                throw new \ValueError("$name: a client certificate would go out before the server is verified");
            }
        }
        if ($host === '') {
            throw new \ValueError('no host to verify');
        }
        // Bytes that came before TLS would be taken for bytes that came through it.
        if (stream_get_meta_data($tcp)['unread_bytes'] > 0) {
            throw new ConnectionException("$host has sent bytes ahead of TLS");
        }
        stream_context_set_option($tcp, [
            'ssl' => [
                ...$options,
                'verify_peer' => false,
                'verify_peer_name' => false,
                'capture_peer_cert_chain' => true,
                'peer_name' => $host,
                // An address is no server name (RFC 6066 section 3).
                'SNI_enabled' => filter_var($host, FILTER_VALIDATE_IP) === false,
            ],
        ]);
        $isBlocking = stream_get_meta_data($tcp)['blocked'];
        stream_set_blocking($tcp, true);
        error_clear_last();
        if (@stream_socket_enable_crypto($tcp, true, STREAM_CRYPTO_METHOD_TLS_CLIENT) !== true) {
            $why = error_get_last()['message'] ?? 'the peer has closed the connection';
            throw new ConnectionException("no TLS with $host: $why");
        }
        stream_set_blocking($tcp, $isBlocking);
    }
}
