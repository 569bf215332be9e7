#include <string.h>

#include "yaml_block_priv.h"

enum chomping { CLIP, STRIP, KEEP };

struct header {
    bool is_folded;
    enum chomping chomping;
    size_t increment; /* 0: not written */
};

/* Of a scalar that is written over its own lines: what was taken from a line is longer. */
struct lines {
    char *out;
    size_t indent;     /* of the content */
    bool has_break;    /* behind the last content */
    size_t blanks;     /* blank lines behind that */
    bool was_indented; /* the last content began with white space */
};

static bool read_header(struct value_yaml_block *block, struct header *header)
{
    *header = (struct header){.is_folded = *block->at++ == '>'};
    for (;; block->at++) {
        char byte = *block->at;
        if ((byte == '-' || byte == '+') && header->chomping == CLIP)
            header->chomping = byte == '-' ? STRIP : KEEP;
        else if (byte >= '1' && byte <= '9' && header->increment == 0)
            header->increment = (size_t)(byte - '0');
        else
            return value_yaml_block_end_line(block);
    }
}

static size_t count_spaces(const char *at, size_t most)
{
    size_t len = 0;
    while (len < most && at[len] == ' ')
        len++;
    return len;
}

/* The column of the first line with content, or of its place below the parent when that is left of
 * it. Longer blank lines before it, and tabs, are for libyaml to judge. */
static bool detect_indent(const struct value_yaml_block *block, size_t least, size_t *indent_out)
{
    size_t longest = 0;
    const char *at = block->at;
    size_t len = count_spaces(at, SIZE_MAX);
    for (; at[len] == '\n'; len = count_spaces(at, SIZE_MAX)) {
        longest = len > longest ? len : longest;
        at += len + 1;
    }
    *indent_out = len > least ? len : least;
    return longest <= len && at[len] != '\t';
}

/* What stands between the last content and the one that comes now. */
static void write_gap(struct lines *lines, bool is_folded, bool is_indented)
{
    bool folds = is_folded && lines->has_break && !lines->was_indented && !is_indented;
    if (folds && lines->blanks == 0)
        *lines->out++ = ' ';
    else if (!folds && lines->has_break)
        *lines->out++ = '\n';
    memset(lines->out, '\n', lines->blanks);
    lines->out += lines->blanks;
    lines->blanks = 0;
    lines->was_indented = is_indented;
}

static bool read_content(struct value_yaml_block *block, struct lines *lines, bool is_folded)
{
    char *content = block->at;
    char *end = value_yaml_block_skip_text(block, content);
    if (!end)
        return false;
    write_gap(lines, is_folded, *content == ' ' || *content == '\t');
    memmove(lines->out, content, (size_t)(end - content));
    lines->out += end - content;
    lines->has_break = end < block->end;
    block->at = end;
    return value_yaml_block_end_line(block);
}

static bool read_content_lines(struct value_yaml_block *block, struct lines *lines, bool is_folded)
{
    for (;;) {
        size_t len = count_spaces(block->at, lines->indent);
        const char *first = block->at + len;
        if (*first == '\n') {
            lines->blanks++;
            if (!value_yaml_block_end_line(block))
                return false;
            continue;
        }
        if (len < lines->indent || first == block->end)
            return *first != '\t';
        block->at += len;
        if (!read_content(block, lines, is_folded))
            return false;
    }
}

bool value_yaml_block_read_lines(struct value_yaml_block *block)
{
    struct value_position position = value_yaml_block_position(block, block->at);
    size_t parent = block->frames[block->depth - 1].position.column - 1;
    struct header header;
    if (!read_header(block, &header))
        return false;
    struct lines lines = {.out = block->at, .indent = parent + header.increment};
    char *start = lines.out;
    if (header.increment == 0 && !detect_indent(block, parent + 1, &lines.indent))
        return false;
    if (!read_content_lines(block, &lines, header.is_folded))
        return false;
    if (header.chomping != STRIP && lines.has_break)
        *lines.out++ = '\n';
    if (header.chomping == KEEP) {
        memset(lines.out, '\n', lines.blanks);
        lines.out += lines.blanks;
    }
    value_yaml_block_wipe(lines.out, block->at);
    value_yaml_block_push(
        block, value_string((struct plim_str){start, (size_t)(lines.out - start)}), position);
    return true;
}
