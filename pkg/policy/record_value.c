#include "base/defs.h"
#include "policy/subject.h"
#include "value/build.h"
#include "value/path.h"
#include "value/yaml.h"

#include "record_priv.h"

/* One walk over a value along its type; `fill` allows fields to be missing. */
struct walk {
    struct plim_arena *arena;
    struct plim_buf path;
    bool fill;
    struct plim_err *err;
};

enum { SUGGESTIONS_MAX = 64 };

static enum plim_code walk_fail(struct walk *walk, const char *what)
{
    return plim_err_set(walk->err, PLIM_INVALID, "%s: %s", walk->path.text, what);
}

static enum plim_code walk_type(struct walk *walk, struct policy_type type,
                                const struct value *value, struct value *value_out);

/* A default of the table, as YAML. */
static enum plim_code default_value(struct walk *walk, const char *yaml, struct value *value_out)
{
    struct value_yaml_list list = {0};
    enum plim_code code = value_yaml_read(walk->arena, "default", plim_str_from(yaml),
                                          VALUE_YAML_DOCUMENT, &list, walk->err);
    if (code == PLIM_OK)
        *value_out = list.len == 0 ? value_string(PLIM_STR("")) : list.items[0].root;
    return code;
}

static enum plim_code missing_field(struct walk *walk, const struct policy_field *field,
                                    struct policy_type type, struct value *value_out)
{
    if (!walk->fill)
        return walk_fail(walk, "missing");
    if (field->otherwise != NULL) {
        struct value otherwise;
        enum plim_code code = default_value(walk, field->otherwise, &otherwise);
        return code != PLIM_OK ? code : walk_type(walk, type, &otherwise, value_out);
    }
    switch (type.kind) {
    case POLICY_TYPE_DYN:
        *value_out = value_null();
        break;
    case POLICY_TYPE_BOOL:
        *value_out = value_bool(false);
        break;
    case POLICY_TYPE_INT:
        *value_out = value_int(0);
        break;
    case POLICY_TYPE_STRING:
        *value_out = value_string(PLIM_STR(""));
        break;
    case POLICY_TYPE_LIST:
        *value_out = value_list(NULL, 0);
        break;
    case POLICY_TYPE_MAP:
        *value_out = value_map(NULL, 0);
        break;
    case POLICY_TYPE_RECORD: {
        struct value empty = value_map(NULL, 0);
        return walk_type(walk, type, &empty, value_out);
    }
    }
    return PLIM_OK;
}

static enum plim_code unknown_key(struct walk *walk, const struct policy_record *record,
                                  struct plim_str key)
{
    const char *names[SUGGESTIONS_MAX];
    size_t count = record->len < SUGGESTIONS_MAX ? record->len : SUGGESTIONS_MAX;
    for (size_t i = 0; i < count; i++)
        names[i] = record->fields[i].name;
    const char *nearest = plim_str_nearest(key, names, count);
    return plim_err_set(walk->err, PLIM_INVALID, "%s: unknown field '%.*s'%s%s%s", walk->path.text,
                        PLIM_STR_ARG(key), nearest ? "; did you mean '" : "",
                        nearest ? nearest : "", nearest ? "'?" : "");
}

static bool record_has(const struct policy_record *record, struct plim_str key)
{
    for (size_t i = 0; i < record->len; i++) {
        if (plim_str_is(key, record->fields[i].name))
            return true;
    }
    return false;
}

static enum plim_code walk_field(struct walk *walk, const struct policy_field *field,
                                 const struct value *given, struct value *value_out)
{
    size_t mark = walk->path.len;
    value_path_add_key(&walk->path, plim_str_from(field->name));
    struct policy_type type = policy_type_parse(plim_str_from(field->type));
    enum plim_code code = given != NULL ? walk_type(walk, type, given, value_out)
                                        : missing_field(walk, field, type, value_out);
    walk->path.len = mark;
    walk->path.text[mark] = '\0';
    return code;
}

static enum plim_code walk_record(struct walk *walk, const struct policy_record *record,
                                  const struct value *value, struct value *value_out)
{
    for (uint32_t i = 0; i < value->len; i++) {
        struct plim_str key = value_str(&value->entries[i].key);
        if (!record_has(record, key))
            return unknown_key(walk, record, key);
    }
    struct value_map_builder builder = {.arena = walk->arena};
    for (size_t i = 0; i < record->len; i++) {
        const struct policy_field *field = &record->fields[i];
        struct value made = value_null();
        enum plim_code code = walk_field(walk, field, value_get(value, field->name), &made);
        if (code != PLIM_OK)
            return code;
        value_map_add(&builder, field->name, made);
    }
    *value_out = value_map_finish(&builder);
    return PLIM_OK;
}

