/* What an expression may use: variables with their types, and libraries of functions. */
#ifndef PLIM_CEL_ENV_H
#define PLIM_CEL_ENV_H

#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "cel/type.h"

struct cel_env;

struct cel_variable {
    const char *name;            /* may be dotted */
    const struct cel_type *type; /* NULL means dyn */
};

struct cel_env_spec {
    /* "cel": the specification and its extensions; "kubernetes": what the newest API server offers,
     * "kubernetes@1.34": an older one; "kyverno": what Kyverno's policies have; "plimsoll": all of
     * it. NULL means "plimsoll". Which there are: cel/reference.h. */
    const char *environment;
    /* Libraries to add, or to have in another version: "strings", "strings@2". */
    const char *const *libraries;
    size_t library_count;
    /* Take environment and libraries from this one instead, prepared already; it must live as long.
     * NULL: prepare them, which takes a tenth of a millisecond and 70 KiB. */
    const struct cel_env *base;
    const struct cel_variable *variables; /* borrowed for the environment's life */
    size_t len;
    const char *container; /* name resolution scope, or NULL */
};

/*
 * In the arena.
 *
 * Fails with PLIM_INVALID on an unknown environment, library or version, naming those there are,
 * and on a variable declared twice.
 * Threads: immutable once made.
 */
PLIM_NODISCARD enum plim_code cel_env_make(struct plim_arena *arena,
                                           const struct cel_env_spec *spec,
                                           const struct cel_env **env_out, struct plim_err *err);

#endif
