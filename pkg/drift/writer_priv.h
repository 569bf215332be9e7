/*
 * Who wrote which field: metadata.managedFields.
 * Source: Kubernetes documentation, "Server-Side Apply", "Field management"; the FieldsV1 type.
 */
#ifndef PLIM_DRIFT_WRITER_PRIV_H
#define PLIM_DRIFT_WRITER_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "value/value.h"

#include "step_priv.h"

struct drift_writer {
    struct plim_str manager;
    struct plim_str operation;
    struct plim_str time;
    const struct value *fields; /* fieldsV1; borrowed from the live object */
    bool stranger;              /* neither applied the object nor is a known controller */
    bool declares; /* what it owns and Git does not state is extra: a stranger, or someone
                    * who applied it on the server side, which owns no defaults */
};

struct drift_writers {
    struct drift_writer *items; /* owned by the arena; without those of the status subresource */
    size_t len;
    const struct drift_writer *applier; /* NULL: nobody is known to be */
};

/*
 * Read the writers of `live` and tell strangers from those who applied what is desired.
 *
 * The applier is the writer that owns most of what `desired` states, tools that only edit aside;
 * after `kubectl create` and `kubectl apply` both belong to it. Known controllers are no strangers.
 */
struct drift_writers drift_writers_read(struct plim_arena *arena, const struct value *desired,
                                        const struct value *live);

/* The writer of the field at `step`: of several the one that wrote last. NULL when nobody is known.
 */
const struct drift_writer *drift_writers_find(struct plim_arena *arena,
                                              const struct drift_writers *writers,
                                              const struct drift_step *step);

/* Somebody else than `writer` owns the field at `step`, or something below it. */
bool drift_writers_share(struct plim_arena *arena, const struct drift_writers *writers,
                         const struct drift_writer *writer, const struct drift_step *step);

/* The parsed rest of a key "k:{...}" or "v:...". False for other keys and for what is not JSON. */
bool drift_field_key_read(struct plim_arena *arena, struct plim_str key, struct value *key_out);

#endif
