/* The IANA time zones, written at build time by zone_table_make.c from the system's tzdata. */
#ifndef PLIM_CEL_ZONE_TABLE_H
#define PLIM_CEL_ZONE_TABLE_H

#include <stddef.h>
#include <stdint.h>

struct cel_zone {
    const char *name;
    const int64_t *times;   /* seconds since the epoch, ascending: from then on ... */
    const int32_t *offsets; /* ... local time is this many seconds ahead of UTC */
    size_t len;
    int32_t before;   /* the offset before the first */
    const char *tail; /* after the last, as a POSIX TZ text */
};

extern const struct cel_zone cel_zone_table[]; /* in byte order of their names */
extern const size_t cel_zone_table_len;

#endif
