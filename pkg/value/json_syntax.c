#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "value/json.h"
#include "value/utf8.h"

#include "json_syntax_priv.h"

/* Every function takes one construct and returns whether it was well formed; `at` stays where it
 * was not. Source: RFC 8259. */
struct cursor {
    struct plim_str text;
    size_t at;
    unsigned depth;
    const char *problem;
};

static bool take_value(struct cursor *cursor);

static bool blame(struct cursor *cursor, const char *problem)
{
    cursor->problem = problem;
    return false;
}

static char peek(const struct cursor *cursor)
{
    if (cursor->at == cursor->text.len)
        return '\0';
    return cursor->text.text[cursor->at];
}

static void skip_blanks(struct cursor *cursor)
{
    while (cursor->at < cursor->text.len && strchr(" \t\r\n", peek(cursor)) && peek(cursor) != '\0')
        cursor->at++;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool take_digits(struct cursor *cursor)
{
    if (!is_digit(peek(cursor)))
        return blame(cursor, "expected a digit");
    while (is_digit(peek(cursor)))
        cursor->at++;
    return true;
}

static bool take_hex(struct cursor *cursor)
{
    for (int i = 0; i < 4; i++) {
        char byte = peek(cursor);
        if (!is_digit(byte) && !(byte >= 'a' && byte <= 'f') && !(byte >= 'A' && byte <= 'F'))
            return blame(cursor, "expected four hexadecimal digits");
        cursor->at++;
    }
    return true;
}

static bool take_escape(struct cursor *cursor)
{
    cursor->at++;
    char byte = peek(cursor);
    if (byte == '\0' || !strchr("\"\\/bfnrtu", byte))
        return blame(cursor, "unknown escape in a string");
    cursor->at++;
    return byte != 'u' || take_hex(cursor);
}

static bool take_character(struct cursor *cursor)
{
    unsigned char byte = (unsigned char)peek(cursor);
    if (byte == '\\')
        return take_escape(cursor);
    if (byte < 0x20)
        return blame(cursor, "control character in a string");
    struct plim_str rest = {cursor->text.text + cursor->at, cursor->text.len - cursor->at};
    size_t len = value_utf8_char_len(rest);
    cursor->at += len;
    return len > 0 || blame(cursor, "not UTF-8");
}

static bool take_string(struct cursor *cursor)
{
    cursor->at++;
    while (cursor->at < cursor->text.len && peek(cursor) != '"')
        if (!take_character(cursor))
            return false;
    if (cursor->at == cursor->text.len)
        return blame(cursor, "string without end");
    cursor->at++;
    return true;
}

static bool take_number(struct cursor *cursor)
{
    size_t start = cursor->at;
    if (peek(cursor) == '-')
        cursor->at++;
    if (peek(cursor) == '0')
        cursor->at++;
    else if (!take_digits(cursor))
        return false;
    if (peek(cursor) == '.') {
        cursor->at++;
        if (!take_digits(cursor))
            return false;
    }
    if (peek(cursor) == 'e' || peek(cursor) == 'E') {
        cursor->at++;
        if (peek(cursor) == '+' || peek(cursor) == '-')
            cursor->at++;
        if (!take_digits(cursor))
            return false;
    }
    PLIM_CLEANUP(plim_freep) char *copy = plim_copy(cursor->text.text + start, cursor->at - start);
    if (!isinf(strtod(copy, NULL)))
        return true;
    cursor->at = start;
    return blame(cursor, "number out of range");
}

static bool take_word(struct cursor *cursor)
{
    static const char *const words[] = {"true", "false", "null"};
    struct plim_str rest = {cursor->text.text + cursor->at, cursor->text.len - cursor->at};
    for (size_t i = 0; i < PLIM_LEN(words); i++)
        if (plim_str_starts(rest, plim_str_from(words[i]))) {
            cursor->at += strlen(words[i]);
            return true;
        }
    return blame(cursor, "expected a value");
}

static bool take_key(struct cursor *cursor)
{
    skip_blanks(cursor);
    if (peek(cursor) != '"')
        return blame(cursor, "expected a key in double quotes");
    if (!take_string(cursor))
        return false;
    skip_blanks(cursor);
    if (peek(cursor) != ':')
        return blame(cursor, "expected ':'");
    cursor->at++;
    return true;
}

static bool take_children(struct cursor *cursor, char closing)
{
    cursor->at++;
    skip_blanks(cursor);
    bool more = peek(cursor) != closing;
    while (more) {
        if (closing == '}' && !take_key(cursor))
            return false;
        if (!take_value(cursor))
            return false;
        skip_blanks(cursor);
        more = peek(cursor) == ',';
        if (!more && peek(cursor) != closing)
            return blame(cursor, closing == '}' ? "expected ',' or '}'" : "expected ',' or ']'");
        cursor->at += more ? 1 : 0;
    }
    cursor->at++;
    return true;
}

static bool take_container(struct cursor *cursor, char closing)
{
    if (++cursor->depth > VALUE_JSON_DEPTH_MAX)
        return blame(cursor, "nested too deep");
    bool is_whole = take_children(cursor, closing);
    cursor->depth--;
    return is_whole;
}

static bool take_value(struct cursor *cursor)
{
    skip_blanks(cursor);
    char first = peek(cursor);
    if (first == '{')
        return take_container(cursor, '}');
    if (first == '[')
        return take_container(cursor, ']');
    if (first == '"')
        return take_string(cursor);
    if (first == '-' || is_digit(first))
        return take_number(cursor);
    return take_word(cursor);
}

enum plim_code value_json_describe_syntax(struct plim_str text, struct plim_err *err)
{
    struct cursor cursor = {.text = text, .problem = "malformed"};
    if (take_value(&cursor)) {
        skip_blanks(&cursor);
        if (cursor.at < text.len)
            cursor.problem = "text behind the document";
    }
    return plim_err_set(err, PLIM_INVALID, "JSON is malformed at byte %zu: %s", cursor.at,
                        cursor.problem);
}

/* Behind the string that opens at text[i], or the end. */
static size_t skip_string(struct plim_str text, size_t i)
{
    for (i++; i < text.len && text.text[i] != '"'; i++)
        if (text.text[i] == '\\')
            i++;
    return i < text.len ? i + 1 : text.len;
}

static bool is_number_byte(char byte)
{
    return is_digit(byte) || byte == '+' || byte == '-' || byte == '.' || byte == 'e' ||
           byte == 'E';
}

static bool is_wide_integer(struct plim_str number)
{
    bool is_negative = plim_str_starts(number, PLIM_STR("-"));
    struct plim_str digits = {number.text + (is_negative ? 1 : 0),
                              number.len - (is_negative ? 1 : 0)};
    struct plim_str most =
        is_negative ? PLIM_STR("9223372036854775808") : PLIM_STR("18446744073709551615");
    for (size_t i = 0; i < digits.len; i++)
        if (!is_digit(digits.text[i]))
            return false;
    if (digits.len == 0 || (digits.text[0] == '0' && digits.len > 1))
        return false; /* malformed: stays so */
    return digits.len > most.len || (digits.len == most.len && plim_str_compare(digits, most) > 0);
}

void value_json_widen_integers(struct plim_str text, struct plim_buf *widened)
{
    for (size_t i = 0; i < text.len;) {
        size_t end = i;
        if (text.text[i] == '"')
            end = skip_string(text, i);
        else if (is_number_byte(text.text[i]))
            while (end < text.len && is_number_byte(text.text[end]))
                end++;
        else
            while (end < text.len && text.text[end] != '"' && !is_number_byte(text.text[end]))
                end++;
        struct plim_str piece = {text.text + i, end - i};
        plim_buf_append_str(widened, piece);
        if (is_number_byte(piece.text[0]) && is_wide_integer(piece))
            plim_buf_append_c(widened, ".0");
        i = end;
    }
}
