/* What a pack keeps once: texts, and shapes of maps. */
#ifndef VALUE_PACK_PRIV_H
#define VALUE_PACK_PRIV_H

#include <stdint.h>

#include "base/arena.h"
#include "value/pack.h"

/* Numbers of what was met, by hash. */
struct value_pack_slot {
    uint32_t hash;
    uint32_t number; /* from 1; 0: met once, not kept */
    bool used;
};

/* The keys of a map, in its order. */
struct value_pack_shape {
    const struct value *keys;
    uint32_t len;
};

struct value_pack_table {
    struct value_pack_slot *slots; /* owned */
    size_t slot_count;             /* a power of two, or 0 */
    size_t used;
};

struct value_pack_chunk {
    unsigned char *bytes; /* owned */
    size_t len, cap;
};

struct value_pack {
    struct plim_arena *arena; /* of texts and keys */
    struct value_pack_table text_table;
    struct plim_str *texts; /* owned; number - 1 is the index */
    size_t text_len, text_cap;
    struct value_pack_table shape_table;
    struct value_pack_shape *shapes; /* owned; the same */
    size_t shape_len, shape_cap;
    struct value_pack_chunk *chunks; /* owned; no item is in two */
    size_t chunk_len, chunk_cap;
    uint64_t *starts; /* owned; of each item: its chunk's index, then 32 bits of offset in it */
    size_t len, cap;
    struct value_pack *next; /* owned; whose items come behind */
};

/* The number of the text; 0 when it is met for the first time. */
uint32_t value_pack_text(struct value_pack *pack, struct plim_str text);

/* The number of the map's keys. */
uint32_t value_pack_shape(struct value_pack *pack, const struct value *map);

#endif
