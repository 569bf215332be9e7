#include "jmespath.h"

#include "value/build.h"

enum { STEPS_MAX = 1000000 };

/* What is not there: null to whoever can do with it. */
static struct value missing(struct plim_str key)
{
    struct value value = value_string(key);
    value.kind = VALUE_ERROR;
    return value;
}

struct value value_jmespath_settled(struct value value)
{
    return value.kind == VALUE_ERROR ? value_null() : value;
}

struct value value_jmespath_give_up(struct jmespath_search *search, enum plim_code code,
                                    const char *why, struct plim_str what)
{
    if (!search->failed)
        (void)plim_err_set(search->err, code, "%s%.*s", why, PLIM_STR_ARG(what));
    search->failed = true;
    return value_null();
}

bool value_jmespath_step(struct jmespath_search *search)
{
    if (++search->steps > STEPS_MAX)
        (void)value_jmespath_give_up(search, PLIM_LIMIT, "a path that takes too many steps",
                                     (struct plim_str){0});
    return !search->failed;
}

static bool is_false(const struct value *value)
{
    return value->kind == VALUE_NULL || (value->kind == VALUE_BOOL && !value->boolean) ||
           ((value->kind == VALUE_STRING || value->kind == VALUE_LIST ||
             value->kind == VALUE_MAP) &&
            value->len == 0);
}

bool value_jmespath_number_of(const struct value *value, double *number_out)
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
bool value_jmespath_is_equal(struct jmespath_search *search, const struct value *left,
                             const struct value *right)
{
    if (!value_jmespath_knows(search, left) || !value_jmespath_knows(search, right))
        return false;
    struct value one = value_doubled(search->arena, left);
    struct value other = value_doubled(search->arena, right);
    return value_equal(&one, &other);
}

