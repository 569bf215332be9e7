/*
 * What is kept of one cluster after its objects have been looked at: the input of release and
 * parity.
 *
 * Fill with resource_facts_add, one thread at a time; two threads fill two and merge them. Sort
 * once all is in, so that the order of pages does not matter.
 */
#ifndef PLIM_RESOURCE_FACTS_H
#define PLIM_RESOURCE_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/intern.h"
#include "resource/workload.h"

/* Where facts are from. */
struct resource_site {
    struct plim_str cluster;
    struct plim_str environment;
    bool production;
};

/* A HorizontalPodAutoscaler and what it scales. */
struct resource_scaling {
    struct plim_str namespace;
    struct plim_str kind;
    struct plim_str name;
};

struct resource_facts {
    struct plim_intern *texts; /* borrowed; keeps every text below */
    struct resource_site site;
    struct resource_workload *workloads; /* owned: resource_facts_release */
    size_t workload_count, workload_cap;
    struct resource_pod *pods; /* owned */
    size_t pod_count, pod_cap;
    struct resource_config *configs; /* owned */
    size_t config_count, config_cap;
    struct resource_scaling *scalings; /* owned */
    size_t scaling_count, scaling_cap;

    /* Why not all of them could be read; empty: all were. */
    struct plim_str workloads_unknown;
    struct plim_str pods_unknown;
    struct plim_str configs_unknown;
    struct plim_str scalings_unknown;
};

/* Reduce one object: a workload, pod, ConfigMap, Secret or HorizontalPodAutoscaler; others are
 * ignored. */
void resource_facts_add(struct resource_facts *facts, const struct value *object,
                        const struct resource_application_rule *rule);

/* Move everything of `from` to the end of `facts`; `from` is empty afterwards, what its table
 * keeps must live on. */
void resource_facts_merge(struct resource_facts *facts, struct resource_facts *from);

/* By identity. */
void resource_facts_sort(struct resource_facts *facts);

/* Some HorizontalPodAutoscaler scales this object. */
bool resource_facts_is_scaled(const struct resource_facts *facts,
                              const struct resource_identity *identity);

void resource_facts_release(struct resource_facts *facts); /* not the arena */

#endif
