/* One object and the rules of a set. Source: k8s.io/apiserver/pkg/admission/plugin/policy/
 * validating/validator.go. */
#include <string.h>

#include "base/defs.h"

#include "judging.h"

static struct value evaluate(struct admission_judging *judging, const struct cel_program *program);

static const struct value *resolve(void *context, size_t slot, struct plim_arena *arena)
{
    (void)arena;
    struct admission_judging *judging = context;
    const struct admission_logic *logic = judging->logic;
    if (judging->slots[slot] == NULL) {
        judging->made[slot] = slot < logic->slots
                                  ? admission_input_make(judging, logic->given[slot])
                                  : evaluate(judging, logic->variables[slot - logic->slots]);
        judging->slots[slot] = &judging->made[slot];
    }
    return judging->slots[slot];
}

static struct value evaluate(struct admission_judging *judging, const struct cel_program *program)
{
    const struct cel_bindings bindings = {
        .values = judging->slots,
        .len = judging->logic->slots + judging->logic->variables_len,
        .resolve = resolve,
        .context = judging,
        .now = judging->request->now,
        .budget = &judging->budget,
        .ask = admission_ask,
    };
    return cel_eval(program, &bindings, judging->arena, NULL);
}

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

struct value admission_conditions_meet(struct admission_judging *judging, struct plim_str *name_out)
{
    const struct admission_logic *logic = judging->logic;
    struct value worst = value_bool(true);
    for (size_t i = 0; i < logic->conditions_len; i++) {
        struct value value = evaluate(judging, logic->conditions[i].program);
        *name_out = logic->conditions[i].name;
        if (value_is(&value, VALUE_BOOL) && !value.boolean)
            return value;
        if (!value_is(&value, VALUE_BOOL) && !value_is(&worst, VALUE_UNKNOWN))
            worst = value;
    }
    return worst;
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
    struct plim_str reason = {met.text, met.len};
    if (value_is(&met, VALUE_UNKNOWN))
        tell(judging, FINDING_UNKNOWN, reason);
    else if (judging->rule->ignores_errors)
        tell(judging, FINDING_NOT_APPLICABLE, reason);
    else
        tell(judging, FINDING_ERROR, reason);
    return false;
}

/* messageExpression when it gives one line, else the message, else the expression itself. */
static struct plim_str message_of(struct admission_judging *judging,
                                  const struct admission_validation *validation)
{
    if (validation->message_program != NULL) {
        struct value value = evaluate(judging, validation->message_program);
        struct plim_str text = plim_str_trim(value_str(&value));
        if (text.len > 0 && !plim_str_contains(text, PLIM_STR("\n")))
            return text;
    }
    struct plim_str message = plim_str_trim(validation->message);
    if (message.len > 0)
        return message;
    return plim_str_from(plim_arena_printf(judging->arena, "failed expression: %.*s",
                                           PLIM_STR_ARG(validation->expression)));
}

static void note(struct admission_result *result, const struct admission_judging *judging,
                 enum finding_state state, const struct value *value)
{
    if (result->state == FINDING_PASS)
        *result = admission_result_of(judging, state, (struct plim_str){value->text, value->len});
}

/* One that fails decides. */
static struct admission_result judge_validations(struct admission_judging *judging)
{
    const struct admission_logic *logic = judging->logic;
    struct admission_result result =
        admission_result_of(judging, FINDING_PASS, (struct plim_str){0});
    for (size_t i = 0; i < logic->validations_len; i++) {
        const struct admission_validation *validation = &logic->validations[i];
        struct value value = evaluate(judging, validation->program);
        if (value_is(&value, VALUE_UNKNOWN))
            note(&result, judging, FINDING_UNKNOWN, &value);
        else if (!value_is(&value, VALUE_BOOL))
            note(&result, judging, FINDING_ERROR, &value);
        else if (!value.boolean) {
            result = admission_result_of(judging, FINDING_FAIL, message_of(judging, validation));
            result.reason = validation->reason;
            return result;
        }
    }
    return result;
}

/* Source: auditAnnotation in validator.go. */
enum { ANNOTATION_BYTES_MAX = 10 * 1024 };

static void annotate(struct admission_judging *judging, struct admission_result *result)
{
    const struct admission_logic *logic = judging->logic;
    struct admission_annotation *annotations =
        plim_arena_array(judging->arena, logic->annotations_len, sizeof(*annotations));
    judging->budget = CEL_COST_PER_POLICY;
    result->annotations = annotations;
    for (size_t i = 0; i < logic->annotations_len; i++) {
        struct value value = evaluate(judging, logic->annotations[i].program);
        struct plim_str text = plim_str_trim(value_str(&value));
        if (text.len > ANNOTATION_BYTES_MAX)
            text.len = ANNOTATION_BYTES_MAX;
        if (text.len > 0)
            annotations[result->annotations_len++] =
                (struct admission_annotation){logic->annotations[i].name, text};
    }
}

static void judge_once(struct admission_judging *judging)
{
    memset(judging->slots, 0, sizeof(judging->slots));
    judging->budget = CEL_COST_PER_POLICY;
    judging->logic = &judging->rule->logic;
    judging->allowed = value_null();
    if (judging->rule->waivers != NULL && admission_waive(judging))
        return;
    if (!meets_conditions(judging))
        return;
    struct admission_result result = judge_validations(judging);
    if (judging->rule->logic.annotations_len > 0)
        annotate(judging, &result);
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
        tell(judging, FINDING_UNKNOWN, PLIM_STR("it is not known whether the policy matches"));
        return;
    }
    struct value params = admission_params_find(judging);
    if (value_is(&params, VALUE_UNKNOWN))
        tell(judging, FINDING_UNKNOWN, (struct plim_str){params.text, params.len});
    else if (value_is(&params, VALUE_ERROR))
        tell_misfit(judging, &params);
    else if (value_len(&params) == 0)
        tell(judging, FINDING_NOT_APPLICABLE, PLIM_STR("there are no parameters for it"));
    for (size_t i = 0; i < value_len(&params); i++) {
        judging->param = *value_at(&params, i);
        judge_once(judging);
    }
}

static void judge_rule(struct admission_judging *judging, enum admission_answer answer)
{
    const struct admission_rule *rule = judging->rule;
    bool passed_over = rule->format == ADMISSION_KYVERNO_RULE &&
                       plim_str_is(admission_operation(judging->request), "DELETE");
    bool idle = rule->format == ADMISSION_VAP && rule->bindings == NULL;
    judging->binding = NULL;
    judging->param = value_null();
    if (answer == ADMISSION_NO || passed_over) /* Kyverno evaluates no CEL when one is deleted */
        return;
    if (idle && !judging->request->unbound)
        return;
    if (rule->unsupported.len > 0) {
        tell(judging, FINDING_SKIP, rule->unsupported);
        return;
    }
    if (rule->bindings == NULL)
        judge_binding(judging, NULL, answer);
    for (const struct admission_binding *at = rule->bindings; at != NULL; at = at->next)
        judge_binding(judging, at, answer);
}

void admission_judge(const struct admission_set *set, const struct admission_request *request,
                     struct plim_arena *arena, admission_sink *sink, void *context)
{
    struct admission_subject subject = admission_subject_make(arena, request);
    struct admission_judging judging = {
        .request = request, .subject = &subject, .arena = arena, .sink = sink, .context = context};
    for (size_t i = 0; i < set->len; i++) {
        const struct admission_match *match = &set->rules[i]->match;
        judging.rule = set->rules[i];
        judge_rule(&judging, match->blocks != NULL ? admission_blocks_match(match, &subject)
                                                   : admission_constraints_match(match, &subject));
    }
}
