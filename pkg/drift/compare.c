#include "resource/quantity.h"

#include "compare_priv.h"
#include "element_priv.h"

static void compare_pair(struct drift_comparison *comparison, const struct drift_pair *pair,
                         bool replaced);

static bool is_same_quantity(const struct value *desired, const struct value *live)
{
    struct resource_quantity wanted = {0};
    struct resource_quantity got = {0};
    return resource_quantity_read(desired, &wanted) && resource_quantity_read(live, &got) &&
           resource_quantity_compare(&wanted, &got) == 0;
}

/* A volume without a source is not the same as one with `emptyDir: {}`. */
static bool is_volume_source(const struct drift_pair *pair)
{
    const struct drift_step *parent = pair->step->parent;
    return parent && parent->kind == DRIFT_STEP_ELEMENT &&
           drift_step_is(parent->parent, "volumes") && value_is(pair->desired, VALUE_MAP);
}

/* Filled in by the server when stated as "". */
static bool is_assigned(const struct drift_comparison *comparison, const struct drift_pair *pair)
{
    return value_is_string(pair->desired, "") &&
           (drift_step_is(pair->step, "clusterIP") || drift_step_is(pair->step, "volumeName") ||
            drift_schema_is_default(&comparison->schema, pair->step, pair->live));
}

/* Live has a key that Git does not state and that is not what the server fills in. */
static bool has_more(const struct drift_comparison *comparison, const struct drift_pair *pair)
{
    for (size_t i = 0; value_is(pair->live, VALUE_MAP) && i < pair->live->len; i++) {
        struct plim_str key = value_str(&pair->live->entries[i].key);
        const struct value *value = &pair->live->entries[i].value;
        const struct drift_step step = {.parent = pair->step, .kind = DRIFT_STEP_KEY, .key = key};
        if (!value_get_str(pair->desired, key) &&
            !drift_schema_is_default(&comparison->schema, &step, value) &&
            !drift_schema_is_blank(&comparison->schema, value))
            return true;
    }
    return false;
}

/* A map that is written whole was written by a stranger. */
static bool is_replaced(const struct drift_comparison *comparison, const struct drift_step *step)
{
    if (!drift_schema_is_atomic_map(&comparison->schema, step))
        return false;
    const struct drift_writer *writer =
        drift_writers_find(comparison->arena, &comparison->writers, step);
    return writer && writer->stranger;
}

static void compare_maps(struct drift_comparison *comparison, const struct drift_pair *pair,
                         bool replaced)
{
    if (replaced && has_more(comparison, pair)) {
        drift_comparison_add(comparison, DRIFT_DIFFERS, pair); /* with all that stands below */
        return;
    }
    for (size_t i = 0; i < pair->desired->len; i++) {
        struct plim_str key = value_str(&pair->desired->entries[i].key);
        struct drift_step step = {.parent = pair->step, .kind = DRIFT_STEP_KEY, .key = key};
        if (drift_schema_is_ignored(&comparison->schema, &step))
            continue;
        compare_pair(comparison,
                     &(struct drift_pair){&step, &pair->desired->entries[i].value,
                                          value_get_str(pair->live, key)},
                     replaced);
    }
}

static void compare_keyed(struct drift_comparison *comparison, const struct drift_pair *pair,
                          const struct drift_list_type *type)
{
    for (size_t i = 0; i < value_len(pair->desired); i++) {
        const struct value *desired = value_at(pair->desired, i);
        const struct value *live = drift_element_find(type, pair->live, desired, i);
        struct drift_step step = {
            .parent = pair->step,
            .kind = DRIFT_STEP_ELEMENT,
            .key = type->keys[0],
            .element = live ? live : desired,
        };
        compare_pair(comparison, &(struct drift_pair){&step, desired, live}, false);
    }
}

