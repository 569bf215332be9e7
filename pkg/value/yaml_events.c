#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/arena.h"
#include "base/map.h"

#include "yaml_scalar_priv.h"
#include "yaml_stream_priv.h"

struct anchor {
    struct value value;
    size_t nodes; /* that the value consists of, aliases in it expanded */
    bool is_complete;
};

/* A container that is open. */
struct frame {
    size_t first; /* of its children */
    size_t nodes_before;
    struct value_position position;
    struct anchor *anchor; /* NULL without */
    bool is_map;
};

struct reader {
    yaml_parser_t parser;
    struct value_yaml_stream *stream;
    struct plim_err *err;
    struct frame frames[VALUE_YAML_DEPTH_MAX];
    size_t depth;
    struct plim_map *anchors; /* of the document, by name; NULL while there are none */
};

static void release_reader(struct reader *reader)
{
    yaml_parser_delete(&reader->parser);
    plim_map_free(reader->anchors);
}

static struct value_position position_of(const struct reader *reader, const yaml_mark_t *mark)
{
    return (struct value_position){reader->stream->lines_before + (uint32_t)mark->line + 1,
                                   (uint32_t)mark->column + 1};
}

static enum plim_code fail(struct reader *reader, enum plim_code code,
                           struct value_position position, const char *problem)
{
    return plim_err_set(reader->err, code, "%s:%u:%u: %s", reader->stream->name, position.line,
                        position.column, problem);
}

/* Where a byte stands that libyaml's reader, which has no marks, refused. */
static struct value_position position_of_offset(const struct reader *reader, struct plim_str text,
                                                size_t offset)
{
    struct value_position position = {reader->stream->lines_before + 1, 1};
    for (size_t i = 0; i < offset && i < text.len; i++) {
        position.column++;
        if (text.text[i] == '\n')
            position = (struct value_position){position.line + 1, 1};
    }
    return position;
}

static enum plim_code fail_parse(struct reader *reader, struct plim_str text)
{
    const yaml_parser_t *parser = &reader->parser;
    const char *problem = parser->problem ? parser->problem : "malformed";
    if (parser->error == YAML_MEMORY_ERROR)
        abort();
    if (parser->error == YAML_READER_ERROR)
        return fail(reader, PLIM_INVALID, position_of_offset(reader, text, parser->problem_offset),
                    problem);
    struct value_position position = position_of(reader, &parser->problem_mark);
    return plim_err_set(reader->err, PLIM_INVALID, "%s:%u:%u: %s%s%s", reader->stream->name,
                        position.line, position.column, problem, parser->context ? " " : "",
                        parser->context ? parser->context : "");
}

static enum plim_code count_nodes(struct reader *reader, size_t nodes,
                                  struct value_position position)
{
    if (nodes > VALUE_YAML_NODES_MAX - reader->stream->nodes)
        return plim_err_set(reader->err, PLIM_LIMIT, "%s:%u:%u: more than %d nodes",
                            reader->stream->name, position.line, position.column,
                            (int)VALUE_YAML_NODES_MAX);
    reader->stream->nodes += nodes;
    return PLIM_OK;
}

/* Whether the next node is a key. */
static bool is_at_key(const struct reader *reader)
{
    if (reader->depth == 0 || !reader->frames[reader->depth - 1].is_map)
        return false;
    return (reader->stream->children.len - reader->frames[reader->depth - 1].first) % 2 == 0;
}

static enum plim_code add_node(struct reader *reader, struct value value,
                               struct value_position position)
{
    if (is_at_key(reader) && !value_yaml_make_key(reader->stream->arena, &value))
        return fail(reader, PLIM_INVALID, position, "a map key must be a string");
    value_yaml_children_push(&reader->stream->children,
                             (struct value_yaml_child){value, position, false});
    return PLIM_OK;
}

/* Ours have neither anchors nor tags: what a reader sees is what stands there. */
static enum plim_code check_properties(struct reader *reader, const yaml_event_t *event,
                                       const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (reader->stream->dialect == VALUE_YAML_MANIFEST || (!anchor && !tag))
        return PLIM_OK;
    return fail(reader, PLIM_INVALID, position_of(reader, &event->start_mark),
                anchor ? "anchors are not allowed here" : "tags are not allowed here");
}

