#include "drift/drift.h"

#include <stdlib.h>
#include <string.h>

#include "resource/kind.h"

#include "compare_priv.h"

const char *const drift_verdict_names[DRIFT_VERDICTS] = {
    [DRIFT_DIFFERS] = "differs",
    [DRIFT_MISSING] = "missing",
    [DRIFT_EXTRA] = "extra",
};

const char *const drift_state_names[DRIFT_STATES] = {
    [DRIFT_IN_SYNC] = "in-sync",
    [DRIFT_CHANGED] = "differs",
    [DRIFT_ABSENT] = "missing",
    [DRIFT_UNDECLARED] = "undeclared",
};

static bool is_noted(const struct drift_comparison *comparison, struct plim_str field)
{
    for (size_t i = 0; i < comparison->len; i++) {
        if (plim_str_equal(comparison->items[i].field, field))
            return true;
    }
    return false;
}

/* In a Secret nothing under `data` is ever shown, whichever walk has found it. */
static bool is_secret_value(const struct drift_comparison *comparison,
                            const struct drift_step *step)
{
    while (step->parent)
        step = step->parent;
    return comparison->secret && drift_step_is(step, "data");
}

static struct value show(struct drift_comparison *comparison, const struct drift_pair *pair,
                         const struct value *value)
{
    if (!value)
        return value_null();
    bool masked = pair->desired != NULL; /* drift_compare_secret has done it */
    if (is_secret_value(comparison, pair->step) && !masked)
        return drift_secret_mask(comparison, pair->step->key, value);
    return *value;
}

static struct drift_difference *make_room(struct drift_comparison *comparison)
{
    if (comparison->len == comparison->cap) {
        size_t cap = comparison->cap == 0 ? 8 : comparison->cap * 2;
        struct drift_difference *items = plim_arena_array(comparison->arena, cap, sizeof(*items));
        if (comparison->len > 0)
            memcpy(items, comparison->items, comparison->len * sizeof(*items));
        comparison->items = items;
        comparison->cap = cap;
    }
    return &comparison->items[comparison->len++];
}

/* Whether this is a difference at all depends on what could not be read: the type of a list that it
 * is or stands in, or the default of a field that Git does not state. */
static bool needs_schema(const struct drift_comparison *comparison, enum drift_verdict verdict,
                         const struct drift_pair *pair)
{
    const struct drift_schema *schema = &comparison->schema;
    bool blind = !schema->builtin && !schema->structure;
    if (!blind || comparison->options->schema_unknown.len == 0 ||
        drift_schema_is_below_metadata(pair->step))
        return false;
    bool list = value_is(pair->desired, VALUE_LIST) || value_is(pair->live, VALUE_LIST);
    for (const struct drift_step *step = pair->step; step; step = step->parent)
        list = list || step->kind != DRIFT_STEP_KEY;
    return list || verdict == DRIFT_EXTRA;
}

void drift_comparison_add(struct drift_comparison *comparison, enum drift_verdict verdict,
                          const struct drift_pair *pair)
{
    if (needs_schema(comparison, verdict, pair)) {
        comparison->unknown = comparison->options->schema_unknown;
        return;
    }
    if (comparison->len == DRIFT_DIFFERENCES_MAX) {
        comparison->unknown = PLIM_STR("more than 1000 fields differ");
        return;
    }
    struct plim_str field = drift_step_path(comparison->arena, pair->step);
    if (is_noted(comparison, field))
        return;
    struct drift_difference difference = {
        .verdict = verdict,
        .field = field,
        .expected = show(comparison, pair, pair->desired),
        .actual = show(comparison, pair, pair->live),
    };
    const struct drift_writer *writer =
        verdict == DRIFT_MISSING
            ? NULL
            : drift_writers_find(comparison->arena, &comparison->writers, pair->step);
    if (writer) {
        difference.manager = writer->manager;
        difference.operation = writer->operation;
        difference.time = writer->time;
    }
    *make_room(comparison) = difference;
}

static int compare_fields(const void *left, const void *right)
{
    return plim_str_compare(((const struct drift_difference *)left)->field,
                            ((const struct drift_difference *)right)->field);
}

static struct drift_schema make_schema(const struct value *desired,
                                       const struct drift_options *options)
{
    struct drift_schema schema = {
        .identity = resource_identity_of(desired),
        .scaled = options->scaled,
    };
    const struct value *aggregation = value_get(desired, "aggregationRule");
    schema.builtin = resource_group_is_builtin(schema.identity.group);
    if (!schema.builtin && value_is(options->schema, VALUE_MAP))
        schema.structure = options->schema;
    schema.aggregated =
        plim_str_is(schema.identity.kind, "ClusterRole") && value_is(aggregation, VALUE_MAP);
    return schema;
}

/* Something besides metadata is stated. */
static bool states_content(const struct value *desired)
{
    static const char *const fields[] = {"apiVersion", "kind", "metadata", "status", "type"};
    for (size_t i = 0; value_is(desired, VALUE_MAP) && i < desired->len; i++) {
        bool known = false;
        for (size_t j = 0; j < PLIM_LEN(fields); j++)
            known = known || plim_str_is(value_str(&desired->entries[i].key), fields[j]);
        if (!known)
            return true;
    }
    return false;
}

/* Decide how much can be compared at all. */
static void limit_comparison(struct drift_comparison *comparison)
{
    struct plim_str wanted = value_get_text(comparison->desired, "apiVersion");
    struct plim_str read = value_get_text(comparison->live, "apiVersion");
    const char *why = NULL;
    if (value_get(comparison->desired, "sops"))
        why = "the manifest is encrypted with SOPS";
    else if (comparison->options->live_metadata_only)
        why = "only the metadata of the live object was read";
    else if (!plim_str_equal(wanted, read))
        why = plim_arena_printf(comparison->arena,
                                "Git states the object as '%.*s' and it was read as '%.*s'",
                                PLIM_STR_ARG(wanted), PLIM_STR_ARG(read));
    comparison->metadata_only = why != NULL;
    if (why && states_content(comparison->desired))
        comparison->unknown = plim_str_from(why);
}

static struct drift_result finish(const struct drift_comparison *comparison)
{
    if (comparison->len > 1)
        qsort(comparison->items, comparison->len, sizeof(*comparison->items), compare_fields);
    return (struct drift_result){
        .state = comparison->len > 0 ? DRIFT_CHANGED : DRIFT_IN_SYNC,
        .items = comparison->items,
        .len = comparison->len,
        .unknown = comparison->unknown,
    };
}

struct drift_result drift_compare(struct plim_arena *arena, const struct value *desired,
                                  const struct value *live, const struct drift_options *options)
{
    if (!live)
        return (struct drift_result){.state = DRIFT_ABSENT};
    if (!desired)
        return (struct drift_result){.state = DRIFT_UNDECLARED};
    struct drift_schema schema = make_schema(desired, options);
    bool secret = plim_str_is(schema.identity.kind, "Secret") && schema.identity.group.len == 0;
    struct drift_comparison comparison = {
        .arena = arena,
        .options = options,
        .schema = schema,
        .writers = drift_writers_read(arena, desired, live),
        .desired = secret ? drift_secret_fold(arena, desired) : desired,
        .live = live,
        .secret = secret,
    };
    limit_comparison(&comparison);
    drift_applied_read(&comparison);
    drift_compare_stated(&comparison);
    if (comparison.secret && !comparison.metadata_only)
        drift_compare_secret(&comparison);
    drift_compare_extra(&comparison);
    return finish(&comparison);
}
