/* Type parameters while checking: which stand for what. The rules are those of the reference
 * checker, so that the deduced types agree. Source: cel-spec doc/langdef.md, "Type parameters". */
#include <string.h>

#include "type_priv.h"

static bool assign(struct cel_bindings_of_types *types, const struct cel_type *actual,
                   const struct cel_type *wanted);

const struct cel_type *cel_types_fresh(struct cel_bindings_of_types *types)
{
    if (types->len == types->cap) {
        size_t cap = types->cap ? types->cap * 2 : 16;
        const struct cel_type **items =
            plim_arena_array(types->arena, cap, sizeof(const struct cel_type *));
        for (size_t i = 0; i < types->len; i++)
            items[i] = types->items[i];
        types->items = items;
        types->cap = cap;
    }
    types->items[types->len] = NULL;
    return cel_type_param(types->arena, (uint32_t)(CEL_TYPE_LETTERS + types->len++));
}

static void bind(struct cel_bindings_of_types *types, const struct cel_type *param,
                 const struct cel_type *type)
{
    size_t i = param->number - CEL_TYPE_LETTERS;
    if (types->trail_len == types->trail_cap) {
        size_t cap = types->trail_cap ? types->trail_cap * 2 : 16;
        struct cel_type_change *trail = plim_arena_array(types->arena, cap, sizeof *trail);
        for (size_t k = 0; k < types->trail_len; k++)
            trail[k] = types->trail[k];
        types->trail = trail;
        types->trail_cap = cap;
    }
    types->trail[types->trail_len++] = (struct cel_type_change){i, types->items[i]};
    types->items[i] = type;
}

static const struct cel_type *standing_for(const struct cel_bindings_of_types *types,
                                           const struct cel_type *param)
{
    size_t i = param->number - CEL_TYPE_LETTERS;
    return param->number >= CEL_TYPE_LETTERS && i < types->len ? types->items[i] : NULL;
}

/* Does `param` occur in `type`, through what its parameters stand for? */
static bool occurs(const struct cel_bindings_of_types *types, const struct cel_type *param,
                   const struct cel_type *type)
{
    if (type->kind == CEL_TYPE_PARAM) {
        if (type->number == param->number)
            return true;
        const struct cel_type *bound = standing_for(types, type);
        return bound && occurs(types, param, bound);
    }
    for (size_t i = 0; i < type->len; i++)
        if (occurs(types, param, type->params[i]))
            return true;
    return false;
}

static bool at_most_as_specific(const struct cel_type *left, const struct cel_type *right)
{
    if (left->kind == CEL_TYPE_DYN || left->kind == CEL_TYPE_PARAM)
        return true;
    if (right->kind == CEL_TYPE_DYN || right->kind == CEL_TYPE_PARAM)
        return false;
    if (left->kind != right->kind || left->len != right->len)
        return false;
    if (left->kind == CEL_TYPE_TYPE)
        return true;
    if (left->len == 0 || (left->kind == CEL_TYPE_OPAQUE && strcmp(left->name, right->name) != 0))
        return cel_type_same(left, right);
    for (size_t i = 0; i < left->len; i++)
        if (!at_most_as_specific(left->params[i], right->params[i]))
            return false;
    return true;
}

const struct cel_type *cel_types_most_general(const struct cel_bindings_of_types *types,
                                              const struct cel_type *left,
                                              const struct cel_type *right)
{
    if (right->kind == CEL_TYPE_NULL && !types->null_decides)
        return left; /* null was admitted: the other says more */
    return at_most_as_specific(left, right) ? left : right;
}

/* May `type` be what `param` stands for? known_out: it stood for something already. */
static bool substitute(struct cel_bindings_of_types *types, const struct cel_type *type,
                       const struct cel_type *param, bool *known_out)
{
    *known_out = true;
    if (type->kind == CEL_TYPE_PARAM && type->number == param->number)
        return true;
    const struct cel_type *bound = standing_for(types, param);
    if (bound) {
        if (cel_type_same(type, bound))
            return true;
        if (!assign(types, type, bound))
            return false;
        const struct cel_type *general = cel_types_most_general(types, type, bound);
        if (!occurs(types, param, general))
            bind(types, param, general);
        return true;
    }
    *known_out = false;
    if (param->number < CEL_TYPE_LETTERS || occurs(types, param, type))
        return false;
    bind(types, param, type);
    return true;
}

static bool is_nullable(const struct cel_type *type)
{
    return type->kind == CEL_TYPE_NULL || type->kind == CEL_TYPE_OPAQUE ||
           type->kind == CEL_TYPE_WRAPPER || type->kind == CEL_TYPE_RECORD ||
           type->kind == CEL_TYPE_TIMESTAMP || type->kind == CEL_TYPE_DURATION;
}

/* A record is a map from strings to anything for everyone who does not know its fields; an object
 * is not. */
static bool assign_record(struct cel_bindings_of_types *types, const struct cel_type *record,
                          const struct cel_type *other)
{
    if (other->kind == CEL_TYPE_RECORD)
        return record->fields == other->fields ||
               (record->name && other->name && strcmp(record->name, other->name) == 0);
    return !record->is_object && other->kind == CEL_TYPE_MAP &&
           assign(types, cel_type_string(), other->params[0]) &&
           assign(types, cel_type_dyn(), other->params[1]);
}

