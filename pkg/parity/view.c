#include <stdlib.h>
#include <string.h>

#include "resource/image.h"

#include "view_priv.h"

/* The hash that kustomize appends to generated names: "cart-7h2k9d4m8t". Source:
 * kustomize/api/hasher. */
static struct plim_str strip_hash(struct plim_str name)
{
    enum { HASH_LEN = 10 };
    if (name.len < HASH_LEN + 2 || name.text[name.len - HASH_LEN - 1] != '-')
        return name;
    for (size_t i = name.len - HASH_LEN; i < name.len; i++) {
        if (name.text[i] == '\0' || !strchr("2456789bcdfghkmt", name.text[i]))
            return name;
    }
    return (struct plim_str){name.text, name.len - HASH_LEN - 1};
}

const struct parity_container *parity_view_container(const struct parity_view *view,
                                                     struct plim_str key)
{
    for (size_t i = 0; i < view->container_count; i++) {
        if (plim_str_equal(view->containers[i].key, key))
            return &view->containers[i];
    }
    return NULL;
}

const struct parity_workload *parity_view_workload(const struct parity_view *view,
                                                   struct plim_str name)
{
    for (size_t i = 0; i < view->workload_count; i++) {
        if (plim_str_equal(view->workloads[i].name, name))
            return &view->workloads[i];
    }
    return NULL;
}

const struct parity_config *parity_view_config(const struct parity_view *view, struct plim_str name)
{
    for (size_t i = 0; i < view->config_count; i++) {
        if (plim_str_equal(view->configs[i].name, name))
            return &view->configs[i];
    }
    return NULL;
}

/* Room for one more item of `size` bytes; the old items are copied. */
static void *grow(struct plim_arena *arena, void *items, size_t len, size_t *cap, size_t size)
{
    if (len < *cap)
        return items;
    *cap = *cap == 0 ? 4 : *cap * 2;
    void *larger = plim_arena_array(arena, *cap, size);
    if (len > 0)
        memcpy(larger, items, len * size);
    return larger;
}

static struct parity_container *find_container(struct plim_arena *arena, struct parity_view *view,
                                               struct plim_str key)
{
    for (size_t i = 0; i < view->container_count; i++) {
        if (plim_str_equal(view->containers[i].key, key))
            return &view->containers[i];
    }
    view->containers = grow(arena, view->containers, view->container_count, &view->container_cap,
                            sizeof(*view->containers));
    view->containers[view->container_count] = (struct parity_container){.key = key};
    return &view->containers[view->container_count++];
}

static struct parity_config *find_config(struct plim_arena *arena, struct parity_view *view,
                                         struct plim_str name)
{
    for (size_t i = 0; i < view->config_count; i++) {
        if (plim_str_equal(view->configs[i].name, name))
            return &view->configs[i];
    }
    view->configs =
        grow(arena, view->configs, view->config_count, &view->config_cap, sizeof(*view->configs));
    view->configs[view->config_count] = (struct parity_config){.name = name, .keys_known = true};
    return &view->configs[view->config_count++];
}

static struct parity_workload *find_workload(struct plim_arena *arena, struct parity_view *view,
                                             struct plim_str name)
{
    for (size_t i = 0; i < view->workload_count; i++) {
        if (plim_str_equal(view->workloads[i].name, name))
            return &view->workloads[i];
    }
    view->workloads = grow(arena, view->workloads, view->workload_count, &view->workload_cap,
                           sizeof(*view->workloads));
    view->workloads[view->workload_count] = (struct parity_workload){.name = name};
    return &view->workloads[view->workload_count++];
}

/* The version is the tag, else the digest; an image without either runs "latest". */
static void add_image(struct plim_arena *arena, struct parity_container *container,
                      struct plim_str reference)
{
    struct resource_image image = {0};
    struct plim_err err = {0};
    struct plim_str version = reference;
    struct plim_str repository = reference;
    if (resource_image_parse(arena, reference, &image, &err) == PLIM_OK) {
        struct plim_str digest = image.digest.len > 0 ? image.digest : PLIM_STR("latest");
        version = image.tag.len > 0 ? image.tag : digest;
        repository = plim_str_from(plim_arena_printf(
            arena, "%.*s/%.*s", PLIM_STR_ARG(image.registry), PLIM_STR_ARG(image.repository)));
    }
    parity_set_add(arena, &container->versions, version);
    parity_set_add(arena, &container->repositories, repository);
}

