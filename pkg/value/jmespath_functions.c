/*
 * The functions of the standard. An argument of a wrong type ends the search.
 * Source: https://jmespath.org/specification.html#builtin-functions; github.com/kyverno/go-jmespath
 * functions.go, which has `not_null`, `join` and the others answer as here.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/defs.h"
#include "value/build.h"

#include "jmespath.h"

enum { ARGUMENTS_MAX = 16 };

struct arguments {
    struct value values[ARGUMENTS_MAX];
    const struct jmespath_node *references[ARGUMENTS_MAX]; /* NULL: a value */
    size_t len;
};

typedef struct value function(struct jmespath_search *search, const struct arguments *args);

static struct value length(struct jmespath_search *search, const struct arguments *args)
{
    const struct value *of = &args->values[0];
    uint32_t count = 0;
    (void)search;
    if (of->kind != VALUE_STRING)
        return value_int(of->len);
    for (uint32_t i = 0; i < of->len; i++)
        count += ((unsigned char)of->text[i] & 0xC0) != 0x80;
    return value_int(count);
}

static struct value entries(struct jmespath_search *search, const struct value *of, bool keys)
{
    struct value_list_builder found = {.arena = search->arena};
    for (uint32_t i = 0; i < of->len && value_jmespath_step(search); i++)
        value_list_add(&found, keys ? of->entries[i].key : of->entries[i].value);
    return value_list_finish(&found);
}

static struct value keys(struct jmespath_search *search, const struct arguments *args)
{
    return entries(search, &args->values[0], true);
}

static struct value values(struct jmespath_search *search, const struct arguments *args)
{
    return entries(search, &args->values[0], false);
}

static struct value contains(struct jmespath_search *search, const struct arguments *args)
{
    const struct value *in = &args->values[0];
    const struct value *what = &args->values[1];
    if (in->kind == VALUE_STRING)
        return value_bool(what->kind == VALUE_STRING &&
                          plim_str_contains(value_str(in), value_str(what)));
    for (uint32_t i = 0; i < in->len && value_jmespath_step(search); i++) {
        if (value_jmespath_is_equal(search, &in->items[i], what))
            return value_bool(true);
    }
    return value_bool(false);
}

static struct value starts_with(struct jmespath_search *search, const struct arguments *args)
{
    (void)search;
    return value_bool(plim_str_starts(value_str(&args->values[0]), value_str(&args->values[1])));
}

static struct value ends_with(struct jmespath_search *search, const struct arguments *args)
{
    (void)search;
    return value_bool(plim_str_ends(value_str(&args->values[0]), value_str(&args->values[1])));
}

static struct value type(struct jmespath_search *search, const struct arguments *args)
{
    const struct value *value = &args->values[0];
    double number = 0;
    (void)search;
    if (value_jmespath_number_of(value, &number))
        return value_string_c("number");
    return value_string_c(value->kind == VALUE_BOOL   ? "boolean"
                          : value->kind == VALUE_LIST ? "array"
                          : value->kind == VALUE_MAP  ? "object"
                          : value->kind == VALUE_NULL ? "null"
                                                      : "string");
}

static double number_of(const struct value *value)
{
    double number = 0;
    (void)value_jmespath_number_of(value, &number);
    return number;
}

static struct value absolute(struct jmespath_search *search, const struct arguments *args)
{
    (void)search;
    return value_double(fabs(number_of(&args->values[0])));
}

static struct value round_up(struct jmespath_search *search, const struct arguments *args)
{
    (void)search;
    return value_double(ceil(number_of(&args->values[0])));
}

static struct value round_down(struct jmespath_search *search, const struct arguments *args)
{
    (void)search;
    return value_double(floor(number_of(&args->values[0])));
}

static struct value sum(struct jmespath_search *search, const struct arguments *args)
{
    double total = 0;
    (void)search;
    for (size_t i = 0; i < value_len(&args->values[0]); i++)
        total += number_of(value_at(&args->values[0], i));
    return value_double(total);
}

static struct value average(struct jmespath_search *search, const struct arguments *args)
{
    struct value total = sum(search, args);
    return value_double(total.real / (double)value_len(&args->values[0]));
}

