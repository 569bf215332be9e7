/* Expressions of a rule, and how what went wrong is worded.
 * Source: k8s.io/apiserver/pkg/admission/plugin/cel/activation.go and composition.go, .../policy/
 * validating/validator.go, .../webhook/matchconditions/matcher.go. */
#include <string.h>

#include "base/buf.h"
#include "base/defs.h"

#include "judging.h"

/* Source: k8s.io/apiserver/pkg/apis/cel/config.go. */
enum { CONDITIONS_COST_MAX = 2500000, MESSAGE_BYTES_MAX = 5 * 1024 };

/* Rules that the API server's own code evaluates: Kyverno has it for its ClusterPolicy too. */
static bool is_api_servers(const struct admission_judging *judging)
{
    return judging->rule->format != ADMISSION_KYVERNO_VALIDATING;
}

static struct value failure(const char *text)
{
    struct value value = value_string(plim_str_from(text));
    value.kind = VALUE_ERROR;
    return value;
}

static struct value evaluate_variable(struct admission_judging *judging,
                                      const struct admission_expression *variable)
{
    struct value value = admission_evaluate(judging, variable->program);
    if (!value_is(&value, VALUE_ERROR) || !is_api_servers(judging))
        return value;
    return failure(plim_arena_printf(judging->arena,
                                     "composited variable \"%.*s\" fails to evaluate: %.*s",
                                     PLIM_STR_ARG(variable->name), (int)value.len, value.text));
}

static const struct value *resolve(void *context, size_t slot, struct plim_arena *arena)
{
    (void)arena;
    struct admission_judging *judging = context;
    const struct admission_logic *logic = judging->logic;
    if (judging->slots[slot] == NULL) {
        judging->made[slot] =
            slot < logic->slots
                ? admission_input_make(judging, logic->given[slot])
                : evaluate_variable(judging, &logic->variables[slot - logic->slots]);
        judging->slots[slot] = &judging->made[slot];
    }
    return judging->slots[slot];
}

struct value admission_evaluate(struct admission_judging *judging,
                                const struct cel_program *program)
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
    uint64_t cost = 0;
    struct value value = cel_eval(program, &bindings, judging->arena, &cost);
    if (!value_is(&value, VALUE_ERROR) || !is_api_servers(judging))
        return value;
    if (cost > CEL_COST_PER_CALL)
        return failure("operation cancelled: actual cost limit exceeded");
    judging->spent = judging->spent || judging->budget == 0;
    return value;
}

struct plim_str admission_failure_text(const struct admission_judging *judging,
                                       struct plim_str expression, const struct value *failure)
{
    struct plim_str why = {failure->text, failure->len};
    if (!is_api_servers(judging))
        return why;
    if (judging->spent)
        return PLIM_STR("validation failed due to running out of cost budget, no further "
                        "validation rules will be run");
    return plim_str_from(plim_arena_printf(judging->arena,
                                           "expression '%.*s' resulted in error: %.*s",
                                           PLIM_STR_ARG(expression), PLIM_STR_ARG(why)));
}

/* Each text once: "a", "[a, b]". Source: k8s.io/apimachinery/pkg/util/errors, NewAggregate. */
struct failures {
    struct plim_buf text;
    struct plim_str *seen;
    size_t len;
};

static void add_failure(struct failures *failures, struct plim_str text)
{
    for (size_t i = 0; i < failures->len; i++) {
        if (plim_str_equal(failures->seen[i], text))
            return;
    }
    plim_buf_append_c(&failures->text, failures->len > 0 ? ", " : "[");
    plim_buf_append_str(&failures->text, text);
    failures->seen[failures->len++] = text;
}

static struct value all_failures(struct failures *failures)
{
    struct value value;
    plim_buf_append_c(&failures->text, "]");
    value = value_string(failures->len == 1 ? failures->seen[0] : plim_buf_str(&failures->text));
    value.kind = VALUE_ERROR;
    return value;
}

static struct value meet_each(struct admission_judging *judging, struct plim_str *name_out)
{
    const struct admission_logic *logic = judging->logic;
    struct failures failures = {.text = {.arena = judging->arena}};
    struct value unknown = value_null();
    failures.seen = plim_arena_array(judging->arena, logic->conditions_len, sizeof(*failures.seen));
    for (size_t i = 0; i < logic->conditions_len && !judging->spent; i++) {
        const struct admission_expression *condition = &logic->conditions[i];
        struct value value = admission_evaluate(judging, condition->program);
        *name_out = condition->name;
        if (value_is(&value, VALUE_BOOL) && !value.boolean)
            return value;
        if (value_is(&value, VALUE_UNKNOWN))
            unknown = value;
        else if (!value_is(&value, VALUE_BOOL))
            add_failure(&failures, admission_failure_text(judging, condition->text, &value));
    }
    if (!value_is(&unknown, VALUE_NULL))
        return unknown;
    return failures.len > 0 ? all_failures(&failures) : value_bool(true);
}

struct value admission_conditions_meet(struct admission_judging *judging, struct plim_str *name_out)
{
    uint64_t budget = judging->budget;
    if (!is_api_servers(judging))
        return meet_each(judging, name_out);
    judging->budget = CONDITIONS_COST_MAX;
    judging->in_conditions = true;
    struct value met = meet_each(judging, name_out);
    judging->budget = budget;
    judging->in_conditions = false;
    memset(judging->slots, 0, sizeof(judging->slots));
    return met;
}

/* Source: Kyverno 1.19 pkg/cel/policies/vpol/compiler/policy.go, evaluateWithData. */
static struct plim_str kyverno_message(struct admission_judging *judging, size_t index)
{
    const struct admission_validation *validation = &judging->logic->validations[index];
    struct plim_str message = validation->message;
    if (validation->message_program != NULL) {
        struct value value = admission_evaluate(judging, validation->message_program);
        if (value_is(&value, VALUE_STRING))
            message = value_str(&value);
        else if (value_is(&value, VALUE_ERROR))
            message = plim_str_from(plim_arena_printf(judging->arena,
                                                      "failed to evaluate message expression: %.*s",
                                                      (int)value.len, value.text));
    }
    if (message.len > 0)
        return message;
    return plim_str_from(
        plim_arena_printf(judging->arena, "CEL expression validation failed at index %zu", index));
}

struct plim_str admission_message_of(struct admission_judging *judging, size_t index)
{
    const struct admission_validation *validation = &judging->logic->validations[index];
    if (!is_api_servers(judging))
        return kyverno_message(judging, index);
    if (validation->message_program != NULL) {
        struct value value = admission_evaluate(judging, validation->message_program);
        struct plim_str text = plim_str_trim(value_str(&value));
        if (text.len > 0 && text.len <= MESSAGE_BYTES_MAX &&
            !plim_str_contains(text, PLIM_STR("\n")))
            return text;
    }
    struct plim_str message = plim_str_trim(validation->message);
    if (message.len > 0)
        return message;
    return plim_str_from(plim_arena_printf(judging->arena, "failed expression: %.*s",
                                           PLIM_STR_ARG(plim_str_trim(validation->expression))));
}
