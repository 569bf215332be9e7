#include "params.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "value/build.h"

static const char *const type_names[] = {"array",  "boolean", "integer",
                                         "number", "object",  "string"};

static const struct value_field keywords[] = {
    {"type", VALUE_STRING, 0},
    {"description", VALUE_STRING, 0},
    {"properties", VALUE_MAP, 0},
    {"additionalProperties", VALUE_NULL, 0},
    {"required", VALUE_LIST, 0},
    {"items", VALUE_MAP, 0},
    {"enum", VALUE_LIST, 0},
    {"minimum", VALUE_INT, VALUE_FIELD_NUMBER},
    {"maximum", VALUE_INT, VALUE_FIELD_NUMBER},
    {"minLength", VALUE_INT, 0},
    {"maxLength", VALUE_INT, 0},
    {"minItems", VALUE_INT, 0},
    {"maxItems", VALUE_INT, 0},
};

static enum plim_code read_schema(const struct value_node *schema, unsigned depth,
                                  struct plim_err *err);

static enum plim_code read_properties(const struct value_node *schema, unsigned depth,
                                      struct plim_err *err)
{
    struct value_node properties = value_node_get(schema, "properties");
    for (size_t i = 0; i < value_node_len(&properties); i++) {
        struct value_node property = value_node_at(&properties, i);
        if (read_schema(&property, depth + 1, err) != PLIM_OK)
            return err->code;
    }
    struct value_node other = value_node_get(schema, "additionalProperties");
    if (other.value == NULL || value_is(other.value, VALUE_BOOL))
        return PLIM_OK;
    return read_schema(&other, depth + 1, err);
}

static enum plim_code read_schema(const struct value_node *schema, unsigned depth,
                                  struct plim_err *err)
{
    unsigned ignored = 0;
    if (depth > POLICY_SCHEMA_DEPTH_MAX)
        return value_node_fail(err, schema, "schemas inside each other: more than %d",
                               POLICY_SCHEMA_DEPTH_MAX);
    if (value_node_check(schema, keywords, PLIM_LEN(keywords), err) != PLIM_OK)
        return err->code;
    struct value_node type = value_node_get(schema, "type");
    if (type.value != NULL &&
        value_node_enum(&type, "type", type_names, PLIM_LEN(type_names), &ignored, err) != PLIM_OK)
        return err->code;
    struct value_node items = value_node_get(schema, "items");
    if (items.value != NULL && read_schema(&items, depth + 1, err) != PLIM_OK)
        return err->code;
    return read_properties(schema, depth, err);
}

enum plim_code policy_schema_read(const struct value_node *schema, struct plim_err *err)
{
    return read_schema(schema, 0, err);
}

/* ---- Inferring. */

/* NULL of null, which may be anything. */
static const char *type_of(const struct value *value)
{
    static const char *const types[] = {
        [VALUE_BOOL] = "boolean",  [VALUE_INT] = "integer",   [VALUE_UINT] = "integer",
        [VALUE_DOUBLE] = "number", [VALUE_STRING] = "string", [VALUE_LIST] = "array",
        [VALUE_MAP] = "object",
    };
    return value->kind < PLIM_LEN(types) ? types[value->kind] : NULL;
}

static struct value typed(struct plim_arena *arena, const struct value *value)
{
    struct value_map_builder schema = {.arena = arena};
    const char *type = type_of(value);
    if (type != NULL)
        value_map_add(&schema, "type", value_string_c(type));
    return value_map_finish(&schema);
}

/* The type that all items have; items of several types may be anything. */
static struct value infer_list(struct plim_arena *arena, const struct value *list)
{
    struct value_map_builder schema = {.arena = arena};
    const char *type = value_len(list) > 0 ? type_of(value_at(list, 0)) : NULL;
    for (size_t i = 1; i < value_len(list); i++)
        type = type == type_of(value_at(list, i)) ? type : NULL;
    value_map_add(&schema, "type", value_string_c("array"));
    if (type != NULL)
        value_map_add(&schema, "items", typed(arena, value_at(list, 0)));
    return value_map_finish(&schema);
}

struct value policy_schema_infer(struct plim_arena *arena, const struct value *defaults)
{
    struct value_map_builder properties = {.arena = arena};
    struct value_map_builder schema = {.arena = arena};
    for (size_t i = 0; i < value_len(defaults); i++) {
        const struct value *value = value_at(defaults, i);
        value_map_add_str(&properties, value_str(&defaults->entries[i].key),
                          value_is(value, VALUE_LIST) ? infer_list(arena, value)
                                                      : typed(arena, value));
    }
    value_map_add(&schema, "type", value_string_c("object"));
    value_map_add(&schema, "properties", value_map_finish(&properties));
    return value_map_finish(&schema);
}

/* ---- Checking. */

struct check {
    struct plim_arena *arena;
    const char *path; /* "limit", "registries[0]"; empty: the parameters themselves */
    struct plim_err *err;
};

static enum plim_code check_value(const struct check *check, const struct value *schema,
                                  const struct value_node *node);

static bool has_type(const struct value *value, struct plim_str type)
{
    const char *actual = type_of(value);
    return type.len == 0 || (actual != NULL && plim_str_is(type, actual)) ||
           (plim_str_is(type, "number") && actual != NULL &&
            plim_str_is(PLIM_STR("integer"), actual));
}

static enum plim_code fail(const struct check *check, const struct value_node *node,
                           const char *message)
{
    if (check->path[0] == '\0')
        return value_node_fail(check->err, node, "parameters: %s", message);
    return value_node_fail(check->err, node, "parameter '%s': %s", check->path, message);
}

