#include "issues.h"

#include <stdarg.h>
#include <stdio.h>

enum { MESSAGE_MAX = 400 };

void cel_source_place(struct plim_str text, uint32_t offset, uint32_t *line_out,
                      uint32_t *column_out)
{
    *line_out = 1;
    *column_out = 1;
    for (size_t i = 0; i < offset && i < text.len; i++) {
        unsigned char byte = (unsigned char)text.text[i];
        if (byte == '\n') {
            ++*line_out;
            *column_out = 1;
        } else if ((byte & 0xc0U) != 0x80U) {
            ++*column_out;
        }
    }
}

static void add(struct cel_source *source, uint32_t offset, enum plim_code code,
                const char *message)
{
    if (source->code == PLIM_OK)
        source->code = code;
    if (source->issues->len == CEL_ISSUES_MAX)
        return;
    struct cel_issue *issue = &source->issues->items[source->issues->len++];
    cel_source_place(source->text, offset, &issue->line, &issue->column);
    issue->message = plim_arena_copy_c(source->arena, message);
}

void cel_issue_add(struct cel_source *source, uint32_t offset, const char *fmt, ...)
{
    char message[MESSAGE_MAX];
    va_list list;
    va_start(list, fmt);
    (void)vsnprintf(message, sizeof message, fmt, list);
    va_end(list);
    add(source, offset, PLIM_INVALID, message);
}

void cel_issue_limit(struct cel_source *source, uint32_t offset, const char *fmt, ...)
{
    char message[MESSAGE_MAX];
    va_list list;
    va_start(list, fmt);
    (void)vsnprintf(message, sizeof message, fmt, list);
    va_end(list);
    add(source, offset, PLIM_LIMIT, message);
}
