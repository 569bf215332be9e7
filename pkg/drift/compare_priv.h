/* One comparison: what it works on and what it has found. */
#ifndef PLIM_DRIFT_COMPARE_PRIV_H
#define PLIM_DRIFT_COMPARE_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "drift/drift.h"

#include "schema_priv.h"
#include "writer_priv.h"

/* How the object is managed, which decides what applying it again would do. */
enum drift_way {
    DRIFT_WAY_STRATEGIC, /* client side, a built-in type: three-way strategic merge */
    DRIFT_WAY_JSON,      /* client side, a custom resource: JSON merge patch */
    DRIFT_WAY_SERVER,    /* server side: by list types and ownership */
};

struct drift_comparison {
    struct plim_arena *arena;
    const struct drift_options *options;
    struct drift_schema schema;
    struct drift_writers writers;
    const struct value *desired;
    const struct value *live;
    enum drift_way way;
    const struct value *applied; /* the last-applied configuration; NULL: none that counts */
    bool secret;                 /* a core Secret: values under data are masked */
    bool metadata_only;          /* compare nothing but metadata */
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
    const struct value *applied; /* what was applied last; NULL: nothing, or it does not count */
};

/* Note a difference, with the writer of the live field. The same field is noted once. */
void drift_comparison_add(struct drift_comparison *comparison, enum drift_verdict verdict,
                          const struct drift_pair *pair);

/* What stated fields differ, or are missing. */
void drift_compare_stated(struct drift_comparison *comparison);

/* Live fields that strangers wrote and Git does not state. */
void drift_compare_extra(struct drift_comparison *comparison);

/* Decide the way, and read what was applied last where that counts. */
void drift_applied_read(struct drift_comparison *comparison);

/*
 * One field. replaced: it stands in something that applying would write whole, so whatever live has
 * beyond Git and the server's defaults would go.
 */
void drift_compare_pair(struct drift_comparison *comparison, const struct drift_pair *pair,
                        bool replaced);

/* Two lists, both there. */
void drift_compare_lists(struct drift_comparison *comparison, const struct drift_pair *pair,
                         bool replaced);

/* Applying would remove the live field: a difference, unless the server fills the same in again. */
void drift_compare_removed(struct drift_comparison *comparison, const struct drift_pair *pair);

/* The server fills in this value, or says nothing by it. */
bool drift_comparison_is_filled(const struct drift_comparison *comparison,
                                const struct drift_step *step, const struct value *value);

/* `data` of a Secret. */
void drift_compare_secret(struct drift_comparison *comparison);

/* The Secret with `stringData` folded into `data`, as the server does; any other object as it is.
 */
const struct value *drift_secret_fold(struct plim_arena *arena, const struct value *desired);

/* A value under `data` as it may be shown: the keyed hash, or "(hidden)". */
struct value drift_secret_mask(const struct drift_comparison *comparison, struct plim_str key,
                               const struct value *value);

#endif
