/* ClusterPolicy and Policy of Kyverno: the rules with `validate.cel`. */
#include "base/defs.h"
#include "value/build.h"

#include "precondition.h"

static const struct value_field block_fields[] = {
    {"any", VALUE_LIST, 0},      {"all", VALUE_LIST, 0},   {"resources", VALUE_MAP, 0},
    {"subjects", VALUE_LIST, 0}, {"roles", VALUE_LIST, 0}, {"clusterRoles", VALUE_LIST, 0},
};

static const struct value_field resource_fields[] = {
    {"kinds", VALUE_LIST, 0},
    {"name", VALUE_STRING, 0},
    {"names", VALUE_LIST, 0},
    {"namespaces", VALUE_LIST, 0},
    {"annotations", VALUE_MAP, 0},
    {"selector", VALUE_MAP, 0},
    {"namespaceSelector", VALUE_MAP, 0},
    {"operations", VALUE_LIST, 0},
};

/* Source: Kyverno 1.19 pkg/autogen/v1/autogen.go, PodControllers. CronJobs have a rule of their
 * own. */
static const char *const controllers[] = {"DaemonSet",   "Deployment", "Job",
                                          "StatefulSet", "ReplicaSet", "ReplicationController"};

#define AUTOGEN_ANNOTATION "pod-policies.kyverno.io/autogen-controllers"

static enum plim_code check_resources(const struct value_node *resources, struct plim_err *err)
{
    if (resources->value == NULL)
        return PLIM_OK;
    struct value_node selector = value_node_get(resources, "selector");
    struct value_node namespaces = value_node_get(resources, "namespaceSelector");
    enum plim_code code =
        value_node_check(resources, resource_fields, PLIM_LEN(resource_fields), err);
    if (code == PLIM_OK)
        code = resource_selector_check(&selector, RESOURCE_SELECTOR_GLOBS, err);
    return code == PLIM_OK ? resource_selector_check(&namespaces, RESOURCE_SELECTOR_GLOBS, err)
                           : code;
}

static enum plim_code check_block(const struct value_node *block, struct plim_err *err)
{
    enum plim_code code = value_node_check(block, block_fields, PLIM_LEN(block_fields), err);
    struct value_node resources = value_node_get(block, "resources");
    return code == PLIM_OK ? check_resources(&resources, err) : code;
}

enum plim_code admission_blocks_check(const struct value_node *match, struct plim_err *err)
{
    static const char *const lists[] = {"any", "all"};
    enum plim_code code = check_block(match, err);
    for (size_t i = 0; i < PLIM_LEN(lists); i++) {
        struct value_node list = value_node_get(match, lists[i]);
        for (size_t j = 0; j < value_node_len(&list) && code == PLIM_OK; j++) {
            struct value_node block = value_node_at(&list, j);
            code = check_block(&block, err);
        }
    }
    return code;
}

static bool has_kind(const struct value *kinds, const char *const *names, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (resource_list_has(kinds, plim_str_from(names[i])))
            return true;
    }
    return false;
}

/* What the blocks of a policy say about generating rules. */
struct survey {
    bool possible; /* nothing in them is about single pods */
    bool needed;   /* pods or their controllers are among the kinds */
    bool pods;
};

static void survey_block(const struct value *block, struct survey *survey)
{
    static const char *const pod[] = {"Pod"};
    static const char *const cronjob[] = {"CronJob"};
    const struct value *resources = value_get(block, "resources");
    const struct value *kinds = value_get(resources, "kinds");
    bool pods = has_kind(kinds, pod, 1);
    if (value_get(resources, "name") != NULL || value_len(value_get(resources, "names")) > 0 ||
        value_get(resources, "selector") != NULL || value_get(resources, "annotations") != NULL ||
        (pods && value_len(kinds) > 1))
        survey->possible = false;
    survey->pods = survey->pods || pods;
    survey->needed = survey->needed || pods || has_kind(kinds, cronjob, 1) ||
                     has_kind(kinds, controllers, PLIM_LEN(controllers));
}

static void survey_match(const struct value *match, struct survey *survey)
{
    const struct value *any = value_get(match, "any");
    const struct value *all = value_get(match, "all");
    survey_block(match, survey);
    for (size_t i = 0; i < value_len(any); i++)
        survey_block(value_at(any, i), survey);
    for (size_t i = 0; i < value_len(all); i++)
        survey_block(value_at(all, i), survey);
}

