#include "callbacks.h"

#include "_cgo_export.h"

/* The functions that cgo exports know no const and no handle behind a pointer; these stand between. */

static int32_t ask_hook(void *user_data, const char *hostname, const uint8_t *der_chain, size_t der_chain_len,
                        const tv_result *normal)
{
    return tlsverifyGoHook((uintptr_t)user_data, (char *)hostname, (uint8_t *)der_chain, der_chain_len,
                           (tv_result *)normal);
}

static void write_log(void *user_data, int32_t level, const char *text)
{
    tlsverifyGoLog((uintptr_t)user_data, level, (char *)text);
}

static void destroy(void *user_data)
{
    tlsverifyGoDestroy((uintptr_t)user_data);
}

tv_status tlsverify_go_set_hook(tv_context *ctx, tv_hook_stage stage, uint32_t may_override, uintptr_t handle)
{
    return tv_set_hook(ctx, stage, may_override, ask_hook, (void *)handle, destroy);
}

tv_status tlsverify_go_set_log(tv_context *ctx, uintptr_t handle)
{
    return tv_set_log(ctx, write_log, (void *)handle, destroy);
}
