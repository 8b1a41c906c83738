/* What a hook may do, and what it may not get away with. */

#include "harness.h"

/* One hook for all tests: answers as told, and counts. */
typedef struct {
    int32_t answer;
    int calls;
    int destroyed;
    int saw_normal;
    int32_t seen_reason;
    tv_context *ctx;
    const test_input *in;
    tv_status inner;
    int recursion_refused;
} hook_state;

static int32_t answer_as_told(void *user_data, const char *hostname, const uint8_t *der_chain,
                              size_t der_chain_len, const tv_result *normal)
{
    hook_state *state = (hook_state *)user_data;

    CHECK(hostname != NULL);
    CHECK(der_chain_len == state->in->chain.len);
    CHECK(memcmp(der_chain, state->in->chain.data, der_chain_len) == 0);
    state->calls++;
    state->saw_normal = normal != NULL;
    state->seen_reason = normal != NULL ? tv_result_reason(normal) : TV_REASON_NONE;
    return state->answer;
}

static void note_destroyed(void *user_data)
{
    ((hook_state *)user_data)->destroyed++;
}

static tv_status verify(const tv_context *ctx, const test_input *in, const char *name,
                        tv_result **result)
{
    return tv_verify_chain_with(ctx, name, in->chain.data, in->chain.len, in->then, result);
}

static hook_state fresh(const test_input *in, int32_t answer)
{
    hook_state state;

    memset(&state, 0, sizeof state);
    state.answer = answer;
    state.in = in;
    return state;
}

static tv_context *enforcing(void)
{
    tv_context *ctx = tv_context_new();

    CHECK_STATUS(tv_validate_certs(ctx), TV_OK);
    return ctx;
}

/* One verification of `name` with one hook; the status and the reason. */
static tv_status once(const test_input *in, tv_hook_stage stage, uint32_t may_override,
                      int32_t answer, const char *name, int32_t *reason)
{
    hook_state state = fresh(in, answer);
    tv_context *ctx = enforcing();
    tv_result *result = NULL;
    tv_status status;

    CHECK_STATUS(tv_set_hook(ctx, stage, may_override, answer_as_told, &state, note_destroyed),
                 TV_OK);
    status = verify(ctx, in, name, &result);
    *reason = tv_result_reason(result);
    CHECK(tv_result_status(result) == status);
    CHECK(state.calls == 1);
    CHECK(state.saw_normal == (stage == TV_HOOK_AFTER));
    tv_result_free(result);
    CHECK(state.destroyed == 0);
    tv_context_free(ctx);
    CHECK(state.destroyed == 1);
    return status;
}

static void answers(const test_input *in)
{
    static const int32_t nonsense[] = {3, -1, 77, INT32_MAX, INT32_MIN};
    const tv_hook_stage stages[] = {TV_HOOK_BEFORE, TV_HOOK_AFTER};
    int32_t reason;
    size_t i, j;

    for (i = 0; i < 2; i++) {
        const tv_hook_stage stage = stages[i];
        CHECK_STATUS(once(in, stage, TV_OVERRIDE_ALL, TV_HOOK_DEFER, in->name, &reason), TV_OK);
        CHECK_STATUS(once(in, stage, 0, TV_HOOK_ACCEPT, in->name, &reason), TV_OK);
        CHECK_STATUS(once(in, stage, 0, TV_HOOK_REJECT, in->name, &reason), TV_REJECTED);
        CHECK(strcmp(tv_reason_name(reason), "HOOK_REJECTED") == 0);
        for (j = 0; j < sizeof nonsense / sizeof nonsense[0]; j++) {
            CHECK_STATUS(once(in, stage, TV_OVERRIDE_ALL, nonsense[j], in->name, &reason),
                         TV_REJECTED);
            CHECK(strcmp(tv_reason_name(reason), "HOOK_BAD_ANSWER") == 0);
        }

        /* An ACCEPT forgives the declared classes and nothing else. */
        CHECK_STATUS(once(in, stage, TV_OVERRIDE_NAME, TV_HOOK_ACCEPT, "other.example", &reason),
                     TV_OK);
        CHECK_STATUS(once(in, stage, TV_OVERRIDE_ALL, TV_HOOK_ACCEPT, "other.example", &reason),
                     TV_OK);
        CHECK_STATUS(once(in, stage, TV_OVERRIDE_TIME | TV_OVERRIDE_ISSUER | TV_OVERRIDE_POLICY,
                          TV_HOOK_ACCEPT, "other.example", &reason),
                     TV_REJECTED);
        CHECK(reason == TV_REASON_NAME_MISMATCH);
        CHECK_STATUS(once(in, stage, 0, TV_HOOK_ACCEPT, "other.example", &reason), TV_REJECTED);
        CHECK(reason == TV_REASON_NAME_MISMATCH);
    }
}

