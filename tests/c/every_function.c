/* Each function in ordinary use, and how long things live. */

#include "harness.h"

static const char other_name[] = "other.example";

static void check_library(void)
{
    char version[32];

    snprintf(version, sizeof version, "%d.%d.%d", TV_VERSION_MAJOR, TV_VERSION_MINOR,
             TV_VERSION_PATCH);
    CHECK(strcmp(tv_version(), version) == 0);
    CHECK(tv_abi_version() == 0);
    CHECK(strstr(tv_roots_version(), " roots") != NULL);
    CHECK(tv_may_proceed(TV_OK) == 1);
    CHECK(tv_may_proceed(TV_WARNED) == 1);
    CHECK(tv_may_proceed(TV_UNCHECKED) == 1);
    CHECK(tv_may_proceed(TV_REJECTED) == 0);
    CHECK(strcmp(tv_status_message(TV_REJECTED), "The peer is refused.") == 0);
    for (int32_t status = TV_ERR_OLD_ROOT; status <= TV_ERR_NULL_ARGUMENT; status++)
        CHECK(tv_status_message(status)[0] != '\0');
    CHECK(tv_status_message(1)[0] == '\0');
    CHECK(strcmp(tv_reason_name(TV_REASON_EXPIRED), "EXPIRED") == 0);
    CHECK(tv_reason_message(TV_REASON_EXPIRED)[0] != '\0');
    CHECK(tv_reason_x509_v_err(TV_REASON_EXPIRED) == 10);
    CHECK(tv_reason_tls_alert(TV_REASON_EXPIRED) == 45);
}

static void check_trusted(const test_input *in)
{
    tv_context *ctx = tv_context_new();
    tv_result *result = NULL;
    const uint8_t *der;
    size_t len = 0;

    CHECK_STATUS(tv_validate_certs(ctx), TV_OK);
    CHECK(tv_get_mode(ctx) == TV_MODE_ENFORCE);
    CHECK_STATUS(
        tv_verify_chain_with(ctx, in->name, in->chain.data, in->chain.len, in->then, &result),
        TV_OK);
    /* The result stands on its own. */
    tv_context_free(ctx);
    CHECK_STATUS(tv_result_status(result), TV_OK);
    CHECK(tv_result_reason(result) == TV_REASON_NONE);
    CHECK(tv_result_depth(result) == -1);
    CHECK(tv_result_source(result) == TV_SOURCE_PATH);
    CHECK(tv_result_message(result)[0] != '\0');
    CHECK(tv_result_hint(result) != NULL);
    CHECK(tv_result_json(result)[0] == '{');
    CHECK(tv_result_text(result)[0] != '\0');
    CHECK(tv_result_path_count(result) >= 2);
    der = tv_result_path_der(result, 0, &len);
    CHECK(len == in->end_entity.len && memcmp(der, in->end_entity.data, len) == 0);
    CHECK(tv_result_path_der(result, 0, NULL) == NULL);
    (void)tv_result_path_der(result, tv_result_path_count(result), &len);
    CHECK(len == 0);
    (void)tv_result_path_der(result, SIZE_MAX, &len);
    CHECK(len == 0);
    tv_result_free(result);
}

static void check_refused(const test_input *in)
{
    tv_context *ctx = tv_context_new();
    tv_result *result = NULL;
    size_t i, count;
    int found = 0;

    CHECK_STATUS(tv_set_mode(ctx, TV_MODE_ENFORCE), TV_OK);
    CHECK_STATUS(
        tv_verify_chain_with(ctx, other_name, in->chain.data, in->chain.len, in->then, &result),
        TV_REJECTED);
    CHECK_STATUS(tv_result_status(result), TV_REJECTED);
    CHECK(tv_result_reason(result) == TV_REASON_NAME_MISMATCH);
    CHECK(tv_result_depth(result) == 0);
    CHECK(strstr(tv_result_message(result), other_name) != NULL);
    count = tv_result_finding_count(result);
    CHECK(count >= 1);
    for (i = 0; i < count; i++) {
        if (tv_result_finding_reason(result, i) == TV_REASON_NAME_MISMATCH) {
            found = 1;
            CHECK(tv_result_finding_depth(result, i) == 0);
            CHECK(tv_result_finding_message(result, i)[0] != '\0');
            CHECK(tv_result_finding_hint(result, i) != NULL);
            CHECK(tv_result_finding_severity(result, i) != 0);
            CHECK(tv_result_finding_subject(result, i)[0] != '\0');
            CHECK(tv_result_finding_sha256(result, i) != NULL);
            CHECK(strstr(tv_result_finding_expected(result, i), other_name) != NULL);
            CHECK(tv_result_finding_found(result, i)[0] != '\0');
        }
    }
    CHECK(found);
    CHECK(tv_result_finding_reason(result, count) == TV_REASON_NONE);
    CHECK(tv_result_finding_depth(result, count) == -1);
    CHECK(tv_result_finding_severity(result, SIZE_MAX) == 0);
    CHECK(tv_result_finding_message(result, SIZE_MAX)[0] == '\0');
    CHECK(tv_result_finding_hint(result, SIZE_MAX)[0] == '\0');
    CHECK(tv_result_finding_subject(result, SIZE_MAX)[0] == '\0');
    CHECK(tv_result_finding_sha256(result, SIZE_MAX) == NULL);
    CHECK(tv_result_finding_expected(result, SIZE_MAX)[0] == '\0');
    CHECK(tv_result_finding_found(result, SIZE_MAX)[0] == '\0');
    tv_result_free(result);
    tv_context_free(ctx);
}

