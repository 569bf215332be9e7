#include "base/log.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

static _Atomic int most_verbose_level = PLIM_LOG_WARN;

void plim_log_set_level(enum plim_log_level most_verbose)
{
    atomic_store_explicit(&most_verbose_level, (int)most_verbose, memory_order_relaxed);
}

void plim_log(enum plim_log_level level, const char *fmt, ...)
{
    static const char *const names[] = {"error", "warning", "info", "debug"};
    if ((int)level > atomic_load_explicit(&most_verbose_level, memory_order_relaxed))
        return;
    /* One write for the line: lines of several threads do not mix. */
    char line[2048];
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(line, sizeof(line), fmt, args);
    va_end(args);
    if (len >= 0)
        (void)fprintf(stderr, "plimsoll: %s: %s%s\n", names[level], line,
                      (size_t)len < sizeof(line) ? "" : "...");
}
