/* The `relation` record. */
#include <stdio.h>

#include "base/defs.h"
#include "value/build.h"

#include "relation_priv.h"

#define NOT_AMONG "it is not among the manifests"

/* One object, and what its record is made with. */
struct recording {
    const struct relation_joins *joins;
    struct plim_arena *arena;
    size_t position; /* of the object in the facts */
    const struct relation_object *object;
    const struct relation_detail *detail;
};

static const struct relation_detail nothing = {.replicas = -1};

struct value relation_value_or_unknown(struct value value, struct plim_str reason)
{
    return reason.len > 0 ? value_unknown(reason) : value;
}

static struct plim_str first_of(struct plim_str left, struct plim_str right)
{
    return left.len > 0 ? left : right;
}

/* ---- what it names */

/* Every cluster has these, whoever reads it. Source: kube-controller-manager's root CA publisher
 * and service account controllers, kube-apiserver's scheduling bootstrap. */
static bool is_cluster_made(const struct relation_reference *reference)
{
    static const struct {
        const char *kind, *name;
    } made[] = {
        {"ConfigMap", "kube-root-ca.crt"},
        {"ServiceAccount", "default"},
        {"PriorityClass", "system-node-critical"},
        {"PriorityClass", "system-cluster-critical"},
    };
    for (size_t i = 0; i < PLIM_LEN(made); i++) {
        if (plim_str_is(reference->kind, made[i].kind) &&
            plim_str_is(reference->name, made[i].name))
            return true;
    }
    return false;
}

/* What an application brings along: manifests that name it and do not have it do not fit together.
 * Anything else may be made by somebody else. */
static bool comes_along(const struct relation_reference *reference)
{
    static const char *const kinds[] = {"Service", "Deployment", "StatefulSet"};
    for (size_t i = 0; i < PLIM_LEN(kinds); i++) {
        if (plim_str_is(reference->kind, kinds[i]))
            return true;
    }
    return false;
}

static struct value is_found(const struct recording *recording,
                             const struct relation_reference *reference,
                             const struct relation_object *target)
{
    const struct relation_site *site = &recording->joins->site;
    const struct relation_kind *kind = relation_kind_find(reference->group, reference->kind);
    if (target || is_cluster_made(reference))
        return value_bool(true);
    if (!kind)
        return value_unknown(plim_str_from(
            plim_arena_printf(recording->arena, "objects of the kind %.*s are not looked at",
                              PLIM_STR_ARG(reference->kind))));
    struct plim_str reason = site->unread(site->context, kind, reference->namespace);
    if (reason.len == 0 && site->manifests && !comes_along(reference))
        reason = PLIM_STR(NOT_AMONG);
    return relation_value_or_unknown(value_bool(false), reason);
}

static bool has_port(const struct relation_detail *service, struct plim_str key)
{
    for (size_t i = 0; i < service->port_count; i++) {
        const struct relation_port *port = &service->ports[i];
        char number[24];
        (void)snprintf(number, sizeof(number), "%lld", (long long)port->number);
        if (plim_str_is(key, number) || plim_str_equal(key, port->name))
            return true;
    }
    return false;
}

static struct value is_key_found(const struct relation_reference *reference,
                                 const struct relation_object *target, struct value found)
{
    if (reference->key.len == 0 || !target)
        return found;
    if (plim_str_is(reference->kind, "Service"))
        return value_bool(plim_str_is(target->detail->type, "ExternalName") ||
                          has_port(target->detail, reference->key));
    for (size_t i = 0; i < target->key_count; i++) {
        if (plim_str_equal(target->keys[i], reference->key))
            return value_bool(true);
    }
    return relation_value_or_unknown(value_bool(false), target->keys_known
                                                            ? (struct plim_str){0}
                                                            : PLIM_STR("its keys are not read"));
}

