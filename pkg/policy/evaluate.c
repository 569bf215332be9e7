#include "policy/evaluate.h"

#include "base/buf.h"
#include "resource/metadata.h"
#include "value/json.h"

#include "slots.h"

/* One subject on its way through the policies. */
struct judging {
    struct policy_scene scene;
    policy_sink *sink;
    void *context;
    bool seen[FINDING_STATES]; /* by the policy at hand, counted per item or not */
    bool told;                 /* the sink got something of the policy at hand */
    enum { NOT_ASKED, NOT_WAIVED, IS_WAIVED } waiver; /* of the policy at hand */
    struct plim_str waiver_reason;
};

/* What an expression came to. */
struct verdict {
    enum finding_state state; /* pass, fail, unknown or error */
    struct plim_str reason;   /* of unknown and error */
};

static struct plim_str blame(const struct judging *judging, const char *what,
                             const struct value *value)
{
    return plim_str_from(plim_arena_printf(judging->scene.arena, "%s gave %s", what,
                                           value_kind_name((enum value_kind)value->kind)));
}

static struct verdict verdict_of(const struct judging *judging, const struct value *value)
{
    if (value_is(value, VALUE_BOOL))
        return (struct verdict){value->boolean ? FINDING_PASS : FINDING_FAIL, {0}};
    if (value_is(value, VALUE_UNKNOWN))
        return (struct verdict){FINDING_UNKNOWN, {value->text, value->len}};
    if (value_is(value, VALUE_ERROR))
        return (struct verdict){FINDING_ERROR, {value->text, value->len}};
    return (struct verdict){FINDING_ERROR, blame(judging, "the expression", value)};
}

static struct verdict judge(struct judging *judging, const struct cel_program *program)
{
    struct value value = policy_slots_evaluate(&judging->scene, program);
    return verdict_of(judging, &value);
}

static void count(const struct judging *judging, enum finding_state state)
{
    struct policy_tally *tallies = judging->scene.input->tallies;
    if (tallies != NULL)
        tallies[judging->scene.policy->info.index].counts[state]++;
}

static void tell(struct judging *judging, const struct policy_result *result)
{
    judging->told = true;
    judging->sink(judging->context, result);
}

static void tell_state(struct judging *judging, enum finding_state state, struct plim_str reason,
                       const struct value *item)
{
    const struct policy_result result = {
        .policy = &judging->scene.policy->info, .state = state, .reason = reason, .item = item};
    tell(judging, &result);
}

/* Texts for people: what went wrong on the way leaves them empty. */
static struct plim_str text_from(struct judging *judging, const struct cel_program *program)
{
    if (program == NULL)
        return (struct plim_str){0};
    struct value value = policy_slots_evaluate(&judging->scene, program);
    return value_str(&value);
}

/* Too long for a report: its beginning, as a JSON string. */
static void shorten(struct plim_buf *json)
{
    enum { KEPT = POLICY_VALUE_BYTES_MAX / 8 };
    PLIM_CLEANUP(plim_buf_release) struct plim_buf begin = {0};
    size_t len = KEPT;
    while (len > 0 && ((unsigned char)json->text[len] & 0xc0U) == 0x80U)
        len--;
    plim_buf_append(&begin, json->text, len);
    plim_buf_append_c(&begin, "...");
    plim_buf_clear(json);
    value_json_write_string(plim_buf_str(&begin), json);
}

static struct plim_str json_from(struct judging *judging, const struct cel_program *program)
{
    struct plim_err ignored = {0};
    struct plim_buf *buf = &judging->scene.session->buf;
    if (program == NULL)
        return (struct plim_str){0};
    struct value value = policy_slots_evaluate(&judging->scene, program);
    if (value_is(&value, VALUE_NULL) || value_is(&value, VALUE_ERROR) ||
        value_is(&value, VALUE_UNKNOWN))
        return (struct plim_str){0};
    plim_buf_clear(buf);
    if (value_json_write(&value, VALUE_JSON_COMPACT, buf, &ignored) != PLIM_OK)
        return (struct plim_str){0};
    if (buf->len > POLICY_VALUE_BYTES_MAX)
        shorten(buf);
    return plim_arena_copy_str(judging->scene.arena, plim_buf_str(buf));
}

