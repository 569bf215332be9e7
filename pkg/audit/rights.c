/* Who may change workloads besides the agents, and which admission policies are enforced. */
#include <stdlib.h>

#include "base/alloc.h"

#include "rights_priv.h"

static bool has_text(const struct value *list, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < value_len(list); i++) {
        for (size_t k = 0; k < count; k++) {
            if (value_is_string(value_at(list, i), texts[k]))
                return true;
        }
    }
    return false;
}

static bool may_write(const struct value *role)
{
    static const char *const verbs[] = {"*",     "create", "update",
                                        "patch", "delete", "deletecollection"};
    static const char *const groups[] = {"*", "", "apps", "batch"};
    static const char *const resources[] = {
        "*",           "pods", "deployments", "statefulsets",           "daemonsets",
        "replicasets", "jobs", "cronjobs",    "replicationcontrollers", "deployments/scale"};
    const struct value *rules = value_get(role, "rules");
    for (size_t i = 0; i < value_len(rules); i++) {
        const struct value *rule = value_at(rules, i);
        if (has_text(value_get(rule, "verbs"), verbs, PLIM_LEN(verbs)) &&
            has_text(value_get(rule, "apiGroups"), groups, PLIM_LEN(groups)) &&
            has_text(value_get(rule, "resources"), resources, PLIM_LEN(resources)))
            return true;
    }
    return false;
}

/* Subjects of Kubernetes' own are no people, but people are in the groups of all who come;
 * system:masters is bound by every API server at its start. */
static bool is_person(const struct value *subject)
{
    static const char *const everybody[] = {"system:authenticated", "system:unauthenticated"};
    struct plim_str kind = value_get_text(subject, "kind");
    struct plim_str name = value_get_text(subject, "name");
    for (size_t i = 0; i < PLIM_LEN(everybody); i++) {
        if (plim_str_is(kind, "Group") && plim_str_is(name, everybody[i]))
            return true;
    }
    bool person = plim_str_is(kind, "User") || plim_str_is(kind, "Group");
    return person && !plim_str_starts(name, PLIM_STR("system:"));
}

static struct plim_str join(struct plim_arena *keep, struct plim_str left, const char *separator,
                            struct plim_str right)
{
    return plim_str_from(
        plim_arena_printf(keep, "%.*s%s%.*s", PLIM_STR_ARG(left), separator, PLIM_STR_ARG(right)));
}

/* "ClusterRole edit", "Role shop/deployer": how bindings and findings name them. */
static struct plim_str name_role(struct plim_arena *keep, struct plim_str kind,
                                 struct plim_str namespace, struct plim_str name)
{
    bool cluster_wide = plim_str_starts(kind, PLIM_STR("Cluster"));
    struct plim_str path = cluster_wide ? name : join(keep, namespace, "/", name);
    return join(keep, kind, " ", path);
}

static void add_binding(struct audit_rights *rights, struct plim_arena *keep,
                        const struct value *object)
{
    struct plim_str namespace = value_get_text(object, "metadata.namespace");
    const struct value *subjects = value_get(object, "subjects");
    for (size_t i = 0; i < value_len(subjects); i++) {
        const struct value *subject = value_at(subjects, i);
        if (!is_person(subject))
            continue;
        PLIM_GROW(rights->bindings, rights->binding_count, rights->binding_cap);
        rights->bindings[rights->binding_count++] = (struct audit_binding){
            .subject =
                join(keep, value_get_text(subject, "kind"), " ", value_get_text(subject, "name")),
            .role = name_role(keep, value_get_text(object, "roleRef.kind"), namespace,
                              value_get_text(object, "roleRef.name")),
            .binding = name_role(keep, value_get_text(object, "kind"), namespace,
                                 value_get_text(object, "metadata.name")),
        };
    }
}

void audit_rights_add(struct audit_rights *rights, struct plim_arena *keep,
                      const struct value *object)
{
    static const char *const deny[] = {"Deny"};
    const struct value *kind = value_get(object, "kind");
    if (value_is_string(kind, "ClusterRole") || value_is_string(kind, "Role")) {
        if (!may_write(object))
            return;
        PLIM_GROW(rights->writers, rights->writer_count, rights->writer_cap);
        rights->writers[rights->writer_count++] =
            name_role(keep, value_str(kind), value_get_text(object, "metadata.namespace"),
                      value_get_text(object, "metadata.name"));
    } else if (value_is_string(kind, "ClusterRoleBinding") ||
               value_is_string(kind, "RoleBinding")) {
        add_binding(rights, keep, object);
    } else if (value_is_string(kind, "ValidatingAdmissionPolicy")) {
        rights->admission_policies++;
    } else if (value_is_string(kind, "ValidatingAdmissionPolicyBinding")) {
        const struct value *actions = value_get_path(object, "spec.validationActions");
        rights->enforcing_bindings += has_text(actions, deny, 1) ? 1 : 0;
    }
}

bool audit_rights_reads(struct plim_str kind)
{
    static const char *const kinds[] = {"ClusterRole", "Role", "ClusterRoleBinding", "RoleBinding",
                                        "ValidatingAdmissionPolicyBinding"};
    for (size_t i = 0; i < PLIM_LEN(kinds); i++) {
        if (plim_str_is(kind, kinds[i]))
            return true;
    }
    return false;
}

void audit_rights_merge(struct audit_rights *into, struct audit_rights *from)
{
    for (size_t i = 0; i < from->writer_count; i++) {
        PLIM_GROW(into->writers, into->writer_count, into->writer_cap);
        into->writers[into->writer_count++] = from->writers[i];
    }
    for (size_t i = 0; i < from->binding_count; i++) {
        PLIM_GROW(into->bindings, into->binding_count, into->binding_cap);
        into->bindings[into->binding_count++] = from->bindings[i];
    }
    into->admission_policies += from->admission_policies;
    into->enforcing_bindings += from->enforcing_bindings;
    audit_rights_release(from);
}

static bool is_writer(const struct audit_rights *rights, struct plim_str role)
{
    for (size_t i = 0; i < rights->writer_count; i++) {
        if (plim_str_equal(rights->writers[i], role))
            return true;
    }
    return false;
}

static int compare_texts(const void *left, const void *right)
{
    return value_compare(left, right);
}

struct value audit_rights_writers(struct plim_arena *arena, const struct audit_rights *rights)
{
    struct value *items = plim_arena_array(arena, rights->binding_count, sizeof(*items));
    size_t len = 0;
    for (size_t i = 0; i < rights->binding_count; i++) {
        const struct audit_binding *binding = &rights->bindings[i];
        if (is_writer(rights, binding->role))
            items[len++] = value_string_c(plim_arena_printf(arena, "%.*s via %.*s",
                                                            PLIM_STR_ARG(binding->subject),
                                                            PLIM_STR_ARG(binding->binding)));
    }
    if (len > 0)
        qsort(items, len, sizeof(*items), compare_texts);
    return value_list(items, len);
}

void audit_rights_release(struct audit_rights *rights)
{
    free(rights->writers);
    free(rights->bindings);
    *rights = (struct audit_rights){0};
}
