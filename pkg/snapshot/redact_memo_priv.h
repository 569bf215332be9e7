/* What became of texts that came before. All-zero is empty. */
#ifndef SNAPSHOT_REDACT_MEMO_PRIV_H
#define SNAPSHOT_REDACT_MEMO_PRIV_H

#include <stddef.h>

#include "base/str.h"

struct snapshot_memo_entry {
    struct plim_str text;
    struct plim_str made;
};

struct snapshot_memo {
    struct snapshot_memo_entry *slots; /* owned; open addressing, `text.text` NULL is empty */
    size_t slot_count;                 /* a power of two, or 0 */
    size_t len;
};

/* NULL when it did not come before. */
const struct plim_str *snapshot_memo_find(const struct snapshot_memo *memo, struct plim_str text);

/* Both texts are borrowed, `text` is not empty and not there yet. */
void snapshot_memo_add(struct snapshot_memo *memo, struct plim_str text, struct plim_str made);
void snapshot_memo_release(struct snapshot_memo *memo);

#endif
