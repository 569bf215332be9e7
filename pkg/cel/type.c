#include <string.h>

#include "opaque.h"
#include "type_priv.h"

/* Types double when a map has maps for keys and values; past this they are no longer followed. */
enum { SIZE_MAX_NODES = 512 };

static const struct cel_type simple_types[] = {
    [CEL_TYPE_DYN] = {.kind = CEL_TYPE_DYN, .name = "dyn"},
    [CEL_TYPE_FAILED] = {.kind = CEL_TYPE_FAILED, .name = "error"},
    [CEL_TYPE_NULL] = {.kind = CEL_TYPE_NULL, .name = "null"},
    [CEL_TYPE_BOOL] = {.kind = CEL_TYPE_BOOL, .name = "bool"},
    [CEL_TYPE_INT] = {.kind = CEL_TYPE_INT, .name = "int"},
    [CEL_TYPE_UINT] = {.kind = CEL_TYPE_UINT, .name = "uint"},
    [CEL_TYPE_DOUBLE] = {.kind = CEL_TYPE_DOUBLE, .name = "double"},
    [CEL_TYPE_STRING] = {.kind = CEL_TYPE_STRING, .name = "string"},
    [CEL_TYPE_BYTES] = {.kind = CEL_TYPE_BYTES, .name = "bytes"},
    [CEL_TYPE_TIMESTAMP] = {.kind = CEL_TYPE_TIMESTAMP, .name = "timestamp"},
    [CEL_TYPE_DURATION] = {.kind = CEL_TYPE_DURATION, .name = "duration"},
    [CEL_TYPE_TYPE] = {.kind = CEL_TYPE_TYPE, .name = "type"},
};

const struct cel_type *cel_type_simple(enum cel_type_kind kind)
{
    return &simple_types[kind];
}

const struct cel_type *cel_type_dyn(void)
{
    return &simple_types[CEL_TYPE_DYN];
}

const struct cel_type *cel_type_bool(void)
{
    return &simple_types[CEL_TYPE_BOOL];
}

const struct cel_type *cel_type_int(void)
{
    return &simple_types[CEL_TYPE_INT];
}

const struct cel_type *cel_type_uint(void)
{
    return &simple_types[CEL_TYPE_UINT];
}

const struct cel_type *cel_type_double(void)
{
    return &simple_types[CEL_TYPE_DOUBLE];
}

const struct cel_type *cel_type_string(void)
{
    return &simple_types[CEL_TYPE_STRING];
}

const struct cel_type *cel_type_bytes(void)
{
    return &simple_types[CEL_TYPE_BYTES];
}

const struct cel_type *cel_type_timestamp(void)
{
    return &simple_types[CEL_TYPE_TIMESTAMP];
}

const struct cel_type *cel_type_duration(void)
{
    return &simple_types[CEL_TYPE_DURATION];
}

const struct cel_type *cel_type_make(struct plim_arena *arena, enum cel_type_kind kind,
                                     const char *name, const struct cel_type *const *params,
                                     size_t len)
{
    size_t size = 1;
    bool is_open = false;
    for (size_t i = 0; i < len; i++) {
        size += params[i]->size;
        is_open = is_open || params[i]->is_open;
    }
    if (size > SIZE_MAX_NODES)
        return cel_type_dyn();
    struct cel_type *type = plim_arena_alloc(arena, sizeof *type);
    const struct cel_type **copy =
        plim_arena_array(arena, len + 1, sizeof(const struct cel_type *));
    for (size_t i = 0; i < len; i++)
        copy[i] = params[i];
    *type = (struct cel_type){
        .kind = kind, .name = name, .params = copy, .len = len, .size = size, .is_open = is_open};
    return type;
}

const struct cel_type *cel_type_list(struct plim_arena *arena, const struct cel_type *item)
{
    return cel_type_make(arena, CEL_TYPE_LIST, "list", &item, 1);
}

const struct cel_type *cel_type_map(struct plim_arena *arena, const struct cel_type *key,
                                    const struct cel_type *item)
{
    const struct cel_type *params[] = {key, item};
    return cel_type_make(arena, CEL_TYPE_MAP, "map", params, 2);
}

const struct cel_type *cel_type_item(const struct cel_type *type)
{
    if (type->kind == CEL_TYPE_RECORD && !type->is_object)
        return cel_type_string();
    return type->kind == CEL_TYPE_LIST || type->kind == CEL_TYPE_MAP ? type->params[0]
                                                                     : cel_type_dyn();
}

