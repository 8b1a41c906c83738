/* dlclose leaves the code where it is: a thread may still be inside, and callbacks may still be
 * stored. */

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef const char *(*version_fn)(void);
typedef void *(*new_fn)(void);
typedef void (*free_fn)(void *);

/* ISO C has no conversion from an object pointer to a function pointer; POSIX means this one. */
static int look_up(void *library, const char *name, void *function)
{
    void *found = dlsym(library, name);

    memcpy(function, &found, sizeof found);
    return found != NULL;
}

int main(int argc, char **argv)
{
    version_fn version;
    new_fn context_new;
    free_fn context_free;
    void *library, *ctx;
    int i;

    if (argc != 2)
        return 2;
    for (i = 0; i < 3; i++) {
        library = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
        if (library == NULL) {
            fprintf(stderr, "%s\n", dlerror());
            return 1;
        }
        if (!look_up(library, "tv_version", &version) ||
            !look_up(library, "tv_context_new", &context_new) ||
            !look_up(library, "tv_context_free", &context_free))
            return 1;
        ctx = context_new();
        if (dlclose(library) != 0 || ctx == NULL)
            return 1;
        /* These would be jumps into nothing. */
        if (version()[0] == '\0')
            return 1;
        context_free(ctx);
    }
    puts("ok");
    return 0;
}
