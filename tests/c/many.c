/* Many peers in one call: the same answers as one by one, whatever the number of threads. */

#include "harness.h"
#include <pthread.h>

#define MOST 1000

static tv_status statuses[MOST];
static tv_verify_item items[MOST];
static int count;

/* Accepts one host, refuses another, and leaves the others to the normal procedure. */
static int32_t by_host(void *user_data, const char *hostname, const uint8_t *der_chain,
                       size_t der_chain_len, const tv_result *normal)
{
    (void)user_data;
    (void)der_chain;
    (void)der_chain_len;
    (void)normal;
    if (strcmp(hostname, "accepted.example") == 0)
        return TV_HOOK_ACCEPT;
    return strcmp(hostname, "refused.example") == 0 ? TV_HOOK_REJECT : TV_HOOK_DEFER;
}

/* Verifies many inside a hook, which has to end. */
static int32_t verify_more(void *user_data, const char *hostname, const uint8_t *der_chain,
                           size_t der_chain_len, const tv_result *normal)
{
    tv_verify_item inner[2];
    tv_status inner_statuses[2] = {TV_OK, TV_OK};
    int i;

    (void)normal;
    for (i = 0; i < 2; i++) {
        inner[i].hostname = hostname;
        inner[i].der_chain = der_chain;
        inner[i].der_chain_len = der_chain_len;
    }
    return tv_verify_many((tv_context *)user_data, inner, 2, inner_statuses, 0) == TV_OK
               ? TV_HOOK_ACCEPT
               : TV_HOOK_REJECT;
}

static void set_item(int i, const char *hostname, const uint8_t *der_chain, size_t der_chain_len)
{
    items[i].hostname = hostname;
    items[i].der_chain = der_chain;
    items[i].der_chain_len = der_chain_len;
}

/* Good and bad items in turn. */
static void fill(const test_input *in)
{
    static const char *const hosts[] = {"accepted.example", "refused.example", "other.example", NULL};
    int i;

    for (i = 0; i < count; i++) {
        switch (i % 7) {
        case 4:
            set_item(i, "", in->chain.data, in->chain.len);
            break;
        case 5:
            set_item(i, in->name, in->chain.data, in->chain.len - 1);
            break;
        case 6:
            set_item(i, in->name, NULL, i % 2 == 0 ? 0 : 1);
            break;
        default:
            set_item(i, hosts[i % 7], in->chain.data, in->chain.len);
        }
    }
}

static void check_same_answers(const test_input *in)
{
    static const uint32_t threads[] = {0, 1, 2, 5, UINT32_MAX};
    tv_context *ctx = tv_context_new();
    size_t t;
    int i;

    CHECK_STATUS(tv_validate_certs(ctx), TV_OK);
    CHECK_STATUS(tv_set_log(ctx, test_count_log, NULL, NULL), TV_OK);
    CHECK_STATUS(tv_set_hook(ctx, TV_HOOK_BEFORE, TV_OVERRIDE_ALL, by_host, NULL, NULL), TV_OK);
    fill(in);
    for (t = 0; t < sizeof threads / sizeof *threads; t++) {
        tv_status lowest = TV_OK;

        for (i = 0; i < count; i++)
            statuses[i] = TV_OK;
        const tv_status all = tv_verify_many(ctx, items, (size_t)count, statuses, threads[t]);
        for (i = 0; i < count; i++) {
            CHECK_STATUS(tv_verify_chain(ctx, items[i].hostname, items[i].der_chain,
                                         items[i].der_chain_len, NULL),
                         statuses[i]);
            if (statuses[i] < lowest)
                lowest = statuses[i];
        }
        CHECK(all == lowest);
        CHECK(statuses[0] == TV_OK && statuses[1] == TV_REJECTED);
        CHECK(statuses[3] == TV_ERR_BAD_HOSTNAME && statuses[6] == TV_ERR_EMPTY);
    }
    /* Success is the success of all. */
    for (i = 0; i < count; i++)
        set_item(i, "accepted.example", in->chain.data, in->chain.len);
    CHECK_STATUS(tv_verify_many(ctx, items, (size_t)count, statuses, 2), TV_OK);
    items[count - 1].hostname = "refused.example";
    CHECK_STATUS(tv_verify_many(ctx, items, (size_t)count, statuses, 2), TV_REJECTED);
    CHECK_STATUS(tv_disable_validation(ctx), TV_OK);
    CHECK_STATUS(tv_verify_many(ctx, items, (size_t)count, statuses, 2), TV_UNCHECKED);
    tv_context_free(ctx);
}

static void check_arguments(const test_input *in)
{
    tv_context *ctx = tv_context_new();
    int i;

    fill(in);
    CHECK_STATUS(tv_verify_many(ctx, NULL, 0, NULL, 0), TV_OK);
    CHECK_STATUS(tv_verify_many(ctx, items, (size_t)count, NULL, 0), TV_ERR_NULL_ARGUMENT);
    CHECK_STATUS(tv_verify_many(ctx, items, (size_t)-1, statuses, 0), TV_ERR_TOO_LARGE);
    for (i = 0; i < count; i++)
        statuses[i] = TV_OK;
    CHECK_STATUS(tv_verify_many(ctx, NULL, (size_t)count, statuses, 0), TV_ERR_NULL_ARGUMENT);
    for (i = 0; i < count; i++)
        CHECK(statuses[i] == TV_ERR_INTERNAL);
    statuses[0] = TV_OK;
    CHECK_STATUS(tv_verify_many(NULL, items, 1, statuses, 0), TV_ERR_NULL_ARGUMENT);
    CHECK(statuses[0] == TV_ERR_INTERNAL);
    tv_context_free(ctx);
}

static void check_inside_a_hook(const test_input *in)
{
    tv_context *ctx = tv_context_new();
    int i;

    for (i = 0; i < 100; i++)
        set_item(i, in->name, in->chain.data, in->chain.len);
    CHECK_STATUS(tv_set_hook(ctx, TV_HOOK_BEFORE, TV_OVERRIDE_ALL, verify_more, ctx, NULL), TV_OK);
    /* The hook inside the hook cannot verify, and refuses. */
    CHECK_STATUS(tv_verify_many(ctx, items, 100, statuses, 4), TV_REJECTED);
    for (i = 0; i < 100; i++)
        CHECK(statuses[i] == TV_REJECTED);
    tv_context_free(ctx);
}

static void *check_all(void *argument)
{
    const test_input *in = (const test_input *)argument;

    check_arguments(in);
    check_same_answers(in);
    check_inside_a_hook(in);
    return NULL;
}

int main(int argc, char **argv)
{
    test_input in = test_begin(argc, argv);
    pthread_t thread;

    count = argc > 7 ? atoi(argv[7]) : MOST;
    /* On a thread of its own, which gives back at its end whatever a thread may hold. */
    CHECK(pthread_create(&thread, NULL, check_all, &in) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    return test_end(&in);
}
