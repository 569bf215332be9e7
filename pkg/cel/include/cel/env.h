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
    /* "cel": the specification and its extensions; "kubernetes": what the API server offers;
     * "plimsoll": all of it. NULL means "plimsoll". */
    const char *dialect;
    const struct cel_variable *variables; /* borrowed for the environment's life */
    size_t len;
    const char *container; /* name resolution scope, or NULL */
};

/* In the arena. Fails with PLIM_INVALID on an unknown dialect or a variable declared twice. */
PLIM_NODISCARD enum plim_code cel_env_make(struct plim_arena *arena,
                                           const struct cel_env_spec *spec,
                                           const struct cel_env **env_out, struct plim_err *err);

#endif
