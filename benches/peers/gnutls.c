/* Verifies chains with GnuTLS, for the benchmark. A line of input: DIRECTORY COUNT. A line of output: ACCEPT or REFUSE,
 * and the nanoseconds of CPU time that COUNT verifications took, parsing included. */
#define _POSIX_C_SOURCE 199309L
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_SUBJECTS 128
#define MAX_CHAIN 256

struct subject {
    char directory[512];
    unsigned char *chain;
    size_t chain_len;
    char host[1024];
    gnutls_x509_trust_list_t store;
};

static time_t now;

static time_t the_time(time_t *out)
{
    if (out != NULL) {
        *out = now;
    }
    return now;
}

static unsigned char *contents(const char *directory, const char *name, size_t *len)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "rb");
    long size;
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) {
        exit(2);
    }
    rewind(file);
    unsigned char *octets = calloc(1, (size_t)size + 1);
    if (octets == NULL || fread(octets, 1, (size_t)size, file) != (size_t)size) {
        exit(2);
    }
    fclose(file);
    *len = (size_t)size;
    return octets;
}

/* How long the certificate at `der` is: it says so itself, in two octets here or in one. */
static size_t length(const unsigned char *der)
{
    if (der[1] < 0x80) {
        return 2 + (size_t)der[1];
    }
    size_t value = 0, octets = der[1] & 0x7f;
    for (size_t i = 0; i < octets; i++) {
        value = value << 8 | der[2 + i];
    }
    return 2 + octets + value;
}

static unsigned import(const unsigned char *der, size_t len, gnutls_x509_crt_t *out, unsigned max)
{
    unsigned count = 0;
    for (size_t at = 0; at < len && count < max; count++) {
        gnutls_datum_t one = {(unsigned char *)der + at, (unsigned)length(der + at)};
        gnutls_x509_crt_init(&out[count]);
        if (gnutls_x509_crt_import(out[count], &one, GNUTLS_X509_FMT_DER) < 0) {
            gnutls_x509_crt_deinit(out[count]);
            break;
        }
        at += one.size;
    }
    return count;
}

static void load(struct subject *subject, const char *directory)
{
    size_t len;
    snprintf(subject->directory, sizeof subject->directory, "%s", directory);
    subject->chain = contents(directory, "chain.der", &subject->chain_len);
    unsigned char *text = contents(directory, "host", &len);
    snprintf(subject->host, sizeof subject->host, "%s", (char *)text);
    free(text);
    text = contents(directory, "time", &len);
    now = atol((char *)text);
    free(text);

    unsigned char *der = contents(directory, "roots.der", &len);
    static gnutls_x509_crt_t roots[20000];
    unsigned count = import(der, len, roots, 20000);
    gnutls_x509_trust_list_init(&subject->store, 0);
    if (gnutls_x509_trust_list_add_cas(subject->store, roots, count, 0) != (int)count) {
        exit(2);
    }
    free(der);
}

static int verify(const struct subject *subject)
{
    gnutls_x509_crt_t chain[MAX_CHAIN];
    unsigned count = import(subject->chain, subject->chain_len, chain, MAX_CHAIN);
    gnutls_typed_vdata_st wanted[] = {
        {GNUTLS_DT_DNS_HOSTNAME, (unsigned char *)subject->host, 0},
        {GNUTLS_DT_KEY_PURPOSE_OID, (unsigned char *)GNUTLS_KP_TLS_WWW_SERVER, 0},
    };
    unsigned status = 1;
    int outcome = gnutls_x509_trust_list_verify_crt2(subject->store, chain, count, wanted, 2, 0, &status, NULL);
    for (unsigned i = 0; i < count; i++) {
        gnutls_x509_crt_deinit(chain[i]);
    }
    return outcome == 0 && status == 0;
}

int main(int argc, char **argv)
{
    static struct subject subjects[MAX_SUBJECTS];
    int known = 0;
    char directory[512];
    long count;
    if (argc > 1 && strcmp(argv[1], "version") == 0) {
        return printf("GnuTLS %s\n", gnutls_check_version(NULL)) < 0;
    }
    gnutls_global_set_time_function(the_time);
    while (scanf("%511s %ld", directory, &count) == 2) {
        int place = 0;
        while (place < known && strcmp(subjects[place].directory, directory) != 0) {
            place++;
        }
        if (place == known) {
            if (known == MAX_SUBJECTS) {
                return 2;
            }
            load(&subjects[known++], directory);
        }
        struct timespec start, end;
        int accepted = 1;
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
        for (long i = 0; i < count; i++) {
            accepted &= verify(&subjects[place]);
        }
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
        printf("%s %lld\n", accepted ? "ACCEPT" : "REFUSE",
               (end.tv_sec - start.tv_sec) * 1000000000LL + (end.tv_nsec - start.tv_nsec));
        fflush(stdout);
    }
    return 0;
}
