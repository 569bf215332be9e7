/* Comprehensions: each runs over its range without building anything but its result, and is paid
 * for as if it was the fold over an accumulator that cel-go makes of it. */
#include "node.h"
#include "sort.h"

/* A range under way. */
struct range {
    struct value container;
    size_t len;
};

/* In the words of cel-go, which an API server gives to users as they are. */
static struct value not_a_range(struct cel_frame *frame, const struct value *value, bool two)
{
    static const char *const names[] = {
        [VALUE_NULL] = "types.Null",
        [VALUE_BOOL] = "types.Bool",
        [VALUE_INT] = "types.Int",
        [VALUE_UINT] = "types.Uint",
        [VALUE_DOUBLE] = "types.Double",
        [VALUE_STRING] = "types.String",
        [VALUE_BYTES] = "types.Bytes",
        [VALUE_TIMESTAMP] = "types.Timestamp",
        [VALUE_DURATION] = "types.Duration",
        [VALUE_TYPE] = "*types.Type",
        [VALUE_OPTIONAL] = "*types.Optional",
    };
    if (value->kind >= PLIM_LEN(names) || names[value->kind] == NULL)
        return cel_no_overload();
    if (two)
        return cel_fail(frame, "unsupported comprehension range type: %s", names[value->kind]);
    return cel_fail(frame, "got '%s', expected iterable type", names[value->kind]);
}

/* Evaluate the range. False: failure_out is the result. */
static bool open_range(const struct cel_node *node, struct cel_frame *frame, struct range *range,
                       struct value *failure_out)
{
    range->container = cel_run(node->args[0], frame);
    range->len = range->container.len;
    if (range->container.kind == VALUE_LIST || range->container.kind == VALUE_MAP)
        return true;
    *failure_out = cel_is_failed(&range->container)
                       ? range->container
                       : not_a_range(frame, &range->container, node->fold->names[1].len > 0);
    return false;
}

/* Is there someone who wants the evaluation to end? Asked at intervals. */
static bool is_interrupted(struct cel_frame *frame)
{
    const struct cel_bindings *bindings = frame->bindings;
    if (bindings && bindings->interrupted && bindings->interrupted(bindings->context))
        frame->interrupted = true;
    return frame->interrupted;
}

/* Set the variables to the i-th step. False once the evaluation is over. */
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
    if (++frame->steps % CEL_INTERRUPT_STEPS == 0 && (is_interrupted(frame) || !cel_room(frame, 0)))
        return false;
    return cel_spend(frame, node->price_of.step) && !frame->interrupted;
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
            return cel_stop_failure(frame);
        struct value answer = cel_run(node->predicate, frame);
        if (answer.kind == VALUE_BOOL && answer.boolean == decisive) {
            frame->cost += node->price_of.end;
            frame->cost += i + 1 < range.len ? node->price_of.stop : 0;
            return answer;
        }
        cel_absorb(frame, &pending, &answer);
    }
    frame->cost += node->price_of.end;
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

/* Is the item of this step wanted? The first failure is kept: like cel-go, a comprehension that has
 * failed goes on to its end. */
static bool is_wanted(const struct cel_node *node, struct cel_frame *frame, struct value *failure)
{
    bool wanted = true;
    if (node->predicate) {
        struct value answer = cel_run(node->predicate, frame);
        wanted = answer.kind == VALUE_BOOL && answer.boolean;
        if (answer.kind != VALUE_BOOL && !cel_is_failed(failure))
            *failure = cel_is_failed(&answer) ? answer : cel_no_overload();
    }
    frame->cost += wanted ? node->price_of.wanted : 0;
    return wanted;
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
            return cel_stop_failure(frame);
        count += is_wanted(node, frame, &failure);
    }
    frame->cost += node->price_of.end;
    return cel_is_failed(&failure) ? failure : value_bool(count == 1);
}

struct value cel_run_fold_list(const struct cel_node *node, struct cel_frame *frame)
{
    struct range range;
    struct value failure = {0};
    if (!open_range(node, frame, &range, &failure))
        return failure;
    struct value *items = cel_items_take(frame, range.len);
    if (!items)
        return cel_stop_failure(frame);
    size_t len = 0;
    for (size_t i = 0; i < range.len; i++) {
        if (!step(node, frame, &range, i))
            return cel_stop_failure(frame);
        if (!is_wanted(node, frame, &failure))
            continue;
        items[len] =
            node->transform ? cel_run(node->transform, frame) : frame->locals[node->fold->slots[0]];
        if (cel_is_failed(&items[len]) && !cel_is_failed(&failure))
            failure = items[len];
        len++;
    }
    frame->cost += node->price_of.end;
    return cel_is_failed(&failure) ? failure : value_list(items, len);
}

/* Entries that grow: transformMapEntry may make any number in a step. */
struct entries {
    struct value_entry *items;
    uint32_t len;
    uint32_t cap;
};

/* False when there is not so much memory. */
static bool reserve(struct cel_frame *frame, struct entries *entries, uint32_t more)
{
    if (entries->len + more <= entries->cap)
        return true;
    uint32_t cap = (entries->len + more) * 2;
    if (!cel_room(frame, cap * sizeof *entries->items))
        return false;
    struct value_entry *items = plim_arena_take(frame->arena, cap * sizeof *items);
    for (uint32_t i = 0; i < entries->len; i++)
        items[i] = entries->items[i];
    entries->items = items;
    entries->cap = cap;
    return true;
}