/* The items of a list, or the values of a map. */
static enum plim_code walk_items(struct walk *walk, struct policy_type type,
                                 const struct value *value, struct value *value_out)
{
    struct policy_type item_type = policy_type_parse(type.item);
    struct value_map_builder map = {.arena = walk->arena};
    struct value_list_builder list = {.arena = walk->arena};
    for (size_t i = 0; i < value_len(value); i++) {
        size_t mark = walk->path.len;
        struct plim_str key = {0};
        if (type.kind == POLICY_TYPE_MAP) {
            key = value_str(&value->entries[i].key);
            value_path_add_key(&walk->path, key);
        } else {
            value_path_add_index(&walk->path, i);
        }
        struct value item = value_null();
        enum plim_code code = walk_type(walk, item_type, value_at(value, i), &item);
        if (code != PLIM_OK)
            return code;
        walk->path.len = mark;
        walk->path.text[mark] = '\0';
        if (type.kind == POLICY_TYPE_MAP)
            value_map_add_str(&map, key, item);
        else
            value_list_add(&list, item);
    }
    *value_out = type.kind == POLICY_TYPE_MAP ? value_map_finish(&map) : value_list_finish(&list);
    return PLIM_OK;
}

/* {$unknown: REASON} */
static bool written_unknown(const struct value *value, struct plim_str *reason_out)
{
    if (!value_is(value, VALUE_MAP) || value->len != 1)
        return false;
    const struct value *reason = value_get(value, "$unknown");
    *reason_out = value_str(reason);
    return value_is(reason, VALUE_STRING);
}

static enum plim_code expect(struct walk *walk, const struct value *value, enum value_kind kind)
{
    if (value_is(value, kind))
        return PLIM_OK;
    return plim_err_set(walk->err, PLIM_INVALID, "%s: expected %s, got %s", walk->path.text,
                        value_kind_name(kind), value_kind_name((enum value_kind)value->kind));
}

static enum plim_code walk_scalar(struct walk *walk, enum value_kind kind,
                                  const struct value *value, struct value *value_out)
{
    *value_out = *value;
    return expect(walk, value, kind);
}

static enum plim_code walk_type(struct walk *walk, struct policy_type type,
                                const struct value *value, struct value *value_out)
{
    struct plim_str reason = {0};
    if (value_is(value, VALUE_UNKNOWN) || (walk->fill && written_unknown(value, &reason))) {
        *value_out = value_is(value, VALUE_UNKNOWN) ? *value : value_unknown(reason);
        return type.unknowable ? PLIM_OK : walk_fail(walk, "is never unknown");
    }
    enum plim_code code = PLIM_OK;
    switch (type.kind) {
    case POLICY_TYPE_DYN:
        *value_out = *value;
        return PLIM_OK;
    case POLICY_TYPE_BOOL:
        return walk_scalar(walk, VALUE_BOOL, value, value_out);
    case POLICY_TYPE_INT:
        return walk_scalar(walk, VALUE_INT, value, value_out);
    case POLICY_TYPE_STRING:
        return walk_scalar(walk, VALUE_STRING, value, value_out);
    case POLICY_TYPE_LIST:
        code = expect(walk, value, VALUE_LIST);
        return code != PLIM_OK ? code : walk_items(walk, type, value, value_out);
    case POLICY_TYPE_MAP:
        code = expect(walk, value, VALUE_MAP);
        return code != PLIM_OK ? code : walk_items(walk, type, value, value_out);
    case POLICY_TYPE_RECORD:
        code = expect(walk, value, VALUE_MAP);
        return code != PLIM_OK ? code : walk_record(walk, type.record, value, value_out);
    }
    return code;
}

static enum plim_code walk_whole(struct walk *walk, const char *record, const struct value *value,
                                 struct value *value_out)
{
    const struct policy_record *found = policy_record_find(plim_str_from(record));
    if (found == NULL)
        return plim_err_set(walk->err, PLIM_BUG, "no record is called '%s'", record);
    plim_buf_append_c(&walk->path, record);
    struct policy_type type = {.kind = POLICY_TYPE_RECORD, .record = found};
    enum plim_code code = walk_type(walk, type, value, value_out);
    plim_buf_release(&walk->path);
    return code;
}

enum plim_code policy_record_complete(struct plim_arena *arena, const char *record,
                                      const struct value *partial, struct value *value_out,
                                      struct plim_err *err)
{
    struct walk walk = {.arena = arena, .fill = true, .err = err};
    return walk_whole(&walk, record, partial, value_out);
}

enum plim_code policy_record_check(const char *record, const struct value *value,
                                   struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct walk walk = {.arena = arena, .fill = false, .err = err};
    struct value copy;
    return walk_whole(&walk, record, value, &copy);
}
