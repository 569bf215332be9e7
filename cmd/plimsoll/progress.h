/* What is being read, on standard error: one line that changes on a terminal, a line per cluster
 * elsewhere. */
#ifndef PLIM_CMD_PROGRESS_H
#define PLIM_CMD_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/map.h"

struct progress {
    bool quiet;
    bool terminal;
    bool shown;
    struct plim_map *named; /* owned: clusters that a line told of */
};

struct progress progress_start(bool quiet);

/* expected: about how many objects there are; not more than `objects` when nobody said. */
void progress_show(void *context, const char *cluster, const char *what, uint64_t objects,
                   uint64_t expected);

/* "prod: pods, 12,000 of about 40,000 objects" */
void progress_line(struct plim_buf *line, const char *cluster, const char *what, uint64_t objects,
                   uint64_t expected);
void progress_stop(struct progress *progress); /* leaves nothing behind on a terminal */

#endif
