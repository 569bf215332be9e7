#include "structure_priv.h"

static const struct value *find_field(const struct value *schema, struct plim_str key)
{
    const struct value *field = value_get_str(value_get(schema, "properties"), key);
    if (field)
        return field;
    const struct value *other = value_get(schema, "additionalProperties");
    return value_is(other, VALUE_MAP) ? other : NULL;
}

const struct value *drift_structure_at(const struct value *root, const struct drift_step *step)
{
    if (!root || !step)
        return root;
    const struct value *parent = drift_structure_at(root, step->parent);
    return step->kind == DRIFT_STEP_KEY ? find_field(parent, step->key)
                                        : value_get(parent, "items");
}

struct drift_list_type drift_structure_list(const struct value *schema)
{
    static const struct drift_list_type atomic = {.kind = DRIFT_LIST_ATOMIC};
    const struct value *type = value_get(schema, "x-kubernetes-list-type");
    const struct value *keys = value_get(schema, "x-kubernetes-list-map-keys");
    if (value_is_string(type, "set"))
        return (struct drift_list_type){.kind = DRIFT_LIST_SET};
    if (!value_is_string(type, "map") || value_len(keys) == 0 ||
        value_len(keys) > DRIFT_LIST_KEYS_MAX)
        return atomic;
    struct drift_list_type keyed = {.kind = DRIFT_LIST_KEYED,
                                    .element = value_get(schema, "items")};
    for (size_t i = 0; i < value_len(keys); i++) {
        keyed.keys[i] = value_str(value_at(keys, i));
        if (keyed.keys[i].len == 0)
            return atomic;
    }
    return keyed;
}

/* What the server makes of `stated`: its fields, and the defaults of the others. */
static bool is_completion(const struct value *schema, const struct value *stated,
                          const struct value *value)
{
    if (value_equal(stated, value))
        return true;
    if (!value_is(stated, VALUE_MAP) || !value_is(value, VALUE_MAP))
        return false;
    for (size_t i = 0; i < stated->len; i++) {
        if (!value_get_str(value, value_str(&stated->entries[i].key)))
            return false;
    }
    for (size_t i = 0; i < value->len; i++) {
        struct plim_str key = value_str(&value->entries[i].key);
        const struct value *field = find_field(schema, key);
        const struct value *from = value_get_str(stated, key);
        if (from ? !is_completion(field, from, &value->entries[i].value)
                 : !drift_structure_is_default(field, &value->entries[i].value))
            return false;
    }
    return true;
}

bool drift_structure_is_default(const struct value *schema, const struct value *value)
{
    const struct value *fallback = value_get(schema, "default");
    return fallback && value && is_completion(schema, fallback, value);
}

bool drift_structure_is_atomic_map(const struct value *schema)
{
    return value_is_string(value_get(schema, "x-kubernetes-map-type"), "atomic");
}

bool drift_structure_prunes(const struct value *root, const struct drift_step *step)
{
    const struct value *parent = drift_structure_at(root, step->parent);
    return step->kind == DRIFT_STEP_KEY && value_get(parent, "properties") &&
           !find_field(parent, step->key) &&
           !value_bool_or(value_get(parent, "x-kubernetes-preserve-unknown-fields"), false) &&
           !value_bool_or(value_get(parent, "x-kubernetes-embedded-resource"), false);
}
