/* The inside of types, and what the checker does with them: substitution, assignability. */
#ifndef PLIM_CEL_TYPE_PRIV_H
#define PLIM_CEL_TYPE_PRIV_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "cel/type.h"
#include "value/value.h"

enum cel_type_kind {
    CEL_TYPE_DYN,
    CEL_TYPE_FAILED, /* of an expression with an issue: admits everything, so that one fault is one
                        issue */
    CEL_TYPE_NULL,
    CEL_TYPE_BOOL,
    CEL_TYPE_INT,
    CEL_TYPE_UINT,
    CEL_TYPE_DOUBLE,
    CEL_TYPE_STRING,
    CEL_TYPE_BYTES,
    CEL_TYPE_TIMESTAMP,
    CEL_TYPE_DURATION,
    CEL_TYPE_LIST,    /* params: item */
    CEL_TYPE_MAP,     /* params: key, item */
    CEL_TYPE_TYPE,    /* params: the type, or none */
    CEL_TYPE_OPAQUE,  /* `name`, any params; optional values are "optional_type" */
    CEL_TYPE_WRAPPER, /* params: a primitive; null is admitted */
    CEL_TYPE_RECORD,  /* `name`, `fields` */
    CEL_TYPE_PARAM,   /* `number` */
};

struct cel_type {
    enum cel_type_kind kind;
    uint32_t number;
    const char *name;
    const struct cel_type *const *params;
    size_t len;
    size_t size; /* nodes of the whole type */
    const struct cel_field *fields;
    size_t field_count;
    struct cel_bounds bounds;
    bool is_open;    /* a type parameter, or one is inside */
    bool is_object;  /* a record that is no map; its fields are in the order of their names */
    bool is_bounded; /* `bounds` are known */
};

/* Numbers below this are the letters of a signature; those above are made fresh while checking. */
enum { CEL_TYPE_LETTERS = 26 };

#define CEL_OPTIONAL_NAME "optional_type"

const struct cel_type *cel_type_simple(enum cel_type_kind kind);
const struct cel_type *cel_type_make(struct plim_arena *arena, enum cel_type_kind kind,
                                     const char *name, const struct cel_type *const *params,
                                     size_t len);
const struct cel_type *cel_type_param(struct plim_arena *arena, uint32_t number);
const struct cel_type *cel_type_optional(struct plim_arena *arena, const struct cel_type *item);
const struct cel_type *cel_type_type(struct plim_arena *arena, const struct cel_type *of);
bool cel_type_is_optional(const struct cel_type *type);
bool cel_type_is_dyn(const struct cel_type *type); /* dyn, or failed */
bool cel_type_same(const struct cel_type *left, const struct cel_type *right);

/* The name that type() gives a value: "int", "google.protobuf.Timestamp", "net.IP". */
struct plim_str cel_type_name_of(const struct value *value);
/* The type a name such as "int" or "google.protobuf.Duration" stands for, or NULL. */
const struct cel_type *cel_type_by_name(struct plim_str name);

/* Does a value at run time belong to the type? Of lists and maps only the first item is looked at.
 */
bool cel_type_admits(const struct cel_type *type, const struct value *value);

/* Read "map(string, list(T))" from the front of *text. NULL when malformed. */
const struct cel_type *cel_type_parse(struct plim_arena *arena, struct plim_str *text);

struct cel_type_change {
    size_t index;
    const struct cel_type *before;
};

/* What the type parameters made while checking stand for. */
struct cel_bindings_of_types {
    struct plim_arena *arena;
    const struct cel_type **items; /* by number - CEL_TYPE_LETTERS; NULL when free */
    size_t len;
    size_t cap;
    struct cel_type_change *trail; /* of the assignment under way, to take it back */
    size_t trail_len;
    size_t trail_cap;
    bool null_decides; /* of null and a type that admits it the later is meant, as in cel-go; else
                          that type, as in the specification's suite */
};

const struct cel_type *cel_types_fresh(struct cel_bindings_of_types *types);
/* Is a value of type `actual` acceptable where `wanted` is asked? Binds free parameters; on false
 * the bindings are unchanged. */
bool cel_types_assign(struct cel_bindings_of_types *types, const struct cel_type *const *actual,
                      const struct cel_type *const *wanted, size_t len);
/* Would one be? Binds nothing; the letters of a signature stand for anything. */
bool cel_types_would_assign(struct cel_bindings_of_types *types, const struct cel_type *actual,
                            const struct cel_type *wanted);
const struct cel_type *cel_types_most_general(const struct cel_bindings_of_types *types,
                                              const struct cel_type *left,
                                              const struct cel_type *right);
/* With parameters replaced by what they stand for; those still free become dyn if `finish`. */
const struct cel_type *cel_types_resolve(struct cel_bindings_of_types *types,
                                         const struct cel_type *type, bool finish);
/* What it is on the outside: never a parameter; one that is free counts as dyn. */
const struct cel_type *cel_types_outer(struct cel_bindings_of_types *types,
                                       const struct cel_type *type);
/* Are both the same once they are resolved and finished? */
bool cel_types_same(struct cel_bindings_of_types *types, const struct cel_type *left,
                    const struct cel_type *right);
/* With the letters of a signature replaced by fresh parameters, kept in letters[]. */
const struct cel_type *cel_types_instantiate(struct cel_bindings_of_types *types,
                                             const struct cel_type *type,
                                             const struct cel_type *letters[CEL_TYPE_LETTERS]);

#endif
