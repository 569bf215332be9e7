#include "case_authorizer.h"

static struct plim_str user_of(const struct cel_authorizer_request *request,
                               struct plim_arena *arena)
{
    if (request->account_name.len == 0)
        return PLIM_STR("system:anonymous");
    return plim_str_from(plim_arena_printf(arena, "system:serviceaccount:%.*s:%.*s",
                                           PLIM_STR_ARG(request->account_namespace),
                                           PLIM_STR_ARG(request->account_name)));
}

/* A field that a rule has not matches anything. */
static bool matches(const struct value *rule, const struct cel_authorizer_request *request,
                    struct plim_str user)
{
    const struct {
        const char *field;
        struct plim_str asked;
    } pairs[] = {
        {"user", user},
        {"verb", request->verb},
        {"group", request->group},
        {"version", request->is_resource ? PLIM_STR("*") : (struct plim_str){0}},
        {"resource", request->resource},
        {"subresource", request->subresource},
        {"namespace", request->object_namespace},
        {"name", request->object_name},
        {"path", request->path},
        {"fieldSelector", request->field_selector},
        {"labelSelector", request->label_selector},
    };
    for (size_t i = 0; i < PLIM_LEN(pairs); i++) {
        const struct value *wanted = value_get(rule, pairs[i].field);
        if (wanted && !plim_str_equal(value_str(wanted), pairs[i].asked))
            return false;
    }
    return true;
}

static enum cel_decision decision_of(const struct value *rule)
{
    static const struct {
        const char *name;
        enum cel_decision decision;
    } decisions[] = {{"allow", CEL_DECISION_ALLOW},
                     {"deny", CEL_DECISION_DENY},
                     {"no opinion", CEL_DECISION_NO_OPINION}};
    for (size_t i = 0; i < PLIM_LEN(decisions); i++)
        if (value_is_string(value_get(rule, "decision"), decisions[i].name))
            return decisions[i].decision;
    return CEL_DECISION_UNKNOWN;
}

static void ask(void *context, const struct cel_authorizer_request *request,
                struct plim_arena *arena, struct cel_authorizer_answer *answer_out)
{
    const struct case_authorizer *authorizer = context;
    struct plim_str user = user_of(request, arena);
    *answer_out = (struct cel_authorizer_answer){.decision = CEL_DECISION_NO_OPINION};
    for (size_t i = 0; i < value_len(authorizer->rules); i++) {
        const struct value *rule = value_at(authorizer->rules, i);
        if (!matches(rule, request, user))
            continue;
        *answer_out =
            (struct cel_authorizer_answer){decision_of(rule), value_str(value_get(rule, "reason")),
                                           value_str(value_get(rule, "error"))};
        return;
    }
}

bool case_authorizer_read(const struct value *json, struct case_authorizer *authorizer_out)
{
    const struct value *resource = value_get(json, "request_resource");
    *authorizer_out = (struct case_authorizer){
        .rules = value_get_path(json, "authorizer.rules"),
        .authorizer = {.ask = ask, .context = authorizer_out},
        .resource = {.group = value_str(value_get(resource, "group")),
                     .resource = value_str(value_get(resource, "resource")),
                     .subresource = value_str(value_get(resource, "subresource")),
                     .object_namespace = value_str(value_get(resource, "namespace")),
                     .object_name = value_str(value_get(resource, "name"))},
    };
    return value_get(json, "authorizer") != NULL;
}
