/* Schemas to nodes and types. Source: k8s.io/apiserver pkg/cel/common/schemas.go, openapi/resolver.
 */
#include "cel/schema.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#include "schema_bounds.h"
#include "schema_json.h"
#include "schema_priv.h"
#include "type_priv.h"

struct reader {
    struct plim_arena *arena;
    const struct value *document;
    struct plim_err *err;
    size_t nodes;
};

/* Where a schema stands. */
struct place {
    const struct place *outer;
    const char *step;         /* the root's name, a field's escaped name, "@idx" or "@elem" */
    const struct value *json; /* what its $ref led to, before anything is put in */
    unsigned depth;
};

static void print_place(const struct place *place, struct plim_buf *buf)
{
    if (place->outer) {
        print_place(place->outer, buf);
        plim_buf_append_char(buf, '.');
    }
    plim_buf_append_c(buf, place->step);
}

/* "Pod.spec.containers.@idx": what the type of an object is called. */
static const char *place_text(struct plim_arena *arena, const struct place *place)
{
    struct plim_buf buf = {0};
    print_place(place, &buf);
    struct plim_str text = plim_buf_str(&buf);
    const char *copy = plim_arena_copy(arena, text.text, text.len);
    plim_buf_release(&buf);
    return copy;
}

static const struct cel_schema *fail(struct reader *reader, const struct place *place,
                                     enum plim_code code, const char *what)
{
    (void)plim_err_set(reader->err, code, "schema of '%s': %s", place_text(reader->arena, place),
                       what);
    return NULL;
}

static const struct cel_schema *read_place(struct reader *reader, struct place *place,
                                           bool is_resource);

static const struct cel_schema *read_child(struct reader *reader, const struct place *outer,
                                           const char *step, const struct value *json)
{
    struct place place = {.outer = outer, .step = step, .json = json, .depth = outer->depth + 1};
    return read_place(reader, &place, false);
}

static const struct cel_type *bounded(struct reader *reader, const struct cel_type *type,
                                      struct cel_bounds bounds)
{
    return cel_type_bounded(reader->arena, type, bounds);
}

static uint64_t bytes_min(const struct cel_type *type)
{
    struct cel_bounds bounds = {0};
    return cel_type_bounds(type, &bounds) ? bounds.bytes_min : 1;
}

static const struct cel_type *key_type(struct reader *reader)
{
    return bounded(reader, cel_type_string(), (struct cel_bounds){0, CEL_BYTES_CONTAINER});
}

/* ---- Lists. */

static bool read_keys(struct reader *reader, const struct value *names, struct cel_list_rule *rule)
{
    struct value *keys = plim_arena_array(reader->arena, value_len(names) + 1, sizeof *keys);
    for (size_t i = 0; i < value_len(names); i++) {
        struct plim_str name = value_str(value_at(names, i));
        if (name.len == 0)
            return false;
        (void)cel_field_escape(reader->arena, name, &name);
        keys[i] = value_string(name);
    }
    *rule = (struct cel_list_rule){keys, value_len(names)};
    return true;
}

/* False, with the failure noted, when the list's type has no sense. */
static bool read_list_rule(struct reader *reader, const struct place *place,
                           const struct value *json, struct cel_schema *node)
{
    const struct value *type = value_get(json, "x-kubernetes-list-type");
    const struct value *names = value_get(json, "x-kubernetes-list-map-keys");
    bool is_map = value_is_string(type, "map");
    if (!type || type->kind == VALUE_NULL || value_is_string(type, "atomic"))
        return true;
    struct cel_list_rule *rule = plim_arena_alloc(reader->arena, sizeof *rule);
    node->list = rule;
    if (is_map && value_len(names) > 0 && read_keys(reader, names, rule))
        return true;
    if (value_is_string(type, "set"))
        return true;
    (void)fail(reader, place, PLIM_INVALID,
               is_map ? "a list of type map needs x-kubernetes-list-map-keys"
                      : "x-kubernetes-list-type must be one of atomic, map, set");
    return false;
}

static bool read_list(struct reader *reader, const struct place *place, const struct value *json,
                      struct cel_schema *node)
{
    const struct value *items = value_get(json, "items");
    if (!value_is(items, VALUE_MAP))
        return true; /* nothing is known of it */
    node->kind = CEL_SCHEMA_LIST;
    node->item = read_child(reader, place, "@idx", items);
    if (!node->item || !read_list_rule(reader, place, json, node))
        return false;
    if (node->item->type)
        node->type = bounded(reader, cel_type_list(reader->arena, node->item->type),
                             cel_schema_list_bounds(json, bytes_min(node->item->type)));
    return true;
}

/* ---- Maps and objects. */

