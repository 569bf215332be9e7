/* One object and the rules of a set. Source: k8s.io/apiserver/pkg/admission/plugin/policy/
 * validating/validator.go. */
#include <string.h>

#include "base/defs.h"

#include "precondition.h"

static struct plim_str param_name(const struct admission_judging *judging)
{
    struct resource_identity identity = resource_identity_of(&judging->param);
    if (identity.namespace.len == 0)
        return identity.name;
    return plim_str_from(plim_arena_printf(judging->arena, "%.*s/%.*s",
                                           PLIM_STR_ARG(identity.namespace),
                                           PLIM_STR_ARG(identity.name)));
}

/* What is known without an evaluation: policy, binding, parameter. */
struct admission_result admission_result_of(const struct admission_judging *judging,
                                            enum finding_state state, struct plim_str message)
{
    const struct admission_rule *rule = judging->rule;
    const struct admission_binding *binding = judging->binding;
    bool denies = state == FINDING_FAIL || (state == FINDING_ERROR && !rule->ignores_errors);
    struct admission_result result = {
        .about = rule->about,
        .format = rule->format,
        .policy = rule->policy,
        .policy_namespace = rule->namespace,
        .rule = rule->name,
        .state = state == FINDING_FAIL && rule->unscored ? FINDING_WARN : state,
        .message = message,
        .param = param_name(judging),
    };
    if (binding != NULL)
        result.binding = binding->name;
    if (denies)
        result.actions = binding != NULL ? binding->actions : rule->actions;
    return result;
}

static void tell(struct admission_judging *judging, enum finding_state state,
                 struct plim_str message)
{
    struct admission_result result = admission_result_of(judging, state, message);
    judging->sink(judging->context, &result);
}

static struct plim_str text_of(const struct value *value)
{
    return (struct plim_str){value->text, value->len};
}

/* True when the validations are to be evaluated. */
static bool meets_conditions(struct admission_judging *judging)
{
    struct plim_str name = {0};
    struct value met = admission_conditions_meet(judging, &name);
    if (value_is(&met, VALUE_BOOL)) {
        if (!met.boolean)
            tell(judging, FINDING_NOT_APPLICABLE, name);
        return met.boolean;
    }
    struct plim_str reason = text_of(&met);
    if (value_is(&met, VALUE_UNKNOWN))
        tell(judging, FINDING_UNKNOWN, reason);
    else if (judging->rule->ignores_errors)
        tell(judging, FINDING_NOT_APPLICABLE, reason);
    else
        tell(judging, FINDING_ERROR, reason);
    return false;
}

static void note(struct admission_result *result, const struct admission_judging *judging,
                 enum finding_state state, struct plim_str why)
{
    if (result->state == FINDING_PASS)
        *result = admission_result_of(judging, state, why);
}

/* Kyverno ends at an error; elsewhere one that lets in gives way to a denial. */
static bool is_final(const struct admission_judging *judging, const struct admission_result *result)
{
    return result->state == FINDING_ERROR &&
           (result->actions != 0 || judging->rule->format == ADMISSION_KYVERNO_VALIDATING);
}

/* The first that denies has the word. One that is not known gives way to a later one that is false.
 */
static struct admission_result judge_validations(struct admission_judging *judging)
{
    const struct admission_logic *logic = judging->logic;
    struct admission_result result =
        admission_result_of(judging, FINDING_PASS, (struct plim_str){0});
    for (size_t i = 0; i < logic->validations_len && !judging->spent; i++) {
        const struct admission_validation *validation = &logic->validations[i];
        struct value value = admission_evaluate(judging, validation->program);
        if (value_is(&value, VALUE_UNKNOWN))
            note(&result, judging, FINDING_UNKNOWN, text_of(&value));
        else if (!value_is(&value, VALUE_BOOL))
            note(&result, judging, FINDING_ERROR,
                 admission_failure_text(judging, validation->expression, &value));
        else if (!value.boolean && !is_final(judging, &result)) {
            result = admission_result_of(judging, FINDING_FAIL, admission_message_of(judging, i));
            result.reason = validation->reason;
            result.field = validation->field;
            return result;
        }
    }
    return result;
}

