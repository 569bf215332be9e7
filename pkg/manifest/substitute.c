/* Source: fluxcd/pkg envsubst (parse.go, scan.go, funcs.go). */
#include <string.h>

#include "manifest/files.h"

#include "substitute_priv.h"

enum { DEPTH_MAX = 16 /* variables within words of variables */ };

struct reader {
    struct plim_arena *arena;
    struct plim_str text;
    size_t at;
    const struct manifest_variables *variables;
    const char *unknown;
    unsigned depth;
};

/* One "${...}": the name, what is done to its value, and the words for that. */
struct expression {
    struct plim_str name;
    char operator[3];
    struct plim_str words[2];
    size_t word_count;
};

static char peek(const struct reader *reader)
{
    if (reader->at < reader->text.len)
        return reader->text.text[reader->at];
    return '\0';
}

static bool looks_at(const struct reader *reader, const char *text)
{
    size_t len = strlen(text);
    return reader->text.len - reader->at >= len &&
           memcmp(reader->text.text + reader->at, text, len) == 0;
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool manifest_is_variable_name(struct plim_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!is_letter(name.text[i]) && (i == 0 || !is_digit(name.text[i])))
            return false;
    return name.len > 0;
}

static enum plim_code refuse(const struct reader *reader, struct plim_err *err)
{
    struct plim_str rest = {reader->text.text + reader->at, reader->text.len - reader->at};
    struct plim_str line;
    (void)plim_str_cut(&rest, '\n', &line);
    line.len = line.len > 40 ? 40 : line.len;
    return plim_err_set(err, PLIM_INVALID, "a variable cannot be read before '%.*s'",
                        PLIM_STR_ARG(line));
}

/* ---- Values. */

static struct plim_str find_value(struct reader *reader, struct plim_str name)
{
    for (size_t i = reader->variables->len; i > 0; i--) {
        const struct manifest_variable *variable = &reader->variables->items[i - 1];
        if (!plim_str_equal(variable->name, name))
            continue;
        if (variable->unknown && !reader->unknown)
            reader->unknown = plim_arena_printf(reader->arena, "variable '%.*s': %s",
                                                PLIM_STR_ARG(name), variable->unknown);
        return variable->value;
    }
    if (reader->variables->others && !reader->unknown)
        reader->unknown = plim_arena_printf(reader->arena, "variable '%.*s': %s",
                                            PLIM_STR_ARG(name), reader->variables->others);
    return (struct plim_str){"", 0};
}

static struct plim_str make_case(struct plim_arena *arena, struct plim_str value, bool upper,
                                 bool all)
{
    char *made = plim_arena_copy(arena, value.text, value.len);
    for (size_t i = 0; i < (all || value.len == 0 ? value.len : 1); i++) {
        bool changes = upper ? made[i] >= 'a' && made[i] <= 'z' : made[i] >= 'A' && made[i] <= 'Z';
        made[i] = (char)(changes ? made[i] ^ 0x20 : made[i]);
    }
    return (struct plim_str){made, value.len};
}

/* False when it is no number, as for Go's strconv.Atoi. */
static bool read_number(struct plim_str text, long *number_out)
{
    bool negative = text.len > 0 && text.text[0] == '-';
    size_t at = negative || (text.len > 0 && text.text[0] == '+') ? 1 : 0;
    long number = 0;
    if (at == text.len || text.len > 9)
        return false;
    for (; at < text.len; at++) {
        if (!is_digit(text.text[at]))
            return false;
        number = number * 10 + (text.text[at] - '0');
    }
    *number_out = negative ? -number : number;
    return true;
}

static struct plim_str cut_out(const struct expression *expression, struct plim_str value)
{
    long len = (long)value.len;
    long from = 0;
    long count = 0;
    if (!read_number(expression->words[0], &from))
        return value;
    from += from < 0 ? len : 0;
    from = from < 0 ? 0 : from;
    long end = len;
    if (expression->word_count > 1) {
        if (!read_number(expression->words[1], &count))
            return value;
        end = count < 0 ? len + count : from + count;
        end = end > len ? len : end;
    }
    if (from >= end)
        return (struct plim_str){"", 0};
    return (struct plim_str){value.text + from, (size_t)(end - from)};
}