static void add_settings(struct plim_arena *arena, struct parity_settings *settings,
                         const struct resource_setting *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        parity_settings_add(arena, settings, list[i].name, list[i].value);
}

static bool is_pod_of(const struct resource_pod *pod, const struct resource_identity *workload)
{
    return plim_str_equal(pod->namespace, workload->namespace) &&
           plim_str_equal(pod->root.name, workload->name) &&
           plim_str_equal(pod->root.kind, workload->kind);
}

static size_t find_namespace(const struct resource_facts *facts, struct plim_str namespace)
{
    size_t low = 0;
    size_t high = facts->pod_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (plim_str_compare(facts->pods[middle].namespace, namespace) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Only of pods that already run what the workload states: during a rollout the others are leaving.
 */
static void add_digests(struct plim_arena *arena, const struct parity_entry *entry,
                        const struct resource_container *container, struct parity_container *found)
{
    const struct resource_facts *facts = entry->cluster;
    const struct resource_identity *workload = &entry->workload->identity;
    for (size_t i = find_namespace(facts, workload->namespace);
         i < facts->pod_count && plim_str_equal(facts->pods[i].namespace, workload->namespace);
         i++) {
        const struct resource_pod *pod = &facts->pods[i];
        for (size_t j = 0; is_pod_of(pod, workload) && j < pod->container_count; j++) {
            const struct resource_pod_container *running = &pod->containers[j];
            if (!plim_str_equal(running->name, container->name) ||
                !plim_str_equal(running->image, container->image))
                continue;
            found->has_pods = true;
            if (running->digest.len > 0)
                parity_set_add(arena, &found->digests, running->digest);
        }
    }
}

static void add_workload(struct plim_arena *arena, struct parity_view *view,
                         const struct parity_entry *entry, bool ambiguous)
{
    const struct resource_workload *workload = entry->workload;
    view->present = true;
    parity_set_add(arena, &view->clusters, entry->cluster->site.cluster);
    struct parity_workload *own = find_workload(arena, view, workload->identity.name);
    own->is_scaled =
        own->is_scaled || resource_facts_is_scaled(entry->cluster, &workload->identity);
    add_settings(arena, &own->settings, workload->settings, workload->setting_count);
    for (size_t i = 0; i < workload->container_count; i++) {
        const struct resource_container *container = &workload->containers[i];
        if (container->type == RESOURCE_CONTAINER_EPHEMERAL)
            continue;
        struct plim_str key = container->name;
        if (ambiguous)
            key = plim_str_from(plim_arena_printf(arena, "%.*s/%.*s",
                                                  PLIM_STR_ARG(workload->identity.name),
                                                  PLIM_STR_ARG(container->name)));
        struct parity_container *found = find_container(arena, view, key);
        found->name = container->name;
        add_image(arena, found, container->image);
        add_settings(arena, &found->settings, container->settings, container->setting_count);
        add_digests(arena, entry, container, found);
        for (size_t j = 0; j < container->env_count; j++)
            parity_set_add(arena, &found->env, container->env[j]);
    }
}

static struct plim_str name_config(struct plim_arena *arena, struct plim_str kind,
                                   struct plim_str name)
{
    return plim_str_from(
        plim_arena_printf(arena, "%.*s/%.*s", PLIM_STR_ARG(kind), PLIM_STR_ARG(strip_hash(name))));
}

static void add_config(struct plim_arena *arena, struct parity_view *view,
                       const struct resource_config *config)
{
    struct parity_config *found =
        find_config(arena, view, name_config(arena, config->identity.kind, config->identity.name));
    found->keys_known = found->keys_known && config->keys_known;
    for (size_t i = 0; i < config->key_count; i++)
        parity_set_add(arena, &found->keys, config->keys[i]);
}

static int compare_config(const void *wanted, const void *config)
{
    return resource_identity_compare(wanted, &((const struct resource_config *)config)->identity);
}

/* What the pods are given, whatever its labels. Not there: a ConfigMap has no keys, and of a
 * Secret, which is seldom read, they are not known. */
static void add_references(struct plim_arena *arena, struct parity_view *view,
                           const struct parity_entry *entry)
{
    const struct resource_workload *workload = entry->workload;
    for (size_t i = 0; i < workload->config_count; i++) {
        const struct resource_config_reference *reference = &workload->configs[i];
        const struct resource_identity wanted = {
            .kind = reference->kind,
            .namespace = workload->identity.namespace,
            .name = reference->name,
        };
        const struct resource_config *config =
            entry->cluster->config_count == 0
                ? NULL
                : bsearch(&wanted, entry->cluster->configs, entry->cluster->config_count,
                          sizeof(*entry->cluster->configs), compare_config);
        if (config) {
            add_config(arena, view, config);
            continue;
        }
        struct parity_config *found =
            find_config(arena, view, name_config(arena, reference->kind, reference->name));
        if (plim_str_is(reference->kind, "Secret"))
            found->keys_known = false;
    }
}

static bool shares_container(const struct resource_workload *left,
                             const struct resource_workload *right)
{
    for (size_t i = 0; i < left->container_count; i++) {
        for (size_t j = 0; j < right->container_count; j++) {
            if (plim_str_equal(left->containers[i].name, right->containers[j].name))
                return true;
        }
    }
    return false;
}

/* Two workloads in one cluster have a container of the same name. */
static bool is_ambiguous(const struct parity_entry *entries, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = i + 1; j < count && entries[j].cluster == entries[i].cluster; j++) {
            if (entries[i].is_workload && entries[j].is_workload &&
                shares_container(entries[i].workload, entries[j].workload))
                return true;
        }
    }
    return false;
}

