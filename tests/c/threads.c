/* Many verifications on 8 threads on one context, while another thread adds roots and changes the
 * mode. */

#include "harness.h"
#include <pthread.h>

#define THREADS 8

typedef struct {
    tv_context *ctx;
    const test_input *in;
    long count;
    long wrong;
    long asked;
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

static void *verify_many(void *argument)
{
    worker *self = (worker *)argument;
    const test_input *in = self->in;
    long i;

    for (i = 0; i < self->count; i++) {
        const int good = i % 2 == 0;
        tv_result *result = NULL;
        tv_status status = tv_verify_chain_with(self->ctx, good ? in->name : "other.example",
                                                in->chain.data, in->chain.len, in->then, &result);
        /* Either mode may be on, but no other answer is possible. */
        const int right = good ? status == TV_OK : status == TV_WARNED || status == TV_REJECTED;

        if (!right || tv_result_status(result) != status ||
            tv_result_reason(result) != (good ? TV_REASON_NONE : TV_REASON_NAME_MISMATCH))
            self->wrong++;
        tv_result_free(result);
    }
    return NULL;
}

/* Each context keeps its own list, so the same root again and again is enough to swap the settings.
 */
static void *change_settings(void *argument)
{
    worker *self = (worker *)argument;
    const test_input *in = self->in;
    long i;

    for (i = 0; !is_done(); i++) {
        tv_context *copy;
        if (tv_set_mode(self->ctx, i % 2 == 0 ? TV_MODE_WARN : TV_MODE_ENFORCE) != TV_OK ||
            tv_add_root(self->ctx, in->root.data, in->root.len) != TV_OK)
            self->wrong++;
        copy = tv_context_clone(self->ctx);
        if (copy == NULL || tv_get_mode(copy) == TV_MODE_OFF)
            self->wrong++;
        tv_context_free(copy);
        tv_context_free(tv_context_ref(self->ctx));
        self->asked++;
    }
    return NULL;
}

int main(int argc, char **argv)
{
    test_input in = test_begin(argc, argv);
    const long total = argc > 7 ? strtol(argv[7], NULL, 10) : 10000;
    tv_context *ctx = tv_context_new();
    worker workers[THREADS + 1];
    pthread_t threads[THREADS + 1];
    int i;

    CHECK_STATUS(tv_set_log(ctx, test_count_log, NULL, NULL), TV_OK);
    for (i = 0; i <= THREADS; i++) {
        worker fresh = {ctx, &in, total / THREADS, 0, 0};
        workers[i] = fresh;
    }
    CHECK(pthread_create(&threads[THREADS], NULL, change_settings, &workers[THREADS]) == 0);
    for (i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, verify_many, &workers[i]) == 0);
    for (i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    pthread_mutex_lock(&done_lock);
    done = 1;
    pthread_mutex_unlock(&done_lock);
    CHECK(pthread_join(threads[THREADS], NULL) == 0);
    for (i = 0; i <= THREADS; i++)
        CHECK(workers[i].wrong == 0);
    CHECK(workers[THREADS].asked > 0);
    printf("%ld verifications, %ld changes\n", total, workers[THREADS].asked);
    tv_context_free(ctx);
    return test_end(&in);
}
