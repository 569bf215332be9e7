#include "element_priv.h"

/* A key that an element leaves out has its default; of built-in types only one has any. schema: of
 * the element, or NULL. */
static struct value key_of(const struct value *schema, const struct value *element,
                           struct plim_str field)
{
    const struct value *stated = value_get_str(element, field);
    if (stated && !value_is(stated, VALUE_NULL))
        return *stated;
    const struct value *property = value_get_str(value_get(schema, "properties"), field);
    const struct value *fallback = value_get(property, "default");
    if (fallback)
        return *fallback;
    return !schema && plim_str_is(field, "protocol") ? value_string_c("TCP") : value_null();
}

bool drift_element_is_twin(const struct drift_list_type *type, const struct value *left,
                           const struct value *right)
{
    for (size_t i = 0; i < DRIFT_LIST_KEYS_MAX && type->keys[i].len > 0; i++) {
        struct value left_key = key_of(type->element, left, type->keys[i]);
        struct value right_key = key_of(type->element, right, type->keys[i]);
        if (!value_equal(&left_key, &right_key))
            return false;
    }
    return true;
}

const struct value *drift_element_find(const struct drift_list_type *type, const struct value *list,
                                       const struct value *wanted, size_t hint)
{
    if (!value_is(list, VALUE_LIST))
        return NULL;
    const struct value *near = value_at(list, hint);
    if (near && drift_element_is_twin(type, near, wanted))
        return near;
    for (size_t i = 0; i < value_len(list); i++) {
        if (drift_element_is_twin(type, value_at(list, i), wanted))
            return value_at(list, i);
    }
    return NULL;
}

bool drift_element_matches(const struct value *element, const struct value *key)
{
    if (!value_is(key, VALUE_MAP))
        return value_equal(element, key);
    for (size_t i = 0; i < key->len; i++) {
        struct value own = key_of(NULL, element, value_str(&key->entries[i].key));
        if (!value_equal(&own, &key->entries[i].value))
            return false;
    }
    return true;
}

const struct value *drift_element_select(const struct value *list, const struct value *key,
                                         size_t *index_out)
{
    for (size_t i = 0; value_is(list, VALUE_LIST) && i < value_len(list); i++) {
        if (drift_element_matches(value_at(list, i), key)) {
            *index_out = i;
            return value_at(list, i);
        }
    }
    return NULL;
}
