#include "cel/env.h"

#include <string.h>

#include "env_priv.h"

static enum plim_code check_variables(const struct cel_env_spec *spec, struct plim_err *err)
{
    for (size_t i = 0; i < spec->len; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(spec->variables[i].name, spec->variables[k].name) == 0)
                return plim_err_set(err, PLIM_INVALID, "variable '%s' is declared twice",
                                    spec->variables[i].name);
    return PLIM_OK;
}

enum plim_code cel_env_declare(struct plim_arena *arena, const struct cel_env_spec *spec,
                               const struct cel_function *declared, size_t count,
                               const struct cel_env **env_out, struct plim_err *err)
{
    struct cel_selection selection;
    const struct cel_selection_spec wanted = {spec->environment, spec->libraries,
                                              spec->library_count};
    enum plim_code code = check_variables(spec, err);
    if (code == PLIM_OK && !spec->base)
        code = cel_selection_make(&wanted, &selection, err);
    if (code != PLIM_OK)
        return code;
    struct cel_env *env = plim_arena_alloc(arena, sizeof *env);
    *env = (struct cel_env){
        .options = spec->base ? spec->base->options : selection.options,
        .index =
            spec->base ? spec->base->index : cel_index_make(arena, &selection, declared, count),
        .variables = spec->variables,
        .len = spec->len,
        .container = plim_str_from(spec->container),
    };
    *env_out = env;
    return PLIM_OK;
}

enum plim_code cel_env_make(struct plim_arena *arena, const struct cel_env_spec *spec,
                            const struct cel_env **env_out, struct plim_err *err)
{
    return cel_env_declare(arena, spec, NULL, 0, env_out, err);
}
