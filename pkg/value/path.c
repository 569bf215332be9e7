#include "value/path.h"

#include <string.h>

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_identifier(struct plim_str key)
{
    if (key.len == 0 || !is_letter(key.text[0]))
        return false;
    for (size_t i = 1; i < key.len; i++)
        if (!is_letter(key.text[i]) && !is_digit(key.text[i]))
            return false;
    return true;
}

/* 'text', with a backslash before quotes and backslashes. */
static void append_quoted(struct plim_buf *path, struct plim_str text)
{
    plim_buf_append_char(path, '\'');
    for (size_t i = 0; i < text.len; i++) {
        if (text.text[i] == '\'' || text.text[i] == '\\')
            plim_buf_append_char(path, '\\');
        plim_buf_append_char(path, text.text[i]);
    }
    plim_buf_append_char(path, '\'');
}

void value_path_add_key(struct plim_buf *path, struct plim_str key)
{
    if (is_identifier(key)) {
        if (path->len > 0)
            plim_buf_append_char(path, '.');
        plim_buf_append_str(path, key);
        return;
    }
    plim_buf_append_char(path, '[');
    append_quoted(path, key);
    plim_buf_append_char(path, ']');
}

void value_path_add_index(struct plim_buf *path, size_t index)
{
    plim_buf_printf(path, "[%zu]", index);
}

void value_path_add_match(struct plim_buf *path, const char *field, struct plim_str text)
{
    bool is_plain = text.len > 0;
    for (size_t i = 0; i < text.len; i++)
        is_plain = is_plain && !strchr("]'\\", text.text[i]) && text.text[i] != '\0';
    plim_buf_printf(path, "[%s=", field);
    if (is_plain)
        plim_buf_append_str(path, text);
    else
        append_quoted(path, text);
    plim_buf_append_char(path, ']');
}

/* One step of a path. */
struct step {
    enum { STEP_KEY, STEP_INDEX, STEP_MATCH } kind;
    struct plim_str field; /* of a match */
    size_t index;
    struct plim_buf text; /* the key, or what a match is compared with */
};

static void release_step(struct step *step)
{
    plim_buf_release(&step->text);
}

static void skip(struct plim_str *rest, size_t len)
{
    rest->text += len;
    rest->len -= len;
}

/* 'text' from the front of `rest`, without its quotes. */
static bool take_quoted(struct plim_str *rest, struct plim_buf *text)
{
    size_t i = 1;
    for (; i < rest->len && rest->text[i] != '\''; i++) {
        if (rest->text[i] == '\\' && i + 1 < rest->len)
            i++;
        plim_buf_append_char(text, rest->text[i]);
    }
    if (i >= rest->len)
        return false;
    skip(rest, i + 1);
    return true;
}

static bool take_index(struct plim_str *rest, size_t *index)
{
    size_t i = 0;
    *index = 0;
    for (; i < rest->len && is_digit(rest->text[i]); i++)
        if (__builtin_mul_overflow(*index, (size_t)10, index) ||
            __builtin_add_overflow(*index, (size_t)(rest->text[i] - '0'), index))
            return false;
    bool is_whole = i > 0 && i < rest->len && rest->text[i] == ']';
    if (is_whole)
        skip(rest, i);
    return is_whole;
}

/* Up to the end of the text or a byte of `ends`. */
static struct plim_str take_until(struct plim_str *rest, const char *ends)
{
    size_t i = 0;
    while (i < rest->len && (rest->text[i] == '\0' || !strchr(ends, rest->text[i])))
        i++;
    struct plim_str taken = {rest->text, i};
    skip(rest, i);
    return taken;
}

/* What stands in brackets, behind the '['. */
static bool take_bracket(struct plim_str *rest, struct step *step)
{
    bool is_whole = rest->len > 0;
    if (is_whole && rest->text[0] == '\'') {
        step->kind = STEP_KEY;
        is_whole = take_quoted(rest, &step->text);
    } else if (take_index(rest, &step->index)) {
        step->kind = STEP_INDEX;
    } else {
        step->kind = STEP_MATCH;
        step->field = take_until(rest, "=]");
        if (rest->len == 0 || rest->text[0] != '=')
            return false;
        skip(rest, 1);
        if (rest->len > 0 && rest->text[0] == '\'')
            is_whole = take_quoted(rest, &step->text);
        else
            plim_buf_append_str(&step->text, take_until(rest, "]"));
    }
    if (!is_whole || rest->len == 0 || rest->text[0] != ']')
        return false;
    skip(rest, 1);
    return true;
}

static bool take_step(struct plim_str *rest, bool is_first, struct step *step)
{
    if (rest->text[0] == '[') {
        skip(rest, 1);
        return take_bracket(rest, step);
    }
    if (!is_first) {
        if (rest->text[0] != '.')
            return false;
        skip(rest, 1);
    }
    step->kind = STEP_KEY;
    struct plim_str key = take_until(rest, ".[");
    plim_buf_append_str(&step->text, key);
    return key.len > 0;
}

/* A number is compared as it is written: "ports[containerPort=8080]". */
static bool matches_text(const struct value *value, struct plim_str text)
{
    if (!value_is(value, VALUE_INT))
        return value_is(value, VALUE_STRING) && plim_str_equal(value_str(value), text);
    PLIM_CLEANUP(plim_buf_release) struct plim_buf number = {0};
    plim_buf_printf(&number, "%lld", (long long)value->integer);
    return plim_str_equal(plim_buf_str(&number), text);
}

static size_t find_child(const struct value *container, const struct step *step)
{
    size_t len = value_len(container);
    if (step->kind == STEP_INDEX)
        return value_is(container, VALUE_LIST) && step->index < len ? step->index : len;
    struct plim_str text = plim_buf_str(&step->text);
    for (size_t i = 0; i < len; i++) {
        bool is_found =
            container->kind == VALUE_MAP
                ? step->kind == STEP_KEY &&
                      plim_str_equal(value_str(&container->entries[i].key), text)
                : step->kind == STEP_MATCH &&
                      matches_text(value_get_str(&container->items[i], step->field), text);
        if (is_found)
            return i;
    }
    return len;
}

static const struct value *follow(const struct value *at, struct plim_str path,
                                  struct value_position *position)
{
    struct plim_str rest = path;
    for (bool is_first = true; rest.len > 0; is_first = false) {
        PLIM_CLEANUP(release_step) struct step step = {.kind = STEP_KEY};
        if (!take_step(&rest, is_first, &step))
            return NULL;
        size_t i = find_child(at, &step);
        if (i >= value_len(at))
            return NULL;
        *position = at->kind == VALUE_MAP ? value_key_position_at(at, i) : value_position_at(at, i);
        at = value_at(at, i);
    }
    return at;
}

const struct value *value_path_find(const struct value *root, struct plim_str path,
                                    struct value_position *position_out)
{
    struct value_position position = {0};
    const struct value *found = follow(root, path, &position);
    if (position_out)
        *position_out = position;
    return found;
}
