/* Comprehensions: each runs over its range without building anything but its result. */
#include "node.h"
#include "sort.h"

/* A range under way. */
struct range {
    struct value container;
    size_t len;
};

/* Evaluate the range. False: failure_out is the result. */
static bool open_range(const struct cel_node *node, struct cel_frame *frame, struct range *range,
                       struct value *failure_out)
{
    range->container = cel_run(node->args[0], frame);
    range->len = range->container.len;
    if (range->container.kind == VALUE_LIST || range->container.kind == VALUE_MAP)
        return true;
    *failure_out = cel_is_failed(&range->container) ? range->container : cel_no_overload();
    return false;
}

/* Set the variables to the i-th step. False once the cost is spent. */
static bool step(const struct cel_node *node, struct cel_frame *frame, const struct range *range,
                 size_t i)
{
    const struct cel_fold *fold = node->fold;
    bool two = fold->names[1].len > 0;
    if (range->container.kind == VALUE_MAP) {
        frame->locals[fold->slots[0]] = range->container.entries[i].key;
        if (two)
            frame->locals[fold->slots[1]] = range->container.entries[i].value;
    } else if (two) {
        frame->locals[fold->slots[0]] = value_int((int64_t)i);
        frame->locals[fold->slots[1]] = range->container.items[i];
    } else {
        frame->locals[fold->slots[0]] = range->container.items[i];
    }
    return cel_spend(frame, 1);
}

static struct value run_quantifier(const struct cel_node *node, struct cel_frame *frame,
                                   bool decisive)
{
    struct range range;
    struct value pending = value_bool(!decisive);
    if (!open_range(node, frame, &range, &pending))
        return pending;
    for (size_t i = 0; i < range.len; i++) {
        if (!step(node, frame, &range, i))
            return cel_cost_failure(frame);
        struct value answer = cel_run(node->predicate, frame);
        if (answer.kind == VALUE_BOOL && answer.boolean == decisive)
            return answer;
        cel_absorb(&pending, &answer);
    }
    return pending;
}

struct value cel_run_all(const struct cel_node *node, struct cel_frame *frame)
{
    return run_quantifier(node, frame, false);
}

struct value cel_run_exists(const struct cel_node *node, struct cel_frame *frame)
{
    return run_quantifier(node, frame, true);
}

/* Is the item of this step wanted? failure_out is set when that cannot be told. */
static bool is_wanted(const struct cel_node *node, struct cel_frame *frame,
                      struct value *failure_out)
{
    if (!node->predicate)
        return true;
    struct value answer = cel_run(node->predicate, frame);
    if (answer.kind == VALUE_BOOL)
        return answer.boolean;
    *failure_out = cel_is_failed(&answer) ? answer : cel_no_overload();
    return false;
}

struct value cel_run_exists_one(const struct cel_node *node, struct cel_frame *frame)
{
    struct range range;
    struct value failure = {0};
    size_t count = 0;
    if (!open_range(node, frame, &range, &failure))
        return failure;
    for (size_t i = 0; i < range.len; i++) {
        if (!step(node, frame, &range, i))
            return cel_cost_failure(frame);
        count += is_wanted(node, frame, &failure);
        if (cel_is_failed(&failure))
            return failure;
    }
    return value_bool(count == 1);
}

struct value cel_run_fold_list(const struct cel_node *node, struct cel_frame *frame)
{
    struct range range;
    struct value failure = {0};
    if (!open_range(node, frame, &range, &failure))
        return failure;
    struct value *items = plim_arena_take(frame->arena, (range.len + 1) * sizeof *items);
    size_t len = 0;
    for (size_t i = 0; i < range.len; i++) {
        if (!step(node, frame, &range, i))
            return cel_cost_failure(frame);
        bool wanted = is_wanted(node, frame, &failure);
        if (cel_is_failed(&failure))
            return failure;
        if (!wanted)
            continue;
        items[len] =
            node->transform ? cel_run(node->transform, frame) : frame->locals[node->fold->slots[0]];
        if (cel_is_failed(&items[len]))
            return items[len];
        len++;
    }
    return value_list(items, len);
}

