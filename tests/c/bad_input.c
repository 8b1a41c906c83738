/* Empty, huge, broken and misleading input: each gets an error of its own, no result, and an
 * unchanged context. */

#include "harness.h"
#include <errno.h>

#define MIB ((size_t)1 << 20)

static void check_chain(const tv_context *ctx, const test_input *in, const char *name,
                        const uint8_t *chain, size_t len, tv_status wanted, int line)
{
    tv_result *result = STALE_RESULT;
    tv_status got;

    errno = 1234;
    got = tv_verify_chain_with(ctx, name, chain, len, in->then, &result);
    if (got != wanted || result != NULL || errno != 1234) {
        fprintf(stderr, "%s:%d: status %d instead of %d, result %p, errno %d\n", __FILE__, line,
                (int)got, (int)wanted, (void *)result, errno);
        harness_failures++;
    }
}

#define CHECK_CHAIN(ctx, in, name, chain, len, wanted)                                             \
    check_chain(ctx, in, name, chain, len, wanted, __LINE__)

/* `parts` certificates after each other; the caller frees. */
static test_bytes repeated(test_bytes one, size_t parts)
{
    test_bytes all;
    size_t i;

    all.len = one.len * parts;
    all.data = (uint8_t *)malloc(all.len);
    if (all.data == NULL)
        exit(2);
    for (i = 0; i < parts; i++)
        memcpy(all.data + i * one.len, one.data, one.len);
    return all;
}

static void bad_chains(const tv_context *ctx, const test_input *in)
{
    /* A sequence that is well formed and no certificate, and bytes that are not even a sequence. */
    static const uint8_t not_a_certificate[] = {0x30, 0x03, 0x02, 0x01, 0x05};
    static const uint8_t not_der[] = "GET / HTTP/1.1\r\n\r\n";
    const test_bytes good = in->chain;
    test_bytes many = repeated(in->end_entity, 101);
    test_bytes trailing, big;
    size_t cut;

    CHECK_CHAIN(ctx, in, in->name, good.data, 0, TV_ERR_EMPTY);
    CHECK_CHAIN(ctx, in, in->name, not_a_certificate, sizeof not_a_certificate,
                TV_ERR_NOT_A_CERTIFICATE);
    CHECK_CHAIN(ctx, in, in->name, not_der, sizeof not_der - 1, TV_ERR_BAD_ENCODING);

    /* Lengths that cannot be true are refused before anything is read. */
    CHECK_CHAIN(ctx, in, in->name, good.data, SIZE_MAX, TV_ERR_TOO_LARGE);
    CHECK_CHAIN(ctx, in, in->name, good.data, SIZE_MAX / 2, TV_ERR_TOO_LARGE);
    big.len = MIB + 1;
    big.data = (uint8_t *)calloc(1, big.len);
    CHECK_CHAIN(ctx, in, in->name, big.data, big.len, TV_ERR_TOO_LARGE);
    free(big.data);

    /* The limit is 100 certificates: one more is an error, 100 of the same are one. */
    CHECK_CHAIN(ctx, in, in->name, many.data, many.len, TV_ERR_TOO_MANY);
    CHECK(tv_verify_chain_with(ctx, in->name, many.data, many.len - in->end_entity.len, in->then,
                               NULL) == TV_REJECTED);
    free(many.data);

    trailing.len = good.len + 1;
    trailing.data = (uint8_t *)calloc(1, trailing.len);
    memcpy(trailing.data, good.data, good.len);
    CHECK_CHAIN(ctx, in, in->name, trailing.data, trailing.len, TV_ERR_BAD_ENCODING);
    free(trailing.data);

    /* Cut off anywhere, in a block of exactly that size so that valgrind sees one byte too many. */
    for (cut = 1; cut < in->end_entity.len; cut += 97) {
        uint8_t *part = (uint8_t *)malloc(cut);
        memcpy(part, good.data, cut);
        CHECK_CHAIN(ctx, in, in->name, part, cut, TV_ERR_BAD_ENCODING);
        free(part);
    }
}

