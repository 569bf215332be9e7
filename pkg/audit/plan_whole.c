/* Which kinds are read whole, and why: of all others metadata are asked for alone. */
#include <string.h>

#include "base/str.h"
#include "resource/workload.h"

#include "run_priv.h"

bool audit_wants_facts(const struct policy_set *policies)
{
    static const enum policy_subject subjects[] = {POLICY_IMAGE,       POLICY_PARITY,
                                                   POLICY_APPLICATION, POLICY_CLUSTER,
                                                   POLICY_ACCOUNT,     POLICY_FLEET};
    size_t count = 0;
    for (size_t i = 0; i < PLIM_LEN(subjects); i++)
        count += policy_set_subject_len(policies, subjects[i]);
    return count > 0;
}

/* Source: resource_facts_add. What it makes of autoscalers is asked for by other means. */
static bool makes_facts(const struct kube_resource *resource)
{
    struct plim_str group = plim_str_from(resource->group);
    struct plim_str kind = plim_str_from(resource->kind);
    return resource_is_workload(group, kind) || (group.len == 0 && plim_str_is(kind, "ConfigMap"));
}

static const char *find_reader(struct audit_run *run, const struct kube_resource *resource)
{
    const struct policy_set *policies = run->request->policies;
    const struct policy_kind kind = {plim_str_from(resource->group), plim_str_from(resource->name)};
    struct plim_str what = {0};
    for (size_t i = 0; i < policy_set_len(policies); i++) {
        if (policy_set_needs_whole(policies, i, &kind, &what))
            return plim_arena_printf(run->arena, "policy %.*s reads %.*s",
                                     PLIM_STR_ARG(policy_set_at(policies, i)->id),
                                     PLIM_STR_ARG(what));
    }
    return NULL;
}

static bool is_joined_whole(const struct kube_resource *resource)
{
    const struct relation_kind *kind =
        relation_kind_find(plim_str_from(resource->group), plim_str_from(resource->kind));
    return kind && kind->whole;
}

static const char *find_maker(const struct audit_run *run, const struct audit_list *list)
{
    const struct kube_resource *resource = list->resource;
    bool facts = run->wants_facts && makes_facts(resource);
    bool rights = audit_rights_reads(plim_str_from(resource->kind)) &&
                  policy_set_subject_len(run->request->policies, POLICY_CLUSTER) +
                          policy_set_subject_len(run->request->policies, POLICY_ACCOUNT) >
                      0;
    if (list->purposes & AUDIT_FOR_DESIRED)
        return "compared with Git";
    if (list->purposes & AUDIT_FOR_OTHERS)
        return "tells of other objects";
    if (list->purposes & AUDIT_FOR_QUESTIONS)
        return "policies of the door ask for it";
    if (facts || (list->purposes & AUDIT_FOR_FACTS))
        return "facts of images and applications";
    if (rights || (list->purposes & AUDIT_FOR_CLUSTER))
        return "facts of the cluster";
    if (run->wants_relations && is_joined_whole(resource))
        return "joined with others";
    return NULL;
}

static bool is_secret(const struct kube_resource *resource)
{
    return !*resource->group && strcmp(resource->kind, "Secret") == 0;
}

const char *audit_plan_whole(struct audit_run *run, const struct audit_list *list)
{
    const struct kube_resource *resource = list->resource;
    if (is_secret(resource))
        return NULL;
    const char *why = find_maker(run, list);
    if (!why)
        why = find_reader(run, resource);
    if (!why)
        why = audit_doors_reader(run, resource);
    if (!why && kube_resource_makes_metadata(resource))
        why = "its annotations tell of the rest";
    return why;
}

/* Whether there is a Secret of some name is asked of all of them. */
const char *audit_plan_selector(struct audit_run *run, const struct audit_list *list)
{
    const struct kube_resource *resource = list->resource;
    const struct policy_kind kind = {plim_str_from(resource->group), plim_str_from(resource->name)};
    if (list->purposes != AUDIT_FOR_POLICIES || is_secret(resource) || find_maker(run, list) ||
        audit_doors_reader(run, resource))
        return NULL;
    return policy_set_selector(run->arena, run->request->policies, &kind);
}

bool audit_plan_selects(const void *policies, const struct kube_resource *resource,
                        const struct value *object)
{
    const struct policy_kind kind = {plim_str_from(resource->group), plim_str_from(resource->name)};
    return policy_set_selects(policies, &kind, object);
}
