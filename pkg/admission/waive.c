/* Exceptions, before a rule is judged.
 * Source: Kyverno 1.19 pkg/engine/utils/exceptions.go; pkg/cel/policies/vpol/compiler/policy.go,
 * evaluateWithData; pkg/cel/policies/vpol/engine/engine.go. */
#include <string.h>

#include "base/buf.h"
#include "base/defs.h"
#include "value/build.h"

#include "precondition.h"

/* Those that apply, one after another. */
struct waiving {
    struct plim_buf names;
    struct value_list_builder images, values;
    bool whole; /* one of them allows everything */
    bool passes;
};

static bool tell(struct admission_judging *judging, enum finding_state state,
                 struct plim_str message)
{
    struct admission_result result = admission_result_of(judging, state, message);
    judging->sink(judging->context, &result);
    return true;
}

static bool tell_doubt(struct admission_judging *judging, enum finding_state state,
                       const struct admission_exception *exception, struct plim_str why)
{
    return tell(judging, state,
                plim_str_from(plim_arena_printf(judging->arena, "exception %.*s: %.*s",
                                                PLIM_STR_ARG(exception->name), PLIM_STR_ARG(why))));
}

/* Conditions that cannot be evaluated leave the rule in force, as in Kyverno. */
static struct value answer_of_rule(struct admission_judging *judging,
                                   const struct admission_exception *exception)
{
    struct plim_str message = {0};
    enum admission_answer answer = admission_blocks_match(&exception->match, judging->subject);
    struct value met = value_bool(true);
    if (answer != ADMISSION_NO && exception->preconditions != NULL)
        met = admission_preconditions_meet(judging, exception->preconditions, &message);
    if (answer == ADMISSION_NO || value_is(&met, VALUE_ERROR))
        return value_bool(false);
    if (answer == ADMISSION_MAYBE && (!value_is(&met, VALUE_BOOL) || met.boolean))
        return value_unknown(PLIM_STR("it is not known whether it applies"));
    return met;
}

static struct value answer_of(struct admission_judging *judging,
                              const struct admission_exception *exception)
{
    struct plim_str name = {0};
    if (exception->format == ADMISSION_KYVERNO_RULE)
        return answer_of_rule(judging, exception);
    judging->logic = &exception->logic;
    memset(judging->slots, 0, sizeof(judging->slots));
    struct value answer = admission_conditions_meet(judging, &name);
    judging->logic = &judging->rule->logic;
    memset(judging->slots, 0, sizeof(judging->slots));
    return answer;
}

static void add_all(struct value_list_builder *list, const struct value *more)
{
    for (size_t i = 0; i < value_len(more); i++)
        value_list_add(list, *value_at(more, i));
}

static void note(struct waiving *waiving, const struct admission_exception *exception)
{
    if (waiving->names.len == 0)
        waiving->passes = exception->passes;
    plim_buf_printf(&waiving->names, "%s%.*s", waiving->names.len > 0 ? ", " : "",
                    PLIM_STR_ARG(exception->name));
    waiving->whole =
        waiving->whole || value_len(exception->images) + value_len(exception->values) == 0;
    add_all(&waiving->images, exception->images);
    add_all(&waiving->values, exception->values);
}

/* What only allows some images or values leaves the rule in force, with them as a variable. */
static bool finish(struct admission_judging *judging, struct waiving *waiving)
{
    struct value_map_builder allowed = {.arena = judging->arena};
    if (waiving->names.len == 0)
        return false;
    if (!waiving->whole) {
        value_map_add(&allowed, "allowedImages", value_list_finish(&waiving->images));
        value_map_add(&allowed, "allowedValues", value_list_finish(&waiving->values));
        judging->allowed = value_map_finish(&allowed);
        return false;
    }
    struct admission_result result =
        admission_result_of(judging, FINDING_WAIVED, (struct plim_str){0});
    result.exception = plim_buf_str(&waiving->names);
    result.message = plim_str_from(plim_arena_printf(judging->arena, "exempt by exception %.*s",
                                                     PLIM_STR_ARG(result.exception)));
    result.waived_as_pass = waiving->passes;
    judging->sink(judging->context, &result);
    return true;
}

bool admission_waive(struct admission_judging *judging)
{
    struct waiving waiving = {
        .names = {.arena = judging->arena},
        .images = {.arena = judging->arena},
        .values = {.arena = judging->arena},
    };
    for (const struct admission_waiver *at = judging->rule->waivers; at != NULL; at = at->next) {
        const struct admission_exception *exception = at->exception;
        struct value answer = answer_of(judging, exception);
        struct plim_str why = {answer.text, answer.len};
        if (!value_is(&answer, VALUE_BOOL) && waiving.whole)
            continue; /* what was granted stays granted */
        if (value_is(&answer, VALUE_UNKNOWN))
            return tell_doubt(judging, FINDING_UNKNOWN, exception, why);
        if (!value_is(&answer, VALUE_BOOL) && judging->rule->ignores_errors)
            continue;
        if (!value_is(&answer, VALUE_BOOL))
            return tell_doubt(judging, FINDING_ERROR, exception, why);
        if (!answer.boolean)
            continue;
        note(&waiving, exception);
    }
    return finish(judging, &waiving);
}
