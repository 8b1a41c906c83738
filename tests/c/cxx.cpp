// C++: the header compiles, a lambda can be the hook, and an exception out of a hook never becomes
// an accept.

#include <cstdio>
#include <cstring>
#include <stdexcept>

#include "harness.h"

static void a_lambda_is_a_hook(const test_input &in)
{
    tv_context *ctx = tv_context_new();
    int calls = 0;
    auto count = [](void *user_data, const char *, const uint8_t *, size_t,
                    const tv_result *) -> int32_t {
        ++*static_cast<int *>(user_data);
        return TV_HOOK_DEFER;
    };

    CHECK_STATUS(tv_validate_certs(ctx), TV_OK);
    CHECK_STATUS(tv_set_hook(ctx, TV_HOOK_AFTER, 0, count, &calls, nullptr), TV_OK);
    CHECK_STATUS(tv_verify_chain_with(ctx, in.name, in.chain.data, in.chain.len, in.then, nullptr),
                 TV_OK);
    CHECK(calls == 1);
    tv_context_free(ctx);
}

static int32_t throws(void *, const char *, const uint8_t *, size_t, const tv_result *)
{
    throw std::runtime_error("from the hook");
}

// The process may end here; what may not happen is that the peer is accepted.
static int a_throwing_hook(const test_input &in)
{
    tv_context *ctx = tv_context_new();
    tv_status status = TV_REJECTED;

    CHECK_STATUS(tv_validate_certs(ctx), TV_OK);
    CHECK_STATUS(tv_set_hook(ctx, TV_HOOK_BEFORE, TV_OVERRIDE_ALL, throws, nullptr, nullptr),
                 TV_OK);
    try {
        status = tv_verify_chain_with(ctx, in.name, in.chain.data, in.chain.len, in.then, nullptr);
    } catch (const std::exception &) {
        std::puts("the exception came through");
    }
    tv_context_free(ctx);
    return tv_may_proceed(status) ? 3 : 0;
}

int main(int argc, char **argv)
{
    test_input in = test_begin(argc, argv);

    if (argc > 7 && std::strcmp(argv[7], "throw") == 0)
        return a_throwing_hook(in);
    a_lambda_is_a_hook(in);
    return test_end(&in);
}
