/* What each kind names and selects. Source: the API reference of Kubernetes 1.36; of HTTPRoute that
 * of the Gateway API, v1. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "resource/workload.h"
#include "value/value.h"

#include "relation_priv.h"

static const struct relation_reference plain;

void relation_reading_add(struct relation_reading *reading, const char *api_version,
                          const char *kind, struct plim_str name,
                          const struct relation_reference *more)
{
    struct plim_intern *texts = reading->texts;
    if (name.len == 0)
        return;
    struct plim_str group = {0}, version = {0};
    resource_api_version_split(plim_str_from(api_version), &group, &version);
    const struct relation_kind *known = relation_kind_find(group, plim_str_from(kind));
    struct plim_str namespace = more->namespace.len > 0 ? more->namespace : reading->namespace;
    bool cluster_wide = known && !known->namespaced;
    PLIM_GROW(reading->references, reading->len, reading->cap);
    reading->references[reading->len++] = (struct relation_reference){
        .field = plim_intern_str(texts, plim_buf_str(&reading->path)),
        .group = plim_intern_str(texts, group),
        .version = plim_intern_str(texts, version),
        .kind = plim_intern_str(texts, plim_str_from(kind)),
        .namespace = cluster_wide ? (struct plim_str){0} : plim_intern_str(texts, namespace),
        .name = plim_intern_str(texts, name),
        .key = plim_intern_str(texts, more->key),
        .optional = more->optional,
    };
}

struct relation_labels relation_labels_read(struct plim_intern *texts, const struct value *map)
{
    size_t count = value_is(map, VALUE_MAP) ? value_len(map) : 0;
    PLIM_CLEANUP(plim_freep)
    struct relation_label *labels = plim_calloc(count + 1, sizeof(*labels));
    for (size_t i = 0; i < count; i++) {
        labels[i].key = plim_intern_str(texts, value_str(&map->entries[i].key));
        labels[i].value = plim_intern_str(texts, value_str(&map->entries[i].value));
    }
    return (struct relation_labels){plim_intern_array(texts, labels, count, sizeof(*labels)),
                                    count};
}

struct plim_str relation_port_text(struct plim_intern *texts, const struct value *port)
{
    char number[24];
    if (value_is(port, VALUE_STRING))
        return plim_intern_str(texts, value_str(port));
    int64_t integer = value_int_or(port, 0);
    (void)snprintf(number, sizeof(number), "%lld", (long long)integer);
    return integer > 0 ? plim_intern_str(texts, plim_str_from(number)) : (struct plim_str){0};
}

static const struct value *keep(struct plim_intern *texts, const struct value *value)
{
    if (!value_is(value, VALUE_MAP))
        return NULL;
    struct plim_arena *arena = plim_intern_arena(texts);
    struct value *kept = plim_arena_alloc(arena, sizeof(*kept));
    *kept = value_copy(arena, value);
    return kept;
}

/* An int32 in Kubernetes; what no server takes must not overflow our sums. */
static int64_t read_replicas(const struct value *replicas)
{
    int64_t number = value_int_or(replicas, 1);
    return number < 0 ? 0 : number > INT32_MAX ? INT32_MAX : number;
}

static void set_field(struct relation_reading *reading, const char *text)
{
    plim_buf_clear(&reading->path);
    plim_buf_append_c(&reading->path, text);
}

/* ---- kinds */

static void read_claim_templates(struct relation_reading *reading, const struct value *object)
{
    const struct value *templates = value_get_path(object, "spec.volumeClaimTemplates");
    for (size_t i = 0; i < value_len(templates); i++) {
        plim_buf_clear(&reading->path);
        plim_buf_printf(&reading->path, "spec.volumeClaimTemplates[%zu].spec.storageClassName", i);
        relation_reading_add(reading, "storage.k8s.io/v1", "StorageClass",
                             value_get_text(value_at(templates, i), "spec.storageClassName"),
                             &plain);
    }
}

