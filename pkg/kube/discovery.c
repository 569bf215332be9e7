#include "kube/discovery.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

#include "answer_priv.h"

/* ---- what is kept */

/* Arrays in the arena grow by doubling; what they leave behind goes with the arena. */
static void *grow(struct plim_arena *arena, void *items, size_t len, size_t *cap, size_t size)
{
    if (len < *cap)
        return items;
    size_t larger = *cap > 0 ? *cap * 2 : 64;
    void *moved = plim_arena_array(arena, larger, size);
    if (len > 0)
        memcpy(moved, items, len * size);
    *cap = larger;
    return moved;
}

static const char *keep(struct kube_discovery *discovery, struct plim_str text)
{
    return plim_arena_copy(discovery->arena, text.text, text.len);
}

void kube_discovery_fail(struct kube_discovery *discovery, const char *group, const char *version,
                         const char *reason)
{
    discovery->failed = grow(discovery->arena, discovery->failed, discovery->failed_len,
                             &discovery->failed_cap, sizeof(*discovery->failed));
    discovery->failed[discovery->failed_len++] = (struct kube_failed_group){
        plim_arena_copy_c(discovery->arena, group), plim_arena_copy_c(discovery->arena, version),
        plim_arena_copy_c(discovery->arena, reason)};
}

static bool has_name(const struct kube_discovery *discovery, const char *group,
                     struct plim_str name)
{
    for (size_t i = 0; i < discovery->len; i++)
        if (strcmp(discovery->resources[i].group, group) == 0 &&
            plim_str_is(name, discovery->resources[i].name))
            return true;
    return false;
}

static bool can_list(const struct value *verbs)
{
    for (size_t i = 0; i < value_len(verbs); i++)
        if (value_is_string(value_at(verbs, i), "list"))
            return true;
    return false;
}

/* A group version whose resources are being taken in. */
struct group_version {
    const char *group;
    const char *version;
};

/* Whether the text can be a part of a path as it is: what a server calls its kinds must not lead to
 * another target than theirs. Source: Kubernetes, "Object Names and IDs", DNS subdomain names. */
static bool is_name_byte(char byte)
{
    return byte != '\0' && strchr("abcdefghijklmnopqrstuvwxyz0123456789-.", byte) != NULL;
}

static bool is_name(struct plim_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!is_name_byte(text.text[i]))
            return false;
    return text.len > 0 && text.text[0] != '.';
}

static bool is_group_version(struct plim_str group, struct plim_str version)
{
    return (group.len == 0 || is_name(group)) && is_name(version);
}

/* What is left of the name can be printed, and means no other group. */
static const char *keep_readable(struct kube_discovery *discovery, struct plim_str text)
{
    char *copy = plim_arena_copy(discovery->arena, text.text, text.len);
    for (char *at = copy; *at; at++)
        if (!is_name_byte(*at))
            *at = '?';
    return copy;
}

static void refuse(struct kube_discovery *discovery, struct plim_str group, struct plim_str version)
{
    kube_discovery_fail(discovery, keep_readable(discovery, group),
                        keep_readable(discovery, version),
                        "the server gives it a name that no API can have");
}

static void add_resource(struct kube_discovery *discovery, const struct group_version *in,
                         struct plim_str name, struct plim_str kind, bool namespaced)
{
    if (name.len == 0 || kind.len == 0)
        return;
    if (!is_name(name)) {
        kube_discovery_fail(discovery, in->group, in->version,
                            "the server gives a resource a name that none can have");
        return;
    }
    bool preferred = !has_name(discovery, in->group, name);
    discovery->resources = grow(discovery->arena, discovery->resources, discovery->len,
                                &discovery->cap, sizeof(*discovery->resources));
    discovery->resources[discovery->len++] = (struct kube_resource){
        in->group,  in->version, keep(discovery, kind), keep(discovery, name),
        namespaced, preferred};
}

/* ---- aggregated */

static void add_aggregated_version(struct kube_discovery *discovery, const char *group,
                                   const struct value *version)
{
    struct group_version in = {group, keep(discovery, value_get_text(version, "version"))};
    if (!is_group_version(plim_str_from(group), plim_str_from(in.version))) {
        refuse(discovery, plim_str_from(group), plim_str_from(in.version));
        return;
    }
    if (value_is_string(value_get(version, "freshness"), "Stale")) {
        kube_discovery_fail(discovery, group, in.version,
                            "its API server does not answer: the discovery is stale");
        return;
    }
    const struct value *resources = value_get(version, "resources");
    for (size_t i = 0; i < value_len(resources); i++) {
        const struct value *each = value_at(resources, i);
        if (can_list(value_get(each, "verbs")))
            add_resource(discovery, &in, value_get_text(each, "resource"),
                         value_get_text(each, "responseKind.kind"),
                         value_is_string(value_get(each, "scope"), "Namespaced"));
    }
}