/* One rule that cannot be generated stops all of them. Source: CanAutoGen. */
static bool policy_generates(const struct admission_reading *reading)
{
    const struct value *rules = value_get(reading->spec.value, "rules");
    struct survey survey = {.possible = true};
    for (size_t i = 0; i < value_len(rules); i++) {
        const struct value *rule = value_at(rules, i);
        if (value_get(rule, "generate") != NULL)
            return false;
        survey_match(value_get(rule, "match"), &survey);
        survey_match(value_get(rule, "exclude"), &survey);
    }
    return survey.possible && survey.needed;
}

static bool is_wanted(const struct admission_reading *reading, const char *kind)
{
    const struct value *annotations = value_get(reading->metadata.value, "annotations");
    const struct value *asked = value_get(annotations, AUTOGEN_ANNOTATION);
    struct plim_str rest = value_str(asked);
    if (rest.len == 0)
        return true;
    while (rest.len > 0) {
        struct plim_str name;
        (void)plim_str_cut(&rest, ',', &name);
        if (plim_str_is(plim_str_trim(name), kind))
            return true;
    }
    return false;
}

/* NULL: none is wanted. */
static const struct value *controller_kinds(const struct admission_reading *reading,
                                            enum admission_form form)
{
    struct value_list_builder list = {.arena = reading->set->arena};
    for (size_t i = 0; form == ADMISSION_FORM_TEMPLATE && i < PLIM_LEN(controllers); i++) {
        if (is_wanted(reading, controllers[i]))
            value_list_add(&list, value_string_c(controllers[i]));
    }
    if (form == ADMISSION_FORM_CRONJOB && is_wanted(reading, "CronJob"))
        value_list_add(&list, value_string_c("CronJob"));
    struct value *made = plim_arena_alloc(reading->set->arena, sizeof(*made));
    *made = value_list_finish(&list);
    return value_len(made) > 0 ? made : NULL;
}

/* What the rule says, else the policy; "Audit" when neither does. */
static unsigned action_of(const struct admission_reading *reading,
                          const struct value_node *validate)
{
    struct plim_str action = value_node_text(validate, "failureAction");
    if (action.len == 0)
        action = value_node_text(&reading->spec, "validationFailureAction");
    return plim_str_is(action, "Enforce") || plim_str_is(action, "enforce") ? ADMISSION_DENY
                                                                            : ADMISSION_AUDIT;
}

/* A rule names its parameters itself. */
static enum plim_code read_params(const struct admission_reading *reading,
                                  const struct value_node *cel, struct admission_rule *rule)
{
    struct value_node kind = value_node_get(cel, "paramKind");
    struct value_node ref = value_node_get(cel, "paramRef");
    struct admission_binding *binding = plim_arena_alloc(reading->set->arena, sizeof(*binding));
    *binding = (struct admission_binding){.ref = ref.value, .actions = rule->actions};
    rule->bindings = binding;
    enum plim_code code = admission_param_kind_read(reading, &kind, &rule->param_kind);
    if (code == PLIM_OK && ref.value == NULL)
        return value_node_fail(reading->err, &kind, "'paramKind' goes with a 'paramRef'");
    return code == PLIM_OK ? admission_param_ref_check(&ref, reading->err) : code;
}

/* The conditions under which the webhook is asked: they are about the object itself. */
static enum plim_code read_gate(const struct admission_reading *reading,
                                const struct admission_logic **gate_out)
{
    struct value_node webhook = value_node_get(&reading->spec, "webhookConfiguration");
    const struct admission_parts parts = {.conditions = value_node_get(&webhook, "matchConditions"),
                                          .conditions_only = true};
    if (value_node_len(&parts.conditions) == 0)
        return PLIM_OK;
    struct admission_logic *gate = plim_arena_alloc(reading->set->arena, sizeof(*gate));
    enum plim_code code = admission_logic_read(reading, &parts, gate);
    if (code == PLIM_OK)
        *gate_out = gate;
    return code;
}

