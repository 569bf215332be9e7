#include "resource/owner.h"
#include "value/json.h"

#include "element_priv.h"
#include "writer_priv.h"

bool drift_field_key_read(struct plim_arena *arena, struct plim_str key, struct value *key_out)
{
    enum { KEY_MAX = 4096 };
    struct plim_err err = {0};
    if (key.len < 3 || key.len > KEY_MAX || key.text[1] != ':' ||
        (key.text[0] != 'k' && key.text[0] != 'v'))
        return false;
    struct plim_str json = {key.text + 2, key.len - 2};
    return value_json_read(arena, json, key_out, &err) == PLIM_OK;
}

static const struct value *find_field(const struct value *fields, struct plim_str name)
{
    for (size_t i = 0; value_is(fields, VALUE_MAP) && i < fields->len; i++) {
        struct plim_str key = value_str(&fields->entries[i].key);
        if (key.len == name.len + 2 && plim_str_starts(key, PLIM_STR("f:")) &&
            plim_str_ends(key, name))
            return &fields->entries[i].value;
    }
    return NULL;
}

static const struct value *find_element(struct plim_arena *arena, const struct value *fields,
                                        const struct value *element)
{
    for (size_t i = 0; value_is(fields, VALUE_MAP) && i < fields->len; i++) {
        struct value key = value_null();
        if (drift_field_key_read(arena, value_str(&fields->entries[i].key), &key) &&
            drift_element_matches(element, &key))
            return &fields->entries[i].value;
    }
    return NULL;
}

/* The entry for `step`, or of the nearest field above it that is owned as a whole. */
static const struct value *follow(struct plim_arena *arena, const struct value *fields,
                                  const struct drift_step *step)
{
    if (!step)
        return fields;
    const struct value *above = follow(arena, fields, step->parent);
    if (!above || (value_len(above) == 0 && step->parent))
        return above; /* a leaf: what stands below belongs to it */
    switch (step->kind) {
    case DRIFT_STEP_KEY:
        return find_field(above, step->key);
    case DRIFT_STEP_ELEMENT:
        return find_element(arena, above, step->element);
    case DRIFT_STEP_INDEX:
        return step->element ? find_element(arena, above, step->element) : NULL;
    }
    return NULL;
}

const struct drift_writer *drift_writers_find(struct plim_arena *arena,
                                              const struct drift_writers *writers,
                                              const struct drift_step *step)
{
    const struct drift_writer *found = NULL;
    for (size_t i = 0; i < writers->len; i++) {
        const struct drift_writer *writer = &writers->items[i];
        if (!follow(arena, writer->fields, step))
            continue;
        if (!found || plim_str_compare(writer->time, found->time) > 0 ||
            (plim_str_equal(writer->time, found->time) && writer->stranger && !found->stranger))
            found = writer;
    }
    return found;
}

bool drift_writers_share(struct plim_arena *arena, const struct drift_writers *writers,
                         const struct drift_writer *writer, const struct drift_step *step)
{
    for (size_t i = 0; i < writers->len; i++) {
        if (&writers->items[i] != writer && follow(arena, writers->items[i].fields, step))
            return true;
    }
    return false;
}

/* Tools that change a part of what others made. */
static bool is_editor(const struct drift_writer *writer)
{
    static const char *const makers[] = {
        "kubectl-client-side-apply",
        "kubectl-create",
        "kubectl-run",
    };
    if (!plim_str_starts(writer->manager, PLIM_STR("kubectl")))
        return false;
    for (size_t i = 0; i < PLIM_LEN(makers); i++) {
        if (plim_str_is(writer->manager, makers[i]))
            return false;
    }
    return !plim_str_is(writer->operation, "Apply");
}

/* Programs that act by themselves: by name, and by how such programs are called. */
static bool is_controller(struct plim_str manager)
{
    static const char *const names[] = {
        "*controller",  "*controller-manager",
        "*-manager",    "*operator",
        "*cainjector*", "*-webhook",
        "*-injector",   "*autoscaler",
        "argocd*",      "flux*",
        "helm",         "Helm",
        "manager",      "cert-manager*",
        "vpa-*",        "keda*",
        "istiod",       "pilot-*",
        "*-scheduler",  "csi-*",
        "external-*",   "*-agent",
    };
    if (resource_manager_is_system(manager))
        return true;
    for (size_t i = 0; i < PLIM_LEN(names); i++) {
        if (plim_str_matches_glob(manager, plim_str_from(names[i])))
            return true;
    }
    return false;
}

