/*
 * tlsverify_openssl.h - OpenSSL does the handshake, libtlsverify decides about the peer.
 *
 * For OpenSSL 1.1.1 and later. Header-only: libtlsverify itself does not link OpenSSL, your program links both.
 *
 *     SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
 *     tv_context *ctx = tv_context_new();
 *     if (tv_validate_certs(ctx) != TV_OK || tv_openssl_attach(tls, ctx) != TV_OK)
 *         give_up();
 *     tv_context_free(ctx);                                    (tls has its own reference)
 *     ...
 *     SSL *ssl = SSL_new(tls);
 *     SSL_set_tlsext_host_name(ssl, "www.example.org");
 *     if (tv_openssl_set_host(ssl, "www.example.org") != TV_OK)
 *         give_up();
 *     if (SSL_connect(ssl) != 1)
 *         fprintf(stderr, "%s\n", tv_openssl_message(ssl));
 *
 * THE NAME  A client needs one. It is, in this order: tv_openssl_set_host; the host of the verify parameters (SSL_set1_host),
 *   any one of them if there are several; their IP address; tv_openssl_set_default_host; what the client sends as SNI. Without any,
 *   the server is refused. OpenSSL 1.1.1 cannot tell the host and IP address of its parameters: call tv_openssl_set_host there.
 * WHEN  The verdict comes inside the handshake: before it, no application data and no client certificate is sent, and a peer
 *   that is refused gets an alert. OpenSSL chooses the alert by the X509_V_ERR_... code, which follows from the reason.
 * WHAT IS LEFT FOR OPENSSL  Nothing of its own verification: its stores, depth, purposes and flags are not looked at, and a
 *   callback of SSL_CTX_set_verify is not asked; to have a say, set a hook with tv_set_hook. SSL_get_verify_result and
 *   SSL_get0_verified_chain tell the outcome as usual. A peer that may proceed unverified (TV_WARNED, TV_UNCHECKED) is X509_V_OK
 *   there; tv_openssl_status knows the difference. The error queue is left as it was.
 * SERVERS  A server judges the certificates of its clients; its context needs tv_set_purpose(ctx, TV_PURPOSE_CLIENT).
 * RESUMPTION  A resumed handshake carries no certificates, so nothing is asked and tv_openssl_result is NULL: the verdict of the
 *   handshake that made the session stands. Resume sessions only with the host they come from. After a resumption,
 *   tv_openssl_judge judges the chain that the session remembers, under the settings of now.
 * THREADS  Attach before the SSL_CTX is shared, as everything that configures one. The rest is safe as OpenSSL is: one SSL, one thread.
 */

#ifndef TLSVERIFY_OPENSSL_H
#define TLSVERIFY_OPENSSL_H

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <string.h>

#include "tlsverify.h"

#if OPENSSL_VERSION_NUMBER < 0x10101000L
#error "tlsverify_openssl.h needs OpenSSL 1.1.1 or later"
#endif

/* One per program or shared library, whichever source files include this header; never shared between two libraries, which
 * may carry two copies of OpenSSL. Where the compiler offers no such thing, include it in one source file only. */
#if defined(_MSC_VER)
#define TV_OPENSSL_ONE __declspec(selectany)
#elif defined(__GNUC__) && !defined(_WIN32)
#define TV_OPENSSL_ONE __attribute__((weak, visibility("hidden")))
#else
#define TV_OPENSSL_ONE static
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* What belongs to an SSL_CTX. Private. */
typedef struct tv_openssl_binding_ {
    tv_context *ctx;
    char *default_host;
} tv_openssl_binding_;

/* What belongs to an SSL. Private. */
typedef struct tv_openssl_peer_ {
    char *host;
    tv_result *result;
    tv_status status;
} tv_openssl_peer_;

/* Where OpenSSL keeps the two. Private. */
typedef struct tv_openssl_places_ {
    CRYPTO_ONCE once;
    int binding;
    int peer;
} tv_openssl_places_;

TV_OPENSSL_ONE tv_openssl_places_ tv_openssl_places_of_this_program_ = {CRYPTO_ONCE_STATIC_INIT, -1, -1};

/* The status of a peer that nobody has judged. */
#define TV_OPENSSL_NOT_JUDGED_ TV_ERR_EMPTY