bool cel_type_is_iterable(const struct cel_type *type)
{
    return cel_type_is_dyn(type) || type->kind == CEL_TYPE_LIST || type->kind == CEL_TYPE_MAP ||
           type->kind == CEL_TYPE_PARAM || (type->kind == CEL_TYPE_RECORD && !type->is_object);
}

bool cel_type_may_be(const struct cel_type *type, const struct cel_type *simple)
{
    if (type->kind == CEL_TYPE_WRAPPER)
        type = type->params[0];
    return cel_type_is_dyn(type) || type->kind == CEL_TYPE_PARAM || type->kind == simple->kind;
}

const struct cel_type *cel_type_record(struct plim_arena *arena, const char *name,
                                       const struct cel_field *fields, size_t len)
{
    struct cel_type *type = plim_arena_alloc(arena, sizeof *type);
    *type = (struct cel_type){
        .kind = CEL_TYPE_RECORD, .name = name, .fields = fields, .field_count = len};
    return type;
}

const struct cel_type *cel_type_object(struct plim_arena *arena, const char *name,
                                       const struct cel_field *fields, size_t len)
{
    struct cel_type *type = plim_arena_alloc(arena, sizeof *type);
    *type = (struct cel_type){.kind = CEL_TYPE_RECORD,
                              .name = name,
                              .fields = fields,
                              .field_count = len,
                              .is_object = true};
    return type;
}

const struct cel_type *cel_type_bounded(struct plim_arena *arena, const struct cel_type *type,
                                        struct cel_bounds bounds)
{
    struct cel_type *copy = plim_arena_alloc(arena, sizeof *copy);
    *copy = *type;
    copy->is_bounded = true;
    copy->bounds = bounds;
    return copy;
}

bool cel_type_bounds(const struct cel_type *type, struct cel_bounds *bounds_out)
{
    if (type->is_bounded)
        *bounds_out = type->bounds;
    return type->is_bounded;
}

const struct cel_type *cel_type_param(struct plim_arena *arena, uint32_t number)
{
    struct cel_type *type = plim_arena_alloc(arena, sizeof *type);
    *type = (struct cel_type){.kind = CEL_TYPE_PARAM, .number = number, .is_open = true};
    return type;
}

const struct cel_type *cel_type_optional(struct plim_arena *arena, const struct cel_type *item)
{
    return cel_type_make(arena, CEL_TYPE_OPAQUE, CEL_OPTIONAL_NAME, &item, 1);
}

const struct cel_type *cel_type_type(struct plim_arena *arena, const struct cel_type *of)
{
    return cel_type_make(arena, CEL_TYPE_TYPE, "type", &of, 1);
}

bool cel_type_is_optional(const struct cel_type *type)
{
    return type->kind == CEL_TYPE_OPAQUE && strcmp(type->name, CEL_OPTIONAL_NAME) == 0;
}

bool cel_type_is_dyn(const struct cel_type *type)
{
    return type->kind == CEL_TYPE_DYN || type->kind == CEL_TYPE_FAILED;
}

bool cel_type_same(const struct cel_type *left, const struct cel_type *right)
{
    if (left == right)
        return true;
    if (left->kind != right->kind || left->len != right->len || left->number != right->number)
        return false;
    if (left->kind == CEL_TYPE_RECORD)
        return left->fields == right->fields;
    if (left->kind == CEL_TYPE_OPAQUE && strcmp(left->name, right->name) != 0)
        return false;
    for (size_t i = 0; i < left->len; i++)
        if (!cel_type_same(left->params[i], right->params[i]))
            return false;
    return true;
}

void cel_type_print(const struct cel_type *type, struct plim_buf *buf)
{
    if (type->kind == CEL_TYPE_PARAM) {
        plim_buf_printf(buf, "_%u", (unsigned)type->number);
        return;
    }
    plim_buf_append_c(buf, type->name ? type->name : "record");
    if (type->len == 0)
        return;
    plim_buf_append_char(buf, '(');
    for (size_t i = 0; i < type->len; i++) {
        plim_buf_append_c(buf, i > 0 ? ", " : "");
        cel_type_print(type->params[i], buf);
    }
    plim_buf_append_char(buf, ')');
}

