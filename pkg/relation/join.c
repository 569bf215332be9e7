#include <stdlib.h>

#include "base/alloc.h"

#include "relation_priv.h"

static int compare_objects(const void *left_pointer, const void *right_pointer)
{
    const struct relation_object *left = left_pointer;
    const struct relation_object *right = right_pointer;
    return resource_identity_compare(&left->identity, &right->identity);
}

static int compare_labels(const struct relation_labels *left, const struct relation_labels *right)
{
    int order = 0;
    for (size_t i = 0; order == 0 && i < left->len && i < right->len; i++) {
        order = plim_str_compare(left->items[i].key, right->items[i].key);
        if (order == 0)
            order = plim_str_compare(left->items[i].value, right->items[i].value);
    }
    if (order != 0)
        return order;
    return left->len < right->len ? -1 : (int)(left->len > right->len);
}

static int compare_pods(const void *left_pointer, const void *right_pointer)
{
    const struct relation_pods *left = left_pointer;
    const struct relation_pods *right = right_pointer;
    const struct plim_str pairs[][2] = {
        {left->namespace, right->namespace},
        {left->root.kind, right->root.kind},
        {left->root.name, right->root.name},
        {left->root.group, right->root.group},
    };
    int order = 0;
    for (size_t i = 0; order == 0 && i < PLIM_LEN(pairs); i++)
        order = plim_str_compare(pairs[i][0], pairs[i][1]);
    return order != 0 ? order : compare_labels(&left->labels, &right->labels);
}

/* Which worker met what, and when, must not show. */
static void sort(struct relation_facts *facts)
{
    if (facts->object_count > 0)
        qsort(facts->objects, facts->object_count, sizeof(*facts->objects), compare_objects);
    if (facts->pod_count > 0)
        qsort(facts->pods, facts->pod_count, sizeof(*facts->pods), compare_pods);
}

static void link(struct relation_links *links, size_t position)
{
    if (links->len > 0 && links->items[links->len - 1] == position)
        return;
    PLIM_GROW(links->items, links->len, links->cap);
    links->items[links->len++] = position;
}

/* A workload's own pods are no news: of those only what it selects besides is kept. */
static void drop_own(const struct relation_joins *joins, const struct relation_object *object,
                     struct relation_links *links)
{
    size_t kept = 0;
    for (size_t i = 0; i < links->len; i++) {
        if (joins->index.roots[links->items[i]].object != object)
            links->items[kept++] = links->items[i];
    }
    links->len = kept;
}

static void join_selector(struct relation_joins *joins, struct plim_arena *scratch, size_t i)
{
    const struct relation_facts *facts = joins->facts;
    const struct relation_object *object = &facts->objects[i];
    struct relation_links *links = &joins->selects[i];
    relation_index_select(&joins->index, scratch, object, links);
    if (object->detail->has_pods) {
        drop_own(joins, object, links);
        return;
    }
    for (size_t k = 0; k < links->len; k++) {
        const struct relation_object *selected = joins->index.roots[links->items[k]].object;
        if (selected)
            link(&joins->selected_by[selected - facts->objects], i);
    }
}

static void join_references(struct relation_joins *joins, struct plim_arena *scratch, size_t i)
{
    const struct relation_detail *detail = joins->facts->objects[i].detail;
    for (size_t k = 0; k < detail->reference_count; k++) {
        const struct relation_object *named =
            relation_index_find(&joins->index, scratch, &detail->references[k]);
        if (named)
            link(&joins->referred_by[named - joins->facts->objects], i);
    }
}

struct relation_joins *relation_join(struct relation_facts *facts, const struct relation_site *site)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *scratch = plim_arena_new();
    struct relation_joins *joins = plim_calloc(1, sizeof(*joins));
    size_t count = facts->object_count;
    sort(facts);
    *joins = (struct relation_joins){.site = *site, .facts = facts};
    relation_index_build(&joins->index, facts);
    joins->subjects = plim_calloc(count + 1, sizeof(*joins->subjects));
    joins->namespaces = plim_calloc(count + 1, sizeof(*joins->namespaces));
    joins->selects = plim_calloc(count + 1, sizeof(*joins->selects));
    joins->selected_by = plim_calloc(count + 1, sizeof(*joins->selected_by));
    joins->referred_by = plim_calloc(count + 1, sizeof(*joins->referred_by));
    for (size_t i = 0; i < count; i++) {
        const struct relation_object *object = &facts->objects[i];
        const struct resource_identity *identity = &object->identity;
        if (plim_str_is(identity->kind, "Namespace"))
            joins->namespaces[joins->namespace_count++] = i;
        else if (!object->controlled &&
                 relation_kind_find(identity->group, identity->kind)->recorded)
            joins->subjects[joins->subject_count++] = i;
        if (!object->detail)
            continue;
        if (object->detail->selector)
            join_selector(joins, scratch, i);
        join_references(joins, scratch, i);
        plim_arena_reset(scratch);
    }
    return joins;
}

void relation_joins_free(struct relation_joins *joins)
{
    if (!joins)
        return;
    for (size_t i = 0; i < joins->facts->object_count; i++) {
        free(joins->selects[i].items);
        free(joins->selected_by[i].items);
        free(joins->referred_by[i].items);
    }
    free(joins->selects);
    free(joins->selected_by);
    free(joins->referred_by);
    free(joins->subjects);
    free(joins->namespaces);
    relation_index_release(&joins->index);
    free(joins);
}

size_t relation_len(const struct relation_joins *joins)
{
    return joins->subject_count;
}

const struct relation_object *relation_at(const struct relation_joins *joins, size_t i)
{
    return &joins->facts->objects[joins->subjects[i]];
}

struct plim_str relation_unread(const struct relation_joins *joins, const char *group,
                                const char *kind, struct plim_str namespace)
{
    const struct relation_kind *known =
        relation_kind_find(plim_str_from(group), plim_str_from(kind));
    return joins->site.unread(joins->site.context, known,
                              known->namespaced ? namespace : (struct plim_str){0});
}
