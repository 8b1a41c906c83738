/*
 * Turns verification on in a program that never had it, without breaking anything: it only warns.
 *
 *     report_only NAME CHAIN.pem [UNIX-TIME]
 *
 * Exit code: 0 the connection may go on, 1 it may not even in this mode, 2 it could not be judged.
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

/* Instead of a line on stderr, for a program with a log of its own. */
static void log_warning(void *user_data, int32_t level, const char *text)
{
    (void)user_data;
    (void)level;
    printf("log: %s\n", text);
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

    if (argc != 3 && argc != 4) {
        fprintf(stderr, "usage: report_only NAME CHAIN.pem [UNIX-TIME]\n");
        return 2;
    }
    ctx = tv_context_new(); /* a new context warns until it is told to enforce */
    evidence = tv_evidence_new();
    chain = read_chain(argv[2], &chain_len);
    if (ctx == NULL || evidence == NULL || chain == NULL)
        goto done;
    if (argc == 4 && tv_evidence_set_time(evidence, (int64_t)strtol(argv[3], NULL, 10)) != TV_OK)
        goto done;
    if (tv_set_log(ctx, log_warning, NULL, NULL) != TV_OK)
        goto done;

    status = tv_verify_chain_with(ctx, argv[1], chain, chain_len, evidence, &result);
    if (result == NULL) {
        fprintf(stderr, "it could not be judged: status %d\n", (int)status);
        goto done;
    }
    if (status == TV_WARNED) {
        printf("would be refused (%s): %s\n", tv_reason_name(tv_result_reason(result)),
               tv_result_message(result));
        if (tv_result_hint(result)[0] != '\0')
            printf("hint: %s\n", tv_result_hint(result));
    } else {
        printf("%s\n", tv_result_message(result));
    }
    printf("the connection %s\n", tv_may_proceed(status) ? "goes on" : "ends here");
    code = tv_may_proceed(status) ? 0 : 1;

done:
    tv_result_free(result);
    tv_evidence_free(evidence);
    tv_context_free(ctx);
    free(chain);
    return code;
}