static void compare_sets(struct drift_comparison *comparison, const struct drift_pair *pair)
{
    for (size_t i = 0; i < value_len(pair->desired); i++) {
        const struct value *desired = value_at(pair->desired, i);
        size_t index = 0;
        struct drift_step step = {.parent = pair->step, .kind = DRIFT_STEP_INDEX, .index = i};
        if (!drift_element_select(pair->live, desired, &index))
            drift_comparison_add(comparison, DRIFT_MISSING,
                                 &(struct drift_pair){&step, desired, NULL});
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

/* An atomic list is written whole. If a stranger wrote it, what its elements have beyond Git is
 * extra too; if the applier did, that is what the server filled in. */
static void compare_atomic(struct drift_comparison *comparison, const struct drift_pair *pair)
{
    if (pair->live && value_equal(pair->desired, pair->live))
        return; /* by far the most frequent case */
    size_t admitted = count_admitted(comparison, pair);
    if (value_len(pair->desired) + admitted != value_len(pair->live)) {
        drift_comparison_add(comparison, pair->live ? DRIFT_DIFFERS : DRIFT_MISSING, pair);
        return;
    }
    const struct drift_writer *writer =
        drift_writers_find(comparison->arena, &comparison->writers, pair->step);
    for (size_t i = 0; i < value_len(pair->desired); i++) {
        struct drift_step step = {.parent = pair->step, .kind = DRIFT_STEP_INDEX, .index = i};
        compare_pair(
            comparison,
            &(struct drift_pair){&step, value_at(pair->desired, i), value_at(pair->live, i)},
            writer && writer->stranger);
    }
}

static void compare_lists(struct drift_comparison *comparison, const struct drift_pair *pair)
{
    struct drift_list_type type = drift_schema_list(&comparison->schema, pair->step);
    bool longish =
        value_len(pair->desired) > DRIFT_KEYED_MAX || value_len(pair->live) > DRIFT_KEYED_MAX;
    switch (longish ? DRIFT_LIST_ATOMIC : type.kind) {
    case DRIFT_LIST_KEYED:
        compare_keyed(comparison, pair, &type);
        break;
    case DRIFT_LIST_SET:
        compare_sets(comparison, pair);
        break;
    case DRIFT_LIST_ATOMIC:
        compare_atomic(comparison, pair);
        break;
    }
}

/* Nothing stands in live. */
static void compare_missing(struct drift_comparison *comparison, const struct drift_pair *pair)
{
    struct drift_pair missing = {pair->step, pair->desired, NULL};
    bool stated = pair->step->kind != DRIFT_STEP_KEY || is_volume_source(pair) ||
                  !drift_schema_is_blank(&comparison->schema, pair->desired);
    if (!stated)
        return;
    if (!drift_schema_is_collection(&comparison->schema, pair->step, pair->desired))
        drift_comparison_add(comparison, DRIFT_MISSING, &missing);
    else if (value_is(pair->desired, VALUE_MAP))
        compare_maps(comparison, &missing, false);
    else
        compare_lists(comparison, &missing);
}

/* `replaced`: the pair stands in an atomic list or map that a stranger wrote. */
static void compare_pair(struct drift_comparison *comparison, const struct drift_pair *pair,
                         bool replaced)
{
    const struct value *desired = pair->desired;
    const struct value *live = pair->live;
    if (value_is(desired, VALUE_NULL) &&
        (pair->step->kind == DRIFT_STEP_KEY || !live || value_is(live, VALUE_NULL)))
        return;
    if (!live || value_is(live, VALUE_NULL)) {
        compare_missing(comparison, pair);
        return;
    }
    if (value_is(desired, VALUE_MAP) && value_is(live, VALUE_MAP)) {
        compare_maps(comparison, pair, replaced || is_replaced(comparison, pair->step));
        return;
    }
    if (value_is(desired, VALUE_LIST) && value_is(live, VALUE_LIST)) {
        compare_lists(comparison, pair);
        return;
    }
    if (value_equal(desired, live) || is_assigned(comparison, pair))
        return;
    if (drift_schema_is_quantity(&comparison->schema, pair->step) &&
        is_same_quantity(desired, live))
        return;
    drift_comparison_add(comparison, DRIFT_DIFFERS, pair);
}

static bool is_left_out(const struct drift_comparison *comparison, const struct drift_step *step)
{
    bool metadata = drift_step_is(step, "metadata");
    return (comparison->metadata_only && !metadata) ||
           (comparison->secret && drift_step_is(step, "data")) ||
           drift_schema_is_ignored(&comparison->schema, step);
}

void drift_compare_stated(struct drift_comparison *comparison)
{
    const struct value *desired = comparison->desired;
    for (size_t i = 0; value_is(desired, VALUE_MAP) && i < desired->len; i++) {
        struct plim_str key = value_str(&desired->entries[i].key);
        struct drift_step step = {.kind = DRIFT_STEP_KEY, .key = key};
        if (is_left_out(comparison, &step))
            continue;
        compare_pair(comparison,
                     &(struct drift_pair){&step, &desired->entries[i].value,
                                          value_get_str(comparison->live, key)},
                     false);
    }
}
