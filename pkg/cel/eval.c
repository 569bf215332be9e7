/* Nodes to values: names, selections, calls, logic, containers. */
#include <string.h>

#include "compare.h"
#include "node.h"
#include "opaque.h"
#include "program_priv.h"
#include "refusal.h"
#include "unknown.h"

struct value cel_run_literal(const struct cel_node *node, struct cel_frame *frame)
{
    (void)frame;
    return node->literal;
}

/* The API server's cel-go takes an optional that a name or a condition gives apart and makes it
 * anew of Go values: optionals in it fall together, types become texts, and its own types cannot be
 * made. Source: cel-go v0.26, interpreter/attributes.go, applyQualifiers. */
static struct value remake_optional(struct cel_frame *frame, const struct value *optional)
{
    struct value value = optional->items[0];
    while (value.kind == VALUE_OPTIONAL)
        value = value.len > 0 ? value.items[0] : value_null();
    if (value.kind == VALUE_TYPE)
        value.kind = VALUE_STRING;
    if (value.kind == VALUE_OPAQUE && value.aux != CEL_OPAQUE_FORMAT)
        value = cel_fail(frame, "unsupported conversion of %s", cel_opaque_name(value.aux));
    return cel_optional_of(frame, &value);
}

struct value cel_remade(struct cel_frame *frame, struct value value)
{
    if (value.kind == VALUE_OPTIONAL && value.len > 0 && (frame->options & CEL_OPTION_GO_VALUES))
        return remake_optional(frame, &value);
    return value;
}

struct value cel_run_variable(const struct cel_node *node, struct cel_frame *frame)
{
    const struct cel_bindings *bindings = frame->bindings;
    const struct value *value = node->slot < bindings->len ? bindings->values[node->slot] : NULL;
    if (!value && bindings->resolve)
        value = cel_resolve(frame, node->slot);
    return value ? *value : cel_unknown_variable(node, frame);
}

struct value cel_run_local(const struct cel_node *node, struct cel_frame *frame)
{
    return cel_remade(frame, frame->locals[node->slot]);
}

struct value cel_run_bound(const struct cel_node *node, struct cel_frame *frame)
{
    frame->cost += frame->debts[node->slot];
    frame->debts[node->slot] = 0;
    return cel_remade(frame, frame->locals[node->slot]);
}

struct value cel_run_unresolved(const struct cel_node *node, struct cel_frame *frame)
{
    struct plim_str name = value_str(&node->literal);
    if (node->flags & CEL_AST_FLAT)
        return cel_fail(frame, "no such overload: %.*s", PLIM_STR_ARG(name));
    return cel_fail(frame, "undeclared reference to '%.*s'", PLIM_STR_ARG(name));
}

struct value cel_run_bad_index(const struct cel_node *node, struct cel_frame *frame)
{
    (void)node;
    return cel_fail(frame, "unsupported key type");
}

static struct value found_or_missing(struct cel_frame *frame, const struct value *found,
                                     const struct value *key, bool maybe)
{
    if (found)
        return maybe && !cel_is_failed(found) ? cel_optional_of(frame, found) : *found;
    if (maybe)
        return cel_optional_none();
    return cel_no_such_key(frame, key);
}

struct value cel_select(struct cel_frame *frame, const struct value *target,
                        const struct value *key, bool maybe)
{
    if (target->kind == VALUE_OPTIONAL) {
        if (target->len == 0)
            return *target;
        target = &target->items[0];
        maybe = true;
    }
    if (target->kind == VALUE_MAP)
        return found_or_missing(frame, cel_map_find(target, key), key, maybe);
    if (target->kind == VALUE_LIST)
        return cel_no_such_index(frame, key);
    return maybe ? cel_optional_none() : cel_no_such_key(frame, key);
}

/* A step that was not made is not paid: its target failed, or is an optional without it. */
static void refund(struct cel_frame *frame)
{
    frame->cost -= CEL_PRICE_STEP;
}

static bool is_none(const struct value *value)
{
    return value->kind == VALUE_OPTIONAL && value->len == 0;
}

struct value cel_run_select(const struct cel_node *node, struct cel_frame *frame)
{
    struct value target = cel_run(node->args[0], frame);
    if (cel_is_failed(&target)) {
        refund(frame);
        return cel_unknown_select(node, frame, &target);
    }
    bool maybe = (node->flags & CEL_AST_MAYBE) || target.kind == VALUE_OPTIONAL;
    struct value value = cel_select(frame, &target, &node->literal, maybe);
    if (maybe && (is_none(&value) || cel_is_failed(&value)))
        refund(frame);
    return value;
}

