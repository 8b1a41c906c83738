/* What a process has taken so far, for the benchmark of its start. */
#ifndef MEASURE_H
#define MEASURE_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static long long cpu_nanoseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* The most memory that this program has had, in kB. What getrusage tells counts the process that started it, too. */
static long most_memory(void)
{
    FILE *status = fopen("/proc/self/status", "r");
    char line[256];
    long most = 0;
    while (status != NULL && fgets(line, sizeof line, status) != NULL) {
        if (sscanf(line, "VmHWM: %ld", &most) == 1) {
            break;
        }
    }
    if (status != NULL) {
        fclose(status);
    }
    return most;
}

/* Prints the CPU time since `begin` and of the whole process, in nanoseconds, and the most memory that it had, in kB. */
static int report(long long begin)
{
    long long now = cpu_nanoseconds();
    return printf("%lld %lld %ld\n", now - begin, now, most_memory()) < 0;
}

static unsigned char *contents(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    long size;
    if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0) {
        exit(2);
    }
    rewind(file);
    unsigned char *octets = calloc(1, (size_t)size + 1);
    if (octets == NULL || fread(octets, 1, (size_t)size, file) != (size_t)size) {
        exit(2);
    }
    fclose(file);
    *len = (size_t)size;
    return octets;
}

#endif
