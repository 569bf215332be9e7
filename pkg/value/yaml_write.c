#include "value/yaml_write.h"

#include <string.h>

#include "base/err.h"
#include "value/json.h"
#include "value/yaml.h"

#include "yaml_scalar_priv.h"

static void write_node(const struct value *value, size_t depth, struct plim_buf *buf);

static void indent(size_t depth, struct plim_buf *buf)
{
    plim_buf_repeat(buf, "  ", depth);
}

/* Letters, digits and a few signs, no blank at an end, nothing that YAML gives a meaning. */
static bool is_simple(struct plim_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.text[i];
        bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        bool digit = byte >= '0' && byte <= '9';
        bool inside = i > 0 && i + 1 < text.len;
        if (!letter && !digit && !strchr("/_", byte) && !(i > 0 && strchr(".-=+", byte)) &&
            !(inside && strchr(" ,;@()~$%^", byte)) &&
            !(inside && byte == ':' && text.text[i + 1] != ' '))
            return false;
        if (byte == '\0')
            return false;
    }
    return text.len > 0;
}

/* It reads back as the same text. */
static bool is_plain(struct plim_str text)
{
    return is_simple(text) && value_yaml_resolve(text, VALUE_YAML_MANIFEST).kind == VALUE_STRING;
}

/* Lines that neither begin nor end in a way that a block would lose. */
static bool is_block(struct plim_str text)
{
    if (text.len < 2 || !memchr(text.text, '\n', text.len) || strchr(" \n\t", text.text[0]))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.text[i];
        bool strange = (byte < ' ' && byte != '\n') || byte >= 0x7f;
        bool trailing = byte == '\n' && i > 0 && strchr(" \n", text.text[i - 1]);
        if (strange || trailing)
            return false;
    }
    return true;
}

static void write_block(struct plim_str text, size_t depth, struct plim_buf *buf)
{
    bool ended = plim_str_ends(text, PLIM_STR("\n"));
    plim_buf_append_c(buf, ended ? "|" : "|-");
    text.len -= ended ? 1 : 0;
    while (text.len > 0) {
        struct plim_str line;
        (void)plim_str_cut(&text, '\n', &line);
        plim_buf_append_char(buf, '\n');
        indent(depth, buf);
        plim_buf_append_str(buf, line);
    }
}

static void write_scalar(const struct value *value, size_t depth, struct plim_buf *buf)
{
    struct plim_err ignored;
    struct plim_str text = value_str(value);
    if (value_is(value, VALUE_STRING) && is_plain(text))
        plim_buf_append_str(buf, text);
    else if (value_is(value, VALUE_STRING) && is_block(text))
        write_block(text, depth, buf);
    else if (value_json_write(value, VALUE_JSON_COMPACT, buf, &ignored) != PLIM_OK)
        buf->failed = true;
}

static bool is_nested(const struct value *value)
{
    return (value_is(value, VALUE_MAP) || value_is(value, VALUE_LIST)) && value_len(value) > 0;
}

/* Behind "key:" or at the beginning of a line. */
static void write_child(const struct value *value, size_t depth, struct plim_buf *buf)
{
    if (!is_nested(value)) {
        plim_buf_append_char(buf, ' ');
        write_scalar(value, depth, buf);
        plim_buf_append_char(buf, '\n');
        return;
    }
    plim_buf_append_char(buf, '\n');
    bool flat = value_is(value, VALUE_LIST);
    indent(flat ? depth - 1 : depth, buf);
    write_node(value, flat ? depth - 1 : depth, buf);
}

/* The first line is indented already. */
static void write_map(const struct value *map, size_t depth, struct plim_buf *buf)
{
    for (size_t i = 0; i < value_len(map); i++) {
        if (i > 0)
            indent(depth, buf);
        write_scalar(&map->entries[i].key, depth, buf);
        plim_buf_append_char(buf, ':');
        write_child(value_at(map, i), depth + 1, buf);
    }
}

static void write_list(const struct value *list, size_t depth, struct plim_buf *buf)
{
    for (size_t i = 0; i < value_len(list); i++) {
        const struct value *item = value_at(list, i);
        if (i > 0)
            indent(depth, buf);
        plim_buf_append_c(buf, "- ");
        write_node(item, depth + 1, buf);
    }
}

static void write_node(const struct value *value, size_t depth, struct plim_buf *buf)
{
    if (!is_nested(value)) {
        write_scalar(value, depth, buf);
        plim_buf_append_char(buf, '\n');
    } else if (value_is(value, VALUE_MAP)) {
        write_map(value, depth, buf);
    } else {
        write_list(value, depth, buf);
    }
}

void value_yaml_write(const struct value *value, struct plim_buf *buf)
{
    write_node(value, 0, buf);
}
