/* Forks while 8 threads verify, ask hooks, give warnings and change settings. Whatever one of them held at that moment, the child,
 * which has only one thread, can do all of it. */

#include "harness.h"
#include <pthread.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define THREADS 8
#define PATIENCE_SECONDS 60

typedef struct {
    tv_context *ctx;
    const test_input *in;
    int number;
    long wrong;
} worker;

static pthread_mutex_t done_lock = PTHREAD_MUTEX_INITIALIZER;
static int done;

static int is_done(void)
{
    int value;

    pthread_mutex_lock(&done_lock);
    value = done;
    pthread_mutex_unlock(&done_lock);
    return value;
}

static int32_t defer(void *user_data, const char *hostname, const uint8_t *der_chain, size_t der_chain_len,
                     const tv_result *normal)
{
    (void)user_data, (void)hostname, (void)der_chain, (void)der_chain_len, (void)normal;
    return TV_HOOK_DEFER;
}

/* Every host is another one, so each gives a warning. */
static long use_everything(tv_context *ctx, const test_input *in, int number, long i)
{
    char host[64];
    long wrong = 0;

    snprintf(host, sizeof host, "host-%d-%ld.example", number, i);
    wrong += tv_verify_chain_with(ctx, in->name, in->chain.data, in->chain.len, in->then, NULL) != TV_OK;
    wrong += tv_verify_chain_with(ctx, host, in->chain.data, in->chain.len, in->then, NULL) != TV_WARNED;
    wrong += tv_set_max_intermediates(ctx, 16) != TV_OK;
    return wrong;
}

static void *work(void *argument)
{
    worker *self = (worker *)argument;
    long i;

    for (i = 0; !is_done(); i++)
        self->wrong += use_everything(self->ctx, self->in, self->number, i);
    return NULL;
}

int main(int argc, char **argv)
{
    test_input in = test_begin(argc, argv);
    const long children = argc > 7 ? strtol(argv[7], NULL, 10) : 200;
    tv_context *ctx = tv_context_new();
    worker workers[THREADS];
    pthread_t threads[THREADS];
    long ended = 0;
    int i;

    CHECK_STATUS(tv_set_log(ctx, test_count_log, NULL, NULL), TV_OK);
    CHECK_STATUS(tv_set_hook(ctx, TV_HOOK_AFTER, 0, defer, NULL, NULL), TV_OK);
    /* The bundled roots are read before there are threads. */
    CHECK(use_everything(ctx, &in, THREADS, 0) == 0);
    for (i = 0; i < THREADS; i++) {
        worker fresh = {ctx, &in, i, 0};
        workers[i] = fresh;
        CHECK(pthread_create(&threads[i], NULL, work, &workers[i]) == 0);
    }
    for (; ended < children; ended++) {
        const pid_t child = fork();
        int status = 0;

        if (child == 0) {
            alarm(PATIENCE_SECONDS);
            _exit(use_everything(ctx, &in, THREADS, ended + 1) == 0 ? 0 : 1);
        }
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
            fprintf(stderr, "child %ld ended with %d\n", ended, status);
            CHECK(!"every child ends well");
            break;
        }
    }
    pthread_mutex_lock(&done_lock);
    done = 1;
    pthread_mutex_unlock(&done_lock);
    for (i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK(workers[i].wrong == 0);
    }
    printf("%ld children\n", ended);
    tv_context_free(ctx);
    return test_end(&in);
}
