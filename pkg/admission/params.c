/* The parameters that a binding names.
 * Source: k8s.io/apiserver/pkg/admission/plugin/policy/generic/policy_dispatcher.go, CollectParams;
 * Kyverno 1.19 pkg/engine/handlers/validation/validate_cel.go, collectParams. */
#include "base/defs.h"
#include "resource/kind.h"
#include "value/build.h"

#include "judging.h"

static struct value fail(const char *why)
{
    struct plim_str text = plim_str_from(why);
    return (struct value){.kind = VALUE_ERROR, .len = (uint32_t)text.len, .text = text.text};
}

static struct value just(struct plim_arena *arena, struct value param)
{
    struct value *item = plim_arena_alloc(arena, sizeof(*item));
    *item = param;
    return value_list(item, 1);
}

/* Of a kind that is none of the built-in ones its objects tell where they lie. */
enum scope { SCOPE_UNKNOWN, SCOPE_CLUSTER, SCOPE_NAMESPACE };

static enum scope scope_of(const struct admission_param_kind *kind, const struct value *found)
{
    const struct resource_kind *known = resource_kind_find(kind->group, kind->kind);
    if (known != NULL)
        return known->namespaced ? SCOPE_NAMESPACE : SCOPE_CLUSTER;
    if (value_len(found) == 0)
        return SCOPE_UNKNOWN;
    return value_get_text(value_at(found, 0), "metadata.namespace").len > 0 ? SCOPE_NAMESPACE
                                                                            : SCOPE_CLUSTER;
}

static struct value select_labels(struct plim_arena *arena, const struct value *selector,
                                  const struct value *found)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < value_len(found); i++) {
        const struct value *object = value_at(found, i);
        if (resource_selector_matches(selector, value_get_path(object, "metadata.labels"),
                                      RESOURCE_SELECTOR_EXACT))
            value_list_add(&list, *object);
    }
    return value_list_finish(&list);
}

static struct value ask(const struct admission_judging *judging, const struct value *ref)
{
    const struct admission_param_kind *kind = judging->rule->param_kind;
    const struct admission_objects *others = judging->request->others;
    struct plim_str home = value_str(value_get(ref, "namespace"));
    if (home.len == 0)
        home = admission_request_namespace(judging->subject);
    const struct admission_query query = {
        .group = kind->group,
        .version = kind->version,
        .kind = kind->kind,
        .namespace = home,
        .name = value_str(value_get(ref, "name")),
    };
    if (others == NULL)
        return value_unknown(PLIM_STR("its parameters are not known"));
    struct value found = others->find(others->context, &query, judging->arena);
    if (value_is(&found, VALUE_UNKNOWN))
        return found;
    enum scope scope = scope_of(kind, &found);
    if (scope == SCOPE_NAMESPACE && home.len == 0)
        return fail("cannot use namespaced paramRef in policy binding that matches "
                    "cluster-scoped resources");
    if (scope == SCOPE_CLUSTER && value_get_text(ref, "namespace").len > 0)
        return fail("paramRef.namespace must not be provided for a cluster-scoped "
                    "`paramKind`");
    return select_labels(judging->arena, value_get(ref, "selector"), &found);
}

struct value admission_params_find(const struct admission_judging *judging)
{
    const struct value *ref = judging->binding != NULL ? judging->binding->ref : NULL;
    if (judging->rule->param_kind == NULL)
        return just(judging->arena, value_null());
    if (judging->binding == NULL)
        return just(judging->arena, value_unknown(PLIM_STR("no binding names its parameters")));
    if (ref == NULL)
        return just(judging->arena, value_null());
    struct value found = ask(judging, ref);
    bool denies = value_is_string(value_get(ref, "parameterNotFoundAction"), "Deny");
    if (value_is(&found, VALUE_LIST) && value_len(&found) == 0 && denies)
        return fail("no params found for policy binding with `Deny` "
                    "parameterNotFoundAction");
    return found;
}