static void read_workload(struct relation_reading *reading, const struct value *object,
                          struct relation_detail *detail)
{
    const struct value *spec = resource_pod_spec(object);
    const struct value *template = resource_pod_template(object);
    struct resource_identity identity = resource_identity_of(object);
    detail->has_pods = true;
    detail->host_network = value_bool_or(value_get(spec, "hostNetwork"), false);
    detail->pod_labels = relation_labels_read(
        reading->texts, value_get_path(template ? template : object, "metadata.labels"));
    detail->ports = relation_read_container_ports(reading->texts, spec, &detail->port_count);
    relation_read_pod(reading, spec, resource_pod_spec_path(identity.group, identity.kind));
    bool replicated =
        plim_str_is(identity.kind, "Deployment") || plim_str_is(identity.kind, "StatefulSet");
    if (!replicated && !plim_str_is(identity.kind, "DaemonSet"))
        return;
    detail->selector = keep(reading->texts, value_get_path(object, "spec.selector"));
    if (replicated)
        detail->replicas = read_replicas(value_get_path(object, "spec.replicas"));
    if (!plim_str_is(identity.kind, "StatefulSet"))
        return;
    set_field(reading, "spec.serviceName");
    relation_reading_add(reading, "v1", "Service", value_get_text(object, "spec.serviceName"),
                         &plain);
    read_claim_templates(reading, object);
}

static void read_service(struct relation_reading *reading, const struct value *object,
                         struct relation_detail *detail)
{
    struct plim_intern *texts = reading->texts;
    struct plim_str type = value_get_text(object, "spec.type");
    const struct value *selector = value_get_path(object, "spec.selector");
    const struct value *list = value_get_path(object, "spec.ports");
    size_t count = value_len(list);
    PLIM_CLEANUP(plim_freep) struct relation_port *ports = plim_calloc(count + 1, sizeof(*ports));
    for (size_t i = 0; i < count; i++) {
        const struct value *port = value_at(list, i);
        const struct value *target = value_get(port, "targetPort");
        struct plim_str protocol = value_get_text(port, "protocol");
        ports[i] = (struct relation_port){
            .name = plim_intern_str(texts, value_get_text(port, "name")),
            .protocol = plim_intern_str(texts, protocol.len > 0 ? protocol : PLIM_STR("TCP")),
            .number = value_int_or(value_get(port, "port"), 0),
            .target = relation_port_text(texts, target),
        };
        if (ports[i].target.len == 0)
            ports[i].target = relation_port_text(texts, value_get(port, "port"));
    }
    detail->ports = plim_intern_array(texts, ports, count, sizeof(*ports));
    detail->port_count = count;
    detail->type = plim_intern_str(texts, type.len > 0 ? type : PLIM_STR("ClusterIP"));
    detail->headless = value_is_string(value_get_path(object, "spec.clusterIP"), "None");
    if (value_len(selector) > 0 && !plim_str_is(type, "ExternalName"))
        detail->selector = keep(texts, selector);
}

static void add_backend(struct relation_reading *reading, const struct value *backend)
{
    const struct value *port = value_get(backend, "port");
    const struct value *number = value_get(port, "number");
    const struct relation_reference more = {
        .key = relation_port_text(reading->texts, number ? number : value_get(port, "name"))};
    relation_reading_add(reading, "v1", "Service", value_get_text(backend, "name"), &more);
}

static void read_ingress(struct relation_reading *reading, const struct value *object,
                         struct relation_detail *detail)
{
    (void)detail;
    set_field(reading, "spec.ingressClassName");
    relation_reading_add(reading, "networking.k8s.io/v1", "IngressClass",
                         value_get_text(object, "spec.ingressClassName"), &plain);
    set_field(reading, "spec.defaultBackend.service");
    add_backend(reading, value_get_path(object, "spec.defaultBackend.service"));
    const struct value *rules = value_get_path(object, "spec.rules");
    for (size_t i = 0; i < value_len(rules); i++) {
        const struct value *paths = value_get_path(value_at(rules, i), "http.paths");
        for (size_t k = 0; k < value_len(paths); k++) {
            plim_buf_clear(&reading->path);
            plim_buf_printf(&reading->path, "spec.rules[%zu].http.paths[%zu].backend.service", i,
                            k);
            add_backend(reading, value_get_path(value_at(paths, k), "backend.service"));
        }
    }
    const struct value *tls = value_get_path(object, "spec.tls");
    for (size_t i = 0; i < value_len(tls); i++) {
        plim_buf_clear(&reading->path);
        plim_buf_printf(&reading->path, "spec.tls[%zu].secretName", i);
        relation_reading_add(reading, "v1", "Secret",
                             value_get_text(value_at(tls, i), "secretName"), &plain);
    }
}

