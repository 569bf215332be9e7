/* Keeping the values of Secrets out of what is collected. */
#ifndef PLIM_MANIFEST_SECRET_PRIV_H
#define PLIM_MANIFEST_SECRET_PRIV_H

#include "base/arena.h"
#include "base/err.h"

/*
 * The text with every Secret replaced by one line of JSON in which `data` and `stringData` hold a
 * fixed text for each value (and "" for each empty one). The other documents stay as and on the
 * lines where they are. A text without a Secret is returned as it is.
 *
 * Fails with PLIM_INVALID or PLIM_LIMIT when the text may hold a Secret and cannot be parsed.
 */
PLIM_NODISCARD enum plim_code manifest_secret_blank(struct plim_arena *arena, const char *path,
                                                    struct plim_str text, struct plim_str *text_out,
                                                    struct plim_err *err);

#endif
