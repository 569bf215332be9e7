/* Roles, their bindings, service accounts and admission policies, as they are met. */
#include <stdlib.h>

#include "base/alloc.h"

#include "rights_priv.h"

static struct value keep_value(struct plim_arena *keep, const struct value *value)
{
    return value ? value_copy(keep, value) : value_list(NULL, 0);
}

/* "ClusterRole edit", "Role shop/deployer": how bindings and findings name them. */
static struct plim_str make_title(struct plim_arena *keep, struct plim_str kind,
                                  struct plim_str namespace, struct plim_str name)
{
    bool everywhere = plim_str_starts(kind, PLIM_STR("Cluster"));
    struct plim_str place = everywhere ? (struct plim_str){0} : namespace;
    return plim_str_from(plim_arena_printf(keep, "%.*s %.*s%s%.*s", PLIM_STR_ARG(kind),
                                           PLIM_STR_ARG(place), place.len > 0 ? "/" : "",
                                           PLIM_STR_ARG(name)));
}

static struct plim_str title_of(struct plim_arena *keep, const struct value *object)
{
    return make_title(keep, value_get_text(object, "kind"),
                      value_get_text(object, "metadata.namespace"),
                      value_get_text(object, "metadata.name"));
}

static void add_role(struct audit_rights *rights, struct plim_arena *keep,
                     const struct value *object)
{
    PLIM_GROW(rights->roles, rights->role_count, rights->role_cap);
    rights->roles[rights->role_count++] = (struct audit_role){
        .title = title_of(keep, object),
        .rules = keep_value(keep, value_get(object, "rules")),
    };
}

static void add_binding(struct audit_rights *rights, struct plim_arena *keep,
                        const struct value *object, const struct manifest_object *manifest)
{
    struct plim_str namespace = value_get_text(object, "metadata.namespace");
    PLIM_GROW(rights->bindings, rights->binding_count, rights->binding_cap);
    rights->bindings[rights->binding_count++] = (struct audit_binding){
        .title = title_of(keep, object),
        .role = make_title(keep, value_get_text(object, "roleRef.kind"), namespace,
                           value_get_text(object, "roleRef.name")),
        .namespace = plim_arena_copy_str(keep, namespace),
        .subjects = keep_value(keep, value_get(object, "subjects")),
        .manifest = manifest,
    };
}

/* The accounts of an agent's own controllers: by the label that its manifests and charts set, or by
 * the name that they give. Sources: argo-cd manifests/, fluxcd/flux2 manifests/. */
static const char *find_agent(const struct value *object)
{
    static const struct {
        const char *text, *agent;
    } parts[] = {{"argocd", "argocd"}, {"flux", "flux"}},
      names[] = {{"argocd-*", "argocd"},
                 {"kustomize-controller", "flux"},
                 {"helm-controller", "flux"},
                 {"source-controller", "flux"},
                 {"flux-operator", "flux"}};
    const struct value *labels = value_get_path(object, "metadata.labels");
    struct plim_str part = value_str(value_get(labels, "app.kubernetes.io/part-of"));
    for (size_t i = 0; i < PLIM_LEN(parts); i++) {
        if (plim_str_is(part, parts[i].text))
            return parts[i].agent;
    }
    struct plim_str name = value_get_text(object, "metadata.name");
    for (size_t i = 0; i < PLIM_LEN(names); i++) {
        if (plim_str_matches_glob(name, plim_str_from(names[i].text)))
            return names[i].agent;
    }
    return "";
}

static void add_account(struct audit_rights *rights, struct plim_arena *keep,
                        const struct value *object)
{
    PLIM_GROW(rights->accounts, rights->account_count, rights->account_cap);
    rights->accounts[rights->account_count++] = (struct audit_service_account){
        .namespace = plim_arena_copy_str(keep, value_get_text(object, "metadata.namespace")),
        .name = plim_arena_copy_str(keep, value_get_text(object, "metadata.name")),
        .agent = find_agent(object),
    };
}

void audit_rights_add(struct audit_rights *rights, struct plim_arena *keep,
                      const struct value *object, const struct manifest_object *manifest)
{
    struct plim_str kind = value_get_text(object, "kind");
    if (audit_enforcement_add(&rights->enforcement, keep, object))
        return;
    if (plim_str_is(kind, "ClusterRole") || plim_str_is(kind, "Role"))
        add_role(rights, keep, object);
    else if (plim_str_is(kind, "ClusterRoleBinding") || plim_str_is(kind, "RoleBinding"))
        add_binding(rights, keep, object, manifest);
    else if (plim_str_is(kind, "ServiceAccount"))
        add_account(rights, keep, object);
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
    for (size_t i = 0; i < from->role_count; i++) {
        PLIM_GROW(into->roles, into->role_count, into->role_cap);
        into->roles[into->role_count++] = from->roles[i];
    }
    for (size_t i = 0; i < from->binding_count; i++) {
        PLIM_GROW(into->bindings, into->binding_count, into->binding_cap);
        into->bindings[into->binding_count++] = from->bindings[i];
    }
    for (size_t i = 0; i < from->account_count; i++) {
        PLIM_GROW(into->accounts, into->account_count, into->account_cap);
        into->accounts[into->account_count++] = from->accounts[i];
    }
    audit_enforcement_merge(&into->enforcement, &from->enforcement);
    audit_rights_release(from);
}

void audit_rights_release(struct audit_rights *rights)
{
    free(rights->roles);
    free(rights->bindings);
    free(rights->accounts);
    audit_enforcement_release(&rights->enforcement);
    *rights = (struct audit_rights){0};
}
