/* Lists: by key, by membership, or whole; and the order that applying would give their elements. */
#include "compare_priv.h"
#include "element_priv.h"

/* The type that decides how applying merges the list. */
static struct drift_list_type find_type(const struct drift_comparison *comparison,
                                        const struct drift_step *step, bool replaced)
{
    static const struct drift_list_type atomic = {.kind = DRIFT_LIST_ATOMIC};
    if (replaced)
        return atomic;
    switch (comparison->way) {
    case DRIFT_WAY_STRATEGIC:
        return drift_schema_merge_list(&comparison->schema, step);
    case DRIFT_WAY_SERVER:
        return drift_schema_list(&comparison->schema, step);
    case DRIFT_WAY_JSON:
        return atomic;
    }
    return atomic;
}

static bool is_same_element(const struct drift_list_type *type, const struct value *left,
                            const struct value *right)
{
    return type->kind == DRIFT_LIST_SET ? value_equal(left, right)
                                        : drift_element_is_twin(type, left, right);
}

/* The place of the first element of `list` that is the same as `wanted`; the length: none is. */
static size_t find_place(const struct drift_list_type *type, const struct value *list,
                         const struct value *wanted, size_t hint)
{
    size_t len = value_len(list);
    bool near = hint < len && is_same_element(type, value_at(list, hint), wanted);
    for (size_t i = 0; i < (near ? hint : len); i++) {
        if (is_same_element(type, value_at(list, i), wanted))
            return i;
    }
    return near ? hint : len;
}

static bool has_same_keys(const struct drift_list_type *type, const struct drift_pair *pair)
{
    if (value_len(pair->desired) != value_len(pair->live))
        return false;
    for (size_t i = 0; i < value_len(pair->desired); i++) {
        if (!is_same_element(type, value_at(pair->desired, i), value_at(pair->live, i)))
            return false;
    }
    return true;
}

/*
 * Applying puts what Git states into Git's order and leaves the rest between them, so it changes
 * the order exactly where live has two stated elements the other way round.
 */
static bool is_reordered(const struct drift_list_type *type, const struct drift_pair *pair)
{
    size_t last = 0;
    size_t next = 0;
    if (has_same_keys(type, pair))
        return false;
    for (size_t i = 0; i < value_len(pair->live); i++) {
        size_t place = find_place(type, pair->desired, value_at(pair->live, i), next);
        if (place == value_len(pair->desired))
            continue;
        if (place < last)
            return true;
        last = place;
        next = place + 1;
    }
    return false;
}

/* The element that Git's i-th one is merged into: of several with the same key each has its own. */
static const struct value *find_live(const struct drift_list_type *type,
                                     const struct drift_pair *pair, size_t i)
{
    const struct value *wanted = value_at(pair->desired, i);
    const struct value *near = value_at(pair->live, i);
    size_t before = 0;
    if (near && drift_element_is_twin(type, near, wanted))
        return near;
    for (size_t j = 0; j < i; j++)
        before += drift_element_is_twin(type, value_at(pair->desired, j), wanted);
    for (size_t j = 0; j < value_len(pair->live); j++) {
        if (drift_element_is_twin(type, value_at(pair->live, j), wanted) && before-- == 0)
            return value_at(pair->live, j);
    }
    return NULL;
}

static void remove_elements(struct drift_comparison *comparison, const struct drift_pair *pair,
                            const struct drift_list_type *type)
{
    for (size_t i = 0; i < value_len(pair->applied); i++) {
        const struct value *was = value_at(pair->applied, i);
        size_t place = find_place(type, pair->live, was, i);
        const struct value *live = value_at(pair->live, place);
        if (!live || find_place(type, pair->desired, was, i) < value_len(pair->desired))
            continue;
        struct drift_step step = {.parent = pair->step,
                                  .kind = DRIFT_STEP_ELEMENT,
                                  .key = type->keys[0],
                                  .element = live};
        if (type->kind == DRIFT_LIST_SET)
            step =
                (struct drift_step){.parent = pair->step, .kind = DRIFT_STEP_INDEX, .index = place};
        drift_comparison_add(comparison, DRIFT_DIFFERS,
                             &(struct drift_pair){.step = &step, .live = live});
    }
}

