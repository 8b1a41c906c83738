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
#include <tlsverify_openssl.h>

/* The alert that goes out when the handshake fails. */
static void print_alert(const SSL *ssl, int where, int value)
{
    (void)ssl;
    if ((where & SSL_CB_WRITE_ALERT) == SSL_CB_WRITE_ALERT && (value & 0xff) != 0)
        printf("alert sent: %d %s\n", value & 0xff, SSL_alert_desc_string_long(value));
}

/* Why the peer is refused, in our words. */
static void print_verdict(const SSL *ssl)
{
    const tv_result *result = tv_openssl_result(ssl);

    if (result == NULL) {
        printf("%s\n", tv_openssl_message(ssl));
        return;
    }
    printf("%s: %s\n", tv_reason_name(tv_result_reason(result)), tv_result_message(result));
    if (tv_result_hint(result)[0] != '\0')
        printf("hint: %s\n", tv_result_hint(result));
}

static void ask(BIO *bio, const char *name)
{
    char answer[4096];
    int len;

    BIO_printf(bio, "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", name);
    while ((len = BIO_read(bio, answer, sizeof answer)) > 0)
        fwrite(answer, 1, (size_t)len, stdout);
}

static int connect_to(SSL_CTX *tls, const char *host, const char *port, const char *name)
{
    BIO *bio = BIO_new_ssl_connect(tls), *tcp;
    SSL *ssl = NULL;
    int code = 2;

    if (bio == NULL)
        return code;
    BIO_get_ssl(bio, &ssl);
    tcp = BIO_next(bio);
    BIO_set_conn_hostname(tcp, host);
    BIO_set_conn_port(tcp, port);
    /* The name to send, and the name to verify. */
    SSL_set_tlsext_host_name(ssl, name);
    if (tv_openssl_set_host(ssl, name) != TV_OK) {
        printf("no memory\n");
    } else if (BIO_do_connect(bio) == 1 && BIO_do_handshake(bio) == 1) {
        printf("connected with %s\n", SSL_get_version(ssl));
        ask(bio, name);
        code = 0;
    } else {
        code = tv_may_proceed(tv_openssl_status(ssl)) ? 2 : 1;
        print_verdict(ssl);
        ERR_print_errors_fp(stdout);
    }
    BIO_free_all(bio);
    return code;
}

int main(int argc, char **argv)
{
    SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
    tv_context *ctx = tv_context_new();
    int code = 2;

    if (argc < 3 || argc > 5) {
        fprintf(stderr, "usage: openssl_client HOST PORT [CA.pem [NAME]]\n");
    } else if (tls == NULL || tv_validate_certs(ctx) != TV_OK ||
               (argc > 3 && tv_add_roots_file(ctx, argv[3], NULL) != TV_OK) ||
               tv_openssl_attach(tls, ctx) != TV_OK) {
        fprintf(stderr, "cannot be set up\n");
    } else {
        SSL_CTX_set_info_callback(tls, print_alert);
        code = connect_to(tls, argv[1], argv[2], argc > 4 ? argv[4] : argv[1]);
    }
    SSL_CTX_free(tls);
    tv_context_free(ctx);
    return code;
}
