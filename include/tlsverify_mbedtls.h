/*
 * tlsverify_mbedtls.h - Mbed TLS does the handshake, libtlsverify decides about the peer.
 *
 * For Mbed TLS 2.28 and 3.x. Header-only: libtlsverify itself does not link Mbed TLS, your program links both.
 *
 *     mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT);
 *     tv_mbedtls_configure(&config);               (a connection that is not attached is refused, not passed over)
 *     mbedtls_ssl_setup(&ssl, &config);
 *     mbedtls_ssl_set_hostname(&ssl, "www.example.org");
 *     tv_mbedtls_peer peer;
 *     if (tv_mbedtls_attach(&ssl, &peer, ctx, "www.example.org") != TV_OK)
 *         give_up();
 *     if (mbedtls_ssl_handshake(&ssl) != 0)
 *         fprintf(stderr, "%s\n", tv_mbedtls_message(&peer));
 *     ...
 *     mbedtls_ssl_free(&ssl);
 *     tv_mbedtls_peer_free(&peer);                 (after the connection)
 *
 * WHEN  The verdict comes inside the handshake: before it, no application data and no client certificate is sent, and a peer
 *   that is refused gets an alert. Mbed TLS chooses the alert by the MBEDTLS_X509_BADCERT_... flag, which follows from the reason;
 *   mbedtls_ssl_get_verify_result tells it as usual.
 * WHAT IS LEFT FOR MBED TLS  Its own verification still runs, and its findings are discarded: its trust list, its profile, and the
 *   name are not looked at. It still refuses chains longer than MBEDTLS_X509_MAX_INTERMEDIATE_CA, key usages that do not fit the
 *   handshake, curves that it was not built for, and certificates with critical extensions that it cannot read, name constraints among
 *   them; tv_mbedtls_status is TV_ERR_EMPTY then.
 * SERVERS  With host NULL the context judges client certificates; it needs tv_set_purpose(ctx, TV_PURPOSE_CLIENT).
 * RESUMPTION  A resumed handshake carries no certificates, so nothing is asked: the verdict of the handshake that made the session
 *   stands. Resume sessions only with the host they come from.
 * THREADS  As Mbed TLS: one connection, one thread at a time. A context may be attached to any number of connections.
 */

#ifndef TLSVERIFY_MBEDTLS_H
#define TLSVERIFY_MBEDTLS_H

#include <mbedtls/ssl.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>
#include <stdlib.h>
#include <string.h>

#include "tlsverify.h"

#if MBEDTLS_VERSION_NUMBER < 0x021c0000
#error "tlsverify_mbedtls.h needs Mbed TLS 2.28 or later"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/*
 What one connection is judged by, and the verdict. Yours to keep where it is until the connection is freed; read it with the functions below.
 */
typedef struct tv_mbedtls_peer {
    tv_context *ctx;
    char *host;
    tv_result *result;
    tv_status status;
} tv_mbedtls_peer;

/* The flag that Mbed TLS shows to the application and takes the alert from. Never 0. */
static inline uint32_t tv_mbedtls_flag_(const tv_mbedtls_peer *peer)
{
    const int reason = peer == NULL || peer->result == NULL ? 0 : tv_result_reason(peer->result);

    switch (reason) {
    case TV_REASON_EXPIRED:
        return MBEDTLS_X509_BADCERT_EXPIRED;
    case TV_REASON_NOT_YET_VALID:
        return MBEDTLS_X509_BADCERT_FUTURE;
    case TV_REASON_NAME_NOT_PERMITTED:
    case TV_REASON_NAME_EXCLUDED:
        return MBEDTLS_X509_BADCERT_CN_MISMATCH;
    case TV_REASON_WEAK_SIGNATURE_HASH:
        return MBEDTLS_X509_BADCERT_BAD_MD;
    case TV_REASON_UNSUPPORTED_KEY:
        return MBEDTLS_X509_BADCERT_BAD_PK;
    case TV_REASON_WEAK_KEY:
    case TV_REASON_WEAK_ISSUER_KEY:
    case TV_REASON_ODD_KEY_SIZE:
        return MBEDTLS_X509_BADCERT_BAD_KEY;
    case TV_REASON_NO_KEY_CERT_SIGN:
    case TV_REASON_WRONG_KEY_USAGE:
        return MBEDTLS_X509_BADCERT_KEY_USAGE;
    case TV_REASON_WRONG_EXTENDED_KEY_USAGE:
    case TV_REASON_FORBIDDEN_KEY_PURPOSE:
    case TV_REASON_CA_AS_END_ENTITY:
        return MBEDTLS_X509_BADCERT_EXT_KEY_USAGE;
    case TV_REASON_BAD_SIGNATURE:
    case TV_REASON_NOT_A_CA:
    case TV_REASON_PATH_LENGTH_EXCEEDED:
        return MBEDTLS_X509_BADCERT_NOT_TRUSTED;
    default:
        break;
    }
    switch (reason / 100) {
    case 3:
        return MBEDTLS_X509_BADCERT_CN_MISMATCH;
    case 4:
        return MBEDTLS_X509_BADCERT_NOT_TRUSTED;
    default:
        return MBEDTLS_X509_BADCERT_OTHER;
    }
}

