/* YAML read by libyaml alone and as everybody reads it: no difference may be seen. For tests and
 * fuzzers that may include the private headers of `value`. */
#ifndef PLIM_SUPPORT_YAML_TWICE_H
#define PLIM_SUPPORT_YAML_TWICE_H

#include <string.h>

#include "base/arena.h"
#include "value/yaml.h"

#include "yaml_stream_priv.h"

static inline bool yaml_twice_same_place(struct value_position one, struct value_position other)
{
    return one.line == other.line && one.column == other.column;
}

static inline bool yaml_twice_same(const struct value *one, const struct value *other);

static inline bool yaml_twice_same_child(const struct value *one, const struct value *other,
                                         size_t i)
{
    if (one->kind == VALUE_MAP && !yaml_twice_same(&one->entries[i].key, &other->entries[i].key))
        return false;
    return yaml_twice_same_place(value_key_position_at(one, i), value_key_position_at(other, i)) &&
           yaml_twice_same_place(value_position_at(one, i), value_position_at(other, i)) &&
           yaml_twice_same(value_at(one, i), value_at(other, i));
}

static inline bool yaml_twice_same(const struct value *one, const struct value *other)
{
    if (one->kind != other->kind || one->flags != other->flags || one->len != other->len)
        return false;
    if (one->kind == VALUE_STRING)
        return one->len == 0 || memcmp(one->text, other->text, one->len) == 0;
    if (one->kind != VALUE_LIST && one->kind != VALUE_MAP)
        return one->kind == VALUE_BOOL ? one->boolean == other->boolean
                                       : memcmp(&one->integer, &other->integer, 8) == 0;
    for (size_t i = 0; i < one->len; i++)
        if (!yaml_twice_same_child(one, other, i))
            return false;
    return true;
}

static inline const char *yaml_twice_difference(const struct value_yaml_stream *stream,
                                                const struct value_yaml_list *list)
{
    if (stream->len != list->len)
        return "other documents";
    for (size_t i = 0; i < list->len; i++) {
        if (!yaml_twice_same_place(stream->documents[i].position, list->items[i].position))
            return "a document's position";
        if (!yaml_twice_same(&stream->documents[i].root, &list->items[i].root))
            return "a value or its position";
    }
    return NULL;
}

/* What differs, or NULL. */
static inline const char *yaml_twice_read(struct plim_arena *arena, struct plim_str text,
                                          enum value_yaml_dialect dialect)
{
    struct value_yaml_stream alone = {.arena = arena, .name = "a", .dialect = dialect};
    struct value_yaml_list list = {0};
    struct plim_err expected = {0};
    struct plim_err err = {0};
    const char *difference = NULL;
    enum plim_code wanted = value_yaml_events_read(&alone, text, &expected);
    enum plim_code code = value_yaml_read(arena, "a", text, dialect, &list, &err);
    if (code == PLIM_OK && wanted == PLIM_OK)
        difference = yaml_twice_difference(&alone, &list);
    else if (code != PLIM_OK && (code != wanted || strcmp(err.msg, expected.msg) != 0))
        difference = "the error";
    else if (code == PLIM_OK && plim_str_trim(text).text[0] != '{') /* JSON that libyaml refuses */
        difference = "an error is missing";
    value_yaml_stream_release(&alone);
    return difference;
}

#endif
