/*
 * What GitOps agents say of what they manage, as the `sync` record.
 * Sources: argoproj.io/v1alpha1 Application; kustomize.toolkit.fluxcd.io/v1 Kustomization;
 * helm.toolkit.fluxcd.io/v2 HelmRelease.
 */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "resource/image.h"
#include "resource/metadata.h"
#include "value/build.h"

#include "agents_priv.h"

struct sync {
    bool reported;
    struct plim_str status, health;
    bool suspended, automated, self_heal, prune;
    struct plim_str revision, target_revision;
    bool pinned;
    struct plim_str reconciled_at;
    int64_t age_seconds;
};

static struct value make_record(struct plim_arena *arena, const struct sync *sync)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "reported", value_bool(sync->reported));
    value_map_add(&map, "status", value_string(sync->status));
    value_map_add(&map, "health", value_string(sync->health));
    value_map_add(&map, "suspended", value_bool(sync->suspended));
    value_map_add(&map, "automated", value_bool(sync->automated));
    value_map_add(&map, "selfHeal", value_bool(sync->self_heal));
    value_map_add(&map, "prune", value_bool(sync->prune));
    value_map_add(&map, "revision", value_string(sync->revision));
    value_map_add(&map, "targetRevision", value_string(sync->target_revision));
    value_map_add(&map, "pinned", value_bool(sync->pinned));
    value_map_add(&map, "reconciledAt", value_string(sync->reconciled_at));
    value_map_add(&map, "ageSeconds", value_int(sync->age_seconds));
    return value_map_finish(&map);
}

struct value audit_agent_silence(struct plim_arena *arena)
{
    struct sync sync = {.age_seconds = -1};
    return make_record(arena, &sync);
}

static bool is_true(const struct value *map, const char *path)
{
    return value_bool_or(value_get_path(map, path), false);
}

/* A commit or a release tag stays what it is; a branch or HEAD does not. */
static bool is_pinned(struct plim_str revision)
{
    struct resource_version version;
    if (resource_version_parse(revision, &version))
        return true;
    bool hexadecimal = revision.len == 40;
    for (size_t i = 0; hexadecimal && i < revision.len; i++)
        hexadecimal = strchr("0123456789abcdef", revision.text[i]) != NULL;
    return hexadecimal;
}

static int64_t age_of(int64_t now, struct plim_str time)
{
    struct plim_err err = {0};
    int64_t seconds = 0;
    if (time.len == 0 || plim_time_parse(time, &seconds, &err) != PLIM_OK)
        return -1;
    return now > seconds ? now - seconds : 0;
}

/* An Application has one source, or several: the first that is not pinned speaks for all. */
static struct plim_str find_target(const struct value *object)
{
    const struct value *sources = value_get_path(object, "spec.sources");
    if (value_len(sources) == 0)
        return value_get_text(object, "spec.source.targetRevision");
    struct plim_str target = {0};
    for (size_t i = 0; i < value_len(sources); i++) {
        target = value_get_text(value_at(sources, i), "targetRevision");
        if (!is_pinned(target))
            break;
    }
    return target;
}

static struct plim_str find_revision(const struct value *object)
{
    struct plim_str revision = value_get_text(object, "status.sync.revision");
    const struct value *revisions = value_get_path(object, "status.sync.revisions");
    return revision.len > 0 || value_len(revisions) == 0 ? revision
                                                         : value_str(value_at(revisions, 0));
}

static struct sync read_argocd(const struct value *object)
{
    const struct value *automated = value_get_path(object, "spec.syncPolicy.automated");
    struct sync sync = {
        .reported = value_get_path(object, "status.sync.status") != NULL,
        .status = value_get_text(object, "status.sync.status"),
        .health = value_get_text(object, "status.health.status"),
        .suspended =
            plim_str_is(resource_annotation(object, "argocd.argoproj.io/skip-reconcile"), "true"),
        .automated =
            value_is(automated, VALUE_MAP) && value_bool_or(value_get(automated, "enabled"), true),
        .self_heal = is_true(automated, "selfHeal"),
        .prune = is_true(automated, "prune"),
        .revision = find_revision(object),
        .target_revision = find_target(object),
        .reconciled_at = value_get_text(object, "status.reconciledAt"),
    };
    sync.pinned = is_pinned(sync.target_revision);
    return sync;
}

/* The condition `Ready`: Flux's one verdict. */
static const struct value *find_ready(const struct value *object)
{
    const struct value *conditions = value_get_path(object, "status.conditions");
    for (size_t i = 0; i < value_len(conditions); i++) {
        if (value_is_string(value_get(value_at(conditions, i), "type"), "Ready"))
            return value_at(conditions, i);
    }
    return NULL;
}

static struct sync read_flux(const struct value *object)
{
    const struct value *ready = find_ready(object);
    bool good = value_is_string(value_get(ready, "status"), "True");
    bool helm = value_is_string(value_get(object, "kind"), "HelmRelease");
    struct plim_str mode = value_get_text(object, "spec.driftDetection.mode");
    struct sync sync = {
        .reported = ready != NULL,
        .suspended = is_true(object, "spec.suspend"),
        .automated = true,
        .self_heal = helm ? plim_str_is(mode, "enabled") : true,
        .prune = helm || is_true(object, "spec.prune"),
        .revision = value_get_text(object, helm ? "status.lastAttemptedRevision"
                                                : "status.lastAppliedRevision"),
        .target_revision = value_get_text(object, "spec.chart.spec.version"),
        .reconciled_at = value_get_text(ready, "lastTransitionTime"),
    };
    if (ready) {
        sync.status = good ? PLIM_STR("Synced") : PLIM_STR("OutOfSync");
        sync.health = good ? PLIM_STR("Healthy") : PLIM_STR("Degraded");
    }
    sync.pinned = is_pinned(sync.target_revision);
    return sync;
}

void audit_agents_add(struct audit_agents *agents, struct plim_arena *arena,
                      const struct value *object, int64_t now)
{
    bool argocd = value_is_string(value_get(object, "kind"), "Application");
    struct sync sync = argocd ? read_argocd(object) : read_flux(object);
    sync.age_seconds = age_of(now, sync.reconciled_at);
    PLIM_GROW(agents->items, agents->len, agents->cap);
    agents->items[agents->len++] = (struct audit_agent_object){
        .kind = argocd ? RESOURCE_OWNER_ARGOCD : RESOURCE_OWNER_FLUX,
        .name = value_get_text(object, "metadata.name"),
        .namespace = value_get_text(object, "metadata.namespace"),
        .sync = make_record(arena, &sync),
    };
}

const struct audit_agent_object *audit_agents_find(const struct audit_agents *agents,
                                                   const struct resource_owner *owner)
{
    for (size_t i = 0; i < agents->len; i++) {
        const struct audit_agent_object *agent = &agents->items[i];
        if (agent->kind == owner->kind && plim_str_equal(agent->name, owner->name) &&
            (owner->namespace.len == 0 || plim_str_equal(agent->namespace, owner->namespace)))
            return agent;
    }
    return NULL;
}

void audit_agents_release(struct audit_agents *agents)
{
    free(agents->items);
    *agents = (struct audit_agents){0};
}
