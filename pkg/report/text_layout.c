#include <stdarg.h>
#include <stdio.h>

#include "base/alloc.h"
#include "base/str.h"

#include "text_priv.h"

static const char *const color_codes[] = {
    [REPORT_PLAIN] = "",        [REPORT_BOLD] = "\033[1m",   [REPORT_DIM] = "\033[2m",
    [REPORT_RED] = "\033[31m",  [REPORT_GREEN] = "\033[32m", [REPORT_YELLOW] = "\033[33m",
    [REPORT_BLUE] = "\033[34m",
};

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0U) == 0x80U;
}

size_t report_text_width(struct plim_str part)
{
    size_t width = 0;
    for (size_t i = 0; i < part.len; i++)
        width += is_continuation(part.text[i]) ? 0 : 1;
    return width;
}

/* Names come from clusters and repositories: nothing of them may steer the terminal. */
static void append_visible(struct report_text *text, struct plim_str part)
{
    for (size_t i = 0; i < part.len; i++) {
        unsigned char byte = (unsigned char)part.text[i];
        bool c1 = byte == 0xC2 && i + 1 < part.len && (unsigned char)part.text[i + 1] < 0xA0;
        if (byte < 0x20 || byte == 0x7F || c1) {
            unsigned shown = c1 ? (unsigned char)part.text[++i] : byte;
            plim_buf_printf(text->buf, "\\x%02x", shown);
            text->column += 4;
        } else {
            plim_buf_append_char(text->buf, part.text[i]);
            text->column += is_continuation(part.text[i]) ? 0 : 1;
        }
    }
}

void report_text_add(struct report_text *text, enum report_color color, struct plim_str part)
{
    bool colored = text->style->color && color != REPORT_PLAIN && part.len > 0;
    if (colored)
        plim_buf_append_c(text->buf, color_codes[color]);
    append_visible(text, part);
    if (colored)
        plim_buf_append_c(text->buf, "\033[0m");
}

void report_text_add_c(struct report_text *text, enum report_color color, const char *part)
{
    report_text_add(text, color, plim_str_from(part));
}

void report_text_printf(struct report_text *text, enum report_color color, const char *fmt, ...)
{
    char line[512];
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(line, sizeof(line), fmt, args);
    va_end(args);
    if (len > 0)
        report_text_add_c(text, color, line);
}

void report_text_pad(struct report_text *text, size_t column)
{
    size_t gap = column > text->column ? column - text->column : 1;
    plim_buf_repeat(text->buf, " ", gap);
    text->column += gap;
}

void report_text_line(struct report_text *text)
{
    struct plim_buf *buf = text->buf;
    while (buf->len > 0 && buf->text[buf->len - 1] == ' ')
        buf->text[--buf->len] = '\0';
    plim_buf_append_char(buf, '\n');
    text->column = 0;
}

void report_text_wrap(struct report_text *text, enum report_color color, struct plim_str part,
                      size_t indent)
{
    bool first = true;
    while (part.len > 0) {
        struct plim_str word = {0};
        (void)plim_str_cut(&part, ' ', &word);
        size_t width = report_text_width(word) + (first ? 0 : 1);
        bool over = text->style->width > 0 && text->column + width > text->style->width;
        if (!first && over && text->column > indent) {
            report_text_line(text);
            report_text_pad(text, indent);
        } else if (!first) {
            report_text_add_c(text, REPORT_PLAIN, " ");
        }
        report_text_add(text, color, word);
        first = false;
    }
}
