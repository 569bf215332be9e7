/* The inside of environments. */
#ifndef PLIM_CEL_ENV_PRIV_H
#define PLIM_CEL_ENV_PRIV_H

#include "cel/env.h"

#include "environment.h"
#include "index.h"

struct cel_env {
    unsigned options; /* enum cel_option */
    const struct cel_index *index;
    const struct cel_variable *variables;
    size_t len;
    struct plim_str container;
};

/* cel_env_make with functions that are declared without an implementation: for checking alone. */
PLIM_NODISCARD enum plim_code cel_env_declare(struct plim_arena *arena,
                                              const struct cel_env_spec *spec,
                                              const struct cel_function *declared, size_t count,
                                              const struct cel_env **env_out, struct plim_err *err);

#endif