static inline void tv_openssl_free_binding_(void *parent, void *object, CRYPTO_EX_DATA *data, int index, long number,
                                            void *pointer)
{
    tv_openssl_binding_ *binding = (tv_openssl_binding_ *)object;

    (void)parent, (void)data, (void)index, (void)number, (void)pointer;
    if (binding == NULL)
        return;
    tv_context_free(binding->ctx);
    OPENSSL_free(binding->default_host);
    OPENSSL_free(binding);
}

static inline void tv_openssl_free_peer_(void *parent, void *object, CRYPTO_EX_DATA *data, int index, long number,
                                         void *pointer)
{
    tv_openssl_peer_ *peer = (tv_openssl_peer_ *)object;

    (void)parent, (void)data, (void)index, (void)number, (void)pointer;
    if (peer == NULL)
        return;
    tv_result_free(peer->result);
    OPENSSL_free(peer->host);
    OPENSSL_free(peer);
}

static inline tv_openssl_peer_ *tv_openssl_new_peer_(const char *host)
{
    tv_openssl_peer_ *peer = (tv_openssl_peer_ *)OPENSSL_zalloc(sizeof *peer);

    if (peer == NULL)
        return NULL;
    peer->status = TV_OPENSSL_NOT_JUDGED_;
    if (host != NULL && (peer->host = OPENSSL_strdup(host)) == NULL) {
        OPENSSL_free(peer);
        return NULL;
    }
    return peer;
}

/* SSL_dup: the copy asks for the same host and has not been judged. */
static inline int tv_openssl_dup_peer_(CRYPTO_EX_DATA *to, const CRYPTO_EX_DATA *from,
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
                                       void **place,
#else
                                       void *place,
#endif
                                       int index, long number, void *pointer)
{
    void **object = (void **)place;

    (void)to, (void)from, (void)index, (void)number, (void)pointer;
    if (*object == NULL)
        return 1;
    *object = tv_openssl_new_peer_(((const tv_openssl_peer_ *)*object)->host);
    return *object != NULL;
}

static inline void tv_openssl_find_places_(void)
{
    tv_openssl_places_ *places = &tv_openssl_places_of_this_program_;

    places->binding = SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, tv_openssl_free_binding_);
    places->peer = SSL_get_ex_new_index(0, NULL, NULL, tv_openssl_dup_peer_, tv_openssl_free_peer_);
}

/* NULL if OpenSSL has no memory for them. */
static inline const tv_openssl_places_ *tv_openssl_get_places_(void)
{
    tv_openssl_places_ *places = &tv_openssl_places_of_this_program_;

    if (!CRYPTO_THREAD_run_once(&places->once, tv_openssl_find_places_) || places->binding < 0 || places->peer < 0)
        return NULL;
    return places;
}

static inline tv_openssl_binding_ *tv_openssl_get_binding_(const SSL_CTX *tls)
{
    const tv_openssl_places_ *places = tv_openssl_get_places_();

    return tls == NULL || places == NULL ? NULL : (tv_openssl_binding_ *)SSL_CTX_get_ex_data(tls, places->binding);
}

static inline tv_openssl_peer_ *tv_openssl_get_peer_(const SSL *ssl)
{
    const tv_openssl_places_ *places = tv_openssl_get_places_();

    return ssl == NULL || places == NULL ? NULL : (tv_openssl_peer_ *)SSL_get_ex_data(ssl, places->peer);
}

/* The same, made if there is none yet; NULL without memory. */
static inline tv_openssl_peer_ *tv_openssl_need_peer_(SSL *ssl)
{
    const tv_openssl_places_ *places = tv_openssl_get_places_();
    tv_openssl_peer_ *peer = tv_openssl_get_peer_(ssl);

    if (peer != NULL || ssl == NULL || places == NULL || (peer = tv_openssl_new_peer_(NULL)) == NULL)
        return peer;
    if (SSL_set_ex_data(ssl, places->peer, peer) == 1)
        return peer;
    OPENSSL_free(peer);
    return NULL;
}

