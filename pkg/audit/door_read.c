/* Doors of clusters: the policies, bindings, exceptions and parameters that one holds, read before
 * anything is judged by them. */
#include <stdlib.h>

#include "base/alloc.h"
#include "resource/kind.h"
#include "value/build.h"

#include "run_priv.h"

static const struct {
    const char *group, *kind;
} policy_kinds[] = {
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicy"},
    {"admissionregistration.k8s.io", "ValidatingAdmissionPolicyBinding"},
    {"kyverno.io", "ClusterPolicy"},
    {"kyverno.io", "Policy"},
    {"kyverno.io", "PolicyException"},
    {"policies.kyverno.io", "ValidatingPolicy"},
    {"policies.kyverno.io", "NamespacedValidatingPolicy"},
    {"policies.kyverno.io", "PolicyException"},
};

/* A list of one source: of policies first, then of parameters. */
struct source_list {
    const struct kube_resource *resource;
    size_t index;                /* in the reader's lists of the cluster */
    struct admission_kind param; /* its kind is empty: of policies */
};

struct source {
    struct audit_cluster_run *cluster;
    struct admission_door *door;     /* the run's arena frees it */
    struct plim_str waivers_unknown; /* why; or empty */
    size_t reader_index, step;
    struct source_list *lists; /* owned */
    size_t list_count, list_cap;
};

struct reading {
    struct audit_run *run;
    struct kube_reader *reader;
    struct source *sources; /* owned */
    size_t *by_reader;      /* owned */
    size_t count;
    struct audit_kept_list *kept; /* owned: [worker * count + source] */
    struct plim_arena **arenas;   /* owned: of the workers */
};

/* ---- on workers */

static void take_page(void *context, size_t worker, const struct kube_page *page)
{
    const struct reading *reading = context;
    size_t source = reading->by_reader[page->cluster];
    struct audit_kept_list *kept = &reading->kept[worker * reading->count + source];
    for (size_t i = 0; i < value_len(page->items); i++)
        audit_kept_add(kept, (struct audit_kept){
                                 page->list, page->number, i, page->resource,
                                 value_copy(reading->arenas[worker], value_at(page->items, i))});
}

/* ---- on the loop */

static void ask(const struct reading *reading, struct source *source,
                const struct kube_resource *resource, const struct admission_kind *param)
{
    const struct kube_query query = {.resource = resource, .mode = KUBE_FULL};
    PLIM_GROW(source->lists, source->list_count, source->list_cap);
    source->lists[source->list_count++] = (struct source_list){
        .resource = resource,
        .index = kube_reader_list(reading->reader, source->reader_index, &query),
        .param = *param,
    };
}

static struct plim_str copy_of(struct audit_run *run, const char *text)
{
    return plim_str_from(plim_arena_copy_c(run->arena, text));
}

static void add_gap(const struct reading *reading, const struct source *source, const char *what,
                    const char *why)
{
    struct plim_str name = value_str(&source->cluster->name_value);
    const char *reason = plim_arena_printf(reading->run->arena, "%s of %.*s could not be read: %s",
                                           what, PLIM_STR_ARG(name), why);
    admission_door_add_gap(source->door, PLIM_STR(AUDIT_DOOR_READABLE), plim_str_from(reason));
}

/* A kind that is not served is not in use, unless that could not be found out. */
static void ask_policies(const struct reading *reading, struct source *source)
{
    const struct kube_cluster_report *report =
        kube_reader_report(reading->reader, source->reader_index);
    if (report->state == KUBE_UNREACHABLE) {
        add_gap(reading, source, "the policies",
                report->unread_len > 0 ? report->unread[0].reason : "no answer");
        source->step = SIZE_MAX;
        return;
    }
    const char *failed = NULL;
    for (size_t i = 0; i < PLIM_LEN(policy_kinds); i++) {
        const char *group = policy_kinds[i].group;
        const struct kube_resource *resource =
            kube_discovery_find(report->discovery, group, NULL, policy_kinds[i].kind);
        const char *failure = kube_discovery_failure(report->discovery, group, NULL);
        if (resource)
            ask(reading, source, resource, &(struct admission_kind){0});
        else if (failure && failed != group)
            add_gap(reading, source, failed = group, failure);
    }
}

