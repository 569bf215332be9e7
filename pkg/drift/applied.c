#include "resource/metadata.h"
#include "value/json.h"

#include "compare_priv.h"
#include "element_priv.h"

static void walk_applied(struct drift_comparison *comparison, const struct drift_pair *pair,
                         const struct value *applied);

static void visit_key(struct drift_comparison *comparison, const struct drift_pair *pair,
                      struct plim_str key, const struct value *applied)
{
    struct drift_step step = {.parent = pair->step, .kind = DRIFT_STEP_KEY, .key = key};
    const struct value *desired = value_get_str(pair->desired, key);
    const struct value *live = value_get_str(pair->live, key);
    if (!live || value_is(applied, VALUE_NULL) ||
        drift_schema_is_ignored(&comparison->schema, &step))
        return;
    struct drift_pair below = {&step, desired, live};
    bool dropped = !desired || value_is(desired, VALUE_NULL);
    if (dropped && !drift_schema_is_collection(&comparison->schema, &step, live)) {
        if (!drift_schema_is_default(&comparison->schema, &step, live) &&
            !drift_schema_is_blank(&comparison->schema, live))
            drift_comparison_add(comparison, DRIFT_EXTRA, &below);
        return;
    }
    walk_applied(comparison, &below, applied);
}

static void visit_elements(struct drift_comparison *comparison, const struct drift_pair *pair,
                           const struct drift_list_type *type, const struct value *applied)
{
    for (size_t i = 0; i < value_len(applied); i++) {
        const struct value *was = value_at(applied, i);
        const struct value *live = drift_element_find(type, pair->live, was, i);
        const struct value *desired = drift_element_find(type, pair->desired, was, i);
        struct drift_step step = {
            .parent = pair->step,
            .kind = DRIFT_STEP_ELEMENT,
            .key = type->keys[0],
            .element = live,
        };
        struct drift_pair below = {&step, desired, live};
        if (live && !desired)
            drift_comparison_add(comparison, DRIFT_EXTRA, &below);
        else if (live)
            walk_applied(comparison, &below, was);
    }
}

/* Atomic lists need no walk: they are compared whole. */
static void walk_applied(struct drift_comparison *comparison, const struct drift_pair *pair,
                         const struct value *applied)
{
    if (value_is(applied, VALUE_MAP) && value_is(pair->live, VALUE_MAP)) {
        for (size_t i = 0; i < applied->len; i++)
            visit_key(comparison, pair, value_str(&applied->entries[i].key),
                      &applied->entries[i].value);
        return;
    }
    if (!value_is(applied, VALUE_LIST) || value_len(applied) > DRIFT_KEYED_MAX ||
        value_len(pair->live) > DRIFT_KEYED_MAX)
        return;
    struct drift_list_type type = drift_schema_list(&comparison->schema, pair->step);
    if (type.kind == DRIFT_LIST_KEYED)
        visit_elements(comparison, pair, &type, applied);
}

void drift_compare_applied(struct drift_comparison *comparison)
{
    enum { APPLIED_MAX = 1 << 20 }; /* an object is at most 1.5 MiB, its annotations 256 KiB */
    struct plim_str text =
        resource_annotation(comparison->live, "kubectl.kubernetes.io/last-applied-configuration");
    struct value applied = value_null();
    struct plim_err err = {0};
    if (text.len == 0 || text.len > APPLIED_MAX ||
        value_json_read(comparison->arena, text, &applied, &err) != PLIM_OK)
        return;
    /* In another version the same field may have another name. */
    if (!plim_str_equal(value_get_text(&applied, "apiVersion"),
                        value_get_text(comparison->desired, "apiVersion")))
        return;
    struct drift_pair root = {.desired = comparison->desired, .live = comparison->live};
    if (!comparison->metadata_only) {
        walk_applied(comparison, &root, &applied);
        return;
    }
    const struct value *metadata = value_get(&applied, "metadata");
    if (metadata)
        visit_key(comparison, &root, PLIM_STR("metadata"), metadata);
}
