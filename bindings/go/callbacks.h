/* What the library calls in Go: set_hook and set_log hand over a runtime/cgo.Handle as their user_data. */

#ifndef TLSVERIFY_GO_CALLBACKS_H
#define TLSVERIFY_GO_CALLBACKS_H

#include <stdint.h>
#include <tlsverify.h>

tv_status tlsverify_go_set_hook(tv_context *ctx, tv_hook_stage stage, uint32_t may_override, uintptr_t handle);
tv_status tlsverify_go_set_log(tv_context *ctx, uintptr_t handle);

#endif
