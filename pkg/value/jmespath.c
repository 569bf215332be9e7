#include "jmespath.h"

#include "value/build.h"

enum { STEPS_MAX = 1000000 };

struct search {
    struct plim_arena *arena;
    struct plim_err *err;
    size_t steps;
    bool failed;
};

static struct value evaluate(struct search *search, const struct jmespath_node *node,
                             const struct value *at);

/* What is not there: null to whoever can do with it. */
static struct value missing(struct plim_str key)
{
    struct value value = value_string(key);
    value.kind = VALUE_ERROR;
    return value;
}

static struct value settled(struct value value)
{
    return value.kind == VALUE_ERROR ? value_null() : value;
}

static struct value give_up(struct search *search, enum plim_code code, const char *why,
                            struct plim_str what)
{
    if (!search->failed)
        (void)plim_err_set(search->err, code, "%s%.*s", why, PLIM_STR_ARG(what));
    search->failed = true;
    return value_null();
}

static bool step(struct search *search)
{
    if (++search->steps > STEPS_MAX)
        (void)give_up(search, PLIM_LIMIT, "a path that takes too many steps", (struct plim_str){0});
    return !search->failed;
}

static bool is_false(const struct value *value)
{
    return value->kind == VALUE_NULL || (value->kind == VALUE_BOOL && !value->boolean) ||
           ((value->kind == VALUE_STRING || value->kind == VALUE_LIST ||
             value->kind == VALUE_MAP) &&
            value->len == 0);
}

static bool number_of(const struct value *value, double *number_out)
{
    if (value->kind == VALUE_INT)
        *number_out = (double)value->integer;
    else if (value->kind == VALUE_UINT)
        *number_out = (double)value->unsigned_integer;
    else if (value->kind == VALUE_DOUBLE)
        *number_out = value->real;
    else
        return false;
    return true;
}

/* All numbers are doubles to JSON. */
static bool is_equal(struct search *search, const struct value *left, const struct value *right)
{
    struct value one = value_doubled(search->arena, left);
    struct value other = value_doubled(search->arena, right);
    return value_equal(&one, &other);
}

static struct value compare(struct search *search, struct plim_str sign, const struct value *left,
                            const struct value *right)
{
    double one = 0;
    double other = 0;
    if (plim_str_is(sign, "==") || plim_str_is(sign, "!="))
        return value_bool(is_equal(search, left, right) == plim_str_is(sign, "=="));
    if (!number_of(left, &one) || !number_of(right, &other))
        return value_null();
    bool is_less = sign.text[0] == '<';
    bool holds = is_less ? one < other : one > other;
    return value_bool(holds || (sign.len > 1 && !(one < other) && !(one > other)));
}

/* Where a slice begins or ends, of a list of so many; negative bounds count from its end. */
static int64_t bound_of(const struct jmespath_node *node, size_t which, int64_t len, bool forward)
{
    int64_t low = forward ? 0 : -1;
    int64_t high = forward ? len : len - 1;
    int64_t at = node->bounds[which] < 0 ? node->bounds[which] + len : node->bounds[which];
    if (!node->given[which])
        return (which == 0) == forward ? low : high;
    if (at > high)
        return high;
    return at < low ? low : at;
}

static struct value slice(struct search *search, const struct jmespath_node *node,
                          const struct value *list)
{
    struct value_list_builder found = {.arena = search->arena};
    if (list->kind != VALUE_LIST)
        return value_null();
    const int64_t by = node->given[2] ? node->bounds[2] : 1;
    const int64_t end = bound_of(node, 1, list->len, by > 0);
    int64_t at = bound_of(node, 0, list->len, by > 0);
    for (; (by > 0 ? at < end : at > end) && step(search); at += by)
        value_list_add(&found, list->items[at]);
    return value_list_finish(&found);
}

static struct value item_of(const struct jmespath_node *node, const struct value *list)
{
    int64_t index = node->bounds[0] < 0 ? node->bounds[0] + list->len : node->bounds[0];
    if (list->kind != VALUE_LIST || index < 0 || index >= list->len)
        return value_null();
    return list->items[index];
}

static struct value field_of(const struct jmespath_node *node, const struct value *map)
{
    const struct value *found = value_get_str(map, node->text);
    if (map->kind != VALUE_MAP)
        return value_null();
    return found != NULL ? *found : missing(node->text);
}