/* Entries that grow: transformMapEntry may make any number in a step. */
struct entries {
    struct value_entry *items;
    uint32_t len;
    uint32_t cap;
};

static void reserve(struct cel_frame *frame, struct entries *entries, uint32_t more)
{
    if (entries->len + more <= entries->cap)
        return;
    uint32_t cap = (entries->len + more) * 2;
    struct value_entry *items = plim_arena_take(frame->arena, cap * sizeof *items);
    for (uint32_t i = 0; i < entries->len; i++)
        items[i] = entries->items[i];
    entries->items = items;
    entries->cap = cap;
}

/* Add what a step made. failure_out is set when it is not to be added. */
static void add_made(const struct cel_node *node, struct cel_frame *frame, struct entries *entries,
                     const struct value *made, struct value *failure_out)
{
    if (node->fold->kind == CEL_FOLD_MAP_VALUES) {
        reserve(frame, entries, 1);
        /* The keys of a range differ already. */
        entries->items[entries->len++] =
            (struct value_entry){frame->locals[node->fold->slots[0]], *made};
        return;
    }
    if (made->kind != VALUE_MAP) {
        *failure_out = cel_no_overload();
        return;
    }
    reserve(frame, entries, made->len);
    for (uint32_t i = 0; i < made->len; i++)
        if (!cel_map_put(frame, entries->items, &entries->len, &made->entries[i], failure_out))
            return;
}

struct value cel_run_fold_map(const struct cel_node *node, struct cel_frame *frame)
{
    struct range range;
    struct value failure = {0};
    struct entries entries = {0};
    if (!open_range(node, frame, &range, &failure))
        return failure;
    reserve(frame, &entries, (uint32_t)range.len);
    for (size_t i = 0; i < range.len; i++) {
        if (!step(node, frame, &range, i))
            return cel_cost_failure(frame);
        bool wanted = is_wanted(node, frame, &failure);
        if (cel_is_failed(&failure))
            return failure;
        if (!wanted)
            continue;
        struct value made = cel_run(node->transform, frame);
        if (cel_is_failed(&made))
            return made;
        add_made(node, frame, &entries, &made, &failure);
        if (cel_is_failed(&failure))
            return failure;
    }
    return value_map(entries.items, entries.len);
}

struct value cel_run_sort(const struct cel_node *node, struct cel_frame *frame)
{
    struct range range;
    struct value failure = {0};
    if (!open_range(node, frame, &range, &failure))
        return failure;
    if (range.container.kind != VALUE_LIST)
        return cel_no_overload();
    struct value *keys = plim_arena_take(frame->arena, (range.len + 1) * sizeof *keys);
    for (size_t i = 0; i < range.len; i++) {
        if (!step(node, frame, &range, i))
            return cel_cost_failure(frame);
        keys[i] = cel_run(node->transform, frame);
        if (cel_is_failed(&keys[i]))
            return keys[i];
    }
    return cel_sort(frame, &range.container, keys);
}

struct value cel_run_bind(const struct cel_node *node, struct cel_frame *frame)
{
    frame->locals[node->slot] = cel_run(node->args[0], frame);
    return cel_run(node->args[1], frame);
}

struct value cel_run_optional(const struct cel_node *node, struct cel_frame *frame)
{
    struct value target = cel_run(node->args[0], frame);
    if (cel_is_failed(&target))
        return target;
    if (target.kind != VALUE_OPTIONAL)
        return cel_no_overload();
    if (target.len == 0)
        return target;
    frame->locals[node->slot] = target.items[0];
    struct value made = cel_run(node->transform, frame);
    if (cel_is_failed(&made) || (node->flags & CEL_AST_FLAT))
        return made;
    return cel_optional_of(frame, &made);
}
