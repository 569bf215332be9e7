#include "selector.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "named_format.h"

/* One requirement; those of a selector are sorted by key, and by place where keys are equal. */
struct term {
    struct plim_str key;
    struct plim_str text;
    size_t place;
};

struct terms {
    struct plim_arena *arena;
    struct term *items;
    size_t len;
    size_t cap;
};

static void add_term(struct terms *terms, struct plim_str key, struct plim_str text)
{
    if (terms->len == terms->cap) {
        size_t cap = terms->cap ? 2 * terms->cap : 4;
        struct term *grown = plim_arena_array(terms->arena, cap, sizeof *grown);
        if (terms->len > 0)
            memcpy(grown, terms->items, terms->len * sizeof *grown);
        terms->items = grown;
        terms->cap = cap;
    }
    terms->items[terms->len] = (struct term){key, text, terms->len};
    terms->len++;
}

static int compare_terms(const void *left, const void *right)
{
    const struct term *a = left;
    const struct term *b = right;
    int order = plim_str_compare(a->key, b->key);
    return order ? order : (a->place > b->place) - (a->place < b->place);
}

static struct plim_str join_terms(struct terms *terms)
{
    size_t len = 0;
    for (size_t i = 0; i < terms->len; i++)
        len += terms->items[i].text.len + 1;
    if (terms->len == 0)
        return (struct plim_str){0};
    qsort(terms->items, terms->len, sizeof *terms->items, compare_terms);
    char *text = plim_arena_take(terms->arena, len);
    char *end = text;
    for (size_t i = 0; i < terms->len; i++) {
        memcpy(end, terms->items[i].text.text, terms->items[i].text.len);
        end += terms->items[i].text.len;
        *end++ = ',';
    }
    return (struct plim_str){text, len - 1};
}

/* ---- Fields: "spec.nodeName=a,status.phase!=Failed"; a backslash escapes '\', ',' and '='. */

/* What stands before the next comma that is not escaped. */
static struct plim_str cut_part(struct plim_str *rest)
{
    size_t len = 0;
    while (len < rest->len && rest->text[len] != ',')
        len += rest->text[len] == '\\' && len + 1 < rest->len ? 2 : 1;
    struct plim_str part = {rest->text, len};
    size_t skip = len < rest->len ? len + 1 : len;
    *rest = (struct plim_str){rest->text + skip, rest->len - skip};
    return part;
}

static bool is_special(char byte)
{
    return byte == '\\' || byte == ',' || byte == '=';
}

static bool is_escaped(struct plim_str value)
{
    for (size_t i = 0; i < value.len; i++) {
        if (value.text[i] == '=' || value.text[i] == ',')
            return false;
        if (value.text[i] == '\\' && (++i == value.len || !is_special(value.text[i])))
            return false;
    }
    return true;
}

static bool add_field(struct terms *terms, struct plim_str part)
{
    size_t at = 0;
    while (at < part.len && part.text[at] != '=')
        at++;
    if (at == part.len)
        return false;
    bool differs = at > 0 && part.text[at - 1] == '!';
    size_t value = at + 1;
    if (!differs && value < part.len && part.text[value] == '=')
        value++;
    struct plim_str field = {part.text, differs ? at - 1 : at};
    struct plim_str wanted = {part.text + value, part.len - value};
    if (field.len + wanted.len == 0)
        return true; /* asks for nothing */
    const char *text = plim_arena_printf(terms->arena, "%.*s%s%.*s", PLIM_STR_ARG(field),
                                         differs ? "!=" : "=", PLIM_STR_ARG(wanted));
    add_term(terms, part, plim_str_from(text));
    return is_escaped(wanted);
}

struct plim_str cel_selector_fields(struct plim_arena *arena, struct plim_str text)
{
    struct terms terms = {.arena = arena};
    while (text.len > 0) {
        struct plim_str part = cut_part(&text);
        if (part.len > 0 && !add_field(&terms, part))
            return (struct plim_str){0};
    }
    return join_terms(&terms);
}

/* ---- Labels: "app=a,!canary,tier in (x,y)". */

enum token { END, WORD, NOT, EQUAL, DOUBLE_EQUAL, NOT_EQUAL, GREATER, LESS, OPEN, CLOSE, COMMA };

