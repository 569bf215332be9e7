/* Text functions of the strings extension. Indices count code points. Source: cel-go
 * ext/strings.go. */
#include <string.h>

#include "base/buf.h"

#include "environment.h"
#include "format.h"
#include "library.h"
#include "text.h"
#include "utf8.h"

static struct value index_failure(struct cel_frame *frame, int64_t index)
{
    return cel_fail(frame, "index out of range: %lld", (long long)index);
}

static struct plim_str slice(struct plim_str text, size_t begin, size_t end)
{
    return (struct plim_str){text.text + begin, end - begin};
}

static struct value char_at(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct plim_str text = value_str(&args[0]);
    int64_t index = args[1].integer;
    int64_t count = (int64_t)cel_utf8_count(text);
    if (index < 0 || index > count)
        return index_failure(frame, index);
    size_t begin = cel_utf8_offset(text, (size_t)index);
    return value_string(slice(text, begin, cel_utf8_offset(text, (size_t)index + (index < count))));
}

/* The code points before a byte; -1 for SIZE_MAX. */
static struct value as_index(struct plim_str text, size_t byte)
{
    return value_int(byte == SIZE_MAX ? -1 : (int64_t)cel_utf8_count(slice(text, 0, byte)));
}

/* Where the empty text is: at the offset, which the API server's version does not look at. */
static struct value index_of_nothing(struct cel_frame *frame, struct plim_str text, int64_t from)
{
    int64_t end = (int64_t)cel_utf8_count(text);
    if (frame->options & CEL_OPTION_GO_VALUES)
        return value_int(from);
    return from < 0 ? index_failure(frame, from) : value_int(from > end ? end : from);
}

static struct value index_of(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct plim_str text = value_str(&args[0]);
    struct plim_str part = value_str(&args[1]);
    int64_t from = len > 2 ? args[2].integer : 0;
    if (part.len == 0)
        return index_of_nothing(frame, text, from);
    if (from < 0)
        return index_failure(frame, from);
    if (from >= (int64_t)cel_utf8_count(text))
        return value_int(-1);
    size_t begin = cel_utf8_offset(text, (size_t)from);
    size_t found = cel_text_find(slice(text, begin, text.len), part);
    return as_index(text, found == SIZE_MAX ? found : begin + found);
}

static struct value last_index_of(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct plim_str text = value_str(&args[0]);
    struct plim_str part = value_str(&args[1]);
    size_t at = text.len;
    if (len > 2) {
        if (part.len == 0)
            return index_of_nothing(frame, text, args[2].integer);
        if (args[2].integer < 0)
            return index_failure(frame, args[2].integer);
        if (args[2].integer >= (int64_t)cel_utf8_count(text))
            return value_int(-1);
        at = cel_utf8_offset(text, (size_t)args[2].integer);
    }
    return as_index(text, cel_text_find_last(text, part, at));
}

static struct value change_case(struct cel_frame *frame, const struct value *text, char from,
                                char to)
{
    char *changed = cel_text_take(frame, text->len);
    if (!changed)
        return cel_stop_failure(frame);
    for (uint32_t i = 0; i < text->len; i++) {
        char c = text->text[i];
        changed[i] = (char)(c >= from && c < from + 26 ? c - from + to : c);
    }
    return value_string((struct plim_str){changed, text->len});
}

static struct value lower_ascii(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return change_case(frame, &args[0], 'A', 'a');
}

static struct value upper_ascii(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    return change_case(frame, &args[0], 'a', 'A');
}

/* The length of the result of replacing at most `limit` times, and how often that is. */
static size_t replaced_len(struct plim_str text, struct plim_str from, struct plim_str to,
                           size_t limit, size_t *times_out)
{
    size_t times = 0;
    if (from.len == 0) {
        times = cel_utf8_count(text) + 1;
        times = times < limit ? times : limit;
    } else {
        struct plim_str rest = text;
        for (size_t at = 0; times < limit && (at = cel_text_find(rest, from)) != SIZE_MAX; times++)
            rest = slice(rest, at + from.len, rest.len);
    }
    *times_out = times;
    return text.len + times * to.len - times * from.len;
}

static char *put(char *out, struct plim_str text)
{
    if (text.len > 0)
        memcpy(out, text.text, text.len);
    return out + text.len;
}