static bool read_map(struct reader *reader, const struct place *place, const struct value *json,
                     struct cel_schema *node)
{
    node->kind = CEL_SCHEMA_MAP;
    node->item = read_child(reader, place, "@elem", value_get(json, "additionalProperties"));
    if (!node->item)
        return false;
    if (node->item->type)
        node->type =
            bounded(reader, cel_type_map(reader->arena, key_type(reader), node->item->type),
                    cel_schema_map_bounds(json, bytes_min(node->item->type)));
    return true;
}

static int order_fields(const void *left, const void *right)
{
    return plim_str_compare(((const struct cel_schema_field *)left)->name,
                            ((const struct cel_schema_field *)right)->name);
}

static bool is_required(const struct value *json, struct plim_str name)
{
    const struct value *required = value_get(json, "required");
    for (size_t i = 0; i < value_len(required); i++)
        if (plim_str_equal(value_str(value_at(required, i)), name))
            return true;
    return false;
}

static int order_exposed(const void *left, const void *right)
{
    return strcmp(((const struct cel_field *)left)->name, ((const struct cel_field *)right)->name);
}

/* The record's fields, from those of the schema that are exposed and can be spelt. */
static size_t expose(struct reader *reader, const struct cel_schema *node, struct cel_field *fields)
{
    size_t len = 0;
    for (size_t i = 0; i < node->field_count; i++) {
        const struct cel_schema_field *field = &node->fields[i];
        struct plim_str escaped;
        if (field->schema->type && cel_field_escape(reader->arena, field->name, &escaped))
            fields[len++] = (struct cel_field){field->escaped.text, field->schema->type};
    }
    qsort(fields, len, sizeof *fields, order_exposed);
    return len;
}

static bool read_field(struct reader *reader, const struct place *place,
                       const struct value_entry *entry, struct cel_schema_field *field)
{
    field->name = value_str(&entry->key);
    field->escaped = field->name;
    (void)cel_field_escape(reader->arena, field->name, &field->escaped);
    /* Types want names that end in NUL. */
    field->escaped = plim_arena_copy_str(reader->arena, field->escaped);
    field->schema = read_child(reader, place, field->escaped.text, &entry->value);
    return field->schema != NULL;
}

static bool read_object(struct reader *reader, const struct place *place, const struct value *json,
                        struct cel_schema *node)
{
    const struct value *properties = value_get(json, "properties");
    size_t len = value_len(properties);
    struct cel_bounds bounds = {.bytes_min = CEL_BYTES_CONTAINER};
    struct cel_schema_field *fields = plim_arena_array(reader->arena, len + 1, sizeof *fields);
    for (size_t i = 0; i < len; i++) {
        if (!read_field(reader, place, &properties->entries[i], &fields[i]))
            return false;
        const struct cel_type *type = fields[i].schema->type;
        if (type && is_required(json, fields[i].name) &&
            !value_get(&properties->entries[i].value, "default"))
            bounds.bytes_min += cel_schema_field_bytes(fields[i].name, bytes_min(type));
    }
    qsort(fields, len, sizeof *fields, order_fields);
    node->kind = CEL_SCHEMA_OBJECT;
    node->fields = fields;
    node->field_count = len;
    struct cel_field *exposed = plim_arena_array(reader->arena, len + 1, sizeof *exposed);
    size_t exposed_len = expose(reader, node, exposed);
    const char *name = place_text(reader->arena, place);
    node->type =
        bounded(reader, cel_type_object(reader->arena, name, exposed, exposed_len), bounds);
    return true;
}

/* ---- Scalars. */

static const struct {
    const char *type;
    const char *format; /* NULL: any other */
    enum cel_schema_kind kind;
    enum cel_type_kind cel;
} scalars[] = {
    {"string", "byte", CEL_SCHEMA_BYTES, CEL_TYPE_BYTES},
    {"string", "date", CEL_SCHEMA_DATE, CEL_TYPE_TIMESTAMP},
    {"string", "date-time", CEL_SCHEMA_DATE_TIME, CEL_TYPE_TIMESTAMP},
    {"string", "duration", CEL_SCHEMA_DURATION, CEL_TYPE_DURATION},
    {"string", NULL, CEL_SCHEMA_STRING, CEL_TYPE_STRING},
    {"boolean", NULL, CEL_SCHEMA_BOOL, CEL_TYPE_BOOL},
    {"integer", NULL, CEL_SCHEMA_INT, CEL_TYPE_INT},
    {"number", NULL, CEL_SCHEMA_DOUBLE, CEL_TYPE_DOUBLE},
};

