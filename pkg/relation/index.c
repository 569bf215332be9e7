/* What there is, by name and by label. */
#include <stdlib.h>

#include "base/alloc.h"

#include "relation_priv.h"

/* ---- roots */

static size_t add_root(struct relation_index *index, struct plim_str namespace,
                       const struct resource_reference *root, const struct relation_object *object)
{
    const struct plim_str parts[] = {namespace, root->group, root->kind, root->name};
    const char *key = plim_arena_join(index->arena, parts, PLIM_LEN(parts), '/');
    const size_t *known = plim_map_get(index->root_positions, key);
    if (known)
        return *known;
    size_t *position = plim_arena_alloc(index->arena, sizeof(*position));
    *position = index->root_count;
    plim_map_set(index->root_positions, key, position);
    PLIM_GROW(index->roots, index->root_count, index->root_cap);
    index->roots[index->root_count++] =
        (struct relation_root){namespace, root->kind, root->name, object};
    return *position;
}

/* ---- candidates */

static void put(struct relation_index *index, const char *key, size_t candidate)
{
    struct relation_bucket *bucket = plim_map_get(index->labels, key);
    if (!bucket) {
        bucket = plim_arena_alloc(index->arena, sizeof(*bucket));
        *bucket = (struct relation_bucket){0};
        plim_map_set(index->labels, key, bucket);
    }
    struct relation_entry *entry = plim_arena_alloc(index->arena, sizeof(*entry));
    *entry = (struct relation_entry){candidate, bucket->first};
    bucket->first = entry;
    bucket->len++;
}

static const char *label_key(struct plim_arena *arena, struct plim_str namespace,
                             struct plim_str key, struct plim_str value)
{
    const struct plim_str parts[] = {namespace, PLIM_STR("/"), key, PLIM_STR("="), value};
    return plim_arena_join(arena, parts, PLIM_LEN(parts), '\0');
}

static const char *namespace_key(struct plim_arena *arena, struct plim_str namespace)
{
    const struct plim_str parts[] = {namespace, PLIM_STR("/")};
    return plim_arena_join(arena, parts, PLIM_LEN(parts), '\0');
}

static void add_candidate(struct relation_index *index, struct relation_candidate candidate)
{
    PLIM_GROW(index->candidates, index->candidate_count, index->candidate_cap);
    size_t position = index->candidate_count++;
    index->candidates[position] = candidate;
    put(index, namespace_key(index->arena, candidate.namespace), position);
    for (size_t i = 0; i < candidate.labels.len; i++) {
        const struct relation_label *label = &candidate.labels.items[i];
        put(index, label_key(index->arena, candidate.namespace, label->key, label->value),
            position);
    }
}

/* Jobs of a CronJob and pods of a controller count for what made them. */
static void add_template(struct relation_index *index, const struct relation_object *object)
{
    const struct resource_identity *identity = &object->identity;
    bool pod = plim_str_is(identity->kind, "Pod");
    bool made = object->controlled && (pod || plim_str_is(identity->kind, "Job"));
    if (!object->detail || !object->detail->has_pods || made)
        return;
    const struct resource_reference root = {identity->group, identity->kind, identity->name};
    add_candidate(index, (struct relation_candidate){
                             .namespace = identity->namespace,
                             .labels = object->detail->pod_labels,
                             .root = add_root(index, identity->namespace, &root, object),
                             .template = !pod,
                         });
}

static void add_endpoints(struct relation_index *index, const struct relation_endpoints *slice)
{
    const struct plim_str parts[] = {slice->namespace, slice->service};
    const char *key = plim_arena_join(index->arena, parts, PLIM_LEN(parts), '/');
    size_t *ready = plim_map_get(index->endpoints, key);
    if (!ready) {
        ready = plim_arena_alloc(index->arena, sizeof(*ready));
        *ready = 0;
        plim_map_set(index->endpoints, key, ready);
    }
    *ready += slice->ready;
}

