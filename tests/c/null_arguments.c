/* NULL in every argument of every function: an error or an empty answer, never a crash. */

#include "harness.h"

static int32_t never_asked(void *user_data, const char *hostname, const uint8_t *der_chain,
                           size_t der_chain_len, const tv_result *normal)
{
    (void)user_data, (void)hostname, (void)der_chain, (void)der_chain_len, (void)normal;
    return TV_HOOK_DEFER;
}

static void a_null_context(const test_input *in)
{
    tv_result *result = STALE_RESULT;
    size_t added = 7;
    uint8_t hash[32] = {0};

    CHECK(tv_context_ref(NULL) == NULL);
    CHECK(tv_context_clone(NULL) == NULL);
    tv_context_free(NULL);
    CHECK(tv_get_mode(NULL) == 0);
    CHECK_STATUS(tv_set_mode(NULL, TV_MODE_ENFORCE), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_validate_certs(NULL), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_disable_validation(NULL), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_add_cert(NULL, in->name, in->end_entity.data, in->end_entity.len),
                 TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_add_root(NULL, in->root.data, in->root.len), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_use_mozilla_roots(NULL, 1), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_add_system_roots(NULL, &added), TV_ERR_NULL_ARGUMENT);
    CHECK(added == 0);
    added = 7;
    CHECK_STATUS(tv_add_roots_pem(NULL, in->root.data, in->root.len, &added), TV_ERR_NULL_ARGUMENT);
    CHECK(added == 0);
    added = 7;
    CHECK_STATUS(tv_add_roots_file(NULL, in->root_pem_path, &added), TV_ERR_NULL_ARGUMENT);
    CHECK(added == 0);
    CHECK_STATUS(tv_add_intermediates(NULL, in->chain.data, in->chain.len), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_distrust(NULL, hash, sizeof hash), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_set_rules(NULL, TV_RULES_BROWSER), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_set_purpose(NULL, TV_PURPOSE_SERVER), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_set_max_intermediates(NULL, 4), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_refuse_unknown_revocation(NULL, 1), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_set_cache_size(NULL, 4096), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_verify_many(NULL, NULL, 0, NULL, 1), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_set_hook(NULL, TV_HOOK_AFTER, 0, never_asked, NULL, NULL),
                 TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_set_log(NULL, test_count_log, NULL, NULL), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_verify_chain(NULL, in->name, in->chain.data, in->chain.len, &result),
                 TV_ERR_NULL_ARGUMENT);
    CHECK(result == NULL);
    result = STALE_RESULT;
    CHECK_STATUS(
        tv_verify_chain_with(NULL, in->name, in->chain.data, in->chain.len, in->then, &result),
        TV_ERR_NULL_ARGUMENT);
    CHECK(result == NULL);
}

