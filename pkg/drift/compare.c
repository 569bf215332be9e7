#include "resource/quantity.h"

#include "compare_priv.h"
#include "zero_priv.h"

/* How the server writes an amount: with a binary suffix, an exponent, or a decimal suffix. Where
 * the amount does not fit a binary suffix it is decimal. Source: quantity.go, CanonicalizeBytes. */
static char notation_of(const struct value *value, const struct resource_quantity *amount)
{
    struct plim_str text = value_str(value);
    bool binary = plim_str_ends(text, PLIM_STR("i"));
    bool exponent = false;
    for (size_t i = 0; i + 1 < text.len; i++)
        exponent = exponent || text.text[i] == 'e' || text.text[i] == 'E';
    if (binary && amount->nanos == 0 && amount->units % 1024 == 0)
        return 'b';
    return exponent ? 'e' : 'd';
}

static bool is_same_quantity(const struct value *desired, const struct value *live)
{
    struct resource_quantity wanted = {0};
    struct resource_quantity got = {0};
    return resource_quantity_read(desired, &wanted) && resource_quantity_read(live, &got) &&
           resource_quantity_compare(&wanted, &got) == 0 &&
           ((got.units == 0 && got.nanos == 0) ||
            notation_of(desired, &wanted) == notation_of(live, &got));
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

/* Git holds a place for the certificate that a program puts in. Source: cert-manager, "CA
 * Injector"; the usual placeholders are nothing and a line end. */
static bool is_injected(const struct drift_comparison *comparison, const struct drift_pair *pair)
{
    return comparison->schema.builtin && drift_step_is(pair->step, "caBundle") &&
           (value_is_string(pair->desired, "") || value_is_string(pair->desired, "Cg==") ||
            value_is_string(pair->desired, "Cgo="));
}

/* The server completes the element that the field stands in. */
static bool is_assigned_beside(const struct drift_step *step, const struct value *value)
{
    static const char *const kept[] = {
        "nodePort",   "healthCheckNodePort", "clusterIP",      "clusterIPs",
        "ipFamilies", "serviceAccountName",  "serviceAccount", "policyTypes"};
    for (size_t i = 0; i < PLIM_LEN(kept); i++) {
        if (drift_step_is(step, kept[i]))
            return true;
    }
    const struct drift_step *parent = step->parent;
    const struct value *element =
        parent && parent->kind == DRIFT_STEP_ELEMENT ? parent->element : NULL;
    const struct value *port = value_get(element, "port");
    return drift_step_is(step, "targetPort") && port && value_equal(port, value);
}

static bool is_limit_default(const struct drift_comparison *comparison,
                             const struct drift_step *step)
{
    return plim_str_is(comparison->schema.identity.kind, "LimitRange") &&
           (drift_step_is(step, "default") || drift_step_is(step, "defaultRequest") ||
            drift_step_is(step->parent, "default") ||
            drift_step_is(step->parent, "defaultRequest"));
}

static bool is_filled_custom(const struct drift_comparison *comparison,
                             const struct drift_step *step, const struct value *value)
{
    if (comparison->schema.structure || drift_schema_is_below_metadata(step))
        return drift_schema_is_default(&comparison->schema, step, value);
    /* Nobody knows its defaults: only what a hand wrote is surely none. */
    const struct drift_writer *writer =
        drift_writers_find(comparison->arena, &comparison->writers, step);
    return !writer || !writer->stranger;
}

bool drift_comparison_is_filled(const struct drift_comparison *comparison,
                                const struct drift_step *step, const struct value *value)
{
    if (!value || value_is(value, VALUE_NULL))
        return true;
    if (!comparison->schema.builtin)
        return is_filled_custom(comparison, step, value);
    if (drift_schema_is_default(&comparison->schema, step, value) ||
        is_assigned_beside(step, value) || is_limit_default(comparison, step))
        return true;
    if (value_is(value, VALUE_LIST))
        return value_len(value) == 0;
    if (!value_is(value, VALUE_MAP))
        return drift_zero_is(value) && !drift_zero_is_kept(&comparison->schema, step, value);
    for (size_t i = 0; i < value->len; i++) {
        const struct drift_step below = {
            .parent = step, .kind = DRIFT_STEP_KEY, .key = value_str(&value->entries[i].key)};
        if (!drift_comparison_is_filled(comparison, &below, value_at(value, i)))
            return false;
    }
    return true;
}

/* Applying writes the map as Git states it, whatever live has in it. */
static bool is_written_whole(const struct drift_comparison *comparison,
                             const struct drift_pair *pair)
{
    if (comparison->way == DRIFT_WAY_STRATEGIC)
        return value_len(pair->desired) > 0 &&
               drift_schema_keeps_only_stated(&comparison->schema, pair->step);
    return comparison->way == DRIFT_WAY_SERVER &&
           drift_schema_is_atomic_map(&comparison->schema, pair->step);
}

static void compare_stated_keys(struct drift_comparison *comparison, const struct drift_pair *pair,
                                bool replaced)
{
    for (size_t i = 0; i < pair->desired->len; i++) {
        struct plim_str key = value_str(&pair->desired->entries[i].key);
        struct drift_step step = {.parent = pair->step, .kind = DRIFT_STEP_KEY, .key = key};
        if (drift_schema_is_ignored(&comparison->schema, &step))
            continue;
        drift_compare_pair(comparison,
                           &(struct drift_pair){
                               .step = &step,
                               .desired = &pair->desired->entries[i].value,
                               .live = value_get_str(pair->live, key),
                               .applied = value_get_str(pair->applied, key),
                           },
                           replaced);
    }
}

/* Keys of `from`, which is live or what was applied, that Git does not state and live has. */
static void compare_unstated_keys(struct drift_comparison *comparison,
                                  const struct drift_pair *pair, const struct value *from)
{
    for (size_t i = 0; value_is(from, VALUE_MAP) && i < from->len; i++) {
        struct plim_str key = value_str(&from->entries[i].key);
        if (value_get_str(pair->desired, key))
            continue;
        struct drift_step step = {.parent = pair->step, .kind = DRIFT_STEP_KEY, .key = key};
        drift_compare_removed(comparison,
                              &(struct drift_pair){.step = &step,
                                                   .live = value_get_str(pair->live, key),
                                                   .applied = value_get_str(pair->applied, key)});
    }
}

static void compare_maps(struct drift_comparison *comparison, const struct drift_pair *pair,
                         bool replaced)
{
    bool whole = replaced || is_written_whole(comparison, pair);
    compare_stated_keys(comparison, pair, whole);
    compare_unstated_keys(comparison, pair, whole ? pair->live : pair->applied);
}

/* Nothing stands in live. */
static void compare_missing(struct drift_comparison *comparison, const struct drift_pair *pair)
{
    struct drift_pair missing = {.step = pair->step, .desired = pair->desired};
    bool stated = pair->step->kind != DRIFT_STEP_KEY || is_volume_source(pair) ||
                  !drift_zero_says_nothing(&comparison->schema, pair->step, pair->desired);
    if (!stated || drift_schema_is_pruned(&comparison->schema, pair->step))
        return;
    if (value_len(pair->desired) == 0 ||
        !drift_schema_is_collection(&comparison->schema, pair->step, pair->desired))
        drift_comparison_add(comparison, DRIFT_MISSING, &missing);
    else if (value_is(pair->desired, VALUE_MAP))
        compare_stated_keys(comparison, &missing, false);
    else
        drift_compare_lists(comparison, &missing, false);
}

/* JSON merge patches hold a null only where it was not applied before. */
static void compare_null(struct drift_comparison *comparison, const struct drift_pair *pair)
{
    if (comparison->way == DRIFT_WAY_JSON && pair->applied && value_is(pair->applied, VALUE_NULL))
        return;
    drift_compare_removed(comparison, pair);
}

static void compare_scalars(struct drift_comparison *comparison, const struct drift_pair *pair)
{
    if (value_equal(pair->desired, pair->live) || is_assigned(comparison, pair) ||
        is_injected(comparison, pair))
        return;
    if (drift_schema_is_quantity(&comparison->schema, pair->step) &&
        is_same_quantity(pair->desired, pair->live))
        return;
    drift_comparison_add(comparison, DRIFT_DIFFERS, pair);
}

void drift_compare_pair(struct drift_comparison *comparison, const struct drift_pair *pair,
                        bool replaced)
{
    const struct value *desired = pair->desired;
    const struct value *live = pair->live;
    bool absent = !live || value_is(live, VALUE_NULL);
    if (value_is(desired, VALUE_NULL) && (pair->step->kind == DRIFT_STEP_KEY || absent))
        compare_null(comparison, pair);
    else if (absent)
        compare_missing(comparison, pair);
    else if (value_is(desired, VALUE_MAP) && value_is(live, VALUE_MAP))
        compare_maps(comparison, pair, replaced);
    else if (value_is(desired, VALUE_LIST) && value_is(live, VALUE_LIST))
        drift_compare_lists(comparison, pair, replaced);
    else
        compare_scalars(comparison, pair);
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
    const struct value *sides[] = {comparison->desired, comparison->applied};
    for (size_t side = 0; side < PLIM_LEN(sides); side++) {
        const struct value *from = sides[side];
        for (size_t i = 0; value_is(from, VALUE_MAP) && i < from->len; i++) {
            struct plim_str key = value_str(&from->entries[i].key);
            struct drift_step step = {.kind = DRIFT_STEP_KEY, .key = key};
            struct drift_pair pair = {
                .step = &step,
                .desired = value_get_str(comparison->desired, key),
                .live = value_get_str(comparison->live, key),
                .applied = value_get_str(comparison->applied, key),
            };
            if (is_left_out(comparison, &step))
                continue;
            if (side == 0)
                drift_compare_pair(comparison, &pair, false);
            else if (!pair.desired)
                drift_compare_removed(comparison, &pair);
        }
    }
}
