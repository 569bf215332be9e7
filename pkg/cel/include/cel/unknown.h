/*
 * What is not known: declaring parts of the bindings unknown, and what an unknown result waits for.
 *
 * An expression is evaluated as far as it can be: where what is unknown does not matter the result
 * is a value like any other.
 * Source: cel-spec proto/cel/expr/eval.proto, UnknownSet; cel-go interpreter/attribute_patterns.go.
 */
#ifndef PLIM_CEL_UNKNOWN_H
#define PLIM_CEL_UNKNOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "value/value.h"

struct cel_env;

/* One step of a path: the key of a field, entry or item. */
struct cel_qualifier {
    bool any; /* every key */
    struct value key;
};

/* A variable, or what lies below it along a path. All of it is unknown, and so is whatever
 * contains it, taken as a whole; its neighbours are not. */
struct cel_attribute {
    size_t variable; /* index in the environment */
    const struct cel_qualifier *path;
    size_t len;
};

/*
 * Read "object", "object.status", "request.userInfo.*", "spec.items[0].name", "labels['a/b']",
 * "m[*]".
 *
 * attribute_out  in the arena, which copies what it needs of `text`
 * Fails with PLIM_INVALID, "COLUMN: message", on anything else and on a variable that the
 * environment does not have.
 */
PLIM_NODISCARD enum plim_code cel_attribute_parse(struct plim_arena *arena,
                                                  const struct cel_env *env, struct plim_str text,
                                                  struct cel_attribute *attribute_out,
                                                  struct plim_err *err);

enum { CEL_TRAILS_MAX = 32 };

/* Attributes as an expression would write them, sorted by bytes, each once: "object.status.phase",
 * "request.userInfo.groups[0]", "labels[\"a/b\"]". */
struct cel_trails {
    const struct plim_str *items;
    size_t len;
};

/* What an unknown result of cel_eval waits for, at most CEL_TRAILS_MAX of them; none when a
 * function gave the unknown. Borrowed from the evaluation's arena; a value_copy has none. */
struct cel_trails cel_unknown_trails(const struct value *unknown);

#endif
