/* Source: Kyverno 1.19 pkg/engine/variables/evaluate.go; pkg/engine/policycontext,
 * pkg/engine/context (what variables there are); pkg/engine/engine.go. */
#include "base/buf.h"
#include "base/defs.h"
#include "value/build.h"

#include "precondition.h"

struct meeting {
    const struct admission_judging *judging;
    struct admission_substitution substitution;
    struct plim_buf messages; /* of conditions that are false */
};

static bool is_deletion(const struct admission_judging *judging)
{
    return plim_str_is(admission_operation(judging->request), "DELETE");
}

static struct value roles_of(const struct admission_judging *judging, const char *key)
{
    const struct value *roles = value_get(judging->request->user, key);
    if (judging->request->user == NULL)
        return value_unknown(PLIM_STR("nobody sends a request when an object is audited"));
    return roles != NULL ? *roles : value_null();
}

/* The request as in an AdmissionReview, with the objects in it and what Kyverno adds. */
static struct value make_request(struct admission_judging *judging)
{
    struct value request = admission_input_make(judging, ADMISSION_SLOT_REQUEST);
    struct value_map_builder map = {.arena = judging->arena};
    for (size_t i = 0; i < value_len(&request); i++)
        value_map_add_str(&map, value_str(&request.entries[i].key), request.entries[i].value);
    value_map_add(&map, "uid",
                  value_unknown(PLIM_STR("there is no request when an object is audited")));
    value_map_add(&map, "object", admission_input_make(judging, ADMISSION_SLOT_OBJECT));
    value_map_add(&map, "oldObject", admission_input_make(judging, ADMISSION_SLOT_OLD_OBJECT));
    value_map_add(&map, "roles", roles_of(judging, "roles"));
    value_map_add(&map, "clusterRoles", roles_of(judging, "clusterRoles"));
    return value_map_finish(&map);
}

/* "system:serviceaccount:NAMESPACE:NAME"; empty texts of others. */
static void add_service_account(const struct admission_judging *judging,
                                struct value_map_builder *map)
{
    struct plim_str rest = value_get_text(judging->request->user, "username");
    struct plim_str namespace = {0};
    struct plim_str name = {0};
    if (judging->request->user == NULL) {
        struct value nobody =
            value_unknown(PLIM_STR("nobody sends a request when an object is audited"));
        value_map_add(map, "serviceAccountName", nobody);
        value_map_add(map, "serviceAccountNamespace", nobody);
        return;
    }
    if (plim_str_starts(rest, PLIM_STR("system:serviceaccount:"))) {
        rest = (struct plim_str){rest.text + 22, rest.len - 22};
        if (plim_str_cut(&rest, ':', &namespace))
            (void)plim_str_cut(&rest, ':', &name);
    }
    value_map_add(map, "serviceAccountName", value_string(name));
    value_map_add(map, "serviceAccountNamespace", value_string(namespace));
}

static struct value make_root(struct admission_judging *judging)
{
    struct value_map_builder map = {.arena = judging->arena};
    value_map_add(&map, "request", make_request(judging));
    value_map_add(&map, "images",
                  value_unknown(PLIM_STR("images are not taken apart for preconditions")));
    add_service_account(judging, &map);
    for (size_t i = 0; i < value_len(judging->rule->context); i++) {
        struct plim_str name = value_get_text(value_at(judging->rule->context, i), "name");
        value_map_add_str(&map, name,
                          value_unknown(plim_str_from(plim_arena_printf(
                              judging->arena, "what the rule's context calls '%.*s' is not read",
                              PLIM_STR_ARG(name)))));
    }
    return value_map_finish(&map);
}

static struct value failed(const struct meeting *meeting, const char *side,
                           const struct value *failure)
{
    if (!value_is(failure, VALUE_ERROR))
        return *failure;
    struct value value = value_string_c(
        plim_arena_printf(meeting->judging->arena,
                          "failed to evaluate preconditions: failed to substitute variables in "
                          "condition %s: %.*s",
                          side, (int)failure->len, failure->text));
    value.kind = VALUE_ERROR;
    return value;
}

static struct value meet(const struct meeting *meeting, const struct admission_condition *condition)
{
    const struct admission_substitution *substitution = &meeting->substitution;
    struct value key = admission_substitute(substitution, &condition->key);
    if (value_is(&key, VALUE_ERROR))
        return failed(meeting, "key", &key);
    struct value value = admission_substitute(substitution, &condition->value);
    if (value_is(&value, VALUE_ERROR) || value_is(&value, VALUE_UNKNOWN))
        return failed(meeting, "value", &value);
    if (value_is(&key, VALUE_UNKNOWN))
        return key;
    return admission_operator_apply(condition->operator, & key, &value, substitution->arena);
}

static void note(struct meeting *meeting, struct plim_str message)
{
    if (message.len > 0)
        plim_buf_printf(&meeting->messages, "; %.*s", PLIM_STR_ARG(message));
}

/* The first that is `decisive` decides; else what is not known; else it is the opposite. What fails
 * ends it, unless something before it is not known, on which it depends whether it is reached. */
static struct value meet_list(struct meeting *meeting, const struct admission_condition_list *list,
                              bool decisive)
{
    struct value result = value_bool(!decisive);
    for (size_t i = 0; i < list->len; i++) {
        struct value met = meet(meeting, &list->items[i]);
        if (value_is(&met, VALUE_BOOL) && !met.boolean)
            note(meeting, list->items[i].message);
        if (value_is(&met, VALUE_BOOL) && met.boolean == decisive)
            return met;
        if (value_is(&met, VALUE_ERROR))
            return value_is(&result, VALUE_UNKNOWN) ? result : met;
        if (value_is(&met, VALUE_UNKNOWN) && !value_is(&result, VALUE_UNKNOWN))
            result = met;
    }
    return result;
}

struct value admission_preconditions_meet(struct admission_judging *judging,
                                          const struct admission_preconditions *preconditions,
                                          struct plim_str *message_out)
{
    struct value root = make_root(judging);
    struct meeting meeting = {
        .judging = judging,
        .substitution = {judging->arena, &root, &preconditions->functions, is_deletion(judging)},
        .messages = {.arena = judging->arena},
    };
    struct value any = value_bool(true);
    if (preconditions->any.given)
        any = meet_list(&meeting, &preconditions->any, true);
    struct value all =
        value_is(&any, VALUE_ERROR) ? any : meet_list(&meeting, &preconditions->all, false);
    plim_buf_printf(&meeting.messages, "%s", "");
    *message_out = plim_buf_str(&meeting.messages);
    if (value_is(&all, VALUE_ERROR) && value_is(&any, VALUE_UNKNOWN))
        return any;
    if (value_is(&all, VALUE_ERROR))
        return all;
    if (value_is(&any, VALUE_BOOL) && (!any.boolean || value_is(&all, VALUE_UNKNOWN)))
        return any.boolean ? all : any;
    if (value_is(&all, VALUE_BOOL) && !all.boolean)
        return all;
    return value_is(&any, VALUE_UNKNOWN) ? any : all;
}
