/* The header alone, before anything else is included, in every C standard that is supported. */

#include <tlsverify.h>

/* What crosses the boundary has a fixed size. */
typedef char tv_status_is_four_bytes[sizeof(tv_status) == 4 ? 1 : -1];
typedef char tv_mode_is_four_bytes[sizeof(tv_mode) == 4 ? 1 : -1];
typedef char tv_rules_is_four_bytes[sizeof(tv_rules) == 4 ? 1 : -1];
typedef char tv_purpose_is_four_bytes[sizeof(tv_purpose) == 4 ? 1 : -1];
typedef char tv_hook_stage_is_four_bytes[sizeof(tv_hook_stage) == 4 ? 1 : -1];

/* Published numbers never change. */
typedef char tv_numbers_are_stable[TV_OK == 0 && TV_WARNED == -1 && TV_UNCHECKED == -2 &&
                                           TV_REJECTED == -3 && TV_ERR_NULL_ARGUMENT == -16 &&
                                           TV_ERR_EMPTY == -30 && TV_MODE_WARN == 1 &&
                                           TV_MODE_ENFORCE == 2 && TV_MODE_OFF == 3 &&
                                           TV_HOOK_DEFER == 0 && TV_HOOK_ACCEPT == 1 &&
                                           TV_HOOK_REJECT == 2 && TV_REASON_NONE == 0 &&
                                           TV_REASON_EXPIRED == 201
                                       ? 1
                                       : -1];

int main(void)
{
    return tv_abi_version() == 0 ? 0 : 1;
}