/* Source: auditAnnotation in validator.go. */
enum { ANNOTATION_BYTES_MAX = 10 * 1024 };

/* One that fails denies, whatever the actions are. */
static void annotate_wrong(struct admission_judging *judging, struct plim_str why,
                           struct admission_result *result)
{
    if (result->state != FINDING_PASS && result->state != FINDING_UNKNOWN)
        return;
    *result = admission_result_of(judging, FINDING_ERROR, why);
    if (result->actions != 0)
        result->actions = ADMISSION_DENY;
}

static void annotate(struct admission_judging *judging, struct admission_result *result)
{
    const struct admission_logic *logic = judging->logic;
    struct admission_annotation *annotations =
        plim_arena_array(judging->arena, logic->annotations_len, sizeof(*annotations));
    size_t len = 0;
    judging->budget = CEL_COST_PER_POLICY;
    for (size_t i = 0; i < logic->annotations_len; i++) {
        const struct admission_expression *annotation = &logic->annotations[i];
        struct value value = admission_evaluate(judging, annotation->program);
        struct plim_str text = plim_str_trim(value_str(&value));
        if (value_is(&value, VALUE_ERROR))
            annotate_wrong(judging, admission_failure_text(judging, annotation->text, &value),
                           result);
        if (text.len > ANNOTATION_BYTES_MAX)
            text.len = ANNOTATION_BYTES_MAX;
        if (text.len > 0)
            annotations[len++] = (struct admission_annotation){annotation->name, text};
    }
    result->annotations = annotations;
    result->annotations_len = len;
}

static void judge_once(struct admission_judging *judging)
{
    memset(judging->slots, 0, sizeof(judging->slots));
    judging->budget = CEL_COST_PER_POLICY;
    judging->spent = false;
    judging->logic = &judging->rule->logic;
    judging->allowed = value_null();
    if (judging->rule->waivers != NULL && admission_waive(judging))
        return;
    if (!meets_conditions(judging))
        return;
    struct admission_result result = judge_validations(judging);
    if (judging->rule->logic.annotations_len > 0)
        annotate(judging, &result);
    judging->applied = judging->applied || result.state == FINDING_PASS ||
                       result.state == FINDING_FAIL || result.state == FINDING_WARN;
    judging->sink(judging->context, &result);
}

/* A binding that cannot be used denies whatever its actions are. */
static void tell_misfit(struct admission_judging *judging, const struct value *why)
{
    const char *what = judging->rule->format == ADMISSION_VAP ? "failed to configure binding"
                                                              : "error in parameterized resource";
    struct plim_str message = plim_str_from(
        plim_arena_printf(judging->arena, "%s: %.*s", what, (int)why->len, why->text));
    struct admission_result result = admission_result_of(judging, FINDING_ERROR, message);
    if (result.actions != 0)
        result.actions = ADMISSION_DENY;
    judging->sink(judging->context, &result);
}

/* Why it is not known whether the policy matches, as far as that can be told. */
static struct plim_str doubt_of(const struct admission_judging *judging)
{
    static const char text[] = "it is not known whether the policy matches";
    const struct value *namespace = judging->request->namespace_object;
    if (!value_is(namespace, VALUE_UNKNOWN))
        return PLIM_STR(text);
    return plim_str_from(
        plim_arena_printf(judging->arena, "%s: %.*s", text, (int)namespace->len, namespace->text));
}

