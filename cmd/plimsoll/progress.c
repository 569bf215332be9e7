#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

struct progress progress_start(bool quiet)
{
    return (struct progress){
        .quiet = quiet, .terminal = isatty(STDERR_FILENO) == 1, .named = plim_map_new()};
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
    if (plim_map_get(progress->named, cluster))
        return;
    plim_map_set(progress->named, cluster, progress);
    fprintf(stderr, "reading %s\n", cluster);
}

void progress_stop(struct progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
    plim_map_free(progress->named);
}
