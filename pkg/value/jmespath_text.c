#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "value/jmespath.h"
#include "value/json.h"

#include "jmespath.h"
#include "number_priv.h"

static void write(const struct value *value, struct plim_buf *buf);

static void write_string(struct plim_str text, struct plim_buf *buf)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf quoted = {0};
    value_json_write_string(text, &quoted);
    for (size_t i = 0; i < quoted.len; i++) {
        char byte = quoted.text[i];
        if (byte == '<' || byte == '>' || byte == '&')
            plim_buf_printf(buf, "\\u%04x", (unsigned)byte);
        else
            plim_buf_append_char(buf, byte);
    }
}

static void write_number(double number, struct plim_buf *buf)
{
    char text[VALUE_NUMBER_TEXT_BYTES];
    if (!isfinite(number)) {
        plim_buf_append_c(buf, "null");
        return;
    }
    value_number_format(number, text);
    struct plim_str digits = plim_str_from(text);
    if (plim_str_ends(digits, PLIM_STR(".0")))
        digits.len -= 2;
    plim_buf_append_str(buf, digits);
}

static int by_key(const void *left, const void *right)
{
    const struct value_entry *const *one = left;
    const struct value_entry *const *other = right;
    return plim_str_compare(value_str(&(*one)->key), value_str(&(*other)->key));
}

static void write_map(const struct value *map, struct plim_buf *buf)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    const struct value_entry **entries = plim_arena_array(arena, map->len, sizeof(*entries));
    for (uint32_t i = 0; i < map->len; i++)
        entries[i] = &map->entries[i];
    if (map->len > 1) {
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
        qsort(entries, map->len, sizeof(*entries), by_key);
    }
    plim_buf_append_char(buf, '{');
    for (uint32_t i = 0; i < map->len; i++) {
        if (i > 0)
            plim_buf_append_char(buf, ',');
        write_string(value_str(&entries[i]->key), buf);
        plim_buf_append_char(buf, ':');
        write(&entries[i]->value, buf);
    }
    plim_buf_append_char(buf, '}');
}

static void write_list(const struct value *list, struct plim_buf *buf)
{
    plim_buf_append_char(buf, '[');
    for (uint32_t i = 0; i < list->len; i++) {
        if (i > 0)
            plim_buf_append_char(buf, ',');
        write(&list->items[i], buf);
    }
    plim_buf_append_char(buf, ']');
}

static void write(const struct value *value, struct plim_buf *buf)
{
    double number = 0;
    if (value->kind == VALUE_STRING)
        write_string(value_str(value), buf);
    else if (value->kind == VALUE_BOOL)
        plim_buf_append_c(buf, value->boolean ? "true" : "false");
    else if (value_jmespath_number_of(value, &number))
        write_number(number, buf);
    else if (value->kind == VALUE_LIST)
        write_list(value, buf);
    else if (value->kind == VALUE_MAP)
        write_map(value, buf);
    else
        plim_buf_append_c(buf, "null");
}

void value_jmespath_text(const struct value *value, struct plim_buf *buf)
{
    if (value->kind == VALUE_STRING)
        plim_buf_append_str(buf, value_str(value));
    else
        write(value, buf);
}