/* A new context only warns, once for the same host and reason, through the log. */
static void check_warning(const test_input *in)
{
    tv_context *ctx = tv_context_new();
    tv_result *result = NULL;
    int warnings = 0, destroyed = 0, i;

    CHECK(tv_get_mode(ctx) == TV_MODE_WARN);
    CHECK_STATUS(tv_set_log(ctx, test_count_log, &warnings, NULL), TV_OK);
    for (i = 0; i < 3; i++)
        CHECK_STATUS(
            tv_verify_chain_with(ctx, other_name, in->chain.data, in->chain.len, in->then, NULL),
            TV_WARNED);
    CHECK(warnings == 1);
    CHECK_STATUS(
        tv_verify_chain_with(ctx, other_name, in->chain.data, in->chain.len, in->then, &result),
        TV_WARNED);
    CHECK(tv_result_reason(result) == TV_REASON_NAME_MISMATCH);
    tv_result_free(result);

    CHECK_STATUS(tv_set_log(ctx, test_count_log, &destroyed, test_count_call), TV_OK);
    CHECK(destroyed == 0);
    tv_context_free(ctx);
    CHECK(destroyed == 1);
}

static void check_off(const test_input *in)
{
    tv_context *ctx = tv_context_new();
    tv_result *result = NULL;

    CHECK_STATUS(tv_disable_validation(ctx), TV_OK);
    CHECK(tv_get_mode(ctx) == TV_MODE_OFF);
    CHECK_STATUS(tv_verify_chain(ctx, other_name, in->chain.data, in->chain.len, &result),
                 TV_UNCHECKED);
    CHECK(tv_result_source(result) == TV_SOURCE_MODE);
    tv_result_free(result);
    tv_context_free(ctx);
}

static void check_pin(const test_input *in)
{
    tv_context *ctx = tv_context_new();
    tv_result *result = NULL;

    CHECK_STATUS(tv_validate_certs(ctx), TV_OK);
    CHECK_STATUS(tv_add_cert(ctx, other_name, in->end_entity.data, in->end_entity.len), TV_OK);
    CHECK_STATUS(tv_verify_chain_with(ctx, other_name, in->end_entity.data, in->end_entity.len,
                                      in->then, &result),
                 TV_OK);
    CHECK(tv_result_source(result) == TV_SOURCE_PIN);
    tv_result_free(result);
    CHECK_STATUS(tv_verify_chain_with(ctx, "third.example", in->end_entity.data, in->end_entity.len,
                                      in->then, NULL),
                 TV_REJECTED);
    CHECK_STATUS(tv_add_cert(ctx, NULL, in->end_entity.data, in->end_entity.len), TV_OK);
    CHECK_STATUS(tv_verify_chain_with(ctx, "third.example", in->end_entity.data, in->end_entity.len,
                                      in->then, NULL),
                 TV_OK);
    tv_context_free(ctx);
}

static void check_trust(const test_input *in)
{
    const size_t rest = in->chain.len - in->end_entity.len;
    tv_context *ctx = tv_context_new();
    test_bytes pem = test_read(in->root_pem_path);
    uint8_t hash[32] = {1};
    size_t added = 0;

    CHECK_STATUS(tv_validate_certs(ctx), TV_OK);
    CHECK_STATUS(tv_use_mozilla_roots(ctx, 0), TV_OK);
    CHECK_STATUS(tv_add_root(ctx, in->root.data, in->root.len), TV_OK);
    CHECK_STATUS(tv_add_root(ctx, in->root.data, in->root.len), TV_OK);
    CHECK_STATUS(tv_add_roots_pem(ctx, pem.data, pem.len, &added), TV_OK);
    CHECK(added >= 1);
    CHECK_STATUS(tv_add_roots_file(ctx, in->root_pem_path, &added), TV_OK);
    CHECK(added >= 1);
    free(pem.data);
    /* That root issued nothing here. */
    CHECK_STATUS(tv_verify_chain_with(ctx, in->name, in->chain.data, in->chain.len, in->then, NULL),
                 TV_REJECTED);
    CHECK_STATUS(tv_use_mozilla_roots(ctx, 1), TV_OK);
    CHECK_STATUS(tv_verify_chain_with(ctx, in->name, in->chain.data, in->chain.len, in->then, NULL),
                 TV_OK);

    /* The end entity alone lacks its issuer, until that is known. */
    CHECK_STATUS(tv_verify_chain_with(ctx, in->name, in->end_entity.data, in->end_entity.len,
                                      in->then, NULL),
                 TV_REJECTED);
    CHECK_STATUS(tv_add_intermediates(ctx, in->chain.data + in->end_entity.len, rest), TV_OK);
    CHECK_STATUS(tv_verify_chain_with(ctx, in->name, in->end_entity.data, in->end_entity.len,
                                      in->then, NULL),
                 TV_OK);

    /* Not every machine has a system store. */
    added = 7;
    if (tv_add_system_roots(ctx, &added) == TV_OK)
        CHECK(added > 0);
    else
        CHECK(added == 0);
    CHECK_STATUS(tv_distrust(ctx, hash, sizeof hash), TV_OK);
    tv_context_free(ctx);
}

