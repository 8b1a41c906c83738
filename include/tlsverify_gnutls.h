/*
 * tlsverify_gnutls.h - GnuTLS does the handshake, libtlsverify decides about the peer.
 *
 * For GnuTLS 3.6 and later. Header-only: libtlsverify itself does not link GnuTLS, your program links both.
 *
 *     tv_gnutls_require(credentials);              (a session that is not attached is refused, not passed over)
 *     ...
 *     gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
 *     gnutls_server_name_set(session, GNUTLS_NAME_DNS, "www.example.org", strlen("www.example.org"));
 *     if (tv_gnutls_attach(session, ctx, "www.example.org") != TV_OK)
 *         give_up();
 *     do
 *         ret = gnutls_handshake(session);
 *     while (ret < 0 && !gnutls_error_is_fatal(ret));
 *     if (ret < 0)
 *         fprintf(stderr, "%s\n", ret == GNUTLS_E_CERTIFICATE_ERROR ? tv_gnutls_message(session) : gnutls_strerror(ret));
 *
 * WHEN  The verdict comes inside the handshake: before it, no application data and no client certificate is sent. A peer that is
 *   refused gets the alert that fits the reason, and gnutls_handshake returns GNUTLS_E_CERTIFICATE_ERROR.
 * WHAT IS LEFT FOR GNUTLS  Nothing of its own verification: its trust lists, priorities and verify flags are not looked at. Do not call
 *   gnutls_session_set_verify_cert or gnutls_session_set_verify_function afterwards: they take our place.
 * SERVERS  tv_gnutls_attach_server judges client certificates; its context needs tv_set_purpose(ctx, TV_PURPOSE_CLIENT).
 *   GNUTLS_CERT_REQUIRE (gnutls_certificate_server_set_request) refuses clients that show none.
 * RESUMPTION  A resumed handshake carries no certificates, so nothing is asked: the verdict of the handshake that made the session
 *   stands. Resume sessions only with the host they come from. tv_gnutls_judge judges the chain that the session remembers.
 * THREADS  As GnuTLS: one session, one thread at a time. A context may be attached to any number of sessions.
 */

#ifndef TLSVERIFY_GNUTLS_H
#define TLSVERIFY_GNUTLS_H

#include <gnutls/gnutls.h>
#include <stdlib.h>
#include <string.h>

#include "tlsverify.h"

#if GNUTLS_VERSION_NUMBER < 0x030600
#error "tlsverify_gnutls.h needs GnuTLS 3.6 or later"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* What belongs to a session. It is kept as the data of an extension that is never sent: of all that GnuTLS offers, only this
 * leaves gnutls_session_set_ptr to the program and is destroyed with the session. Private. */
typedef struct tv_gnutls_peer_ {
    tv_context *ctx;
    char *host;
    tv_result *result;
    tv_status status;
} tv_gnutls_peer_;

/* A number for private use (RFC 8447). */
#define TV_GNUTLS_PLACE_ 65445

static inline void tv_gnutls_free_peer_(gnutls_ext_priv_data_t data)
{
    tv_gnutls_peer_ *peer = (tv_gnutls_peer_ *)data;

    if (peer == NULL)
        return;
    tv_context_free(peer->ctx);
    tv_result_free(peer->result);
    free(peer->host);
    free(peer);
}

static inline tv_gnutls_peer_ *tv_gnutls_get_peer_(gnutls_session_t session)
{
    gnutls_ext_priv_data_t data = NULL;

    if (session == NULL || gnutls_ext_get_data(session, TV_GNUTLS_PLACE_, &data) != 0)
        return NULL;
    return (tv_gnutls_peer_ *)data;
}

static inline tv_status tv_gnutls_judge_sent_(gnutls_session_t session, tv_gnutls_peer_ *peer)
{
    unsigned int count = 0, i;
    const gnutls_datum_t *sent = gnutls_certificate_get_peers(session, &count);
    uint8_t *chain = NULL;
    size_t len = 0;

    if (sent == NULL || count == 0)
        return TV_ERR_EMPTY;
    if (gnutls_certificate_type_get(session) != GNUTLS_CRT_X509)
        return TV_ERR_NOT_A_CERTIFICATE;
    for (i = 0; i < count; i++)
        len += sent[i].size;
    if (len == 0)
        return TV_ERR_EMPTY;
    chain = (uint8_t *)malloc(len);
    if (chain == NULL)
        return TV_ERR_NO_MEMORY;
    for (i = 0, len = 0; i < count; len += sent[i].size, i++)
        if (sent[i].size > 0)
            memcpy(chain + len, sent[i].data, sent[i].size);
    peer->status = tv_verify_chain(peer->ctx, peer->host, chain, len, &peer->result);
    free(chain);
    return peer->status;
}

/*
 Judges the chain that a session has received or remembers, and keeps the verdict. It closes nothing and sends nothing: ask
 `tv_may_proceed`. `TV_ERR_EMPTY` means that there is no certificate, `TV_ERR_NULL_ARGUMENT` that nothing is attached.
 */
TV_MUST_USE static inline tv_status tv_gnutls_judge(gnutls_session_t session)
{
    tv_gnutls_peer_ *peer = tv_gnutls_get_peer_(session);

    if (peer == NULL)
        return TV_ERR_NULL_ARGUMENT;
    tv_result_free(peer->result);
    peer->result = NULL;
    peer->status = tv_gnutls_judge_sent_(session, peer);
    return peer->status;
}