static struct value make_reference(const struct recording *recording,
                                   const struct relation_reference *reference)
{
    struct plim_arena *arena = recording->arena;
    const struct relation_object *target =
        relation_index_find(&recording->joins->index, arena, reference);
    struct value found = is_found(recording, reference, target);
    const struct resource_identity identity = {.group = reference->group,
                                               .version = reference->version};
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "field", value_string(reference->field));
    value_map_add(&map, "apiVersion", value_string(resource_api_version(arena, &identity)));
    value_map_add(&map, "kind", value_string(reference->kind));
    value_map_add(&map, "namespace", value_string(reference->namespace));
    value_map_add(&map, "name", value_string(reference->name));
    value_map_add(&map, "key", value_string(reference->key));
    value_map_add(&map, "optional", value_bool(reference->optional));
    value_map_add(&map, "found", found);
    value_map_add(&map, "keyFound", is_key_found(reference, target, found));
    value_map_add(&map, "headless",
                  value_bool(target && target->detail && target->detail->headless));
    return value_map_finish(&map);
}

static struct value list_references(const struct recording *recording)
{
    struct value_list_builder list = {.arena = recording->arena};
    for (size_t i = 0; i < recording->detail->reference_count; i++)
        value_list_add(&list, make_reference(recording, &recording->detail->references[i]));
    return value_list_finish(&list);
}

/* ---- what it selects */

static struct value make_name(struct plim_arena *arena, struct plim_str kind,
                              struct plim_str namespace, struct plim_str name)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "kind", value_string(kind));
    value_map_add(&map, "namespace", value_string(namespace));
    value_map_add(&map, "name", value_string(name));
    return value_map_finish(&map);
}

/* Operators give pods the labels of the custom resource that asks for them. */
static struct plim_str find_operator(const struct recording *recording)
{
    const struct relation_facts *facts = recording->joins->facts;
    const struct resource_identity *identity = &recording->object->identity;
    bool plain = plim_str_is(identity->kind, "Service");
    for (size_t i = 0; i < facts->custom_count; i++) {
        const struct relation_custom *custom = &facts->customs[i];
        if (plim_str_equal(custom->namespace, identity->namespace) &&
            relation_selector_matches(recording->detail->selector, plain, &custom->labels, true))
            return PLIM_STR("custom resources with these labels may ask for such pods");
    }
    return (struct plim_str){0};
}

/* Why there may be pods that nobody met. */
static struct plim_str find_dark_pods(const struct recording *recording)
{
    struct plim_str namespace = recording->object->identity.namespace;
    struct plim_str reason =
        recording->detail->selector ? find_operator(recording) : (struct plim_str){0};
    size_t count = 0;
    const struct relation_kind *kinds = relation_kinds(&count);
    for (size_t i = 0; reason.len == 0 && i < count; i++) {
        if (kinds[i].has_pods)
            reason = relation_unread(recording->joins, kinds[i].group, kinds[i].kind, namespace);
    }
    return reason;
}

/* What was seen is selected, whatever else there may be. */
static struct value list_selected(const struct recording *recording)
{
    const struct relation_links *links = &recording->joins->selects[recording->position];
    struct value_list_builder list = {.arena = recording->arena};
    for (size_t i = 0; i < links->len; i++) {
        const struct relation_root *root = &recording->joins->index.roots[links->items[i]];
        struct value_map_builder map = {.arena = recording->arena};
        value_map_add(&map, "kind", value_string(root->kind));
        value_map_add(&map, "namespace", value_string(root->namespace));
        value_map_add(&map, "name", value_string(root->name));
        value_map_add(&map, "replicas",
                      value_int(root->object ? root->object->detail->replicas : -1));
        value_list_add(&list, value_map_finish(&map));
    }
    bool dark = links->len == 0 && recording->detail->selector != NULL;
    return relation_value_or_unknown(value_list_finish(&list),
                                     dark ? find_dark_pods(recording) : (struct plim_str){0});
}

static bool selects_all(const struct relation_detail *detail)
{
    return detail->selector && value_len(detail->selector) == 0;
}

static bool is_number(struct plim_str text)
{
    return text.len > 0 && text.text[0] >= '0' && text.text[0] <= '9';
}

static bool exposes(const struct relation_detail *workload, const struct relation_port *wanted)
{
    for (size_t i = 0; i < workload->port_count; i++) {
        const struct relation_port *port = &workload->ports[i];
        char number[24];
        (void)snprintf(number, sizeof(number), "%lld", (long long)port->number);
        if (plim_str_equal(port->protocol, wanted->protocol) &&
            (plim_str_is(wanted->target, number) || plim_str_equal(wanted->target, port->name)))
            return true;
    }
    return false;
}

