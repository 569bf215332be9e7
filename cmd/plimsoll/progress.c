#include "progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

struct progress progress_start(bool quiet)
{
    return (struct progress){
        .quiet = quiet, .terminal = isatty(STDERR_FILENO) == 1, .named = plim_map_new()};
}

/* With commas between the thousands. */
static void add_number(struct plim_buf *line, uint64_t number)
{
    char digits[32];
    int len = snprintf(digits, sizeof(digits), "%" PRIu64, number);
    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            plim_buf_append_char(line, ',');
        plim_buf_append_char(line, digits[i]);
    }
}

void progress_line(struct plim_buf *line, const char *cluster, const char *what, uint64_t objects,
                   uint64_t expected)
{
    plim_buf_printf(line, "%s: %s, ", cluster, what);
    add_number(line, objects);
    if (expected > objects) {
        plim_buf_append_c(line, " of about ");
        add_number(line, expected);
    }
    plim_buf_append_c(line, objects == 1 && expected <= 1 ? " object" : " objects");
}

void progress_show(void *context, const char *cluster, const char *what, uint64_t objects,
                   uint64_t expected)
{
    struct progress *progress = context;
    if (progress->quiet)
        return;
    if (progress->terminal) {
        PLIM_CLEANUP(plim_buf_release) struct plim_buf line = {0};
        progress_line(&line, cluster, what, objects, expected);
        fprintf(stderr, "\r\033[K%s", line.text);
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