static struct value replace(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct plim_str text = value_str(&args[0]);
    struct plim_str from = value_str(&args[1]);
    struct plim_str to = value_str(&args[2]);
    size_t limit = len > 3 && args[3].integer >= 0 ? (size_t)args[3].integer : SIZE_MAX;
    size_t times = 0;
    size_t total = replaced_len(text, from, to, limit, &times);
    if (total > UINT32_MAX || !cel_work(frame, total / 10))
        return cel_fail(frame, "text is too long");
    char *out = cel_text_take(frame, total);
    if (!out)
        return cel_stop_failure(frame);
    char *end = out;
    for (size_t i = 0; i < times; i++) {
        size_t at = from.len > 0 ? cel_text_find(text, from)
                    : i == 0     ? 0
                                 : cel_utf8_offset(text, 1);
        end = put(put(end, slice(text, 0, at)), to);
        text = slice(text, at + from.len, text.len);
    }
    end = put(end, text);
    return value_string((struct plim_str){out, (size_t)(end - out)});
}

/* Items of splitting at most into `limit`; written to `items` unless that is NULL. */
static size_t split_into(struct plim_str text, struct plim_str separator, size_t limit,
                         struct value *items)
{
    size_t len = 0;
    while (len + 1 < limit && (separator.len > 0 || text.len > 0)) {
        size_t at = separator.len > 0 ? cel_text_find(text, separator) : cel_utf8_offset(text, 1);
        if (at == SIZE_MAX || (separator.len == 0 && at == text.len))
            break;
        if (items)
            items[len] = value_string(slice(text, 0, at));
        len++;
        text = slice(text, at + separator.len, text.len);
    }
    if (separator.len == 0 && text.len == 0)
        return len;
    if (items)
        items[len] = value_string(text);
    return len + 1;
}

static struct value split(struct cel_frame *frame, const struct value *args, size_t len)
{
    size_t limit = len > 2 && args[2].integer >= 0 ? (size_t)args[2].integer : SIZE_MAX;
    if (limit == 0)
        return value_list(NULL, 0);
    size_t count = split_into(value_str(&args[0]), value_str(&args[1]), limit, NULL);
    struct value *items = cel_items_take(frame, count);
    if (!items)
        return cel_stop_failure(frame);
    return value_list(items, split_into(value_str(&args[0]), value_str(&args[1]), limit, items));
}

static struct value join(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct plim_str separator = len > 1 ? value_str(&args[1]) : (struct plim_str){0};
    size_t total = 0;
    for (uint32_t i = 0; i < args[0].len; i++) {
        if (args[0].items[i].kind != VALUE_STRING)
            return cel_no_overload();
        total += args[0].items[i].len + (i > 0 ? separator.len : 0);
    }
    if (total > UINT32_MAX)
        return cel_fail(frame, "text is too long");
    char *out = cel_text_take(frame, total);
    if (!out)
        return cel_stop_failure(frame);
    char *end = out;
    for (uint32_t i = 0; i < args[0].len; i++) {
        if (i > 0)
            end = put(end, separator);
        end = put(end, value_str(&args[0].items[i]));
    }
    return value_string((struct plim_str){out, total});
}

static struct value substring(struct cel_frame *frame, const struct value *args, size_t len)
{
    struct plim_str text = value_str(&args[0]);
    int64_t count = (int64_t)cel_utf8_count(text);
    int64_t begin = args[1].integer;
    int64_t end = len > 2 ? args[2].integer : count;
    if (len > 2 && begin > end)
        return cel_fail(frame, "invalid substring range. start: %lld, end: %lld", (long long)begin,
                        (long long)end);
    if (begin < 0 || begin > count)
        return index_failure(frame, begin);
    if (end < 0 || end > count)
        return index_failure(frame, end);
    size_t from = cel_utf8_offset(text, (size_t)begin);
    return value_string(slice(text, from, cel_utf8_offset(text, (size_t)end)));
}

static struct value trim(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    struct plim_str text = value_str(&args[0]);
    size_t begin = 0;
    size_t end = 0;
    bool any = false;
    for (size_t i = 0; i < text.len;) {
        uint32_t point = 0;
        size_t step = cel_utf8_decode(slice(text, i, text.len), &point);
        step = step ? step : 1;
        if (!cel_utf8_is_blank(point)) {
            begin = any ? begin : i;
            any = true;
            end = i + step;
        }
        i += step;
    }
    return value_string(slice(text, begin, end));
}

