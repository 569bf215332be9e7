/*
 * Desired against live: which fields differ, who wrote them, and what a hand has added.
 *
 * What differs or is missing is what applying Git again would change, as `kubectl diff` shows it:
 * by the way the object is managed. A field that Git does not state and that applying would leave
 * alone is `extra` when a hand or an unknown program put it there, which managedFields tell.
 */
#ifndef PLIM_DRIFT_DRIFT_H
#define PLIM_DRIFT_DRIFT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "value/value.h"

enum drift_verdict {
    DRIFT_DIFFERS, /* live has another value */
    DRIFT_MISSING, /* Git states it, live does not have it */
    DRIFT_EXTRA,   /* live has it, Git does not state it */
};
enum { DRIFT_VERDICTS = 3 };

enum drift_state {
    DRIFT_IN_SYNC,
    DRIFT_CHANGED,    /* both exist and differ: "differs" */
    DRIFT_ABSENT,     /* desired, but not in the cluster: "missing" */
    DRIFT_UNDECLARED, /* live, but not in Git */
};
enum { DRIFT_STATES = 4 };

extern const char *const drift_verdict_names[DRIFT_VERDICTS]; /* "differs", "missing", "extra" */
extern const char *const drift_state_names[DRIFT_STATES]; /* "in-sync", "differs", "missing", ... */

enum { DRIFT_DIFFERENCES_MAX = 1000 /* per object; the rest is counted as unknown */ };

struct drift_difference {
    enum drift_verdict verdict;
    struct plim_str field;     /* path, as value/path.h writes it */
    struct value expected;     /* Git's; null when extra, and when applying would remove it */
    struct value actual;       /* live; null when missing */
    struct plim_str manager;   /* last writer of the live field; "" not known */
    struct plim_str operation; /* "Apply", "Update" or "" */
    struct plim_str time;      /* RFC 3339, of the manager's last write; "" not known */
};

struct drift_result {
    enum drift_state state;
    const struct drift_difference *items; /* sorted by field; owned by the arena */
    size_t len;
    struct plim_str unknown; /* why some part could not be compared; empty: all was */
};

/* All-zero compares everything that can be compared. */
struct drift_options {
    bool scaled;             /* a HorizontalPodAutoscaler owns spec.replicas */
    bool live_metadata_only; /* live has metadata and nothing else (Secrets) */
    bool secrets_blanked;    /* values of Secrets are not those of Git: keys count, values are
                              * unknown */

    /* Of a custom resource: its structural schema in the version that Git states, without $ref;
     * borrowed. NULL: not known, and then its lists are atomic and built-in defaults count. */
    const struct value *schema;
    struct plim_str schema_unknown; /* why there is none although there should be: what would have
                                     * depended on it is unknown; empty: nobody asked */

    /* Secret values are shown as keyed hashes, and as "(hidden)" without a key. */
    struct plim_str secret_key;
};

/*
 * Compare one object. Either may be NULL (missing, undeclared), not both.
 *
 * Texts and values of the result are borrowed from `desired` and `live` or made in `arena`: copy
 * with drift_record and value_copy what outlives them. Source of the rules: pkg/drift/README.md.
 * Threads: pure.
 */
struct drift_result drift_compare(struct plim_arena *arena, const struct value *desired,
                                  const struct value *live, const struct drift_options *options);

/*
 * The `drift` record {state, differences}. What could not be compared makes the state unknown
 * unless something is proven to differ or be missing, and is never "in-sync".
 */
struct value drift_record(struct plim_arena *arena, const struct drift_result *result);

/* The `drift` record when there is no comparison at all: state and differences are unknown. */
struct value drift_record_unknown(struct plim_arena *arena, struct plim_str reason);

#endif
