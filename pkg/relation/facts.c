#include "relation/facts.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "resource/kind.h"
#include "resource/workload.h"
#include "value/value.h"

#include "relation_priv.h"

/* In the order of the struct: namespaced, whole, refers, has_pods, recorded. */
static const struct relation_kind kinds[] = {
    {"", "Pod", true, true, true, true, true},
    {"apps", "Deployment", true, true, true, true, true},
    {"apps", "StatefulSet", true, true, true, true, true},
    {"apps", "DaemonSet", true, true, true, true, true},
    {"batch", "Job", true, true, true, true, true},
    {"batch", "CronJob", true, true, true, true, true},
    {"", "Service", true, true, false, false, true},
    {"discovery.k8s.io", "EndpointSlice", true, true, false, false, false},
    {"networking.k8s.io", "Ingress", true, true, true, false, true},
    {"gateway.networking.k8s.io", "HTTPRoute", true, true, true, false, true},
    {"networking.k8s.io", "NetworkPolicy", true, true, false, false, true},
    {"policy", "PodDisruptionBudget", true, true, false, false, true},
    {"autoscaling", "HorizontalPodAutoscaler", true, true, true, false, true},
    {"rbac.authorization.k8s.io", "RoleBinding", true, true, true, false, true},
    {"rbac.authorization.k8s.io", "ClusterRoleBinding", false, true, true, false, true},
    {"", "PersistentVolumeClaim", true, true, true, false, true},
    {"", "ConfigMap", true, true, false, false, true},
    {"", "Secret", true, false, false, false, true},
    {"", "ServiceAccount", true, false, false, false, true},
    {"rbac.authorization.k8s.io", "Role", true, false, false, false, true},
    {"rbac.authorization.k8s.io", "ClusterRole", false, false, false, false, true},
    {"scheduling.k8s.io", "PriorityClass", false, false, false, false, true},
    {"node.k8s.io", "RuntimeClass", false, false, false, false, true},
    {"storage.k8s.io", "StorageClass", false, false, false, false, true},
    {"networking.k8s.io", "IngressClass", false, false, false, false, true},
    {"gateway.networking.k8s.io", "Gateway", true, false, false, false, true},
    {"", "Namespace", false, true, false, false, false},
    {"", "ResourceQuota", true, false, false, false, false},
    {"", "LimitRange", true, false, false, false, false},
};

const struct relation_kind *relation_kinds(size_t *count_out)
{
    *count_out = PLIM_LEN(kinds);
    return kinds;
}

const struct relation_kind *relation_kind_find(struct plim_str group, struct plim_str kind)
{
    for (size_t i = 0; i < PLIM_LEN(kinds); i++) {
        bool near = kind.len > 0 && kind.text[0] == kinds[i].kind[0];
        if (near && plim_str_is(kind, kinds[i].kind) && plim_str_is(group, kinds[i].group))
            return &kinds[i];
    }
    return NULL;
}

static bool is_ready(const struct value *endpoint)
{
    const struct value *ready = value_get_path(endpoint, "conditions.ready");
    return value_bool_or(ready, true); /* not told: to be taken for ready */
}

static void add_endpoints(struct relation_facts *facts, const struct value *slice)
{
    struct relation_endpoints made = {
        .namespace = plim_intern_str(facts->texts, value_get_text(slice, "metadata.namespace")),
        .service =
            plim_intern_str(facts->texts, resource_label(slice, "kubernetes.io/service-name")),
    };
    const struct value *list = value_get(slice, "endpoints");
    for (size_t i = 0; i < value_len(list); i++)
        made.ready += is_ready(value_at(list, i)) ? 1 : 0;
    PLIM_GROW(facts->endpoints, facts->endpoint_count, facts->endpoint_cap);
    facts->endpoints[facts->endpoint_count++] = made;
}

/* Pods of one ReplicaSet come one after another, all with the same labels. */
static void add_pods(struct relation_facts *facts, const struct value *pod)
{
    struct plim_intern *texts = facts->texts;
    struct resource_reference root = resource_root_owner(pod);
    struct relation_pods made = {
        .namespace = plim_intern_str(texts, value_get_text(pod, "metadata.namespace")),
        .root = {plim_intern_str(texts, root.group), plim_intern_str(texts, root.kind),
                 plim_intern_str(texts, root.name)},
        .labels = relation_labels_read(texts, value_get_path(pod, "metadata.labels")),
    };
    const struct relation_pods *last =
        facts->pod_count > 0 ? &facts->pods[facts->pod_count - 1] : NULL;
    if (last && last->labels.items == made.labels.items &&
        last->root.name.text == made.root.name.text && last->namespace.text == made.namespace.text)
        return;
    PLIM_GROW(facts->pods, facts->pod_count, facts->pod_cap);
    facts->pods[facts->pod_count++] = made;
}