static void null_inputs(tv_context *ctx, const test_input *in)
{
    tv_result *result = STALE_RESULT;
    size_t added = 7;

    CHECK_STATUS(tv_add_cert(ctx, in->name, NULL, 0), TV_ERR_BAD_ENCODING);
    CHECK_STATUS(tv_add_cert(ctx, in->name, NULL, 9), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_add_root(ctx, NULL, 0), TV_ERR_BAD_ENCODING);
    CHECK_STATUS(tv_add_root(ctx, NULL, 9), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_add_roots_pem(ctx, NULL, 0, &added), TV_ERR_EMPTY);
    CHECK(added == 0);
    CHECK_STATUS(tv_add_roots_pem(ctx, NULL, 9, NULL), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_add_roots_file(ctx, NULL, NULL), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_add_intermediates(ctx, NULL, 0), TV_ERR_EMPTY);
    CHECK_STATUS(tv_add_intermediates(ctx, NULL, 9), TV_ERR_NULL_ARGUMENT);
    CHECK_ERROR(tv_distrust(ctx, NULL, 0));
    CHECK_STATUS(tv_distrust(ctx, NULL, 32), TV_ERR_NULL_ARGUMENT);

    /* A name may only be left out where there is none to compare with: for clients. */
    CHECK_STATUS(tv_verify_chain(ctx, NULL, in->chain.data, in->chain.len, &result),
                 TV_ERR_BAD_HOSTNAME);
    CHECK(result == NULL);
    result = STALE_RESULT;
    CHECK_STATUS(tv_verify_chain(ctx, in->name, NULL, 0, &result), TV_ERR_EMPTY);
    CHECK(result == NULL);
    result = STALE_RESULT;
    CHECK_STATUS(tv_verify_chain(ctx, in->name, NULL, 9, &result), TV_ERR_NULL_ARGUMENT);
    CHECK(result == NULL);
    CHECK_STATUS(tv_verify_chain(ctx, in->name, NULL, 9, NULL), TV_ERR_NULL_ARGUMENT);

    /* Evidence and the result may be left out. */
    CHECK(tv_verify_chain_with(ctx, in->name, in->chain.data, in->chain.len, NULL, NULL) >
          TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_verify_chain_with(ctx, in->name, in->chain.data, in->chain.len, in->then, NULL),
                 TV_OK);

    /* No callback: there is none from now on. */
    CHECK_STATUS(tv_set_hook(ctx, TV_HOOK_BEFORE, TV_OVERRIDE_ALL, NULL, NULL, NULL), TV_OK);
    CHECK_STATUS(tv_set_log(ctx, NULL, NULL, NULL), TV_OK);
}

static void null_objects(void)
{
    size_t len = 7;
    tv_evidence *evidence = tv_evidence_new();

    CHECK_STATUS(tv_evidence_set_time(NULL, 0), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_evidence_add_crl(NULL, NULL, 0), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_evidence_add_crl(evidence, NULL, 1), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_evidence_add_crl(evidence, NULL, 0), TV_ERR_EMPTY);
    tv_evidence_free(evidence);
    tv_evidence_free(NULL);

    CHECK_STATUS(tv_result_status(NULL), TV_ERR_NULL_ARGUMENT);
    CHECK(tv_result_reason(NULL) == TV_REASON_NONE);
    CHECK(tv_result_depth(NULL) == -1);
    CHECK(tv_result_source(NULL) == TV_SOURCE_NONE);
    CHECK(tv_result_message(NULL) != NULL);
    CHECK(tv_result_hint(NULL) != NULL);
    CHECK(tv_result_json(NULL) != NULL);
    CHECK(tv_result_text(NULL) != NULL);
    CHECK(tv_result_path_count(NULL) == 0);
    (void)tv_result_path_der(NULL, 0, &len);
    CHECK(len == 0);
    (void)tv_result_path_der(NULL, 0, NULL);
    CHECK(tv_result_finding_count(NULL) == 0);
    CHECK(tv_result_finding_reason(NULL, 0) == TV_REASON_NONE);
    CHECK(tv_result_finding_depth(NULL, 0) == -1);
    CHECK(tv_result_finding_severity(NULL, 0) == 0);
    CHECK(tv_result_finding_message(NULL, 0) != NULL);
    CHECK(tv_result_finding_hint(NULL, 0) != NULL);
    CHECK(tv_result_finding_subject(NULL, 0) != NULL);
    CHECK(tv_result_finding_sha256(NULL, 0) == NULL);
    CHECK(tv_result_finding_expected(NULL, 0) != NULL);
    CHECK(tv_result_finding_found(NULL, 0) != NULL);
    tv_result_free(NULL);
}

int main(int argc, char **argv)
{
    test_input in = test_begin(argc, argv);
    tv_context *ctx = tv_context_new();

    CHECK(ctx != NULL);
    CHECK_STATUS(tv_validate_certs(ctx), TV_OK);
    a_null_context(&in);
    null_inputs(ctx, &in);
    null_objects();

    /* Nothing of this has changed the context. */
    CHECK(tv_get_mode(ctx) == TV_MODE_ENFORCE);
    CHECK_STATUS(tv_verify_chain_with(ctx, in.name, in.chain.data, in.chain.len, in.then, NULL),
                 TV_OK);
    tv_context_free(ctx);
    return test_end(&in);
}