static struct anchor *add_anchor(struct reader *reader, const yaml_char_t *name)
{
    if (!name)
        return NULL;
    if (!reader->anchors)
        reader->anchors = plim_map_new();
    struct anchor *anchor = plim_arena_alloc(reader->stream->arena, sizeof(*anchor));
    plim_map_set(reader->anchors, (const char *)name, anchor);
    return anchor;
}

static void complete_anchor(struct anchor *anchor, struct value value, size_t nodes)
{
    if (anchor)
        *anchor = (struct anchor){value, nodes, true};
}

static enum plim_code resolve(struct reader *reader, const yaml_event_t *event,
                              struct value *value_out)
{
    struct plim_str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    struct value_position position = position_of(reader, &event->start_mark);
    const char *tag = (const char *)event->data.scalar.tag;
    if (text.len > UINT32_MAX)
        return fail(reader, PLIM_LIMIT, position, "a string of more than 4 GiB");
    struct value value = value_string(text);
    if (tag) {
        if (!value_yaml_resolve_tagged(reader->stream->arena, tag, text, &value))
            return plim_err_set(reader->err, PLIM_INVALID, "%s:%u:%u: '%.*s' is no %s",
                                reader->stream->name, position.line, position.column,
                                PLIM_STR_ARG(text), tag);
    } else if (event->data.scalar.plain_implicit) {
        value = value_yaml_resolve(text, reader->stream->dialect);
    }
    bool is_json = is_at_key(reader) || reader->stream->dialect == VALUE_YAML_DOCUMENT ||
                   value_yaml_make_json(&value);
    if (!is_json)
        return fail(reader, PLIM_INVALID, position, "neither infinity nor NaN has a JSON form");
    /* A key of ours is its text, whatever it looks like. */
    if (is_at_key(reader) && reader->stream->dialect == VALUE_YAML_DOCUMENT)
        value = value_string(text);
    if (value.kind == VALUE_STRING && value.text == text.text)
        value = value_string(plim_arena_copy_str(reader->stream->arena, text));
    *value_out = value;
    return PLIM_OK;
}

static bool is_merge_key(const struct reader *reader, const yaml_event_t *event)
{
    const char *tag = (const char *)event->data.scalar.tag;
    struct plim_str text = {(const char *)event->data.scalar.value, event->data.scalar.length};
    return reader->stream->dialect == VALUE_YAML_MANIFEST && is_at_key(reader) &&
           plim_str_is(text, "<<") &&
           (event->data.scalar.plain_implicit ||
            (tag && strcmp(tag, "tag:yaml.org,2002:merge") == 0));
}

static enum plim_code read_scalar(struct reader *reader, const yaml_event_t *event)
{
    struct value_position position = position_of(reader, &event->start_mark);
    bool is_merge = is_merge_key(reader, event);
    struct value value;
    if (check_properties(reader, event, event->data.scalar.anchor, event->data.scalar.tag) !=
            PLIM_OK ||
        count_nodes(reader, 1, position) != PLIM_OK || resolve(reader, event, &value) != PLIM_OK)
        return reader->err->code;
    complete_anchor(add_anchor(reader, event->data.scalar.anchor), value, 1);
    if (add_node(reader, value, position) != PLIM_OK)
        return reader->err->code;
    reader->stream->children.items[reader->stream->children.len - 1].is_merge = is_merge;
    return PLIM_OK;
}

static enum plim_code open_container(struct reader *reader, const yaml_event_t *event, bool is_map)
{
    struct value_position position = position_of(reader, &event->start_mark);
    const yaml_char_t *anchor =
        is_map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor;
    const yaml_char_t *tag =
        is_map ? event->data.mapping_start.tag : event->data.sequence_start.tag;
    if (check_properties(reader, event, anchor, tag) != PLIM_OK ||
        count_nodes(reader, 1, position) != PLIM_OK)
        return reader->err->code;
    if (is_at_key(reader))
        return fail(reader, PLIM_INVALID, position, "a map key must be a string");
    if (reader->depth == VALUE_YAML_DEPTH_MAX)
        return plim_err_set(reader->err, PLIM_LIMIT, "%s:%u:%u: nested deeper than %d levels",
                            reader->stream->name, position.line, position.column,
                            (int)VALUE_YAML_DEPTH_MAX);
    reader->frames[reader->depth++] = (struct frame){.first = reader->stream->children.len,
                                                     .nodes_before = reader->stream->nodes - 1,
                                                     .position = position,
                                                     .anchor = add_anchor(reader, anchor),
                                                     .is_map = is_map};
    return PLIM_OK;
}