static struct value flatten(struct search *search, const struct value *list)
{
    struct value_list_builder found = {.arena = search->arena};
    if (list->kind != VALUE_LIST)
        return value_null();
    for (uint32_t i = 0; i < list->len; i++) {
        const struct value *item = &list->items[i];
        bool is_list = item->kind == VALUE_LIST;
        for (uint32_t j = 0; j < (is_list ? item->len : 1) && step(search); j++)
            value_list_add(&found, is_list ? item->items[j] : *item);
    }
    return value_list_finish(&found);
}

/* What the right gives of each item that meets the condition, but null. */
static struct value project(struct search *search, const struct jmespath_node *node,
                            const struct value *of)
{
    struct value_list_builder found = {.arena = search->arena};
    bool by_key = node->kind == JMESPATH_VALUES;
    if (of->kind != (by_key ? VALUE_MAP : VALUE_LIST))
        return value_null();
    for (uint32_t i = 0; i < of->len && step(search); i++) {
        const struct value *item = by_key ? &of->entries[i].value : &of->items[i];
        struct value met = value_bool(true);
        if (node->condition != NULL)
            met = settled(evaluate(search, node->condition, item));
        struct value value =
            is_false(&met) ? value_null() : settled(evaluate(search, node->right, item));
        if (value.kind != VALUE_NULL)
            value_list_add(&found, value);
    }
    return value_list_finish(&found);
}

static struct value select_several(struct search *search, const struct jmespath_node *node,
                                   const struct value *at)
{
    struct value_map_builder map = {.arena = search->arena};
    struct value_list_builder list = {.arena = search->arena};
    if (at->kind == VALUE_NULL)
        return value_null();
    for (const struct jmespath_node *item = node->nodes; item != NULL && step(search);
         item = item->next) {
        struct value value = settled(evaluate(search, item, at));
        if (node->kind == JMESPATH_MAP)
            value_map_add_str(&map, item->text, value);
        else
            value_list_add(&list, value);
    }
    return node->kind == JMESPATH_MAP ? value_map_finish(&map) : value_list_finish(&list);
}

/* ---- Functions. An argument of a wrong type ends the search. */

static struct value length(struct search *search, const struct value *of)
{
    uint32_t count = 0;
    if (of->kind != VALUE_STRING && of->kind != VALUE_LIST && of->kind != VALUE_MAP)
        return give_up(search, PLIM_INVALID, "length() of a ",
                       plim_str_from(value_kind_name(of->kind)));
    if (of->kind != VALUE_STRING)
        return value_int(of->len);
    for (uint32_t i = 0; i < of->len; i++)
        count += ((unsigned char)of->text[i] & 0xC0) != 0x80;
    return value_int(count);
}

static struct value entries(struct search *search, const struct value *of, bool keys)
{
    struct value_list_builder found = {.arena = search->arena};
    if (of->kind != VALUE_MAP)
        return give_up(search, PLIM_INVALID, "keys() or values() of a ",
                       plim_str_from(value_kind_name(of->kind)));
    for (uint32_t i = 0; i < of->len && step(search); i++)
        value_list_add(&found, keys ? of->entries[i].key : of->entries[i].value);
    return value_list_finish(&found);
}

static struct value contains(struct search *search, const struct value *args)
{
    if (args[0].kind == VALUE_STRING && args[1].kind == VALUE_STRING) {
        struct plim_str rest = value_str(&args[0]);
        while (rest.len > 0 && !plim_str_starts(rest, value_str(&args[1])) && step(search)) {
            rest.text++;
            rest.len--;
        }
        return value_bool(plim_str_starts(rest, value_str(&args[1])));
    }
    if (args[0].kind != VALUE_LIST)
        return args[0].kind == VALUE_STRING ? value_bool(false)
                                            : give_up(search, PLIM_INVALID, "contains() of a ",
                                                      plim_str_from(value_kind_name(args[0].kind)));
    for (uint32_t i = 0; i < args[0].len && step(search); i++) {
        if (is_equal(search, &args[0].items[i], &args[1]))
            return value_bool(true);
    }
    return value_bool(false);
}

static struct value affix(struct search *search, const struct value *args, bool at_end)
{
    if (args[0].kind != VALUE_STRING || args[1].kind != VALUE_STRING)
        return give_up(search, PLIM_INVALID, "starts_with() and ends_with() are about strings",
                       (struct plim_str){0});
    return value_bool(at_end ? plim_str_ends(value_str(&args[0]), value_str(&args[1]))
                             : plim_str_starts(value_str(&args[0]), value_str(&args[1])));
}