/* What has no fields at all has not this one either; of one that is no good nobody knows. */
struct value cel_test(struct cel_frame *frame, const struct value *target, const struct value *key)
{
    const struct value *map = target;
    if (target->kind == VALUE_OPTIONAL)
        map = target->len > 0 ? &target->items[0] : NULL;
    if (map && map->kind == VALUE_LIST)
        return cel_no_such_index(frame, key);
    const struct value *found = map && map->kind == VALUE_MAP ? cel_map_find(map, key) : NULL;
    return found && cel_is_failed(found) ? *found : value_bool(found != NULL);
}

struct value cel_run_test(const struct cel_node *node, struct cel_frame *frame)
{
    struct value target = cel_run(node->args[0], frame);
    if (cel_is_failed(&target)) {
        refund(frame);
        return cel_unknown_select(node, frame, &target);
    }
    struct value answer = cel_test(frame, &target, &node->literal);
    if (target.kind == VALUE_OPTIONAL && answer.kind == VALUE_BOOL && !answer.boolean)
        refund(frame);
    return answer;
}

/* Evaluate the arguments up to the first that fails; returns how many did not. */
static uint32_t run_args(const struct cel_node *node, struct cel_frame *frame, struct value *args)
{
    for (uint32_t i = 0; i < node->len; i++) {
        args[i] = cel_run(node->args[i], frame);
        if (cel_is_failed(&args[i]))
            return i;
    }
    return node->len;
}

/* Pay for a call whose result is there. */
static struct value pay(const struct cel_node *node, struct cel_frame *frame,
                        const struct value *args, const struct value *result)
{
    if (node->price && !cel_spend(frame, node->price(args, node->len, result)))
        return cel_stop_failure(frame);
    return *result;
}

/* A call whose i-th argument failed. It is paid for if all arguments were looked at. */
static struct value fail_call(const struct cel_node *node, struct cel_frame *frame,
                              struct value *args, uint32_t i)
{
    struct value failure = args[i];
    if (i + 1 < node->len && !node->thorough) {
        frame->cost -= node->cost;
        return failure;
    }
    if (i + 1 < node->len) {
        args[i + 1] = cel_run(node->args[i + 1], frame);
        cel_unknown_merge(frame, &failure, &args[i + 1]);
    }
    return pay(node, frame, args, &failure);
}

static bool admits(const struct cel_overload *overload, const struct value *args)
{
    for (size_t i = 0; i < overload->len; i++)
        if (!cel_type_admits(overload->args[i], &args[i]))
            return false;
    return true;
}

static struct value refuse(const struct cel_node *node, struct cel_frame *frame,
                           const struct value *args)
{
    const struct cel_function *first =
        node->overload_count > 0 ? node->overloads[0]->function : NULL;
    struct plim_str name = first ? plim_str_from(first->name) : value_str(&node->literal);
    return cel_refusal(frame, name, args, node->len);
}

/* An implementation that looks at its arguments itself has found no use for them. */
static struct value refuse_if_none_fits(const struct cel_node *node, struct cel_frame *frame,
                                        const struct value *args)
{
    for (uint32_t i = 0; i < node->overload_count; i++)
        if (admits(node->overloads[i], args))
            return cel_no_overload();
    return refuse(node, frame, args);
}

static struct value call_first_that_fits(const struct cel_node *node, struct cel_frame *frame,
                                         const struct value *args)
{
    if (node->call)
        return node->call(frame, args, node->len);
    for (uint32_t i = 0; i < node->overload_count; i++) {
        const struct cel_function *function = node->overloads[i]->function;
        if (function && function->call && admits(node->overloads[i], args))
            return function->call(frame, args, node->len);
    }
    return refuse(node, frame, args);
}

struct value cel_run_call(const struct cel_node *node, struct cel_frame *frame)
{
    struct value args[CEL_ARGS_MAX];
    uint32_t len = run_args(node, frame, args);
    if (len < node->len)
        return fail_call(node, frame, args, len);
    struct value result = node->call(frame, args, len);
    if (cel_is_no_overload(&result))
        result = refuse_if_none_fits(node, frame, args);
    return pay(node, frame, args, &result);
}