static void an_override_is_on_record(const test_input *in)
{
    hook_state state = fresh(in, TV_HOOK_ACCEPT);
    tv_context *ctx = enforcing();
    tv_result *result = NULL;
    size_t i;
    int found = 0;

    CHECK_STATUS(tv_set_hook(ctx, TV_HOOK_AFTER, TV_OVERRIDE_NAME, answer_as_told, &state, NULL),
                 TV_OK);
    CHECK_STATUS(verify(ctx, in, "other.example", &result), TV_OK);
    CHECK(state.seen_reason == TV_REASON_NAME_MISMATCH);
    CHECK(tv_result_source(result) == TV_SOURCE_HOOK);
    for (i = 0; i < tv_result_finding_count(result); i++)
        found |= tv_result_finding_reason(result, i) == TV_REASON_NAME_MISMATCH;
    CHECK(found);
    tv_result_free(result);
    tv_context_free(ctx);
}

static void destroy_runs_once(const test_input *in)
{
    hook_state first = fresh(in, TV_HOOK_DEFER);
    hook_state second = fresh(in, TV_HOOK_DEFER);
    hook_state refused = fresh(in, TV_HOOK_DEFER);
    tv_context *ctx = enforcing();
    tv_context *copy;

    CHECK_STATUS(tv_set_hook(ctx, TV_HOOK_AFTER, 0, answer_as_told, &first, note_destroyed), TV_OK);
    CHECK_STATUS(tv_set_hook(ctx, TV_HOOK_AFTER, 0, answer_as_told, &second, note_destroyed),
                 TV_OK);
    CHECK(first.destroyed == 1);
    CHECK(second.destroyed == 0);

    /* A copy of the context shares the hook. */
    copy = tv_context_clone(ctx);
    CHECK_STATUS(tv_set_hook(ctx, TV_HOOK_AFTER, 0, NULL, NULL, NULL), TV_OK);
    CHECK(second.destroyed == 0);
    CHECK_STATUS(verify(copy, in, in->name, NULL), TV_OK);
    CHECK(second.calls == 1);
    tv_context_free(copy);
    CHECK(second.destroyed == 1);

    /* What was not taken is not destroyed. */
    CHECK_STATUS(tv_set_hook(ctx, 9, 0, answer_as_told, &refused, note_destroyed),
                 TV_ERR_BAD_ARGUMENT);
    CHECK_STATUS(tv_set_hook(NULL, TV_HOOK_AFTER, 0, answer_as_told, &refused, note_destroyed),
                 TV_ERR_NULL_ARGUMENT);
    tv_context_free(ctx);
    CHECK(refused.destroyed == 0);
    CHECK(first.destroyed == 1);
}

/* Asks the same context again, which asks this hook again. */
static int32_t ask_again(void *user_data, const char *hostname, const uint8_t *der_chain,
                         size_t der_chain_len, const tv_result *normal)
{
    hook_state *state = (hook_state *)user_data;
    tv_result *result = NULL;
    tv_status status;

    (void)normal;
    if (++state->calls > 50)
        return TV_HOOK_REJECT;
    status = tv_verify_chain_with(state->ctx, hostname, der_chain, der_chain_len, state->in->then,
                                  &result);
    if (status == TV_ERR_RECURSION) {
        state->recursion_refused++;
        CHECK(result == NULL);
    }
    state->inner = status;
    tv_result_free(result);
    return TV_HOOK_DEFER;
}

static void re_entry_ends(const test_input *in)
{
    hook_state state = fresh(in, TV_HOOK_DEFER);
    tv_context *ctx = enforcing();

    state.ctx = ctx;
    CHECK_STATUS(tv_set_hook(ctx, TV_HOOK_AFTER, 0, ask_again, &state, NULL), TV_OK);
    CHECK_STATUS(verify(ctx, in, in->name, NULL), TV_OK);
    /* One level deep it works; the outermost hook saw its own question answered. */
    CHECK_STATUS(state.inner, TV_OK);
    CHECK(state.calls <= 2);
    CHECK(state.calls == 1 || state.recursion_refused == 1);
    tv_context_free(ctx);
}

