#include "issues.h"

#include <stdarg.h>
#include <stdio.h>

enum { MESSAGE_MAX = 400 };

/* Line and column of a byte; columns count code points. */
static void place(struct plim_str text, uint32_t offset, struct cel_issue *issue)
{
    issue->line = 1;
    issue->column = 1;
    for (size_t i = 0; i < offset && i < text.len; i++) {
        unsigned char byte = (unsigned char)text.text[i];
        if (byte == '\n') {
            issue->line++;
            issue->column = 1;
        } else if ((byte & 0xc0U) != 0x80U) {
            issue->column++;
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
    place(source->text, offset, issue);
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
