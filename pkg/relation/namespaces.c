/* The `ns` record: a Namespace and what is in it. */
#include "resource/owner.h"

#include "relation_priv.h"

#define POD_SECURITY "pod-security.kubernetes.io/"

/* Objects of one namespace: they stand together. */
struct range {
    size_t first, end;
};

static struct plim_str namespace_of(const struct relation_joins *joins, size_t i)
{
    return joins->facts->objects[i].identity.namespace;
}

/* The first object whose namespace is not before this one, or after it. */
static size_t find_border(const struct relation_joins *joins, struct plim_str name, bool behind)
{
    size_t low = 0, high = joins->facts->object_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = plim_str_compare(namespace_of(joins, middle), name);
        if (order < 0 || (behind && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct range find_range(const struct relation_joins *joins, struct plim_str name)
{
    return (struct range){find_border(joins, name, false), find_border(joins, name, true)};
}

/* Why more of the kind may be there; manifests never tell that there is no more. */
static struct plim_str find_dark(const struct relation_joins *joins, const char *group,
                                 const char *kind, struct plim_str name)
{
    struct plim_str reason = relation_unread(joins, group, kind, name);
    if (reason.len == 0 && joins->site.manifests)
        reason = PLIM_STR("no cluster was read");
    return reason;
}

static bool is_kind(const struct relation_object *object, const char *group, const char *kind)
{
    return plim_str_is(object->identity.kind, kind) && plim_str_is(object->identity.group, group);
}

static struct value list_names(const struct relation_joins *joins, struct plim_str name,
                               const char *group, const char *kind, struct plim_arena *arena)
{
    struct value_list_builder list = {.arena = arena};
    struct range range = find_range(joins, name);
    for (size_t i = range.first; i < range.end; i++) {
        const struct relation_object *object = &joins->facts->objects[i];
        if (is_kind(object, group, kind))
            value_list_add(&list, value_string(object->identity.name));
    }
    return relation_value_or_unknown(value_list_finish(&list), find_dark(joins, group, kind, name));
}

static struct value count_kind(const struct relation_joins *joins, struct plim_str name,
                               const char *kind, struct plim_arena *arena)
{
    struct value names = list_names(joins, name, "", kind, arena);
    return value_is(&names, VALUE_UNKNOWN) ? names : value_int((int64_t)value_len(&names));
}

static struct value count_workloads(const struct relation_joins *joins, struct plim_str name)
{
    struct range range = find_range(joins, name);
    struct plim_str reason = {0};
    int64_t found = 0;
    size_t count = 0;
    const struct relation_kind *kinds = relation_kinds(&count);
    for (size_t i = range.first; i < range.end; i++) {
        const struct relation_object *object = &joins->facts->objects[i];
        found += object->detail && object->detail->has_pods && !object->controlled ? 1 : 0;
    }
    for (size_t i = 0; reason.len == 0 && i < count; i++) {
        if (kinds[i].has_pods)
            reason = find_dark(joins, kinds[i].group, kinds[i].kind, name);
    }
    return relation_value_or_unknown(value_int(found), reason);
}

/* Whose owners are not known are in doubt, not owned. */
static struct value count_unowned(const struct relation_joins *joins, struct plim_str name)
{
    struct range range = find_range(joins, name);
    struct plim_str reason = {0};
    int64_t found = 0;
    size_t count = 0;
    const struct relation_kind *kinds = relation_kinds(&count);
    for (size_t i = range.first; i < range.end; i++) {
        const struct relation_owner *owner = joins->facts->objects[i].owner;
        if (reason.len == 0)
            reason = owner->unknown;
        found += plim_str_is(owner->kind, "none") ? 1 : 0;
    }
    for (size_t i = 0; reason.len == 0 && i < count; i++) {
        if (kinds[i].namespaced)
            reason = find_dark(joins, kinds[i].group, kinds[i].kind, name);
    }
    return relation_value_or_unknown(value_int(found), reason);
}

/* A policy that denies is proven, whatever else there may be. */
static struct value is_denied(const struct relation_joins *joins, struct plim_str name, bool egress)
{
    struct range range = find_range(joins, name);
    for (size_t i = range.first; i < range.end; i++) {
        const struct relation_object *object = &joins->facts->objects[i];
        if (!is_kind(object, "networking.k8s.io", "NetworkPolicy") ||
            value_len(object->detail->selector) > 0)
            continue;
        if (egress ? object->detail->denies_egress : object->detail->denies_ingress)
            return value_bool(true);
    }
    return relation_value_or_unknown(value_bool(false),
                                     find_dark(joins, "networking.k8s.io", "NetworkPolicy", name));
}

static struct plim_str find_label(const struct relation_object *object, const char *key)
{
    for (size_t i = 0; i < object->labels.len; i++) {
        if (plim_str_is(object->labels.items[i].key, key))
            return object->labels.items[i].value;
    }
    return (struct plim_str){0};
}

static struct value make_pod_security(struct plim_arena *arena,
                                      const struct relation_object *object)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "enforce", value_string(find_label(object, POD_SECURITY "enforce")));
    value_map_add(&map, "audit", value_string(find_label(object, POD_SECURITY "audit")));
    value_map_add(&map, "warn", value_string(find_label(object, POD_SECURITY "warn")));
    value_map_add(&map, "enforceVersion",
                  value_string(find_label(object, POD_SECURITY "enforce-version")));
    return value_map_finish(&map);
}

static struct value has_some(const struct relation_joins *joins, struct plim_str name,
                             const char *kind, struct plim_arena *arena)
{
    struct value names = list_names(joins, name, "", kind, arena);
    return value_is(&names, VALUE_UNKNOWN) ? names : value_bool(value_len(&names) > 0);
}

static const struct relation_object *find_namespace(const struct relation_joins *joins,
                                                    struct plim_str name)
{
    for (size_t i = 0; i < joins->namespace_count; i++) {
        const struct relation_object *object = relation_namespace_at(joins, i);
        if (plim_str_equal(object->identity.name, name))
            return object;
    }
    return NULL;
}

static struct value make_twin(const struct relation_joins *joins,
                              const struct relation_object *object, struct plim_arena *arena)
{
    struct plim_str name = object->identity.name;
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "cluster", joins->site.cluster);
    value_map_add(&map, "enforce", value_string(find_label(object, POD_SECURITY "enforce")));
    value_map_add(&map, "quota", has_some(joins, name, "ResourceQuota", arena));
    value_map_add(&map, "limitRange", has_some(joins, name, "LimitRange", arena));
    value_map_add(&map, "deniesIngress", is_denied(joins, name, false));
    value_map_add(&map, "deniesEgress", is_denied(joins, name, true));
    return value_map_finish(&map);
}

