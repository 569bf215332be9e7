#include "literal_text.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "lexer.h"
#include "number_text.h"

/* The letter that escapes a byte, or 0. */
static char escape_of(unsigned char byte)
{
    static const char meanings[] = "\a\b\f\n\r\t\v\\\"";
    static const char letters[] = "abfnrtv\\\"";
    const char *found = byte ? strchr(meanings, byte) : NULL;
    return (char)(found ? letters[found - meanings] : '\0');
}

static void quote(struct plim_str text, bool bytes, struct plim_buf *buf)
{
    plim_buf_append_char(buf, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.text[i];
        char letter = escape_of(byte);
        if (letter)
            plim_buf_printf(buf, "\\%c", letter);
        else if (bytes ? byte < 0x20 || byte > 0x7e : byte < 0x20 || byte == 0x7f)
            plim_buf_printf(buf, "\\x%02x", byte);
        else
            plim_buf_append_char(buf, (char)byte);
    }
    plim_buf_append_char(buf, '"');
}

void cel_literal_quote(struct plim_str text, struct plim_buf *buf)
{
    quote(text, false, buf);
}

static bool print_double(double number, struct plim_buf *buf)
{
    char text[CEL_NUMBER_TEXT_BYTES];
    cel_number_print(number, text);
    if (strpbrk(text, "NI"))
        return false;
    plim_buf_append_c(buf, text);
    if (!strpbrk(text, ".e"))
        plim_buf_append_c(buf, ".0");
    return true;
}

bool cel_literal_print(const struct value *value, struct plim_buf *buf)
{
    switch ((enum value_kind)value->kind) {
    case VALUE_NULL:
        plim_buf_append_c(buf, "null");
        return true;
    case VALUE_BOOL:
        plim_buf_append_c(buf, value->boolean ? "true" : "false");
        return true;
    case VALUE_INT:
        plim_buf_printf(buf, "%" PRId64, value->integer);
        return true;
    case VALUE_UINT:
        plim_buf_printf(buf, "%" PRIu64 "u", value->unsigned_integer);
        return true;
    case VALUE_DOUBLE:
        return print_double(value->real, buf);
    case VALUE_STRING:
        cel_literal_quote(value_str(value), buf);
        return true;
    case VALUE_BYTES:
        plim_buf_append_char(buf, 'b');
        quote((struct plim_str){value->text, value->len}, true, buf);
        return true;
    case VALUE_LIST:
    case VALUE_MAP:
    case VALUE_TIMESTAMP:
    case VALUE_DURATION:
    case VALUE_TYPE:
    case VALUE_OPTIONAL:
    case VALUE_OPAQUE:
    case VALUE_UNKNOWN:
    case VALUE_ERROR:
        break;
    }
    return false;
}

bool cel_is_identifier(struct plim_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.text[i];
        if (!isalnum(byte) && byte != '_')
            return false;
    }
    return text.len > 0 && !isdigit((unsigned char)text.text[0]) && !plim_str_is(text, "in") &&
           !plim_str_is(text, "true") && !plim_str_is(text, "false") && !plim_str_is(text, "null");
}
