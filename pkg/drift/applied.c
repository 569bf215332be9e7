/* What was applied last, and what applying would therefore remove. */
#include "resource/metadata.h"
#include "value/json.h"

#include "compare_priv.h"

/* kubectl applied it on the client side after the applier did on the server side. */
static bool is_client_side(const struct drift_writers *writers)
{
    for (size_t i = 0; i < writers->len; i++) {
        if (plim_str_is(writers->items[i].manager, "kubectl-client-side-apply") &&
            plim_str_is(writers->items[i].operation, "Update") &&
            plim_str_compare(writers->items[i].time, writers->applier->time) >= 0)
            return true;
    }
    return false;
}

static const struct value *read_annotation(const struct drift_comparison *comparison)
{
    enum { APPLIED_MAX = 1 << 20 }; /* an object is at most 1.5 MiB, its annotations 256 KiB */
    struct plim_str text =
        resource_annotation(comparison->live, "kubectl.kubernetes.io/last-applied-configuration");
    struct value *applied = plim_arena_alloc(comparison->arena, sizeof(*applied));
    struct plim_err err = {0};
    if (text.len == 0 || text.len > APPLIED_MAX ||
        value_json_read(comparison->arena, text, applied, &err) != PLIM_OK)
        return NULL;
    /* In another version the same field may have another name. */
    return plim_str_equal(value_get_text(applied, "apiVersion"),
                          value_get_text(comparison->desired, "apiVersion"))
               ? applied
               : NULL;
}

void drift_applied_read(struct drift_comparison *comparison)
{
    const struct drift_writer *applier = comparison->writers.applier;
    bool server = applier && plim_str_is(applier->operation, "Apply") &&
                  !is_client_side(&comparison->writers);
    comparison->way = comparison->schema.builtin ? DRIFT_WAY_STRATEGIC : DRIFT_WAY_JSON;
    if (server)
        comparison->way = DRIFT_WAY_SERVER;
    else
        comparison->applied = read_annotation(comparison);
}

/* Entries are people's fields of their own; what the tools keep among annotations stays. */
static void remove_entries(struct drift_comparison *comparison, const struct drift_pair *pair)
{
    for (size_t i = 0; value_is(pair->applied, VALUE_MAP) && i < pair->applied->len; i++) {
        struct plim_str key = value_str(&pair->applied->entries[i].key);
        const struct drift_step step = {.parent = pair->step, .kind = DRIFT_STEP_KEY, .key = key};
        drift_compare_removed(comparison, &(struct drift_pair){
                                              .step = &step,
                                              .live = value_get_str(pair->live, key),
                                              .applied = &pair->applied->entries[i].value,
                                          });
    }
}

void drift_compare_removed(struct drift_comparison *comparison, const struct drift_pair *pair)
{
    if (!pair->live || value_is(pair->live, VALUE_NULL) ||
        drift_schema_is_ignored(&comparison->schema, pair->step))
        return;
    if (drift_step_is(pair->step, "annotations") && drift_schema_is_below_metadata(pair->step)) {
        remove_entries(comparison, pair);
        return;
    }
    if (drift_comparison_is_filled(comparison, pair->step, pair->live))
        return;
    drift_comparison_add(comparison, DRIFT_DIFFERS,
                         &(struct drift_pair){.step = pair->step, .live = pair->live});
}
