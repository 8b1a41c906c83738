/* Verifies chains with OpenSSL, for the benchmark. A line of input: DIRECTORY COUNT. A line of output: ACCEPT or REFUSE,
 * and the nanoseconds of CPU time that COUNT verifications took, parsing included. */
#define _POSIX_C_SOURCE 199309L
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_SUBJECTS 128

struct subject {
    char directory[512];
    unsigned char *chain;
    long chain_len;
    char host[1024];
    long now;
    X509_STORE *store;
};

static unsigned char *contents(const char *directory, const char *name, long *len)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (*len = ftell(file)) < 0) {
        exit(2);
    }
    rewind(file);
    unsigned char *octets = calloc(1, (size_t)*len + 1);
    if (octets == NULL || fread(octets, 1, (size_t)*len, file) != (size_t)*len) {
        exit(2);
    }
    fclose(file);
    return octets;
}

static void load(struct subject *subject, const char *directory)
{
    long len;
    snprintf(subject->directory, sizeof subject->directory, "%s", directory);
    subject->chain = contents(directory, "chain.der", &subject->chain_len);
    unsigned char *text = contents(directory, "host", &len);
    snprintf(subject->host, sizeof subject->host, "%s", (char *)text);
    free(text);
    text = contents(directory, "time", &len);
    subject->now = atol((char *)text);
    free(text);

    unsigned char *roots = contents(directory, "roots.der", &len);
    const unsigned char *next = roots;
    subject->store = X509_STORE_new();
    while (next < roots + len) {
        X509 *root = d2i_X509(NULL, &next, roots + len - next);
        if (root == NULL || !X509_STORE_add_cert(subject->store, root)) {
            exit(2);
        }
        X509_free(root);
    }
    free(roots);
}

static int verify(const struct subject *subject)
{
    const unsigned char *next = subject->chain, *end = next + subject->chain_len;
    STACK_OF(X509) *others = sk_X509_new_null();
    X509 *end_entity = d2i_X509(NULL, &next, end - next);
    while (next < end) {
        X509 *other = d2i_X509(NULL, &next, end - next);
        if (other == NULL) {
            break;
        }
        sk_X509_push(others, other);
    }
    X509_STORE_CTX *ctx = X509_STORE_CTX_new();
    X509_STORE_CTX_init(ctx, subject->store, end_entity, others);
    X509_VERIFY_PARAM *param = X509_STORE_CTX_get0_param(ctx);
    X509_VERIFY_PARAM_set1_host(param, subject->host, 0);
    X509_VERIFY_PARAM_set_time(param, subject->now);
    X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_SSL_SERVER);
    int accepted = next == end && X509_verify_cert(ctx) == 1;
    X509_STORE_CTX_free(ctx);
    sk_X509_pop_free(others, X509_free);
    X509_free(end_entity);
    return accepted;
}

int main(int argc, char **argv)
{
    static struct subject subjects[MAX_SUBJECTS];
    int known = 0;
    char directory[512];
    long count;
    if (argc > 1 && strcmp(argv[1], "version") == 0) {
        return puts(OpenSSL_version(OPENSSL_VERSION)) < 0;
    }
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
