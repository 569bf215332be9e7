#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct progress progress_start(bool quiet)
{
    return (struct progress){.quiet = quiet, .terminal = isatty(STDERR_FILENO) == 1};
}

void progress_show(void *context, const char *cluster, const char *what, uint64_t objects)
{
    struct progress *progress = context;
    if (progress->quiet)
        return;
    if (progress->terminal) {
        fprintf(stderr, "\r\033[K%s: %s, %" PRIu64 " objects", cluster, what, objects);
        progress->shown = true;
        return;
    }
    if (strncmp(progress->cluster, cluster, sizeof(progress->cluster) - 1) == 0 ||
        strcmp(what, "discovery") != 0)
        return;
    (void)snprintf(progress->cluster, sizeof(progress->cluster), "%s", cluster);
    fprintf(stderr, "reading %s\n", cluster);
}

void progress_stop(struct progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
}
