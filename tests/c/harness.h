/* What the C tests share: checks that say where they failed, and the chain that they are given. */

#ifndef TLSVERIFY_TEST_HARNESS_H
#define TLSVERIFY_TEST_HARNESS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tlsverify.h>

static int harness_failures;

#define CHECK(claim)                                                                               \
    do {                                                                                           \
        if (!(claim)) {                                                                            \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #claim);                    \
            harness_failures++;                                                                    \
        }                                                                                          \
    } while (0)

#define CHECK_STATUS(call, wanted)                                                                 \
    do {                                                                                           \
        tv_status got_ = (call);                                                                   \
        if (got_ != (wanted)) {                                                                    \
            fprintf(stderr, "%s:%d: %s gave %d, not %s\n", __FILE__, __LINE__, #call, (int)got_,   \
                    #wanted);                                                                      \
            harness_failures++;                                                                    \
        }                                                                                          \
    } while (0)

/* Any of the statuses that say "the call could not be judged". */
#define CHECK_ERROR(call)                                                                          \
    do {                                                                                           \
        tv_status got_ = (call);                                                                   \
        if (got_ > TV_ERR_NULL_ARGUMENT) {                                                         \
            fprintf(stderr, "%s:%d: %s gave %d, not an error\n", __FILE__, __LINE__, #call,        \
                    (int)got_);                                                                    \
            harness_failures++;                                                                    \
        }                                                                                          \
    } while (0)

/* A value that an output must not keep when the call fails. */
#define STALE_RESULT ((tv_result *)(uintptr_t)0x10)

typedef struct {
    uint8_t *data;
    size_t len;
} test_bytes;

/* A good chain to a bundled root, its end entity, a CA certificate, and the name and time it is
 * for. */
typedef struct {
    test_bytes chain;
    test_bytes end_entity;
    test_bytes root;
    const char *root_pem_path;
    const char *name;
    tv_evidence *then;
} test_input;

static inline test_bytes test_read(const char *path)
{
    test_bytes bytes = {NULL, 0};
    FILE *file = fopen(path, "rb");
    long len;

    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (len = ftell(file)) < 0) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    rewind(file);
    bytes.data = (uint8_t *)malloc((size_t)len + 1);
    if (bytes.data == NULL || fread(bytes.data, 1, (size_t)len, file) != (size_t)len) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    bytes.data[len] = 0;
    bytes.len = (size_t)len;
    fclose(file);
    return bytes;
}

/* Arguments: chain.der end-entity.der root.der root.pem name unix-time */
static inline test_input test_begin(int argc, char **argv)
{
    test_input in;

    if (argc < 7) {
        fprintf(stderr, "usage: %s CHAIN.der END-ENTITY.der ROOT.der ROOT.pem NAME UNIX-TIME\n",
                argv[0]);
        exit(2);
    }
    in.chain = test_read(argv[1]);
    in.end_entity = test_read(argv[2]);
    in.root = test_read(argv[3]);
    in.root_pem_path = argv[4];
    in.name = argv[5];
    in.then = tv_evidence_new();
    CHECK(in.then != NULL);
    CHECK_STATUS(tv_evidence_set_time(in.then, (int64_t)strtol(argv[6], NULL, 10)), TV_OK);
    return in;
}

static inline int test_end(test_input *in)
{
    free(in->chain.data);
    free(in->end_entity.data);
    free(in->root.data);
    tv_evidence_free(in->then);
    if (harness_failures == 0)
        puts("ok");
    return harness_failures == 0 ? 0 : 1;
}

/* Collects warnings, so that nothing goes to stderr. */
static inline void test_count_log(void *user_data, int32_t level, const char *text)
{
    CHECK(text != NULL && text[0] != '\0');
    (void)level;
    if (user_data != NULL)
        ++*(int *)user_data;
}

static inline void test_count_call(void *user_data)
{
    ++*(int *)user_data;
}

#endif
