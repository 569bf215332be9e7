#include <string.h>

#include "base/arena.h"

#include "yaml_block_priv.h"
#include "yaml_scalar_priv.h"

void value_yaml_block_init(struct value_yaml_block *block, struct value_yaml_stream *stream,
                           char *text, size_t len)
{
    block->stream = stream;
    block->text = text;
    block->end = text + len;
    block->depth = 0;
}

void value_yaml_block_wipe(char *from, const char *to)
{
    explicit_bzero(from, (size_t)(to - from));
}

struct value_position value_yaml_block_position(const struct value_yaml_block *block,
                                                const char *at)
{
    return (struct value_position){block->line, (uint32_t)(at - block->line_start) + 1};
}

void value_yaml_block_push(struct value_yaml_block *block, struct value value,
                           struct value_position position)
{
    value_yaml_children_push(&block->stream->children,
                             (struct value_yaml_child){value, position, false});
    block->stream->nodes++;
}

/* libyaml takes keys of less than 1,024 characters. */
enum { KEY_MAX = 1000 };

bool value_yaml_block_push_key(struct value_yaml_block *block,
                               const struct value_yaml_block_scalar *key)
{
    struct value_position colon = value_yaml_block_position(block, block->at);
    if (colon.line != key->position.line || colon.column - key->position.column > KEY_MAX)
        return false;
    struct value value = value_string(key->text);
    if (key->is_plain && block->stream->dialect == VALUE_YAML_MANIFEST) {
        value = value_yaml_resolve(key->text, VALUE_YAML_MANIFEST);
        if (plim_str_is(key->text, "<<") || !value_yaml_make_key(block->stream->arena, &value))
            return false;
    }
    value_yaml_block_push(block, value, key->position);
    return true;
}

bool value_yaml_block_push_scalar(struct value_yaml_block *block,
                                  const struct value_yaml_block_scalar *scalar)
{
    enum value_yaml_dialect dialect = block->stream->dialect;
    struct value value =
        scalar->is_plain ? value_yaml_resolve(scalar->text, dialect) : value_string(scalar->text);
    if (dialect == VALUE_YAML_MANIFEST && !value_yaml_make_json(&value))
        return false;
    value_yaml_block_push(block, value, scalar->position);
    return true;
}

bool value_yaml_block_push_container(struct value_yaml_block *block, size_t first, bool is_map,
                                     struct value_position position)
{
    struct value_yaml_stream *stream = block->stream;
    struct value_yaml_problem ignored;
    struct value value;
    if (!is_map)
        value = value_yaml_children_take_list(&stream->children, stream->arena, first);
    else if (!value_yaml_children_take_map(&stream->children, stream->arena, first, stream->dialect,
                                           &value, &ignored))
        return false;
    value_yaml_block_push(block, value, position);
    return true;
}

static struct value_yaml_block_frame *innermost(struct value_yaml_block *block)
{
    return &block->frames[block->depth - 1];
}

static bool open_container(struct value_yaml_block *block, bool is_map,
                           struct value_position position)
{
    if (block->depth == VALUE_YAML_DEPTH_MAX)
        return false;
    block->is_pending = false;
    block->frames[block->depth++] = (struct value_yaml_block_frame){
        .first = block->stream->children.len, .position = position, .is_map = is_map};
    return true;
}

/* What was left empty is null, and stands right behind its colon or dash. */
static void fill_pending(struct value_yaml_block *block)
{
    if (block->is_pending)
        value_yaml_block_push(block, value_null(), block->pending);
    block->is_pending = false;
}

static bool close_container(struct value_yaml_block *block)
{
    fill_pending(block);
    struct value_yaml_block_frame frame = block->frames[--block->depth];
    return value_yaml_block_push_container(block, frame.first, frame.is_map, frame.position);
}

static bool close_deeper(struct value_yaml_block *block, uint32_t column)
{
    while (block->depth > 0 && innermost(block)->position.column > column)
        if (!close_container(block))
            return false;
    return true;
}

/* A key or dash at the column of the innermost container. */
static bool place_beside(struct value_yaml_block *block, bool is_entry,
                         struct value_position position)
{
    const struct value_yaml_block_frame *frame = innermost(block);
    if (frame->is_map && is_entry) {
        if (!block->is_pending || !open_container(block, false, position))
            return false;
        innermost(block)->is_indentless = true;
        return true;
    }
    fill_pending(block);
    if (frame->is_map == !is_entry)
        return true;
    return frame->is_indentless && close_container(block);
}

/* Open and close containers so that the innermost one is that of the key or dash. */
static bool place(struct value_yaml_block *block, bool is_entry, struct value_position position)
{
    if (block->depth == 0)
        return block->stream->children.len == 0 && open_container(block, !is_entry, position);
    if (!close_deeper(block, position.column) || block->depth == 0)
        return false;
    if (innermost(block)->position.column == position.column)
        return place_beside(block, is_entry, position);
    return block->is_pending && open_container(block, !is_entry, position);
}

/* The same for a value that has lines of its own. */
static bool place_alone(struct value_yaml_block *block, struct value_position position)
{
    if (block->depth == 0)
        return block->stream->children.len == 0;
    if (!block->is_pending || innermost(block)->position.column >= position.column)
        return false;
    block->is_pending = false;
    return true;
}

static void skip_spaces(struct value_yaml_block *block)
{
    while (*block->at == ' ')
        block->at++;
}

/* Nothing more on the line: what belongs to the colon or dash may stand on the next ones. */
static bool is_at_rest(const struct value_yaml_block *block)
{
    return *block->at == '\n' || *block->at == '#' || block->at == block->end;
}