static void bad_names(const tv_context *ctx, const test_input *in)
{
    static const char *const bad[] = {
        "",           ".",    "..",       "a..example", ".example",   "exa mple.com",
        "ex\xff.com", "\xc3", "host:443", "http://a",   "-a.example", "a_b!.com",
        "*.example",  "[::1", "1.2.3",    "1.2.3.4.5"};
    char name[300];
    size_t i;

    for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
        CHECK_CHAIN(ctx, in, bad[i], in->chain.data, in->chain.len, TV_ERR_BAD_HOSTNAME);

    /* 253 bytes are the most that a DNS name can have: five labels of 49 and a rest of 3. */
    memset(name, 'a', sizeof name);
    for (i = 49; i < 253; i += 50)
        name[i] = '.';
    name[253] = '\0';
    CHECK_STATUS(tv_verify_chain_with(ctx, name, in->chain.data, in->chain.len, in->then, NULL),
                 TV_REJECTED);
    name[253] = 'a';
    name[254] = '\0';
    CHECK_CHAIN(ctx, in, name, in->chain.data, in->chain.len, TV_ERR_BAD_HOSTNAME);

    /* A label has 63 at most. */
    memset(name, 'a', 64);
    strcpy(name + 64, ".example");
    CHECK_CHAIN(ctx, in, name, in->chain.data, in->chain.len, TV_ERR_BAD_HOSTNAME);
}

static void bad_certificates(tv_context *ctx, const test_input *in)
{
    static const uint8_t not_a_certificate[] = {0x30, 0x03, 0x02, 0x01, 0x05};
    const uint8_t *ee = in->end_entity.data;
    const size_t ee_len = in->end_entity.len;
    uint8_t *trailing = (uint8_t *)calloc(1, in->root.len + 1);

    memcpy(trailing, in->root.data, in->root.len);
    /* These two take exactly one certificate; everything else is an encoding error. */
    CHECK_STATUS(tv_add_root(ctx, in->root.data, 0), TV_ERR_BAD_ENCODING);
    CHECK_STATUS(tv_add_root(ctx, in->root.data, SIZE_MAX), TV_ERR_TOO_LARGE);
    CHECK_STATUS(tv_add_root(ctx, in->root.data, in->root.len - 1), TV_ERR_BAD_ENCODING);
    CHECK_STATUS(tv_add_root(ctx, trailing, in->root.len + 1), TV_ERR_BAD_ENCODING);
    CHECK_STATUS(tv_add_root(ctx, not_a_certificate, sizeof not_a_certificate),
                 TV_ERR_BAD_ENCODING);
    CHECK_STATUS(tv_add_root(ctx, ee, ee_len), TV_ERR_NOT_A_CA);
    free(trailing);

    CHECK_STATUS(tv_add_cert(ctx, NULL, ee, 0), TV_ERR_BAD_ENCODING);
    CHECK_STATUS(tv_add_cert(ctx, NULL, ee, SIZE_MAX), TV_ERR_TOO_LARGE);
    CHECK_STATUS(tv_add_cert(ctx, NULL, ee, ee_len - 1), TV_ERR_BAD_ENCODING);
    CHECK_STATUS(tv_add_cert(ctx, NULL, in->chain.data, in->chain.len), TV_ERR_BAD_ENCODING);
    CHECK_STATUS(tv_add_cert(ctx, NULL, not_a_certificate, sizeof not_a_certificate),
                 TV_ERR_BAD_ENCODING);
    CHECK_STATUS(tv_add_cert(ctx, "", ee, ee_len), TV_ERR_BAD_HOSTNAME);
    CHECK_STATUS(tv_add_cert(ctx, "ex\xff.com", ee, ee_len), TV_ERR_BAD_HOSTNAME);

    CHECK_STATUS(tv_add_intermediates(ctx, in->chain.data, 0), TV_ERR_EMPTY);
    CHECK_STATUS(tv_add_intermediates(ctx, in->chain.data, SIZE_MAX), TV_ERR_TOO_LARGE);
    CHECK_STATUS(tv_add_intermediates(ctx, in->chain.data, in->chain.len - 1), TV_ERR_BAD_ENCODING);

    CHECK_STATUS(tv_distrust(ctx, ee, 31), TV_ERR_BAD_ARGUMENT);
    CHECK_STATUS(tv_distrust(ctx, ee, 33), TV_ERR_BAD_ARGUMENT);
    CHECK_ERROR(tv_distrust(ctx, ee, SIZE_MAX));
}