/* Numbers among numbers, strings among strings. */
static int order(const struct value *left, const struct value *right)
{
    if (left->kind == VALUE_STRING)
        return plim_str_compare(value_str(left), value_str(right));
    double one = number_of(left);
    double other = number_of(right);
    return one < other ? -1 : one > other;
}

static bool is_ordered(const struct value *value, const struct value *first)
{
    double number = 0;
    return first->kind == VALUE_STRING ? value->kind == VALUE_STRING
                                       : value_jmespath_number_of(first, &number) &&
                                             value_jmespath_number_of(value, &number);
}

/* By what an item is sorted: itself, or what the expression makes of it. */
static struct value key_of(struct jmespath_search *search, const struct arguments *args,
                           const struct value *item)
{
    if (args->references[1] == NULL)
        return *item;
    return value_jmespath_settled(value_jmespath_evaluate(search, args->references[1], item));
}

/* The keys of the list; NULL when they have no order among them. */
static struct value *keys_of(struct jmespath_search *search, const struct arguments *args)
{
    size_t len = value_len(&args->values[0]);
    struct value *found = plim_arena_array(search->arena, len, sizeof(*found));
    for (size_t i = 0; i < len && value_jmespath_step(search); i++) {
        found[i] = key_of(search, args, value_at(&args->values[0], i));
        if (!is_ordered(&found[i], &found[0])) {
            (void)value_jmespath_give_up(search, PLIM_INVALID,
                                         "invalid type, must be number or string",
                                         (struct plim_str){0});
            return NULL;
        }
    }
    return search->failed ? NULL : found;
}

static struct value extreme(struct jmespath_search *search, const struct arguments *args, int sign)
{
    const struct value *list = &args->values[0];
    size_t best = 0;
    if (value_len(list) == 0)
        return value_null();
    if (value_len(list) == 1)
        return *value_at(list, 0);
    const struct value *by = keys_of(search, args);
    for (size_t i = 1; by != NULL && i < value_len(list); i++) {
        if (order(&by[i], &by[best]) * sign > 0)
            best = i;
    }
    return *value_at(list, best);
}

static struct value most(struct jmespath_search *search, const struct arguments *args)
{
    return extreme(search, args, 1);
}

static struct value least(struct jmespath_search *search, const struct arguments *args)
{
    return extreme(search, args, -1);
}

struct sorted {
    struct value key;
    size_t index;
};

static int compare_sorted(const void *left, const void *right)
{
    const struct sorted *one = left;
    const struct sorted *other = right;
    int result = order(&one->key, &other->key);
    return result != 0 ? result : one->index < other->index ? -1 : 1;
}

static struct value sort(struct jmespath_search *search, const struct arguments *args)
{
    const struct value *list = &args->values[0];
    struct value_list_builder found = {.arena = search->arena};
    if (value_len(list) < 2)
        return *list;
    const struct value *by = keys_of(search, args);
    if (by == NULL)
        return value_null();
    struct sorted *sorted = plim_arena_array(search->arena, list->len, sizeof(*sorted));
    for (size_t i = 0; i < list->len; i++)
        sorted[i] = (struct sorted){by[i], i};
    qsort(sorted, list->len, sizeof(*sorted), compare_sorted);
    for (size_t i = 0; i < list->len; i++)
        value_list_add(&found, list->items[sorted[i].index]);
    return value_list_finish(&found);
}

static struct value map_each(struct jmespath_search *search, const struct arguments *args)
{
    struct value_list_builder found = {.arena = search->arena};
    for (size_t i = 0; i < value_len(&args->values[1]) && value_jmespath_step(search); i++)
        value_list_add(&found, value_jmespath_settled(value_jmespath_evaluate(
                                   search, args->references[0], value_at(&args->values[1], i))));
    return value_list_finish(&found);
}

static struct value join(struct jmespath_search *search, const struct arguments *args)
{
    struct plim_buf text = {.arena = search->arena};
    for (size_t i = 0; i < value_len(&args->values[1]); i++) {
        if (i > 0)
            plim_buf_append_str(&text, value_str(&args->values[0]));
        plim_buf_append_str(&text, value_str(value_at(&args->values[1], i)));
    }
    return value_string(plim_buf_str(&text));
}