struct value cel_run_dispatch(const struct cel_node *node, struct cel_frame *frame)
{
    struct value args[CEL_ARGS_MAX];
    uint32_t len = run_args(node, frame, args);
    if (len < node->len)
        return fail_call(node, frame, args, len);
    struct value result = call_first_that_fits(node, frame, args);
    return pay(node, frame, args, &result);
}

struct value cel_run_search(const struct cel_node *node, struct cel_frame *frame)
{
    struct value args[CEL_ARGS_MAX];
    uint32_t len = run_args(node, frame, args);
    if (len < node->len)
        return fail_call(node, frame, args, len);
    frame->pattern = node->pattern;
    struct value result = call_first_that_fits(node, frame, args);
    frame->pattern = NULL;
    return pay(node, frame, args, &result);
}

struct value cel_run_index(const struct cel_node *node, struct cel_frame *frame)
{
    struct value args[2] = {cel_run(node->args[0], frame)};
    if (cel_is_failed(&args[0]) || is_none(&args[0])) {
        refund(frame);
        return cel_unknown_index(node, frame, &args[0]);
    }
    bool maybe = (node->flags & CEL_AST_MAYBE) || args[0].kind == VALUE_OPTIONAL;
    args[1] = cel_run(node->args[1], frame);
    struct value value =
        cel_is_failed(&args[1]) ? args[1] : call_first_that_fits(node, frame, args);
    if (maybe && (cel_is_failed(&value) || is_none(&value)))
        refund(frame);
    return value;
}

struct value cel_run_or_else(const struct cel_node *node, struct cel_frame *frame)
{
    struct value args[2] = {cel_run(node->args[0], frame)};
    if (cel_is_failed(&args[0]))
        return args[0];
    if (args[0].kind != VALUE_OPTIONAL) /* the API server's cel-go lets it pass */
        return (frame->options & CEL_OPTION_GO_VALUES) ? args[0] : cel_no_overload();
    if (args[0].len == 0)
        args[1] = cel_run(node->args[1], frame);
    return cel_is_failed(&args[1]) ? args[1] : node->call(frame, args, 2);
}

void cel_absorb(struct cel_frame *frame, struct value *pending, const struct value *operand)
{
    bool unknown = pending->kind == VALUE_UNKNOWN;
    if (operand->kind == VALUE_BOOL)
        return;
    if (unknown)
        cel_unknown_merge(frame, pending, operand);
    else if (operand->kind == VALUE_UNKNOWN)
        *pending = *operand;
    else if (pending->kind != VALUE_ERROR)
        *pending = operand->kind == VALUE_ERROR ? *operand : cel_no_overload();
}

static struct value run_logic(const struct cel_node *node, struct cel_frame *frame, bool decisive)
{
    struct value pending = value_bool(!decisive);
    for (uint32_t i = 0; i < node->len; i++) {
        struct value operand = cel_run(node->args[i], frame);
        if (operand.kind == VALUE_BOOL && operand.boolean == decisive)
            return operand;
        cel_absorb(frame, &pending, &operand);
    }
    return pending;
}

struct value cel_run_and(const struct cel_node *node, struct cel_frame *frame)
{
    return run_logic(node, frame, false);
}

struct value cel_run_or(const struct cel_node *node, struct cel_frame *frame)
{
    return run_logic(node, frame, true);
}

struct value cel_run_condition(const struct cel_node *node, struct cel_frame *frame)
{
    struct value condition = cel_run(node->args[0], frame);
    if (cel_is_failed(&condition))
        return condition;
    if (condition.kind != VALUE_BOOL)
        return cel_no_overload();
    return cel_remade(frame, cel_run(node->args[condition.boolean ? 1 : 2], frame));
}

/* The value of an entry written with '?'. False: nothing to add, or *value is the failure. */
static bool unwrap(struct value *value)
{
    if (value->kind != VALUE_OPTIONAL) {
        *value = cel_no_overload();
        return false;
    }
    if (value->len == 0)
        return false;
    *value = value->items[0];
    return true;
}

struct value cel_run_list(const struct cel_node *node, struct cel_frame *frame)
{
    struct value *items = cel_items_take(frame, node->len);
    if (!items)
        return cel_stop_failure(frame);
    size_t len = 0;
    for (uint32_t i = 0; i < node->len; i++) {
        struct value item = cel_run(node->args[i], frame);
        if (cel_is_failed(&item))
            return item;
        bool wanted = !node->maybe || !node->maybe[i] || unwrap(&item);
        if (cel_is_failed(&item))
            return item;
        if (wanted)
            items[len++] = item;
    }
    return value_list(items, len);
}

