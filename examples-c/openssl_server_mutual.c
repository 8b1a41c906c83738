/*
 * A TLS server that asks for a client certificate and lets libtlsverify judge it.
 *
 *     openssl_server_mutual CHAIN.pem KEY.pem CLIENT-CA.pem [CONNECTIONS]
 *
 * It prints the port on 127.0.0.1 where it listens and one line for each client, and ends after
 * CONNECTIONS clients (default: 1). Exit code: 0, or 2 if it cannot be set up.
 */

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <tlsverify_openssl.h>

/* Clients of one private CA, and of no other: the Mozilla roots say nothing about clients. */
static tv_context *clients_of(const char *ca_file)
{
    tv_context *ctx = tv_context_new();

    if (tv_set_mode(ctx, TV_MODE_ENFORCE) == TV_OK &&
        tv_set_purpose(ctx, TV_PURPOSE_CLIENT) == TV_OK && tv_use_mozilla_roots(ctx, 0) == TV_OK &&
        tv_add_roots_file(ctx, ca_file, NULL) == TV_OK)
        return ctx;
    tv_context_free(ctx);
    return NULL;
}

static SSL_CTX *server(const char *chain, const char *key, tv_context *ctx)
{
    SSL_CTX *tls = SSL_CTX_new(TLS_server_method());

    if (tls != NULL && ctx != NULL && SSL_CTX_use_certificate_chain_file(tls, chain) == 1 &&
        SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) == 1 &&
        tv_openssl_attach(tls, ctx) == TV_OK) {
        /* No tickets, so that every connection shows its certificate. */
        SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
        SSL_CTX_set_options(tls, SSL_OP_NO_TICKET);
        SSL_CTX_set_num_tickets(tls, 0);
        return tls;
    }
    SSL_CTX_free(tls);
    return NULL;
}

static void serve(SSL_CTX *tls, BIO *connection)
{
    static const char answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n"
                                 "Connection: close\r\n\r\nwelcome\n";
    SSL *ssl = SSL_new(tls);
    char request[4096];

    if (ssl == NULL) {
        BIO_free(connection);
        return;
    }
    SSL_set_bio(ssl, connection, connection);
    if (SSL_accept(ssl) == 1) {
        printf("client accepted: %s\n", tv_openssl_message(ssl));
        if (SSL_read(ssl, request, sizeof request) > 0)
            SSL_write(ssl, answer, (int)sizeof answer - 1);
        SSL_shutdown(ssl);
    } else if (tv_openssl_result(ssl) != NULL) {
        const tv_result *result = tv_openssl_result(ssl);
        printf("client refused: %s: %s\n", tv_reason_name(tv_result_reason(result)),
               tv_result_message(result));
    } else {
        const char *why = ERR_reason_error_string(ERR_peek_last_error());
        printf("client refused: %s\n", why == NULL ? "connection lost" : why);
    }
    fflush(stdout);
    ERR_clear_error();
    SSL_free(ssl);
}

int main(int argc, char **argv)
{
    tv_context *ctx;
    SSL_CTX *tls = NULL;
    BIO *listener = NULL;
    long connections;

    if (argc < 4 || argc > 5) {
        fprintf(stderr, "usage: openssl_server_mutual CHAIN KEY CLIENT-CA [CONNECTIONS]\n");
        return 2;
    }
    connections = argc > 4 ? strtol(argv[4], NULL, 10) : 1;
    signal(SIGPIPE, SIG_IGN);
    ctx = clients_of(argv[3]);
    tls = server(argv[1], argv[2], ctx);
    listener = BIO_new_accept("127.0.0.1:0");
    if (tls == NULL || listener == NULL || BIO_do_accept(listener) != 1) {
        ERR_print_errors_fp(stderr);
        connections = -1;
    } else {
        printf("listening on %s\n", BIO_get_accept_port(listener));
        fflush(stdout);
    }
    for (; connections > 0 && BIO_do_accept(listener) == 1; connections--)
        serve(tls, BIO_pop(listener));
    BIO_free(listener);
    SSL_CTX_free(tls);
    tv_context_free(ctx);
    return connections == 0 ? 0 : 2;
}
