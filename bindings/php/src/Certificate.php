<?php

declare(strict_types=1);

namespace TlsVerify;

use OpenSSLCertificate;

/**
 * Certificates in the forms that PHP has them in: DER, PEM, or OpenSSLCertificate.
 *
 * @internal
 */
final class Certificate
{
    public static function isPem(OpenSSLCertificate|string $certificate): bool
    {
        return is_string($certificate) && str_contains($certificate, '-----BEGIN');
    }

    public static function der(OpenSSLCertificate|string $certificate): string
    {
        if (is_string($certificate) && !self::isPem($certificate)) {
            return $certificate;
        }
        if (!@openssl_x509_export($certificate, $pem)) {
            throw new \ValueError('not a certificate: ' . openssl_error_string());
        }
        preg_match('/-----BEGIN CERTIFICATE-----(.*?)-----END/s', $pem, $block);
        return base64_decode($block[1]);
    }

    /** @param iterable<OpenSSLCertificate|string> $chain */
    public static function concatenated(iterable $chain): string
    {
        $der = '';
        foreach ($chain as $certificate) {
            $der .= self::der($certificate);
        }
        return $der;
    }

    /**
     * Cuts concatenated DER apart.
     *
     * @return list<string>
     */
    public static function split(string $der): array
    {
        $certificates = [];
        for ($start = 0; $start < strlen($der); $start += $length) {
            $length = self::length($der, $start);
            $certificates[] = substr($der, $start, $length);
        }
        return $certificates;
    }

    /** The length of the DER value at `start`, header included; what is cut off counts as its rest. */
    private static function length(string $der, int $start): int
    {
        $first = ord($der[$start + 1] ?? "\0");
        if ($first < 0x80) {
            return 2 + $first;
        }
        $octets = $first & 0x7f;
        $length = 0;
        foreach (str_split(substr($der, $start + 2, $octets)) as $octet) {
            $length = $length << 8 | ord($octet);
        }
        return 2 + $octets + $length;
    }
}