static bool is_key(const struct value *key)
{
    return key->kind == VALUE_STRING || key->kind == VALUE_INT || key->kind == VALUE_UINT ||
           key->kind == VALUE_BOOL;
}

/* Looking a key up among so many others: bounds the work on large maps. */
static bool spend_lookup(struct cel_frame *frame, uint32_t len)
{
    enum { KEYS_PER_UNIT = 64 };
    return cel_work(frame, len / KEYS_PER_UNIT);
}

/* What holds values is, as a key of the API server's, the same as itself alone. */
static bool is_scalar(const struct value *key)
{
    return key->kind != VALUE_LIST && key->kind != VALUE_MAP && key->kind < VALUE_OPTIONAL;
}

static bool same_key(const struct value *left, const struct value *right)
{
    return left->kind == right->kind && is_scalar(left) && cel_equal(left, right);
}

bool cel_map_put(struct cel_frame *frame, struct value_entry *entries, uint32_t *len,
                 const struct value_entry *entry, struct value *failure_out)
{
    const struct value so_far = value_map(entries, *len);
    if (!spend_lookup(frame, *len)) {
        *failure_out = cel_stop_failure(frame);
        return false;
    }
    bool any = (frame->options & CEL_OPTION_GO_VALUES) && entry->key.kind != VALUE_BYTES;
    if (!is_key(&entry->key) && !any) {
        struct plim_str type = cel_type_name_of(&entry->key);
        *failure_out = cel_fail(frame, "unsupported key type: %.*s", PLIM_STR_ARG(type));
        return false;
    }
    if (is_scalar(&entry->key) && cel_map_find(&so_far, &entry->key)) {
        *failure_out = cel_fail(frame, "Failed with repeated key");
        return false;
    }
    entries[(*len)++] = *entry;
    return true;
}

/* Any key, and the last of equal ones wins: as the API server makes maps. */
static bool overwrite(struct cel_frame *frame, struct value_entry *entries, uint32_t *len,
                      const struct value_entry *entry)
{
    uint32_t i = 0;
    if (!spend_lookup(frame, *len))
        return false;
    while (i < *len && !same_key(&entries[i].key, &entry->key))
        i++;
    entries[i] = *entry;
    *len += i == *len;
    return true;
}

struct map_under_way {
    struct value_entry *entries; /* room for all the node has */
    uint32_t len;
};

/* Add an entry as the environment wants it. */
static bool put(struct cel_frame *frame, struct map_under_way *map, const struct value_entry *entry,
                struct value *failure_out)
{
    if ((frame->options & CEL_OPTION_GO_VALUES) && entry->key.kind == VALUE_BYTES) {
        *failure_out = cel_fail(frame, "unsupported key type: bytes"); /* Go cannot hash them */
        return false;
    }
    if (!(frame->options & CEL_OPTION_GO_VALUES))
        return cel_map_put(frame, map->entries, &map->len, entry, failure_out);
    if (overwrite(frame, map->entries, &map->len, entry))
        return true;
    *failure_out = cel_stop_failure(frame);
    return false;
}

/* An entry that is not there takes the place of one before it, too. */
static void take_out(struct map_under_way *map, const struct value *key)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < map->len; i++)
        if (!same_key(&map->entries[i].key, key))
            map->entries[kept++] = map->entries[i];
    map->len = kept;
}

struct value cel_run_map(const struct cel_node *node, struct cel_frame *frame)
{
    struct map_under_way map = {
        .entries = plim_arena_take(frame->arena, (node->len / 2 + 1) * sizeof *map.entries)};
    for (uint32_t i = 0; i + 1 < node->len; i += 2) {
        struct value failure = {0};
        struct value_entry entry = {.key = cel_run(node->args[i], frame)};
        if (cel_is_failed(&entry.key))
            return entry.key;
        entry.value = cel_run(node->args[i + 1], frame);
        if (cel_is_failed(&entry.value))
            return entry.value;
        bool wanted = !node->maybe || !node->maybe[i] || unwrap(&entry.value);
        if (cel_is_failed(&entry.value))
            return entry.value;
        if (!wanted)
            take_out(&map, &entry.key);
        else if (!put(frame, &map, &entry, &failure))
            return failure;
    }
    return value_map(map.entries, map.len);
}
