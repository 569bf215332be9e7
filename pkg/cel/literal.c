/* Quoted and numeric literals into values. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lexer.h"
#include "utf8.h"

struct unescaper {
    struct cel_source *source;
    struct plim_str rest;
    char *out; /* room for as many bytes as the literal has */
    size_t len;
    bool bytes;
};

static bool fail(const struct unescaper *u, const char *what)
{
    cel_issue_add(u->source, (uint32_t)(u->rest.text - u->source->text.text), "syntax error: %s",
                  what);
    return false;
}

static bool put_point(struct unescaper *u, uint32_t point)
{
    size_t len = cel_utf8_encode(point, u->out + u->len);
    if (len == 0)
        return fail(u, "escape is no code point");
    u->len += len;
    return true;
}

static bool is_digit_of(char c, int base)
{
    return base == 16 ? isxdigit((unsigned char)c) != 0 : c >= '0' && c <= '7';
}

/* A number of exactly `count` digits from rest[at] on. */
static bool read_digits(const struct unescaper *u, size_t at, size_t count, int base,
                        uint32_t *number_out)
{
    if (u->rest.len < at + count)
        return false;
    char text[9] = {0};
    memcpy(text, u->rest.text + at, count);
    for (size_t i = 0; i < count; i++)
        if (!is_digit_of(text[i], base))
            return false;
    *number_out = (uint32_t)strtoul(text, NULL, base);
    return true;
}

static bool unescape_numeric(struct unescaper *u, char letter)
{
    bool octal = letter >= '0' && letter <= '3';
    size_t count = octal ? 3 : letter == 'u' ? 4 : letter == 'U' ? 8 : 2;
    size_t at = octal ? 1 : 2;
    bool is_unicode = letter == 'u' || letter == 'U';
    uint32_t number = 0;
    if (is_unicode && u->bytes)
        return fail(u, "bytes have no unicode escapes");
    if (!read_digits(u, at, count, octal ? 8 : 16, &number))
        return fail(u, "escape has too few digits");
    if (u->bytes) {
        u->out[u->len++] = (char)number;
    } else if (!put_point(u, number)) {
        return false;
    }
    u->rest = (struct plim_str){u->rest.text + at + count, u->rest.len - at - count};
    return true;
}

static bool unescape(struct unescaper *u)
{
    static const char letters[] = "abfnrtv\\?\"'`";
    static const char meanings[] = "\a\b\f\n\r\t\v\\?\"'`";
    if (u->rest.len < 2)
        return fail(u, "escape is not complete");
    char letter = u->rest.text[1];
    const char *simple = letter ? strchr(letters, letter) : NULL;
    if (simple) {
        u->out[u->len++] = meanings[simple - letters];
        u->rest = (struct plim_str){u->rest.text + 2, u->rest.len - 2};
        return true;
    }
    if (letter && strchr("0123xXuU", letter))
        return unescape_numeric(u, letter);
    return fail(u, "unknown escape");
}

/* One byte as it stands; line ends become '\n', whatever system wrote the file. */
static void copy_byte(struct unescaper *u)
{
    char c = u->rest.text[0];
    size_t taken = 1;
    if (c == '\r') {
        taken += u->rest.len > 1 && u->rest.text[1] == '\n';
        c = '\n';
    }
    u->out[u->len++] = c;
    u->rest = (struct plim_str){u->rest.text + taken, u->rest.len - taken};
}

bool cel_literal_quoted(struct cel_source *source, struct plim_str text, struct value *value_out)
{
    bool raw = false;
    bool bytes = false;
    while (isalpha((unsigned char)text.text[0])) {
        raw = raw || (text.text[0] | 0x20) == 'r';
        bytes = bytes || (text.text[0] | 0x20) == 'b';
        text = (struct plim_str){text.text + 1, text.len - 1};
    }
    size_t quotes =
        text.len >= 6 && text.text[1] == text.text[0] && text.text[2] == text.text[0] ? 3 : 1;
    struct unescaper u = {
        .source = source,
        .rest = {text.text + quotes, text.len - 2 * quotes},
        .out = plim_arena_alloc(source->arena, text.len + CEL_UTF8_MAX),
        .bytes = bytes,
    };
    while (u.rest.len > 0) {
        if (raw || u.rest.text[0] != '\\')
            copy_byte(&u);
        else if (!unescape(&u))
            return false;
    }
    *value_out = value_string((struct plim_str){u.out, u.len});
    if (bytes)
        value_out->kind = VALUE_BYTES;
    return true;
}

static bool out_of_range(struct cel_source *source, struct plim_str text, const char *what)
{
    cel_issue_add(source, (uint32_t)(text.text - source->text.text),
                  "syntax error: '%.*s' is out of range of %s", PLIM_STR_ARG(text), what);
    return false;
}

bool cel_literal_number(struct cel_source *source, struct plim_str text, struct value *value_out,
                        bool *is_min_out)
{
    const char *digits = plim_arena_copy(source->arena, text.text, text.len);
    bool hex = text.len > 2 && digits[1] == 'x';
    char last = (char)(text.len > 0 ? digits[text.len - 1] | 0x20 : 0);
    *is_min_out = false;
    errno = 0;
    if (!hex && strpbrk(digits, ".eE")) {
        *value_out = value_double(strtod(digits, NULL));
        bool infinite = value_out->real > 1.7976931348623157e308;
        return infinite ? out_of_range(source, text, "double") : true;
    }
    unsigned long long number = strtoull(digits + (hex ? 2 : 0), NULL, hex ? 16 : 10);
    if (last == 'u') {
        *value_out = value_uint(number);
        return errno == 0 || out_of_range(source, text, "uint");
    }
    *is_min_out = number == (unsigned long long)INT64_MAX + 1 && errno == 0;
    if (errno != 0 || (number > INT64_MAX && !*is_min_out))
        return out_of_range(source, text, "int");
    *value_out = value_int(*is_min_out ? INT64_MIN : (int64_t)number);
    return true;
}
