/* Field names of objects as identifiers. Source: k8s.io/apiserver pkg/cel/escaping.go. */
#include "field_name.h"

#include <string.h>

#include "base/buf.h"
#include "cel/schema.h"

static const char *const reserved[] = {
    "true",     "false",   "null",      "in",       "as",  "break",  "const",
    "continue", "else",    "for",       "function", "if",  "import", "let",
    "loop",     "package", "namespace", "return",   "var", "void",   "while",
};

bool cel_field_is_reserved(struct plim_str name)
{
    for (size_t i = 0; i < PLIM_LEN(reserved); i++)
        if (plim_str_is(name, reserved[i]))
            return true;
    return false;
}

static bool is_word(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_';
}

/* What stands for the front of `name`, and how many bytes that is; NULL for one that stays. */
static const char *replacement(struct plim_str name, size_t *len_out)
{
    *len_out = 1;
    switch (name.text[0]) {
    case '.':
        return "__dot__";
    case '-':
        return "__dash__";
    case '/':
        return "__slash__";
    case '_':
        *len_out = name.len > 1 && name.text[1] == '_' ? 2 : 1;
        return *len_out == 2 ? "__underscores__" : NULL;
    default:
        return NULL;
    }
}

/* False for a byte that cannot be spelt. */
static bool escape(struct plim_str name, struct plim_buf *buf)
{
    while (name.len > 0) {
        size_t len = 0;
        const char *text = replacement(name, &len);
        if (!text && !is_word(name.text[0]))
            return false;
        if (text)
            plim_buf_append_c(buf, text);
        else
            plim_buf_append_char(buf, name.text[0]);
        name = (struct plim_str){name.text + len, name.len - len};
    }
    return true;
}

bool cel_field_spells(struct plim_str escaped, struct plim_str name)
{
    if (cel_field_is_reserved(name))
        return escaped.len == name.len + 4 && memcmp(escaped.text + 2, name.text, name.len) == 0 &&
               plim_str_starts(escaped, PLIM_STR("__")) && plim_str_ends(escaped, PLIM_STR("__"));
    while (name.len > 0) {
        size_t len = 0;
        const char *text = replacement(name, &len);
        struct plim_str step = text ? plim_str_from(text) : (struct plim_str){name.text, 1};
        if (!plim_str_starts(escaped, step))
            return false;
        escaped = (struct plim_str){escaped.text + step.len, escaped.len - step.len};
        name = (struct plim_str){name.text + len, name.len - len};
    }
    return escaped.len == 0;
}

/* Nearly all names stay as they are. */
static bool is_plain(struct plim_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!is_word(name.text[i]) || (i > 0 && name.text[i] == '_' && name.text[i - 1] == '_'))
            return false;
    return true;
}

bool cel_field_escape(struct plim_arena *arena, struct plim_str name, struct plim_str *escaped_out)
{
    if (name.len == 0 || (name.text[0] >= '0' && name.text[0] <= '9'))
        return false;
    bool is_reserved = cel_field_is_reserved(name);
    if (!is_reserved && is_plain(name)) {
        *escaped_out = name;
        return true;
    }
    struct plim_buf buf = {0};
    bool good = true;
    if (is_reserved)
        plim_buf_printf(&buf, "__%.*s__", PLIM_STR_ARG(name));
    else
        good = escape(name, &buf);
    if (good)
        *escaped_out = plim_arena_copy_str(arena, plim_buf_str(&buf));
    plim_buf_release(&buf);
    return good;
}