/* From all workers, in the order of the lists. */
static struct audit_kept_list gather(const struct reading *reading, size_t source)
{
    struct audit_kept_list all = {0};
    size_t workers = plim_pool_threads(reading->run->pool);
    for (size_t i = 0; i < workers; i++) {
        struct audit_kept_list *some = &reading->kept[i * reading->count + source];
        for (size_t k = 0; k < some->len; k++)
            audit_kept_add(&all, some->items[k]);
        some->len = 0;
    }
    audit_kept_sort(&all);
    return all;
}

static void ask_params(const struct reading *reading, struct source *source)
{
    const struct kube_cluster_report *report =
        kube_reader_report(reading->reader, source->reader_index);
    for (size_t i = 0; i < admission_door_param_kinds(source->door); i++) {
        struct admission_kind kind = admission_door_param_kind_at(source->door, i);
        struct plim_arena *arena = reading->run->arena;
        char *group = plim_arena_copy(arena, kind.group.text, kind.group.len);
        char *version = plim_arena_copy(arena, kind.version.text, kind.version.len);
        const struct kube_resource *resource =
            kube_discovery_find(report->discovery, group, version,
                                plim_arena_copy(arena, kind.kind.text, kind.kind.len));
        if (kind.group.len == 0 && plim_str_is(kind.kind, "Secret"))
            admission_door_cover(source->door, &kind, PLIM_STR("Secrets are not read"));
        else if (resource)
            ask(reading, source, resource, &kind);
        else
            admission_door_cover(source->door, &kind,
                                 PLIM_STR("the kind of its parameters is not served"));
    }
}

static void take_policies(const struct reading *reading, struct source *source)
{
    struct audit_kept_list kept = gather(reading, (size_t)(source - reading->sources));
    struct plim_str name = value_str(&source->cluster->name_value);
    const char *where = plim_arena_copy(reading->run->arena, name.text, name.len);
    for (size_t i = 0; i < kept.len; i++)
        admission_door_add_live(source->door, where, &kept.items[i].object);
    free(kept.items);
    for (size_t i = 0; i < source->list_count; i++) {
        const struct source_list *list = &source->lists[i];
        const struct kube_list_report *report =
            kube_reader_list_at(reading->reader, source->reader_index, list->index);
        if (report->complete)
            continue;
        add_gap(reading, source, list->resource->name, report->reason);
        if (plim_str_is(plim_str_from(list->resource->kind), "PolicyException"))
            source->waivers_unknown =
                audit_blind_reason(reading->run, list->resource->name, report->reason);
    }
    ask_params(reading, source);
}

static void take_params(const struct reading *reading, struct source *source)
{
    struct audit_kept_list kept = gather(reading, (size_t)(source - reading->sources));
    for (size_t i = 0; i < kept.len; i++)
        admission_door_add_param(source->door, &kept.items[i].object);
    free(kept.items);
    for (size_t i = 0; i < source->list_count; i++) {
        const struct source_list *list = &source->lists[i];
        const struct kube_list_report *report =
            kube_reader_list_at(reading->reader, source->reader_index, list->index);
        struct plim_str reason = {0};
        if (list->param.kind.len == 0)
            continue;
        if (!report->complete)
            reason = audit_blind_reason(reading->run, list->resource->name, report->reason);
        admission_door_cover(source->door, &list->param, reason);
    }
}

static void take_step(void *context, size_t reader_index)
{
    static void (*const steps[])(const struct reading *,
                                 struct source *) = {ask_policies, take_policies, take_params};
    const struct reading *reading = context;
    struct source *source = &reading->sources[reading->by_reader[reader_index]];
    size_t before = source->list_count;
    while (source->step < PLIM_LEN(steps) && source->list_count == before)
        steps[source->step++](reading, source);
}

/* ---- what was asked, for the plan */

static struct value describe(struct audit_run *run, const struct source_list *list,
                             const char *target)
{
    struct value *wanter = plim_arena_alloc(run->arena, sizeof(*wanter));
    const struct kube_resource *resource = list->resource;
    *wanter = value_string_c(list->param.kind.len > 0 ? "parameters of the door's policies"
                                                      : "policies of the door");
    struct value_map_builder map = {.arena = run->arena};
    if (*target) {
        value_map_add(&map, "path", value_string(copy_of(run, target)));
        value_map_add(&map, "mode", value_string_c("full"));
    }
    value_map_add(&map, "group", value_string(copy_of(run, resource->group)));
    value_map_add_text(&map, "version", copy_of(run, resource->version));
    value_map_add(&map, "resource", value_string(copy_of(run, resource->name)));
    value_map_add(&map, "namespaced", value_bool(resource->namespaced));
    value_map_add(&map, "wantedBy", value_list(wanter, 1));
    return value_map_finish(&map);
}

