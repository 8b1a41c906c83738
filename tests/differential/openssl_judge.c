/* Judges certificate chains with OpenSSL, one after the other, until its input ends.
 *
 * A case on the standard input: the time (8 octets), the host, the roots
 * and the chain. A number is big-endian, a string has its length before it (4 octets), a list its count (4 octets).
 * The answer on the standard output is a line: the X509_V_ERR code (0 for accepted, -1 if the end entity cannot be
 * read), the depth, and OpenSSL's sentence.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

static void read_exactly(void *to, size_t length)
{
    if (fread(to, 1, length, stdin) != length) {
        fputs("the input ends within a case\n", stderr);
        exit(1);
    }
}

static uint32_t read_number(void)
{
    unsigned char octets[4];
    read_exactly(octets, sizeof octets);
    return (uint32_t)octets[0] << 24 | (uint32_t)octets[1] << 16 | (uint32_t)octets[2] << 8 | octets[3];
}

/* A string with a NUL after it, which is not counted. */
static unsigned char *read_string(size_t *length)
{
    *length = read_number();
    unsigned char *string = malloc(*length + 1);
    if (string == NULL) {
        fputs("no memory\n", stderr);
        exit(1);
    }
    read_exactly(string, *length);
    string[*length] = 0;
    return string;
}

/* NULL if OpenSSL cannot read it. */
static X509 *read_certificate(void)
{
    size_t length;
    unsigned char *der = read_string(&length);
    const unsigned char *end = der;
    X509 *certificate = d2i_X509(NULL, &end, (long)length);
    if (certificate != NULL && end != der + length) {
        X509_free(certificate);
        certificate = NULL;
    }
    free(der);
    return certificate;
}

static void judge(X509_STORE *roots, X509 *end_entity, STACK_OF(X509) *others, time_t now, const char *host)
{
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    if (context == NULL || X509_STORE_CTX_init(context, roots, end_entity, others) != 1) {
        fputs("OpenSSL cannot begin\n", stderr);
        exit(1);
    }
    X509_VERIFY_PARAM *settings = X509_STORE_CTX_get0_param(context);
    /* A root that is not self-signed is an anchor as well. Certificates may demand policies, of which any will do. */
    X509_VERIFY_PARAM_set_flags(settings, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_POLICY_CHECK);
    X509_VERIFY_PARAM_add0_policy(settings, OBJ_nid2obj(NID_any_policy));
    X509_VERIFY_PARAM_set_time(settings, now);
    X509_VERIFY_PARAM_set_purpose(settings, X509_PURPOSE_SSL_SERVER);
    /* 112 bits: RSA keys of 2048 bits, and no SHA-1. */
    X509_VERIFY_PARAM_set_auth_level(settings, 2);
    if (X509_VERIFY_PARAM_set1_ip_asc(settings, host) != 1 && X509_VERIFY_PARAM_set1_host(settings, host, 0) != 1) {
        fputs("OpenSSL cannot take the host\n", stderr);
        exit(1);
    }
    int accepted = X509_verify_cert(context) == 1;
    int error = X509_STORE_CTX_get_error(context);
    if (!accepted && error == X509_V_OK)
        error = X509_V_ERR_UNSPECIFIED;
    printf("%d %d %s\n", accepted ? 0 : error, X509_STORE_CTX_get_error_depth(context),
           X509_verify_cert_error_string(accepted ? X509_V_OK : error));
    X509_STORE_CTX_free(context);
}

int main(void)
{
    unsigned char time[8];
    while (fread(time, 1, sizeof time, stdin) == sizeof time) {
        int64_t now = 0;
        for (size_t i = 0; i < sizeof time; i++)
            now = (int64_t)((uint64_t)now << 8 | time[i]);
        size_t host_length;
        char *host = (char *)read_string(&host_length);
        X509_STORE *roots = X509_STORE_new();
        for (uint32_t left = read_number(); left > 0; left--) {
            X509 *root = read_certificate();
            if (root != NULL)
                X509_STORE_add_cert(roots, root);
            X509_free(root);
        }
        X509 *end_entity = NULL;
        STACK_OF(X509) *others = sk_X509_new_null();
        uint32_t count = read_number();
        for (uint32_t place = 0; place < count; place++) {
            X509 *certificate = read_certificate();
            if (place == 0)
                end_entity = certificate;
            else if (certificate != NULL)
                sk_X509_push(others, certificate);
        }
        if (end_entity == NULL)
            puts("-1 0 unreadable");
        else
            judge(roots, end_entity, others, (time_t)now, host);
        fflush(stdout);
        sk_X509_pop_free(others, X509_free);
        X509_free(end_entity);
        X509_STORE_free(roots);
        free(host);
    }
    return 0;
}
