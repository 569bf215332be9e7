#include "value/yaml.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "value/json.h"

#include "yaml_block_priv.h"
#include "yaml_split_priv.h"

void value_yaml_stream_release(struct value_yaml_stream *stream)
{
    value_yaml_children_release(&stream->children);
    free(stream->documents);
}

void value_yaml_stream_close(struct value_yaml_stream *stream)
{
    const struct value_yaml_child *root = stream->children.items;
    if (stream->children.len > 0 && root->value.kind != VALUE_NULL) {
        PLIM_GROW(stream->documents, stream->len, stream->cap);
        stream->documents[stream->len++] =
            (struct value_yaml_document){root->value, root->position};
    }
    stream->children.len = 0;
}

/* libyaml refuses some JSON that kubectl takes: escaped surrogate pairs ("\ud83d\ude00"). */
static bool read_as_json(struct value_yaml_stream *stream, struct plim_str text)
{
    struct plim_str document = plim_str_trim(text);
    struct plim_err ignored = {0}; /* the YAML error stands, having a line */
    struct value root;
    if (stream->dialect != VALUE_YAML_MANIFEST || document.len == 0 || document.text[0] != '{' ||
        value_json_read(stream->arena, document, &root, &ignored) != PLIM_OK)
        return false;
    stream->len = 0;
    PLIM_GROW(stream->documents, stream->len, stream->cap);
    stream->documents[stream->len++] = (struct value_yaml_document){root, {1, 1}};
    return true;
}

/* A byte order mark may tell of another encoding. */
static bool may_be_block(struct plim_str text)
{
    return text.len > 0 && text.len <= UINT32_MAX && (unsigned char)text.text[0] < 0x80;
}

/* Document by document; what the quick reader gives up on is left to libyaml. False: an error,
 * which is libyaml's to tell, having seen the whole. */
static bool read_documents(struct value_yaml_stream *stream, struct plim_str text)
{
    struct value_yaml_block block;
    struct plim_err ignored = {0};
    if (!may_be_block(text))
        return false;
    value_yaml_block_init(&block, stream, plim_arena_copy(stream->arena, text.text, text.len),
                          text.len);
    for (size_t at = 0; at < text.len;) {
        if (value_yaml_block_read(&block, &at))
            continue;
        size_t end = value_yaml_next_marker(text, at);
        bool is_whole = at == 0 && end == text.len;
        struct plim_str document = {text.text + at, end - at};
        value_yaml_block_wipe(block.text + at, block.text + end);
        if (is_whole || value_yaml_events_read(stream, document, &ignored) != PLIM_OK)
            return false;
        at = end;
    }
    return true;
}

static void start_again(struct value_yaml_stream *stream, const struct value_yaml_part *part)
{
    stream->lines_before = part->lines_before;
    stream->nodes = 0;
    stream->children.len = 0;
    stream->len = 0;
}

enum plim_code value_yaml_read(struct plim_arena *arena, const char *name, struct plim_str text,
                               enum value_yaml_dialect dialect, struct value_yaml_list *list_out,
                               struct plim_err *err)
{
    struct value_yaml_part whole = {.text = text};
    return value_yaml_read_part(arena, name, &whole, dialect, list_out, err);
}

enum plim_code value_yaml_read_part(struct plim_arena *arena, const char *name,
                                    const struct value_yaml_part *part,
                                    enum value_yaml_dialect dialect,
                                    struct value_yaml_list *list_out, struct plim_err *err)
{
    struct plim_err failure = {0};
    PLIM_CLEANUP(value_yaml_stream_release)
    struct value_yaml_stream stream = {
        .arena = arena, .name = name, .dialect = dialect, .lines_before = part->lines_before};
    if (!read_documents(&stream, part->text)) {
        start_again(&stream, part);
        enum plim_code code = value_yaml_events_read(&stream, part->text, &failure);
        if (code != PLIM_OK && (code != PLIM_INVALID || !read_as_json(&stream, part->text))) {
            *err = failure;
            return code;
        }
    }
    list_out->items = plim_arena_array(arena, stream.len, sizeof(*list_out->items));
    if (stream.len > 0)
        memcpy(list_out->items, stream.documents, stream.len * sizeof(*list_out->items));
    list_out->len = stream.len;
    return PLIM_OK;
}
