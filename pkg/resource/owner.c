#include "resource/owner.h"

#include "resource/identity.h"
#include "resource/metadata.h"
#include "value/build.h"

#include "system_priv.h"

const char *const resource_owner_names[RESOURCE_OWNER_KINDS] = {
    [RESOURCE_OWNER_NONE] = "none",         [RESOURCE_OWNER_GIT] = "git",
    [RESOURCE_OWNER_ARGOCD] = "argocd",     [RESOURCE_OWNER_FLUX] = "flux",
    [RESOURCE_OWNER_HELM] = "helm",         [RESOURCE_OWNER_CONTROLLER] = "controller",
    [RESOURCE_OWNER_PLATFORM] = "platform",
};

void resource_owner_add_application(struct plim_map *argocd, struct plim_arena *arena,
                                    const struct value *application)
{
    const struct value *resources = value_get_path(application, "status.resources");
    struct resource_owner *owner = plim_arena_alloc(arena, sizeof(*owner));
    *owner = (struct resource_owner){
        .kind = RESOURCE_OWNER_ARGOCD,
        .name = plim_arena_copy_str(arena, value_get_text(application, "metadata.name")),
        .namespace = plim_arena_copy_str(arena, value_get_text(application, "metadata.namespace")),
    };
    for (size_t i = 0; i < value_len(resources); i++) {
        const struct value *resource = value_at(resources, i);
        struct resource_identity identity = {
            .group = value_get_text(resource, "group"),
            .kind = value_get_text(resource, "kind"),
            .namespace = value_get_text(resource, "namespace"),
            .name = value_get_text(resource, "name"),
        };
        const char *key = resource_identity_key(arena, &identity);
        if (!plim_map_get(argocd, key))
            plim_map_set(argocd, key, owner);
    }
}

/*
 * "APPLICATION:GROUP/KIND:NAMESPACE/NAME", where APPLICATION is "NAMESPACE_NAME" for an Application
 * outside Argo CD's own namespace. An annotation that names another object was copied from it.
 * Source: argo-cd/util/argo/resource_tracking.go.
 */
static bool read_tracking_id(const struct value *object, struct resource_owner *owner_out)
{
    struct resource_identity identity = resource_identity_of(object);
    struct plim_str rest = resource_annotation(object, "argocd.argoproj.io/tracking-id");
    struct plim_str application = {0};
    struct plim_str group_kind = {0};
    struct plim_str group = {0};
    struct plim_str namespace = {0};
    if (!plim_str_cut(&rest, ':', &application) || !plim_str_cut(&rest, ':', &group_kind) ||
        !plim_str_cut(&group_kind, '/', &group) || !plim_str_cut(&rest, '/', &namespace))
        return false;
    /* The namespace of a cluster-scoped object is the Application's destination there. */
    bool here = identity.namespace.len == 0 || plim_str_equal(namespace, identity.namespace);
    if (!here || !plim_str_equal(group, identity.group) ||
        !plim_str_equal(group_kind, identity.kind) || !plim_str_equal(rest, identity.name))
        return false;
    struct plim_str name = application;
    struct plim_str of = {0};
    if (!plim_str_cut(&name, '_', &of)) {
        name = application;
        of = (struct plim_str){0};
    }
    *owner_out = (struct resource_owner){RESOURCE_OWNER_ARGOCD, name, of};
    return true;
}

static bool find_argocd(struct plim_arena *arena, const struct value *object,
                        const struct resource_owner_context *context,
                        struct resource_owner *owner_out)
{
    if (read_tracking_id(object, owner_out))
        return true;
    if (!context->argocd)
        return false;
    struct resource_identity identity = resource_identity_of(object);
    const struct resource_owner *listed =
        plim_map_get(context->argocd, resource_identity_key(arena, &identity));
    if (!listed)
        return false;
    *owner_out = *listed;
    return true;
}