struct reader {
    struct plim_arena *arena;
    struct plim_str rest;
    enum token token; /* the next one */
    struct plim_str word;
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static void skip(struct reader *reader, size_t len)
{
    reader->rest = (struct plim_str){reader->rest.text + len, reader->rest.len - len};
}

static void read_word(struct reader *reader)
{
    size_t len = 0;
    while (len < reader->rest.len && reader->rest.text[len] != '\0' &&
           !is_blank(reader->rest.text[len]) && !strchr("=!(),><", reader->rest.text[len]))
        len++;
    reader->word = (struct plim_str){reader->rest.text, len};
    reader->token = WORD;
    skip(reader, len);
}

static void advance(struct reader *reader)
{
    static const struct {
        const char *sign;
        enum token token;
    } signs[] = {{"==", DOUBLE_EQUAL}, {"!=", NOT_EQUAL}, {"=", EQUAL}, {"!", NOT},  {">", GREATER},
                 {"<", LESS},          {"(", OPEN},       {")", CLOSE}, {",", COMMA}};
    while (reader->rest.len > 0 && is_blank(reader->rest.text[0]))
        skip(reader, 1);
    reader->token = END;
    reader->word = (struct plim_str){0};
    if (reader->rest.len == 0 || reader->rest.text[0] == '\0')
        return;
    for (size_t i = 0; i < PLIM_LEN(signs); i++)
        if (plim_str_starts(reader->rest, plim_str_from(signs[i].sign))) {
            reader->token = signs[i].token;
            skip(reader, strlen(signs[i].sign));
            return;
        }
    read_word(reader);
}

static bool is_format(struct plim_arena *arena, const char *format, struct plim_str text)
{
    struct value_list_builder faults = {.arena = arena};
    cel_named_format_check(cel_named_format_find(plim_str_from(format)), text, &faults);
    return value_list_finish(&faults).len == 0;
}

/* "(x,,y)": nothing between commas is a value too. */
static bool read_values(struct reader *reader, struct terms *values)
{
    bool wants = true; /* a value before the next comma or the end */
    if (reader->token != OPEN)
        return false;
    for (advance(reader); reader->token != CLOSE; advance(reader)) {
        if (reader->token == WORD && wants)
            add_term(values, reader->word, reader->word);
        else if (reader->token != COMMA)
            return false;
        else if (wants)
            add_term(values, (struct plim_str){0}, (struct plim_str){"", 0});
        wants = reader->token == COMMA;
    }
    if (wants)
        add_term(values, (struct plim_str){0}, (struct plim_str){"", 0});
    advance(reader);
    return true;
}

/* Each once. */
static void drop_repeated(struct terms *values)
{
    size_t len = 0;
    qsort(values->items, values->len, sizeof *values->items, compare_terms);
    for (size_t i = 0; i < values->len; i++)
        if (i == 0 || !plim_str_equal(values->items[i].key, values->items[i - 1].key))
            values->items[len++] = values->items[i];
    values->len = len;
}

static bool are_label_values(const struct terms *values)
{
    for (size_t i = 0; i < values->len; i++)
        if (!is_format(values->arena, "labelValue", values->items[i].key))
            return false;
    return true;
}

static bool add_set(struct reader *reader, struct terms *terms, struct plim_str key)
{
    struct terms values = {.arena = reader->arena};
    struct plim_str sign = reader->word;
    advance(reader);
    if (!read_values(reader, &values) || !are_label_values(&values))
        return false;
    drop_repeated(&values);
    struct plim_str list = join_terms(&values);
    const char *text = plim_arena_printf(reader->arena, "%.*s %.*s (%.*s)", PLIM_STR_ARG(key),
                                         PLIM_STR_ARG(sign), PLIM_STR_ARG(list));
    add_term(terms, key, plim_str_from(text));
    return true;
}

static bool is_integer(struct plim_arena *arena, struct plim_str text)
{
    const char *digits = plim_arena_copy(arena, text.text, text.len);
    char *end = NULL;
    errno = 0;
    (void)strtoll(digits, &end, 10);
    return text.len > 0 && *end == '\0' && errno == 0;
}

static bool add_exact(struct reader *reader, struct terms *terms, struct plim_str key)
{
    static const char *const signs[] = {
        [EQUAL] = "=", [DOUBLE_EQUAL] = "==", [NOT_EQUAL] = "!=", [GREATER] = ">", [LESS] = "<"};
    enum token sign = reader->token;
    if (sign < EQUAL || sign > LESS)
        return false;
    advance(reader);
    struct plim_str value = reader->word;
    if (reader->token == WORD)
        advance(reader);
    else if (reader->token != END && reader->token != COMMA)
        return false;
    if ((sign == GREATER || sign == LESS) && !is_integer(reader->arena, value))
        return false;
    const char *text = plim_arena_printf(reader->arena, "%.*s%s%.*s", PLIM_STR_ARG(key),
                                         signs[sign], PLIM_STR_ARG(value));
    add_term(terms, key, plim_str_from(text));
    return is_format(reader->arena, "labelValue", value);
}

static bool read_requirement(struct reader *reader, struct terms *terms)
{
    bool absent = reader->token == NOT;
    if (absent)
        advance(reader);
    struct plim_str key = reader->word;
    if (reader->token != WORD || !is_format(reader->arena, "qualifiedName", key))
        return false;
    advance(reader);
    if (absent || reader->token == END || reader->token == COMMA) {
        const char *text =
            plim_arena_printf(reader->arena, "%s%.*s", absent ? "!" : "", PLIM_STR_ARG(key));
        add_term(terms, key, plim_str_from(text));
        return true;
    }
    bool set = reader->token == WORD &&
               (plim_str_is(reader->word, "in") || plim_str_is(reader->word, "notin"));
    return set ? add_set(reader, terms, key) : add_exact(reader, terms, key);
}

struct plim_str cel_selector_labels(struct plim_arena *arena, struct plim_str text)
{
    struct reader reader = {.arena = arena, .rest = text};
    struct terms terms = {.arena = arena};
    advance(&reader);
    while (reader.token != END) {
        if (!read_requirement(&reader, &terms))
            return (struct plim_str){0};
        if (reader.token == END)
            break;
        if (reader.token != COMMA)
            return (struct plim_str){0};
        advance(&reader);
        if (reader.token != WORD && reader.token != NOT)
            return (struct plim_str){0};
    }
    return join_terms(&terms);
}
