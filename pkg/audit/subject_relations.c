/* Objects that name or select others, joined within each cluster. */
#include <string.h>

#include "base/str.h"
#include "resource/kind.h"

#include "ranges_priv.h"
#include "run_priv.h"

/* ---- on workers */

/* A desired object that was not met is no part of what runs. */
void audit_relations_add(struct audit_run *run, struct audit_worker *worker,
                         const struct audit_object *object, struct plim_str application,
                         const struct value *owner)
{
    bool offline = run->request->manifest_count > 0;
    if (!object->live && (!offline || object->desired->replaced))
        return;
    const struct relation_context context = {object->identity, application, owner, offline};
    relation_facts_add(&worker->clusters[object->cluster - run->clusters].relations,
                       object->live ? object->live : &object->desired->manifest->object, &context);
}

/* ---- after the last page */

void audit_relations_merge(struct audit_run *run)
{
    for (size_t i = 0; i < run->worker_count; i++) {
        for (size_t k = 0; k < run->cluster_count; k++)
            relation_facts_merge(&run->clusters[k].relations,
                                 &run->workers[i].clusters[k].relations);
    }
}

/* A cluster, for relation_site.unread. */
struct blindness {
    struct audit_run *run;
    struct audit_cluster_run *cluster;
    struct plim_str *reasons; /* by kind, of the whole cluster: asked before threads do */
};

static bool is_asked_for(const struct audit_cluster_run *cluster, const struct relation_kind *kind)
{
    for (size_t i = 0; i < cluster->list_count; i++) {
        const struct kube_resource *resource = cluster->lists[i].resource;
        if (plim_str_is(plim_str_from(kind->group), resource->group) &&
            plim_str_is(plim_str_from(kind->kind), resource->kind))
            return true;
    }
    return false;
}

/* A cluster, and by position the others of its environment; else NULL. */
struct namespaces {
    struct audit_cluster_run *cluster;
    const struct relation_joins **twins;
};

/* Some list of all that the kind has, or of this namespace, came to its end. */
static bool was_read(const struct blindness *blindness, const struct relation_kind *kind,
                     struct plim_str namespace)
{
    const struct audit_cluster_run *cluster = blindness->cluster;
    for (size_t i = 0; i < cluster->list_count; i++) {
        const struct audit_list *list = &cluster->lists[i];
        if (!plim_str_is(plim_str_from(kind->group), list->resource->group) ||
            !plim_str_is(plim_str_from(kind->kind), list->resource->kind))
            continue;
        bool covers = !list->namespace || plim_str_is(namespace, list->namespace);
        if (covers && audit_list_report(blindness->run, cluster, list)->complete)
            return true;
    }
    return false;
}

static struct plim_str find_unread(const void *context, const struct relation_kind *kind,
                                   struct plim_str namespace)
{
    const struct blindness *blindness = context;
    size_t count = 0;
    size_t at = (size_t)(kind - relation_kinds(&count));
    if (blindness->run->request->manifest_count > 0)
        return blindness->cluster->desired_unknown;
    if (blindness->reasons[at].len == 0 || was_read(blindness, kind, namespace))
        return (struct plim_str){0};
    return blindness->reasons[at];
}

/* Why some objects of the kind may not have been met somewhere in the cluster: its list failed, or
 * the run is limited to namespaces. */
static struct plim_str explain_kind(const struct blindness *blindness,
                                    const struct relation_kind *kind, bool *refused_out)
{
    struct audit_run *run = blindness->run;
    struct audit_cluster_run *cluster = blindness->cluster;
    struct plim_str reason = {0};
    for (size_t i = 0; i < cluster->list_count; i++) {
        const struct audit_list *list = &cluster->lists[i];
        if (!plim_str_is(plim_str_from(kind->group), list->resource->group) ||
            !plim_str_is(plim_str_from(kind->kind), list->resource->kind))
            continue;
        if (!audit_list_report(run, cluster, list)->complete) {
            reason = reason.len > 0 ? reason : audit_list_blindness(run, cluster, list);
            *refused_out = true;
        }
        if (list->namespace && !list->fallback && reason.len == 0)
            reason = plim_str_from(plim_arena_printf(
                run->arena, "%s of other namespaces are left out", list->resource->name));
    }
    if (reason.len > 0 || is_asked_for(cluster, kind))
        return reason;
    const char *failure = kube_discovery_failure(cluster->report->discovery, kind->group, NULL);
    *refused_out = failure != NULL;
    return failure ? audit_blind_reason(run, kind->group, failure) : (struct plim_str){0};
}

static void judge_range(const struct audit_range *range, struct audit_worker *worker)
{
    const struct blindness *blindness = range->context;
    struct audit_run *run = range->run;
    struct audit_cluster_run *cluster = blindness->cluster;
    for (size_t i = range->first; i < range->end; i++) {
        const struct relation_object *object = relation_at(cluster->joins, i);
        const struct audit_desired *desired =
            audit_desired_find(cluster, worker->scratch, &object->identity);
        struct value record = relation_record(cluster->joins, i, worker->scratch);
        struct audit_place place = {
            .worker = worker,
            .cluster = cluster,
            .cluster_position = (size_t)(cluster - run->clusters),
            .application = object->application,
            .api_version = resource_api_version(worker->scratch, &object->identity),
            .kind = object->identity.kind,
            .namespace = object->identity.namespace,
            .name = object->identity.name,
            .manifest = desired ? desired->manifest : NULL,
        };
        audit_record_judge(run, POLICY_RELATION, &record, &place);
    }
}