/* Group and kind of what a Gateway API reference names are a core Service unless stated. */
static void add_route_backend(struct relation_reading *reading, const struct value *backend)
{
    const struct value *kind = value_get(backend, "kind");
    const struct relation_reference more = {
        .key = relation_port_text(reading->texts, value_get(backend, "port")),
        .namespace = value_get_text(backend, "namespace")};
    if (value_get_text(backend, "group").len > 0 || (kind && !value_is_string(kind, "Service")))
        return;
    relation_reading_add(reading, "v1", "Service", value_get_text(backend, "name"), &more);
}

static void read_route(struct relation_reading *reading, const struct value *object,
                       struct relation_detail *detail)
{
    (void)detail;
    const struct value *parents = value_get_path(object, "spec.parentRefs");
    for (size_t i = 0; i < value_len(parents); i++) {
        const struct value *parent = value_at(parents, i);
        const struct value *kind = value_get(parent, "kind");
        const struct relation_reference more = {.namespace = value_get_text(parent, "namespace")};
        plim_buf_clear(&reading->path);
        plim_buf_printf(&reading->path, "spec.parentRefs[%zu]", i);
        if (!kind || value_is_string(kind, "Gateway"))
            relation_reading_add(reading, "gateway.networking.k8s.io/v1", "Gateway",
                                 value_get_text(parent, "name"), &more);
    }
    const struct value *rules = value_get_path(object, "spec.rules");
    for (size_t i = 0; i < value_len(rules); i++) {
        const struct value *backends = value_get(value_at(rules, i), "backendRefs");
        for (size_t k = 0; k < value_len(backends); k++) {
            plim_buf_clear(&reading->path);
            plim_buf_printf(&reading->path, "spec.rules[%zu].backendRefs[%zu]", i, k);
            add_route_backend(reading, value_at(backends, k));
        }
    }
}

static bool names_type(const struct value *types, const char *type)
{
    for (size_t i = 0; i < value_len(types); i++) {
        if (value_is_string(value_at(types, i), type))
            return true;
    }
    return false;
}

/* Without policyTypes it limits ingress, and egress where rules for that are given. */
static void read_network_policy(struct relation_reading *reading, const struct value *object,
                                struct relation_detail *detail)
{
    static const struct value empty = {.kind = VALUE_MAP};
    const struct value *types = value_get_path(object, "spec.policyTypes");
    const struct value *selector = value_get_path(object, "spec.podSelector");
    bool stated = value_len(types) > 0;
    const struct value *egress = value_get_path(object, "spec.egress");
    detail->selector = keep(reading->texts, selector ? selector : &empty);
    detail->ingress = stated ? names_type(types, "Ingress") : true;
    detail->egress = stated ? names_type(types, "Egress") : value_len(egress) > 0;
    detail->denies_ingress =
        detail->ingress && value_len(value_get_path(object, "spec.ingress")) == 0;
    detail->denies_egress = detail->egress && value_len(egress) == 0;
}

static void read_budget(struct relation_reading *reading, const struct value *object,
                        struct relation_detail *detail)
{
    detail->selector = keep(reading->texts, value_get_path(object, "spec.selector"));
    const struct value *most = value_get_path(object, "spec.maxUnavailable");
    const struct value *least = value_get_path(object, "spec.minAvailable");
    char text[24];
    (void)snprintf(text, sizeof(text), "%lld", (long long)value_int_or(most, 0));
    if (most)
        detail->unavailable = plim_intern_str(
            reading->texts, value_is(most, VALUE_STRING) ? value_str(most) : plim_str_from(text));
    (void)snprintf(text, sizeof(text), "%lld", (long long)value_int_or(least, 0));
    if (least)
        detail->available = plim_intern_str(
            reading->texts, value_is(least, VALUE_STRING) ? value_str(least) : plim_str_from(text));
}