/* What a value's kind is called by type(), and which type of the checker admits it. */
static const struct {
    const char *name;
    enum cel_type_kind type;
} kind_types[] = {
    [VALUE_NULL] = {"null_type", CEL_TYPE_NULL},
    [VALUE_BOOL] = {"bool", CEL_TYPE_BOOL},
    [VALUE_INT] = {"int", CEL_TYPE_INT},
    [VALUE_UINT] = {"uint", CEL_TYPE_UINT},
    [VALUE_DOUBLE] = {"double", CEL_TYPE_DOUBLE},
    [VALUE_STRING] = {"string", CEL_TYPE_STRING},
    [VALUE_BYTES] = {"bytes", CEL_TYPE_BYTES},
    [VALUE_LIST] = {"list", CEL_TYPE_LIST},
    [VALUE_MAP] = {"map", CEL_TYPE_MAP},
    [VALUE_TIMESTAMP] = {"google.protobuf.Timestamp", CEL_TYPE_TIMESTAMP},
    [VALUE_DURATION] = {"google.protobuf.Duration", CEL_TYPE_DURATION},
    [VALUE_TYPE] = {"type", CEL_TYPE_TYPE},
    [VALUE_OPTIONAL] = {CEL_OPTIONAL_NAME, CEL_TYPE_OPAQUE},
    [VALUE_OPAQUE] = {"opaque", CEL_TYPE_OPAQUE},
    [VALUE_UNKNOWN] = {"unknown", CEL_TYPE_DYN},
    [VALUE_ERROR] = {"error", CEL_TYPE_DYN},
};

struct plim_str cel_type_name_of(const struct value *value)
{
    if (value->kind == VALUE_OPAQUE)
        return plim_str_from(cel_opaque_name(value->aux));
    return plim_str_from(kind_types[value->kind].name);
}

static const struct cel_type dyn_list = {
    .kind = CEL_TYPE_LIST,
    .name = "list",
    .params = (const struct cel_type *const[]){&simple_types[CEL_TYPE_DYN]},
    .len = 1,
};

static const struct cel_type dyn_map = {
    .kind = CEL_TYPE_MAP,
    .name = "map",
    .params =
        (const struct cel_type *const[]){&simple_types[CEL_TYPE_DYN], &simple_types[CEL_TYPE_DYN]},
    .len = 2,
};

static const struct cel_type dyn_optional = {
    .kind = CEL_TYPE_OPAQUE,
    .name = CEL_OPTIONAL_NAME,
    .params = (const struct cel_type *const[]){&simple_types[CEL_TYPE_DYN]},
    .len = 1,
};

/* plim_str_is, without a call for most of the words that it is not. */
static bool is_word(struct plim_str name, const char *word)
{
    return name.len > 0 && name.text[0] == word[0] && plim_str_is(name, word);
}

const struct cel_type *cel_type_by_name(struct plim_str name)
{
    for (size_t kind = 0; kind < VALUE_OPTIONAL; kind++) {
        if (!is_word(name, kind_types[kind].name))
            continue;
        if (kind == VALUE_LIST)
            return &dyn_list;
        return kind == VALUE_MAP ? &dyn_map : &simple_types[kind_types[kind].type];
    }
    if (is_word(name, CEL_OPTIONAL_NAME))
        return &dyn_optional;
    return is_word(name, "dyn") ? &simple_types[CEL_TYPE_DYN] : cel_opaque_type(name);
}

static bool container_admits(const struct cel_type *type, const struct value *value)
{
    if (value->len == 0)
        return true;
    if (value->kind == VALUE_LIST)
        return cel_type_admits(type->params[0], &value->items[0]);
    return cel_type_admits(type->params[0], &value->entries[0].key) &&
           cel_type_admits(type->params[1], &value->entries[0].value);
}

bool cel_type_admits(const struct cel_type *type, const struct value *value)
{
    switch (type->kind) {
    case CEL_TYPE_DYN:
    case CEL_TYPE_FAILED:
    case CEL_TYPE_PARAM:
        return true;
    case CEL_TYPE_LIST:
    case CEL_TYPE_MAP:
        return kind_types[value->kind].type == type->kind && container_admits(type, value);
    case CEL_TYPE_RECORD:
        return value->kind == VALUE_MAP;
    case CEL_TYPE_WRAPPER:
        return value->kind == VALUE_NULL || cel_type_admits(type->params[0], value);
    case CEL_TYPE_OPAQUE:
        /* By far most often the very type of the table. */
        return (value->kind == VALUE_OPAQUE && type->name == cel_opaque_name(value->aux)) ||
               plim_str_is(cel_type_name_of(value), type->name);
    case CEL_TYPE_NULL:
    case CEL_TYPE_BOOL:
    case CEL_TYPE_INT:
    case CEL_TYPE_UINT:
    case CEL_TYPE_DOUBLE:
    case CEL_TYPE_STRING:
    case CEL_TYPE_BYTES:
    case CEL_TYPE_TIMESTAMP:
    case CEL_TYPE_DURATION:
    case CEL_TYPE_TYPE:
        return kind_types[value->kind].type == type->kind;
    }
    return false;
}
