/* Types as the checker sees them. Immutable; in an arena, or static. */
#ifndef PLIM_CEL_TYPE_H
#define PLIM_CEL_TYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

struct cel_type;

const struct cel_type *cel_type_dyn(void);
const struct cel_type *cel_type_bool(void);
const struct cel_type *cel_type_int(void);
const struct cel_type *cel_type_uint(void);
const struct cel_type *cel_type_double(void);
const struct cel_type *cel_type_string(void);
const struct cel_type *cel_type_bytes(void);
const struct cel_type *cel_type_timestamp(void);
const struct cel_type *cel_type_duration(void);
const struct cel_type *cel_type_list(struct plim_arena *arena, const struct cel_type *item);
const struct cel_type *cel_type_map(struct plim_arena *arena, const struct cel_type *key,
                                    const struct cel_type *item);

struct cel_field {
    const char *name;
    const struct cel_type *type;
};

/* A map with these string keys and no others: selecting any other is an issue that names the
 * nearest. The fields are borrowed. */
const struct cel_type *cel_type_record(struct plim_arena *arena, const char *name,
                                       const struct cel_field *fields, size_t len);

/* The same, and no map to anybody: only its fields can be selected, and only a record of the same
 * name is like it. The fields are in the order of their names (strcmp). */
const struct cel_type *cel_type_object(struct plim_arena *arena, const char *name,
                                       const struct cel_field *fields, size_t len);

/* How large values of a type are: what its schema says, or what the API server takes for granted
 * when that says nothing. */
struct cel_bounds {
    uint64_t elements_max; /* bytes of a text, items of a list, entries of a map; 0 of all else */
    uint64_t bytes_min;    /* of the value as JSON */
};

/* A copy of the type with these bounds. */
const struct cel_type *cel_type_bounded(struct plim_arena *arena, const struct cel_type *type,
                                        struct cel_bounds bounds);
/* False when nothing is known: the type is not from a schema. */
bool cel_type_bounds(const struct cel_type *type, struct cel_bounds *bounds_out);

/* What macros go over: the items of a list, the keys of a map; dyn of all else. */
const struct cel_type *cel_type_item(const struct cel_type *type);
bool cel_type_is_iterable(const struct cel_type *type); /* or dyn, which may be */

/* Can a value of the type be of a simple one (bool, string, ...)? Of dyn every value can. */
bool cel_type_may_be(const struct cel_type *type, const struct cel_type *simple);

/* "list(string)", as issues print it. */
void cel_type_print(const struct cel_type *type, struct plim_buf *buf);

#endif
