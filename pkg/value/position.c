#include "value/position.h"

/* Continuation bytes of UTF-8 do not begin a column. */
static bool begins_column(char byte)
{
    return ((unsigned char)byte & 0xc0U) != 0x80U;
}

/* The offset of a place, or the length of the text when it lies behind the end. */
static size_t offset_of(struct plim_str text, struct value_position place)
{
    uint32_t line = 1;
    uint32_t column = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (begins_column(text.text[i]))
            column++;
        if (line == place.line && column == place.column)
            return i;
        if (text.text[i] == '\n') {
            line++;
            column = 0;
        }
    }
    return text.len;
}

static struct value_position position_of(struct plim_str text, size_t offset)
{
    struct value_position position = {1, 1};
    for (size_t i = 0; i < offset; i++) {
        if (text.text[i] == '\n') {
            position.line++;
            position.column = 1;
        } else if (begins_column(text.text[i])) {
            position.column++;
        }
    }
    return position;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* In a double-quoted scalar, an escape that stands for white space. */
static bool is_blank_escape(struct plim_str file, size_t at)
{
    if (file.text[at] != '\\' || at + 1 >= file.len)
        return false;
    char escaped = file.text[at + 1];
    return escaped == 'n' || escaped == 't' || escaped == 'r' || is_blank(escaped);
}

static size_t skip_blanks(struct plim_str file, size_t at, char quote)
{
    while (at < file.len) {
        if (is_blank(file.text[at]))
            at++;
        else if (quote == '"' && is_blank_escape(file, at))
            at += 2;
        else
            break;
    }
    return at;
}

/* The byte only says that the next one is meant as it stands. */
static bool is_doubled(struct plim_str file, size_t at, char quote)
{
    if (at >= file.len || quote == '\0')
        return false;
    return quote == '"' ? file.text[at] == '\\' : file.text[at] == '\'';
}

/* Behind the indicator: the quote, or the line of a block scalar's `|` or `>`. */
static size_t content_start(struct plim_str file, size_t at, char *quote_out)
{
    if (at >= file.len)
        return at;
    char first = file.text[at];
    if (first == '\'' || first == '"') {
        *quote_out = first;
        return at + 1;
    }
    if (first != '|' && first != '>')
        return at;
    while (at < file.len && file.text[at] != '\n')
        at++;
    return at;
}

struct value_position value_position_inside(struct plim_str file, struct value_position scalar,
                                            struct plim_str value, struct value_position place)
{
    char quote = '\0';
    size_t at = content_start(
        file, offset_of(file, (struct value_position){scalar.line, scalar.column}), &quote);
    size_t target = offset_of(value, place);
    for (size_t i = 0; i < target; i++) {
        if (is_blank(value.text[i]))
            continue;
        at = skip_blanks(file, at, quote);
        at += is_doubled(file, at, quote);
        if (at >= file.len || file.text[at] != value.text[i])
            return scalar;
        at++;
    }
    if (target < value.len && !is_blank(value.text[target]))
        at = skip_blanks(file, at, quote);
    return position_of(file, at);
}
