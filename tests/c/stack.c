/* How much stack one verification uses: it runs on a stack that was painted before, and the paint that is left is counted. */

#define _XOPEN_SOURCE 700
#include "harness.h"
#include <pthread.h>

#define STACK ((size_t)1 << 20)
#define PAINT 0xa5

typedef struct {
    tv_context *ctx;
    tv_evidence *then;
    test_bytes chain;
    const char *name;
    tv_status status;
} job;

/* Large enough for anything, and aligned as stacks have to be. */
static union {
    long double alignment;
    unsigned char bytes[STACK + 65536];
} memory;

static void *do_nothing(void *argument)
{
    return argument;
}

static void *verify(void *argument)
{
    job *self = (job *)argument;

    self->status = tv_verify_chain_with(self->ctx, self->name, self->chain.data, self->chain.len,
                                        self->then, NULL);
    return NULL;
}

static size_t stack_of(void *(*run)(void *), void *argument)
{
    const uintptr_t start = ((uintptr_t)memory.bytes + 65535) / 65536 * 65536;
    unsigned char *stack = memory.bytes + (start - (uintptr_t)memory.bytes);
    pthread_attr_t attributes;
    pthread_t thread;
    size_t untouched = 0;

    memset(stack, PAINT, STACK);
    CHECK(pthread_attr_init(&attributes) == 0);
    CHECK(pthread_attr_setstack(&attributes, stack, STACK) == 0);
    CHECK(pthread_create(&thread, &attributes, run, argument) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(pthread_attr_destroy(&attributes) == 0);
    while (untouched < STACK && stack[untouched] == PAINT)
        untouched++;
    return STACK - untouched;
}

/* Arguments: CHAIN.der ROOTS.pem NAME UNIX-TIME STATUS FILE.der... Each file is a revocation list or else an intermediate. Prints
 * the bytes used, first verification and second. */
int main(int argc, char **argv)
{
    tv_context *ctx = tv_context_new();
    size_t thread, first, second;
    job self;
    int i;

    if (argc < 6) {
        fprintf(stderr, "usage: %s CHAIN.der ROOTS.pem NAME UNIX-TIME STATUS FILE...\n", argv[0]);
        return 2;
    }
    self.ctx = ctx;
    self.chain = test_read(argv[1]);
    self.name = argv[3];
    self.then = tv_evidence_new();
    CHECK_STATUS(tv_evidence_set_time(self.then, (int64_t)strtol(argv[4], NULL, 10)), TV_OK);
    for (i = 6; i < argc; i++) {
        test_bytes file = test_read(argv[i]);
        tv_status as_list = tv_evidence_add_crl(self.then, file.data, file.len);
        if (as_list == TV_ERR_BAD_ENCODING)
            CHECK_STATUS(tv_add_intermediates(ctx, file.data, file.len), TV_OK);
        else
            CHECK_STATUS(as_list, TV_OK);
        free(file.data);
    }
    CHECK_STATUS(tv_validate_certs(ctx), TV_OK);
    CHECK_STATUS(tv_add_roots_file(ctx, argv[2], NULL), TV_OK);
    /* What a thread itself needs is not ours. */
    thread = stack_of(do_nothing, NULL);
    first = stack_of(verify, &self) - thread;
    CHECK_STATUS(self.status, (tv_status)strtol(argv[5], NULL, 10));
    second = stack_of(verify, &self) - thread;
    printf("%lu %lu\n", (unsigned long)first, (unsigned long)second);
    free(self.chain.data);
    tv_evidence_free(self.then);
    tv_context_free(ctx);
    return harness_failures == 0 ? 0 : 1;
}