static void push_next(struct kube_discovery *discovery, struct kube_discovery_next_list *next,
                      struct kube_discovery_next item)
{
    next->items = grow(discovery->arena, next->items, next->len, &next->cap, sizeof(*next->items));
    next->items[next->len++] = item;
}

/* No API server cuts this list, but it is one: what it leaves out is unknown until it is read. */
static void ask_for_rest(struct kube_discovery *discovery, const struct value *document,
                         struct kube_discovery_next_list *next)
{
    struct plim_str token = value_get_text(document, "metadata.continue");
    const struct value *first = value_at(value_get(document, "items"), 0);
    bool core = first && value_get_text(first, "metadata.name").len == 0;
    const char *group = core ? "" : "*";
    PLIM_CLEANUP(plim_buf_release) struct plim_buf target = {0};
    if (token.len == 0)
        return;
    plim_buf_printf(&target, "%s?limit=500", core ? "/api" : "/apis");
    kube_target_add_parameter(&target, "continue", keep(discovery, token));
    push_next(discovery, next,
              (struct kube_discovery_next){group, "*", keep(discovery, plim_buf_str(&target))});
}

static void add_aggregated(struct kube_discovery *discovery, const struct value *document,
                           struct kube_discovery_next_list *next)
{
    const struct value *groups = value_get(document, "items");
    ask_for_rest(discovery, document, next);
    for (size_t i = 0; i < value_len(groups); i++) {
        const struct value *group = value_at(groups, i);
        const char *name = keep(discovery, value_get_text(group, "metadata.name"));
        const struct value *versions = value_get(group, "versions");
        for (size_t j = 0; j < value_len(versions); j++)
            add_aggregated_version(discovery, name, value_at(versions, j));
    }
}

/* ---- legacy */

static void ask_for(struct kube_discovery *discovery, struct kube_discovery_next_list *next,
                    struct plim_str group, struct plim_str version)
{
    if (version.len == 0)
        return;
    if (!is_group_version(group, version)) {
        refuse(discovery, group, version);
        return;
    }
    struct kube_discovery_next item = {keep(discovery, group), keep(discovery, version), NULL};
    item.target = group.len > 0
                      ? plim_arena_printf(discovery->arena, "/apis/%s/%s", item.group, item.version)
                      : plim_arena_printf(discovery->arena, "/api/%s", item.version);
    push_next(discovery, next, item);
}

static void ask_for_versions(struct kube_discovery *discovery, const struct value *document,
                             struct kube_discovery_next_list *next)
{
    const struct value *versions = value_get(document, "versions");
    for (size_t i = 0; i < value_len(versions); i++)
        ask_for(discovery, next, (struct plim_str){0}, value_str(value_at(versions, i)));
}

/* The preferred version first: what comes first is what will be read. */
static void ask_for_group(struct kube_discovery *discovery, const struct value *group,
                          struct kube_discovery_next_list *next)
{
    struct plim_str name = value_get_text(group, "name");
    struct plim_str preferred = value_get_text(group, "preferredVersion.version");
    ask_for(discovery, next, name, preferred);
    const struct value *versions = value_get(group, "versions");
    for (size_t i = 0; i < value_len(versions); i++) {
        struct plim_str version = value_get_text(value_at(versions, i), "version");
        if (!plim_str_equal(version, preferred))
            ask_for(discovery, next, name, version);
    }
}

static void add_resources(struct kube_discovery *discovery, const struct value *document)
{
    struct plim_str version = value_get_text(document, "groupVersion");
    struct plim_str group = {0};
    if (version.len > 0 && memchr(version.text, '/', version.len))
        (void)plim_str_cut(&version, '/', &group);
    struct group_version in = {keep(discovery, group), keep(discovery, version)};
    if (!is_group_version(group, version)) {
        refuse(discovery, group, version);
        return;
    }
    const struct value *resources = value_get(document, "resources");
    for (size_t i = 0; i < value_len(resources); i++) {
        const struct value *each = value_at(resources, i);
        struct plim_str name = value_get_text(each, "name");
        bool is_subresource = name.len > 0 && memchr(name.text, '/', name.len);
        if (!is_subresource && can_list(value_get(each, "verbs")))
            add_resource(discovery, &in, name, value_get_text(each, "kind"),
                         value_bool_or(value_get(each, "namespaced"), false));
    }
}