size_t relation_namespace_len(const struct relation_joins *joins)
{
    return joins->namespace_count;
}

const struct relation_object *relation_namespace_at(const struct relation_joins *joins, size_t i)
{
    return &joins->facts->objects[joins->namespaces[i]];
}

struct value relation_namespace_record(const struct relation_joins *joins, size_t i,
                                       const struct relation_joins *const *twins, size_t count,
                                       struct plim_arena *arena)
{
    const struct relation_object *object = relation_namespace_at(joins, i);
    struct plim_str name = object->identity.name;
    struct value_list_builder list = {.arena = arena};
    for (size_t k = 0; k < count; k++) {
        const struct relation_object *twin = twins[k] ? find_namespace(twins[k], name) : NULL;
        if (twin)
            value_list_add(&list, make_twin(twins[k], twin, arena));
    }
    struct value_map_builder map = {.arena = arena};
    relation_site_add(&joins->site, &map);
    value_map_add(&map, "name", value_string(name));
    value_map_add(&map, "labels", relation_labels_value(arena, &object->labels));
    value_map_add(&map, "annotations", relation_labels_value(arena, &object->annotations));
    value_map_add(&map, "platform", value_bool(resource_namespace_is_platform(name)));
    value_map_add(&map, "owner", relation_owner_value(arena, object->owner));
    value_map_add(&map, "podSecurity", make_pod_security(arena, object));
    value_map_add(&map, "quotas", list_names(joins, name, "", "ResourceQuota", arena));
    value_map_add(&map, "limitRanges", list_names(joins, name, "", "LimitRange", arena));
    value_map_add(&map, "networkPolicies",
                  list_names(joins, name, "networking.k8s.io", "NetworkPolicy", arena));
    value_map_add(&map, "deniesIngress", is_denied(joins, name, false));
    value_map_add(&map, "deniesEgress", is_denied(joins, name, true));
    value_map_add(&map, "workloads", count_workloads(joins, name));
    value_map_add(&map, "services", count_kind(joins, name, "Service", arena));
    value_map_add(&map, "claims", count_kind(joins, name, "PersistentVolumeClaim", arena));
    value_map_add(&map, "unowned", count_unowned(joins, name));
    value_map_add(&map, "twins", value_list_finish(&list));
    return value_map_finish(&map);
}
