/* ValidatingAdmissionPolicyBinding, and what names parameters.
 * Source: k8s.io/api/admissionregistration/v1 and its validation. */
#include "base/defs.h"

#include "admission_priv.h"

static const struct value_field binding_fields[] = {
    {"policyName", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"paramRef", VALUE_MAP, 0},
    {"matchResources", VALUE_MAP, 0},
    {"validationActions", VALUE_LIST, VALUE_FIELD_REQUIRED},
};

static const struct value_field kind_fields[] = {
    {"apiVersion", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"kind", VALUE_STRING, VALUE_FIELD_REQUIRED},
};

static const struct value_field ref_fields[] = {
    {"name", VALUE_STRING, 0},
    {"namespace", VALUE_STRING, 0},
    {"selector", VALUE_MAP, 0},
    {"parameterNotFoundAction", VALUE_STRING, 0},
};

static const char *const actions[] = {"Deny", "Warn", "Audit"};

enum plim_code admission_actions_read(const struct value_node *list, unsigned *actions_out,
                                      struct plim_err *err)
{
    unsigned found = 0;
    for (size_t i = 0; i < value_node_len(list); i++) {
        struct value_node item = value_node_at(list, i);
        unsigned index = 0;
        if (value_node_enum(&item, "action", actions, PLIM_LEN(actions), &index, err) != PLIM_OK)
            return err->code;
        if ((found & 1U << index) != 0)
            return value_node_fail(err, &item, "'%s' is listed twice", actions[index]);
        found |= 1U << index;
    }
    *actions_out = list->value == NULL ? ADMISSION_DENY : found;
    return PLIM_OK;
}

enum plim_code admission_param_kind_read(const struct admission_reading *reading,
                                         const struct value_node *node,
                                         const struct admission_param_kind **kind_out)
{
    if (value_node_check(node, kind_fields, PLIM_LEN(kind_fields), reading->err) != PLIM_OK)
        return reading->err->code;
    struct admission_param_kind *kind = plim_arena_alloc(reading->set->arena, sizeof(*kind));
    resource_api_version_split(value_node_text(node, "apiVersion"), &kind->group, &kind->version);
    kind->kind = value_node_text(node, "kind");
    *kind_out = kind;
    return PLIM_OK;
}

enum plim_code admission_param_ref_check(const struct value_node *ref, struct plim_err *err)
{
    static const char *const answers[] = {"Allow", "Deny"};
    struct value_node selector = value_node_get(ref, "selector");
    struct value_node action = value_node_get(ref, "parameterNotFoundAction");
    unsigned index = 0;
    enum plim_code code = value_node_check(ref, ref_fields, PLIM_LEN(ref_fields), err);
    if (code == PLIM_OK && (value_node_text(ref, "name").len > 0) == (selector.value != NULL))
        return value_node_fail(err, ref, "expected either 'name' or 'selector'");
    if (code == PLIM_OK)
        code = resource_selector_check(&selector, RESOURCE_SELECTOR_EXACT, err);
    if (code == PLIM_OK && action.value != NULL)
        code = value_node_enum(&action, "parameterNotFoundAction", answers, PLIM_LEN(answers),
                               &index, err);
    return code;
}

static enum plim_code check(const struct admission_reading *reading)
{
    struct value_node ref = value_node_get(&reading->spec, "paramRef");
    struct value_node match = value_node_get(&reading->spec, "matchResources");
    enum plim_code code =
        value_node_check(&reading->spec, binding_fields, PLIM_LEN(binding_fields), reading->err);
    if (code == PLIM_OK && ref.value != NULL)
        code = admission_param_ref_check(&ref, reading->err);
    if (code == PLIM_OK && match.value != NULL)
        code = admission_match_check(reading, &match);
    return code;
}

/* Whichever comes first, policy or binding. */
static void add(struct admission_set *set, struct admission_binding *binding)
{
    for (size_t i = 0; i < set->len; i++) {
        struct admission_rule *rule = set->rules[i];
        if (rule->format != ADMISSION_VAP || !plim_str_equal(rule->policy, binding->policy))
            continue;
        struct admission_binding **end = &rule->bindings;
        while (*end != NULL)
            end = &(*end)->next;
        *end = binding;
        return;
    }
    binding->next = set->unbound;
    set->unbound = binding;
}

void admission_binding_attach(struct admission_set *set, struct admission_rule *rule)
{
    for (struct admission_binding **at = &set->unbound; *at != NULL;) {
        struct admission_binding *binding = *at;
        if (!plim_str_equal(binding->policy, rule->policy)) {
            at = &binding->next;
            continue;
        }
        *at = binding->next;
        binding->next = rule->bindings; /* the last comes first here, so the order is restored */
        rule->bindings = binding;
    }
}

enum plim_code admission_binding_load(struct admission_reading *reading)
{
    struct value_node list = value_node_get(&reading->spec, "validationActions");
    unsigned found = 0;
    enum plim_code code = check(reading);
    if (code == PLIM_OK)
        code = admission_actions_read(&list, &found, reading->err);
    if (code != PLIM_OK)
        return code;
    if (found == 0 || (found & ADMISSION_DENY && found & ADMISSION_WARN))
        return value_node_fail(reading->err, &list,
                               "expected Deny, Warn or Audit, and not both Deny and Warn");
    struct admission_binding *binding = plim_arena_alloc(reading->set->arena, sizeof(*binding));
    const struct value *match = value_get(reading->spec.value, "matchResources");
    *binding = (struct admission_binding){
        .name = value_node_text(&reading->metadata, "name"),
        .policy = value_node_text(&reading->spec, "policyName"),
        .match = {.constraints = match,
                  .equivalent = !value_is_string(value_get(match, "matchPolicy"), "Exact")},
        .ref = value_get(reading->spec.value, "paramRef"),
        .actions = found,
    };
    add(reading->set, binding);
    return PLIM_OK;
}
