#include "kube/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/pool.h"
#include "http/transport.h"
#include "value/json.h"

#include "answer_priv.h"
#include "page_priv.h"
#include "protobuf_priv.h"
#include "reader_priv.h"

static size_t or_default(size_t value, size_t otherwise)
{
    return value > 0 ? value : otherwise;
}

struct kube_reader *kube_reader_new(const struct kube_reader_config *config)
{
    struct kube_reader *reader = plim_calloc(1, sizeof(*reader));
    reader->config = *config;
    reader->config.page_bytes_max = or_default(config->page_bytes_max, KUBE_PAGE_BYTES_MAX);
    reader->config.memory_max = or_default(config->memory_max, KUBE_READER_MEMORY_MAX);
    reader->ready_end = &reader->ready_first;
    reader->workers = plim_calloc(plim_pool_threads(config->pool), sizeof(*reader->workers));
    (void)pthread_mutex_init(&reader->lock, NULL);
    (void)pthread_cond_init(&reader->changed, NULL);
    return reader;
}

void kube_reader_rest(struct kube_reader *reader)
{
    for (size_t i = 0; i < plim_pool_threads(reader->config.pool); i++) {
        struct kube_reader_worker *worker = &reader->workers[i];
        value_json_reader_free(worker->json);
        plim_arena_free(worker->arena);
        *worker = (struct kube_reader_worker){0};
    }
    for (size_t i = 0; i < reader->spare_len; i++)
        plim_buf_release(&reader->spares[i]);
    reader->spare_len = 0;
}

static void free_list(struct kube_reader_list *list)
{
    free(list->token);
    free(list->last);
    free(list->skip);
    free(list->reason);
    free(list);
}

static void free_cluster(struct kube_reader_cluster *cluster)
{
    for (size_t i = 0; i < cluster->list_len; i++)
        free_list(cluster->lists[i]);
    kube_reader_discovery_release(cluster);
    kube_reader_schemas_release(cluster);
    free(cluster->lists);
    free(cluster->found);
    free(cluster->unread);
    free(cluster->warnings);
    plim_arena_free(cluster->arena);
    free(cluster);
}

void kube_reader_free(struct kube_reader *reader)
{
    if (!reader)
        return;
    for (size_t i = 0; i < reader->cluster_len; i++)
        free_cluster(reader->clusters[i]);
    free(reader->clusters);
    kube_reader_rest(reader);
    free(reader->workers);
    for (struct kube_reader_again *again; (again = reader->again);) {
        reader->again = again->next;
        free(again->token);
        free(again);
    }
    (void)pthread_cond_destroy(&reader->changed);
    (void)pthread_mutex_destroy(&reader->lock);
    free(reader);
}

size_t kube_reader_add(struct kube_reader *reader, const struct kube_cluster *cluster)
{
    struct kube_reader_cluster *added = plim_calloc(1, sizeof(*added));
    added->reader = reader;
    added->index = reader->cluster_len;
    added->cluster = cluster;
    added->arena = plim_arena_new();
    added->discovery.arena = added->arena;
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    PLIM_GROW(reader->clusters, reader->cluster_len, reader->cluster_cap);
    reader->clusters[reader->cluster_len++] = added;
    return added->index;
}

static const char *keep(struct plim_arena *arena, const char *text)
{
    return text ? plim_arena_copy_c(arena, text) : NULL;
}

size_t kube_reader_list(struct kube_reader *reader, size_t cluster, const struct kube_query *query)
{
    struct kube_reader_cluster *owner = reader->clusters[cluster];
    struct kube_reader_list *list = plim_calloc(1, sizeof(*list));
    list->cluster = owner;
    list->index = owner->list_len;
    list->title = kube_resource_title(owner->arena, query->resource);
    list->page_objects = or_default(reader->config.page_objects, KUBE_PAGE_OBJECTS);
    list->query = *query;
    list->query.namespace = keep(owner->arena, query->namespace);
    list->query.label_selector = keep(owner->arena, query->label_selector);
    list->query.field_selector = keep(owner->arena, query->field_selector);
    if (kube_resource_is_secret(query->resource))
        list->query.mode = KUBE_METADATA;
    /* Captures are in JSON, and whole: they serve readers that ask for more. */
    bool is_fleeting = owner->cluster->endpoint != NULL && !reader->config.json_only;
    if (is_fleeting)
        list->query.selects = NULL; /* the server does */
    else if (query->selects)
        list->query.label_selector = NULL;
    list->in_part = is_fleeting && list->query.mode == KUBE_METADATA;
    list->in_protobuf = is_fleeting && (list->in_part || kube_protobuf_knows(query->resource));
    PLIM_CLEANUP(plim_buf_release) struct plim_buf target = {0};
    kube_query_target(&list->query, list->page_objects, NULL, &target);
    list->target = plim_arena_copy(owner->arena, target.text, target.len);
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    PLIM_GROW(owner->lists, owner->list_len, owner->list_cap);
    owner->lists[owner->list_len++] = list;
    owner->active = true;
    (void)pthread_mutex_lock(&reader->lock);
    kube_reader_list_enqueue(list);
    (void)pthread_mutex_unlock(&reader->lock);
    return list->index;
}

