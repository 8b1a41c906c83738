/*
 * Trusts a private CA, and nothing else: for a company's own servers.
 *
 *     add_root ROOTS.pem NAME CHAIN.pem [UNIX-TIME]
 *
 * Exit code: 0 verified up to one of those roots, 1 refused, 2 it could not be judged.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tlsverify.h>

/* Turns PEM text into DER certificates one after the other, in place; the rest of the text is
 * ignored. */
static size_t pem_to_der(char *text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    static const char begin[] = "-----BEGIN CERTIFICATE-----";
    const char *at = text, *digit;
    size_t out = 0;

    while ((at = strstr(at, begin)) != NULL) {
        uint32_t bits = 0;
        int held = 0;
        for (at += sizeof begin - 1; *at != '\0' && *at != '-'; at++) {
            digit = strchr(digits, *at);
            if (digit == NULL)
                continue; /* a line end, or the filling at the end */
            bits = bits << 6 | (uint32_t)(digit - digits);
            held += 6;
            if (held >= 8) {
                held -= 8;
                text[out++] = (char)(bits >> held & 0xff);
            }
        }
    }
    return out;
}

/* The chain of a PEM file as tv_verify_chain wants it; NULL if there is none. The caller frees it.
 */
static uint8_t *read_chain(const char *path, size_t *out_len)
{
    const size_t limit = 1 << 21;
    char *text = malloc(limit);
    FILE *file = fopen(path, "rb");
    size_t len = 0;

    if (text != NULL && file != NULL) {
        len = fread(text, 1, limit - 1, file);
        text[len] = '\0';
        len = pem_to_der(text);
    }
    if (file != NULL)
        fclose(file);
    if (len == 0) {
        fprintf(stderr, "%s: no certificate found\n", path);
        free(text);
        text = NULL;
    }
    *out_len = len;
    return (uint8_t *)text;
}

/* Roots that cannot be added are reported here, one line each. */
static void print_warning(void *user_data, int32_t level, const char *text)
{
    (void)user_data;
    (void)level;
    printf("warning: %s\n", text);
}

static tv_context *trust_only(const char *roots_path)
{
    tv_context *ctx = tv_context_new();
    size_t added = 0;
    tv_status status;

    if (ctx == NULL)
        return NULL;
    status = tv_set_log(ctx, print_warning, NULL, NULL);
    if (status == TV_OK)
        status = tv_set_mode(ctx, TV_MODE_ENFORCE);
    /* Leave this out to trust the public CAs as well. */
    if (status == TV_OK)
        status = tv_use_mozilla_roots(ctx, 0);
    if (status == TV_OK)
        status = tv_add_roots_file(ctx, roots_path, &added);
    if (status != TV_OK) {
        fprintf(stderr, "no root could be added from %s: status %d\n", roots_path, (int)status);
        tv_context_free(ctx);
        return NULL;
    }
    printf("%lu roots added\n", (unsigned long)added);
    return ctx;
}

int main(int argc, char **argv)
{
    tv_context *ctx;
    tv_evidence *evidence;
    tv_result *result = NULL;
    tv_status status;
    uint8_t *chain;
    size_t chain_len;
    int code = 2;

    if (argc != 4 && argc != 5) {
        fprintf(stderr, "usage: add_root ROOTS.pem NAME CHAIN.pem [UNIX-TIME]\n");
        return 2;
    }
    ctx = trust_only(argv[1]);
    evidence = tv_evidence_new();
    chain = read_chain(argv[3], &chain_len);
    if (ctx == NULL || evidence == NULL || chain == NULL)
        goto done;
    if (argc == 5 && tv_evidence_set_time(evidence, (int64_t)strtol(argv[4], NULL, 10)) != TV_OK)
        goto done;

    status = tv_verify_chain_with(ctx, argv[2], chain, chain_len, evidence, &result);
    if (result == NULL) {
        fprintf(stderr, "it could not be judged: status %d\n", (int)status);
        goto done;
    }
    printf("%s\n", tv_result_message(result));
    if (tv_result_hint(result)[0] != '\0')
        printf("hint: %s\n", tv_result_hint(result));
    code = status == TV_OK ? 0 : 1;

done:
    tv_result_free(result);
    tv_evidence_free(evidence);
    tv_context_free(ctx);
    free(chain);
    return code;
}
