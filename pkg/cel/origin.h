/*
 * Where an expression leads, from a variable on: "self", "spec", "ports", "@items", "name".
 *
 * The API server looks sizes up by such paths, which are Go slices: two that were made by appending
 * to the same one may share the memory behind it, and then the later overwrites the last step of
 * the earlier. Estimates depend on that, so these paths do the same.
 */
#ifndef PLIM_CEL_ORIGIN_H
#define PLIM_CEL_ORIGIN_H

#include <stdint.h>

#include "base/arena.h"

struct cel_env;
struct cel_type;

struct cel_origin {
    struct plim_str *steps; /* shared */
    uint32_t len;           /* 0: leads nowhere */
    uint32_t cap;
};

struct cel_origin cel_origin_append(struct plim_arena *arena, struct cel_origin origin,
                                    struct plim_str step);

/* The type that was declared there, or NULL. */
const struct cel_type *cel_origin_type(struct cel_origin origin, const struct cel_env *env);

/* The types that were declared for what is in a container. */
const struct cel_type *cel_type_of_items(const struct cel_type *container);

#endif
