#include <stdlib.h>

#include "base/alloc.h"

#include "answer_priv.h"
#include "probe_priv.h"

/* ---- what everything begins with */

struct first_probes {
    struct kube_probe version;
    struct kube_probe api;
    struct kube_probe apis;
    struct kube_probe system; /* the namespace kube-system: its uid is the cluster's */
};

/* Returns why nothing, or not all, was learnt; or NULL. */
static const char *take_discovery(struct kube_reader_cluster *cluster,
                                  const struct kube_probe *probe, struct plim_arena *arena,
                                  struct kube_discovery_next_list *next)
{
    struct value document = {0};
    enum kube_discovery_form form;
    struct plim_err err = {0};
    const char *reason = kube_probe_read(probe, arena, &document);
    if (!reason && kube_discovery_add(&cluster->discovery, &document, next, &form, &err) != PLIM_OK)
        reason = plim_arena_copy_c(arena, err.msg);
    return reason;
}

static void take_text(struct kube_reader_cluster *cluster, const struct kube_probe *probe,
                      const char *path, const char *resource, const char **text_out)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value document = {0};
    const char *reason = kube_probe_read(probe, arena, &document);
    struct plim_str text = value_get_text(&document, path);
    if (!reason && text.len == 0)
        reason = "the answer does not have it";
    if (reason)
        kube_reader_note(cluster, resource, reason);
    else
        *text_out = plim_arena_copy(cluster->arena, text.text, text.len);
}

static void take_first(struct kube_reader_cluster *cluster, const struct first_probes *probes,
                       struct kube_discovery_next_list *next)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const char *no_core = take_discovery(cluster, &probes->api, arena, next);
    const char *no_groups = take_discovery(cluster, &probes->apis, arena, next);
    if (no_core)
        kube_discovery_fail(&cluster->discovery, "", "*", no_core);
    if (no_groups)
        kube_discovery_fail(&cluster->discovery, "*", "*", no_groups);
    if (no_core && no_groups) {
        cluster->unreachable = true;
        kube_reader_note(cluster, "discovery", no_core);
        return;
    }
    if (no_core)
        kube_reader_note(cluster, "discovery of /api", no_core);
    if (no_groups)
        kube_reader_note(cluster, "discovery of /apis", no_groups);
    take_text(cluster, &probes->version, "gitVersion", "version", &cluster->version);
    take_text(cluster, &probes->system, "metadata.uid", "namespaces/kube-system", &cluster->uid);
}

/* ---- what the roots lead to: in the legacy form, one request for each group version */

struct legacy_probes {
    struct kube_discovery_next_list next;
    struct kube_probe *probes; /* owned; one for each of `next` */
};

static void ask_legacy(struct kube_reader_cluster *cluster, struct legacy_probes *legacy)
{
    legacy->probes = plim_calloc(legacy->next.len + 1, sizeof(*legacy->probes));
    for (size_t i = 0; i < legacy->next.len; i++) {
        const struct kube_discovery_next *next = &legacy->next.items[i];
        bool rest = next->version[0] == '*';
        legacy->probes[i] = (struct kube_probe){
            .cluster = cluster, .what = "discovery", .accept = rest ? kube_accept_discovery : NULL};
        kube_probe_ask(&legacy->probes[i], next->target);
    }
}

static void take_next(struct kube_reader_cluster *cluster, const struct kube_discovery_next *next,
                      const struct kube_probe *probe, struct plim_arena *arena)
{
    struct kube_discovery_next_list more = {0};
    const char *reason = take_discovery(cluster, probe, arena, &more);
    if (!reason && more.len > 0)
        reason = "its discovery leads on and on";
    if (!reason)
        return;
    kube_discovery_fail(&cluster->discovery, next->group, next->version, reason);
    if (next->version[0] == '*')
        kube_reader_note(cluster, *next->group ? "discovery of /apis" : "discovery of /api",
                         reason);
}

static void take_legacy(struct kube_reader_cluster *cluster, struct legacy_probes *legacy)
{
    for (size_t i = 0; i < legacy->next.len; i++) {
        PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
        struct kube_probe *probe = &legacy->probes[i];
        take_next(cluster, &legacy->next.items[i], probe, arena);
        kube_probe_release(probe);
    }
    free(legacy->probes);
}

/* Group versions that failed one by one; the failures of a whole root are noted already. */
static void note_failed_groups(struct kube_reader_cluster *cluster)
{
    const struct kube_discovery *discovery = &cluster->discovery;
    for (size_t i = 0; i < discovery->failed_len; i++) {
        const struct kube_failed_group *failed = &discovery->failed[i];
        if (failed->version[0] == '*')
            continue;
        PLIM_CLEANUP(plim_buf_release) struct plim_buf name = {0};
        plim_buf_printf(&name, "%s%s%s", failed->group, *failed->group ? "/" : "", failed->version);
        kube_reader_note(cluster, name.text, failed->reason);
    }
}

/* ---- all clusters */

static void ask_first(struct kube_reader_cluster *cluster, struct first_probes *probes)
{
    *probes = (struct first_probes){
        .version = {.cluster = cluster, .what = "discovery"},
        .api = {.cluster = cluster, .what = "discovery", .accept = kube_accept_discovery},
        .apis = {.cluster = cluster, .what = "discovery", .accept = kube_accept_discovery},
        .system = {.cluster = cluster, .what = "discovery", .accept = kube_accept_metadata},
    };
    kube_probe_ask(&probes->version, "/version");
    kube_probe_ask(&probes->api, "/api");
    kube_probe_ask(&probes->apis, "/apis");
    kube_probe_ask(&probes->system, "/api/v1/namespaces/kube-system");
}

static void release_first(struct first_probes *probes)
{
    kube_probe_release(&probes->version);
    kube_probe_release(&probes->api);
    kube_probe_release(&probes->apis);
    kube_probe_release(&probes->system);
}

void kube_reader_discover(struct kube_reader *reader)
{
    struct http_transport *transport = reader->config.transport;
    size_t first = 0;
    while (first < reader->cluster_len && reader->clusters[first]->discovered)
        first++;
    size_t count = reader->cluster_len - first;
    PLIM_CLEANUP(plim_freep) struct first_probes *probes = plim_calloc(count + 1, sizeof(*probes));
    PLIM_CLEANUP(plim_freep) struct legacy_probes *legacy = plim_calloc(count + 1, sizeof(*legacy));
    for (size_t i = 0; i < count; i++)
        ask_first(reader->clusters[first + i], &probes[i]);
    transport->run(transport);
    for (size_t i = 0; i < count; i++) {
        struct kube_reader_cluster *cluster = reader->clusters[first + i];
        take_first(cluster, &probes[i], &legacy[i].next);
        release_first(&probes[i]);
        ask_legacy(cluster, &legacy[i]);
    }
    transport->run(transport);
    for (size_t i = 0; i < count; i++) {
        struct kube_reader_cluster *cluster = reader->clusters[first + i];
        take_legacy(cluster, &legacy[i]);
        note_failed_groups(cluster);
        cluster->discovered = true;
    }
}
