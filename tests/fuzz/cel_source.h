/* Environments for the fuzzers of CEL. */
#ifndef PLIM_FUZZ_CEL_SOURCE_H
#define PLIM_FUZZ_CEL_SOURCE_H

#include <stdlib.h>
#include <string.h>

#include "cel/env.h"

/* Preparing an environment takes longer than most inputs: done once for each, and kept. */
static inline const struct cel_env *cel_source_base(const char *name)
{
    enum { ENVIRONMENTS_MAX = 8 };
    static const char *names[ENVIRONMENTS_MAX];
    static const struct cel_env *bases[ENVIRONMENTS_MAX];
    static struct plim_arena *arenas[ENVIRONMENTS_MAX];
    size_t i = 0;
    while (i < ENVIRONMENTS_MAX - 1 && names[i] && strcmp(names[i], name) != 0)
        i++;
    if (!names[i]) {
        const struct cel_env_spec spec = {.environment = name};
        struct plim_err err = {0};
        arenas[i] = plim_arena_new();
        if (cel_env_make(arenas[i], &spec, &bases[i], &err) != PLIM_OK)
            abort();
        names[i] = name;
    }
    return bases[i];
}

/* The variables `object`, of any type, and `request`, a record with `name` and `labels`. */
static inline const struct cel_env *cel_source_env(struct plim_arena *arena, const char *name)
{
    static const struct cel_field fields[] = {{"name", NULL}, {"labels", NULL}};
    struct cel_variable *variables = plim_arena_array(arena, 2, sizeof *variables);
    variables[0] = (struct cel_variable){"object", NULL};
    variables[1] = (struct cel_variable){
        "request", cel_type_record(arena, "Request", fields, PLIM_LEN(fields))};
    const struct cel_env_spec spec = {
        .base = cel_source_base(name), .variables = variables, .len = 2};
    const struct cel_env *env = NULL;
    struct plim_err err = {0};
    if (cel_env_make(arena, &spec, &env, &err) != PLIM_OK)
        abort();
    return env;
}

#endif
