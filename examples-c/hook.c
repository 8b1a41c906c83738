/*
 * A hook that adds a rule of the application's own: hosts under one suffix may have an expired
 * certificate, every other host is judged as usual.
 *
 *     hook SUFFIX NAME CHAIN.pem [UNIX-TIME]
 *
 * Exit code: 0 accepted, 1 refused, 2 it could not be judged.
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

typedef struct {
    const char *suffix;
    int times_asked;
} suffix_rule;

/* Asked after the normal procedure, with its verdict in hand. "I don't know" is the usual answer.
 */
static int32_t forgive_expiry(void *user_data, const char *hostname, const uint8_t *der_chain,
                              size_t der_chain_len, const tv_result *normal)
{
    suffix_rule *rule = user_data;
    size_t name_len = strlen(hostname), suffix_len = strlen(rule->suffix);

    (void)der_chain;
    (void)der_chain_len;
    rule->times_asked++;
    printf("the hook is told: %s: %s\n", hostname, tv_result_message(normal));
    if (tv_result_reason(normal) == TV_REASON_EXPIRED && name_len >= suffix_len &&
        strcmp(hostname + name_len - suffix_len, rule->suffix) == 0)
        return TV_HOOK_ACCEPT;
    return TV_HOOK_DEFER;
}

static void rule_free(void *user_data)
{
    suffix_rule *rule = user_data;

    printf("the hook was asked %d times\n", rule->times_asked);
    free(rule);
}

int main(int argc, char **argv)
{
    tv_context *ctx;
    tv_evidence *evidence;
    tv_result *result = NULL;
    tv_status status;
    suffix_rule *rule;
    uint8_t *chain;
    size_t chain_len;
    int code = 2;

    if (argc != 4 && argc != 5) {
        fprintf(stderr, "usage: hook SUFFIX NAME CHAIN.pem [UNIX-TIME]\n");
        return 2;
    }
    ctx = tv_context_new();
    evidence = tv_evidence_new();
    chain = read_chain(argv[3], &chain_len);
    rule = calloc(1, sizeof *rule);
    if (ctx == NULL || evidence == NULL || chain == NULL || rule == NULL)
        goto done;
    rule->suffix = argv[1];
    if (argc == 5 && tv_evidence_set_time(evidence, (int64_t)strtol(argv[4], NULL, 10)) != TV_OK)
        goto done;

    if (tv_validate_certs(ctx) != TV_OK)
        goto done;
    /* The hook may forgive the time and nothing else, whatever it answers. */
    if (tv_set_hook(ctx, TV_HOOK_AFTER, TV_OVERRIDE_TIME, forgive_expiry, rule, rule_free) != TV_OK)
        goto done;
    rule = NULL; /* the context frees it */

    status = tv_verify_chain_with(ctx, argv[2], chain, chain_len, evidence, &result);
    if (result == NULL) {
        fprintf(stderr, "it could not be judged: status %d\n", (int)status);
        goto done;
    }
    printf("%s: %s\n", status == TV_OK ? "accepted" : "refused", tv_result_message(result));
    if (tv_result_source(result) == TV_SOURCE_HOOK)
        printf("decided by the hook\n");
    code = status == TV_OK ? 0 : 1;

done:
    tv_result_free(result);
    tv_evidence_free(evidence);
    tv_context_free(ctx);
    free(chain);
    free(rule);
    return code;
}
