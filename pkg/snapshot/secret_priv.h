/* Secrets stay out of captures. */
#ifndef SNAPSHOT_SECRET_PRIV_H
#define SNAPSHOT_SECRET_PRIV_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

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

#endif