static void read_autoscaler(struct relation_reading *reading, const struct value *object,
                            struct relation_detail *detail)
{
    const struct value *target = value_get_path(object, "spec.scaleTargetRef");
    struct plim_str version = value_get_text(target, "apiVersion");
    struct plim_str kind = value_get_text(target, "kind");
    struct plim_arena *arena = plim_intern_arena(reading->texts);
    detail->replicas = read_replicas(value_get_path(object, "spec.minReplicas"));
    set_field(reading, "spec.scaleTargetRef");
    relation_reading_add(reading, plim_arena_copy(arena, version.text, version.len),
                         plim_arena_copy(arena, kind.text, kind.len),
                         value_get_text(target, "name"), &plain);
}

static void read_binding(struct relation_reading *reading, const struct value *object,
                         struct relation_detail *detail)
{
    (void)detail;
    bool cluster_wide = value_is_string(value_get_path(object, "roleRef.kind"), "ClusterRole");
    set_field(reading, "roleRef");
    relation_reading_add(reading, "rbac.authorization.k8s.io/v1",
                         cluster_wide ? "ClusterRole" : "Role",
                         value_get_text(object, "roleRef.name"), &plain);
    const struct value *subjects = value_get(object, "subjects");
    for (size_t i = 0; i < value_len(subjects); i++) {
        const struct value *subject = value_at(subjects, i);
        const struct relation_reference more = {.namespace = value_get_text(subject, "namespace")};
        plim_buf_clear(&reading->path);
        plim_buf_printf(&reading->path, "subjects[%zu]", i);
        if (value_is_string(value_get(subject, "kind"), "ServiceAccount"))
            relation_reading_add(reading, "v1", "ServiceAccount", value_get_text(subject, "name"),
                                 &more);
    }
}

/* A claim that is bound by hand needs no class: its name only has to be the volume's. */
static void read_claim(struct relation_reading *reading, const struct value *object,
                       struct relation_detail *detail)
{
    (void)detail;
    const struct relation_reference more = {.optional =
                                                value_get_text(object, "spec.volumeName").len > 0};
    set_field(reading, "spec.storageClassName");
    relation_reading_add(reading, "storage.k8s.io/v1", "StorageClass",
                         value_get_text(object, "spec.storageClassName"), &more);
}

static const struct {
    const char *kind;
    void (*read)(struct relation_reading *reading, const struct value *object,
                 struct relation_detail *detail);
} readers[] = {
    {"Pod", read_workload},
    {"Deployment", read_workload},
    {"StatefulSet", read_workload},
    {"DaemonSet", read_workload},
    {"Job", read_workload},
    {"CronJob", read_workload},
    {"Service", read_service},
    {"Ingress", read_ingress},
    {"HTTPRoute", read_route},
    {"NetworkPolicy", read_network_policy},
    {"PodDisruptionBudget", read_budget},
    {"HorizontalPodAutoscaler", read_autoscaler},
    {"RoleBinding", read_binding},
    {"ClusterRoleBinding", read_binding},
    {"PersistentVolumeClaim", read_claim},
};

const struct relation_detail *relation_detail_read(struct plim_intern *texts,
                                                   const struct value *object,
                                                   const struct resource_identity *identity)
{
    size_t i = 0;
    while (i < PLIM_LEN(readers) && !plim_str_is(identity->kind, readers[i].kind))
        i++;
    if (i == PLIM_LEN(readers))
        return NULL;
    struct plim_arena *arena = plim_intern_arena(texts);
    struct relation_detail *detail = plim_arena_alloc(arena, sizeof(*detail));
    struct relation_reading reading = {.texts = texts, .namespace = identity->namespace};
    *detail = (struct relation_detail){.replicas = -1};
    readers[i].read(&reading, object, detail);
    if (reading.len > 0) {
        struct relation_reference *kept =
            plim_arena_array(arena, reading.len, sizeof(*reading.references));
        memcpy(kept, reading.references, reading.len * sizeof(*reading.references));
        detail->references = kept;
    }
    detail->reference_count = reading.len;
    free(reading.references);
    plim_buf_release(&reading.path);
    return detail;
}