/* Certificates one after another, the peer's own first; NULL if there is none or no memory. For OPENSSL_free. */
static inline uint8_t *tv_openssl_join_(X509 *end_entity, STACK_OF(X509) *sent, size_t *out_len)
{
    const int count = sent == NULL ? 0 : sk_X509_num(sent);
    uint8_t *chain = NULL, *at = NULL;
    size_t total = 0;
    int writes, i;

    *out_len = 0;
    if (end_entity == NULL)
        return NULL;
    for (writes = 0; writes < 2; writes++) {
        if (writes && (chain = at = (uint8_t *)OPENSSL_malloc(total)) == NULL)
            return NULL;
        for (i = -1; i < count; i++) {
            X509 *certificate = i < 0 ? end_entity : sk_X509_value(sent, i);
            const int len = i >= 0 && certificate == end_entity ? 0 : i2d_X509(certificate, writes ? &at : NULL);

            if (len < 0) {
                OPENSSL_free(chain);
                return NULL;
            }
            total += writes ? 0 : (size_t)len;
        }
    }
    *out_len = total;
    return chain;
}

/* Judges for one name and keeps the verdict, unless a better one is there already. */
static inline void tv_openssl_judge_for_(tv_openssl_peer_ *peer, const tv_context *ctx, const char *host,
                                         const uint8_t *chain, size_t chain_len, int is_first)
{
    tv_result *result = NULL;
    const tv_status status = tv_verify_chain(ctx, host, chain, chain_len, &result);

    if (!is_first && status != TV_OK) {
        tv_result_free(result);
        return;
    }
    tv_result_free(peer->result);
    peer->result = result;
    peer->status = status;
}

/* Judges for whatever name there is. */
static inline void tv_openssl_judge_chain_(SSL *ssl, tv_openssl_peer_ *peer, const tv_openssl_binding_ *binding,
                                           const uint8_t *chain, size_t chain_len)
{
    const char *host = peer->host;

    if (SSL_is_server(ssl)) {
        tv_openssl_judge_for_(peer, binding->ctx, host, chain, chain_len, 1);
        return;
    }
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
    if (host == NULL) {
        X509_VERIFY_PARAM *parameters = SSL_get0_param(ssl);
        char *address;
        int i;

        for (i = 0; (host = X509_VERIFY_PARAM_get0_host(parameters, i)) != NULL; i++) {
            tv_openssl_judge_for_(peer, binding->ctx, host, chain, chain_len, i == 0);
            if (peer->status == TV_OK)
                return;
        }
        if (i > 0)
            return;
        if ((address = X509_VERIFY_PARAM_get1_ip_asc(parameters)) != NULL) {
            tv_openssl_judge_for_(peer, binding->ctx, address, chain, chain_len, 1);
            OPENSSL_free(address);
            return;
        }
    }
#endif
    if (host == NULL)
        host = binding->default_host;
    if (host == NULL)
        host = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    if (host == NULL)
        peer->status = TV_ERR_BAD_HOSTNAME;
    else
        tv_openssl_judge_for_(peer, binding->ctx, host, chain, chain_len, 1);
}

/* Judges the chain of a peer afresh. The SSL keeps the verdict. */
static inline tv_status tv_openssl_judge_sent_(SSL *ssl, const tv_openssl_binding_ *binding, X509 *end_entity,
                                               STACK_OF(X509) *sent)
{
    tv_openssl_peer_ *peer = tv_openssl_need_peer_(ssl);
    size_t chain_len = 0;
    uint8_t *chain;

    if (peer == NULL)
        return TV_ERR_NO_MEMORY;
    tv_result_free(peer->result);
    peer->result = NULL;
    peer->status = TV_ERR_NULL_ARGUMENT;
    if (binding == NULL)
        return peer->status;
    peer->status = end_entity == NULL ? TV_ERR_EMPTY : TV_ERR_NO_MEMORY;
    chain = tv_openssl_join_(end_entity, sent, &chain_len);
    if (chain != NULL)
        tv_openssl_judge_chain_(ssl, peer, binding, chain, chain_len);
    OPENSSL_free(chain);
    return peer->status;
}

/* The code that OpenSSL shows to the application and takes the alert from. */
static inline int tv_openssl_code_(tv_status status, const tv_result *result)
{
    int code;

    if (tv_may_proceed(status))
        return X509_V_OK;
    if (result != NULL) {
        code = tv_reason_x509_v_err(tv_result_reason(result));
#if OPENSSL_VERSION_NUMBER < 0x30000000L
        /* X509_V_ERR_INVALID_CA has moved. */
        if (code == 79)
            code = X509_V_ERR_INVALID_CA;
#endif
        return code == X509_V_OK ? X509_V_ERR_UNSPECIFIED : code;
    }
    switch (status) {
    case TV_ERR_BAD_HOSTNAME:
        return X509_V_ERR_HOSTNAME_MISMATCH;
    case TV_ERR_BAD_ENCODING:
    case TV_ERR_NOT_A_CERTIFICATE:
        return X509_V_ERR_CERT_REJECTED;
    case TV_ERR_TOO_LARGE:
    case TV_ERR_TOO_MANY:
        return X509_V_ERR_CERT_CHAIN_TOO_LONG;
    case TV_ERR_NO_MEMORY:
        return X509_V_ERR_OUT_OF_MEM;
    default:
        return X509_V_ERR_UNSPECIFIED;
    }
}

