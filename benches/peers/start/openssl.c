/* The first verification of a process with OpenSSL. Arguments: BUNDLE CHAIN HOST TIME WHAT. */
#define _POSIX_C_SOURCE 200809L
#include "measure.h"
#include <openssl/x509v3.h>
#include <string.h>

int main(int argc, char **argv)
{
    long long begin = cpu_nanoseconds();
    if (argc != 6) {
        return 2;
    }
    X509_STORE *store = X509_STORE_new();
    if (!X509_STORE_load_locations(store, argv[1], NULL)) {
        return 1;
    }
    if (strcmp(argv[5], "verify") == 0) {
        size_t len;
        unsigned char *chain = contents(argv[2], &len);
        const unsigned char *next = chain;
        X509 *end_entity = d2i_X509(NULL, &next, (long)len), *other;
        STACK_OF(X509) *others = sk_X509_new_null();
        while (next < chain + len && (other = d2i_X509(NULL, &next, (long)(chain + len - next))) != NULL) {
            sk_X509_push(others, other);
        }
        X509_STORE_CTX *ctx = X509_STORE_CTX_new();
        X509_STORE_CTX_init(ctx, store, end_entity, others);
        X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(ctx);
        X509_VERIFY_PARAM_set1_host(param, argv[3], 0);
        X509_VERIFY_PARAM_set_time(param, atol(argv[4]));
        X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_SSL_SERVER);
        if (X509_verify_cert(ctx) != 1) {
            return 1;
        }
    }
    return report(begin);
}
