/* Questions to an authorizer. Source: k8s.io/apiserver/pkg/cel/library/authz.go. */
#include "cel/authorizer.h"
#include "value/build.h"

#include "library.h"
#include "named_format.h"
#include "opaque.h"
#include "selector.h"
#include "utf8.h"

const struct cel_type *cel_type_authorizer(void)
{
    return cel_opaque_type(PLIM_STR("kubernetes.authorization.Authorizer"));
}

const struct cel_type *cel_type_resource_check(void)
{
    return cel_opaque_type(PLIM_STR("kubernetes.authorization.ResourceCheck"));
}

/* An authorizer and what is built of it are requests as far as they are known. */
struct value cel_authorizer_value(void)
{
    static const struct cel_authorizer_request nothing_yet = {0};
    return cel_opaque_value(CEL_OPAQUE_AUTHORIZER, &nothing_yet);
}

struct value cel_resource_check_value(const struct cel_authorizer_request *resource)
{
    return cel_opaque_value(CEL_OPAQUE_RESOURCE_CHECK, resource);
}

/* A copy of the receiver's request, to add to. */
static struct cel_authorizer_request *extend(struct cel_frame *frame, const struct value *receiver)
{
    struct cel_authorizer_request *request = plim_arena_take(frame->arena, sizeof *request);
    *request = *(const struct cel_authorizer_request *)receiver->opaque;
    return request;
}

static bool is_blank(struct plim_str text)
{
    for (size_t i = 0; i < text.len;) {
        uint32_t point = 0;
        struct plim_str rest = {text.text + i, text.len - i};
        size_t step = cel_utf8_decode(rest, &point);
        if (!cel_utf8_is_blank(point))
            return false;
        i += step ? step : 1;
    }
    return true;
}

static bool is_format(struct cel_frame *frame, const char *format, const struct value *text)
{
    struct value_list_builder faults = {.arena = frame->arena};
    cel_named_format_check(cel_named_format_find(plim_str_from(format)), value_str(text), &faults);
    return value_list_finish(&faults).len == 0;
}

static struct value service_account(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    if (!is_format(frame, "dns1123Subdomain", &args[2]))
        return cel_fail(frame, "Invalid service account name");
    if (!is_format(frame, "dns1123Label", &args[1]))
        return cel_fail(frame, "Invalid service account namespace");
    struct cel_authorizer_request *request = extend(frame, &args[0]);
    request->account_namespace = value_str(&args[1]);
    request->account_name = value_str(&args[2]);
    return cel_opaque_value(CEL_OPAQUE_AUTHORIZER, request);
}

static struct value path(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    if (is_blank(value_str(&args[1])))
        return cel_fail(frame, "path must not be empty");
    struct cel_authorizer_request *request = extend(frame, &args[0]);
    request->path = value_str(&args[1]);
    return cel_opaque_value(CEL_OPAQUE_PATH_CHECK, request);
}

static struct value group(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_authorizer_request *request = extend(frame, &args[0]);
    request->group = value_str(&args[1]);
    return cel_opaque_value(CEL_OPAQUE_GROUP_CHECK, request);
}

static struct value resource(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    if (is_blank(value_str(&args[1])))
        return cel_fail(frame, "resource must not be empty");
    struct cel_authorizer_request *request = extend(frame, &args[0]);
    request->resource = value_str(&args[1]);
    return cel_resource_check_value(request);
}

static struct value subresource(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_authorizer_request *request = extend(frame, &args[0]);
    request->subresource = value_str(&args[1]);
    return cel_resource_check_value(request);
}

static struct value namespace(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_authorizer_request *request = extend(frame, &args[0]);
    request->object_namespace = value_str(&args[1]);
    return cel_resource_check_value(request);
}

static struct value name(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_authorizer_request *request = extend(frame, &args[0]);
    request->object_name = value_str(&args[1]);
    return cel_resource_check_value(request);
}

static struct value field_selector(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_authorizer_request *request = extend(frame, &args[0]);
    request->field_selector = cel_selector_fields(frame->arena, value_str(&args[1]));
    return cel_resource_check_value(request);
}