static struct plim_str message_from(struct judging *judging,
                                    const struct policy_validation *validation)
{
    struct plim_str message = text_from(judging, validation->message_expression);
    if (message.len > 0)
        return message;
    return validation->message.len > 0 ? validation->message : judging->scene.policy->info.title;
}

static enum finding_state failed_state(struct judging *judging)
{
    const struct policy_input *input = judging->scene.input;
    const struct policy_info *policy = &judging->scene.policy->info;
    if (judging->waiver == NOT_ASKED)
        judging->waiver =
            input->waive != NULL && input->waive(input->waive_context, policy, judging->scene.arena,
                                                 &judging->waiver_reason)
                ? IS_WAIVED
                : NOT_WAIVED;
    if (judging->waiver == IS_WAIVED)
        return FINDING_WAIVED;
    return policy->severity <= FINDING_LOW ? FINDING_WARN : FINDING_FAIL;
}

static void tell_failure(struct judging *judging, const struct policy_validation *validation,
                         const struct value *item)
{
    const struct policy_result result = {
        .policy = &judging->scene.policy->info,
        .state = failed_state(judging),
        .reason = judging->waiver_reason,
        .message = message_from(judging, validation),
        .field = text_from(judging, validation->field),
        .container = text_from(judging, validation->container),
        .expected = json_from(judging, validation->expected),
        .actual = json_from(judging, validation->actual),
        .manager = text_from(judging, validation->manager),
        .changed_at = text_from(judging, validation->changed_at),
        .item = item,
    };
    tell(judging, &result);
}

/* The validation once, for the subject or for one item. */
static void check(struct judging *judging, const struct policy_validation *validation,
                  const struct value *item)
{
    struct verdict verdict = judge(judging, validation->expression);
    enum finding_state state = verdict.state;
    if (state == FINDING_FAIL)
        state = failed_state(judging);
    judging->seen[state] = true;
    if (judging->scene.policy->info.unit == POLICY_UNIT_ITEM)
        count(judging, state);
    if (verdict.state == FINDING_FAIL && !validation->reported_elsewhere)
        tell_failure(judging, validation, item);
    else if (verdict.state == FINDING_UNKNOWN || verdict.state == FINDING_ERROR)
        tell_state(judging, state, verdict.reason, item);
}

static void check_each(struct judging *judging, const struct policy_validation *validation)
{
    struct value list = policy_slots_evaluate(&judging->scene, validation->each);
    if (!value_is(&list, VALUE_LIST)) {
        struct verdict verdict = verdict_of(judging, &list);
        if (verdict.state != FINDING_UNKNOWN && !value_is(&list, VALUE_ERROR))
            verdict = (struct verdict){FINDING_ERROR, blame(judging, "'each'", &list)};
        judging->seen[verdict.state] = true;
        if (judging->scene.policy->info.unit == POLICY_UNIT_ITEM)
            count(judging, verdict.state);
        tell_state(judging, verdict.state, verdict.reason, NULL);
        return;
    }
    for (uint32_t i = 0; i < list.len; i++) {
        policy_slots_set_item(&judging->scene, &list.items[i]);
        check(judging, validation, &list.items[i]);
    }
    policy_slots_set_item(&judging->scene, NULL);
}

/* Of several conditions one false one is enough, as in admission; then an error, then an unknown.
 */
static struct verdict check_conditions(struct judging *judging)
{
    const struct policy *policy = judging->scene.policy;
    struct verdict worst = {FINDING_PASS, {0}};
    for (size_t i = 0; i < policy->conditions_len; i++) {
        struct value value = policy_slots_condition(&judging->scene, &policy->conditions[i]);
        struct verdict verdict = verdict_of(judging, &value);
        if (verdict.state == FINDING_FAIL)
            return verdict;
        if (verdict.state == FINDING_ERROR ||
            (verdict.state == FINDING_UNKNOWN && worst.state == FINDING_PASS))
            worst = verdict;
    }
    return worst;
}

