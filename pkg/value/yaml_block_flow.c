#include "yaml_block_priv.h"

/* White space, comments and line ends up to what comes next. At the start of a line a document
 * marker could, which breaks off what is in brackets. */
static bool skip_gap(struct value_yaml_block *block)
{
    for (;;) {
        while (*block->at == ' ')
            block->at++;
        if (*block->at != '\n' && *block->at != '#')
            return block->at > block->line_start || (*block->at != '-' && *block->at != '.');
        if (!value_yaml_block_end_line(block))
            return false;
    }
}

static bool read_node(struct value_yaml_block *block)
{
    struct value_yaml_block_scalar scalar;
    if (*block->at == '[' || *block->at == '{')
        return value_yaml_block_read_flow(block);
    return value_yaml_block_scan_in_flow(block, &scalar) &&
           value_yaml_block_push_scalar(block, &scalar);
}

static bool read_key(struct value_yaml_block *block)
{
    struct value_yaml_block_scalar key;
    if (!value_yaml_block_scan_in_flow(block, &key) || (key.is_plain && !key.is_key) ||
        *block->at != ':' || !value_yaml_block_push_key(block, &key))
        return false;
    block->at++;
    return skip_gap(block);
}

/* What stands between the brackets, the closing one included. */
static bool read_children(struct value_yaml_block *block, bool is_map)
{
    char closing = is_map ? '}' : ']';
    if (!skip_gap(block))
        return false;
    if (*block->at == closing) {
        block->at++;
        return true;
    }
    for (;;) {
        if ((is_map && !read_key(block)) || !read_node(block) || !skip_gap(block))
            return false;
        char byte = *block->at;
        if (byte != ',' && byte != closing)
            return false;
        block->at++;
        if (byte == closing)
            return true;
        if (!skip_gap(block))
            return false;
    }
}

bool value_yaml_block_read_flow(struct value_yaml_block *block)
{
    bool is_map = *block->at == '{';
    struct value_position position = value_yaml_block_position(block, block->at);
    size_t first = block->stream->children.len;
    if (block->depth == VALUE_YAML_DEPTH_MAX)
        return false;
    block->depth++;
    block->at++;
    bool ok = read_children(block, is_map);
    block->depth--;
    return ok && value_yaml_block_push_container(block, first, is_map, position);
}
