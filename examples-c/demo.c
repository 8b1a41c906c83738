/*
 * Shows on real chains what the library says: trusted, wrong name, expired, unknown issuer, warn
 * mode, a pin, a hook.
 *
 *     demo FOLDER      (tests/data/real; `make demo` does it)
 *
 * Each chain was recorded on the internet and is judged at the time noted in its case.toml, on the
 * bundled roots. Exit code: 0 if every answer was the expected one.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tlsverify.h>

/* A recorded chain, with the host it was sent for and the time to judge it at. */
typedef struct {
    char name[256];
    char when[32];
    char chain_path[600];
    uint8_t *chain;
    size_t chain_len;
    tv_evidence *evidence;
} recorded;

static int surprises;

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

/* Copies the text between the quotes of a line like `name = "example.org"`. */
static int read_field(const char *line, const char *field, char *out, size_t out_size)
{
    const size_t field_len = strlen(field);
    const char *start = strchr(line, '"'), *end;

    if (strncmp(line, field, field_len) != 0 || line[field_len] != ' ' || start == NULL)
        return 0;
    end = strchr(start + 1, '"');
    if (end == NULL || (size_t)(end - start) > out_size)
        return 0;
    memcpy(out, start + 1, (size_t)(end - start - 1));
    out[end - start - 1] = '\0';
    return 1;
}

/* Seconds since 1970 of a time like 2026-08-01T00:00:00Z; ISO C has no function for it. */
static int64_t unix_seconds(const char *when)
{
    int year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0;
    int64_t days;

    if (sscanf(when, "%d-%d-%dT%d:%d:%d", &year, &month, &day, &hour, &minute, &second) != 6)
        fprintf(stderr, "not a time: %s\n", when);
    /* Years that begin in March, so that the leap day comes last. */
    year -= month < 3;
    month += month < 3 ? 9 : -3;
    days = (int64_t)year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day -
           719469;
    return ((days * 24 + hour) * 60 + minute) * 60 + second;
}

static recorded load(const char *folder, const char *which)
{
    recorded it;
    char path[600], line[600], chain[256] = "chain.pem";
    FILE *file;

    memset(&it, 0, sizeof it);
    snprintf(path, sizeof path, "%s/%s/case.toml", folder, which);
    file = fopen(path, "r");
    if (file == NULL) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    while (fgets(line, sizeof line, file) != NULL) {
        read_field(line, "name", it.name, sizeof it.name);
        read_field(line, "time", it.when, sizeof it.when);
        read_field(line, "chain", chain, sizeof chain);
    }
    fclose(file);
    snprintf(it.chain_path, sizeof it.chain_path, "%s/%s/%s", folder, which, chain);
    it.chain = read_chain(it.chain_path, &it.chain_len);
    it.evidence = tv_evidence_new();
    if (it.chain == NULL || tv_evidence_set_time(it.evidence, unix_seconds(it.when)) != TV_OK)
        exit(2);
    return it;
}

static void unload(recorded *it)
{
    tv_evidence_free(it->evidence);
    free(it->chain);
}

static void must(tv_status status)
{
    if (status != TV_OK) {
        fprintf(stderr, "a setting was refused: status %d\n", (int)status);
        exit(2);
    }
}

static tv_context *enforcing(void)
{
    tv_context *ctx = tv_context_new();

    must(tv_validate_certs(ctx));
    return ctx;
}

static void print_heading(const char *title)
{
    static int number;

    printf("\n%d. %s\n", ++number, title);
}

/* A text under the heading: its lines set in, and broken between words where they get too long. */
static void print_text(const char *label, const char *text)
{
    const size_t width = 92;

    while (*text != '\0') {
        size_t len = strcspn(text, "\n");
        if (len > width)
            for (len = width; len > width / 2 && text[len] != ' ';)
                len--;
        printf("   %-9s %.*s\n", label, (int)len, text);
        text += len;
        text += *text == ' ' || *text == '\n';
        label = "";
    }
}

static const char *status_word(tv_status status)
{
    switch (status) {
    case TV_OK: return "trusted";
    case TV_WARNED: return "warned: it would be refused";
    case TV_UNCHECKED: return "not checked";
    case TV_REJECTED: return "refused";
    default: return "could not be judged";
    }
}

static const char *source_words(int32_t source)
{
    switch (source) {
    case TV_SOURCE_PATH: return "by a path to a trust anchor";
    case TV_SOURCE_PIN: return "by a pinned certificate";
    case TV_SOURCE_HOOK: return "by the hook";
    default: return "otherwise";
    }
}