static void conclude(struct judging *judging)
{
    static const enum finding_state worst_first[] = {FINDING_FAIL,    FINDING_WARN,   FINDING_ERROR,
                                                     FINDING_UNKNOWN, FINDING_WAIVED, FINDING_PASS};
    bool by_item = judging->scene.policy->info.unit == POLICY_UNIT_ITEM;
    enum finding_state state = by_item ? FINDING_NOT_APPLICABLE : FINDING_PASS;
    for (size_t i = 0; i < PLIM_LEN(worst_first); i++) {
        if (judging->seen[worst_first[i]]) {
            state = worst_first[i];
            break;
        }
    }
    if (!by_item || state == FINDING_NOT_APPLICABLE)
        count(judging, state);
    if (!judging->told && (state == FINDING_PASS || state == FINDING_NOT_APPLICABLE))
        tell_state(judging, state, (struct plim_str){0}, NULL);
}

static void judge_policy(struct judging *judging, const struct policy *policy)
{
    policy_slots_set_policy(&judging->scene, policy);
    for (size_t i = 0; i < FINDING_STATES; i++)
        judging->seen[i] = false;
    judging->told = false;
    judging->waiver = NOT_ASKED;
    judging->waiver_reason = (struct plim_str){0};
    struct verdict applies = check_conditions(judging);
    if (applies.state != FINDING_PASS) {
        enum finding_state state =
            applies.state == FINDING_FAIL ? FINDING_NOT_APPLICABLE : applies.state;
        count(judging, state);
        tell_state(judging, state, applies.reason, NULL);
        return;
    }
    for (size_t i = 0; i < policy->validations_len; i++) {
        if (policy->validations[i].each != NULL)
            check_each(judging, &policy->validations[i]);
        else
            check(judging, &policy->validations[i], NULL);
    }
    conclude(judging);
}

static bool is_wanted(const struct policy_candidate *candidate, const struct policy_input *input,
                      bool owned)
{
    if (input->subject != POLICY_OBJECT)
        return true;
    const struct policy_match *match = &candidate->policy->match;
    bool selected = match->selector == NULL || input->values == NULL ||
                    policy_match_selects(match, input->values[POLICY_SLOT_OBJECT]);
    return (input->from_git ? match->git : match->live) && selected &&
           !(candidate->top_level_only && owned);
}

void policy_evaluate(struct policy_session *session, const struct policy_input *input,
                     struct plim_arena *arena, policy_sink *sink, void *context)
{
    const struct policy_plan *plan = policy_session_plan(session, input);
    struct judging judging = {
        .scene = {.session = session, .input = input, .arena = arena},
        .sink = sink,
        .context = context,
    };
    bool owned = input->subject == POLICY_OBJECT &&
                 resource_controller(input->values[POLICY_SLOT_OBJECT]).kind.len > 0;
    policy_slots_set_subject(&judging.scene);
    for (size_t i = 0; i < plan->len; i++) {
        if (is_wanted(&plan->candidates[i], input, owned))
            judge_policy(&judging, plan->candidates[i].policy);
    }
}

void policy_evaluate_unread(struct policy_session *session, const struct policy_input *input,
                            struct plim_str reason, policy_sink *sink, void *context)
{
    const struct policy_plan *plan = policy_session_plan(session, input);
    struct judging judging = {
        .scene = {.session = session, .input = input},
        .sink = sink,
        .context = context,
    };
    for (size_t i = 0; i < plan->len; i++) {
        if (!is_wanted(&plan->candidates[i], input, false))
            continue;
        judging.scene.policy = plan->candidates[i].policy;
        count(&judging, FINDING_UNKNOWN);
        tell_state(&judging, FINDING_UNKNOWN, reason, NULL);
    }
}