static void judge_namespaces(const struct audit_range *range, struct audit_worker *worker)
{
    struct audit_run *run = range->run;
    const struct namespaces *namespaces = range->context;
    struct audit_cluster_run *cluster = namespaces->cluster;
    for (size_t i = range->first; i < range->end; i++) {
        const struct relation_object *object = relation_namespace_at(cluster->joins, i);
        const struct audit_desired *desired =
            audit_desired_find(cluster, worker->scratch, &object->identity);
        if (audit_is_out_of_scope(run, cluster, object->identity.name))
            continue;
        struct value record = relation_namespace_record(cluster->joins, i, namespaces->twins,
                                                        run->cluster_count, worker->scratch);
        struct audit_place place = {
            .worker = worker,
            .cluster = cluster,
            .cluster_position = (size_t)(cluster - run->clusters),
            .api_version = PLIM_STR("v1"),
            .kind = PLIM_STR("Namespace"),
            .name = object->identity.name,
            .manifest = desired ? desired->manifest : NULL,
        };
        audit_record_judge(run, POLICY_NAMESPACE, &record, &place);
    }
}

/* Of a kind that could not be read: what each of its objects would have been judged by. */
static void judge_unread(struct audit_run *run, struct audit_cluster_run *cluster,
                         const struct relation_site *site, const struct relation_kind *kind,
                         struct plim_str reason)
{
    struct value record = relation_record_unread(site, kind, reason, run->desired_arena);
    struct audit_place place = {
        .cluster = cluster,
        .cluster_position = (size_t)(cluster - run->clusters),
        .blind_reason = reason,
    };
    audit_record_judge(run, POLICY_RELATION, &record, &place);
}

static void judge_cluster(struct audit_run *run, struct audit_cluster_run *cluster)
{
    size_t count = 0;
    const struct relation_kind *kinds = relation_kinds(&count);
    struct blindness *blindness = plim_arena_alloc(run->desired_arena, sizeof(*blindness));
    bool offline = run->request->manifest_count > 0;
    *blindness = (struct blindness){
        run, cluster, plim_arena_array(run->desired_arena, count, sizeof(struct plim_str))};
    const struct relation_site site = {
        .cluster = cluster->name_value,
        .environment = cluster->environment_value,
        .production = cluster->production_value,
        .manifests = offline,
        .unread = find_unread,
        .context = blindness,
    };
    for (size_t i = 0; !offline && i < count; i++) {
        bool refused = false;
        blindness->reasons[i] = explain_kind(blindness, &kinds[i], &refused);
        if (refused && strcmp(kinds[i].kind, "Namespace") == 0)
            audit_subject_unread(run, cluster, POLICY_NAMESPACE, blindness->reasons[i]);
        if (refused && kinds[i].recorded)
            judge_unread(run, cluster, &site, &kinds[i], blindness->reasons[i]);
    }
    cluster->joins = relation_join(&cluster->relations, &site);
    audit_ranges_run(run, relation_len(cluster->joins), NULL, judge_range, blindness);
}

static void judge_unreachable(struct audit_run *run, struct audit_cluster_run *cluster)
{
    audit_subject_unread(run, cluster, POLICY_RELATION, cluster->failure);
    audit_subject_unread(run, cluster, POLICY_NAMESPACE, cluster->failure);
}

/* Once all clusters are joined. */
static void judge_cluster_namespaces(struct audit_run *run, struct audit_cluster_run *cluster)
{
    struct namespaces namespaces = {cluster,
                                    plim_arena_array(run->desired_arena, run->cluster_count,
                                                     sizeof(const struct relation_joins *))};
    struct plim_str environment = value_str(&cluster->environment_value);
    for (size_t i = 0; i < run->cluster_count; i++) {
        const struct audit_cluster_run *other = &run->clusters[i];
        bool twin = other != cluster && !other->same_as && environment.len > 0 &&
                    plim_str_equal(environment, value_str(&other->environment_value));
        namespaces.twins[i] = twin ? other->joins : NULL;
    }
    audit_ranges_run(run, relation_namespace_len(cluster->joins), NULL, judge_namespaces,
                     &namespaces);
}

void audit_relations_judge(struct audit_run *run)
{
    for (size_t i = 0; run->wants_relations && i < run->cluster_count; i++) {
        struct audit_cluster_run *cluster = &run->clusters[i];
        bool offline = run->request->manifest_count > 0;
        if (offline || (cluster->report && cluster->report->state != KUBE_UNREACHABLE))
            judge_cluster(run, cluster);
        else
            judge_unreachable(run, cluster);
    }
    for (size_t i = 0; i < run->cluster_count; i++) {
        if (run->clusters[i].joins)
            judge_cluster_namespaces(run, &run->clusters[i]);
    }
}