static enum plim_code fail_map(struct reader *reader, const struct value_yaml_problem *problem)
{
    struct value_position position = problem->position;
    if (problem->key.len == 0)
        return fail(reader, PLIM_INVALID, position, problem->text);
    return plim_err_set(reader->err, PLIM_INVALID, "%s:%u:%u: %s '%.*s'", reader->stream->name,
                        position.line, position.column, problem->text, PLIM_STR_ARG(problem->key));
}

static enum plim_code close_container(struct reader *reader)
{
    struct frame frame = reader->frames[--reader->depth];
    struct value value = {0};
    struct value_yaml_problem problem = {0};
    if (!frame.is_map)
        value = value_yaml_children_take_list(&reader->stream->children, reader->stream->arena,
                                              frame.first);
    else if (!value_yaml_children_take_map(&reader->stream->children, reader->stream->arena,
                                           frame.first, reader->stream->dialect, &value, &problem))
        return fail_map(reader, &problem);
    complete_anchor(frame.anchor, value, reader->stream->nodes - frame.nodes_before);
    return add_node(reader, value, frame.position);
}

static enum plim_code read_alias(struct reader *reader, const yaml_event_t *event)
{
    const char *name = (const char *)event->data.alias.anchor;
    struct value_position position = position_of(reader, &event->start_mark);
    if (reader->stream->dialect == VALUE_YAML_DOCUMENT)
        return fail(reader, PLIM_INVALID, position, "aliases are not allowed here");
    const struct anchor *anchor = reader->anchors ? plim_map_get(reader->anchors, name) : NULL;
    if (!anchor || !anchor->is_complete)
        return plim_err_set(reader->err, PLIM_INVALID, "%s:%u:%u: %s '%s'", reader->stream->name,
                            position.line, position.column,
                            anchor ? "an alias inside its own anchor" : "unknown anchor", name);
    if (count_nodes(reader, anchor->nodes, position) != PLIM_OK)
        return reader->err->code;
    return add_node(reader, anchor->value, position);
}

static void close_document(struct reader *reader)
{
    value_yaml_stream_close(reader->stream);
    plim_map_freep(&reader->anchors);
}

static enum plim_code read_event(struct reader *reader, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(reader, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_container(reader, event, false);
    case YAML_MAPPING_START_EVENT:
        return open_container(reader, event, true);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_container(reader);
    case YAML_ALIAS_EVENT:
        return read_alias(reader, event);
    case YAML_DOCUMENT_END_EVENT:
        close_document(reader);
        return PLIM_OK;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
        break;
    }
    return PLIM_OK;
}

static enum plim_code read_stream(struct reader *reader, struct plim_str text)
{
    yaml_parser_set_input_string(&reader->parser,
                                 (const unsigned char *)(text.len > 0 ? text.text : ""), text.len);
    for (bool more = true; more;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&reader->parser, &event))
            return fail_parse(reader, text);
        more = event.type != YAML_STREAM_END_EVENT;
        enum plim_code code = read_event(reader, &event);
        uint32_t lines = (uint32_t)event.start_mark.line;
        yaml_event_delete(&event);
        if (code != PLIM_OK)
            return code;
        if (!more)
            reader->stream->lines_before += lines;
    }
    return PLIM_OK;
}

enum plim_code value_yaml_events_read(struct value_yaml_stream *stream, struct plim_str text,
                                      struct plim_err *err)
{
    PLIM_CLEANUP(release_reader) struct reader reader = {.stream = stream, .err = err};
    if (!yaml_parser_initialize(&reader.parser))
        abort(); /* without memory only */
    return read_stream(&reader, text);
}
