/* Values under a schema. Source: k8s.io/apiserver pkg/cel/common/valuesunstructured.go. */
#include <stdio.h>
#include <stdlib.h>

#include "schema_format.h"
#include "schema_priv.h"

static struct value make(struct plim_arena *arena, const struct cel_schema *schema,
                         const struct value *value);

static struct value flaw(struct plim_arena *arena, const char *expected, const struct value *value)
{
    struct value error =
        value_string_c(plim_arena_printf(arena, "invalid data: expected %s, got %s", expected,
                                         value_kind_name((enum value_kind)value->kind)));
    error.kind = VALUE_ERROR;
    return error;
}

static bool is_flawed(const struct value *value)
{
    if (value->kind == VALUE_LIST || value->kind == VALUE_MAP)
        return value->flags & CEL_FLAG_FLAWED;
    return value->kind == VALUE_ERROR;
}

static struct value make_list(struct plim_arena *arena, const struct cel_schema *schema,
                              const struct value *value)
{
    struct value *items = plim_arena_take(arena, (value->len + (size_t)1) * sizeof *items);
    bool flawed = false;
    for (uint32_t i = 0; i < value->len; i++) {
        items[i] = make(arena, schema->item, &value->items[i]);
        flawed = flawed || is_flawed(&items[i]);
    }
    struct value list = schema->list ? cel_typed_list(items, value->len, schema->list)
                                     : value_list(items, value->len);
    list.flags |= flawed ? CEL_FLAG_FLAWED : 0;
    return list;
}

static struct value make_map(struct plim_arena *arena, const struct cel_schema *schema,
                             const struct value *value)
{
    struct value_entry *entries =
        plim_arena_take(arena, (value->len + (size_t)1) * sizeof *entries);
    bool flawed = false;
    for (uint32_t i = 0; i < value->len; i++) {
        entries[i].key = value->entries[i].key;
        entries[i].value = make(arena, schema->item, &value->entries[i].value);
        flawed = flawed || is_flawed(&entries[i].value);
    }
    struct value map = value_map(entries, value->len);
    map.flags |= flawed ? CEL_FLAG_FLAWED : 0;
    return map;
}

static int order_field(const void *name, const void *field)
{
    return plim_str_compare(*(const struct plim_str *)name,
                            ((const struct cel_schema_field *)field)->name);
}

static const struct cel_schema_field *find_field(const struct cel_schema *schema,
                                                 const struct value *key)
{
    struct plim_str name = value_str(key);
    if (schema->field_count == 0 || key->kind != VALUE_STRING)
        return NULL;
    return bsearch(&name, schema->fields, schema->field_count, sizeof *schema->fields, order_field);
}

/* Fields that are null, or that the schema does not know, are out of sight. */
static struct value make_object(struct plim_arena *arena, const struct cel_schema *schema,
                                const struct value *value)
{
    size_t room = value->len + (size_t)1;
    struct value_entry *entries = plim_arena_take(arena, room * sizeof *entries);
    struct value_entry *hidden = NULL;
    uint32_t len = 0;
    uint32_t hidden_len = 0;
    unsigned flags = 0;
    for (uint32_t i = 0; i < value->len; i++) {
        const struct value_entry *entry = &value->entries[i];
        const struct cel_schema_field *field = find_field(schema, &entry->key);
        if (!field || entry->value.kind == VALUE_NULL) {
            if (!hidden)
                hidden = plim_arena_take(arena, (room - i) * sizeof *hidden);
            hidden[hidden_len++] = *entry;
            continue;
        }
        entries[len].key = value_string(field->escaped);
        entries[len].value = make(arena, field->schema, &entry->value);
        flags |= is_flawed(&entries[len].value) ? CEL_FLAG_FLAWED : 0U;
        flags |= field->escaped.len != field->name.len ? CEL_FLAG_ESCAPED : 0U;
        len++;
    }
    struct value map = value_map(entries, len);
    if (hidden) {
        entries[len] = (struct value_entry){.value = value_map(hidden, hidden_len)};
        flags |= CEL_FLAG_TYPED;
    }
    map.flags = (uint8_t)flags;
    return map;
}

static struct value make_text(struct plim_arena *arena, const struct cel_schema *schema,
                              const struct value *value)
{
    static const struct {
        cel_format_fn *read;
        const char *what;
    } formats[] = {
        [CEL_SCHEMA_BYTES] = {cel_format_bytes, "base64 for URLs, padded"},
        [CEL_SCHEMA_DATE] = {cel_format_date, "a date"},
        [CEL_SCHEMA_DATE_TIME] = {cel_format_date_time, "a date-time"},
        [CEL_SCHEMA_DURATION] = {cel_format_duration, "a duration"},
    };
    struct plim_str text = value_str(value);
    struct value made = {0};
    if (formats[schema->kind].read(arena, text, &made))
        return made;
    made = value_string_c(plim_arena_printf(arena, "invalid data: expected %s, got '%.*s'",
                                            formats[schema->kind].what, PLIM_STR_ARG(text)));
    made.kind = VALUE_ERROR;
    return made;
}

static struct value make_number(struct plim_arena *arena, const struct value *value)
{
    if (value->kind == VALUE_INT)
        return value_double((double)value->integer);
    if (value->kind == VALUE_UINT)
        return value_double((double)value->unsigned_integer);
    return value->kind == VALUE_DOUBLE ? *value : flaw(arena, "number", value);
}

/* A value of this kind, as it is. */
static struct value expect(struct plim_arena *arena, enum value_kind kind,
                           const struct value *value)
{
    return value->kind == kind ? *value : flaw(arena, value_kind_name(kind), value);
}

static struct value make(struct plim_arena *arena, const struct cel_schema *schema,
                         const struct value *value)
{
    if (value->kind == VALUE_NULL && schema->kind != CEL_SCHEMA_ANY)
        return schema->is_nullable ? *value : flaw(arena, "a value that is not null", value);
    switch (schema->kind) {
    case CEL_SCHEMA_ANY:
        return *value;
    case CEL_SCHEMA_INT_OR_STRING:
        if (value->kind == VALUE_INT || value->kind == VALUE_STRING)
            return *value;
        return flaw(arena, "integer or string", value);
    case CEL_SCHEMA_OBJECT:
        return value->kind == VALUE_MAP ? make_object(arena, schema, value)
                                        : flaw(arena, "map", value);
    case CEL_SCHEMA_MAP:
        return value->kind == VALUE_MAP ? make_map(arena, schema, value)
                                        : flaw(arena, "map", value);
    case CEL_SCHEMA_LIST:
        return value->kind == VALUE_LIST ? make_list(arena, schema, value)
                                         : flaw(arena, "list", value);
    case CEL_SCHEMA_STRING:
        return expect(arena, VALUE_STRING, value);
    case CEL_SCHEMA_BYTES:
    case CEL_SCHEMA_DATE:
    case CEL_SCHEMA_DATE_TIME:
    case CEL_SCHEMA_DURATION:
        return value->kind == VALUE_STRING ? make_text(arena, schema, value)
                                           : flaw(arena, "string", value);
    case CEL_SCHEMA_BOOL:
        return expect(arena, VALUE_BOOL, value);
    case CEL_SCHEMA_INT:
        return expect(arena, VALUE_INT, value);
    case CEL_SCHEMA_DOUBLE:
        return make_number(arena, value);
    }
    return *value;
}

struct value cel_schema_value(const struct cel_schema *schema, const struct value *value,
                              struct plim_arena *arena)
{
    return make(arena, schema, value);
}
