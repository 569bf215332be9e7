/* Places in a source, shown. */
#include <string.h>

#include "cel/program.h"

#include "utf8.h"

enum {
    BEFORE_MAX = 60, /* code points of the line shown before the place */
    AFTER_MAX = 40,
};

/* The line of that number, from 1. False when there are not so many. */
static bool find_line(struct plim_str source, uint32_t number, struct plim_str *line_out)
{
    bool more = true;
    for (uint32_t i = 0; i < number; i++) {
        if (!more)
            return false;
        more = plim_str_cut(&source, '\n', line_out);
    }
    return number > 0;
}

/* What begins with the code point of that number, from 0. */
static struct plim_str from(struct plim_str text, size_t count)
{
    size_t skipped = cel_utf8_offset(text, count);
    return (struct plim_str){text.text + skipped, text.len - skipped};
}

static void print_text(struct plim_str text, struct plim_buf *buf)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.text[i];
        if ((unsigned char)byte < 0x20 || byte == 0x7f)
            byte = ' ';
        plim_buf_append_char(buf, byte);
    }
}

void cel_caret_print(struct plim_str source, struct value_position place, struct plim_buf *buf)
{
    struct plim_str line;
    if (place.column == 0 || !find_line(source, place.line, &line) || !cel_utf8_is_valid(line))
        return;
    size_t before = place.column - 1;
    size_t all = cel_utf8_count(line);
    if (before > all)
        return;
    size_t skipped = before > BEFORE_MAX ? before - BEFORE_MAX : 0;
    bool is_cut = all - before > AFTER_MAX;
    struct plim_str part = from(line, skipped);
    if (is_cut)
        part.len = cel_utf8_offset(part, before - skipped + AFTER_MAX);
    const char *ellipsis = skipped > 0 ? "..." : "";
    plim_buf_printf(buf, "\n | %s", ellipsis);
    print_text(part, buf);
    plim_buf_printf(buf, "%s\n | ", is_cut ? "..." : "");
    plim_buf_repeat(buf, ".", strlen(ellipsis) + before - skipped);
    plim_buf_append_char(buf, '^');
}

void cel_issue_print(const struct cel_issue *issue, struct plim_str source, struct plim_buf *buf)
{
    plim_buf_printf(buf, "%u:%u: %s", (unsigned)issue->line, (unsigned)issue->column,
                    issue->message);
    cel_caret_print(source, (struct value_position){issue->line, issue->column}, buf);
}
