#include <stdbool.h>
#include <string.h>

#include "warning_priv.h"

enum { CODE_FOR_PEOPLE = 299, CODE_DIGITS = 3 };

static void skip_spaces(const char **at)
{
    *at += strspn(*at, " \t");
}

/* Three digits and a space; -1 for anything else. */
static int take_code(const char **at)
{
    int code = 0;
    if (strspn(*at, "0123456789") != CODE_DIGITS || (*at)[CODE_DIGITS] != ' ')
        return -1;
    for (size_t i = 0; i < CODE_DIGITS; i++)
        code = code * 10 + ((*at)[i] - '0');
    *at += CODE_DIGITS + 1;
    return code;
}

/* A host or "-", and the space after it. */
static bool take_agent(const char **at)
{
    size_t len = strcspn(*at, " \t\"");
    if (len == 0 || (*at)[len] != ' ')
        return false;
    *at += len;
    skip_spaces(at);
    return true;
}

/* A quoted string, with backslashes before what stands for itself. */
static bool take_quoted(const char **at, struct plim_buf *text)
{
    if (**at != '"')
        return false;
    for (const char *byte = *at + 1; *byte; byte++) {
        if (*byte == '"') {
            *at = byte + 1;
            return true;
        }
        if (*byte == '\\' && !*++byte)
            return false;
        if (text && text->len < HTTP_WARNING_BYTES_MAX)
            plim_buf_append(text, *byte >= ' ' && *byte <= '~' ? byte : "?", 1);
    }
    return false;
}

/* The date, which nobody looks at, and the comma before the next warning. */
static bool take_end(const char **at)
{
    skip_spaces(at);
    if (**at == '"' && !take_quoted(at, NULL))
        return false;
    skip_spaces(at);
    if (**at == ',') {
        (*at)++;
        skip_spaces(at);
        return true;
    }
    return !**at;
}

void http_warning_take(const char *header, struct plim_buf *texts)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    skip_spaces(&header);
    while (*header) {
        plim_buf_clear(&text);
        int code = take_code(&header);
        if (code < 0 || !take_agent(&header) || !take_quoted(&header, &text) || !take_end(&header))
            return;
        bool fits = texts->len + text.len < HTTP_WARNINGS_BYTES_MAX;
        if (code != CODE_FOR_PEOPLE || text.len == 0 || !fits)
            continue;
        plim_buf_append_str(texts, plim_buf_str(&text));
        plim_buf_append_char(texts, '\n');
    }
}