static void bad_root_files(tv_context *ctx, const test_input *in)
{
    static const char no_pem[] = "no certificates here\n";
    static const char broken[] = "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n";
    size_t added = 7;

    CHECK_STATUS(tv_add_roots_pem(ctx, (const uint8_t *)no_pem, sizeof no_pem - 1, &added),
                 TV_ERR_EMPTY);
    CHECK(added == 0);
    CHECK_ERROR(tv_add_roots_pem(ctx, (const uint8_t *)broken, sizeof broken - 1, &added));
    CHECK(added == 0);
    CHECK_ERROR(tv_add_roots_pem(ctx, (const uint8_t *)no_pem, SIZE_MAX, &added));
    CHECK_STATUS(tv_add_roots_file(ctx, "/nonexistent/roots.pem", &added), TV_ERR_IO);
    CHECK_ERROR(tv_add_roots_file(ctx, "", &added));
    CHECK_ERROR(tv_add_roots_file(ctx, "/", &added));
    CHECK_STATUS(tv_add_roots_file(ctx, in->root_pem_path, NULL), TV_OK);
}

static void bad_numbers(tv_context *ctx)
{
    static const int32_t bad[] = {0, -1, 4, 77, INT32_MAX, INT32_MIN};
    size_t i;

    for (i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CHECK_STATUS(tv_set_mode(ctx, bad[i]), TV_ERR_BAD_ARGUMENT);
        CHECK_STATUS(tv_set_rules(ctx, bad[i]), TV_ERR_BAD_ARGUMENT);
        CHECK_STATUS(tv_set_purpose(ctx, bad[i]), TV_ERR_BAD_ARGUMENT);
        CHECK_STATUS(tv_set_hook(ctx, bad[i], 0, NULL, NULL, NULL), TV_ERR_BAD_ARGUMENT);
        CHECK(tv_reason_name(bad[i]) != NULL);
        CHECK(tv_reason_message(bad[i]) != NULL);
        /* What is not known must not look like success to OpenSSL; only "no reason" is X509_V_OK.
         */
        CHECK((tv_reason_x509_v_err(bad[i]) == 0) == (bad[i] == TV_REASON_NONE));
        (void)tv_reason_tls_alert(bad[i]);
    }
    CHECK_STATUS(tv_set_hook(ctx, TV_HOOK_AFTER, 1u << 30, NULL, NULL, NULL), TV_ERR_BAD_ARGUMENT);
    CHECK(tv_may_proceed(TV_ERR_EMPTY) == 0);
    CHECK(tv_may_proceed(1) == 0);
    CHECK(tv_may_proceed(INT32_MIN) == 0);
    CHECK(tv_may_proceed(INT32_MAX) == 0);
}

int main(int argc, char **argv)
{
    test_input in = test_begin(argc, argv);
    tv_context *ctx = tv_context_new();
    tv_context *empty = tv_context_new();

    CHECK_STATUS(tv_validate_certs(ctx), TV_OK);
    CHECK_STATUS(tv_set_log(ctx, test_count_log, NULL, NULL), TV_OK);
    bad_chains(ctx, &in);
    bad_names(ctx, &in);
    bad_certificates(ctx, &in);
    bad_root_files(ctx, &in);
    bad_numbers(ctx);

    CHECK_STATUS(tv_use_mozilla_roots(empty, 0), TV_OK);
    CHECK_CHAIN(empty, &in, in.name, in.chain.data, in.chain.len, TV_ERR_NO_ROOTS);

    /* The context is as it was. */
    CHECK(tv_get_mode(ctx) == TV_MODE_ENFORCE);
    CHECK_STATUS(tv_verify_chain_with(ctx, in.name, in.chain.data, in.chain.len, in.then, NULL),
                 TV_OK);
    tv_context_free(ctx);
    tv_context_free(empty);
    return test_end(&in);
}