static int32_t change_everything(void *user_data, const char *hostname, const uint8_t *der_chain,
                                 size_t der_chain_len, const tv_result *normal)
{
    hook_state *state = (hook_state *)user_data;
    const test_input *in = state->in;

    (void)hostname, (void)der_chain, (void)der_chain_len, (void)normal;
    state->calls++;
    CHECK_STATUS(tv_set_mode(state->ctx, TV_MODE_OFF), TV_OK);
    CHECK_STATUS(tv_add_root(state->ctx, in->root.data, in->root.len), TV_OK);
    CHECK_STATUS(tv_add_cert(state->ctx, "other.example", in->end_entity.data, in->end_entity.len),
                 TV_OK);
    /* It may even replace itself, while it runs. */
    CHECK_STATUS(tv_set_hook(state->ctx, TV_HOOK_BEFORE, 0, NULL, NULL, NULL), TV_OK);
    CHECK(state->destroyed == 0);
    return TV_HOOK_DEFER;
}

static void a_change_is_for_the_next_verification(const test_input *in)
{
    hook_state state = fresh(in, TV_HOOK_DEFER);
    tv_context *ctx = enforcing();

    state.ctx = ctx;
    CHECK_STATUS(tv_set_hook(ctx, TV_HOOK_BEFORE, 0, change_everything, &state, note_destroyed),
                 TV_OK);
    CHECK_STATUS(verify(ctx, in, "other.example", NULL), TV_REJECTED);
    CHECK(state.destroyed == 1);
    CHECK_STATUS(verify(ctx, in, "other.example", NULL), TV_UNCHECKED);
    CHECK_STATUS(tv_set_mode(ctx, TV_MODE_ENFORCE), TV_OK);
    CHECK_STATUS(verify(ctx, in, "other.example", NULL), TV_OK);
    CHECK(state.calls == 1);
    tv_context_free(ctx);
}

static int32_t free_the_context(void *user_data, const char *hostname, const uint8_t *der_chain,
                                size_t der_chain_len, const tv_result *normal)
{
    hook_state *state = (hook_state *)user_data;

    (void)hostname, (void)der_chain, (void)der_chain_len, (void)normal;
    state->calls++;
    tv_context_free(state->ctx);
    state->ctx = NULL;
    CHECK(state->destroyed == 0);
    return TV_HOOK_DEFER;
}

static void the_last_reference_may_go_while_it_runs(const test_input *in)
{
    hook_state state = fresh(in, TV_HOOK_DEFER);
    tv_context *ctx = enforcing();
    tv_result *result = NULL;

    state.ctx = ctx;
    CHECK_STATUS(tv_set_hook(ctx, TV_HOOK_BEFORE, 0, free_the_context, &state, note_destroyed),
                 TV_OK);
    CHECK_STATUS(verify(ctx, in, in->name, &result), TV_OK);
    CHECK(state.calls == 1);
    CHECK(state.destroyed == 1);
    CHECK_STATUS(tv_result_status(result), TV_OK);
    tv_result_free(result);
}

static void warn_mode_asks_too(const test_input *in)
{
    hook_state state = fresh(in, TV_HOOK_ACCEPT);
    tv_context *ctx = tv_context_new();
    int warnings = 0;

    CHECK_STATUS(tv_set_log(ctx, test_count_log, &warnings, NULL), TV_OK);
    CHECK_STATUS(tv_set_hook(ctx, TV_HOOK_AFTER, TV_OVERRIDE_NAME, answer_as_told, &state, NULL),
                 TV_OK);
    CHECK_STATUS(verify(ctx, in, "other.example", NULL), TV_OK);
    CHECK(warnings == 0);
    state.answer = TV_HOOK_DEFER;
    CHECK_STATUS(verify(ctx, in, "other.example", NULL), TV_WARNED);
    CHECK(warnings == 1);
    tv_context_free(ctx);
}

int main(int argc, char **argv)
{
    test_input in = test_begin(argc, argv);

    answers(&in);
    an_override_is_on_record(&in);
    destroy_runs_once(&in);
    re_entry_ends(&in);
    a_change_is_for_the_next_verification(&in);
    the_last_reference_may_go_while_it_runs(&in);
    warn_mode_asks_too(&in);
    return test_end(&in);
}
