/* The first verification of a process with GnuTLS. Arguments: BUNDLE CHAIN HOST TIME WHAT. */
#define _POSIX_C_SOURCE 200809L
#include "measure.h"
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <string.h>

static time_t now;

static time_t the_time(time_t *out)
{
    if (out != NULL) {
        *out = now;
    }
    return now;
}

int main(int argc, char **argv)
{
    long long begin = cpu_nanoseconds();
    if (argc != 6) {
        return 2;
    }
    now = atol(argv[4]);
    gnutls_global_set_time_function(the_time);
    gnutls_x509_trust_list_t store;
    gnutls_x509_trust_list_init(&store, 0);
    if (gnutls_x509_trust_list_add_trust_file(store, argv[1], NULL, GNUTLS_X509_FMT_PEM, 0, 0) <= 0) {
        return 1;
    }
    if (strcmp(argv[5], "verify") == 0) {
        size_t len, at = 0;
        unsigned char *der = contents(argv[2], &len);
        gnutls_x509_crt_t chain[16];
        unsigned count = 0, status = 1;
        for (; at < len && count < 16; count++) {
            /* Certificates of 256 octets and more say their length in the octets 2 and 3. */
            gnutls_datum_t one = {der + at, 4 + ((unsigned)der[at + 2] << 8 | der[at + 3])};
            gnutls_x509_crt_init(&chain[count]);
            if (gnutls_x509_crt_import(chain[count], &one, GNUTLS_X509_FMT_DER) < 0) {
                return 1;
            }
            at += one.size;
        }
        gnutls_typed_vdata_st wanted[] = {
            {GNUTLS_DT_DNS_HOSTNAME, (unsigned char *)argv[3], 0},
            {GNUTLS_DT_KEY_PURPOSE_OID, (unsigned char *)GNUTLS_KP_TLS_WWW_SERVER, 0},
        };
        if (gnutls_x509_trust_list_verify_crt2(store, chain, count, wanted, 2, 0, &status, NULL) < 0 || status != 0) {
            return 1;
        }
    }
    return report(begin);
}
