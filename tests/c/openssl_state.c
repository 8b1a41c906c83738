/* What tlsverify_openssl.h leaves behind in OpenSSL after a handshake, and where it takes the name from.
 *
 *     openssl_state PORT ROOT.pem HOST X509-CODE
 *
 * X509-CODE is what has to come of asking the server for HOST; the good ones are also asked by address and by no name. */

#include "harness.h"
#include <openssl/bio.h>
#include <tlsverify_openssl.h>

typedef enum { BY_PARAMETER, BY_ADDRESS, BY_SNI, BY_NOTHING } source;

static SSL *shake_hands(SSL_CTX *tls, const char *port, const char *host, source from)
{
    BIO *tcp = BIO_new(BIO_s_connect());
    SSL *ssl = SSL_new(tls);

    BIO_set_conn_hostname(tcp, "127.0.0.1");
    BIO_set_conn_port(tcp, port);
    CHECK(BIO_do_connect(tcp) == 1);
    SSL_set_bio(ssl, tcp, tcp);
    if (from == BY_PARAMETER)
        CHECK(SSL_set1_host(ssl, host) == 1);
    if (from == BY_ADDRESS)
        CHECK(X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), "127.0.0.1") == 1);
    if (from == BY_SNI)
        CHECK(SSL_set_tlsext_host_name(ssl, host) == 1);
    (void)SSL_connect(ssl);
    return ssl;
}

static void check_accepted(SSL *ssl, size_t certificates)
{
    STACK_OF(X509) *chain = SSL_get0_verified_chain(ssl);

    CHECK(SSL_is_init_finished(ssl) && tv_openssl_status(ssl) == TV_OK);
    CHECK(SSL_get_verify_result(ssl) == X509_V_OK);
    CHECK(chain != NULL && (size_t)sk_X509_num(chain) == certificates);
    /* A leftover would be taken for the failure of a later call. */
    CHECK(ERR_peek_error() == 0);
    SSL_free(ssl);
}

static void check_refused(SSL *ssl, long code)
{
    CHECK(!SSL_is_init_finished(ssl) && !tv_may_proceed(tv_openssl_status(ssl)));
    CHECK(SSL_get_verify_result(ssl) == code);
    /* Only what OpenSSL itself says. */
    CHECK(ERR_GET_REASON(ERR_get_error()) == SSL_R_CERTIFICATE_VERIFY_FAILED);
    CHECK(ERR_get_error() == 0);
    SSL_free(ssl);
}

int main(int argc, char **argv)
{
    SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
    tv_context *ctx = tv_context_new();
    const long code = argc > 4 ? strtol(argv[4], NULL, 10) : -1;

    CHECK(argc == 5);
    CHECK_STATUS(tv_validate_certs(ctx), TV_OK);
    CHECK_STATUS(tv_add_roots_file(ctx, argv[2], NULL), TV_OK);
    CHECK_STATUS(tv_openssl_attach(tls, ctx), TV_OK);
    if (code == X509_V_OK) {
        check_accepted(shake_hands(tls, argv[1], argv[3], BY_PARAMETER), 3);
        check_accepted(shake_hands(tls, argv[1], argv[3], BY_ADDRESS), 3);
        check_accepted(shake_hands(tls, argv[1], argv[3], BY_SNI), 3);
        check_refused(shake_hands(tls, argv[1], argv[3], BY_NOTHING), X509_V_ERR_HOSTNAME_MISMATCH);
    } else {
        check_refused(shake_hands(tls, argv[1], argv[3], BY_PARAMETER), code);
        check_refused(shake_hands(tls, argv[1], argv[3], BY_SNI), code);
        /* Without validation it goes on, and leaves as little behind. */
        CHECK_STATUS(tv_set_mode(ctx, TV_MODE_OFF), TV_OK);
        SSL_free(shake_hands(tls, argv[1], argv[3], BY_SNI));
        CHECK(ERR_peek_error() == 0);
    }
    tv_context_free(ctx);
    SSL_CTX_free(tls);
    return harness_failures == 0 ? 0 : 1;
}
