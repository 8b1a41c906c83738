/* Verifies one chain again and again, for tests that count what that costs. */

#include "harness.h"

/* Arguments: CHAIN.der ROOTS.pem NAME UNIX-TIME STATUS COUNT. The bundled roots are on as well. */
int main(int argc, char **argv)
{
    tv_context *ctx = tv_context_new();
    tv_evidence *then = tv_evidence_new();
    test_bytes chain;
    long count;

    if (argc != 7) {
        fprintf(stderr, "usage: %s CHAIN.der ROOTS.pem NAME UNIX-TIME STATUS COUNT\n", argv[0]);
        return 2;
    }
    chain = test_read(argv[1]);
    CHECK_STATUS(tv_evidence_set_time(then, (int64_t)strtol(argv[4], NULL, 10)), TV_OK);
    CHECK_STATUS(tv_validate_certs(ctx), TV_OK);
    CHECK_STATUS(tv_add_roots_file(ctx, argv[2], NULL), TV_OK);
    for (count = strtol(argv[6], NULL, 10); count > 0; count--)
        CHECK_STATUS(tv_verify_chain_with(ctx, argv[3], chain.data, chain.len, then, NULL),
                     (tv_status)strtol(argv[5], NULL, 10));
    free(chain.data);
    tv_evidence_free(then);
    tv_context_free(ctx);
    return harness_failures == 0 ? 0 : 1;
}
