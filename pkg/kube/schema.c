#include "kube/schema.h"

#include <string.h>

#include "base/arena.h"
#include "value/build.h"

/* One schema on its way out of a document. */
struct copying {
    struct plim_arena *arena;
    const struct value *definitions; /* components.schemas; NULL: no $ref leads anywhere */
    size_t nodes;
    size_t depth;
    size_t ref_len;
    struct plim_str refs[KUBE_SCHEMA_DEPTH_MAX]; /* being followed, the outermost first */
    struct plim_err *err;
};

static enum plim_code copy_schema(struct copying *copying, const struct value *from,
                                  struct value *out);

/* How many nodes a value that is no schema counts for: so that what many $refs name cannot grow
 * without bound. */
static size_t weigh(const struct value *value)
{
    enum { TEXT_BYTES = 64 /* as much as a node takes */ };
    size_t weight = 1 + value_str(value).len / TEXT_BYTES;
    for (size_t i = 0; i < value_len(value); i++) {
        if (value_is(value, VALUE_MAP))
            weight += weigh(&value->entries[i].key);
        weight += weigh(value_at(value, i));
    }
    return weight;
}

static enum plim_code charge(struct copying *copying, size_t nodes)
{
    if (nodes > KUBE_SCHEMA_NODES_MAX - copying->nodes)
        return plim_err_set(copying->err, PLIM_LIMIT, "the schema is larger than %d values",
                            KUBE_SCHEMA_NODES_MAX);
    copying->nodes += nodes;
    return PLIM_OK;
}

static enum plim_code copy_plain(struct copying *copying, const struct value *from,
                                 struct value *out)
{
    if (charge(copying, weigh(from)) != PLIM_OK)
        return copying->err->code;
    *out = value_copy(copying->arena, from);
    return PLIM_OK;
}

/* What stands for a schema in a field of another. */
enum part { PART_PLAIN, PART_SCHEMA, PART_SCHEMAS, PART_FIELDS, PART_TEXT };

static enum part part_of(struct plim_str key)
{
    static const struct {
        const char *key;
        enum part part;
    } parts[] = {
        {"properties", PART_FIELDS},
        {"items", PART_SCHEMA},
        {"additionalProperties", PART_SCHEMA},
        {"allOf", PART_SCHEMAS},
        {"anyOf", PART_SCHEMAS},
        {"oneOf", PART_SCHEMAS},
        {"not", PART_SCHEMA},
        {"description", PART_TEXT},
        {"title", PART_TEXT},
        {"example", PART_TEXT},
        {"externalDocs", PART_TEXT},
    };
    for (size_t i = 0; i < PLIM_LEN(parts); i++) {
        if (plim_str_is(key, parts[i].key))
            return parts[i].part;
    }
    return PART_PLAIN;
}

static enum plim_code copy_fields(struct copying *copying, const struct value *from,
                                  struct value *out)
{
    struct value_map_builder fields = {.arena = copying->arena};
    for (size_t i = 0; value_is(from, VALUE_MAP) && i < from->len; i++) {
        struct value copy = value_null();
        if (copy_schema(copying, &from->entries[i].value, &copy) != PLIM_OK)
            return copying->err->code;
        struct value key = value_null();
        if (copy_plain(copying, &from->entries[i].key, &key) != PLIM_OK)
            return copying->err->code;
        value_map_add_str(&fields, value_str(&key), copy);
    }
    *out = value_map_finish(&fields);
    return PLIM_OK;
}

static enum plim_code copy_list(struct copying *copying, const struct value *from,
                                struct value *out)
{
    struct value_list_builder list = {.arena = copying->arena};
    for (size_t i = 0; i < value_len(from); i++) {
        struct value copy = value_null();
        if (copy_schema(copying, value_at(from, i), &copy) != PLIM_OK)
            return copying->err->code;
        value_list_add(&list, copy);
    }
    *out = value_list_finish(&list);
    return PLIM_OK;
}

