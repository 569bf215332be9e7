/* ValidatingAdmissionPolicy, ValidatingPolicy and NamespacedValidatingPolicy. */
#include "base/defs.h"
#include "value/build.h"

#include "admission_priv.h"

static const struct value_field match_fields[] = {
    {"resourceRules", VALUE_LIST, 0},    {"excludeResourceRules", VALUE_LIST, 0},
    {"namespaceSelector", VALUE_MAP, 0}, {"objectSelector", VALUE_MAP, 0},
    {"matchPolicy", VALUE_STRING, 0},
};

/* What a rule leaves out nothing meets: the API server refuses that, Kyverno does not. */
static const struct value_field rule_fields[] = {
    {"apiGroups", VALUE_LIST, 0}, {"apiVersions", VALUE_LIST, 0},   {"operations", VALUE_LIST, 0},
    {"resources", VALUE_LIST, 0}, {"resourceNames", VALUE_LIST, 0}, {"scope", VALUE_STRING, 0},
};

static const char *const required_fields[] = {"apiGroups", "apiVersions", "operations",
                                              "resources"};

/* Source: Kyverno 1.19 pkg/cel/autogen/data.go. */
static const struct {
    const char *resource;
    const char *group;
    enum admission_form form;
} controllers[] = {
    {"daemonsets", "apps", ADMISSION_FORM_TEMPLATE},
    {"deployments", "apps", ADMISSION_FORM_TEMPLATE},
    {"replicasets", "apps", ADMISSION_FORM_TEMPLATE},
    {"statefulsets", "apps", ADMISSION_FORM_TEMPLATE},
    {"jobs", "batch", ADMISSION_FORM_TEMPLATE},
    {"cronjobs", "batch", ADMISSION_FORM_CRONJOB},
};

static enum plim_code check_rule(const struct admission_reading *reading,
                                 const struct value_node *rule)
{
    enum plim_code code = value_node_check(rule, rule_fields, PLIM_LEN(rule_fields), reading->err);
    for (size_t i = 0; i < PLIM_LEN(required_fields) && code == PLIM_OK; i++) {
        if (reading->format == ADMISSION_VAP && value_get(rule->value, required_fields[i]) == NULL)
            return value_node_fail(reading->err, rule, "missing required field '%s'",
                                   required_fields[i]);
    }
    return code;
}

static enum plim_code check_rules(const struct admission_reading *reading,
                                  const struct value_node *rules)
{
    enum plim_code code = PLIM_OK;
    for (size_t i = 0; i < value_node_len(rules) && code == PLIM_OK; i++) {
        struct value_node rule = value_node_at(rules, i);
        code = check_rule(reading, &rule);
    }
    return code;
}

enum plim_code admission_match_check(const struct admission_reading *reading,
                                     const struct value_node *match)
{
    struct plim_err *err = reading->err;
    enum plim_code code = value_node_check(match, match_fields, PLIM_LEN(match_fields), err);
    struct value_node rules = value_node_get(match, "resourceRules");
    struct value_node excluded = value_node_get(match, "excludeResourceRules");
    struct value_node namespaces = value_node_get(match, "namespaceSelector");
    struct value_node objects = value_node_get(match, "objectSelector");
    if (code == PLIM_OK)
        code = check_rules(reading, &rules);
    if (code == PLIM_OK)
        code = check_rules(reading, &excluded);
    if (code == PLIM_OK)
        code = resource_selector_check(&namespaces, RESOURCE_SELECTOR_EXACT, err);
    if (code == PLIM_OK)
        code = resource_selector_check(&objects, RESOURCE_SELECTOR_EXACT, err);
    return code;
}

/* In mode JSON a policy of Kyverno's is about payloads, wherever they come from. */
static bool takes_payloads(const struct admission_reading *reading)
{
    return reading->format == ADMISSION_KYVERNO_VALIDATING &&
           value_is_string(value_get_path(reading->spec.value, "evaluation.mode"), "JSON");
}

/* What cannot be judged here yet: saying so is better than to pass it. */
static const char *unsupported(const struct admission_reading *reading)
{
    const struct value *spec = reading->spec.value;
    const struct value *mode = value_get_path(spec, "evaluation.mode");
    if (value_is(mode, VALUE_STRING) && !value_is_string(mode, "Kubernetes") &&
        !takes_payloads(reading))
        return "its evaluation mode is neither Kubernetes nor JSON";
    return NULL;
}

static bool is_one(const struct value *list, const char *text)
{
    return value_len(list) == 1 && value_is_string(value_at(list, 0), text);
}

/* Rules are generated of a policy that is about all pods and nothing else.
 * Source: Kyverno 1.19 pkg/cel/autogen/support.go, CanAutoGen. */