static void keep_requests(const struct reading *reading, const struct source *source,
                          struct audit_door *door)
{
    struct value_list_builder list = {.arena = reading->run->arena};
    for (size_t i = 0; i < source->list_count; i++) {
        const struct kube_list_report *report =
            kube_reader_list_at(reading->reader, source->reader_index, source->lists[i].index);
        value_list_add(&list, describe(reading->run, &source->lists[i], report->target));
    }
    door->requests = value_list_finish(&list);
}

struct value audit_doors_assume(struct audit_run *run)
{
    struct value_list_builder list = {.arena = run->arena};
    for (size_t i = 0; i < PLIM_LEN(policy_kinds); i++) {
        struct plim_str plural = resource_kind_plural(
            run->arena, plim_str_from(policy_kinds[i].group), plim_str_from(policy_kinds[i].kind));
        const struct kube_resource resource = {
            .group = policy_kinds[i].group,
            .version = "",
            .kind = policy_kinds[i].kind,
            .name = plim_arena_copy(run->arena, plural.text, plural.len),
        };
        value_list_add(&list, describe(run, &(struct source_list){.resource = &resource}, ""));
    }
    return value_list_finish(&list);
}

/* ---- all of them */

static struct reading start(struct audit_run *run, size_t count)
{
    size_t workers = plim_pool_threads(run->pool);
    struct reading reading = {
        .run = run,
        .count = count,
        .sources = plim_calloc(count + 1, sizeof(*reading.sources)),
        .by_reader = plim_calloc(count + 1, sizeof(*reading.by_reader)),
        .kept = plim_calloc(workers * count + 1, sizeof(*reading.kept)),
        .arenas = plim_calloc(workers, sizeof(struct plim_arena *)),
    };
    for (size_t i = 0; i < workers; i++)
        reading.arenas[i] = plim_arena_new();
    return reading;
}

static void release(struct reading *reading)
{
    size_t workers = plim_pool_threads(reading->run->pool);
    kube_reader_free(reading->reader);
    for (size_t i = 0; i < workers; i++)
        plim_arena_free(reading->arenas[i]);
    for (size_t i = 0; i < workers * reading->count; i++)
        free(reading->kept[i].items);
    for (size_t i = 0; i < reading->count; i++)
        free(reading->sources[i].lists);
    free(reading->arenas);
    free(reading->kept);
    free(reading->by_reader);
    free(reading->sources);
}

static void free_door(void *door)
{
    admission_door_free(door);
}

struct admission_door *audit_door_new(struct audit_run *run)
{
    struct admission_door *door = admission_door_new();
    admission_door_choose(door, run->request->native_choice);
    plim_arena_own(run->arena, free_door, door);
    return door;
}

static void add_source(struct reading *reading, size_t i, struct audit_door *door)
{
    struct source *source = &reading->sources[i];
    source->cluster = door->source;
    source->door = audit_door_new(reading->run);
    door->door = source->door;
    if (!source->cluster->cluster) {
        struct plim_str failure = source->cluster->failure;
        add_gap(reading, source, "the policies",
                plim_arena_copy(reading->run->arena, failure.text, failure.len));
        return;
    }
    source->reader_index = kube_reader_add(reading->reader, source->cluster->cluster);
    reading->by_reader[source->reader_index] = i;
    kube_reader_discover(reading->reader, source->reader_index);
}

void audit_doors_read(struct audit_run *run, size_t first)
{
    struct plim_err err = {0};
    size_t count = run->door_count - first;
    if (count == 0)
        return;
    struct reading reading = start(run, count);
    const struct kube_reader_config config = {
        .transport = run->transport,
        .pool = run->pool,
        .clock = &run->request->clock,
        .page = take_page,
        .drained = take_step,
        .context = &reading,
        .json_only = true,
    };
    reading.reader = kube_reader_new(&config);
    for (size_t i = 0; i < count; i++)
        add_source(&reading, i, &run->doors[first + i]);
    kube_reader_run(reading.reader);
    plim_pool_wait(run->pool);
    for (size_t i = 0; i < count; i++) {
        run->doors[first + i].waivers_unknown = reading.sources[i].waivers_unknown;
        keep_requests(&reading, &reading.sources[i], &run->doors[first + i]);
        (void)!admission_door_close(reading.sources[i].door, &err); /* nothing of it is a file's */
    }
    release(&reading);
}
