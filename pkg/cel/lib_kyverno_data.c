/* Texts that hold data, and lists into maps.
 * Source: github.com/kyverno/sdk cel/libs/json, yaml, gzip, x509, transform. */
#include "base/buf.h"
#include "value/json.h"
#include "value/yaml.h"

#include "json_text.h"
#include "library.h"

static struct value doubled(struct cel_frame *frame, const struct value *value);

static struct value doubled_list(struct cel_frame *frame, const struct value *list)
{
    struct value *items = cel_items_take(frame, list->len);
    if (!items)
        return cel_stop_failure(frame);
    for (uint32_t i = 0; i < list->len; i++) {
        items[i] = doubled(frame, &list->items[i]);
        if (cel_is_failed(&items[i]))
            return items[i];
    }
    return value_list(items, list->len);
}

static struct value doubled_map(struct cel_frame *frame, const struct value *map)
{
    size_t bytes = (map->len + (size_t)1) * sizeof(struct value_entry);
    if (!cel_room(frame, bytes))
        return cel_stop_failure(frame);
    struct value_entry *entries = plim_arena_take(frame->arena, bytes);
    for (uint32_t i = 0; i < map->len; i++) {
        entries[i].key = map->entries[i].key;
        entries[i].value = doubled(frame, &map->entries[i].value);
        if (cel_is_failed(&entries[i].value))
            return entries[i].value;
    }
    return value_map(entries, map->len);
}

/* Go reads every number of JSON as a double where it does not know what is meant. */
static struct value doubled(struct cel_frame *frame, const struct value *value)
{
    if (!cel_work(frame, 1))
        return cel_stop_failure(frame);
    if (value->kind == VALUE_INT)
        return value_double((double)value->integer);
    if (value->kind == VALUE_UINT)
        return value_double((double)value->unsigned_integer);
    if (value->kind == VALUE_LIST)
        return doubled_list(frame, value);
    return value->kind == VALUE_MAP ? doubled_map(frame, value) : *value;
}

static struct value unmarshal(struct cel_frame *frame, const struct value *args, size_t len)
{
    enum { BYTES_EACH = 16 }; /* of memory for one of text, at most */
    struct value value;
    struct plim_err err = {0};
    (void)len;
    if (args[0].kind != VALUE_STRING)
        return cel_no_overload();
    if (!cel_room(frame, (size_t)args[0].len * BYTES_EACH))
        return cel_stop_failure(frame);
    if (value_json_read(frame->arena, value_str(&args[0]), &value, &err) != PLIM_OK)
        return cel_fail(frame, "%s", err.msg);
    return doubled(frame, &value);
}

static struct value parse_yaml(struct cel_frame *frame, const struct value *args, size_t len)
{
    enum { BYTES_EACH = 48 };
    struct value_yaml_list list = {0};
    struct plim_err err = {0};
    (void)len;
    if (!cel_room(frame, (size_t)args[0].len * BYTES_EACH))
        return cel_stop_failure(frame);
    if (value_yaml_read(frame->arena, "yaml", value_str(&args[0]), VALUE_YAML_MANIFEST, &list,
                        &err) != PLIM_OK)
        return cel_fail(frame, "%s", err.msg);
    return list.len > 0 ? doubled(frame, &list.items[0].root) : value_null();
}

/* Go writes what could end a script in HTML as escapes. */
static void escape(struct plim_str json, struct plim_buf *buf)
{
    for (size_t i = 0; i < json.len; i++) {
        char byte = json.text[i];
        if (byte == '<' || byte == '>' || byte == '&')
            plim_buf_printf(buf, "\\u%04x", (unsigned)byte);
        else
            plim_buf_append_char(buf, byte);
    }
}

static struct value marshal(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct plim_buf text = {.arena = frame->arena};
    (void)len;
    struct value json = cel_json_text(frame, &args[0], true);
    if (cel_is_failed(&json))
        return json;
    escape(value_str(&json), &text);
    return cel_room(frame, text.len) ? value_string(plim_buf_str(&text)) : cel_stop_failure(frame);
}

/* One list's items give the keys, the other's the values. */
static struct value map_of_lists(struct cel_frame *frame, const struct value *args, size_t len)
{
    uint32_t count = args[0].len;
    (void)len;
    if (count != args[1].len)
        return cel_fail(frame, "listObjToMap must take lists of equal length. list1: %u, list2: %u",
                        (unsigned)count, (unsigned)args[1].len);
    size_t bytes = (count + (size_t)1) * sizeof(struct value_entry);
    if (!cel_room(frame, bytes) || !cel_work(frame, (uint64_t)count * count / 2))
        return cel_stop_failure(frame);
    struct value_entry *entries = plim_arena_take(frame->arena, bytes);
    struct value map = value_map(entries, 0);
    for (uint32_t i = 0; i < count; i++) {
        const struct value *key = value_get_str(&args[0].items[i], value_str(&args[2]));
        const struct value *found = value_get_str(&args[1].items[i], value_str(&args[3]));
        if (!value_is(key, VALUE_STRING))
            return cel_fail(frame, "the passed key name cannot be handled as a string in the key "
                                   "object list");
        uint32_t at = 0;
        while (at < map.len && !plim_str_equal(value_str(&entries[at].key), value_str(key)))
            at++;
        entries[at] = (struct value_entry){*key, found != NULL ? *found : value_null()};
        map.len += at == map.len;
    }
    return map;
}

static struct value not_compressed(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return value_unknown(PLIM_STR("gzip is not read or written here"));
}

static struct value not_decoded(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)args;
    (void)len;
    return value_unknown(PLIM_STR("certificates are not decoded here"));
}

#define LISTS "(list(dyn), list(dyn), string, string) -> map(string, dyn)"

static const struct cel_function functions[] = {
    {"json.unmarshal", "(dyn) -> dyn", unmarshal, CEL_COST_PARSE, CEL_FUNCTION_CHECKS, 0,
     "the value of a JSON text; its numbers are doubles"},
    {"json.marshal", "(dyn) -> string", marshal, CEL_COST_SCAN, 0, 0,
     "as JSON, keys in order, `<`, `>` and `&` escaped"},
    {"yaml.parse", "(string) -> dyn", parse_yaml, CEL_COST_PARSE, 0, 0,
     "the first document of a YAML text; its numbers are doubles"},
    {"listObjToMap", LISTS, map_of_lists, CEL_COST_ONE, 0, 0,
     "a field of the items of one list by a field of those of another"},
    {"transform.listObjToMap", LISTS, map_of_lists, CEL_COST_ONE, 0, 0, "the same"},
    {"gzip.decompress", "(bytes) -> string", not_compressed, CEL_COST_ONE, 0, 0, "always unknown"},
    {"gzip.compress", "(dyn) -> bytes", not_compressed, CEL_COST_ONE, 0, 0, "always unknown"},
    {"x509.decode", "(string) -> dyn", not_decoded, CEL_COST_ONE, 0, 0, "always unknown"},
};

const struct cel_functions cel_functions_kyverno_data = {functions, PLIM_LEN(functions)};
