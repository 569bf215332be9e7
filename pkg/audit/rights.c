/* Who may change workloads besides the agents, and which admission policies are enforced. */
#include <stdlib.h>

#include "base/alloc.h"

#include "run_priv.h"

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
    static const char *const verbs[] = {"*", "create", "update", "patch", "delete"};
    static const char *const groups[] = {"*", "", "apps", "batch"};
    static const char *const resources[] = {"*", "pods", "deployments", "statefulsets",
                                            "daemonsets", "jobs", "cronjobs"};
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

/* Subjects of Kubernetes' own are no people; the group system:masters is. */
static bool is_person(const struct value *subject)
{
    struct plim_str kind = value_get_text(subject, "kind");
    struct plim_str name = value_get_text(subject, "name");
    if (!plim_str_is(kind, "User") && !plim_str_is(kind, "Group"))
        return false;
    return plim_str_is(name, "system:masters") || !plim_str_starts(name, PLIM_STR("system:"));
}

static void add_binding(struct audit_rights *rights, struct plim_arena *keep, const struct value *object)
{
    if (!value_is_string(value_get_path(object, "roleRef.kind"), "ClusterRole"))
        return;
    const struct value *subjects = value_get(object, "subjects");
    for (size_t i = 0; i < value_len(subjects); i++) {
        const struct value *subject = value_at(subjects, i);
        if (!is_person(subject))
            continue;
        struct plim_str kind = value_get_text(subject, "kind");
        struct plim_str name = value_get_text(subject, "name");
        PLIM_GROW(rights->bindings, rights->binding_count, rights->binding_cap);
        rights->bindings[rights->binding_count++] = (struct audit_binding){
            .subject = plim_str_from(
                plim_arena_printf(keep, "%.*s %.*s", PLIM_STR_ARG(kind), PLIM_STR_ARG(name))),
            .role = plim_arena_copy_str(keep, value_get_text(object, "roleRef.name")),
            .binding = plim_arena_copy_str(keep, value_get_text(object, "metadata.name")),
        };
    }
}

void audit_rights_add(struct audit_rights *rights, struct plim_arena *keep, const struct value *object)
{
    static const char *const deny[] = {"Deny"};
    const struct value *kind = value_get(object, "kind");
    if (value_is_string(kind, "ClusterRole")) {
        if (!may_write(object))
            return;
        PLIM_GROW(rights->writers, rights->writer_count, rights->writer_cap);
        rights->writers[rights->writer_count++] =
            plim_arena_copy_str(keep, value_get_text(object, "metadata.name"));
    } else if (value_is_string(kind, "ClusterRoleBinding")) {
        add_binding(rights, keep, object);
    } else if (value_is_string(kind, "ValidatingAdmissionPolicy")) {
        rights->admission_policies++;
    } else if (value_is_string(kind, "ValidatingAdmissionPolicyBinding")) {
        const struct value *actions = value_get_path(object, "spec.validationActions");
        rights->enforcing_bindings += has_text(actions, deny, 1) ? 1 : 0;
    }
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
            items[len++] = value_string_c(
                plim_arena_printf(arena, "%.*s via ClusterRoleBinding %.*s", PLIM_STR_ARG(binding->subject),
                                  PLIM_STR_ARG(binding->binding)));
    }
    qsort(items, len, sizeof(*items), compare_texts);
    return value_list(items, len);
}

void audit_rights_release(struct audit_rights *rights)
{
    free(rights->writers);
    free(rights->bindings);
    *rights = (struct audit_rights){0};
}
