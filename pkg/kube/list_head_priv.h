/* The beginning of a list's body: enough to ask for its next page before the whole is decoded. */
#ifndef KUBE_LIST_HEAD_PRIV_H
#define KUBE_LIST_HEAD_PRIV_H

#include <stdbool.h>

#include "base/str.h"

/* Whether it can be sent back: printable ASCII, not empty. A token with a NUL would read the first
 * page for ever. */
bool kube_token_is_sound(struct plim_str token);

/*
 * The metadata.continue of a JSON list whose metadata stand before its items, as API servers write
 * it.
 *
 * token_out  borrowed from `body`; empty on the last page
 * Returns false when the text does not tell, which is no error: decode it.
 */
bool kube_list_head_continue(struct plim_str body, struct plim_str *token_out);

#endif