/* The alert for a refusal. */
static inline gnutls_alert_description_t tv_gnutls_alert_(gnutls_session_t session)
{
    const tv_gnutls_peer_ *peer = tv_gnutls_get_peer_(session);
    int alert = peer == NULL || peer->result == NULL ? 0 : tv_reason_tls_alert(tv_result_reason(peer->result));

    if (peer != NULL && peer->result == NULL && peer->status <= TV_ERR_BAD_ENCODING && peer->status >= TV_ERR_TOO_MANY)
        alert = GNUTLS_A_BAD_CERTIFICATE;
    return alert == 0 ? GNUTLS_A_INTERNAL_ERROR : (gnutls_alert_description_t)alert;
}

/* Called by GnuTLS inside the handshake: 0 to go on. */
static inline int tv_gnutls_verify_(gnutls_session_t session)
{
    if (tv_may_proceed(tv_gnutls_judge(session)))
        return 0;
    /* GnuTLS would say bad_certificate whatever the reason. If it cannot be sent, the connection ends without one. */
    (void)gnutls_alert_send(session, GNUTLS_AL_FATAL, tv_gnutls_alert_(session));
    return GNUTLS_E_CERTIFICATE_ERROR;
}

static inline tv_status tv_gnutls_attach_peer_(gnutls_session_t session, tv_context *ctx, const char *host)
{
    tv_gnutls_peer_ *peer;
    int ret;

    if (session == NULL || ctx == NULL)
        return TV_ERR_NULL_ARGUMENT;
    peer = (tv_gnutls_peer_ *)calloc(1, sizeof *peer);
    if (peer == NULL)
        return TV_ERR_NO_MEMORY;
    peer->status = TV_ERR_EMPTY;
    peer->ctx = tv_context_ref(ctx);
    if (host != NULL) {
        peer->host = (char *)malloc(strlen(host) + 1);
        if (peer->host == NULL) {
            tv_gnutls_free_peer_(peer);
            return TV_ERR_NO_MEMORY;
        }
        strcpy(peer->host, host);
    }
    /* The place is there already if the session was attached before. */
    if (tv_gnutls_get_peer_(session) == NULL) {
        ret = gnutls_session_ext_register(session, "tlsverify", TV_GNUTLS_PLACE_, GNUTLS_EXT_NONE, NULL, NULL,
                                          tv_gnutls_free_peer_, NULL, NULL, GNUTLS_EXT_FLAG_TLS | GNUTLS_EXT_FLAG_DTLS);
        if (ret != 0) {
            tv_gnutls_free_peer_(peer);
            return ret == GNUTLS_E_MEMORY_ERROR ? TV_ERR_NO_MEMORY : TV_ERR_INTERNAL;
        }
    }
    gnutls_ext_set_data(session, TV_GNUTLS_PLACE_, peer);
    if (tv_gnutls_get_peer_(session) != peer) {
        tv_gnutls_free_peer_(peer);
        return TV_ERR_INTERNAL;
    }
    gnutls_session_set_verify_function(session, tv_gnutls_verify_);
    return TV_OK;
}

/*
 Makes a client's session ask `ctx` whether the server is `host`, a DNS name or an IP address, in place of GnuTLS's own verification.

 The session takes a reference to `ctx` and gives it back when it is destroyed. Attaching again replaces context and host.
 `TV_ERR_BAD_HOSTNAME` means that `host` is NULL: a server without a name cannot be verified.
 */
TV_MUST_USE static inline tv_status tv_gnutls_attach(gnutls_session_t session, tv_context *ctx, const char *host)
{
    return session != NULL && ctx != NULL && host == NULL ? TV_ERR_BAD_HOSTNAME
                                                          : tv_gnutls_attach_peer_(session, ctx, host);
}

/*
 Makes a server's session ask `ctx`, whose purpose has to be `TV_PURPOSE_CLIENT`, about the client's certificate.
 */
TV_MUST_USE static inline tv_status tv_gnutls_attach_server(gnutls_session_t session, tv_context *ctx)
{
    return tv_gnutls_attach_peer_(session, ctx, NULL);
}

/*
 Makes every session with these credentials refuse its peer unless the session is attached.

 Without it GnuTLS verifies nothing in a session for which `tv_gnutls_attach` was forgotten.
 */
static inline void tv_gnutls_require(gnutls_certificate_credentials_t credentials)
{
    gnutls_certificate_set_verify_function(credentials, tv_gnutls_verify_);
}

/*
 The result of the last verification in this session; NULL if there was none or nothing could be judged. It belongs to the session.
 */
static inline const tv_result *tv_gnutls_result(gnutls_session_t session)
{
    const tv_gnutls_peer_ *peer = tv_gnutls_get_peer_(session);

    return peer == NULL ? NULL : peer->result;
}

/* The status of the last verification in this session; TV_ERR_EMPTY if there was none, as after a resumption. */
static inline tv_status tv_gnutls_status(gnutls_session_t session)
{
    const tv_gnutls_peer_ *peer = tv_gnutls_get_peer_(session);

    return peer == NULL ? TV_ERR_EMPTY : peer->status;
}

/* One sentence about the last verification, for people; never NULL. */
static inline const char *tv_gnutls_message(gnutls_session_t session)
{
    const tv_result *result = tv_gnutls_result(session);
    const tv_status status = tv_gnutls_status(session);

    if (result != NULL)
        return tv_result_message(result);
    return status == TV_ERR_EMPTY ? "The peer has not been judged." : tv_status_message(status);
}

#ifdef __cplusplus
}
#endif

#endif /* TLSVERIFY_GNUTLS_H */