/* ---- any */

enum plim_code kube_discovery_add(struct kube_discovery *discovery, const struct value *document,
                                  struct kube_discovery_next_list *next,
                                  enum kube_discovery_form *form_out, struct plim_err *err)
{
    const struct value *kind = value_get(document, "kind");
    enum kube_discovery_form form = KUBE_DISCOVERY_AGGREGATED;
    if (value_is_string(kind, "APIGroupDiscoveryList")) {
        add_aggregated(discovery, document, next);
    } else if (value_is_string(kind, "APIVersions")) {
        form = KUBE_DISCOVERY_VERSIONS;
        ask_for_versions(discovery, document, next);
    } else if (value_is_string(kind, "APIGroupList")) {
        form = KUBE_DISCOVERY_GROUPS;
        const struct value *groups = value_get(document, "groups");
        for (size_t i = 0; i < value_len(groups); i++)
            ask_for_group(discovery, value_at(groups, i), next);
    } else if (value_is_string(kind, "APIResourceList")) {
        form = KUBE_DISCOVERY_RESOURCES;
        add_resources(discovery, document);
    } else {
        return plim_err_set(err, PLIM_INVALID, "not a discovery document: its kind is '%.*s'",
                            PLIM_STR_ARG(value_str(kind)));
    }
    *form_out = form;
    return PLIM_OK;
}

const struct kube_resource *kube_discovery_find(const struct kube_discovery *discovery,
                                                const char *group, const char *version,
                                                const char *kind)
{
    for (size_t i = 0; i < discovery->len; i++) {
        const struct kube_resource *each = &discovery->resources[i];
        bool wanted = version ? strcmp(each->version, version) == 0 : each->preferred;
        if (wanted && strcmp(each->kind, kind) == 0 && strcmp(each->group, group) == 0)
            return each;
    }
    return NULL;
}

const char *kube_discovery_failure(const struct kube_discovery *discovery, const char *group,
                                   const char *version)
{
    for (size_t i = 0; i < discovery->failed_len; i++) {
        const struct kube_failed_group *each = &discovery->failed[i];
        bool group_fails =
            strcmp(each->group, "*") == 0 ? *group != 0 : strcmp(each->group, group) == 0;
        bool version_fails =
            !version || strcmp(each->version, "*") == 0 || strcmp(each->version, version) == 0;
        if (group_fails && version_fails)
            return each->reason;
    }
    return NULL;
}

/*
 * Resources that show the objects of another group under an older or a second name.
 * Source: k8s.io/kubernetes pkg/registry/{extensions,events}/rest and the deprecation guide.
 */
static const struct twin {
    const char *group;
    const char *name;
    const char *original; /* the group to read instead */
} twins[] = {
    {"events.k8s.io", "events", ""},
    {"extensions", "daemonsets", "apps"},
    {"extensions", "deployments", "apps"},
    {"extensions", "ingresses", "networking.k8s.io"},
    {"extensions", "networkpolicies", "networking.k8s.io"},
    {"extensions", "podsecuritypolicies", "policy"},
    {"extensions", "replicasets", "apps"},
};

bool kube_discovery_is_twin(const struct kube_discovery *discovery,
                            const struct kube_resource *resource)
{
    for (size_t i = 0; i < PLIM_LEN(twins); i++) {
        if (strcmp(twins[i].group, resource->group) == 0 &&
            strcmp(twins[i].name, resource->name) == 0)
            return has_name(discovery, twins[i].original, plim_str_from(resource->name));
    }
    return false;
}

/*
 * What metadata alone are is taken from the object before it is converted to the version asked for.
 * Source: k8s.io/apiserver pkg/endpoints/handlers/response.go, asPartialObjectMetadataList; and
 * k8s.io/kubernetes pkg/apis, the conversion.go of apps, autoscaling and flowcontrol.
 */
static const struct {
    const char *group;
    const char *name;
} converted[] = {
    {"apps", "daemonsets"},
    {"apps", "deployments"},
    {"autoscaling", "horizontalpodautoscalers"},
    {"extensions", "daemonsets"},
    {"extensions", "deployments"},
    {"flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations"},
};

bool kube_resource_makes_metadata(const struct kube_resource *resource)
{
    for (size_t i = 0; i < PLIM_LEN(converted); i++) {
        if (strcmp(converted[i].group, resource->group) == 0 &&
            strcmp(converted[i].name, resource->name) == 0)
            return true;
    }
    return false;
}