static struct value is_exposed(const struct recording *recording, const struct relation_port *port)
{
    const struct relation_links *links = &recording->joins->selects[recording->position];
    bool unknown = false;
    for (size_t i = 0; i < links->len; i++) {
        const struct relation_object *object =
            recording->joins->index.roots[links->items[i]].object;
        if (object && exposes(object->detail, port))
            return value_bool(true);
        unknown = unknown || !object;
    }
    struct plim_str reason = unknown           ? PLIM_STR("the ports of its pods are not read")
                             : links->len == 0 ? find_dark_pods(recording)
                                               : (struct plim_str){0};
    return relation_value_or_unknown(value_bool(false), reason);
}

static struct value list_ports(const struct recording *recording)
{
    bool service = recording->detail->type.len > 0;
    struct value_list_builder list = {.arena = recording->arena};
    for (size_t i = 0; service && i < recording->detail->port_count; i++) {
        const struct relation_port *port = &recording->detail->ports[i];
        struct value_map_builder map = {.arena = recording->arena};
        value_map_add(&map, "name", value_string(port->name));
        value_map_add(&map, "port", value_int(port->number));
        value_map_add(&map, "protocol", value_string(port->protocol));
        value_map_add(&map, "target", value_string(port->target));
        value_map_add(&map, "named", value_bool(!is_number(port->target)));
        value_map_add(&map, "exposed", is_exposed(recording, port));
        value_list_add(&list, value_map_finish(&map));
    }
    return value_list_finish(&list);
}

static struct value count_endpoints(const struct recording *recording)
{
    const struct relation_joins *joins = recording->joins;
    const struct resource_identity *identity = &recording->object->identity;
    if (recording->detail->type.len == 0)
        return value_int(0);
    if (joins->site.manifests)
        return value_unknown(PLIM_STR("no cluster was read"));
    struct plim_str reason =
        relation_unread(joins, "discovery.k8s.io", "EndpointSlice", identity->namespace);
    size_t ready = relation_index_ready(&joins->index, recording->arena, identity);
    return relation_value_or_unknown(value_int((int64_t)ready), reason);
}

/* ---- budgets */

/* The least number of pods that the workload is asked to have; -1: that is not fixed. */
static int64_t count_pods(const struct relation_joins *joins, const struct relation_object *object)
{
    int64_t replicas = object->detail->replicas;
    const struct relation_links *links = &joins->referred_by[object - joins->facts->objects];
    for (size_t i = 0; i < links->len; i++) {
        const struct relation_object *other = &joins->facts->objects[links->items[i]];
        if (plim_str_is(other->identity.kind, "HorizontalPodAutoscaler"))
            replicas = other->detail->replicas;
    }
    return replicas;
}

/* "50%" of the pods, rounded up as the disruption controller does, or a number. */
static int64_t scale(struct plim_str amount, int64_t pods)
{
    enum { PERCENT = 100, MOST = 1000000000 };
    int64_t number = 0;
    size_t i = 0;
    for (; i < amount.len && amount.text[i] >= '0' && amount.text[i] <= '9' && number < MOST; i++)
        number = number * 10 + (amount.text[i] - '0');
    bool percent = i < amount.len && amount.text[i] == '%';
    if (!percent)
        return number;
    number = number > PERCENT ? PERCENT : number;
    return (number * pods + PERCENT - 1) / PERCENT;
}

static bool never_evicts(const struct relation_detail *budget)
{
    struct plim_str most = budget->unavailable;
    return plim_str_is(most, "0") || plim_str_is(most, "0%") ||
           plim_str_is(budget->available, "100%");
}

static struct value make_budget(const struct recording *recording, int64_t pods, int64_t allowed)
{
    struct value_map_builder map = {.arena = recording->arena};
    value_map_add(&map, "pods", value_int(pods));
    value_map_add(&map, "allowed", value_int(allowed));
    value_map_add(&map, "never", value_bool(never_evicts(recording->detail)));
    return value_map_finish(&map);
}