/* ---- counting */

void kube_reader_count_start(struct kube_reader_cluster *cluster)
{
    if (cluster->started)
        return;
    cluster->started = true;
    cluster->started_at = plim_clock_elapsed(cluster->reader->config.clock);
}

void kube_reader_count_answer(struct kube_reader_cluster *cluster,
                              const struct http_response *response)
{
    struct kube_statistics *statistics = &cluster->statistics;
    statistics->requests += 1 + (uint64_t)response->retries;
    statistics->bytes += response->bytes;
    statistics->throttled_seconds += response->throttled_seconds;
    statistics->seconds = plim_clock_elapsed(cluster->reader->config.clock) - cluster->started_at;
    kube_reader_keep_warnings(cluster, response);
}

void kube_reader_tell(struct kube_reader_cluster *cluster, const char *what)
{
    struct kube_reader *reader = cluster->reader;
    if (!reader->config.progress)
        return;
    char text[256];
    double waited = cluster->statistics.throttled_seconds;
    if (waited >= 1 && snprintf(text, sizeof(text), "%s, waited %.0f s on throttling", what,
                                waited) < (int)sizeof(text))
        what = text;
    (void)pthread_mutex_lock(&reader->lock);
    uint64_t objects = cluster->objects;
    uint64_t expected = objects + cluster->remaining;
    (void)pthread_mutex_unlock(&reader->lock);
    reader->config.progress(reader->config.context, cluster->index, what, objects, expected);
}

/* ---- reports */

static void add_unread(struct kube_reader_cluster *cluster, const char *resource,
                       const char *reason)
{
    PLIM_GROW(cluster->unread, cluster->unread_len, cluster->unread_cap);
    cluster->unread[cluster->unread_len++] = (struct kube_unread){resource, reason};
}

void kube_reader_note(struct kube_reader_cluster *cluster, const char *resource, const char *reason)
{
    PLIM_GROW(cluster->found, cluster->found_len, cluster->found_cap);
    cluster->found[cluster->found_len++] = (struct kube_unread){
        plim_arena_copy_c(cluster->arena, resource), plim_arena_copy_c(cluster->arena, reason)};
}

static int compare_unread(const void *left, const void *right)
{
    const struct kube_unread *one = left;
    const struct kube_unread *other = right;
    int by_resource = strcmp(one->resource, other->resource);
    return by_resource != 0 ? by_resource : strcmp(one->reason, other->reason);
}

/* Sorted, and each only once. */
static void order_unread(struct kube_reader_cluster *cluster)
{
    if (cluster->unread_len == 0)
        return;
    qsort(cluster->unread, cluster->unread_len, sizeof(*cluster->unread), compare_unread);
    size_t kept = 1;
    for (size_t i = 1; i < cluster->unread_len; i++)
        if (compare_unread(&cluster->unread[kept - 1], &cluster->unread[i]) != 0)
            cluster->unread[kept++] = cluster->unread[i];
    cluster->unread_len = kept;
}

/* NULL when it is complete: its last page was read, and nothing went wrong before. */
static const char *why_incomplete(const struct kube_reader_list *list)
{
    if (list->reason)
        return list->reason;
    return list->finished ? NULL : "it was not read to its end";
}

const struct kube_cluster_report *kube_reader_report(struct kube_reader *reader, size_t cluster)
{
    struct kube_reader_cluster *from = reader->clusters[cluster];
    from->unread_len = 0;
    for (size_t i = 0; i < from->found_len; i++)
        add_unread(from, from->found[i].resource, from->found[i].reason);
    for (size_t i = 0; i < from->list_len; i++) {
        const struct kube_reader_list *list = from->lists[i];
        const char *reason = why_incomplete(list);
        if (reason && !(list->refused && list->query.may_be_refused))
            add_unread(from, list->title, reason);
    }
    order_unread(from);
    kube_reader_warn_of_garbled(from);
    kube_reader_sort_warnings(from);
    enum kube_state state = from->unread_len > 0 ? KUBE_PARTIAL : KUBE_COMPLETE;
    from->report = (struct kube_cluster_report){
        .cluster = from->cluster,
        .state = from->unreachable ? KUBE_UNREACHABLE : state,
        .version = from->version,
        .uid = from->uid,
        .discovery = &from->discovery,
        .unread = from->unread,
        .unread_len = from->unread_len,
        .warnings = from->warnings,
        .warning_len = from->warning_len,
        .statistics = from->statistics,
        .list_count = from->list_len,
    };
    from->report.statistics.objects = from->objects;
    return &from->report;
}

const struct kube_list_report *kube_reader_list_at(struct kube_reader *reader, size_t cluster,
                                                   size_t list)
{
    struct kube_reader_list *from = reader->clusters[cluster]->lists[list];
    from->report = (struct kube_list_report){
        .resource = from->query.resource,
        .mode = from->query.mode,
        .complete = !why_incomplete(from),
        .reason = why_incomplete(from),
        .refused = from->refused,
        .target = from->target,
        .objects = from->objects,
    };
    return &from->report;
}
