#include "origin.h"

#include "env_priv.h"
#include "type_priv.h"

struct cel_origin cel_origin_append(struct plim_arena *arena, struct cel_origin origin,
                                    struct plim_str step)
{
    if (origin.len == origin.cap) {
        uint32_t cap = origin.cap > 0 ? origin.cap * 2 : 1;
        struct plim_str *steps = plim_arena_array(arena, cap, sizeof *steps);
        for (uint32_t i = 0; i < origin.len; i++)
            steps[i] = origin.steps[i];
        origin.steps = steps;
        origin.cap = cap;
    }
    origin.steps[origin.len++] = step;
    return origin;
}

static const struct cel_type *variable_type(const struct cel_env *env, struct plim_str name)
{
    for (size_t i = 0; i < env->len; i++)
        if (plim_str_is(name, env->variables[i].name))
            return env->variables[i].type;
    return NULL;
}

const struct cel_type *cel_type_of_items(const struct cel_type *container)
{
    bool has_items =
        container && (container->kind == CEL_TYPE_LIST || container->kind == CEL_TYPE_MAP);
    return has_items ? container->params[container->len - 1] : NULL;
}

static const struct cel_type *field_type(const struct cel_type *record, struct plim_str name)
{
    for (size_t i = 0; record->kind == CEL_TYPE_RECORD && i < record->field_count; i++)
        if (plim_str_is(name, record->fields[i].name))
            return record->fields[i].type;
    return NULL;
}

static const struct cel_type *follow(const struct cel_type *type, struct plim_str step)
{
    if (plim_str_is(step, "@items") || plim_str_is(step, "@values"))
        return cel_type_of_items(type);
    if (plim_str_is(step, "@keys"))
        return type->kind == CEL_TYPE_MAP ? type->params[0] : NULL;
    return field_type(type, step);
}

const struct cel_type *cel_origin_type(struct cel_origin origin, const struct cel_env *env)
{
    const struct cel_type *type = origin.len > 0 ? variable_type(env, origin.steps[0]) : NULL;
    for (uint32_t i = 1; type && i < origin.len; i++)
        type = follow(type, origin.steps[i]);
    return type;
}
