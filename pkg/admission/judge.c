/* One object and the rules of a set. Source: k8s.io/apiserver/pkg/admission/plugin/policy/
 * validating/validator.go. */
#include <string.h>

#include "base/defs.h"
#include "resource/workload.h"
#include "value/build.h"

#include "admission_priv.h"

/* One rule at work on one object. */
struct judging {
    const struct admission_request *request;
    const struct admission_subject *subject;
    const struct admission_rule *rule;
    struct plim_arena *arena;
    const struct value *slots[ADMISSION_SLOTS + ADMISSION_VARIABLES_MAX];
    struct value made[ADMISSION_SLOTS + ADMISSION_VARIABLES_MAX];
    uint64_t budget;
    admission_sink *sink;
    void *context;
};

static struct value kind_record(struct judging *judging, const char *last, struct plim_str name)
{
    struct value_map_builder map = {.arena = judging->arena};
    value_map_add(&map, "group", value_string(judging->subject->identity.group));
    value_map_add(&map, "version", value_string(judging->subject->identity.version));
    value_map_add(&map, last, value_string(name));
    return value_map_finish(&map);
}

/* All that the type of a user promises is there. */
static struct value make_user(struct judging *judging)
{
    static const char *const fields[] = {"username", "uid", "groups", "extra"};
    const struct value defaults[] = {value_string_c(""), value_string_c(""), value_list(NULL, 0),
                                     value_map(NULL, 0)};
    const struct value *user = judging->request->user;
    struct value_map_builder map = {.arena = judging->arena};
    if (user == NULL)
        return value_unknown(PLIM_STR("nobody sends a request when an object is audited"));
    for (size_t i = 0; i < PLIM_LEN(fields); i++) {
        const struct value *given = value_get(user, fields[i]);
        value_map_add(&map, fields[i], given != NULL ? *given : defaults[i]);
    }
    return value_map_finish(&map);
}

static struct value make_request(struct judging *judging)
{
    const struct admission_subject *subject = judging->subject;
    struct value kind = kind_record(judging, "kind", subject->identity.kind);
    struct value resource = kind_record(judging, "resource", subject->resource);
    bool is_namespace = plim_str_is(subject->identity.kind, "Namespace");
    struct plim_str namespace = is_namespace ? subject->identity.name : subject->identity.namespace;
    struct value_map_builder map = {.arena = judging->arena};
    value_map_add(&map, "kind", kind);
    value_map_add(&map, "resource", resource);
    value_map_add(&map, "subResource", value_string_c(""));
    value_map_add(&map, "requestKind", kind);
    value_map_add(&map, "requestResource", resource);
    value_map_add(&map, "requestSubResource", value_string_c(""));
    value_map_add(&map, "name", value_string(subject->identity.name));
    value_map_add(&map, "namespace", value_string(namespace));
    value_map_add(&map, "operation", value_string(admission_operation(judging->request)));
    value_map_add(&map, "userInfo", make_user(judging));
    value_map_add(&map, "dryRun", value_bool(false));
    value_map_add(&map, "options", value_null());
    return value_map_finish(&map);
}

static bool is_deletion(const struct judging *judging)
{
    return plim_str_is(admission_operation(judging->request), "DELETE");
}

static struct value make_namespace(const struct judging *judging)
{
    if (!judging->subject->namespaced)
        return value_null();
    if (judging->request->namespace_object == NULL)
        return value_unknown(PLIM_STR("the namespace of the object is not known"));
    return *judging->request->namespace_object;
}

static struct value make_old_object(const struct judging *judging)
{
    if (is_deletion(judging))
        return *judging->request->object;
    if (!plim_str_is(admission_operation(judging->request), "UPDATE"))
        return value_null();
    if (judging->request->old_object == NULL)
        return value_unknown(PLIM_STR("the object before the update is not known"));
    return *judging->request->old_object;
}

static struct value images_in(struct judging *judging, const struct value *list, const char *path)
{
    struct value_list_builder images = {.arena = judging->arena};
    for (size_t i = 0; i < value_len(list); i++) {
        const struct value *image = value_get_path(value_at(list, i), path);
        if (value_is(image, VALUE_STRING))
            value_list_add(&images, *image);
    }
    return value_list_finish(&images);
}

/* Of pods and what has a template of one; of other objects there are none.
 * Source: Kyverno 1.19 pkg/cel/compiler/images.go. */
static struct value make_images(struct judging *judging)
{
    static const char *const fields[][2] = {{"containers", "image"},
                                            {"initContainers", "image"},
                                            {"ephemeralContainers", "image"},
                                            {"volumes", "image.reference"}};
    const struct value *spec = resource_pod_spec(judging->request->object);
    struct value_map_builder map = {.arena = judging->arena};
    for (size_t i = 0; spec != NULL && i < PLIM_LEN(fields); i++)
        value_map_add(&map, i == 3 ? "imageVolumes" : fields[i][0],
                      images_in(judging, value_get(spec, fields[i][0]), fields[i][1]));
    return value_map_finish(&map);
}

static struct value make_slot(struct judging *judging, size_t slot)
{
    switch (slot) {
    case ADMISSION_SLOT_OBJECT:
        return is_deletion(judging) ? value_null() : *judging->request->object;
    case ADMISSION_SLOT_OLD_OBJECT:
        return make_old_object(judging);
    case ADMISSION_SLOT_REQUEST:
        return make_request(judging);
    case ADMISSION_SLOT_IMAGES:
        return make_images(judging);
    case ADMISSION_SLOT_NAMESPACE:
        return make_namespace(judging);
    default:
        return value_unknown(PLIM_STR("what the user may do is not known"));
    }
}