/* By characters, not bytes. */
static struct value reverse_text(struct jmespath_search *search, struct plim_str text)
{
    char *reversed = plim_arena_alloc(search->arena, text.len + 1);
    size_t end = text.len;
    size_t at = 0;
    while (at < text.len) {
        size_t len = 1;
        while (at + len < text.len && ((unsigned char)text.text[at + len] & 0xC0) == 0x80)
            len++;
        end -= len;
        memcpy(reversed + end, text.text + at, len);
        at += len;
    }
    return value_string((struct plim_str){reversed, text.len});
}

static struct value reverse(struct jmespath_search *search, const struct arguments *args)
{
    const struct value *of = &args->values[0];
    struct value_list_builder found = {.arena = search->arena};
    if (of->kind == VALUE_STRING)
        return reverse_text(search, value_str(of));
    for (size_t i = of->len; i > 0; i--)
        value_list_add(&found, of->items[i - 1]);
    return value_list_finish(&found);
}

static struct value to_array(struct jmespath_search *search, const struct arguments *args)
{
    struct value_list_builder found = {.arena = search->arena};
    if (args->values[0].kind == VALUE_LIST)
        return args->values[0];
    value_list_add(&found, args->values[0]);
    return value_list_finish(&found);
}

static struct value to_string(struct jmespath_search *search, const struct arguments *args)
{
    struct plim_buf text = {.arena = search->arena};
    value_jmespath_text(&args->values[0], &text);
    return value_string(plim_buf_str(&text));
}

static struct value to_number(struct jmespath_search *search, const struct arguments *args)
{
    const struct value *value = &args->values[0];
    double number = 0;
    char *end = NULL;
    if (value_jmespath_number_of(value, &number))
        return *value;
    if (value->kind != VALUE_STRING || value->len == 0 || strchr(" \t\n", value->text[0]) != NULL)
        return value_null();
    const char *text = plim_arena_copy(search->arena, value->text, value->len);
    number = strtod(text, &end);
    return *end == '\0' ? value_double(number) : value_null();
}

static struct value not_null(struct jmespath_search *search, const struct arguments *args)
{
    (void)search;
    for (size_t i = 0; i < args->len; i++) {
        if (args->values[i].kind != VALUE_NULL)
            return args->values[i];
    }
    return value_null();
}

/* Later maps win; a key stays where it stood first. */
static struct value merge(struct jmespath_search *search, const struct arguments *args)
{
    struct value merged = args->values[0];
    for (size_t i = 1; i < args->len && value_jmespath_step(search); i++) {
        const struct value *more = &args->values[i];
        struct value_map_builder map = {.arena = search->arena};
        for (uint32_t j = 0; j < merged.len; j++) {
            struct plim_str key = value_str(&merged.entries[j].key);
            const struct value *later = value_get_str(more, key);
            value_map_add_str(&map, key, later != NULL ? *later : merged.entries[j].value);
        }
        for (uint32_t j = 0; j < more->len; j++) {
            struct plim_str key = value_str(&more->entries[j].key);
            if (value_get_str(&merged, key) == NULL)
                value_map_add_str(&map, key, more->entries[j].value);
        }
        merged = value_map_finish(&map);
    }
    return merged;
}

/* Arguments, a word each: s a string, n a number, a an array, N an array of numbers, S of strings,
 * o an object, * anything, & an expression; "+": one or more of them. */
static const struct {
    const char *name;
    const char *arguments;
    function *run;
} functions[] = {
    {"abs", "n", absolute},
    {"avg", "N", average},
    {"ceil", "n", round_up},
    {"contains", "as *", contains},
    {"ends_with", "s s", ends_with},
    {"floor", "n", round_down},
    {"join", "s S", join},
    {"keys", "o", keys},
    {"length", "sao", length},
    {"map", "& a", map_each},
    {"max", "NS", most},
    {"max_by", "a &", most},
    {"merge", "o+", merge},
    {"min", "NS", least},
    {"min_by", "a &", least},
    {"not_null", "*+", not_null},
    {"reverse", "as", reverse},
    {"sort", "NS", sort},
    {"sort_by", "a &", sort},
    {"starts_with", "s s", starts_with},
    {"sum", "N", sum},
    {"to_array", "*", to_array},
    {"to_number", "*", to_number},
    {"to_string", "*", to_string},
    {"type", "*", type},
    {"values", "o", values},
};

