/*
 * A TLS client in which GnuTLS does the handshake and libtlsverify decides about the peer.
 *
 *     gnutls_client HOST PORT [CA.pem [NAME]]
 *
 * NAME is what the certificate has to be for, if it is not HOST. CA.pem is trusted besides the
 * bundled roots. Exit code: 0 connected, 1 refused, 2 anything else.
 */

#define _POSIX_C_SOURCE 200112L
#include <gnutls/gnutls.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <tlsverify_gnutls.h>
#include <unistd.h>

static int open_connection(const char *host, const char *port)
{
    struct addrinfo wanted, *found = NULL;
    int handle;

    memset(&wanted, 0, sizeof wanted);
    wanted.ai_socktype = SOCK_STREAM;
    if (getaddrinfo(host, port, &wanted, &found) != 0)
        return -1;
    handle = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
    if (handle >= 0 && connect(handle, found->ai_addr, found->ai_addrlen) != 0) {
        close(handle);
        handle = -1;
    }
    freeaddrinfo(found);
    return handle;
}

static void ask(gnutls_session_t session, const char *name)
{
    char text[4096];
    int len = snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", name);

    gnutls_record_send(session, text, (size_t)len);
    /* Other messages than data, such as tickets, show as errors that are not fatal. */
    while ((len = (int)gnutls_record_recv(session, text, sizeof text)) > 0 ||
           (len < 0 && !gnutls_error_is_fatal(len)))
        if (len > 0)
            fwrite(text, 1, (size_t)len, stdout);
    gnutls_bye(session, GNUTLS_SHUT_WR);
}

static int talk(gnutls_session_t session, const char *name)
{
    int ret;

    do
        ret = gnutls_handshake(session);
    while (ret < 0 && !gnutls_error_is_fatal(ret));
    if (ret == 0) {
        printf("connected with %s\n", gnutls_protocol_get_name(gnutls_protocol_get_version(session)));
        ask(session, name);
        return 0;
    }
    if (ret == GNUTLS_E_CERTIFICATE_ERROR) {
        const tv_result *result = tv_gnutls_result(session);
        printf("%s: %s\n", tv_reason_name(result == NULL ? 0 : tv_result_reason(result)),
               tv_gnutls_message(session));
        return 1;
    }
    printf("%s\n", gnutls_strerror(ret));
    return 2;
}

static int connect_to(tv_context *ctx, const char *host, const char *port, const char *name)
{
    gnutls_certificate_credentials_t credentials = NULL;
    gnutls_session_t session = NULL;
    int code = 2, handle = open_connection(host, port);

    if (handle >= 0 && gnutls_certificate_allocate_credentials(&credentials) == 0 &&
        gnutls_init(&session, GNUTLS_CLIENT) == 0 && gnutls_set_default_priority(session) == 0 &&
        gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials) == 0 &&
        gnutls_server_name_set(session, GNUTLS_NAME_DNS, name, strlen(name)) == 0 &&
        tv_gnutls_attach(session, ctx, name) == TV_OK) {
        tv_gnutls_require(credentials);
        gnutls_transport_set_int(session, handle);
        code = talk(session, name);
    } else {
        printf("cannot connect\n");
    }
    if (session != NULL)
        gnutls_deinit(session);
    if (credentials != NULL)
        gnutls_certificate_free_credentials(credentials);
    if (handle >= 0)
        close(handle);
    return code;
}

int main(int argc, char **argv)
{
    tv_context *ctx = tv_context_new();
    int code = 2;

    if (argc < 3 || argc > 5)
        fprintf(stderr, "usage: gnutls_client HOST PORT [CA.pem [NAME]]\n");
    else if (tv_validate_certs(ctx) != TV_OK ||
             (argc > 3 && tv_add_roots_file(ctx, argv[3], NULL) != TV_OK))
        fprintf(stderr, "cannot be set up\n");
    else
        code = connect_to(ctx, argv[1], argv[2], argc > 4 ? argv[4] : argv[1]);
    tv_context_free(ctx);
    return code;
}