static enum plim_code read_preconditions(const struct admission_reading *reading,
                                         const struct value_node *node, enum admission_form form,
                                         struct admission_rule *rule)
{
    struct value_node preconditions = value_node_get(node, "preconditions");
    if (preconditions.value == NULL || value_is(preconditions.value, VALUE_NULL))
        return PLIM_OK;
    return admission_preconditions_read(reading, &preconditions, form, &rule->preconditions);
}

/* What rules of one policy have in common. */
struct common {
    const struct admission_logic *gate;
    bool generates;
};

static enum plim_code add_rule(const struct admission_reading *reading,
                               const struct value_node *node, const struct common *common,
                               enum admission_form form)
{
    struct admission_rule *rule = admission_rule_new(reading);
    struct value_node validate = value_node_get(node, "validate");
    struct value_node cel = value_node_get(&validate, "cel");
    const struct admission_parts parts = {
        .variables = value_node_get(&cel, "variables"),
        .conditions = value_node_get(node, "celPreconditions"),
        .validations = value_node_get(&cel, "expressions"),
        .annotations = value_node_get(&cel, "auditAnnotations"),
        .message = value_node_text(&validate, "message"),
        .form = form,
        .params = value_get(cel.value, "paramKind") != NULL,
    };
    static const char *const prefixes[] = {"", "autogen-", "autogen-cronjob-"};
    rule->name = plim_str_from(plim_arena_printf(reading->set->arena, "%s%.*s", prefixes[form],
                                                 PLIM_STR_ARG(value_node_text(node, "name"))));
    rule->gate = common->gate;
    rule->context = value_get(node->value, "context");
    rule->alone = plim_str_is(value_node_text(&reading->spec, "applyRules"), "One");
    rule->about = admission_about_make(reading, value_node_text(node, "name"));
    rule->match.blocks = value_get(node->value, "match");
    rule->match.exclude = value_get(node->value, "exclude");
    if (form != ADMISSION_FORM_OBJECT) {
        rule->match.controllers = controller_kinds(reading, form);
        if (rule->match.controllers == NULL)
            return PLIM_OK;
    }
    if (cel.value == NULL)
        rule->unsupported = PLIM_STR("only rules with validate.cel are evaluated");
    rule->actions = action_of(reading, &validate);
    enum plim_code code = parts.params ? read_params(reading, &cel, rule) : PLIM_OK;
    if (code == PLIM_OK && rule->unsupported.len == 0)
        code = admission_logic_read(reading, &parts, &rule->logic);
    if (code == PLIM_OK && rule->unsupported.len == 0)
        code = read_preconditions(reading, node, form, rule);
    if (code == PLIM_OK)
        admission_set_append(reading->set, rule);
    return code;
}

static enum plim_code load_rule(const struct admission_reading *reading,
                                const struct value_node *node, const struct common *common)
{
    struct value_node match = value_node_get(node, "match");
    struct value_node exclude = value_node_get(node, "exclude");
    struct survey survey = {.possible = true};
    if (value_node_text(node, "name").len == 0)
        return value_node_fail(reading->err, node, "a rule needs a 'name'");
    if (value_node_len(&match) == 0)
        return value_node_fail(reading->err, node, "a rule needs a 'match'");
    enum plim_code code = admission_blocks_check(&match, reading->err);
    if (code == PLIM_OK && exclude.value != NULL)
        code = admission_blocks_check(&exclude, reading->err);
    if (code == PLIM_OK)
        code = add_rule(reading, node, common, ADMISSION_FORM_OBJECT);
    survey_match(match.value, &survey);
    if (code != PLIM_OK || !common->generates || !survey.pods)
        return code;
    code = add_rule(reading, node, common, ADMISSION_FORM_TEMPLATE);
    return code != PLIM_OK ? code : add_rule(reading, node, common, ADMISSION_FORM_CRONJOB);
}

enum plim_code admission_rules_load(struct admission_reading *reading)
{
    struct value_node rules = value_node_get(&reading->spec, "rules");
    struct common common = {.generates = policy_generates(reading)};
    if (value_node_len(&rules) == 0)
        return value_node_fail(reading->err, &reading->spec, "'rules' is missing");
    enum plim_code code = read_gate(reading, &common.gate);
    for (size_t i = 0; i < value_node_len(&rules) && code == PLIM_OK; i++) {
        struct value_node rule = value_node_at(&rules, i);
        code = load_rule(reading, &rule, &common);
    }
    return code;
}