void relation_index_build(struct relation_index *index, struct relation_facts *facts)
{
    *index = (struct relation_index){.arena = plim_arena_new(),
                                     .objects = plim_map_new(),
                                     .labels = plim_map_new(),
                                     .root_positions = plim_map_new(),
                                     .endpoints = plim_map_new()};
    for (size_t i = 0; i < facts->object_count; i++) {
        struct relation_object *object = &facts->objects[i];
        plim_map_set(index->objects, resource_identity_key(index->arena, &object->identity),
                     object);
        add_template(index, object);
    }
    for (size_t i = 0; i < facts->pod_count; i++) {
        const struct relation_pods *pods = &facts->pods[i];
        add_candidate(index, (struct relation_candidate){
                                 .namespace = pods->namespace,
                                 .labels = pods->labels,
                                 .root = add_root(index, pods->namespace, &pods->root, NULL),
                             });
    }
    for (size_t i = 0; i < facts->endpoint_count; i++)
        add_endpoints(index, &facts->endpoints[i]);
}

void relation_index_release(struct relation_index *index)
{
    plim_map_free(index->objects);
    plim_map_free(index->labels);
    plim_map_free(index->root_positions);
    plim_map_free(index->endpoints);
    free(index->candidates);
    free(index->roots);
    plim_arena_free(index->arena);
    *index = (struct relation_index){0};
}

/* ---- look-ups */

const struct relation_object *relation_index_find(const struct relation_index *index,
                                                  struct plim_arena *scratch,
                                                  const struct relation_reference *reference)
{
    const struct resource_identity identity = {.group = reference->group,
                                               .kind = reference->kind,
                                               .namespace = reference->namespace,
                                               .name = reference->name};
    return plim_map_get(index->objects, resource_identity_key(scratch, &identity));
}

size_t relation_index_ready(const struct relation_index *index, struct plim_arena *scratch,
                            const struct resource_identity *service)
{
    const struct plim_str parts[] = {service->namespace, service->name};
    const char *key = plim_arena_join(scratch, parts, PLIM_LEN(parts), '/');
    const size_t *ready = plim_map_get(index->endpoints, key);
    return ready ? *ready : 0;
}

/* The smallest set of candidates that has all that the selector selects: those of its namespace, or
 * those with one of its labels. A label that controllers add is not on every template. */
static const struct relation_bucket *narrow(const struct relation_index *index,
                                            struct plim_arena *scratch,
                                            const struct relation_object *object, bool plain)
{
    struct plim_str namespace = object->identity.namespace;
    const struct value *labels = relation_selector_labels(object->detail->selector, plain);
    const struct relation_bucket *best =
        plim_map_get(index->labels, namespace_key(scratch, namespace));
    for (size_t i = 0; best && i < value_len(labels); i++) {
        struct plim_str key = value_str(&labels->entries[i].key);
        if (relation_label_is_controllers(key))
            continue;
        const struct relation_bucket *bucket =
            plim_map_get(index->labels,
                         label_key(scratch, namespace, key, value_str(&labels->entries[i].value)));
        if (!bucket || bucket->len < best->len)
            best = bucket;
    }
    return best;
}

static int compare_positions(const void *left_pointer, const void *right_pointer)
{
    const size_t *left = left_pointer;
    const size_t *right = right_pointer;
    return *left < *right ? -1 : (int)(*left > *right);
}

static void drop_repeated(struct relation_links *links)
{
    size_t kept = 0;
    if (links->len > 0)
        qsort(links->items, links->len, sizeof(*links->items), compare_positions);
    for (size_t i = 0; i < links->len; i++) {
        if (kept == 0 || links->items[kept - 1] != links->items[i])
            links->items[kept++] = links->items[i];
    }
    links->len = kept;
}

void relation_index_select(const struct relation_index *index, struct plim_arena *scratch,
                           const struct relation_object *object, struct relation_links *links)
{
    const struct value *selector = object->detail->selector;
    bool plain = plim_str_is(object->identity.kind, "Service");
    const struct relation_bucket *bucket = narrow(index, scratch, object, plain);
    for (const struct relation_entry *at = bucket ? bucket->first : NULL; at; at = at->next) {
        const struct relation_candidate *candidate = &index->candidates[at->candidate];
        if (!relation_selector_matches(selector, plain, &candidate->labels, candidate->template))
            continue;
        PLIM_GROW(links->items, links->len, links->cap);
        links->items[links->len++] = candidate->root;
    }
    drop_repeated(links);
}