static struct value compare(struct jmespath_search *search, struct plim_str sign,
                            const struct value *left, const struct value *right)
{
    double one = 0;
    double other = 0;
    if (plim_str_is(sign, "==") || plim_str_is(sign, "!="))
        return value_bool(value_jmespath_is_equal(search, left, right) == plim_str_is(sign, "=="));
    if (!value_jmespath_number_of(left, &one) || !value_jmespath_number_of(right, &other))
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

static struct value slice(struct jmespath_search *search, const struct jmespath_node *node,
                          const struct value *list)
{
    struct value_list_builder found = {.arena = search->arena};
    if (list->kind != VALUE_LIST)
        return value_null();
    const int64_t by = node->given[2] ? node->bounds[2] : 1;
    const int64_t end = bound_of(node, 1, list->len, by > 0);
    int64_t at = bound_of(node, 0, list->len, by > 0);
    for (; (by > 0 ? at < end : at > end) && value_jmespath_step(search); at += by)
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

static struct value flatten(struct jmespath_search *search, const struct value *list)
{
    struct value_list_builder found = {.arena = search->arena};
    if (list->kind != VALUE_LIST)
        return value_null();
    for (uint32_t i = 0; i < list->len; i++) {
        const struct value *item = &list->items[i];
        bool is_list = item->kind == VALUE_LIST;
        for (uint32_t j = 0; j < (is_list ? item->len : 1) && value_jmespath_step(search); j++)
            value_list_add(&found, is_list ? item->items[j] : *item);
    }
    return value_list_finish(&found);
}

/* What the right gives of each item that meets the condition, but null. */
static struct value project(struct jmespath_search *search, const struct jmespath_node *node,
                            const struct value *of)
{
    struct value_list_builder found = {.arena = search->arena};
    bool by_key = node->kind == JMESPATH_VALUES;
    if (of->kind != (by_key ? VALUE_MAP : VALUE_LIST))
        return value_null();
    for (uint32_t i = 0; i < of->len && value_jmespath_step(search); i++) {
        const struct value *item = by_key ? &of->entries[i].value : &of->items[i];
        struct value met = value_bool(true);
        if (node->condition != NULL)
            met = value_jmespath_settled(value_jmespath_evaluate(search, node->condition, item));
        struct value value =
            is_false(&met)
                ? value_null()
                : value_jmespath_settled(value_jmespath_evaluate(search, node->right, item));
        if (value.kind != VALUE_NULL)
            value_list_add(&found, value);
    }
    return value_list_finish(&found);
}

static struct value select_several(struct jmespath_search *search, const struct jmespath_node *node,
                                   const struct value *at)
{
    struct value_map_builder map = {.arena = search->arena};
    struct value_list_builder list = {.arena = search->arena};
    if (at->kind == VALUE_NULL)
        return value_null();
    for (const struct jmespath_node *item = node->nodes;
         item != NULL && value_jmespath_step(search); item = item->next) {
        struct value value = value_jmespath_settled(value_jmespath_evaluate(search, item, at));
        if (node->kind == JMESPATH_MAP)
            value_map_add_str(&map, item->text, value);
        else
            value_list_add(&list, value);
    }
    return node->kind == JMESPATH_MAP ? value_map_finish(&map) : value_list_finish(&list);
}

/* Those that look at their left side first. */
static struct value combine(struct jmespath_search *search, const struct jmespath_node *node,
                            const struct value *at)
{
    struct value left = value_jmespath_evaluate(search, node->left, at);
    if (node->kind == JMESPATH_SUB && left.kind == VALUE_ERROR)
        return left;
    left = value_jmespath_settled(left);
    bool is_not = is_false(&left);
    if (node->kind == JMESPATH_NOT)
        return value_bool(is_not);
    if ((node->kind == JMESPATH_OR && !is_not) || (node->kind == JMESPATH_AND && is_not))
        return left;
    if (node->kind == JMESPATH_OR || node->kind == JMESPATH_AND)
        return value_jmespath_evaluate(search, node->right, at);
    if (node->kind == JMESPATH_SUB)
        return value_jmespath_evaluate(search, node->right, &left);
    if (node->kind == JMESPATH_PIPE)
        return value_jmespath_settled(value_jmespath_evaluate(search, node->right, &left));
    if (node->kind == JMESPATH_FLATTEN)
        return flatten(search, &left);
    if (node->kind != JMESPATH_COMPARE)
        return project(search, node, &left);
    struct value right = value_jmespath_settled(value_jmespath_evaluate(search, node->right, at));
    return compare(search, node->text, &left, &right);
}

static struct value dispatch(struct jmespath_search *search, const struct jmespath_node *node,
                             const struct value *at)
{
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
        return value_jmespath_call(search, node, at);
    case JMESPATH_REFERENCE:
        return value_null();
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

static void meet(struct jmespath_search *search, const struct value *unknown)
{
    if (!search->failed)
        search->unknown = *unknown;
    search->failed = true;
}

bool value_jmespath_knows(struct jmespath_search *search, const struct value *value)
{
    if (value->kind == VALUE_UNKNOWN)
        meet(search, value);
    if (value->kind != VALUE_LIST && value->kind != VALUE_MAP)
        return !search->failed;
    for (uint32_t i = 0; i < value->len && value_jmespath_step(search); i++)
        (void)value_jmespath_knows(search, value->kind == VALUE_LIST ? &value->items[i]
                                                                     : &value->entries[i].value);
    return !search->failed;
}

struct value value_jmespath_evaluate(struct jmespath_search *search,
                                     const struct jmespath_node *node, const struct value *at)
{
    if (!value_jmespath_step(search))
        return value_null();
    struct value found = at->kind == VALUE_UNKNOWN ? *at : dispatch(search, node, at);
    if (found.kind == VALUE_UNKNOWN)
        meet(search, &found);
    return found;
}

enum plim_code value_jmespath_with(struct plim_arena *arena, struct plim_str expression,
                                   const struct value *root,
                                   const struct value_jmespath_functions *functions,
                                   struct value *found_out, struct plim_err *err)
{
    struct jmespath_search search = {
        .arena = arena, .functions = functions, .err = err, .unknown = value_null()};
    const struct jmespath_node *node = NULL;
    if (value_jmespath_parse(arena, expression, &node, err) != PLIM_OK)
        return err->code;
    struct value found = value_jmespath_evaluate(&search, node, root);
    if (!search.failed)
        (void)value_jmespath_knows(&search, &found);
    if (search.unknown.kind == VALUE_UNKNOWN)
        found = search.unknown;
    else if (search.failed)
        return err->code;
    if (found.kind == VALUE_ERROR)
        return plim_err_set(err, PLIM_INVALID, "Unknown key \"%.*s\" in path", (int)found.len,
                            found.text);
    *found_out = found;
    return PLIM_OK;
}

enum plim_code value_jmespath(struct plim_arena *arena, struct plim_str expression,
                              const struct value *root, struct value *found_out,
                              struct plim_err *err)
{
    return value_jmespath_with(arena, expression, root, NULL, found_out, err);
}
