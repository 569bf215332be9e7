/*
 * The one tree type: Kubernetes objects, our own documents and CEL's values.
 *
 * A value is 16 bytes and is passed by pointer or copied freely: it borrows what it points to from
 * an arena, and is never changed once built. All-zero is null.
 *
 * Threads: immutable, so any number may read.
 */
#ifndef PLIM_VALUE_VALUE_H
#define PLIM_VALUE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct plim_arena;

enum value_kind {
    VALUE_NULL = 0,
    VALUE_BOOL,
    VALUE_INT,
    VALUE_UINT,
    VALUE_DOUBLE,
    VALUE_STRING, /* UTF-8 */
    VALUE_BYTES,
    VALUE_LIST,
    VALUE_MAP,
    /* The rest occurs in CEL only, never in a document that was read. */
    VALUE_TIMESTAMP, /* `integer` seconds since the epoch, `len` nanoseconds 0..999,999,999 */
    VALUE_DURATION,  /* `integer` seconds, `len` the int32 nanoseconds, of the same sign */
    VALUE_TYPE,      /* `text`, `len`: the type's name */
    VALUE_OPTIONAL,  /* `items`: one value when `len` is 1, none when 0 */
    VALUE_OPAQUE,    /* `opaque`: an extension's own type; `aux` tells which */
    VALUE_UNKNOWN,   /* `text`, `len`: why it is not known. Never equal to anything */
    VALUE_ERROR,     /* `text`, `len`: what went wrong when it was evaluated */
};

enum value_flag {
    VALUE_FLAG_POSITIONS = 1, /* positions of the children stand behind the children */
    /* The other bits belong to whoever made the value; a copy of a list, map or unknown has
     * none. */
};

struct value_entry;

struct value {
    uint8_t kind;  /* enum value_kind */
    uint8_t flags; /* enum value_flag */
    uint16_t aux;  /* free for the kind */
    uint32_t len;  /* bytes of text, items of a list, entries of a map */
    union {
        bool boolean;
        int64_t integer;
        uint64_t unsigned_integer;
        double real;
        const char *text;                  /* not NUL-terminated in general */
        const struct value *items;         /* len of them */
        const struct value_entry *entries; /* len of them, in document order */
        const void *opaque;
    };
};

/* Keys of a document are strings; CEL allows bool, int and uint too. */
struct value_entry {
    struct value key;
    struct value value;
};

/* Where something stands in its file; both from 1; line 0 means not known. */
struct value_position {
    uint32_t line;
    uint32_t column;
};

/* ---- Building. Strings are borrowed: copy them into the arena first if they may go away. */
struct value value_null(void);
struct value value_bool(bool boolean);
struct value value_int(int64_t integer);
struct value value_uint(uint64_t integer);
struct value value_double(double real);
struct value value_string(struct plim_str text);
struct value value_string_c(const char *text); /* borrowed, NUL-terminated; NULL gives null */
struct value value_list(const struct value *items, size_t len);
struct value value_map(const struct value_entry *entries, size_t len);
struct value value_unknown(struct plim_str reason);

/* ---- Reading. A NULL or wrong-kind argument gives the empty answer, so look-ups chain. */
bool value_is(const struct value *value, enum value_kind kind);
struct plim_str value_str(const struct value *value); /* of a string; else empty */
bool value_is_string(const struct value *value, const char *text);
int64_t value_int_or(const struct value *value, int64_t otherwise); /* ints, and uints that fit */
bool value_bool_or(const struct value *value, bool otherwise);
const char *value_kind_name(enum value_kind kind); /* "string", "list", ...: for messages */

/* The value under a string key, or NULL. */
const struct value *value_get(const struct value *map, const char *key);
const struct value *value_get_str(const struct value *map, struct plim_str key);

/* Along string keys "metadata.labels"; no escapes. NULL when any step is missing. */
const struct value *value_get_path(const struct value *map, const char *dotted);

/* value_str(value_get_path(map, dotted)). */
struct plim_str value_get_text(const struct value *map, const char *dotted);

/* The i-th item of a list or value of a map, or NULL. */
const struct value *value_at(const struct value *container, size_t i);
size_t value_len(const struct value *container); /* of a list or map; else 0 */

/* Where the i-th child stands: a list's item, a map's value. Line 0 without positions. */
struct value_position value_position_at(const struct value *container, size_t i);
struct value_position value_key_position_at(const struct value *map, size_t i);

/* ---- Comparing and copying. */

/* Deep equality as JSON: map order does not matter, 1 and 1.0 are equal. Unknown, error: false. */
bool value_equal(const struct value *left, const struct value *right);

/* A total order for sorting: by kind, the three kinds of number being one, then by content; map
 * entries by key. NaN stands behind all numbers. */
int value_compare(const struct value *left, const struct value *right);

/* Deep copy into another arena; positions are kept. */
struct value value_copy(struct plim_arena *arena, const struct value *value);

/* Without the map entries, at any depth, that are null; nulls in lists stay. Borrows from the
 * value; without positions where something was left out. */
struct value value_without_nulls(struct plim_arena *arena, const struct value *value);

#endif