static enum plim_code copy_part(struct copying *copying, enum part part, const struct value *from,
                                struct value *out)
{
    switch (part) {
    case PART_SCHEMA:
        return copy_schema(copying, from, out);
    case PART_SCHEMAS:
        return copy_list(copying, from, out);
    case PART_FIELDS:
        return copy_fields(copying, from, out);
    case PART_PLAIN:
    case PART_TEXT:
        break;
    }
    return copy_plain(copying, from, out);
}

static bool is_followed(const struct copying *copying, struct plim_str ref)
{
    for (size_t i = 0; i < copying->ref_len; i++) {
        if (plim_str_equal(copying->refs[i], ref))
            return true;
    }
    return false;
}

static struct value make_open(struct copying *copying)
{
    struct value_map_builder open = {.arena = copying->arena};
    value_map_add(&open, "x-kubernetes-preserve-unknown-fields", value_bool(true));
    return value_map_finish(&open);
}

static enum plim_code follow(struct copying *copying, struct plim_str ref, struct value *out)
{
    static const struct plim_str prefix = {"#/components/schemas/", 21};
    struct plim_str name = {0};
    if (plim_str_starts(ref, prefix))
        name = (struct plim_str){ref.text + prefix.len, ref.len - prefix.len};
    const struct value *target = name.len > 0 ? value_get_str(copying->definitions, name) : NULL;
    if (!target)
        return plim_err_set(copying->err, PLIM_INVALID, "the $ref '%.*s' leads nowhere",
                            PLIM_STR_ARG(ref));
    if (is_followed(copying, ref)) {
        *out = make_open(copying);
        return PLIM_OK;
    }
    copying->refs[copying->ref_len++] = ref; /* no deeper than schemas are */
    enum plim_code code = copy_schema(copying, target, out);
    copying->ref_len--;
    return code;
}

/* A $ref that has fields of its own beside it is written as the only member of an allOf. */
static const struct value *find_only_ref(const struct value *schema)
{
    const struct value *all = value_get(schema, "allOf");
    return value_len(all) == 1 ? value_get(value_at(all, 0), "$ref") : NULL;
}

/* The fields of the schema, and those of `base` that it does not have. */
static enum plim_code copy_map(struct copying *copying, const struct value *from,
                               const struct value *base, struct value *out)
{
    struct value_map_builder map = {.arena = copying->arena};
    for (size_t i = 0; i < from->len; i++) {
        const struct value_entry *entry = &from->entries[i];
        enum part part = part_of(value_str(&entry->key));
        struct value key = value_null();
        struct value copy = value_null();
        if (part == PART_TEXT || (base && value_is_string(&entry->key, "allOf")))
            continue;
        if (copy_plain(copying, &entry->key, &key) != PLIM_OK ||
            copy_part(copying, part, &entry->value, &copy) != PLIM_OK)
            return copying->err->code;
        value_map_add_str(&map, value_str(&key), copy);
    }
    for (size_t i = 0; base && i < base->len; i++) {
        if (!value_get_str(from, value_str(&base->entries[i].key)))
            value_map_add_str(&map, value_str(&base->entries[i].key), base->entries[i].value);
    }
    *out = value_map_finish(&map);
    return PLIM_OK;
}

static enum plim_code copy_one(struct copying *copying, const struct value *from, struct value *out)
{
    const struct value *ref = value_get(from, "$ref");
    if (value_is(ref, VALUE_STRING))
        return follow(copying, value_str(ref), out);
    const struct value *only = find_only_ref(from);
    struct value base = value_null();
    if (value_is(only, VALUE_STRING) && follow(copying, value_str(only), &base) != PLIM_OK)
        return copying->err->code;
    return copy_map(copying, from, value_is(&base, VALUE_MAP) ? &base : NULL, out);
}

static enum plim_code copy_schema(struct copying *copying, const struct value *from,
                                  struct value *out)
{
    if (!value_is(from, VALUE_MAP)) /* additionalProperties: true */
        return copy_plain(copying, from, out);
    if (copying->depth == KUBE_SCHEMA_DEPTH_MAX)
        return plim_err_set(copying->err, PLIM_LIMIT, "the schema is deeper than %d schemas",
                            KUBE_SCHEMA_DEPTH_MAX);
    if (charge(copying, 1) != PLIM_OK)
        return copying->err->code;
    copying->depth++;
    enum plim_code code = copy_one(copying, from, out);
    copying->depth--;
    return code;
}

