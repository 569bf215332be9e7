#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "value/yaml.h"

#include "yaml_split_priv.h"

/* "---" and white space, or the end of the text, where a line begins. */
static bool is_marker(struct plim_str text, size_t at)
{
    if (text.len - at < 3 || memcmp(text.text + at, "---", 3) != 0)
        return false;
    return text.len - at == 3 || strchr(" \t\r\n", text.text[at + 3]) != NULL;
}

/* The start of the line behind `at`, or the end of the text. */
static size_t next_line(struct plim_str text, size_t at)
{
    const char *end = at < text.len ? memchr(text.text + at, '\n', text.len - at) : NULL;
    return end ? (size_t)(end - text.text) + 1 : text.len;
}

size_t value_yaml_next_marker(struct plim_str text, size_t at)
{
    do
        at = next_line(text, at);
    while (at < text.len && !is_marker(text, at));
    return at;
}

static bool has_directives(struct plim_str text)
{
    for (size_t at = 0; at < text.len; at = next_line(text, at))
        if (text.text[at] == '%')
            return true;
    return false;
}

static struct plim_str cut(struct plim_str text, size_t from, size_t to)
{
    return (struct plim_str){text.text + from, to - from};
}

size_t value_yaml_split(struct plim_arena *arena, struct plim_str text, size_t part_bytes,
                        struct value_yaml_part **parts_out)
{
    size_t most = text.len / part_bytes + 1;
    struct value_yaml_part *parts = plim_arena_array(arena, most, sizeof(*parts));
    size_t len = 0;
    size_t from = 0;
    uint32_t line = 0;
    uint32_t first = 0;
    bool whole = most == 1 || has_directives(text);
    for (size_t at = 0; !whole && at < text.len; at = next_line(text, at), line++) {
        if (at - from < part_bytes || !is_marker(text, at))
            continue;
        parts[len++] = (struct value_yaml_part){cut(text, from, at), first};
        from = at;
        first = line;
    }
    parts[len++] = (struct value_yaml_part){cut(text, from, text.len), first};
    *parts_out = parts;
    return len;
}