static bool leave_pending(struct value_yaml_block *block, struct value_position position)
{
    block->is_pending = true;
    block->pending = position;
    return value_yaml_block_end_line(block);
}

/* A scalar that is no key, with all of its lines. */
static bool push_lines(struct value_yaml_block *block, struct value_yaml_block_scalar *scalar)
{
    return value_yaml_block_read_more(block, scalar) &&
           value_yaml_block_push_scalar(block, scalar) && value_yaml_block_end_line(block);
}

/* Behind a key's colon. */
static bool read_value(struct value_yaml_block *block)
{
    struct value_position position = value_yaml_block_position(block, block->at);
    skip_spaces(block);
    if (is_at_rest(block))
        return leave_pending(block, position);
    if (*block->at == '|' || *block->at == '>')
        return value_yaml_block_read_lines(block);
    if (*block->at == '[' || *block->at == '{')
        return value_yaml_block_read_flow(block) && value_yaml_block_end_line(block);
    struct value_yaml_block_scalar scalar;
    return value_yaml_block_scan(block, &scalar) && !scalar.is_key && push_lines(block, &scalar);
}

static bool read_pair(struct value_yaml_block *block, const struct value_yaml_block_scalar *key)
{
    if (!value_yaml_block_push_key(block, key))
        return false;
    block->at++;
    return read_value(block);
}

/* A scalar, or the first key of a map that begins behind a dash. */
static bool read_item(struct value_yaml_block *block)
{
    struct value_yaml_block_scalar scalar;
    if (!value_yaml_block_scan(block, &scalar))
        return false;
    if (!scalar.is_key)
        return push_lines(block, &scalar);
    return open_container(block, true, scalar.position) && read_pair(block, &scalar);
}

static bool is_at_entry(const struct value_yaml_block *block)
{
    return *block->at == '-' && value_yaml_block_is_gap(block, block->at + 1);
}

/* One dash, or several on one line: lists of lists. */
static bool read_entry(struct value_yaml_block *block)
{
    for (;;) {
        block->at++;
        struct value_position position = value_yaml_block_position(block, block->at);
        skip_spaces(block);
        if (is_at_rest(block))
            return leave_pending(block, position);
        if (!is_at_entry(block))
            break;
        if (!open_container(block, false, value_yaml_block_position(block, block->at)))
            return false;
    }
    if (*block->at == '|' || *block->at == '>')
        return value_yaml_block_read_lines(block);
    if (*block->at == '[' || *block->at == '{')
        return value_yaml_block_read_flow(block) && value_yaml_block_end_line(block);
    return read_item(block);
}

static bool read_line(struct value_yaml_block *block)
{
    struct value_position position = value_yaml_block_position(block, block->at);
    struct value_yaml_block_scalar scalar;
    if (is_at_entry(block))
        return place(block, true, position) && read_entry(block);
    if (*block->at == '[' || *block->at == '{')
        return place_alone(block, position) && value_yaml_block_read_flow(block) &&
               value_yaml_block_end_line(block);
    if (!value_yaml_block_scan(block, &scalar))
        return false;
    if (scalar.is_key)
        return place(block, false, position) && read_pair(block, &scalar);
    return place_alone(block, position) && push_lines(block, &scalar);
}

/* Blank lines and comments, and the white space before what comes then. */
static bool skip_blank_lines(struct value_yaml_block *block)
{
    for (;;) {
        skip_spaces(block);
        if (!is_at_rest(block) || block->at == block->end)
            return true;
        if (!value_yaml_block_end_line(block))
            return false;
    }
}

static bool is_at_marker(const struct value_yaml_block *block)
{
    return block->at == block->line_start && block->end - block->at >= 3 &&
           memcmp(block->at, "---", 3) == 0 && value_yaml_block_is_gap(block, block->at + 3);
}

/* "..." is left to libyaml. */
static bool is_at_end_marker(const struct value_yaml_block *block)
{
    return block->at == block->line_start && block->end - block->at >= 3 &&
           memcmp(block->at, "...", 3) == 0;
}

static bool read_marker(struct value_yaml_block *block)
{
    block->at += 3;
    return value_yaml_block_end_line(block);
}

static bool read_document(struct value_yaml_block *block)
{
    const char *start = block->at;
    if (!skip_blank_lines(block))
        return false;
    if (is_at_marker(block) && block->at > start)
        return true; /* comments before the first document, which begins here */
    if (is_at_marker(block) && !read_marker(block))
        return false;
    for (;;) {
        if (!skip_blank_lines(block))
            return false;
        if (block->at == block->end || is_at_marker(block))
            break;
        if (is_at_end_marker(block) || !read_line(block))
            return false;
    }
    while (block->depth > 0)
        if (!close_container(block))
            return false;
    if (block->stream->children.len == 0)
        block->stream->nodes++; /* the null of an empty document */
    return block->stream->nodes <= VALUE_YAML_NODES_MAX;
}

bool value_yaml_block_read(struct value_yaml_block *block, size_t *offset)
{
    struct value_yaml_stream *stream = block->stream;
    size_t nodes = stream->nodes;
    block->at = block->line_start = block->text + *offset;
    block->line = stream->lines_before + 1;
    block->is_pending = false;
    block->depth = 0;
    if (!read_document(block)) {
        stream->nodes = nodes;
        stream->children.len = 0;
        return false;
    }
    *offset = (size_t)(block->at - block->text);
    stream->lines_before = block->line - 1;
    value_yaml_stream_close(stream);
    return true;
}