/* Judges one chain and prints the block. */
static void show(const tv_context *ctx, const recorded *it, tv_status expected, int with_path)
{
    tv_result *result = NULL;
    tv_status status =
        tv_verify_chain_with(ctx, it->name, it->chain, it->chain_len, it->evidence, &result);
    int32_t reason = tv_result_reason(result);

    printf("   %s, judged at %.10s: %s\n", it->name, it->when, status_word(status));
    if (reason != TV_REASON_NONE)
        printf("   reason:   %s (%d) at depth %d\n", tv_reason_name(reason), (int)reason,
               (int)tv_result_depth(result));
    if (with_path)
        print_text("path:", tv_result_text(result));
    else
        print_text("verdict:", tv_result_message(result));
    print_text("hint:", tv_result_hint(result));
    if (status == TV_OK)
        print_text("decided:", source_words(tv_result_source(result)));
    if (status != expected) {
        printf("   UNEXPECTED: status %d instead of %d\n", (int)status, (int)expected);
        surprises++;
    }
    tv_result_free(result);
}

/* One chain in a fresh context that enforces. */
static void show_case(const char *title, const char *folder, const char *which, tv_status expected)
{
    tv_context *ctx = enforcing();
    recorded it = load(folder, which);

    print_heading(title);
    show(ctx, &it, expected, expected == TV_OK);
    unload(&it);
    tv_context_free(ctx);
}

static void print_warning(void *user_data, int32_t level, const char *text)
{
    (void)user_data;
    (void)level;
    print_text("log line:", text);
}

static void show_warn_mode(const char *folder)
{
    tv_context *ctx = tv_context_new();
    recorded it = load(folder, "letsencrypt-org-2026-wrong-name");

    print_heading("Warn mode, the default: the same wrong name, but the connection goes on");
    must(tv_set_log(ctx, print_warning, NULL, NULL));
    show(ctx, &it, TV_WARNED, 0);
    printf("   tv_may_proceed says %d: the connection may go on\n", (int)tv_may_proceed(TV_WARNED));
    unload(&it);
    tv_context_free(ctx);
}

static void show_pin(const char *folder)
{
    tv_context *ctx = enforcing();
    recorded it = load(folder, "github-com-2021");
    /* The certificate to pin is the first of the chain; its length stands in its first four bytes.
     */
    const size_t first_len = 4 + ((size_t)it.chain[2] << 8 | it.chain[3]);

    print_heading(
        "A pin: an unknown issuer does not matter for a certificate that was added by hand");
    show(ctx, &it, TV_REJECTED, 0);
    must(tv_add_cert(ctx, it.name, it.chain, first_len));
    printf("   -- after tv_add_cert --\n");
    show(ctx, &it, TV_OK, 0);
    unload(&it);
    tv_context_free(ctx);
}

static int32_t forgive_test_hosts(void *user_data, const char *hostname, const uint8_t *der_chain,
                                  size_t der_chain_len, const tv_result *normal)
{
    const char *suffix = user_data;
    const size_t name_len = strlen(hostname), suffix_len = strlen(suffix);

    (void)der_chain;
    (void)der_chain_len;
    printf("   the hook is told: %s for %s\n", tv_reason_name(tv_result_reason(normal)), hostname);
    if (name_len >= suffix_len && strcmp(hostname + name_len - suffix_len, suffix) == 0)
        return TV_HOOK_ACCEPT;
    return TV_HOOK_DEFER;
}

static void show_hook(const char *folder)
{
    static char suffix[] = ".example";
    tv_context *ctx = enforcing();
    recorded wrong_name = load(folder, "letsencrypt-org-2026-wrong-name");
    recorded expired = load(folder, "letsencrypt-org-2026-expired");

    print_heading("A hook that may forgive names, and does so for hosts in .example");
    must(tv_set_hook(ctx, TV_HOOK_AFTER, TV_OVERRIDE_NAME, forgive_test_hosts, suffix, NULL));
    show(ctx, &wrong_name, TV_OK, 0);
    printf("   -- the same hook, another host --\n");
    show(ctx, &expired, TV_REJECTED, 0);
    unload(&wrong_name);
    unload(&expired);
    tv_context_free(ctx);
}

int main(int argc, char **argv)
{
    const char *folder;

    if (argc != 2) {
        fprintf(stderr, "usage: demo FOLDER\n");
        return 2;
    }
    folder = argv[1];
    printf("libtlsverify %s, bundled roots of %s\n", tv_version(), tv_roots_version());
    show_case("A trusted chain and its path", folder, "letsencrypt-org-2026", TV_OK);
    show_case("The wrong name", folder, "letsencrypt-org-2026-wrong-name", TV_REJECTED);
    show_case("An expired certificate", folder, "letsencrypt-org-2026-expired", TV_REJECTED);
    show_case("An unknown issuer: Mozilla has removed the root of this chain", folder,
              "wikipedia-org-2021", TV_REJECTED);
    show_case("A server that forgot its intermediate", folder,
              "amazon-co-uk-2021-missing-intermediate", TV_REJECTED);
    show_warn_mode(folder);
    show_pin(folder);
    show_hook(folder);
    printf("\n%s\n",
           surprises == 0 ? "Every answer was the expected one." : "There were surprises.");
    return surprises == 0 ? 0 : 1;
}
