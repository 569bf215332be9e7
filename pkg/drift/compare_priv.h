/* One comparison: what it works on and what it has found. */
#ifndef PLIM_DRIFT_COMPARE_PRIV_H
#define PLIM_DRIFT_COMPARE_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "drift/drift.h"

#include "schema_priv.h"
#include "writer_priv.h"

struct drift_comparison {
    struct plim_arena *arena;
    const struct drift_options *options;
    struct drift_schema schema;
    struct drift_writers writers;
    const struct value *desired;
    const struct value *live;
    bool secret;        /* a core Secret: values under data are masked */
    bool metadata_only; /* compare nothing but metadata */
    struct drift_difference *items;
    size_t len;
    size_t cap;
    struct plim_str unknown;
};

/* One field seen from both sides. `live` is NULL where it is missing, `desired` where it is extra.
 */
struct drift_pair {
    const struct drift_step *step;
    const struct value *desired;
    const struct value *live;
};

/* Note a difference, with the writer of the live field. The same field is noted once. */
void drift_comparison_add(struct drift_comparison *comparison, enum drift_verdict verdict,
                          const struct drift_pair *pair);

/* What stated fields differ, or are missing. */
void drift_compare_stated(struct drift_comparison *comparison);

/* Live fields that strangers wrote and Git does not state. */
void drift_compare_extra(struct drift_comparison *comparison);

/* Live fields that Git stated when it was last applied, and no longer does. */
void drift_compare_applied(struct drift_comparison *comparison);

/* `data` of a Secret. */
void drift_compare_secret(struct drift_comparison *comparison);

/* The Secret with `stringData` folded into `data`, as the server does; any other object as it is.
 */
const struct value *drift_secret_fold(struct plim_arena *arena, const struct value *desired);

/* A value under `data` as it may be shown: the keyed hash, or "(hidden)". */
struct value drift_secret_mask(const struct drift_comparison *comparison, struct plim_str key,
                               const struct value *value);

#endif
