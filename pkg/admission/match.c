/* Constraints as the API server has them.
 * Source: k8s.io/apiserver/pkg/admission/plugin/policy/matching and .../webhook/predicates. */
#include "base/defs.h"
#include "resource/kind.h"
#include "value/build.h"

#include "admission_priv.h"

enum admission_answer admission_both(enum admission_answer left, enum admission_answer right)
{
    return left < right ? left : right;
}

struct plim_str admission_operation(const struct admission_request *request)
{
    return request->operation.len > 0 ? request->operation : PLIM_STR("CREATE");
}

/* Every namespace of a cluster has its name among its labels; manifests need not say so.
 * Source: k8s.io/kubernetes/pkg/apis/core/v1/defaults.go, SetDefaults_Namespace. */
static const struct value *labels_of_namespace(struct plim_arena *arena,
                                               const struct value *namespace)
{
    static const char label[] = "kubernetes.io/metadata.name";
    const struct value *given = value_get_path(namespace, "metadata.labels");
    const struct value *name = value_get_path(namespace, "metadata.name");
    if (value_get(given, label) != NULL || !value_is(name, VALUE_STRING))
        return given;
    struct value_map_builder labels = {.arena = arena};
    for (size_t i = 0; value_is(given, VALUE_MAP) && i < value_len(given); i++)
        value_map_add_str(&labels, value_str(&given->entries[i].key), given->entries[i].value);
    value_map_add(&labels, label, *name);
    struct value *made = plim_arena_alloc(arena, sizeof(*made));
    *made = value_map_finish(&labels);
    return made;
}

struct admission_subject admission_subject_make(struct plim_arena *arena,
                                                const struct admission_request *request)
{
    struct admission_subject subject = {.request = request};
    struct resource_identity identity = resource_identity_of(request->object);
    bool is_namespace = identity.group.len == 0 && plim_str_is(identity.kind, "Namespace");
    const struct value *namespace = is_namespace ? request->object : request->namespace_object;
    subject.identity = identity;
    bool known = request->resource.len > 0;
    subject.resource =
        known ? request->resource : resource_kind_plural(arena, identity.group, identity.kind);
    subject.namespaced =
        known ? request->namespaced : resource_kind_is_namespaced(identity.group, identity.kind);
    subject.labels = value_get_path(request->object, "metadata.labels");
    subject.namespace_known = namespace != NULL && !value_is(namespace, VALUE_UNKNOWN);
    if (subject.namespace_known)
        subject.namespace_labels = labels_of_namespace(arena, namespace);
    return subject;
}

static bool admits_scope(const struct value *rule, const struct admission_subject *subject)
{
    struct plim_str scope = value_str(value_get(rule, "scope"));
    if (scope.len == 0 || plim_str_is(scope, "*"))
        return true;
    return plim_str_is(scope, "Namespaced") == subject->namespaced;
}

static bool admits_name(const struct value *rule, struct plim_str name)
{
    const struct value *names = value_get(rule, "resourceNames");
    return value_len(names) == 0 || resource_list_has(names, name);
}

static enum admission_answer names_kind(const struct value *rule, bool equivalent,
                                        const struct admission_subject *subject)
{
    const struct resource_identity *identity = &subject->identity;
    if (!resource_rule_admits(value_get(rule, "apiGroups"), identity->group) ||
        !resource_rule_admits_resource(value_get(rule, "resources"), subject->resource) ||
        !admits_scope(rule, subject))
        return ADMISSION_NO;
    if (identity->version.len == 0 ||
        resource_rule_admits(value_get(rule, "apiVersions"), identity->version))
        return ADMISSION_YES;
    return equivalent ? ADMISSION_MAYBE : ADMISSION_NO;
}

static enum admission_answer meets_rule(const struct value *rule, bool equivalent,
                                        const struct admission_subject *subject)
{
    struct plim_str operation = admission_operation(subject->request);
    if (!resource_rule_admits(value_get(rule, "operations"), operation))
        return ADMISSION_NO;
    if (!admits_name(rule, subject->identity.name))
        return ADMISSION_NO;
    return names_kind(rule, equivalent, subject);
}

static enum admission_answer meets_rules(const struct value *rules, bool equivalent,
                                         const struct admission_subject *subject)
{
    enum admission_answer best = ADMISSION_NO;
    for (size_t i = 0; i < value_len(rules); i++) {
        enum admission_answer answer = meets_rule(value_at(rules, i), equivalent, subject);
        best = answer > best ? answer : best;
    }
    return best;
}

/* Objects of no namespace meet every namespaceSelector. */
static enum admission_answer meets_namespace(const struct value *selector,
                                             const struct admission_subject *subject)
{
    bool is_namespace = plim_str_is(subject->identity.kind, "Namespace");
    if (value_len(selector) == 0 || (!subject->namespaced && !is_namespace))
        return ADMISSION_YES;
    if (!subject->namespace_known)
        return ADMISSION_MAYBE;
    return resource_selector_matches(selector, subject->namespace_labels, RESOURCE_SELECTOR_EXACT)
               ? ADMISSION_YES
               : ADMISSION_NO;
}

static const struct value *rules_of(const struct admission_match *match)
{
    return match->controllers != NULL ? match->controllers
                                      : value_get(match->constraints, "resourceRules");
}

bool admission_constraints_may(const struct admission_match *match,
                               const struct admission_subject *subject)
{
    const struct value *rules = rules_of(match);
    for (size_t i = 0; i < value_len(rules); i++) {
        if (names_kind(value_at(rules, i), match->equivalent, subject) != ADMISSION_NO)
            return true;
    }
    return value_len(rules) == 0;
}

enum admission_answer admission_constraints_match(const struct admission_match *match,
                                                  const struct admission_subject *subject)
{
    const struct value *constraints = match->constraints;
    const struct value *rules = rules_of(match);
    if (match->namespace.len > 0 && !plim_str_equal(match->namespace, subject->identity.namespace))
        return ADMISSION_NO;
    enum admission_answer answer = value_len(rules) == 0
                                       ? ADMISSION_YES /* as the API server has it */
                                       : meets_rules(rules, match->equivalent, subject);
    if (!resource_selector_matches(value_get(constraints, "objectSelector"), subject->labels,
                                   RESOURCE_SELECTOR_EXACT))
        return ADMISSION_NO;
    answer = admission_both(answer,
                            meets_namespace(value_get(constraints, "namespaceSelector"), subject));
    enum admission_answer excluded =
        meets_rules(value_get(constraints, "excludeResourceRules"), match->equivalent, subject);
    return admission_both(answer, (enum admission_answer)(ADMISSION_YES - excluded));
}