static enum plim_code fail_unknown(const struct check *check, const struct value *properties,
                                   const struct value_node *key)
{
    size_t count = value_len(properties);
    const char **names = plim_arena_array(check->arena, count, sizeof(*names));
    for (size_t i = 0; i < count; i++) {
        struct plim_str name = value_str(&properties->entries[i].key);
        names[i] = plim_arena_copy(check->arena, name.text, name.len);
    }
    const char *nearest = plim_str_nearest(value_str(key->value), names, count);
    return value_node_fail(check->err, key, "unknown parameter '%s%s%.*s'%s%s%s", check->path,
                           check->path[0] ? "." : "", PLIM_STR_ARG(value_str(key->value)),
                           nearest ? "; did you mean '" : "", nearest ? nearest : "",
                           nearest ? "'?" : "");
}

/* What the schema says of a field; NULL where it says that there is none. */
static const struct value *find_property(const struct value *schema, struct plim_str name)
{
    static const struct value anything = {.kind = VALUE_MAP};
    const struct value *properties = value_get(schema, "properties");
    const struct value *other = value_get(schema, "additionalProperties");
    const struct value *found = value_get_str(properties, name);
    if (found != NULL || value_is(other, VALUE_MAP))
        return found != NULL ? found : other;
    return properties == NULL || value_bool_or(other, false) ? &anything : NULL;
}

static enum plim_code check_fields(const struct check *check, const struct value *schema,
                                   const struct value_node *node)
{
    for (size_t i = 0; i < value_node_len(node); i++) {
        struct value_node key = value_node_key_at(node, i);
        struct value_node field = value_node_at(node, i);
        const struct value *property = find_property(schema, value_str(key.value));
        if (property == NULL)
            return fail_unknown(check, value_get(schema, "properties"), &key);
        struct check inner = *check;
        inner.path =
            plim_arena_printf(check->arena, "%s%s%.*s", check->path, check->path[0] ? "." : "",
                              PLIM_STR_ARG(value_str(key.value)));
        if (check_value(&inner, property, &field) != PLIM_OK)
            return check->err->code;
    }
    const struct value *required = value_get(schema, "required");
    for (size_t i = 0; i < value_len(required); i++) {
        struct plim_str name = value_str(value_at(required, i));
        if (value_get_str(node->value, name) == NULL)
            return fail(check, node,
                        plim_arena_printf(check->arena, "'%.*s' is missing", PLIM_STR_ARG(name)));
    }
    return PLIM_OK;
}

static enum plim_code check_items(const struct check *check, const struct value *schema,
                                  const struct value_node *node)
{
    const struct value *items = value_get(schema, "items");
    for (size_t i = 0; items != NULL && i < value_node_len(node); i++) {
        struct value_node item = value_node_at(node, i);
        struct check inner = *check;
        inner.path = plim_arena_printf(check->arena, "%s[%zu]", check->path, i);
        if (check_value(&inner, items, &item) != PLIM_OK)
            return check->err->code;
    }
    return PLIM_OK;
}

/* Characters of a text, else items. */
static struct value size_of(const struct value *value)
{
    struct plim_str text = value_str(value);
    int64_t size = value_is(value, VALUE_STRING) ? 0 : (int64_t)value_len(value);
    for (size_t i = 0; i < text.len; i++)
        size += ((unsigned char)text.text[i] & 0xC0U) != 0x80U;
    return value_int(size);
}

/* Numbers compare with minimum and maximum, texts and lists by their length. */
static enum plim_code check_bounds(const struct check *check, const struct value *schema,
                                   const struct value_node *node)
{
    static const struct {
        const char *keyword;
        bool most, number;
    } bounds[] = {
        {"minimum", false, true},   {"maximum", true, true},    {"minLength", false, false},
        {"maxLength", true, false}, {"minItems", false, false}, {"maxItems", true, false},
    };
    bool number = has_type(node->value, PLIM_STR("number"));
    struct value size = size_of(node->value);
    for (size_t i = 0; i < PLIM_LEN(bounds); i++) {
        const struct value *bound = value_get(schema, bounds[i].keyword);
        if (bound == NULL || bounds[i].number != number)
            continue;
        int order = value_compare(number ? node->value : &size, bound);
        if (bounds[i].most ? order > 0 : order < 0)
            return fail(check, node,
                        plim_arena_printf(check->arena, "%s than its %s",
                                          bounds[i].most ? "more" : "less", bounds[i].keyword));
    }
    return PLIM_OK;
}

static bool is_among(const struct value *list, const struct value *value)
{
    for (size_t i = 0; i < value_len(list); i++) {
        if (value_equal(value_at(list, i), value))
            return true;
    }
    return list == NULL;
}

static enum plim_code check_value(const struct check *check, const struct value *schema,
                                  const struct value_node *node)
{
    struct plim_str type = value_get_text(schema, "type");
    if (!has_type(node->value, type)) {
        const char *found = type_of(node->value);
        return fail(check, node,
                    plim_arena_printf(check->arena, "expected %.*s, found %s", PLIM_STR_ARG(type),
                                      found ? found : "null"));
    }
    if (!is_among(value_get(schema, "enum"), node->value))
        return fail(check, node, "not one of the values that its schema lists");
    if (check_bounds(check, schema, node) != PLIM_OK)
        return check->err->code;
    if (value_is(node->value, VALUE_MAP))
        return check_fields(check, schema, node);
    return value_is(node->value, VALUE_LIST) ? check_items(check, schema, node) : PLIM_OK;
}

enum plim_code policy_schema_check(const struct value *schema, const struct value_node *params,
                                   struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct check check = {arena, "", err};
    return check_value(&check, schema, params);
}