/* What may go at once while all pods are healthy. */
static struct value find_budget(const struct recording *recording)
{
    const struct relation_joins *joins = recording->joins;
    const struct relation_links *links = &joins->selects[recording->position];
    struct plim_str namespace = recording->object->identity.namespace;
    int64_t pods = 0;
    if (!plim_str_is(recording->object->identity.kind, "PodDisruptionBudget"))
        return make_budget(recording, 0, 0);
    for (size_t i = 0; i < links->len; i++) {
        const struct relation_object *object = joins->index.roots[links->items[i]].object;
        int64_t some = object ? count_pods(joins, object) : -1;
        if (some < 0)
            return value_unknown(PLIM_STR("it covers pods whose number nobody states"));
        pods += some;
    }
    struct plim_str reason =
        first_of(find_dark_pods(recording),
                 relation_unread(joins, "autoscaling", "HorizontalPodAutoscaler", namespace));
    int64_t allowed = pods;
    if (recording->detail->unavailable.len > 0)
        allowed = scale(recording->detail->unavailable, pods);
    else if (recording->detail->available.len > 0)
        allowed = pods - scale(recording->detail->available, pods);
    allowed = allowed < 0 ? 0 : allowed > pods ? pods : allowed;
    return relation_value_or_unknown(make_budget(recording, pods, allowed), reason);
}

/* ---- what selects it, or names it */

/* Of those that select or name it, the ones of one kind. */
static struct value list_linked(const struct recording *recording,
                                const struct relation_links *links, const char *group,
                                const char *kind)
{
    struct value_list_builder list = {.arena = recording->arena};
    for (size_t i = 0; i < links->len; i++) {
        const struct relation_object *other = &recording->joins->facts->objects[links->items[i]];
        if (!plim_str_is(other->identity.kind, kind))
            continue;
        struct value_map_builder map = {.arena = recording->arena};
        value_map_add(&map, "name", value_string(other->identity.name));
        value_map_add(&map, "ingress", value_bool(other->detail->ingress));
        value_map_add(&map, "egress", value_bool(other->detail->egress));
        value_list_add(&list, value_map_finish(&map));
    }
    return relation_value_or_unknown(
        value_list_finish(&list),
        recording->detail->has_pods
            ? relation_unread(recording->joins, group, kind, recording->object->identity.namespace)
            : (struct plim_str){0});
}

static struct value make_selected_by(const struct recording *recording)
{
    const struct relation_links *selected = &recording->joins->selected_by[recording->position];
    const struct relation_links *named = &recording->joins->referred_by[recording->position];
    struct value_map_builder map = {.arena = recording->arena};
    value_map_add(&map, "services", list_linked(recording, selected, "", "Service"));
    value_map_add(&map, "disruptionBudgets",
                  list_linked(recording, selected, "policy", "PodDisruptionBudget"));
    value_map_add(&map, "networkPolicies",
                  list_linked(recording, selected, "networking.k8s.io", "NetworkPolicy"));
    value_map_add(&map, "autoscalers",
                  list_linked(recording, named, "autoscaling", "HorizontalPodAutoscaler"));
    return value_map_finish(&map);
}

/* All that could not be read may name it: as with what it selects, who was seen is known. */
static struct value list_referrers(const struct recording *recording)
{
    const struct relation_links *links = &recording->joins->referred_by[recording->position];
    struct value_list_builder list = {.arena = recording->arena};
    struct plim_str reason = {0};
    size_t count = 0;
    const struct relation_kind *kinds = relation_kinds(&count);
    for (size_t i = 0; i < links->len; i++) {
        const struct resource_identity *other =
            &recording->joins->facts->objects[links->items[i]].identity;
        value_list_add(&list,
                       make_name(recording->arena, other->kind, other->namespace, other->name));
    }
    for (size_t i = 0; links->len == 0 && reason.len == 0 && i < count; i++) {
        if (kinds[i].refers)
            reason = relation_unread(recording->joins, kinds[i].group, kinds[i].kind,
                                     recording->object->identity.namespace);
    }
    return relation_value_or_unknown(value_list_finish(&list), reason);
}

/* ---- the whole */