/* The sum over one cluster's workloads; `count` entries of that cluster. */
static int64_t sum_replicas(const struct parity_entry *entries, size_t count)
{
    int64_t sum = -1;
    for (size_t i = 0; i < count; i++) {
        const struct resource_workload *workload = entries[i].workload;
        if (!entries[i].is_workload || workload->replicas < 0 ||
            resource_facts_is_scaled(entries[i].cluster, &workload->identity))
            continue;
        sum = (sum < 0 ? 0 : sum) + workload->replicas;
    }
    return sum;
}

static void count_replicas(struct parity_view *views, const struct parity_entry *entries,
                           size_t count)
{
    for (size_t start = 0; start < count;) {
        size_t end = start;
        while (end < count && entries[end].cluster == entries[start].cluster)
            end++;
        struct parity_view *view = &views[entries[start].view];
        int64_t replicas = sum_replicas(entries + start, end - start);
        if (replicas > view->replicas)
            view->replicas = replicas;
        start = end;
    }
}

static int compare_container_keys(const void *left, const void *right)
{
    return plim_str_compare(((const struct parity_container *)left)->key,
                            ((const struct parity_container *)right)->key);
}

static int compare_workload_names(const void *left, const void *right)
{
    return plim_str_compare(((const struct parity_workload *)left)->name,
                            ((const struct parity_workload *)right)->name);
}

static int compare_config_names(const void *left, const void *right)
{
    return plim_str_compare(((const struct parity_config *)left)->name,
                            ((const struct parity_config *)right)->name);
}

void parity_views_fill(struct plim_arena *arena, struct parity_view *views,
                       const struct parity_entry *entries, size_t count)
{
    bool ambiguous = is_ambiguous(entries, count);
    for (size_t i = 0; i < count; i++) {
        struct parity_view *view = &views[entries[i].view];
        if (!entries[i].is_workload) {
            add_config(arena, view, entries[i].config);
            continue;
        }
        add_workload(arena, view, &entries[i], ambiguous);
        add_references(arena, view, &entries[i]);
    }
    count_replicas(views, entries, count);
    for (size_t i = 0; i < count; i++) {
        struct parity_view *view = &views[entries[i].view];
        if (view->container_count > 1)
            qsort(view->containers, view->container_count, sizeof(*view->containers),
                  compare_container_keys);
        if (view->workload_count > 1)
            qsort(view->workloads, view->workload_count, sizeof(*view->workloads),
                  compare_workload_names);
        if (view->config_count > 1)
            qsort(view->configs, view->config_count, sizeof(*view->configs), compare_config_names);
    }
}
