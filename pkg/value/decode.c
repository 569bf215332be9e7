#include "value/decode.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/defs.h"

enum plim_code value_node_fail(struct plim_err *err, const struct value_node *node, const char *fmt,
                               ...)
{
    char message[sizeof(err->msg)];
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(message, sizeof(message), fmt, args);
    va_end(args);
    const char *file = node->file ? node->file : "-";
    if (node->position.line == 0)
        return plim_err_set(err, PLIM_INVALID, "%s: %s", file, message);
    return plim_err_set(err, PLIM_INVALID, "%s:%u:%u: %s", file, node->position.line,
                        node->position.column, message);
}

static struct value_node child_node(const struct value_node *parent, const struct value *value,
                                    struct value_position position)
{
    return (struct value_node){parent->file, value, position};
}

struct value_node value_node_at(const struct value_node *list, size_t i)
{
    return child_node(list, value_at(list->value, i), value_position_at(list->value, i));
}

struct value_node value_node_key_at(const struct value_node *map, size_t i)
{
    bool exists = value_is(map->value, VALUE_MAP) && i < map->value->len;
    return child_node(map, exists ? &map->value->entries[i].key : NULL,
                      value_key_position_at(map->value, i));
}

struct value_node value_node_get(const struct value_node *map, const char *key)
{
    for (size_t i = 0; value_is(map->value, VALUE_MAP) && i < map->value->len; i++)
        if (value_is_string(&map->value->entries[i].key, key))
            return value_node_at(map, i);
    return child_node(map, NULL, map->position); /* absent: messages point to the map */
}

size_t value_node_len(const struct value_node *node)
{
    return value_len(node->value);
}

struct plim_str value_node_text(const struct value_node *map, const char *key)
{
    return value_str(value_get(map->value, key));
}

static const struct value_field *find_field(const struct value_field *fields, size_t count,
                                            struct plim_str name)
{
    for (size_t i = 0; i < count; i++)
        if (plim_str_is(name, fields[i].name))
            return &fields[i];
    return NULL;
}

static enum plim_code fail_unknown_field(struct plim_err *err, const struct value_node *key,
                                         const struct value_field *fields, size_t count)
{
    PLIM_CLEANUP(plim_freep) const char **names = plim_calloc(count, sizeof(*names));
    for (size_t i = 0; i < count; i++)
        names[i] = fields[i].name;
    struct plim_str name = value_str(key->value);
    const char *nearest = plim_str_nearest(name, names, count);
    return value_node_fail(err, key, "unknown field '%.*s'%s%s%s", PLIM_STR_ARG(name),
                           nearest ? "; did you mean '" : "", nearest ? nearest : "",
                           nearest ? "'?" : "");
}

static bool has_kind(const struct value *value, const struct value_field *field)
{
    if (field->flags & VALUE_FIELD_NUMBER)
        return value->kind == VALUE_INT || value->kind == VALUE_UINT || value->kind == VALUE_DOUBLE;
    return field->kind == VALUE_NULL || value->kind == VALUE_NULL || value->kind == field->kind;
}

static const char *article(const char *noun)
{
    switch (noun[0]) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
        return "an ";
    default:
        return "a ";
    }
}

/* "a string", "an integer", "null". */
static void describe_kind(enum value_kind kind, char text_out[32])
{
    const char *name = value_kind_name(kind);
    (void)snprintf(text_out, 32, "%s%s", kind == VALUE_NULL ? "" : article(name), name);
}

static enum plim_code check_entry(const struct value_node *node, size_t i,
                                  const struct value_field *fields, size_t count,
                                  struct plim_err *err)
{
    struct value_node key = value_node_key_at(node, i);
    struct value_node child = value_node_at(node, i);
    const struct value_field *field = find_field(fields, count, value_str(key.value));
    if (!field)
        return fail_unknown_field(err, &key, fields, count);
    if (child.value->kind == VALUE_NULL || has_kind(child.value, field))
        return PLIM_OK;
    char wanted[32];
    char found[32];
    describe_kind(field->flags & VALUE_FIELD_NUMBER ? VALUE_DOUBLE : field->kind, wanted);
    describe_kind((enum value_kind)child.value->kind, found);
    return value_node_fail(err, &child, "'%s' must be %s, not %s", field->name, wanted, found);
}

enum plim_code value_node_check(const struct value_node *node, const struct value_field *fields,
                                size_t count, struct plim_err *err)
{
    if (!value_is(node->value, VALUE_MAP)) {
        char found[32];
        describe_kind(node->value ? (enum value_kind)node->value->kind : VALUE_NULL, found);
        return value_node_fail(err, node, "expected a map, not %s", found);
    }
    for (size_t i = 0; i < node->value->len; i++)
        if (check_entry(node, i, fields, count, err) != PLIM_OK)
            return err->code;
    for (size_t i = 0; i < count; i++) {
        const struct value *value = value_get(node->value, fields[i].name);
        if ((fields[i].flags & VALUE_FIELD_REQUIRED) && (!value || value->kind == VALUE_NULL))
            return value_node_fail(err, node, "missing required field '%s'", fields[i].name);
    }
    return PLIM_OK;
}

enum plim_code value_node_check_document(const struct value_node *node, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"apiVersion", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"kind", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"metadata", VALUE_MAP, VALUE_FIELD_REQUIRED},
        {"spec", VALUE_MAP, VALUE_FIELD_REQUIRED},
    };
    return value_node_check(node, fields, PLIM_LEN(fields), err);
}

enum plim_code value_node_check_metadata(const struct value_node *node, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"name", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"labels", VALUE_MAP, 0},
        {"annotations", VALUE_MAP, 0},
    };
    return value_node_check(node, fields, PLIM_LEN(fields), err);
}

static enum plim_code fail_unknown_name(struct plim_err *err, const struct value_node *node,
                                        const char *what, const char *const *names, size_t count)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf list = {0};
    for (size_t i = 0; i < count; i++)
        plim_buf_printf(&list, "%s%s", i > 0 ? ", " : "", names[i]);
    plim_buf_append_c(&list, "");
    struct plim_str text = value_str(node->value);
    const char *nearest = plim_str_nearest(text, names, count);
    return value_node_fail(err, node, "unknown %s '%.*s'; expected one of %s%s%s%s", what,
                           PLIM_STR_ARG(text), list.text, nearest ? "; did you mean '" : "",
                           nearest ? nearest : "", nearest ? "'?" : "");
}

enum plim_code value_node_enum(const struct value_node *node, const char *what,
                               const char *const *names, size_t count, unsigned *index_out,
                               struct plim_err *err)
{
    if (!value_is(node->value, VALUE_STRING)) {
        char found[32];
        describe_kind(node->value ? (enum value_kind)node->value->kind : VALUE_NULL, found);
        return value_node_fail(err, node, "%s must be a string, not %s", what, found);
    }
    for (size_t i = 0; i < count; i++)
        if (value_is_string(node->value, names[i])) {
            *index_out = (unsigned)i;
            return PLIM_OK;
        }
    return fail_unknown_name(err, node, what, names, count);
}