/* Add what a step made. failure_out is set when it is not to be added. */
static void add_made(const struct cel_node *node, struct cel_frame *frame, struct entries *entries,
                     const struct value *made, struct value *failure_out)
{
    uint32_t more =
        node->fold->kind == CEL_FOLD_MAP_ENTRIES && made->kind == VALUE_MAP ? made->len : 1;
    if (!reserve(frame, entries, more)) {
        *failure_out = cel_stop_failure(frame);
        return;
    }
    if (node->fold->kind == CEL_FOLD_MAP_VALUES) {
        /* The keys of a range differ already. */
        entries->items[entries->len++] =
            (struct value_entry){frame->locals[node->fold->slots[0]], *made};
        return;
    }
    if (made->kind != VALUE_MAP) {
        *failure_out = cel_no_overload();
        return;
    }
    for (uint32_t i = 0; i < made->len; i++)
        if (!cel_map_put(frame, entries->items, &entries->len, &made->entries[i], failure_out))
            return;
}

/* A wanted step of transformMap or transformMapEntry. The former makes nothing more once it has
 * failed. */
static void make_entries(const struct cel_node *node, struct cel_frame *frame,
                         struct entries *entries, struct value *failure)
{
    bool failed = cel_is_failed(failure);
    if (failed && node->fold->kind == CEL_FOLD_MAP_VALUES) {
        frame->cost += CEL_PRICE_STEP;
        frame->cost -= node->price_of.wanted;
        return;
    }
    struct value made = cel_run(node->transform, frame);
    if (failed)
        return;
    if (cel_is_failed(&made))
        *failure = made;
    else
        add_made(node, frame, entries, &made, failure);
}

struct value cel_run_fold_map(const struct cel_node *node, struct cel_frame *frame)
{
    struct range range;
    struct value failure = {0};
    struct entries entries = {0};
    if (!open_range(node, frame, &range, &failure))
        return failure;
    if (!reserve(frame, &entries, (uint32_t)range.len))
        return cel_stop_failure(frame);
    for (size_t i = 0; i < range.len; i++) {
        if (!step(node, frame, &range, i))
            return cel_stop_failure(frame);
        if (is_wanted(node, frame, &failure))
            make_entries(node, frame, &entries, &failure);
    }
    frame->cost += node->price_of.end;
    return cel_is_failed(&failure) ? failure : value_map(entries.items, entries.len);
}

struct value cel_run_sort(const struct cel_node *node, struct cel_frame *frame)
{
    struct range range;
    struct value failure = {0};
    if (!open_range(node, frame, &range, &failure)) {
        frame->cost += node->price ? 2 : 3; /* the sorting looks at it, before and after */
        return failure;
    }
    if (range.container.kind != VALUE_LIST)
        return cel_no_overload();
    struct value *keys = cel_items_take(frame, range.len);
    if (!keys)
        return cel_stop_failure(frame);
    for (size_t i = 0; i < range.len; i++) {
        if (!step(node, frame, &range, i))
            return cel_stop_failure(frame);
        keys[i] = cel_run(node->transform, frame);
        if (cel_is_failed(&keys[i]) && !cel_is_failed(&failure))
            failure = keys[i];
    }
    bool failed = cel_is_failed(&failure);
    const struct value args[] = {range.container, failed ? failure : value_list(keys, range.len)};
    uint64_t units = node->price ? node->price(args, PLIM_LEN(args), &failure) : 1;
    if (!cel_spend(frame, node->price_of.end + units))
        return cel_stop_failure(frame);
    return failed ? failure : cel_sort(frame, &range.container, keys);
}

/* Evaluated at once, but paid for by the first who asks, as cel-go evaluates it only then. */
struct value cel_run_bind(const struct cel_node *node, struct cel_frame *frame)
{
    uint64_t before = frame->cost;
    frame->locals[node->slot] = cel_run(node->args[0], frame);
    frame->debts[node->slot] = frame->cost - before;
    frame->cost = before;
    return cel_run(node->transform, frame);
}

/* cel-go makes `target.hasValue() ? optional.of(transform) : optional.none()` of it, where the name
 * stands for `target.value()`. */
struct value cel_run_optional(const struct cel_node *node, struct cel_frame *frame)
{
    uint64_t before = frame->cost;
    struct value target = cel_run(node->args[0], frame);
    frame->debts[node->slot] = frame->cost - before + 1;
    frame->cost++;
    if (cel_is_failed(&target))
        return target;
    if (target.kind != VALUE_OPTIONAL)
        return cel_no_overload();
    frame->cost += target.len == 0 || !(node->flags & CEL_AST_FLAT) ? 1 : 0;
    if (target.len == 0)
        return target;
    frame->locals[node->slot] = target.items[0];
    struct value made = cel_run(node->transform, frame);
    if (cel_is_failed(&made))
        return made;
    if (!(node->flags & CEL_AST_FLAT))
        made = cel_optional_of(frame, &made);
    return cel_remade(frame, made);
}