static void add_custom(struct relation_facts *facts, const struct value *object,
                       const struct resource_identity *identity)
{
    struct plim_intern *texts = facts->texts;
    if (resource_group_is_builtin(identity->group))
        return;
    PLIM_GROW(facts->customs, facts->custom_count, facts->custom_cap);
    facts->customs[facts->custom_count++] = (struct relation_custom){
        .namespace = plim_intern_str(texts, identity->namespace),
        .kind = plim_intern_str(texts, identity->kind),
        .labels = relation_labels_read(texts, value_get_path(object, "metadata.labels"))};
}

static const struct relation_owner *keep_owner(struct plim_intern *texts,
                                               const struct value *record)
{
    const struct value *kind = value_get(record, "kind");
    struct plim_str unknown = value_is(kind, VALUE_UNKNOWN)
                                  ? (struct plim_str){kind->text, kind->len}
                                  : (struct plim_str){0};
    const struct relation_owner owner = {
        .kind = plim_intern_str(texts, value_str(kind)),
        .name = plim_intern_str(texts, value_get_text(record, "name")),
        .namespace = plim_intern_str(texts, value_get_text(record, "namespace")),
        .unknown = plim_intern_str(texts, unknown),
        .platform = value_bool_or(value_get(record, "platform"), false),
    };
    return plim_intern_array(texts, &owner, 1, sizeof(owner));
}

static void read_keys(struct plim_intern *texts, const struct value *object,
                      struct relation_object *made)
{
    struct resource_config config = {0};
    if (!resource_config_read(texts, object, &resource_application_default, &config))
        return;
    made->keys = config.keys;
    made->key_count = config.key_count;
    made->keys_known = config.keys_known;
}

void relation_facts_add(struct relation_facts *facts, const struct value *object,
                        const struct relation_context *context)
{
    struct plim_intern *texts = facts->texts;
    const struct resource_identity *identity = &context->identity;
    const struct relation_kind *kind = relation_kind_find(identity->group, identity->kind);
    bool controlled = resource_controller(object).kind.len > 0;
    if (!kind && context->manifest)
        add_custom(facts, object, identity);
    if (!kind)
        return;
    if (plim_str_is(identity->kind, "EndpointSlice")) {
        add_endpoints(facts, object);
        return;
    }
    if (plim_str_is(identity->kind, "Pod") && controlled) {
        add_pods(facts, object);
        return;
    }
    struct relation_object made = {
        .identity = resource_identity_intern(texts, identity),
        .application = plim_intern_str(texts, context->application),
        .owner = keep_owner(texts, context->owner),
        .labels = relation_labels_read(texts, value_get_path(object, "metadata.labels")),
        .controlled = controlled,
    };
    if (plim_str_is(identity->kind, "Namespace"))
        made.annotations =
            relation_labels_read(texts, value_get_path(object, "metadata.annotations"));
    read_keys(texts, object, &made);
    made.detail = relation_detail_read(texts, object, &made.identity);
    PLIM_GROW(facts->objects, facts->object_count, facts->object_cap);
    facts->objects[facts->object_count++] = made;
}

void relation_facts_merge(struct relation_facts *facts, struct relation_facts *from)
{
    for (size_t i = 0; i < from->object_count; i++) {
        PLIM_GROW(facts->objects, facts->object_count, facts->object_cap);
        facts->objects[facts->object_count++] = from->objects[i];
    }
    for (size_t i = 0; i < from->pod_count; i++) {
        PLIM_GROW(facts->pods, facts->pod_count, facts->pod_cap);
        facts->pods[facts->pod_count++] = from->pods[i];
    }
    for (size_t i = 0; i < from->endpoint_count; i++) {
        PLIM_GROW(facts->endpoints, facts->endpoint_count, facts->endpoint_cap);
        facts->endpoints[facts->endpoint_count++] = from->endpoints[i];
    }
    for (size_t i = 0; i < from->custom_count; i++) {
        PLIM_GROW(facts->customs, facts->custom_count, facts->custom_cap);
        facts->customs[facts->custom_count++] = from->customs[i];
    }
    relation_facts_release(from);
}

void relation_facts_release(struct relation_facts *facts)
{
    struct plim_intern *texts = facts->texts;
    free(facts->objects);
    free(facts->pods);
    free(facts->endpoints);
    free(facts->customs);
    *facts = (struct relation_facts){.texts = texts};
}