/* Tells OpenSSL the path and the certificate at fault; 0 if it cannot be told. */
static inline int tv_openssl_show_path_(X509_STORE_CTX *store, X509 *end_entity, const tv_result *result)
{
    const size_t count = tv_result_path_count(result);
    const int depth = tv_result_depth(result);
    STACK_OF(X509) *path = sk_X509_new_null();
    size_t i;

    for (i = 0; path != NULL && i < count; i++) {
        size_t len = 0;
        const unsigned char *der = tv_result_path_der(result, i, &len);
        X509 *certificate = i == 0 ? end_entity : d2i_X509(NULL, &der, (long)len);

        if (i == 0)
            X509_up_ref(end_entity);
        if (certificate == NULL || !sk_X509_push(path, certificate)) {
            X509_free(certificate);
            sk_X509_pop_free(path, X509_free);
            path = NULL;
        }
    }
    if (path == NULL)
        return 0;
    X509_STORE_CTX_set0_verified_chain(store, path);
    X509_STORE_CTX_set_error_depth(store, depth < 0 ? 0 : depth);
    X509_STORE_CTX_set_current_cert(store, depth > 0 && depth < sk_X509_num(path) ? sk_X509_value(path, depth)
                                                                                  : end_entity);
    return 1;
}

/* Called by OpenSSL in place of its own verification: 1 to go on. */
static inline int tv_openssl_verify_(X509_STORE_CTX *store, void *argument)
{
    const tv_openssl_binding_ *binding = (const tv_openssl_binding_ *)argument;
    SSL *ssl = (SSL *)X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    X509 *end_entity = X509_STORE_CTX_get0_cert(store);
    tv_status status = TV_ERR_NULL_ARGUMENT;
    const tv_result *result = NULL;

    ERR_set_mark();
    if (ssl != NULL) {
        tv_openssl_peer_ *peer;

        status = tv_openssl_judge_sent_(ssl, binding, end_entity, X509_STORE_CTX_get0_untrusted(store));
        peer = tv_openssl_get_peer_(ssl);
        result = peer == NULL ? NULL : peer->result;
        if (result != NULL && !tv_openssl_show_path_(store, end_entity, result)) {
            status = peer->status = TV_ERR_NO_MEMORY;
            tv_result_free(peer->result);
            result = peer->result = NULL;
        }
    }
    X509_STORE_CTX_set_error(store, tv_openssl_code_(status, result));
    ERR_pop_to_mark();
    return tv_may_proceed(status);
}

/*
 Makes every connection of `tls` ask `ctx` about its peer, in place of OpenSSL's own verification.

 `tls` takes a reference to `ctx` and gives it back when it is freed. If `tls` did not verify peers so far, it does from now on, and
 as a server refuses clients that show no certificate; to make those optional, call SSL_CTX_set_verify(tls,
 SSL_VERIFY_PEER, NULL) before or after. Attaching again replaces the context. If the call fails, `tls` is as it was.
 */