static bool assign_same_shape(struct cel_bindings_of_types *types, const struct cel_type *actual,
                              const struct cel_type *wanted)
{
    if (actual->kind == CEL_TYPE_WRAPPER)
        actual = actual->params[0];
    if (wanted->kind == CEL_TYPE_WRAPPER)
        wanted = wanted->params[0];
    if (actual->kind == CEL_TYPE_RECORD)
        return assign_record(types, actual, wanted);
    if (wanted->kind == CEL_TYPE_RECORD)
        return assign_record(types, wanted, actual);
    if (actual->kind != wanted->kind)
        return false;
    if (actual->kind == CEL_TYPE_TYPE)
        return true;
    if (actual->len != wanted->len ||
        (actual->kind == CEL_TYPE_OPAQUE && strcmp(actual->name, wanted->name) != 0))
        return false;
    for (size_t i = 0; i < actual->len; i++)
        if (!assign(types, actual->params[i], wanted->params[i]))
            return false;
    return true;
}

static bool assign(struct cel_bindings_of_types *types, const struct cel_type *actual,
                   const struct cel_type *wanted)
{
    bool known = false;
    if (wanted->kind == CEL_TYPE_PARAM) {
        if (substitute(types, actual, wanted, &known))
            return true;
        if (known)
            return false;
    }
    if (actual->kind == CEL_TYPE_PARAM)
        return substitute(types, wanted, actual, &known);
    if (cel_type_is_dyn(actual) || cel_type_is_dyn(wanted))
        return true;
    if (actual->kind == CEL_TYPE_NULL)
        return is_nullable(wanted);
    if (wanted->kind == CEL_TYPE_NULL)
        return is_nullable(actual);
    return assign_same_shape(types, actual, wanted);
}

static void take_back(struct cel_bindings_of_types *types)
{
    while (types->trail_len > 0) {
        const struct cel_type_change *change = &types->trail[--types->trail_len];
        types->items[change->index] = change->before;
    }
}

bool cel_types_assign(struct cel_bindings_of_types *types, const struct cel_type *const *actual,
                      const struct cel_type *const *wanted, size_t len)
{
    types->trail_len = 0;
    for (size_t i = 0; i < len; i++) {
        if (assign(types, actual[i], wanted[i]))
            continue;
        take_back(types);
        return false;
    }
    return true;
}

bool cel_types_would_assign(struct cel_bindings_of_types *types, const struct cel_type *actual,
                            const struct cel_type *wanted)
{
    const struct cel_type *letters[CEL_TYPE_LETTERS] = {NULL};
    types->trail_len = 0;
    bool good = assign(types, actual, cel_types_instantiate(types, wanted, letters));
    take_back(types);
    return good;
}

enum { PARAMS_MAX = 4 };

/* The type with these parameters, which are its own mostly. */
static const struct cel_type *rebuild(struct cel_bindings_of_types *types,
                                      const struct cel_type *type,
                                      const struct cel_type *const *params)
{
    for (size_t i = 0; i < type->len; i++)
        if (params[i] != type->params[i])
            return cel_type_make(types->arena, type->kind, type->name, params, type->len);
    return type;
}

/* What a parameter stands for in the end: a parameter that is free, or no parameter. Those on the
 * way learn it, so that long ways are gone once. */
static const struct cel_type *look_through(struct cel_bindings_of_types *types,
                                           const struct cel_type *type)
{
    const struct cel_type *end = type;
    for (const struct cel_type *next = type; next; next = standing_for(types, end)) {
        end = next;
        if (end->kind != CEL_TYPE_PARAM)
            break;
    }
    while (type != end) {
        size_t i = type->number - CEL_TYPE_LETTERS;
        type = types->items[i];
        types->items[i] = end;
    }
    return end;
}

const struct cel_type *cel_types_resolve(struct cel_bindings_of_types *types,
                                         const struct cel_type *type, bool finish)
{
    if (!type->is_open || type->len > PARAMS_MAX)
        return type;
    if (type->kind == CEL_TYPE_PARAM) {
        type = look_through(types, type);
        if (type->kind == CEL_TYPE_PARAM)
            return finish ? cel_type_dyn() : type;
        return cel_types_resolve(types, type, finish);
    }
    const struct cel_type *params[PARAMS_MAX];
    for (size_t i = 0; i < type->len; i++)
        params[i] = cel_types_resolve(types, type->params[i], finish);
    return rebuild(types, type, params);
}

const struct cel_type *cel_types_outer(struct cel_bindings_of_types *types,
                                       const struct cel_type *type)
{
    const struct cel_type *end = look_through(types, type);
    return end->kind == CEL_TYPE_PARAM ? cel_type_dyn() : end;
}

bool cel_types_same(struct cel_bindings_of_types *types, const struct cel_type *left,
                    const struct cel_type *right)
{
    left = cel_types_outer(types, left);
    right = cel_types_outer(types, right);
    if (left == right)
        return true;
    if (left->kind != right->kind || left->len != right->len)
        return false;
    if (!left->is_open && !right->is_open)
        return cel_type_same(left, right);
    for (size_t i = 0; i < left->len; i++)
        if (!cel_types_same(types, left->params[i], right->params[i]))
            return false;
    return left->kind != CEL_TYPE_OPAQUE || strcmp(left->name, right->name) == 0;
}

const struct cel_type *cel_types_instantiate(struct cel_bindings_of_types *types,
                                             const struct cel_type *type,
                                             const struct cel_type *letters[CEL_TYPE_LETTERS])
{
    if (!type->is_open || type->len > PARAMS_MAX)
        return type;
    if (type->kind == CEL_TYPE_PARAM && type->number < CEL_TYPE_LETTERS) {
        if (!letters[type->number])
            letters[type->number] = cel_types_fresh(types);
        return letters[type->number];
    }
    const struct cel_type *params[PARAMS_MAX];
    for (size_t i = 0; i < type->len; i++)
        params[i] = cel_types_instantiate(types, type->params[i], letters);
    return rebuild(types, type, params);
}
