/* A fleet of two clusters, from YAML. */
#ifndef PLIM_TESTS_RELEASE_FIXTURE_H
#define PLIM_TESTS_RELEASE_FIXTURE_H

#include "release/release.h"
#include "support/value_check.h"

#define DIGEST_A "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define DIGEST_B "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static struct plim_arena *arena;
static struct plim_intern *texts;
static struct resource_facts fleet[2];

static inline void add_object(size_t cluster, const char *yaml)
{
    struct value object = plim_value_from_yaml(arena, yaml);
    resource_facts_add(&fleet[cluster], &object, &resource_application_default);
}

static inline void add_deployment(size_t cluster, const char *name, const char *image)
{
    add_object(cluster,
               plim_arena_printf(
                   arena,
                   "{apiVersion: apps/v1, kind: Deployment, metadata: {name: %s, namespace: "
                   "shop}, spec: {template: {spec: {containers: [{name: %s, image: '%s'}]}}}}",
                   name, name, image));
}

/* A pod of the Deployment of this name; no digest when `digest` is "". */
static inline void add_pod(size_t cluster, const char *name, const char *image, const char *digest)
{
    add_object(
        cluster,
        plim_arena_printf(
            arena,
            "{apiVersion: v1, kind: Pod, metadata: {name: %s-5d8f-x%zu, namespace: shop, labels: "
            "{pod-template-hash: 5d8f}, ownerReferences: [{kind: ReplicaSet, apiVersion: apps/v1, "
            "name: "
            "%s-5d8f, controller: true}]}, spec: {containers: [{name: %s, image: '%s'}]}, status: "
            "{containerStatuses: [{name: %s, imageID: '%s%s'}]}}",
            name, fleet[cluster].pod_count, name, name, image, name, digest[0] ? "r@" : "",
            digest));
}

static inline void open_fleet(void)
{
    arena = plim_arena_new();
    texts = plim_intern_new(arena);
    fleet[0] = (struct resource_facts){.texts = texts,
                                       .site = {PLIM_STR("stage"), PLIM_STR("stage"), false}};
    fleet[1] =
        (struct resource_facts){.texts = texts, .site = {PLIM_STR("prod"), PLIM_STR("prod"), true}};
}

static inline void close_fleet(void)
{
    resource_facts_release(&fleet[0]);
    resource_facts_release(&fleet[1]);
    plim_intern_free(texts);
    plim_arena_free(arena);
}

#endif
