#include <stdlib.h>

#include "base/alloc.h"

#include "answer_priv.h"
#include "probe_priv.h"

/* ---- what everything begins with */

struct kube_first_probes {
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

static void take_first(struct kube_reader_cluster *cluster, const struct kube_first_probes *probes,
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

struct kube_legacy_probes {
    struct kube_discovery_next_list next;
    struct kube_probe *probes; /* owned; one for each of `next` */
};

static void ask_legacy(struct kube_reader_cluster *cluster)
{
    struct kube_legacy_probes *legacy = cluster->legacy;
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

static void take_legacy(struct kube_reader_cluster *cluster)
{
    const struct kube_legacy_probes *legacy = cluster->legacy;
    for (size_t i = 0; i < legacy->next.len; i++) {
        PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
        take_next(cluster, &legacy->next.items[i], &legacy->probes[i], arena);
    }
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

/* ---- its steps */

static void release_first(struct kube_first_probes *probes)
{
    kube_probe_release(&probes->version);
    kube_probe_release(&probes->api);
    kube_probe_release(&probes->apis);
    kube_probe_release(&probes->system);
    free(probes);
}

static void release_legacy(struct kube_legacy_probes *legacy)
{
    for (size_t i = 0; i < legacy->next.len; i++)
        kube_probe_release(&legacy->probes[i]);
    free(legacy->probes);
    free(legacy);
}

void kube_reader_discovery_release(struct kube_reader_cluster *cluster)
{
    if (cluster->first)
        release_first(cluster->first);
    if (cluster->legacy)
        release_legacy(cluster->legacy);
    cluster->first = NULL;
    cluster->legacy = NULL;
}

static void finish(struct kube_reader_cluster *cluster)
{
    take_legacy(cluster);
    note_failed_groups(cluster);
    kube_reader_discovery_release(cluster);
}

static void go_on(struct kube_reader_cluster *cluster)
{
    cluster->legacy = plim_calloc(1, sizeof(*cluster->legacy));
    take_first(cluster, cluster->first, &cluster->legacy->next);
    release_first(cluster->first);
    cluster->first = NULL;
    ask_legacy(cluster);
    cluster->step = finish;
}

static void begin(struct kube_reader_cluster *cluster)
{
    struct kube_first_probes *probes = plim_calloc(1, sizeof(*probes));
    *probes = (struct kube_first_probes){
        .version = {.cluster = cluster, .what = "discovery"},
        .api = {.cluster = cluster, .what = "discovery", .accept = kube_accept_discovery},
        .apis = {.cluster = cluster, .what = "discovery", .accept = kube_accept_discovery},
        .system = {.cluster = cluster, .what = "discovery", .accept = kube_accept_metadata},
    };
    kube_probe_ask(&probes->version, "/version");
    kube_probe_ask(&probes->api, "/api");
    kube_probe_ask(&probes->apis, "/apis");
    kube_probe_ask(&probes->system, "/api/v1/namespaces/kube-system");
    cluster->first = probes;
    cluster->step = go_on;
}

void kube_reader_discover(struct kube_reader *reader, size_t cluster)
{
    reader->clusters[cluster]->step = begin;
    reader->clusters[cluster]->active = true;
}