static void check_strictness(const test_input *in)
{
    tv_context *ctx = tv_context_new();
    int32_t value;

    CHECK_STATUS(tv_validate_certs(ctx), TV_OK);
    for (value = 1; value <= 3; value++) {
        CHECK_STATUS(tv_set_rules(ctx, value), TV_OK);
        CHECK_STATUS(tv_set_purpose(ctx, value), TV_OK);
    }
    CHECK_STATUS(tv_set_rules(ctx, TV_RULES_BROWSER), TV_OK);
    /* For clients the name may be left out. */
    CHECK_STATUS(tv_verify_chain_with(ctx, NULL, in->chain.data, in->chain.len, in->then, NULL),
                 TV_OK);
    CHECK_STATUS(tv_set_purpose(ctx, TV_PURPOSE_SERVER), TV_OK);
    CHECK_STATUS(tv_set_max_intermediates(ctx, 8), TV_OK);
    /* No list is at hand, so nothing is known of any certificate. */
    CHECK_STATUS(tv_refuse_unknown_revocation(ctx, 2), TV_ERR_BAD_ARGUMENT);
    CHECK_STATUS(tv_refuse_unknown_revocation(ctx, 1), TV_OK);
    CHECK_STATUS(tv_verify_chain_with(ctx, in->name, in->chain.data, in->chain.len, in->then, NULL),
                 TV_REJECTED);
    CHECK_STATUS(tv_refuse_unknown_revocation(ctx, 0), TV_OK);
    CHECK_STATUS(tv_evidence_add_crl(in->then, in->root.data, in->root.len), TV_ERR_BAD_ENCODING);
    CHECK_STATUS(tv_evidence_add_crl(in->then, in->root.data, (size_t)-1), TV_ERR_TOO_LARGE);
    CHECK_STATUS(tv_verify_chain_with(ctx, in->name, in->chain.data, in->chain.len, in->then, NULL),
                 TV_OK);
    CHECK_STATUS(tv_set_cache_size(ctx, (size_t)-1), TV_ERR_BAD_ARGUMENT);
    CHECK_STATUS(tv_set_cache_size(ctx, 0), TV_OK);
    CHECK_STATUS(tv_verify_chain_with(ctx, in->name, in->chain.data, in->chain.len, in->then, NULL),
                 TV_OK);
    CHECK_STATUS(tv_set_cache_size(ctx, 65536), TV_OK);
    CHECK_STATUS(tv_verify_chain_with(ctx, in->name, in->chain.data, in->chain.len, in->then, NULL),
                 TV_OK);
    tv_context_free(ctx);
}

static void check_references(const test_input *in)
{
    tv_context *ctx = tv_context_new();
    tv_context *same = tv_context_ref(ctx);
    tv_context *copy;

    CHECK(same == ctx);
    CHECK_STATUS(tv_validate_certs(ctx), TV_OK);
    copy = tv_context_clone(ctx);
    CHECK(copy != NULL && copy != ctx);
    CHECK_STATUS(tv_disable_validation(copy), TV_OK);
    CHECK(tv_get_mode(same) == TV_MODE_ENFORCE);
    tv_context_free(ctx);
    CHECK_STATUS(
        tv_verify_chain_with(same, in->name, in->chain.data, in->chain.len, in->then, NULL), TV_OK);
    tv_context_free(same);
    CHECK(tv_get_mode(copy) == TV_MODE_OFF);
    tv_context_free(copy);
}

int main(int argc, char **argv)
{
    test_input in = test_begin(argc, argv);

    check_library();
    check_trusted(&in);
    check_refused(&in);
    check_warning(&in);
    check_off(&in);
    check_pin(&in);
    check_trust(&in);
    check_strictness(&in);
    check_references(&in);
    return test_end(&in);
}
