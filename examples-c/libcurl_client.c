/*
 * libcurl fetches a page, libtlsverify decides about the server. For a libcurl built on OpenSSL.
 *
 *     libcurl_client URL [CA.pem [ADDRESS]]
 *
 * CA.pem is trusted besides the bundled roots. ADDRESS is where to connect to instead of asking
 * DNS. Exit code: 0 fetched, 1 refused, 2 anything else.
 */

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <tlsverify_openssl.h>

/* What the callbacks share. */
typedef struct {
    tv_context *ctx;
    char why[512];
} verification;

/* Called by OpenSSL when the handshake is about to fail: the SSL still exists here. */
static void note_alert(const SSL *ssl, int where, int value)
{
    verification *verification_of = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
    const tv_result *result = tv_openssl_result(ssl);

    (void)value;
    if ((where & SSL_CB_WRITE_ALERT) != SSL_CB_WRITE_ALERT || verification_of == NULL ||
        tv_may_proceed(tv_openssl_status(ssl)))
        return;
    snprintf(verification_of->why, sizeof verification_of->why, "%s%s%s",
             result == NULL ? "" : tv_reason_name(tv_result_reason(result)),
             result == NULL ? "" : ": ", tv_openssl_message(ssl));
}

/* Called by libcurl with the SSL_CTX of each new connection. The name comes from SNI. */
static CURLcode set_up(CURL *curl, void *tls, void *argument)
{
    verification *mine = argument;

    (void)curl;
    if (tv_openssl_attach(tls, mine->ctx) != TV_OK)
        return CURLE_ABORTED_BY_CALLBACK;
    SSL_CTX_set_app_data((SSL_CTX *)tls, mine);
    SSL_CTX_set_info_callback(tls, note_alert);
    return CURLE_OK;
}

static int fetch(CURL *curl, verification *mine)
{
    CURLcode code = curl_easy_perform(curl);

    if (code == CURLE_OK)
        return 0;
    if (mine->why[0] == '\0') {
        fprintf(stderr, "%s\n", curl_easy_strerror(code));
        return 2;
    }
    fprintf(stderr, "%s\n(libcurl says: %s)\n", mine->why, curl_easy_strerror(code));
    return 1;
}

int main(int argc, char **argv)
{
    verification mine = {NULL, ""};
    struct curl_slist *address = NULL;
    CURL *curl;
    int code = 2;

    if (argc < 2 || argc > 4) {
        fprintf(stderr, "usage: libcurl_client URL [CA.pem [ADDRESS]]\n");
        return 2;
    }
    curl_global_init(CURL_GLOBAL_DEFAULT);
    curl = curl_easy_init();
    mine.ctx = tv_context_new();
    if (curl == NULL || tv_validate_certs(mine.ctx) != TV_OK ||
        (argc > 2 && tv_add_roots_file(mine.ctx, argv[2], NULL) != TV_OK) ||
        curl_easy_setopt(curl, CURLOPT_SSL_CTX_FUNCTION, set_up) != CURLE_OK) {
        fprintf(stderr, "cannot be set up; libcurl needs OpenSSL underneath\n");
    } else {
        curl_easy_setopt(curl, CURLOPT_SSL_CTX_DATA, &mine);
        curl_easy_setopt(curl, CURLOPT_URL, argv[1]);
        /* An empty proxy: the environment has no say in where we connect to. */
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
        /* libcurl need not load its own roots, and still checks the name once more. */
        curl_easy_setopt(curl, CURLOPT_CAINFO, NULL);
        if (argc > 3) {
            char route[256];
            snprintf(route, sizeof route, "::%s:", argv[3]);
            address = curl_slist_append(NULL, route);
            curl_easy_setopt(curl, CURLOPT_CONNECT_TO, address);
        }
        code = fetch(curl, &mine);
    }
    curl_easy_cleanup(curl);
    curl_slist_free_all(address);
    curl_global_cleanup();
    tv_context_free(mine.ctx);
    return code;
}