/* Leaves of `fields` that `desired` states. */
static size_t count_stated(struct plim_arena *arena, const struct value *fields,
                           const struct value *desired)
{
    if (!desired || value_is(desired, VALUE_NULL))
        return 0;
    if (value_len(fields) == 0)
        return 1;
    size_t count = 0;
    for (size_t i = 0; value_is(fields, VALUE_MAP) && i < fields->len; i++) {
        struct plim_str key = value_str(&fields->entries[i].key);
        const struct value *below = NULL;
        struct value selector = value_null();
        size_t index = 0;
        if (plim_str_starts(key, PLIM_STR("f:")))
            below = value_get_str(desired, (struct plim_str){key.text + 2, key.len - 2});
        else if (drift_field_key_read(arena, key, &selector))
            below = drift_element_select(desired, &selector, &index);
        if (below)
            count += count_stated(arena, &fields->entries[i].value, below);
    }
    return count;
}

static const struct drift_writer *find_applier(struct plim_arena *arena,
                                               const struct drift_writers *writers,
                                               const struct value *desired)
{
    const struct drift_writer *applier = NULL;
    size_t most = 0;
    size_t candidates = 0;
    for (size_t i = 0; i < writers->len; i++) {
        if (is_editor(&writers->items[i]))
            continue;
        applier = &writers->items[i];
        candidates++;
    }
    if (candidates < 2)
        return applier;
    applier = NULL;
    for (size_t i = 0; i < writers->len; i++) {
        size_t count = is_editor(&writers->items[i])
                           ? 0
                           : count_stated(arena, writers->items[i].fields, desired);
        if (count > most) {
            applier = &writers->items[i];
            most = count;
        }
    }
    return applier;
}

static bool is_kubectl_maker(const struct drift_writer *writer)
{
    return plim_str_starts(writer->manager, PLIM_STR("kubectl")) && !is_editor(writer);
}

/* A map, made of its JSON where it was read as text. NULL when it is neither. */
static const struct value *read_fields(struct plim_arena *arena, const struct value *entry)
{
    const struct value *fields = value_get(entry, "fieldsV1");
    struct plim_err ignored = {0};
    if (value_is(fields, VALUE_STRING)) {
        struct value *read = plim_arena_alloc(arena, sizeof(*read));
        bool is_read = value_json_read(arena, value_str(fields), read, &ignored) == PLIM_OK;
        fields = is_read ? read : NULL;
    }
    return value_is(fields, VALUE_MAP) ? fields : NULL;
}

struct drift_writers drift_writers_read(struct plim_arena *arena, const struct value *desired,
                                        const struct value *live)
{
    const struct value *entries = value_get_path(live, "metadata.managedFields");
    struct drift_writers writers = {0};
    writers.items = plim_arena_array(arena, value_len(entries), sizeof(*writers.items));
    for (size_t i = 0; value_is(entries, VALUE_LIST) && i < value_len(entries); i++) {
        const struct value *entry = value_at(entries, i);
        bool is_status = value_is_string(value_get(entry, "subresource"), "status");
        const struct value *fields = is_status ? NULL : read_fields(arena, entry);
        if (!fields)
            continue;
        writers.items[writers.len++] = (struct drift_writer){
            .manager = value_str(value_get(entry, "manager")),
            .operation = value_str(value_get(entry, "operation")),
            .time = value_str(value_get(entry, "time")),
            .fields = fields,
        };
    }
    const struct drift_writer *applier = find_applier(arena, &writers, desired);
    writers.applier = applier;
    for (size_t i = 0; i < writers.len; i++) {
        struct drift_writer *writer = &writers.items[i];
        bool applies =
            writer == applier || (applier && is_kubectl_maker(applier) && is_kubectl_maker(writer));
        bool controller = is_controller(writer->manager);
        writer->stranger = !applies && !controller;
        writer->declares = writer->stranger || ((!controller || writer == applier) &&
                                                plim_str_is(writer->operation, "Apply"));
    }
    return writers;
}