static struct value type_of(const struct value *value)
{
    double number = 0;
    if (number_of(value, &number))
        return value_string_c("number");
    return value_string_c(value->kind == VALUE_BOOL   ? "boolean"
                          : value->kind == VALUE_LIST ? "array"
                          : value->kind == VALUE_MAP  ? "object"
                          : value->kind == VALUE_NULL ? "null"
                                                      : "string");
}

static const struct {
    const char *name;
    size_t arguments;
} functions[] = {{"length", 1},   {"keys", 1},        {"values", 1},   {"type", 1},
                 {"contains", 2}, {"starts_with", 2}, {"ends_with", 2}};

static struct value call(struct search *search, const struct jmespath_node *node,
                         const struct value *at)
{
    struct value args[2] = {value_null(), value_null()};
    size_t count = 0;
    size_t which = 0;
    for (const struct jmespath_node *item = node->nodes; item != NULL; item = item->next) {
        if (count < PLIM_LEN(args))
            args[count] = settled(evaluate(search, item, at));
        count++;
    }
    while (which < PLIM_LEN(functions) && !plim_str_is(node->text, functions[which].name))
        which++;
    if (which == PLIM_LEN(functions))
        return give_up(search, PLIM_INVALID, "unknown function: ", node->text);
    if (count != functions[which].arguments)
        return give_up(search, PLIM_INVALID, "wrong number of arguments of ", node->text);
    switch (which) {
    case 0:
        return length(search, &args[0]);
    case 1:
    case 2:
        return entries(search, &args[0], which == 1);
    case 3:
        return type_of(&args[0]);
    case 4:
        return contains(search, args);
    default:
        return affix(search, args, which == 6);
    }
}

/* Those that look at their left side first. */
static struct value combine(struct search *search, const struct jmespath_node *node,
                            const struct value *at)
{
    struct value left = evaluate(search, node->left, at);
    if (node->kind == JMESPATH_SUB && left.kind == VALUE_ERROR)
        return left;
    left = settled(left);
    bool is_not = is_false(&left);
    if (node->kind == JMESPATH_NOT)
        return value_bool(is_not);
    if ((node->kind == JMESPATH_OR && !is_not) || (node->kind == JMESPATH_AND && is_not))
        return left;
    if (node->kind == JMESPATH_OR || node->kind == JMESPATH_AND)
        return evaluate(search, node->right, at);
    if (node->kind == JMESPATH_SUB)
        return evaluate(search, node->right, &left);
    if (node->kind == JMESPATH_PIPE)
        return settled(evaluate(search, node->right, &left));
    if (node->kind == JMESPATH_FLATTEN)
        return flatten(search, &left);
    if (node->kind != JMESPATH_COMPARE)
        return project(search, node, &left);
    struct value right = settled(evaluate(search, node->right, at));
    return compare(search, node->text, &left, &right);
}

static struct value evaluate(struct search *search, const struct jmespath_node *node,
                             const struct value *at)
{
    if (!step(search))
        return value_null();
    switch (node->kind) {
    case JMESPATH_CURRENT:
        return *at;
    case JMESPATH_FIELD:
        return field_of(node, at);
    case JMESPATH_LITERAL:
        return node->literal;
    case JMESPATH_INDEX:
        return item_of(node, at);
    case JMESPATH_SLICE:
        return slice(search, node, at);
    case JMESPATH_LIST:
    case JMESPATH_MAP:
        return select_several(search, node, at);
    case JMESPATH_CALL:
        return call(search, node, at);
    case JMESPATH_SUB:
    case JMESPATH_PIPE:
    case JMESPATH_ITEMS:
    case JMESPATH_VALUES:
    case JMESPATH_FILTER:
    case JMESPATH_FLATTEN:
    case JMESPATH_OR:
    case JMESPATH_AND:
    case JMESPATH_NOT:
    case JMESPATH_COMPARE:
        break;
    }
    return combine(search, node, at);
}

enum plim_code value_jmespath(struct plim_arena *arena, struct plim_str expression,
                              const struct value *root, struct value *found_out,
                              struct plim_err *err)
{
    struct search search = {.arena = arena, .err = err};
    const struct jmespath_node *node = NULL;
    if (value_jmespath_parse(arena, expression, &node, err) != PLIM_OK)
        return err->code;
    struct value found = evaluate(&search, node, root);
    if (search.failed)
        return err->code;
    if (found.kind == VALUE_ERROR)
        return plim_err_set(err, PLIM_INVALID, "Unknown key \"%.*s\" in path", (int)found.len,
                            found.text);
    *found_out = found;
    return PLIM_OK;
}