static void compare_keyed(struct drift_comparison *comparison, const struct drift_pair *pair,
                          const struct drift_list_type *type)
{
    for (size_t i = 0; i < value_len(pair->desired); i++) {
        const struct value *desired = value_at(pair->desired, i);
        const struct value *live = find_live(type, pair, i);
        struct drift_step step = {
            .parent = pair->step,
            .kind = DRIFT_STEP_ELEMENT,
            .key = type->keys[0],
            .element = live ? live : desired,
        };
        drift_compare_pair(comparison,
                           &(struct drift_pair){
                               .step = &step,
                               .desired = desired,
                               .live = live,
                               .applied = drift_element_find(type, pair->applied, desired, i),
                           },
                           false);
    }
}

static void compare_sets(struct drift_comparison *comparison, const struct drift_pair *pair,
                         const struct drift_list_type *type)
{
    for (size_t i = 0; i < value_len(pair->desired); i++) {
        const struct value *desired = value_at(pair->desired, i);
        struct drift_step step = {.parent = pair->step, .kind = DRIFT_STEP_INDEX, .index = i};
        if (find_place(type, pair->live, desired, i) == value_len(pair->live))
            drift_comparison_add(comparison, DRIFT_MISSING,
                                 &(struct drift_pair){.step = &step, .desired = desired});
    }
}

/* Tolerations that the admission of every Pod adds. Source:
 * plugin/pkg/admission/defaulttolerationseconds. */
static size_t count_admitted(const struct drift_comparison *comparison,
                             const struct drift_pair *pair)
{
    size_t count = 0;
    if (!drift_step_is(pair->step, "tolerations") ||
        !plim_str_is(comparison->schema.identity.kind, "Pod"))
        return 0;
    for (size_t i = value_len(pair->desired); i < value_len(pair->live); i++) {
        const struct value *key = value_get(value_at(pair->live, i), "key");
        if (value_is_string(key, "node.kubernetes.io/not-ready") ||
            value_is_string(key, "node.kubernetes.io/unreachable"))
            count++;
    }
    return count;
}

static void compare_atomic(struct drift_comparison *comparison, const struct drift_pair *pair)
{
    if (value_equal(pair->desired, pair->live))
        return; /* by far the most frequent case */
    size_t admitted = count_admitted(comparison, pair);
    if (value_len(pair->desired) + admitted != value_len(pair->live)) {
        drift_comparison_add(comparison, DRIFT_DIFFERS, pair);
        return;
    }
    for (size_t i = 0; i < value_len(pair->desired); i++) {
        struct drift_step step = {.parent = pair->step, .kind = DRIFT_STEP_INDEX, .index = i};
        drift_compare_pair(comparison,
                           &(struct drift_pair){.step = &step,
                                                .desired = value_at(pair->desired, i),
                                                .live = value_at(pair->live, i)},
                           true);
    }
}

void drift_compare_lists(struct drift_comparison *comparison, const struct drift_pair *pair,
                         bool replaced)
{
    struct drift_list_type type = find_type(comparison, pair->step, replaced);
    bool longish =
        value_len(pair->desired) > DRIFT_KEYED_MAX || value_len(pair->live) > DRIFT_KEYED_MAX;
    if (longish || type.kind == DRIFT_LIST_ATOMIC) {
        compare_atomic(comparison, pair);
        return;
    }
    if (type.kind == DRIFT_LIST_KEYED)
        compare_keyed(comparison, pair, &type);
    else
        compare_sets(comparison, pair, &type);
    remove_elements(comparison, pair, &type);
    if (is_reordered(&type, pair))
        drift_comparison_add(comparison, DRIFT_DIFFERS, pair);
}