struct value relation_owner_value(struct plim_arena *arena, const struct relation_owner *owner)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "kind",
                  relation_value_or_unknown(value_string(owner->kind), owner->unknown));
    value_map_add(&map, "name",
                  relation_value_or_unknown(value_string(owner->name), owner->unknown));
    value_map_add(&map, "namespace",
                  relation_value_or_unknown(value_string(owner->namespace), owner->unknown));
    value_map_add(&map, "platform", value_bool(owner->platform != 0));
    return value_map_finish(&map);
}

struct value relation_labels_value(struct plim_arena *arena, const struct relation_labels *labels)
{
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < labels->len; i++)
        value_map_add_str(&map, labels->items[i].key, value_string(labels->items[i].value));
    return value_map_finish(&map);
}

void relation_site_add(const struct relation_site *site, struct value_map_builder *map)
{
    value_map_add(map, "cluster", site->cluster);
    value_map_add(map, "environment", site->environment);
    value_map_add(map, "production", site->production);
    value_map_add(map, "origin", value_string_c(site->manifests ? "git" : "live"));
}

struct value relation_record(const struct relation_joins *joins, size_t i, struct plim_arena *arena)
{
    const struct relation_object *object = relation_at(joins, i);
    const struct relation_detail *detail = object->detail ? object->detail : &nothing;
    const struct recording recording = {joins, arena, joins->subjects[i], object, detail};
    struct value_map_builder map = {.arena = arena};
    relation_site_add(&joins->site, &map);
    value_map_add(&map, "application", value_string(object->application));
    value_map_add(&map, "owner", relation_owner_value(arena, object->owner));
    value_map_add(&map, "apiVersion", value_string(resource_api_version(arena, &object->identity)));
    value_map_add(&map, "kind", value_string(object->identity.kind));
    value_map_add(&map, "namespace", value_string(object->identity.namespace));
    value_map_add(&map, "name", value_string(object->identity.name));
    value_map_add(&map, "labels", relation_labels_value(arena, &object->labels));
    value_map_add(&map, "replicas", value_int(detail->replicas));
    value_map_add(&map, "hostNetwork", value_bool(detail->host_network));
    value_map_add(&map, "references", list_references(&recording));
    value_map_add(&map, "referredBy", list_referrers(&recording));
    value_map_add(&map, "hasPods", value_bool(detail->has_pods));
    value_map_add(&map, "hasSelector", value_bool(detail->selector != NULL));
    value_map_add(&map, "selectsAll", value_bool(selects_all(detail)));
    value_map_add(&map, "selects", list_selected(&recording));
    value_map_add(&map, "selectedBy", make_selected_by(&recording));
    value_map_add(&map, "type", value_string(detail->type));
    value_map_add(&map, "headless", value_bool(detail->headless));
    value_map_add(&map, "ports", list_ports(&recording));
    value_map_add(&map, "readyEndpoints", count_endpoints(&recording));
    value_map_add(&map, "budget", find_budget(&recording));
    return value_map_finish(&map);
}

struct value relation_record_unread(const struct relation_site *site,
                                    const struct relation_kind *kind, struct plim_str reason,
                                    struct plim_arena *arena)
{
    static const char *const unknown[] = {
        "labels",     "replicas",       "hostNetwork", "referredBy", "hasSelector",
        "selectsAll", "selects",        "selectedBy",  "type",       "headless",
        "ports",      "readyEndpoints", "budget"};
    struct value_map_builder map = {.arena = arena};
    relation_site_add(site, &map);
    value_map_add(&map, "application", value_string(PLIM_STR("")));
    value_map_add(&map, "owner", value_unknown(reason));
    value_map_add(&map, "apiVersion", value_string(PLIM_STR("")));
    value_map_add(&map, "kind", value_string_c(kind->kind));
    value_map_add(&map, "namespace", value_string(PLIM_STR("")));
    value_map_add(&map, "name", value_string(PLIM_STR("")));
    value_map_add(&map, "references", kind->refers ? value_unknown(reason) : value_list(NULL, 0));
    value_map_add(&map, "hasPods", value_bool(kind->has_pods));
    for (size_t i = 0; i < PLIM_LEN(unknown); i++)
        value_map_add(&map, unknown[i], value_unknown(reason));
    return value_map_finish(&map);
}
