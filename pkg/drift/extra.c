#include "compare_priv.h"
#include "element_priv.h"

/* One writer's fields. */
struct trail {
    struct drift_comparison *comparison;
    const struct drift_writer *writer;
    bool pruned; /* the writer applies on the server side, which removes what only it owns */
};

static void walk(const struct trail *trail, const struct drift_pair *pair,
                 const struct value *fields);

/* The writer made the field itself, not only something below it. */
static bool is_owned_whole(const struct value *fields)
{
    return value_len(fields) == 0 || value_get(fields, ".");
}

/* People see the elements and keys below as fields of their own. */
static bool is_collection(const struct drift_pair *pair, const struct value *fields)
{
    for (size_t i = 0; value_is(fields, VALUE_MAP) && i < fields->len; i++) {
        struct plim_str key = value_str(&fields->entries[i].key);
        bool element = plim_str_starts(key, PLIM_STR("k:")) || plim_str_starts(key, PLIM_STR("v:"));
        bool entry = drift_schema_is_string_map(pair->step) && plim_str_starts(key, PLIM_STR("f:"));
        if (element || entry)
            return true;
    }
    return false;
}

/* Labels and annotations that GitOps agents and Helm add to what Git says. Source: Flux, "kustomize
 * controller"; Argo CD, "Resource tracking"; Helm, "Labels and annotations". */
static bool is_agents_own(const struct drift_step *step)
{
    static const char *const keys[] = {
        "kustomize.toolkit.fluxcd.io/*", "helm.toolkit.fluxcd.io/*",
        "argocd.argoproj.io/*",          "meta.helm.sh/*",
        "app.kubernetes.io/instance",    "app.kubernetes.io/managed-by",
    };
    for (size_t i = 0; i < PLIM_LEN(keys); i++) {
        if (step->kind == DRIFT_STEP_KEY && drift_schema_is_below_metadata(step) &&
            plim_str_matches_glob(step->key, plim_str_from(keys[i])))
            return true;
    }
    return false;
}

static void add(const struct trail *trail, const struct drift_pair *pair)
{
    struct drift_comparison *comparison = trail->comparison;
    if (trail->pruned) {
        if (!is_agents_own(pair->step))
            drift_compare_removed(comparison, pair);
        return;
    }
    if (!drift_schema_is_default(&comparison->schema, pair->step, pair->live) &&
        !drift_schema_is_blank(&comparison->schema, pair->live))
        drift_comparison_add(comparison, DRIFT_EXTRA, pair);
}

static void visit(const struct trail *trail, const struct drift_pair *pair,
                  const struct value *fields)
{
    struct drift_comparison *comparison = trail->comparison;
    bool absent = !pair->desired || value_is(pair->desired, VALUE_NULL);
    bool shared = trail->pruned && drift_writers_share(comparison->arena, &comparison->writers,
                                                       trail->writer, pair->step);
    if (absent && !shared && is_owned_whole(fields) && !is_collection(pair, fields))
        add(trail, pair);
    else
        walk(trail, pair, fields);
}

static void visit_key(const struct trail *trail, const struct drift_pair *pair, struct plim_str key,
                      const struct value *fields)
{
    struct drift_step step = {.parent = pair->step, .kind = DRIFT_STEP_KEY, .key = key};
    const struct value *live = value_get_str(pair->live, key);
    if (!live || drift_schema_is_ignored(&trail->comparison->schema, &step))
        return;
    visit(trail,
          &(struct drift_pair){
              .step = &step, .desired = value_get_str(pair->desired, key), .live = live},
          fields);
}

static void visit_element(const struct trail *trail, const struct drift_pair *pair,
                          const struct value *key, const struct value *fields)
{
    size_t index = 0;
    size_t unused = 0;
    const struct value *live = drift_element_select(pair->live, key, &index);
    if (!live || trail->comparison->way == DRIFT_WAY_JSON)
        return; /* the list is compared whole */
    struct drift_step step = {.parent = pair->step, .element = live, .index = index};
    step.kind = value_is(key, VALUE_MAP) ? DRIFT_STEP_ELEMENT : DRIFT_STEP_INDEX;
    if (value_is(key, VALUE_MAP) && key->len > 0)
        step.key = value_str(&key->entries[0].key);
    struct drift_list_type type = drift_schema_list(&trail->comparison->schema, pair->step);
    const struct value *desired = type.kind == DRIFT_LIST_KEYED
                                      ? drift_element_find(&type, pair->desired, live, index)
                                      : drift_element_select(pair->desired, key, &unused);
    visit(trail, &(struct drift_pair){.step = &step, .desired = desired, .live = live}, fields);
}

/* Along the fields that one writer owns. */
static void walk(const struct trail *trail, const struct drift_pair *pair,
                 const struct value *fields)
{
    for (size_t i = 0; value_is(fields, VALUE_MAP) && i < fields->len; i++) {
        struct plim_str key = value_str(&fields->entries[i].key);
        const struct value *below = &fields->entries[i].value;
        struct value selector = value_null();
        if (plim_str_starts(key, PLIM_STR("f:")))
            visit_key(trail, pair, (struct plim_str){key.text + 2, key.len - 2}, below);
        else if (drift_field_key_read(trail->comparison->arena, key, &selector))
            visit_element(trail, pair, &selector, below);
    }
}

void drift_compare_extra(struct drift_comparison *comparison)
{
    struct drift_pair root = {.desired = comparison->desired, .live = comparison->live};
    for (size_t i = 0; i < comparison->writers.len; i++) {
        const struct drift_writer *writer = &comparison->writers.items[i];
        if (!writer->declares)
            continue;
        const struct trail trail = {comparison, writer,
                                    writer == comparison->writers.applier &&
                                        comparison->way == DRIFT_WAY_SERVER};
        const struct value *metadata = value_get(writer->fields, "f:metadata");
        if (!comparison->metadata_only)
            walk(&trail, &root, writer->fields);
        else if (metadata)
            visit_key(&trail, &root, PLIM_STR("metadata"), metadata);
    }
}