static struct value label_selector(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct cel_authorizer_request *request = extend(frame, &args[0]);
    request->label_selector = cel_selector_labels(frame->arena, value_str(&args[1]));
    return cel_resource_check_value(request);
}

static struct value check(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    const struct cel_authorizer *authorizer = frame->bindings ? frame->bindings->authorizer : NULL;
    if (!authorizer)
        return value_unknown(PLIM_STR("there is no authorizer to ask"));
    struct cel_authorizer_request *request = extend(frame, &args[0]);
    struct cel_authorizer_answer *answer = plim_arena_alloc(frame->arena, sizeof *answer);
    request->verb = value_str(&args[1]);
    request->is_resource = args[0].aux == CEL_OPAQUE_RESOURCE_CHECK;
    authorizer->ask(authorizer->context, request, frame->arena, answer);
    if (answer->decision == CEL_DECISION_UNKNOWN)
        return value_unknown(answer->reason.len > 0 ? answer->reason
                                                    : PLIM_STR("the authorizer cannot tell"));
    return cel_opaque_value(CEL_OPAQUE_DECISION, answer);
}

static const struct cel_authorizer_answer *answer_of(const struct value *decision)
{
    return decision->opaque;
}

static struct value allowed(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_bool(answer_of(&args[0])->decision == CEL_DECISION_ALLOW);
}

static struct value reason(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_string(answer_of(&args[0])->reason);
}

static struct value errored(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_bool(answer_of(&args[0])->error.len > 0);
}

static struct value error(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_string(answer_of(&args[0])->error);
}

#define A(type)  "kubernetes.authorization." type
#define RESOURCE A("ResourceCheck") ".(string) -> " A("ResourceCheck")

static const struct cel_function functions[] = {
    {"path", A("Authorizer") ".(string) -> " A("PathCheck"), path, CEL_COST_ONE, 0, 0,
     "a question about a path of the API server, such as \"/healthz\""},
    {"group", A("Authorizer") ".(string) -> " A("GroupCheck"), group, CEL_COST_ONE, 0, 0,
     "a question about resources of a group; \"\" is the core group"},
    {"serviceAccount", A("Authorizer") ".(string, string) -> " A("Authorizer"), service_account,
     CEL_COST_ONE, 0, 0, "the same for a service account, by namespace and name"},
    {"resource", A("GroupCheck") ".(string) -> " A("ResourceCheck"), resource, CEL_COST_ONE, 0, 0,
     "a question about a resource, such as \"pods\""},
    {"subresource", RESOURCE, subresource, CEL_COST_ONE, 0, 0, "about a part of it"},
    {"namespace", RESOURCE, namespace, CEL_COST_ONE, 0, 0,
     "in a namespace; left out: in the cluster"},
    {"name", RESOURCE, name, CEL_COST_ONE, 0, 0, "about one object"},
    {"check", A("PathCheck") ".(string) -> " A("Decision"), check, CEL_COST_AUTHORIZATION, 0, 0,
     "the answer for a verb; unknown when there is no one to ask"},
    {"check", A("ResourceCheck") ".(string) -> " A("Decision"), check, CEL_COST_AUTHORIZATION, 0, 0,
     NULL},
    {"allowed", A("Decision") ".() -> bool", allowed, CEL_COST_ONE, 0, 0, "it is allowed"},
    {"reason", A("Decision") ".() -> string", reason, CEL_COST_ONE, 0, 0, "why, or \"\""},
    {"errored", A("Decision") ".() -> bool", errored, CEL_COST_ONE, 0, 0,
     "the authorizer could not do its work"},
    {"error", A("Decision") ".() -> string", error, CEL_COST_ONE, 0, 0, "what went wrong, or \"\""},
};

const struct cel_functions cel_functions_authz = {functions, PLIM_LEN(functions)};

static const struct cel_function selector_functions[] = {
    {"fieldSelector", RESOURCE, field_selector, CEL_COST_SELECTOR, 0, 0,
     "about objects with these fields; one that cannot be read is left out"},
    {"labelSelector", RESOURCE, label_selector, CEL_COST_SELECTOR, 0, 0,
     "about objects with these labels; one that cannot be read is left out"},
};

const struct cel_functions cel_functions_authz_selectors = {selector_functions,
                                                            PLIM_LEN(selector_functions)};
