/* Secrets stay out of captures. */
#ifndef SNAPSHOT_SECRET_PRIV_H
#define SNAPSHOT_SECRET_PRIV_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

struct plim_arena;
struct value;

/* Whether the request is for core Secrets: one, some or all. */
bool snapshot_target_is_secret(const char *target);

/*
 * Append what may be kept of an answer about Secrets: their metadata, without the copy of their
 * values that `kubectl apply` leaves in an annotation.
 *
 * Fails with PLIM_DENIED when the answer holds more than metadata, or is not understood.
 */
PLIM_NODISCARD enum plim_code snapshot_secret_keep(struct plim_str body, struct plim_buf *kept,
                                                   struct plim_err *err);

/* Of an answer about Secrets that is no success: a Status as it is, and nothing of anything else.
 */
void snapshot_secret_keep_status(struct plim_str body, struct plim_buf *kept);

/*
 * Append an answer about anything else: as it is, unless there are Secrets in it (a mixed List, an
 * aggregated API), which lose their data and stringData.
 *
 * Fails with PLIM_DENIED when it names Secrets with values and is not understood.
 */
PLIM_NODISCARD enum plim_code snapshot_secret_strip(struct plim_str body, struct plim_buf *kept,
                                                    struct plim_err *err);

/* Of a Secret its metadata, as snapshot_secret_keep does; of any other object all but the values of
 * Secrets inside of it. They borrow from the object. */
struct value snapshot_secret_object(struct plim_arena *arena, const struct value *secret);
struct value snapshot_secret_strip_value(struct plim_arena *arena, const struct value *object);

#endif
