#include "cel/env.h"

#include <string.h>

#include "library.h"

static const struct {
    const char *name;
    unsigned dialect;
} dialects[] = {
    {"plimsoll", CEL_DIALECT_PLIMSOLL},
    {"cel", CEL_DIALECT_CEL},
    {"kubernetes", CEL_DIALECT_KUBERNETES},
};

static enum plim_code find_dialect(const char *name, unsigned *dialect_out, struct plim_err *err)
{
    for (size_t i = 0; i < PLIM_LEN(dialects); i++) {
        if (!name || strcmp(name, dialects[i].name) == 0) {
            *dialect_out = dialects[i].dialect;
            return PLIM_OK;
        }
    }
    return plim_err_set(err, PLIM_INVALID,
                        "unknown CEL dialect '%s'; expected one of cel, kubernetes, plimsoll",
                        name);
}

static enum plim_code check_variables(const struct cel_env_spec *spec, struct plim_err *err)
{
    for (size_t i = 0; i < spec->len; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(spec->variables[i].name, spec->variables[k].name) == 0)
                return plim_err_set(err, PLIM_INVALID, "variable '%s' is declared twice",
                                    spec->variables[i].name);
    return PLIM_OK;
}

enum plim_code cel_env_make(struct plim_arena *arena, const struct cel_env_spec *spec,
                            const struct cel_env **env_out, struct plim_err *err)
{
    unsigned dialect = 0;
    enum plim_code code = find_dialect(spec->dialect, &dialect, err);
    if (code == PLIM_OK)
        code = check_variables(spec, err);
    if (code != PLIM_OK)
        return code;
    struct cel_env *env = plim_arena_alloc(arena, sizeof *env);
    *env = (struct cel_env){
        .dialect = dialect,
        .variables = spec->variables,
        .len = spec->len,
        .container = plim_str_from(spec->container),
    };
    *env_out = env;
    return PLIM_OK;
}