static bool matches_at(struct plim_str value, size_t at, struct plim_str part)
{
    return value.len - at >= part.len && memcmp(value.text + at, part.text, part.len) == 0;
}

static struct plim_str replace_ends(struct plim_arena *arena, const struct expression *expression,
                                    struct plim_str value)
{
    struct plim_str pattern = expression->words[0];
    bool front = expression->operator[1] == '#';
    if (expression->word_count < 2 || (front && !plim_str_starts(value, pattern)) ||
        (!front && !plim_str_ends(value, pattern)))
        return value;
    struct plim_str kept = {value.text + (front ? pattern.len : 0), value.len - pattern.len};
    struct plim_str parts[] = {front ? expression->words[1] : kept,
                               front ? kept : expression->words[1]};
    return plim_str_from(plim_arena_join(arena, parts, 2, '\0'));
}

static struct plim_str replace(struct plim_arena *arena, const struct expression *expression,
                               struct plim_str value)
{
    struct plim_str pattern = expression->words[0];
    bool all = expression->operator[1] == '/';
    if (expression->operator[1] == '#' || expression->operator[1] == '%')
        return replace_ends(arena, expression, value);
    struct plim_buf made = {.max = MANIFEST_FILE_MAX, .arena = arena};
    bool done = pattern.len == 0;
    for (size_t at = 0; at < value.len;) {
        if (done || !matches_at(value, at, pattern)) {
            plim_buf_append_char(&made, value.text[at++]);
            continue;
        }
        plim_buf_append_str(&made, expression->words[1]);
        at += pattern.len;
        done = !all;
    }
    return plim_buf_str(&made);
}

/* Without the shortest or longest beginning or end that the pattern matches. */
static struct plim_str trim(const struct expression *expression, struct plim_str value)
{
    bool front = expression->operator[0] == '#';
    bool longest = expression->operator[1] != '\0';
    for (size_t i = 1; i <= value.len; i++) {
        size_t len = longest ? value.len + 1 - i : i;
        struct plim_str part = {front ? value.text : value.text + (value.len - len), len};
        if (plim_str_matches_glob(part, expression->words[0]))
            return (struct plim_str){front ? value.text + len : value.text, value.len - len};
    }
    return value;
}

static struct plim_str apply(struct reader *reader, const struct expression *expression)
{
    struct plim_str value = find_value(reader, expression->name);
    switch (expression->operator[0]) {
    case '^':
    case ',':
        return make_case(reader->arena, value, expression->operator[0] == '^',
                         expression->operator[1] != '\0');
    case '/':
        return replace(reader->arena, expression, value);
    case '%':
    case '#':
        return expression->word_count == 0
                   ? plim_str_from(plim_arena_printf(reader->arena, "%zu", value.len))
                   : trim(expression, value);
    case ':':
        if (expression->operator[1] == '\0')
            return cut_out(expression, value);
        break;
    default:
        break;
    }
    return value.len > 0 || expression->word_count == 0 ? value : expression->words[0];
}

/* ---- Reading. */

static enum plim_code read_expression(struct reader *reader, struct plim_buf *out,
                                      struct plim_err *err);

/* Up to one of `ends`, which stays; variables in it are replaced. */
static enum plim_code read_word(struct reader *reader, struct expression *expression,
                                const char *ends, bool escapes, struct plim_err *err)
{
    struct plim_buf word = {.max = MANIFEST_FILE_MAX, .arena = reader->arena};
    while (reader->at < reader->text.len && !strchr(ends, peek(reader))) {
        if (looks_at(reader, "${")) {
            if (read_expression(reader, &word, err) != PLIM_OK)
                return err->code;
            continue;
        }
        if (escapes && (looks_at(reader, "\\/") || looks_at(reader, "\\\\")))
            reader->at++;
        plim_buf_append_char(&word, reader->text.text[reader->at++]);
    }
    expression->words[expression->word_count++] = plim_buf_str(&word);
    return PLIM_OK;
}

