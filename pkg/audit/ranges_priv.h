/* Loops over many records, a part of them on each worker. */
#ifndef PLIM_AUDIT_RANGES_PRIV_H
#define PLIM_AUDIT_RANGES_PRIV_H

#include <stddef.h>

struct audit_run;
struct audit_worker;
struct value_pack;

/* Items first <= i < end, for one worker. */
struct audit_range {
    struct audit_run *run;
    const void *context;
    size_t first, end;
    struct value_pack *pack; /* records that are made of them, in their order */
};

typedef void audit_range_fn(const struct audit_range *range, struct audit_worker *worker);

/* Runs `work` on ranges that cover 0 <= i < count, at once, and joins their packs, in order, behind
 * `pack` (NULL: there are none). What they share must not change meanwhile. */
void audit_ranges_run(struct audit_run *run, size_t count, struct value_pack *pack,
                      audit_range_fn *work, const void *context);

#endif