static bool holds_only(const struct value *list, bool strings)
{
    double number = 0;
    for (size_t i = 0; i < value_len(list); i++) {
        const struct value *item = value_at(list, i);
        if (strings ? item->kind != VALUE_STRING : !value_jmespath_number_of(item, &number))
            return false;
    }
    return list->kind == VALUE_LIST;
}

static bool is_of(const struct arguments *args, size_t index, char letter)
{
    const struct value *value = &args->values[index];
    double number = 0;
    if ((letter == '&') != (args->references[index] != NULL))
        return false;
    switch (letter) {
    case 's':
        return value->kind == VALUE_STRING;
    case 'n':
        return value_jmespath_number_of(value, &number);
    case 'a':
        return value->kind == VALUE_LIST;
    case 'o':
        return value->kind == VALUE_MAP;
    case 'N':
    case 'S':
        return holds_only(value, letter == 'S');
    default:
        return true;
    }
}

/* "wrong number of arguments", or NULL where they are right. */
static const char *misfit(const struct arguments *args, struct plim_str wanted)
{
    struct plim_str word = {0};
    size_t index = 0;
    bool several = plim_str_ends(wanted, PLIM_STR("+"));
    while (index < args->len && (several || wanted.len > 0)) {
        bool fits = false;
        if (wanted.len > 0)
            (void)plim_str_cut(&wanted, ' ', &word);
        for (size_t i = 0; i < word.len; i++)
            fits = fits || is_of(args, index, word.text[i]);
        if (!fits)
            return "an argument of a wrong type of ";
        index++;
    }
    return index < args->len || wanted.len > 0 ? "wrong number of arguments of " : NULL;
}

static bool read_arguments(struct jmespath_search *search, const struct jmespath_node *node,
                           const struct value *at, struct arguments *args)
{
    for (const struct jmespath_node *item = node->nodes; item != NULL; item = item->next) {
        const struct jmespath_node *inner = item->right;
        if (args->len == ARGUMENTS_MAX) {
            (void)value_jmespath_give_up(search, PLIM_LIMIT, "too many arguments of ", node->text);
            return false;
        }
        args->values[args->len] = value_null();
        if (inner->kind == JMESPATH_REFERENCE)
            args->references[args->len] = inner->right;
        else
            args->values[args->len] =
                value_jmespath_settled(value_jmespath_evaluate(search, item, at));
        if (!value_jmespath_knows(search, &args->values[args->len]))
            return false;
        args->len++;
    }
    return true;
}

/* True when the caller has such a function. */
static bool call_other(struct jmespath_search *search, struct plim_str name,
                       const struct arguments *args, struct value *result_out)
{
    const struct value_jmespath_functions *others = search->functions;
    struct plim_err err = {0};
    if (others == NULL)
        return false;
    *result_out = value_null();
    const struct value list = value_list(args->values, args->len);
    enum plim_code code = others->call(others, search->arena, name, &list, result_out, &err);
    if (code != PLIM_OK && code != PLIM_NOT_FOUND)
        (void)value_jmespath_give_up(search, code, "", plim_str_from(err.msg));
    return code != PLIM_NOT_FOUND;
}

struct value value_jmespath_call(struct jmespath_search *search, const struct jmespath_node *node,
                                 const struct value *at)
{
    struct arguments args = {0};
    struct value result = value_null();
    size_t which = 0;
    if (!read_arguments(search, node, at, &args))
        return value_null();
    if (call_other(search, node->text, &args, &result))
        return result;
    while (which < PLIM_LEN(functions) && !plim_str_is(node->text, functions[which].name))
        which++;
    if (which == PLIM_LEN(functions))
        return value_jmespath_give_up(search, PLIM_INVALID, "unknown function: ", node->text);
    const char *why = misfit(&args, plim_str_from(functions[which].arguments));
    if (why != NULL)
        return value_jmespath_give_up(search, PLIM_INVALID, why, node->text);
    return functions[which].run(search, &args);
}