static void take_operator(struct reader *reader, struct expression *expression, size_t len)
{
    memcpy(expression->operator, reader->text.text + reader->at, len);
    expression->operator[len] = '\0';
    reader->at += len;
}

static enum plim_code read_words(struct reader *reader, struct expression *expression,
                                 struct plim_err *err)
{
    char operator= expression->operator[0];
    bool pair = operator== '/' ||(operator== ':' && expression->operator[1] == '\0');
    if (operator== '^' || operator== ',')
        return PLIM_OK;
    const char *ends = operator== '/' ? "/" : pair ? ":}" : "}";
    if (read_word(reader, expression, ends, operator== '/', err) != PLIM_OK)
        return err->code;
    if (!pair || peek(reader) == '}')
        return PLIM_OK;
    reader->at += reader->at < reader->text.len ? 1 : 0;
    return read_word(reader, expression, "}", operator== '/', err);
}

/* The longest operator at this place: 0 for none. */
static size_t operator_length(const struct reader *reader)
{
    static const char *const operators[] = {":=", ":-", ":?", ":+", "^^", ",,", "//", "/#", "/%",
                                            "##", "%%", "=",  ":",  "^",  ",",  "/",  "#",  "%"};
    for (size_t i = 0; i < PLIM_LEN(operators); i++)
        if (looks_at(reader, operators[i]))
            return strlen(operators[i]);
    return 0;
}

static struct plim_str read_name(struct reader *reader)
{
    size_t from = reader->at;
    while (is_letter(peek(reader)) || is_digit(peek(reader)))
        reader->at++;
    return (struct plim_str){reader->text.text + from, reader->at - from};
}

static enum plim_code read_inside(struct reader *reader, struct expression *expression,
                                  struct plim_err *err)
{
    bool counts = peek(reader) == '#';
    if (counts)
        take_operator(reader, expression, 1);
    expression->name = read_name(reader);
    if (expression->name.len == 0)
        return refuse(reader, err);
    size_t len = counts ? 0 : operator_length(reader);
    if (len > 0) {
        take_operator(reader, expression, len);
        if (read_words(reader, expression, err) != PLIM_OK)
            return err->code;
    }
    if (peek(reader) != '}')
        return refuse(reader, err);
    reader->at++;
    return PLIM_OK;
}

static enum plim_code read_expression(struct reader *reader, struct plim_buf *out,
                                      struct plim_err *err)
{
    struct expression expression = {.name = {"", 0}};
    if (reader->depth == DEPTH_MAX)
        return plim_err_set(err, PLIM_LIMIT, "variables nested deeper than %d", DEPTH_MAX);
    reader->depth++;
    reader->at += strlen("${");
    if (read_inside(reader, &expression, err) != PLIM_OK)
        return err->code;
    reader->depth--;
    plim_buf_append_str(out, apply(reader, &expression));
    return PLIM_OK;
}

enum plim_code manifest_substitute(struct plim_arena *arena, struct plim_str text,
                                   const struct manifest_variables *variables, struct plim_buf *out,
                                   const char **unknown_out, struct plim_err *err)
{
    struct reader reader = {.arena = arena, .text = text, .variables = variables};
    while (reader.at < text.len) {
        const char *dollar = memchr(text.text + reader.at, '$', text.len - reader.at);
        size_t end = dollar ? (size_t)(dollar - text.text) : text.len;
        plim_buf_append(out, text.text + reader.at, end - reader.at);
        reader.at = end;
        if (!dollar)
            break;
        if (looks_at(&reader, "${")) {
            if (read_expression(&reader, out, err) != PLIM_OK)
                return err->code;
            continue;
        }
        plim_buf_append_char(out, '$');
        reader.at += looks_at(&reader, "$$") ? 2 : 1;
    }
    *unknown_out = reader.unknown;
    return out->failed ? plim_err_set(err, PLIM_LIMIT, "too large with its variables replaced")
                       : PLIM_OK;
}
