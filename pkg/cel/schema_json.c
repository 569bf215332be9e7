#include "schema_json.h"

#include <string.h>

enum { REF_STEP_BYTES = 512 };

struct plim_str cel_schema_ref(const struct value *json)
{
    struct plim_str ref = value_str(value_get(json, "$ref"));
    const struct value *wrapped = value_get(json, "allOf");
    for (size_t i = 0; ref.len == 0 && i < value_len(wrapped); i++)
        ref = value_str(value_get(value_at(wrapped, i), "$ref"));
    return ref;
}

/* A step of a JSON pointer, with ~1 and ~0 undone. Source: RFC 6901, section 4. */
static bool unescape_step(struct plim_str step, char *out, size_t *len_out)
{
    if (step.len > REF_STEP_BYTES)
        return false;
    *len_out = 0;
    for (size_t i = 0; i < step.len; i++) {
        char byte = step.text[i];
        if (byte == '~' && i + 1 < step.len)
            byte = step.text[++i] == '1' ? '/' : '~';
        out[(*len_out)++] = byte;
    }
    return true;
}

const struct value *cel_schema_follow(const struct value *document, struct plim_str ref)
{
    char step_text[REF_STEP_BYTES];
    struct plim_str rest = ref;
    struct plim_str step;
    const struct value *found = document;
    bool more = plim_str_cut(&rest, '/', &step);
    if (!document || !plim_str_is(step, "#"))
        return NULL;
    while (more && found) {
        size_t len = 0;
        more = plim_str_cut(&rest, '/', &step);
        found = unescape_step(step, step_text, &len)
                    ? value_get_str(found, (struct plim_str){step_text, len})
                    : NULL;
    }
    return value_is(found, VALUE_MAP) ? found : NULL;
}

struct plim_str cel_schema_type_name(const struct value *json)
{
    const struct value *type = value_get(json, "type");
    return value_str(value_is(type, VALUE_LIST) ? value_at(type, 0) : type);
}

bool cel_schema_flag(const struct value *json, const char *name)
{
    return value_bool_or(value_get(json, name), false);
}

bool cel_schema_is_int_or_string(const struct value *json)
{
    return cel_schema_flag(json, "x-kubernetes-int-or-string") ||
           value_is_string(value_get(json, "format"), "int-or-string");
}

bool cel_schema_limit(const struct value *json, const char *name, uint64_t *limit_out)
{
    const struct value *limit = value_get(json, name);
    if (value_is(limit, VALUE_UINT))
        *limit_out = limit->unsigned_integer;
    else if (value_is(limit, VALUE_INT))
        *limit_out = limit->integer < 0 ? 0 : (uint64_t)limit->integer;
    else if (value_is(limit, VALUE_DOUBLE))
        *limit_out = limit->real > 0 && limit->real < (double)INT64_MAX ? (uint64_t)limit->real : 0;
    else
        return false;
    return true;
}

/* The schemas of what is put in. */
static const struct value_entry string_entries[] = {
    {{.kind = VALUE_STRING, .len = 4, .text = "type"},
     {.kind = VALUE_STRING, .len = 6, .text = "string"}},
};
#define STRING_SCHEMA                                          \
    {                                                          \
        .kind = VALUE_MAP, .len = 1, .entries = string_entries \
    }
static const struct value_entry meta_properties[] = {
    {{.kind = VALUE_STRING, .len = 4, .text = "name"}, STRING_SCHEMA},
    {{.kind = VALUE_STRING, .len = 12, .text = "generateName"}, STRING_SCHEMA},
};
static const struct value_entry meta_entries[] = {
    {{.kind = VALUE_STRING, .len = 4, .text = "type"},
     {.kind = VALUE_STRING, .len = 6, .text = "object"}},
    {{.kind = VALUE_STRING, .len = 10, .text = "properties"},
     {.kind = VALUE_MAP, .len = 2, .entries = meta_properties}},
};
static const struct value_entry resource_properties[] = {
    {{.kind = VALUE_STRING, .len = 10, .text = "apiVersion"}, STRING_SCHEMA},
    {{.kind = VALUE_STRING, .len = 4, .text = "kind"}, STRING_SCHEMA},
    {{.kind = VALUE_STRING, .len = 8, .text = "metadata"},
     {.kind = VALUE_MAP, .len = 2, .entries = meta_entries}},
};

static const struct value *property(const struct value *document, const struct value *json,
                                    const char *name)
{
    const struct value *found = value_get(value_get(json, "properties"), name);
    struct plim_str ref = cel_schema_ref(found);
    return ref.len > 0 ? cel_schema_follow(document, ref) : found;
}

static bool is_typed(const struct value *document, const struct value *json, const char *name,
                     const char *type)
{
    return plim_str_is(cel_schema_type_name(property(document, json, name)), type);
}

static bool has_meta(const struct value *document, const struct value *json)
{
    const struct value *metadata = property(document, json, "metadata");
    return is_typed(document, json, "kind", "string") &&
           is_typed(document, json, "apiVersion", "string") &&
           is_typed(document, json, "metadata", "object") &&
           is_typed(document, metadata, "name", "string") &&
           is_typed(document, metadata, "generateName", "string");
}

static bool is_overridden(const struct value *key)
{
    for (size_t i = 0; i < PLIM_LEN(resource_properties); i++)
        if (value_is_string(key, resource_properties[i].key.text))
            return true;
    return false;
}

/* The properties but for those of every resource, and those. */
static struct value override(struct plim_arena *arena, const struct value *properties)
{
    size_t count = value_len(properties);
    struct value_entry *entries =
        plim_arena_array(arena, count + PLIM_LEN(resource_properties), sizeof *entries);
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        if (!is_overridden(&properties->entries[i].key))
            entries[len++] = properties->entries[i];
    for (size_t i = 0; i < PLIM_LEN(resource_properties); i++)
        entries[len++] = resource_properties[i];
    return value_map(entries, len);
}

const struct value *cel_schema_with_meta(struct plim_arena *arena, const struct value *document,
                                         const struct value *json)
{
    if (has_meta(document, json))
        return json;
    const struct value *properties = value_get(json, "properties");
    struct value_entry *entries = plim_arena_array(arena, json->len + 1U, sizeof *entries);
    size_t len = 0;
    for (size_t i = 0; i < json->len; i++)
        if (&json->entries[i].value != properties)
            entries[len++] = json->entries[i];
    entries[len++] =
        (struct value_entry){value_string_c("properties"), override(arena, properties)};
    struct value *changed = plim_arena_alloc(arena, sizeof *changed);
    *changed = value_map(entries, len);
    return changed;
}