static struct value evaluate(struct judging *judging, const struct cel_program *program);

static const struct value *resolve(void *context, size_t slot, struct plim_arena *arena)
{
    (void)arena;
    struct judging *judging = context;
    if (judging->slots[slot] == NULL) {
        judging->made[slot] =
            slot < judging->rule->logic.slots
                ? make_slot(judging, slot)
                : evaluate(judging,
                           judging->rule->logic.variables[slot - judging->rule->logic.slots]);
        judging->slots[slot] = &judging->made[slot];
    }
    return judging->slots[slot];
}

static struct value evaluate(struct judging *judging, const struct cel_program *program)
{
    const struct cel_bindings bindings = {
        .values = judging->slots,
        .len = judging->rule->logic.slots + judging->rule->logic.variables_len,
        .resolve = resolve,
        .context = judging,
        .now = judging->request->now,
        .budget = &judging->budget,
    };
    return cel_eval(program, &bindings, judging->arena, NULL);
}

static void tell(struct judging *judging, enum finding_state state, struct plim_str message)
{
    const struct admission_rule *rule = judging->rule;
    bool waived = state == FINDING_FAIL && rule->unscored;
    const struct admission_result result = {
        .format = rule->format,
        .policy = rule->policy,
        .policy_namespace = rule->namespace,
        .rule = rule->name,
        .state = waived ? FINDING_WARN : state,
        .message = message,
    };
    judging->sink(judging->context, &result);
}

/* The first condition that is false decides; else what is not known, else what went wrong. True
 * when the validations are to be evaluated. */
static bool meets_conditions(struct judging *judging)
{
    const struct admission_logic *logic = &judging->rule->logic;
    struct value worst = value_bool(true);
    for (size_t i = 0; i < logic->conditions_len; i++) {
        struct value value = evaluate(judging, logic->conditions[i].program);
        if (value_is(&value, VALUE_BOOL) && !value.boolean) {
            tell(judging, FINDING_NOT_APPLICABLE, logic->conditions[i].name);
            return false;
        }
        if (!value_is(&value, VALUE_BOOL) && !value_is(&worst, VALUE_UNKNOWN))
            worst = value;
    }
    if (value_is(&worst, VALUE_BOOL))
        return true;
    struct plim_str reason = {worst.text, worst.len};
    if (value_is(&worst, VALUE_UNKNOWN))
        tell(judging, FINDING_UNKNOWN, reason);
    else if (judging->rule->ignores_errors)
        tell(judging, FINDING_NOT_APPLICABLE, reason);
    else
        tell(judging, FINDING_ERROR, reason);
    return false;
}

/* messageExpression when it gives one line, else the message, else the expression itself. */
static struct plim_str message_of(struct judging *judging,
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

/* What the validations come to: one that fails decides. */
struct outcome {
    enum finding_state state;
    struct plim_str message;
};

static void note(struct outcome *outcome, enum finding_state state, const struct value *value)
{
    if (outcome->state != FINDING_PASS)
        return;
    outcome->state = state;
    outcome->message = (struct plim_str){value->text, value->len};
}

static void judge_validations(struct judging *judging)
{
    const struct admission_logic *logic = &judging->rule->logic;
    struct outcome outcome = {.state = FINDING_PASS};
    for (size_t i = 0; i < logic->validations_len; i++) {
        struct value value = evaluate(judging, logic->validations[i].program);
        if (value_is(&value, VALUE_UNKNOWN))
            note(&outcome, FINDING_UNKNOWN, &value);
        else if (!value_is(&value, VALUE_BOOL))
            note(&outcome, FINDING_ERROR, &value);
        else if (!value.boolean) {
            tell(judging, FINDING_FAIL, message_of(judging, &logic->validations[i]));
            return;
        }
    }
    tell(judging, outcome.state, outcome.message);
}

static void judge_rule(struct judging *judging, enum admission_answer answer)
{
    bool passed_over = judging->rule->format == ADMISSION_KYVERNO_RULE && is_deletion(judging);
    if (answer == ADMISSION_NO || passed_over) /* Kyverno evaluates no CEL when one is deleted */
        return;
    if (judging->rule->unsupported.len > 0) {
        tell(judging, FINDING_SKIP, judging->rule->unsupported);
        return;
    }
    if (answer == ADMISSION_MAYBE) {
        tell(judging, FINDING_UNKNOWN, PLIM_STR("it is not known whether the policy matches"));
        return;
    }
    memset(judging->slots, 0, sizeof(judging->slots));
    judging->budget = CEL_COST_PER_POLICY;
    if (meets_conditions(judging))
        judge_validations(judging);
}

void admission_judge(const struct admission_set *set, const struct admission_request *request,
                     struct plim_arena *arena, admission_sink *sink, void *context)
{
    struct admission_subject subject = admission_subject_make(arena, request);
    struct judging judging = {
        .request = request, .subject = &subject, .arena = arena, .sink = sink, .context = context};
    for (size_t i = 0; i < set->len; i++) {
        const struct admission_match *match = &set->rules[i]->match;
        judging.rule = set->rules[i];
        judge_rule(&judging, match->blocks != NULL ? admission_blocks_match(match, &subject)
                                                   : admission_constraints_match(match, &subject));
    }
}
