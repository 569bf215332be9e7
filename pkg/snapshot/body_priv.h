/* How a body is kept: whole in one object, or, when it is a list, as what stands around its items
 * and chunks of items. Every answer of a list carries new versions and tokens; the chunks do not.
 */
#ifndef SNAPSHOT_BODY_PRIV_H
#define SNAPSHOT_BODY_PRIV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/hash.h"

enum {
    SNAPSHOT_CHUNK_BYTES = 512 * 1024, /* what chunks have on average */
    SNAPSHOT_CHUNK_BYTES_LEAST = 128 * 1024,
    SNAPSHOT_CHUNK_BYTES_MOST = 2 * 1024 * 1024, /* one item more at most */
    SNAPSHOT_HEAD_BYTES_MAX = 4096,
};

struct snapshot_hash {
    char sha256[PLIM_SHA256_TEXT_BYTES];
};

/* All-zero is the empty one. */
struct snapshot_body {
    char sha256[PLIM_SHA256_TEXT_BYTES]; /* of the whole; "" for a list: its chunks have theirs */
    uint64_t bytes;                      /* of the whole */
    bool is_list;                        /* else it is the object of that hash */
    char *head;                          /* up to the first item; owned */
    char *tail;                          /* from the last item's end; owned */
    struct snapshot_hash *chunks;        /* owned */
    size_t len;
    size_t cap;
};

void snapshot_body_release(struct snapshot_body *body);

/* Where the items of a list lie. */
struct snapshot_items {
    size_t begin; /* of the first item */
    size_t end;   /* behind the last item */
    size_t *cuts; /* where a chunk ends, ascending, the last one is `end`; owned by the caller */
    size_t len;
    size_t cap;
};

/* False when the body is not a list as API servers write them: {"kind":...,"items":[{...},...]}.
 * The cuts depend on the items alone: an item that comes or goes moves those next to it. */
bool snapshot_body_split(struct plim_str body, struct snapshot_items *items_out);

/* Keep the bytes below `dir`. Threads: any. Fails with PLIM_IO. */
PLIM_NODISCARD enum plim_code snapshot_body_write(const char *dir, struct plim_str bytes,
                                                  struct snapshot_body *body_out,
                                                  struct plim_err *err);

/* Append the body's bytes, no more than it says to have. Fails as snapshot_object_read does. */
PLIM_NODISCARD enum plim_code snapshot_body_read(const char *dir, const struct snapshot_body *body,
                                                 struct plim_buf *bytes, struct plim_err *err);

#endif
