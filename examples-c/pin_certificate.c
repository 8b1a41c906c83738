/*
 * Trusts one certificate for one host: for a printer or a router that signed its own.
 *
 *     pin_certificate CERTIFICATE.pem NAME PRESENTED.pem [UNIX-TIME]
 *
 * CERTIFICATE.pem is what was noted at the first visit, PRESENTED.pem what the peer sends now.
 * Exit code: 0 it is the pinned one or publicly trusted, 1 refused, 2 it could not be judged.
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

int main(int argc, char **argv)
{
    tv_context *ctx;
    tv_evidence *evidence;
    tv_result *result = NULL;
    tv_status status;
    uint8_t *pinned, *presented;
    size_t pinned_len, presented_len;
    int code = 2;

    if (argc != 4 && argc != 5) {
        fprintf(stderr, "usage: pin_certificate CERTIFICATE.pem NAME PRESENTED.pem [UNIX-TIME]\n");
        return 2;
    }
    ctx = tv_context_new();
    evidence = tv_evidence_new();
    pinned = read_chain(argv[1], &pinned_len);
    presented = read_chain(argv[3], &presented_len);
    if (ctx == NULL || evidence == NULL || pinned == NULL || presented == NULL)
        goto done;
    if (argc == 5 && tv_evidence_set_time(evidence, (int64_t)strtol(argv[4], NULL, 10)) != TV_OK)
        goto done;

    if (tv_validate_certs(ctx) != TV_OK)
        goto done;
    /* Only this certificate, only for this host. Its dates still count; its names and its issuer do
     * not. */
    status = tv_add_cert(ctx, argv[2], pinned, pinned_len);
    if (status != TV_OK) {
        fprintf(stderr, "%s cannot be pinned: status %d\n", argv[1], (int)status);
        goto done;
    }

    status = tv_verify_chain_with(ctx, argv[2], presented, presented_len, evidence, &result);
    if (result == NULL) {
        fprintf(stderr, "it could not be judged: status %d\n", (int)status);
        goto done;
    }
    printf("%s\n", tv_result_message(result));
    if (tv_result_hint(result)[0] != '\0')
        printf("hint: %s\n", tv_result_hint(result));
    if (tv_result_source(result) == TV_SOURCE_PIN)
        printf("trusted because it is pinned\n");
    code = status == TV_OK ? 0 : 1;

done:
    tv_result_free(result);
    tv_evidence_free(evidence);
    tv_context_free(ctx);
    free(presented);
    free(pinned);
    return code;
}