static inline tv_status tv_mbedtls_judge_(tv_mbedtls_peer *peer, const mbedtls_x509_crt *sent)
{
    const mbedtls_x509_crt *at;
    uint8_t *chain;
    size_t len = 0;

    tv_result_free(peer->result);
    peer->result = NULL;
    for (at = sent; at != NULL; at = at->next)
        len += at->raw.len;
    if (len == 0)
        return TV_ERR_EMPTY;
    chain = (uint8_t *)malloc(len);
    if (chain == NULL)
        return TV_ERR_NO_MEMORY;
    for (at = sent, len = 0; at != NULL; len += at->raw.len, at = at->next)
        if (at->raw.len > 0)
            memcpy(chain + len, at->raw.p, at->raw.len);
    peer->status = tv_verify_chain(peer->ctx, peer->host, chain, len, &peer->result);
    free(chain);
    return peer->status;
}

/* Called by Mbed TLS for each certificate of the path that it has found, the peer's own last. That one heads the list of all that
 * were sent. Mbed TLS refuses if a flag is left at any depth. */
static inline int tv_mbedtls_verify_(void *argument, mbedtls_x509_crt *certificate, int depth, uint32_t *flags)
{
    tv_mbedtls_peer *peer = (tv_mbedtls_peer *)argument;

    if (depth > 0) {
        *flags = 0;
        return 0;
    }
    if (peer != NULL)
        peer->status = tv_mbedtls_judge_(peer, certificate);
    *flags = peer != NULL && tv_may_proceed(peer->status) ? 0 : tv_mbedtls_flag_(peer);
    return 0;
}

/*
 Makes every connection with this configuration refuse its peer unless the connection is attached.

 It sets MBEDTLS_SSL_VERIFY_REQUIRED, which `tv_mbedtls_attach` relies on, and an empty list of trusted CAs, which Mbed TLS asks for.
 */
static inline void tv_mbedtls_configure(mbedtls_ssl_config *config)
{
    /* All zero is what mbedtls_x509_crt_init makes. Nobody writes to it. */
    static mbedtls_x509_crt nothing;

    mbedtls_ssl_conf_authmode(config, MBEDTLS_SSL_VERIFY_REQUIRED);
    mbedtls_ssl_conf_ca_chain(config, &nothing, NULL);
    mbedtls_ssl_conf_verify(config, tv_mbedtls_verify_, NULL);
}

/* Frees what `peer` holds. The connection must be gone, or never used again. */
static inline void tv_mbedtls_peer_free(tv_mbedtls_peer *peer)
{
    if (peer == NULL)
        return;
    tv_context_free(peer->ctx);
    tv_result_free(peer->result);
    free(peer->host);
    memset(peer, 0, sizeof *peer);
    peer->status = TV_ERR_EMPTY;
}

/*
 Makes a connection ask `ctx` whether its peer is `host`, a DNS name or an IP address. A server passes NULL.

 `peer` is initialised by this call, whatever it returns, and freed by the caller with `tv_mbedtls_peer_free` after the connection. The configuration of the
 connection has to come from `tv_mbedtls_configure`.
 */
TV_MUST_USE static inline tv_status tv_mbedtls_attach(mbedtls_ssl_context *ssl, tv_mbedtls_peer *peer, tv_context *ctx,
                                                      const char *host)
{
    if (peer == NULL)
        return TV_ERR_NULL_ARGUMENT;
    memset(peer, 0, sizeof *peer);
    peer->status = TV_ERR_EMPTY;
    if (ssl == NULL || ctx == NULL)
        return TV_ERR_NULL_ARGUMENT;
    if (host != NULL) {
        peer->host = (char *)malloc(strlen(host) + 1);
        if (peer->host == NULL)
            return TV_ERR_NO_MEMORY;
        strcpy(peer->host, host);
    }
    peer->ctx = tv_context_ref(ctx);
    mbedtls_ssl_set_verify(ssl, tv_mbedtls_verify_, peer);
    return TV_OK;
}

/* The result of the last verification; NULL if there was none or nothing could be judged. It belongs to `peer`. */
static inline const tv_result *tv_mbedtls_result(const tv_mbedtls_peer *peer)
{
    return peer == NULL ? NULL : peer->result;
}

/* The status of the last verification; TV_ERR_EMPTY if there was none, as after a resumption. */
static inline tv_status tv_mbedtls_status(const tv_mbedtls_peer *peer)
{
    return peer == NULL ? TV_ERR_EMPTY : peer->status;
}

/* One sentence about the last verification, for people; never NULL. */
static inline const char *tv_mbedtls_message(const tv_mbedtls_peer *peer)
{
    const tv_result *result = tv_mbedtls_result(peer);
    const tv_status status = tv_mbedtls_status(peer);

    if (result != NULL)
        return tv_result_message(result);
    return status == TV_ERR_EMPTY ? "The peer has not been judged." : tv_status_message(status);
}

#ifdef __cplusplus
}
#endif

#endif /* TLSVERIFY_MBEDTLS_H */
