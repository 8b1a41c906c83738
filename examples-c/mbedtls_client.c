/*
 * A TLS client in which Mbed TLS does the handshake and libtlsverify decides about the peer.
 *
 *     mbedtls_client HOST PORT [CA.pem [NAME]]
 *
 * NAME is what the certificate has to be for, if it is not HOST. CA.pem is trusted besides the
 * bundled roots. Exit code: 0 connected, 1 refused, 2 anything else.
 */

#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/net_sockets.h>
#include <stdio.h>
#include <string.h>
#include <tlsverify_mbedtls.h>

#if MBEDTLS_VERSION_NUMBER >= 0x03000000
#include <psa/crypto.h>
#endif

static void ask(mbedtls_ssl_context *ssl, const char *name)
{
    unsigned char text[4096];
    int len = snprintf((char *)text, sizeof text, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", name);

    mbedtls_ssl_write(ssl, text, (size_t)len);
    while ((len = mbedtls_ssl_read(ssl, text, sizeof text)) > 0)
        fwrite(text, 1, (size_t)len, stdout);
    mbedtls_ssl_close_notify(ssl);
}

static int talk(mbedtls_ssl_context *ssl, const tv_mbedtls_peer *peer, const char *name)
{
    const int ret = mbedtls_ssl_handshake(ssl);

    if (ret == 0) {
        printf("connected with %s\n", mbedtls_ssl_get_version(ssl));
        ask(ssl, name);
        return 0;
    }
    if (tv_mbedtls_result(peer) != NULL && !tv_may_proceed(tv_mbedtls_status(peer))) {
        printf("%s: %s\n", tv_reason_name(tv_result_reason(tv_mbedtls_result(peer))),
               tv_mbedtls_message(peer));
        return 1;
    }
    printf("handshake failed: -0x%04x; %s\n", (unsigned)-ret, tv_mbedtls_message(peer));
    return 2;
}

static int connect_to(tv_context *ctx, const char *host, const char *port, const char *name)
{
    mbedtls_entropy_context entropy;
    mbedtls_ctr_drbg_context random;
    mbedtls_net_context tcp;
    mbedtls_ssl_config config;
    mbedtls_ssl_context ssl;
    tv_mbedtls_peer peer;
    int code = 2;

    mbedtls_entropy_init(&entropy);
    mbedtls_ctr_drbg_init(&random);
    mbedtls_net_init(&tcp);
    mbedtls_ssl_config_init(&config);
    mbedtls_ssl_init(&ssl);
    memset(&peer, 0, sizeof peer);
    if (mbedtls_ctr_drbg_seed(&random, mbedtls_entropy_func, &entropy, NULL, 0) == 0 &&
        mbedtls_net_connect(&tcp, host, port, MBEDTLS_NET_PROTO_TCP) == 0 &&
        mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_CLIENT, MBEDTLS_SSL_TRANSPORT_STREAM,
                                    MBEDTLS_SSL_PRESET_DEFAULT) == 0) {
        mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &random);
        tv_mbedtls_configure(&config);
        mbedtls_ssl_set_bio(&ssl, &tcp, mbedtls_net_send, mbedtls_net_recv, NULL);
        if (mbedtls_ssl_setup(&ssl, &config) == 0 && mbedtls_ssl_set_hostname(&ssl, name) == 0 &&
            tv_mbedtls_attach(&ssl, &peer, ctx, name) == TV_OK)
            code = talk(&ssl, &peer, name);
    }
    mbedtls_ssl_free(&ssl);
    mbedtls_ssl_config_free(&config);
    mbedtls_net_free(&tcp);
    mbedtls_ctr_drbg_free(&random);
    mbedtls_entropy_free(&entropy);
    tv_mbedtls_peer_free(&peer);
    return code;
}

int main(int argc, char **argv)
{
    tv_context *ctx = tv_context_new();
    int code = 2;

#if MBEDTLS_VERSION_NUMBER >= 0x03000000
    psa_crypto_init();
#endif
    if (argc < 3 || argc > 5)
        fprintf(stderr, "usage: mbedtls_client HOST PORT [CA.pem [NAME]]\n");
    else if (tv_validate_certs(ctx) != TV_OK ||
             (argc > 3 && tv_add_roots_file(ctx, argv[3], NULL) != TV_OK))
        fprintf(stderr, "cannot be set up\n");
    else
        code = connect_to(ctx, argv[1], argv[2], argc > 4 ? argv[4] : argv[1]);
    tv_context_free(ctx);
    return code;
}