static void judge_binding(struct admission_judging *judging,
                          const struct admission_binding *binding, enum admission_answer answer)
{
    judging->binding = binding;
    judging->param = value_null();
    if (binding != NULL && binding->match.constraints != NULL)
        answer =
            admission_both(answer, admission_constraints_match(&binding->match, judging->subject));
    if (answer == ADMISSION_NO)
        return;
    if (answer == ADMISSION_MAYBE) {
        tell(judging, FINDING_UNKNOWN, doubt_of(judging));
        return;
    }
    struct value params = admission_params_find(judging);
    if (value_is(&params, VALUE_UNKNOWN))
        tell(judging, FINDING_UNKNOWN, text_of(&params));
    else if (value_is(&params, VALUE_ERROR))
        tell_misfit(judging, &params);
    else if (value_len(&params) == 0)
        tell(judging, FINDING_NOT_APPLICABLE, PLIM_STR("there are no parameters for it"));
    for (size_t i = 0; i < value_len(&params); i++) {
        judging->param = *value_at(&params, i);
        judge_once(judging);
    }
}

/* Source: Kyverno 1.19 pkg/engine/internal/match.go, checkMatchConditions. */
static bool passes_gate(struct admission_judging *judging)
{
    memset(judging->slots, 0, sizeof(judging->slots));
    judging->budget = CEL_COST_PER_POLICY;
    judging->logic = judging->rule->gate;
    judging->spent = false;
    return meets_conditions(judging);
}

/* Source: Kyverno 1.19 pkg/engine/engine.go, invokeRuleHandler: before exceptions. */
static bool meets_preconditions(struct admission_judging *judging)
{
    struct plim_str message = {0};
    struct value met =
        admission_preconditions_meet(judging, judging->rule->preconditions, &message);
    if (value_is(&met, VALUE_ERROR))
        tell(judging, FINDING_ERROR, text_of(&met));
    else if (value_is(&met, VALUE_UNKNOWN))
        tell(judging, FINDING_UNKNOWN, text_of(&met));
    else if (!met.boolean)
        tell(judging, FINDING_NOT_APPLICABLE,
             plim_str_from(plim_arena_printf(judging->arena, "preconditions not met%.*s",
                                             PLIM_STR_ARG(message))));
    return value_is(&met, VALUE_BOOL) && met.boolean;
}

static void judge_rule(struct admission_judging *judging, enum admission_answer answer)
{
    const struct admission_rule *rule = judging->rule;
    bool idle = rule->format == ADMISSION_VAP && rule->bindings == NULL;
    judging->binding = NULL;
    judging->param = value_null();
    if (answer == ADMISSION_NO || (idle && !judging->request->unbound))
        return;
    if (rule->gate != NULL && !passes_gate(judging))
        return;
    if (rule->unsupported.len > 0) {
        tell(judging, FINDING_SKIP, rule->unsupported);
        return;
    }
    if (rule->preconditions != NULL && answer == ADMISSION_YES && !meets_preconditions(judging))
        return;
    if (rule->bindings == NULL)
        judge_binding(judging, NULL, answer);
    for (const struct admission_binding *at = rule->bindings; at != NULL; at = at->next)
        judge_binding(judging, at, answer);
}

/* Source: Kyverno 1.19 pkg/engine/validation.go. */
static bool is_done(const struct admission_rule *rule, const struct admission_rule *applied)
{
    return applied != NULL && rule->alone && rule->format == applied->format &&
           plim_str_equal(rule->policy, applied->policy) &&
           plim_str_equal(rule->namespace, applied->namespace);
}

void admission_rules_judge(const struct admission_rule *const *rules, size_t len,
                           const struct admission_subject *subject,
                           const struct admission_audience *audience)
{
    struct admission_judging judging = {
        .request = subject->request,
        .subject = subject,
        .arena = audience->arena,
        .sink = audience->sink,
        .context = audience->context,
    };
    const struct admission_rule *applied = NULL; /* the last */
    for (size_t i = 0; i < len; i++) {
        const struct admission_match *match = &rules[i]->match;
        if (is_done(rules[i], applied))
            continue;
        judging.rule = rules[i];
        judging.applied = false;
        if (rules[i]->payloads != subject->request->payload)
            continue;
        if (rules[i]->payloads) {
            judge_rule(&judging, ADMISSION_YES);
            continue;
        }
        judge_rule(&judging, match->blocks != NULL ? admission_blocks_match(match, subject)
                                                   : admission_constraints_match(match, subject));
        applied = judging.applied ? rules[i] : applied;
    }
}