static bool names_kind(const struct value *schema, const struct kube_schema_kind *kind)
{
    const struct value *names = value_get(schema, "x-kubernetes-group-version-kind");
    for (size_t i = 0; value_is(names, VALUE_LIST) && i < value_len(names); i++) {
        const struct value *name = value_at(names, i);
        if (plim_str_is(value_get_text(name, "group"), kind->group) &&
            plim_str_is(value_get_text(name, "version"), kind->version) &&
            plim_str_is(value_get_text(name, "kind"), kind->kind))
            return true;
    }
    return false;
}

enum plim_code kube_schema_of_openapi(struct plim_arena *arena, const struct value *document,
                                      const struct kube_schema_kind *kind, struct value *schema_out,
                                      struct plim_err *err)
{
    struct copying copying = {.arena = arena, .err = err};
    copying.definitions = value_get_path(document, "components.schemas");
    for (size_t i = 0; i < value_len(copying.definitions); i++) {
        const struct value *each = value_at(copying.definitions, i);
        if (names_kind(each, kind))
            return copy_schema(&copying, each, schema_out);
    }
    return plim_err_set(err, PLIM_NOT_FOUND, "the OpenAPI document of %s/%s has no kind '%s'",
                        kind->group, kind->version, kind->kind);
}

enum plim_code kube_schema_of_definition(struct plim_arena *arena, const struct value *definition,
                                         const struct kube_schema_kind *kind,
                                         struct value *schema_out, struct plim_err *err)
{
    struct copying copying = {.arena = arena, .err = err};
    const struct value *versions = value_get_path(definition, "spec.versions");
    bool same = plim_str_is(value_get_text(definition, "spec.group"), kind->group) &&
                plim_str_is(value_get_text(definition, "spec.names.kind"), kind->kind);
    for (size_t i = 0; same && i < value_len(versions); i++) {
        const struct value *version = value_at(versions, i);
        const struct value *schema = value_get_path(version, "schema.openAPIV3Schema");
        if (value_is_string(value_get(version, "name"), kind->version) &&
            value_is(schema, VALUE_MAP))
            return copy_schema(&copying, schema, schema_out);
    }
    return plim_err_set(err, PLIM_NOT_FOUND,
                        "the CustomResourceDefinition has no schema of %s/%s, kind '%s'",
                        kind->group, kind->version, kind->kind);
}

/* ---- the index */

/* A path that we may ask for as it stands. */
static bool is_sound_target(struct plim_str target)
{
    if (target.len > KUBE_SCHEMA_TARGET_BYTES_MAX ||
        !plim_str_starts(target, PLIM_STR("/openapi/v3/")))
        return false;
    for (size_t i = 0; i < target.len; i++) {
        if (target.text[i] <= ' ' || target.text[i] > '~' || target.text[i] == '#')
            return false;
    }
    return true;
}

enum plim_code kube_schema_target(struct plim_arena *arena, const struct value *index,
                                  const struct kube_schema_kind *kind, const char **target_out,
                                  struct plim_err *err)
{
    const struct value *paths = value_get(index, "paths");
    if (!value_is(paths, VALUE_MAP))
        return plim_err_set(err, PLIM_INVALID, "not an index of OpenAPI documents: no 'paths'");
    const char *path = *kind->group
                           ? plim_arena_printf(arena, "apis/%s/%s", kind->group, kind->version)
                           : plim_arena_printf(arena, "api/%s", kind->version);
    const struct value *entry = value_get(paths, path);
    if (!entry)
        return plim_err_set(err, PLIM_NOT_FOUND, "the index of OpenAPI documents has no '%s'",
                            path);
    struct plim_str target = value_get_text(entry, "serverRelativeURL");
    if (!is_sound_target(target))
        return plim_err_set(err, PLIM_INVALID,
                            "the index of OpenAPI documents has no usable place for '%s'", path);
    *target_out = plim_arena_copy(arena, target.text, target.len);
    return PLIM_OK;
}