/* Source: fluxcd.io/flux/components, "Garbage collection" and helm-controller's origin labels. */
static bool find_flux(const struct value *object, struct resource_owner *owner_out)
{
    static const struct {
        const char *name;
        const char *namespace;
    } labels[] = {
        {"kustomize.toolkit.fluxcd.io/name", "kustomize.toolkit.fluxcd.io/namespace"},
        {"helm.toolkit.fluxcd.io/name", "helm.toolkit.fluxcd.io/namespace"},
    };
    for (size_t i = 0; i < PLIM_LEN(labels); i++) {
        struct plim_str name = resource_label(object, labels[i].name);
        if (name.len == 0)
            continue;
        *owner_out = (struct resource_owner){RESOURCE_OWNER_FLUX, name,
                                             resource_label(object, labels[i].namespace)};
        return true;
    }
    return false;
}

/* What Helm demands before it adopts an object; the label alone is on every rendered chart. A
 * release's own record is a Secret or ConfigMap labelled owner=helm. Source:
 * helm/pkg/action/validate.go. */
static bool find_helm(const struct value *object, struct resource_owner *owner_out)
{
    struct plim_str name = resource_annotation(object, "meta.helm.sh/release-name");
    if (name.len > 0 &&
        plim_str_is(resource_label(object, "app.kubernetes.io/managed-by"), "Helm")) {
        *owner_out =
            (struct resource_owner){RESOURCE_OWNER_HELM, name,
                                    resource_annotation(object, "meta.helm.sh/release-namespace")};
        return true;
    }
    if (!value_is_string(value_get(object, "kind"), "Secret") ||
        !value_is_string(value_get(object, "type"), "helm.sh/release.v1"))
        return false;
    *owner_out = (struct resource_owner){RESOURCE_OWNER_HELM, resource_label(object, "name"),
                                         value_get_text(object, "metadata.namespace")};
    return true;
}

static bool find_controller(struct plim_arena *arena, const struct value *object,
                            struct resource_owner *owner_out)
{
    struct resource_reference controller = resource_controller(object);
    struct plim_str name = resource_system_maker(object);
    if (controller.kind.len > 0)
        name = plim_str_from(plim_arena_printf(arena, "%.*s/%.*s", PLIM_STR_ARG(controller.kind),
                                               PLIM_STR_ARG(controller.name)));
    if (name.len == 0)
        return false;
    *owner_out = (struct resource_owner){RESOURCE_OWNER_CONTROLLER, name,
                                         value_get_text(object, "metadata.namespace")};
    return true;
}

struct resource_owner resource_owner_of(struct plim_arena *arena, const struct value *object,
                                        const struct resource_owner_context *context)
{
    struct resource_owner owner = {0};
    if (find_argocd(arena, object, context, &owner))
        return owner;
    if (context->desired) {
        if (!find_flux(object, &owner) && !find_helm(object, &owner))
            owner.kind = RESOURCE_OWNER_GIT;
        return owner;
    }
    if (find_controller(arena, object, &owner) || find_flux(object, &owner) ||
        find_helm(object, &owner))
        return owner;
    struct plim_str namespace = value_get_text(object, "metadata.namespace");
    if (resource_namespace_is_platform(namespace))
        owner = (struct resource_owner){RESOURCE_OWNER_PLATFORM, namespace, namespace};
    return owner;
}

bool resource_namespace_is_platform(struct plim_str namespace)
{
    return plim_str_is(namespace, "kube-system") || plim_str_is(namespace, "kube-public") ||
           plim_str_is(namespace, "kube-node-lease");
}

struct value resource_owner_record(struct plim_arena *arena, const struct resource_owner *owner)
{
    struct value_map_builder record = {.arena = arena};
    value_map_add(&record, "kind", value_string_c(resource_owner_names[owner->kind]));
    value_map_add(&record, "name", value_string(plim_arena_copy_str(arena, owner->name)));
    value_map_add(&record, "namespace", value_string(plim_arena_copy_str(arena, owner->namespace)));
    value_map_add(&record, "platform", value_bool(owner->kind == RESOURCE_OWNER_PLATFORM));
    return value_map_finish(&record);
}
