/*
 * A TLS client in which OpenSSL does the handshake and libtlsverify decides about the peer.
 *
 *     openssl_client HOST PORT [CA.pem [NAME]]
 *
 * NAME is what the certificate has to be for, if it is not HOST. CA.pem is trusted besides the
 * bundled roots. Exit code: 0 connected, 1 refused, 2 anything else.
 */

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <tlsverify.h>

typedef struct {
    tv_context *ctx;
    const char *name;
} peer_check;

/* The chain as the server sent it: DER after DER, its own certificate first. The caller frees it
 * with OPENSSL_free. */
static uint8_t *presented_chain(X509_STORE_CTX *store, size_t *out_len)
{
    X509 *end_entity = X509_STORE_CTX_get0_cert(store);
    STACK_OF(X509) *sent = X509_STORE_CTX_get0_untrusted(store);
    int count = sent == NULL ? 0 : sk_X509_num(sent), i, len = i2d_X509(end_entity, NULL);
    unsigned char *chain, *at;
    size_t total = len > 0 ? (size_t)len : 0;

    for (i = 0; i < count; i++) {
        len = i2d_X509(sk_X509_value(sent, i), NULL);
        total += len > 0 ? (size_t)len : 0;
    }
    chain = at = OPENSSL_malloc(total + 1);
    if (chain == NULL)
        return NULL;
    i2d_X509(end_entity, &at);
    for (i = 0; i < count; i++)
        if (sk_X509_value(sent, i) != end_entity)
            i2d_X509(sk_X509_value(sent, i), &at);
    *out_len = (size_t)(at - chain);
    return chain;
}

/* Called by OpenSSL in place of its own verification: 1 to go on. */
static int ask_tlsverify(X509_STORE_CTX *store, void *argument)
{
    const peer_check *check = argument;
    tv_result *result = NULL;
    size_t len = 0;
    uint8_t *chain = presented_chain(store, &len);
    tv_status status = tv_verify_chain(check->ctx, check->name, chain, len, &result);

    if (result == NULL) {
        printf("could not be judged: status %d\n", (int)status);
        X509_STORE_CTX_set_error(store, X509_V_ERR_UNSPECIFIED);
    } else {
        const int32_t reason = tv_result_reason(result);
        printf("%s: %s\n", status == TV_OK ? "trusted" : tv_reason_name(reason),
               tv_result_message(result));
        if (tv_result_hint(result)[0] != '\0')
            printf("hint: %s\n", tv_result_hint(result));
        /* OpenSSL derives the alert that it sends to the peer from this. */
        X509_STORE_CTX_set_error(store, status == TV_OK ? X509_V_OK : tv_reason_x509_v_err(reason));
    }
    tv_result_free(result);
    OPENSSL_free(chain);
    return tv_may_proceed(status);
}

/* The alert that goes out when the handshake fails. */
static void print_alert(const SSL *ssl, int where, int value)
{
    (void)ssl;
    if ((where & SSL_CB_WRITE_ALERT) == SSL_CB_WRITE_ALERT && (value & 0xff) != 0)
        printf("alert sent: %d %s\n", value & 0xff, SSL_alert_desc_string_long(value));
}

static int connect_to(SSL_CTX *tls, const char *host, const char *port, const char *name)
{
    BIO *bio = BIO_new_ssl_connect(tls), *tcp;
    SSL *ssl = NULL;
    int connected;

    if (bio == NULL)
        return 0;
    BIO_get_ssl(bio, &ssl);
    SSL_set_tlsext_host_name(ssl, name);
    tcp = BIO_next(bio);
    BIO_set_conn_hostname(tcp, host);
    BIO_set_conn_port(tcp, port);
    connected = BIO_do_connect(bio) == 1 && BIO_do_handshake(bio) == 1;
    if (connected)
        printf("connected with %s\n", SSL_get_version(ssl));
    else
        ERR_print_errors_fp(stdout);
    BIO_free_all(bio);
    return connected;
}

int main(int argc, char **argv)
{
    peer_check check;
    SSL_CTX *tls;
    int connected = 0;

    if (argc < 3 || argc > 5) {
        fprintf(stderr, "usage: openssl_client HOST PORT [CA.pem [NAME]]\n");
        return 2;
    }
    check.name = argc > 4 ? argv[4] : argv[1];
    check.ctx = tv_context_new();
    tls = SSL_CTX_new(TLS_client_method());
    if (tls == NULL || tv_validate_certs(check.ctx) != TV_OK ||
        (argc > 3 && tv_add_roots_file(check.ctx, argv[3], NULL) != TV_OK)) {
        fprintf(stderr, "cannot be set up\n");
        SSL_CTX_free(tls);
        tv_context_free(check.ctx);
        return 2;
    }
    SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_cert_verify_callback(tls, ask_tlsverify, &check);
    SSL_CTX_set_info_callback(tls, print_alert);
    connected = connect_to(tls, argv[1], argv[2], check.name);
    SSL_CTX_free(tls);
    tv_context_free(check.ctx);
    return connected ? 0 : 1;
}