TV_MUST_USE static inline tv_status tv_openssl_attach(SSL_CTX *tls, tv_context *ctx)
{
    const tv_openssl_places_ *places = tv_openssl_get_places_();
    tv_openssl_binding_ *former, *binding;

    if (tls == NULL || ctx == NULL)
        return TV_ERR_NULL_ARGUMENT;
    if (places == NULL || (binding = (tv_openssl_binding_ *)OPENSSL_zalloc(sizeof *binding)) == NULL)
        return TV_ERR_NO_MEMORY;
    binding->ctx = tv_context_ref(ctx);
    former = tv_openssl_get_binding_(tls);
    if (SSL_CTX_set_ex_data(tls, places->binding, binding) != 1) {
        tv_openssl_free_binding_(NULL, binding, NULL, 0, 0, NULL);
        return TV_ERR_NO_MEMORY;
    }
    if (SSL_CTX_get_verify_mode(tls) == SSL_VERIFY_NONE)
        SSL_CTX_set_verify(tls, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    SSL_CTX_set_cert_verify_callback(tls, tv_openssl_verify_, binding);
    tv_openssl_free_binding_(NULL, former, NULL, 0, 0, NULL);
    return TV_OK;
}

/*
 Sets the name that the peer's certificate has to be for: a DNS name or an IP address. NULL forgets it.

 It goes before every other source of a name. It sends no SNI; call SSL_set_tlsext_host_name for that.
 */
TV_MUST_USE static inline tv_status tv_openssl_set_host(SSL *ssl, const char *name)
{
    tv_openssl_peer_ *peer = tv_openssl_need_peer_(ssl);
    char *copy = NULL;

    if (ssl == NULL)
        return TV_ERR_NULL_ARGUMENT;
    if (peer == NULL || (name != NULL && (copy = OPENSSL_strdup(name)) == NULL))
        return TV_ERR_NO_MEMORY;
    OPENSSL_free(peer->host);
    peer->host = copy;
    return TV_OK;
}

/*
 Sets the name for connections that have none of their own, for callers that never see the SSL (libcurl). NULL forgets it.

 It goes before SNI. Call it after `tv_openssl_attach`.
 */
TV_MUST_USE static inline tv_status tv_openssl_set_default_host(SSL_CTX *tls, const char *name)
{
    tv_openssl_binding_ *binding = tv_openssl_get_binding_(tls);
    char *copy = NULL;

    if (binding == NULL)
        return TV_ERR_NULL_ARGUMENT;
    if (name != NULL && (copy = OPENSSL_strdup(name)) == NULL)
        return TV_ERR_NO_MEMORY;
    OPENSSL_free(binding->default_host);
    binding->default_host = copy;
    return TV_OK;
}

/*
 Judges once more the peer of a connection whose handshake is over, under the settings of now, and keeps the new verdict.

 For resumed sessions, and for long connections whose context has changed. It does not close anything: ask `tv_may_proceed`. A session
 that was stored outside this process remembers the peer's own certificate only; its intermediates have to be known to the
 context (`tv_add_intermediates`). `TV_ERR_EMPTY` means that there is no certificate.
 */
TV_MUST_USE static inline tv_status tv_openssl_judge(SSL *ssl)
{
    tv_status status;
    X509 *end_entity;

    if (ssl == NULL)
        return TV_ERR_NULL_ARGUMENT;
    ERR_set_mark();
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
    end_entity = SSL_get1_peer_certificate(ssl);
#else
    end_entity = SSL_get_peer_certificate(ssl);
#endif
    status = tv_openssl_judge_sent_(ssl, tv_openssl_get_binding_(SSL_get_SSL_CTX(ssl)), end_entity,
                                    SSL_get_peer_cert_chain(ssl));
    X509_free(end_entity);
    ERR_pop_to_mark();
    return status;
}

/*
 The result of the last verification on this connection; NULL if there was none or nothing could be judged.

 It belongs to `ssl`, until the next verification on it (a renegotiation, `tv_openssl_judge`) or SSL_free.
 */
static inline const tv_result *tv_openssl_result(const SSL *ssl)
{
    const tv_openssl_peer_ *peer = tv_openssl_get_peer_(ssl);

    return peer == NULL ? NULL : peer->result;
}

/* The status of the last verification on this connection; TV_ERR_EMPTY if there was none, as after a resumption. */
static inline tv_status tv_openssl_status(const SSL *ssl)
{
    const tv_openssl_peer_ *peer = tv_openssl_get_peer_(ssl);

    return peer == NULL ? TV_OPENSSL_NOT_JUDGED_ : peer->status;
}

/* One sentence about the last verification, for people; never NULL. It belongs to `ssl` as the result does. */
static inline const char *tv_openssl_message(const SSL *ssl)
{
    const tv_result *result = tv_openssl_result(ssl);
    const tv_status status = tv_openssl_status(ssl);

    if (result != NULL)
        return tv_result_message(result);
    return status == TV_OPENSSL_NOT_JUDGED_ ? "The peer has not been judged." : tv_status_message(status);
}

#ifdef __cplusplus
}
#endif

#endif /* TLSVERIFY_OPENSSL_H */
