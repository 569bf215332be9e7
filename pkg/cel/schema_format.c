#include "schema_format.h"

#include <string.h>
#include <strings.h>

#include "base64.h"
#include "time_text.h"

enum { TIME_BYTES = 64, NANOS = 1000000000 };

static struct value timestamp(const struct cel_instant *instant)
{
    struct value value = {
        .kind = VALUE_TIMESTAMP, .len = (uint32_t)instant->nanos, .integer = instant->seconds};
    cel_timestamp_set_offset(&value, instant->offset);
    return value;
}

static bool read_with(struct plim_str text, struct plim_str suffix, struct value *value_out)
{
    char whole[TIME_BYTES];
    struct cel_instant instant;
    size_t len = text.len + suffix.len;
    if (len > sizeof whole)
        return false;
    memcpy(whole, text.text, text.len);
    memcpy(whole + text.len, suffix.text, suffix.len);
    if (!cel_timestamp_parse((struct plim_str){whole, len}, &instant))
        return false;
    *value_out = timestamp(&instant);
    return true;
}

bool cel_format_date_time(struct plim_arena *arena, struct plim_str text, struct value *value_out)
{
    (void)arena;
    if (text.len == 0) {
        *value_out = (struct value){.kind = VALUE_TIMESTAMP};
        return true;
    }
    return read_with(text, PLIM_STR(""), value_out) || read_with(text, PLIM_STR("Z"), value_out);
}

bool cel_format_date(struct plim_arena *arena, struct plim_str text, struct value *value_out)
{
    (void)arena;
    return text.len > 0 && read_with(text, PLIM_STR("T00:00:00Z"), value_out);
}

/* Units by their names and by how the last may begin. */
static const struct {
    const char *names[2];
    const char *prefix;
    int64_t nanos;
} units[] = {
    {{"ns", NULL}, "nano", 1},
    {{"us", "\302\265s"}, "micro", 1000},
    {{"ms", NULL}, "milli", 1000000},
    {{"s", NULL}, "sec", NANOS},
    {{"m", NULL}, "min", INT64_C(60) * NANOS},
    {{"h", "hr"}, "hour", INT64_C(3600) * NANOS},
    {{"d", NULL}, "day", INT64_C(86400) * NANOS},
    {{"w", "wk"}, "week", INT64_C(604800) * NANOS},
};

static bool is_same(struct plim_str text, const char *name)
{
    return name && text.len == strlen(name) && strncasecmp(text.text, name, text.len) == 0;
}

/* Nanoseconds of a unit, or 0. */
static int64_t unit_of(struct plim_str text)
{
    for (size_t i = 0; i < PLIM_LEN(units); i++) {
        size_t len = strlen(units[i].prefix);
        if (is_same(text, units[i].names[0]) || is_same(text, units[i].names[1]) ||
            (text.len >= len && strncasecmp(text.text, units[i].prefix, len) == 0))
            return units[i].nanos;
    }
    return 0;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '\302' ||
           byte == '\265';
}

/* Take what is so from the front. */
static struct plim_str take_while(struct plim_str *text, bool (*is_so)(char))
{
    struct plim_str taken = {text->text, 0};
    while (taken.len < text->len && is_so(text->text[taken.len]))
        taken.len++;
    *text = (struct plim_str){text->text + taken.len, text->len - taken.len};
    return taken;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
}

static bool is_no_digit(char byte)
{
    return !is_digit(byte);
}

/* Add a number of a unit. False when it does not fit. */
static bool add_part(struct plim_str digits, int64_t unit, int64_t *nanos)
{
    int64_t part = 0;
    for (size_t i = 0; i < digits.len; i++)
        if (__builtin_mul_overflow(part, 10, &part) ||
            __builtin_add_overflow(part, digits.text[i] - '0', &part))
            return false;
    return !__builtin_mul_overflow(part, unit, &part) &&
           !__builtin_add_overflow(*nanos, part, nanos);
}

static bool read_words(struct plim_str text, int64_t *nanos_out)
{
    bool found = false;
    *nanos_out = 0;
    while (text.len > 0) {
        (void)take_while(&text, is_no_digit);
        struct plim_str digits = take_while(&text, is_digit);
        (void)take_while(&text, is_space);
        int64_t unit = unit_of(take_while(&text, is_letter));
        if (unit > 0 && !add_part(digits, unit, nanos_out))
            return false;
        found = found || unit > 0;
    }
    return found;
}

bool cel_format_duration(struct plim_arena *arena, struct plim_str text, struct value *value_out)
{
    (void)arena;
    int64_t seconds = 0;
    int32_t nanos = 0;
    int64_t total = 0;
    if (!cel_duration_parse(text, &seconds, &nanos)) {
        if (!read_words(text, &total))
            return false;
        seconds = total / NANOS;
        nanos = (int32_t)(total % NANOS);
    }
    *value_out = (struct value){.kind = VALUE_DURATION, .len = (uint32_t)nanos, .integer = seconds};
    return true;
}

bool cel_format_bytes(struct plim_arena *arena, struct plim_str text, struct value *value_out)
{
    char *standard = plim_arena_take(arena, text.len + 1);
    char *bytes = plim_arena_take(arena, text.len + 1);
    size_t digits = 0;
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.text[i];
        if (byte == '+' || byte == '/')
            return false;
        standard[i] = (char)(byte == '-' ? '+' : byte == '_' ? '/' : byte);
        digits += byte != '\n' && byte != '\r';
    }
    if (digits % 4 != 0 || !cel_base64_decode((struct plim_str){standard, text.len}, bytes, &len))
        return false;
    *value_out = value_string((struct plim_str){bytes, len});
    value_out->kind = VALUE_BYTES;
    return true;
}