static struct value reverse(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct plim_str text = value_str(&args[0]);
    char *out = cel_text_take(frame, text.len);
    if (!out)
        return cel_stop_failure(frame);
    char *end = out + text.len;
    for (size_t i = 0; i < text.len;) {
        size_t step = cel_utf8_offset(slice(text, i, text.len), 1);
        end -= step;
        memcpy(end, text.text + i, step);
        i += step;
    }
    return value_string((struct plim_str){out, text.len});
}

static struct value quote(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    static const char plain[] = "\a\b\f\n\r\t\v\\\"";
    static const char letters[] = "abfnrtv\\\"";
    struct plim_str text = value_str(&args[0]);
    char *out = cel_text_take(frame, text.len * 2 + 2);
    if (!out)
        return cel_stop_failure(frame);
    size_t at = 0;
    out[at++] = '"';
    for (size_t i = 0; i < text.len; i++) {
        const char *found = text.text[i] ? strchr(plain, text.text[i]) : NULL;
        if (found)
            out[at++] = '\\';
        out[at++] = (char)(found ? letters[found - plain] : text.text[i]);
    }
    out[at++] = '"';
    return value_string((struct plim_str){out, at});
}

static const struct cel_function functions[] = {
    {"charAt", "string.(int) -> string", char_at, CEL_COST_CHAR_AT, 0, 0,
     "the code point at an index; \"\" at the end"},
    {"indexOf", "string.(string) -> int", index_of, CEL_COST_SCAN, 0, 0,
     "where the text is first, or -1"},
    {"indexOf", "string.(string, int) -> int", index_of, CEL_COST_SCAN, 0, 0, NULL},
    {"lastIndexOf", "string.(string) -> int", last_index_of, CEL_COST_SCAN, 0, 0,
     "where the text is last, or -1"},
    {"lastIndexOf", "string.(string, int) -> int", last_index_of, CEL_COST_SCAN, 0, 0, NULL},
    {"lowerAscii", "string.() -> string", lower_ascii, CEL_COST_TRANSFORM, 0, 0,
     "with a to z for A to Z"},
    {"upperAscii", "string.() -> string", upper_ascii, CEL_COST_TRANSFORM, 0, 0,
     "with A to Z for a to z"},
    {"replace", "string.(string, string) -> string", replace, CEL_COST_REPLACE, 0, 0,
     "all occurrences replaced, or the first so many"},
    {"replace", "string.(string, string, int) -> string", replace, CEL_COST_REPLACE, 0, 0, NULL},
    {"split", "string.(string) -> list(string)", split, CEL_COST_SPLIT, 0, 0,
     "the parts between separators, at most so many"},
    {"split", "string.(string, int) -> list(string)", split, CEL_COST_SPLIT, 0, 0, NULL},
    {"join", "list(string).() -> string", join, CEL_COST_JOIN, 0, 0,
     "the texts one after the other, with a separator"},
    {"join", "list(string).(string) -> string", join, CEL_COST_JOIN, 0, 0, NULL},
    {"substring", "string.(int) -> string", substring, CEL_COST_SUBSTRING, 0, 0,
     "from an index, up to another"},
    {"substring", "string.(int, int) -> string", substring, CEL_COST_SUBSTRING, 0, 0, NULL},
    {"trim", "string.() -> string", trim, CEL_COST_TRIM, 0, 0, "without white space at either end"},
    {"reverse", "string.() -> string", reverse, CEL_COST_TRANSFORM, 0, 3, "backwards"},
    {"strings.quote", "(string) -> string", quote, CEL_COST_QUOTE, 0, 1,
     "in double quotes, with escapes"},
    {"format", "string.(list(dyn)) -> string", cel_format_first, CEL_COST_FORMAT, 0, 1,
     "printf: %s %d %f %e %b %o %x %X"},
    {"format", "string.(list(dyn)) -> string", cel_format, CEL_COST_FORMAT, 0, 4, NULL},
};

const struct cel_functions cel_functions_strings = {functions, PLIM_LEN(functions)};
