/*
 * Judges a certificate chain from a file: may I talk to this host?
 *
 *     verify_files NAME CHAIN.pem [UNIX-TIME]
 *
 * The chain is PEM, the server's own certificate first. Without a time it is judged now.
 * Exit code: 0 yes, 1 no, 2 it could not be judged.
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

static int print_verdict(tv_status status, const tv_result *result)
{
    size_t i;

    if (result == NULL) {
        fprintf(stderr, "it could not be judged: status %d\n", (int)status);
        return 2;
    }
    printf("%s\n", tv_result_message(result));
    if (tv_result_hint(result)[0] != '\0')
        printf("hint: %s\n", tv_result_hint(result));
    for (i = 0; i < tv_result_finding_count(result); i++)
        printf("finding %s at depth %d: %s\n", tv_reason_name(tv_result_finding_reason(result, i)),
               (int)tv_result_finding_depth(result, i), tv_result_finding_message(result, i));
    if (status == TV_OK)
        printf("path: %lu certificates\n", (unsigned long)tv_result_path_count(result));
    return status == TV_OK ? 0 : 1;
}

int main(int argc, char **argv)
{
    tv_context *ctx;
    tv_evidence *evidence = NULL;
    tv_result *result = NULL;
    tv_status status;
    uint8_t *chain;
    size_t chain_len;
    int code = 2;

    if (argc != 3 && argc != 4) {
        fprintf(stderr, "usage: verify_files NAME CHAIN.pem [UNIX-TIME]\n");
        return 2;
    }
    chain = read_chain(argv[2], &chain_len);
    ctx = tv_context_new();
    if (chain == NULL || ctx == NULL)
        goto done;
    if (argc == 4) {
        evidence = tv_evidence_new();
        if (tv_evidence_set_time(evidence, (int64_t)strtol(argv[3], NULL, 10)) != TV_OK)
            goto done;
    }

    /* The Mozilla roots, and a refusal is a refusal. */
    if (tv_validate_certs(ctx) != TV_OK)
        goto done;
    status = tv_verify_chain_with(ctx, argv[1], chain, chain_len, evidence, &result);
    code = print_verdict(status, result);

done:
    tv_result_free(result);
    tv_evidence_free(evidence);
    tv_context_free(ctx);
    free(chain);
    return code;
}