static struct cel_bounds scalar_bounds(enum cel_type_kind type, const struct value *json)
{
    if (type == CEL_TYPE_BOOL)
        return (struct cel_bounds){0, CEL_BYTES_BOOL};
    if (type == CEL_TYPE_INT || type == CEL_TYPE_DOUBLE)
        return (struct cel_bounds){0, CEL_BYTES_NUMBER};
    return cel_schema_text_bounds(json);
}

static void read_scalar(struct reader *reader, const struct value *json, struct cel_schema *node)
{
    struct plim_str type = cel_schema_type_name(json);
    const struct value *format = value_get(json, "format");
    for (size_t i = 0; i < PLIM_LEN(scalars); i++) {
        if (!plim_str_is(type, scalars[i].type) ||
            (scalars[i].format && !value_is_string(format, scalars[i].format)))
            continue;
        node->kind = scalars[i].kind;
        node->type =
            bounded(reader, cel_type_simple(scalars[i].cel), scalar_bounds(scalars[i].cel, json));
        return;
    }
}

/* ---- All of them. */

static bool read_kind(struct reader *reader, const struct place *place, const struct value *json,
                      struct cel_schema *node)
{
    struct plim_str type = cel_schema_type_name(json);
    if (cel_schema_is_int_or_string(json)) {
        node->kind = CEL_SCHEMA_INT_OR_STRING;
        node->type = bounded(reader, cel_type_dyn(), cel_schema_text_bounds(json));
        return true;
    }
    if (plim_str_is(type, "array"))
        return read_list(reader, place, json, node);
    if (!plim_str_is(type, "object")) {
        read_scalar(reader, json, node);
        return true;
    }
    if (value_is(value_get(json, "additionalProperties"), VALUE_MAP))
        return read_map(reader, place, json, node);
    return read_object(reader, place, json, node);
}

static bool is_around(const struct place *place, const struct value *json)
{
    while (place && place->json != json)
        place = place->outer;
    return place != NULL;
}

/* Follow the place's $ref. False: *node_out is the answer, NULL after a failure. */
static bool follow_ref(struct reader *reader, struct place *place,
                       const struct cel_schema **node_out)
{
    struct plim_str ref = cel_schema_ref(place->json);
    *node_out = NULL;
    for (unsigned hops = 0; ref.len > 0; hops++) {
        const struct value *target = cel_schema_follow(reader->document, ref);
        if (!target || hops > CEL_SCHEMA_DEPTH_MAX) {
            *node_out = fail(reader, place, PLIM_INVALID, "its $ref leads nowhere");
            return false;
        }
        if (is_around(place->outer, target)) {
            struct cel_schema *node = plim_arena_alloc(reader->arena, sizeof *node);
            node->type = cel_type_dyn();
            *node_out = node;
            return false;
        }
        place->json = target;
        ref = cel_schema_ref(target);
    }
    return true;
}

static const struct cel_schema *read_place(struct reader *reader, struct place *place,
                                           bool is_resource)
{
    const struct cel_schema *answer = NULL;
    if (place->depth > CEL_SCHEMA_DEPTH_MAX)
        return fail(reader, place, PLIM_LIMIT, "nested too deep");
    if (++reader->nodes > CEL_SCHEMA_NODES_MAX)
        return fail(reader, place, PLIM_LIMIT, "the whole has too many schemas inside");
    if (!value_is(place->json, VALUE_MAP))
        return fail(reader, place, PLIM_INVALID, "must be a map");
    if (!follow_ref(reader, place, &answer))
        return answer;
    const struct value *json = place->json;
    bool is_int_or_string = cel_schema_is_int_or_string(json);
    if ((is_resource || cel_schema_flag(json, "x-kubernetes-embedded-resource")) &&
        !is_int_or_string)
        json = cel_schema_with_meta(reader->arena, reader->document, json);
    struct cel_schema *node = plim_arena_alloc(reader->arena, sizeof *node);
    node->is_nullable = cel_schema_flag(json, "nullable");
    return read_kind(reader, place, json, node) ? node : NULL;
}

enum plim_code cel_schema_make(struct plim_arena *arena, const struct cel_schema_spec *spec,
                               const struct cel_schema **schema_out, struct plim_err *err)
{
    struct plim_err own = {0};
    struct reader reader = {.arena = arena, .document = spec->document, .err = &own};
    struct place root = {.step = spec->name ? spec->name : "object", .json = spec->schema};
    const struct cel_schema *schema = read_place(&reader, &root, spec->is_resource);
    if (!schema)
        return plim_err_set(err, own.code, "%s", own.msg);
    *schema_out = schema;
    return PLIM_OK;
}

const struct cel_type *cel_schema_type(const struct cel_schema *schema)
{
    return schema->type ? schema->type : cel_type_dyn();
}
