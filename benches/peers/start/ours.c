/* The first verification of a process with libtlsverify. Arguments: BUNDLE CHAIN HOST TIME WHAT; the bundle is inside. */
#define _POSIX_C_SOURCE 200809L
#include "measure.h"
#include <string.h>
#include <tlsverify.h>

int main(int argc, char **argv)
{
    long long begin = cpu_nanoseconds();
    if (argc != 6) {
        return 2;
    }
    tv_context *ctx = tv_context_new();
    if (tv_validate_certs(ctx) != TV_OK) {
        return 1;
    }
    if (strcmp(argv[5], "verify") == 0) {
        size_t len;
        unsigned char *chain = contents(argv[2], &len);
        tv_evidence *then = tv_evidence_new();
        if (tv_evidence_set_time(then, atol(argv[4])) != TV_OK ||
            tv_verify_chain_with(ctx, argv[3], chain, len, then, NULL) != TV_OK) {
            return 1;
        }
    }
    return report(begin);
}