static bool generates(const struct value *match)
{
    const struct value *rules = value_get(match, "resourceRules");
    const struct value *rule = value_at(rules, 0);
    return value_len(value_get(match, "objectSelector")) == 0 &&
           value_len(value_get(match, "excludeResourceRules")) == 0 && value_len(rules) == 1 &&
           value_len(value_get(rule, "resourceNames")) == 0 &&
           is_one(value_get(rule, "apiGroups"), "") &&
           is_one(value_get(rule, "apiVersions"), "v1") &&
           is_one(value_get(rule, "resources"), "pods");
}

/* The resourceRules of a generated rule: what was asked for among the controllers of that form. */
static const struct value *generated_rules(const struct admission_reading *reading,
                                           enum admission_form form)
{
    struct plim_arena *arena = reading->set->arena;
    const struct value *wanted =
        value_get_path(reading->spec.value, "autogen.podControllers.controllers");
    const struct value *first =
        value_at(value_get_path(reading->spec.value, "matchConstraints.resourceRules"), 0);
    const struct value *operations = value_get(first, "operations");
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < PLIM_LEN(controllers); i++) {
        struct plim_str resource = plim_str_from(controllers[i].resource);
        if (controllers[i].form != form || (wanted != NULL && !resource_list_has(wanted, resource)))
            continue;
        struct value *texts = plim_arena_array(arena, 3, sizeof(*texts));
        texts[0] = value_string_c(controllers[i].group);
        texts[1] = value_string_c("v1");
        texts[2] = value_string(resource);
        struct value_map_builder rule = {.arena = arena};
        value_map_add(&rule, "apiGroups", value_list(&texts[0], 1));
        value_map_add(&rule, "apiVersions", value_list(&texts[1], 1));
        value_map_add(&rule, "resources", value_list(&texts[2], 1));
        if (operations != NULL)
            value_map_add(&rule, "operations", *operations);
        value_list_add(&list, value_map_finish(&rule));
    }
    struct value *made = plim_arena_alloc(arena, sizeof(*made));
    *made = value_list_finish(&list);
    return value_len(made) > 0 ? made : NULL;
}

static enum plim_code add_rule(const struct admission_reading *reading,
                               const struct value_node *match, enum admission_form form)
{
    struct admission_rule *rule = admission_rule_new(reading);
    struct value_node kind = value_node_get(&reading->spec, "paramKind");
    struct value_node actions = value_node_get(&reading->spec, "validationActions");
    const struct admission_parts parts = {
        .variables = value_node_get(&reading->spec, "variables"),
        .conditions = value_node_get(&reading->spec, "matchConditions"),
        .validations = value_node_get(&reading->spec, "validations"),
        .annotations = value_node_get(&reading->spec, "auditAnnotations"),
        .form = form,
        .params = reading->format == ADMISSION_VAP && kind.value != NULL,
        .payloads = takes_payloads(reading),
    };
    const struct value *policy = value_get(reading->spec.value, "failurePolicy");
    rule->match.constraints = match->value;
    rule->match.equivalent = reading->format == ADMISSION_VAP &&
                             !value_is_string(value_get(match->value, "matchPolicy"), "Exact");
    rule->ignores_errors = value_is_string(policy, "Ignore");
    rule->unsupported = plim_str_from(unsupported(reading));
    rule->payloads = takes_payloads(reading);
    if (form != ADMISSION_FORM_OBJECT) {
        rule->match.controllers = generated_rules(reading, form);
        if (rule->match.controllers == NULL)
            return PLIM_OK;
    }
    enum plim_code code = admission_actions_read(&actions, &rule->actions, reading->err);
    if (code == PLIM_OK && parts.params)
        code = admission_param_kind_read(reading, &kind, &rule->param_kind);
    if (code == PLIM_OK && rule->unsupported.len == 0)
        code = admission_logic_read(reading, &parts, &rule->logic);
    if (code == PLIM_OK)
        admission_set_append(reading->set, rule);
    return code;
}

enum plim_code admission_constraints_load(struct admission_reading *reading)
{
    struct value_node match = value_node_get(&reading->spec, "matchConstraints");
    if (match.value == NULL && takes_payloads(reading))
        return add_rule(reading, &match, ADMISSION_FORM_OBJECT);
    if (match.value == NULL)
        return value_node_fail(reading->err, &reading->spec, "'matchConstraints' is missing");
    enum plim_code code = admission_match_check(reading, &match);
    if (code == PLIM_OK && reading->format == ADMISSION_VAP)
        code = admission_policy_check(reading);
    if (code == PLIM_OK)
        code = add_rule(reading, &match, ADMISSION_FORM_OBJECT);
    if (code != PLIM_OK || reading->format == ADMISSION_VAP || takes_payloads(reading) ||
        !generates(match.value))
        return code;
    code = add_rule(reading, &match, ADMISSION_FORM_TEMPLATE);
    return code != PLIM_OK ? code : add_rule(reading, &match, ADMISSION_FORM_CRONJOB);
}
