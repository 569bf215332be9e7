/* Annotations for linters, kept until what they waive is judged: images and relations are, when the
 * objects that have them are gone. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/defs.h"
#include "policy/exemption.h"
#include "resource/identity.h"

#include "annotations_priv.h"
#include "run_priv.h"

/* Of one object; in the worker's `keep`. */
struct audit_annotated {
    struct plim_str api_version, kind, namespace, name;
    const struct value *annotations;
};

void audit_annotations_add(struct audit_worker *worker, struct audit_worker_cluster *mine,
                           const struct resource_identity *identity, const struct value *object)
{
    const struct value *kept = policy_annotations_keep(worker->scratch, object);
    if (!kept)
        return;
    struct value *copy = plim_arena_alloc(worker->keep, sizeof(*copy));
    *copy = value_copy(worker->keep, kept);
    struct audit_annotated_list *list = &mine->annotated;
    PLIM_GROW(list->items, list->len, list->cap);
    list->items[list->len++] = (struct audit_annotated){
        resource_api_version(worker->keep, identity),
        plim_arena_copy_str(worker->keep, identity->kind),
        plim_arena_copy_str(worker->keep, identity->namespace),
        plim_arena_copy_str(worker->keep, identity->name),
        copy,
    };
}

static int compare(const void *left, const void *right)
{
    const struct audit_annotated *a = left;
    const struct audit_annotated *b = right;
    int order = plim_str_compare(a->name, b->name);
    if (order == 0)
        order = plim_str_compare(a->namespace, b->namespace);
    if (order == 0)
        order = plim_str_compare(a->kind, b->kind);
    return order != 0 ? order : plim_str_compare(a->api_version, b->api_version);
}

static void move(struct audit_annotated_list *into, struct audit_annotated_list *from)
{
    for (size_t i = 0; i < from->len; i++) {
        PLIM_GROW(into->items, into->len, into->cap);
        into->items[into->len++] = from->items[i];
    }
    audit_annotations_release(from);
}

void audit_annotations_merge(struct audit_run *run)
{
    for (size_t k = 0; k < run->cluster_count; k++) {
        struct audit_annotated_list *into = &run->clusters[k].annotated;
        for (size_t i = 0; i < run->worker_count; i++)
            move(into, &run->workers[i].clusters[k].annotated);
        if (into->len > 1)
            qsort(into->items, into->len, sizeof(*into->items), compare);
    }
}

void audit_annotations_release(struct audit_annotated_list *list)
{
    free(list->items);
    *list = (struct audit_annotated_list){0};
}

const struct value *audit_annotations_find(const struct audit_place *place)
{
    const struct audit_annotated key = {place->api_version, place->kind, place->namespace,
                                        place->name, NULL};
    if (!place->cluster || place->cluster->annotated.len == 0)
        return NULL;
    const struct audit_annotated_list *list = &place->cluster->annotated;
    const struct audit_annotated *found =
        bsearch(&key, list->items, list->len, sizeof(*list->items), compare);
    return found ? found->annotations : NULL;
}
