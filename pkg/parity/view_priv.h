/* What one environment has of one application. */
#ifndef PLIM_PARITY_VIEW_PRIV_H
#define PLIM_PARITY_VIEW_PRIV_H

#include "parity/parity.h"

#include "set_priv.h"

/* What the clusters of an environment say of one setting. */
struct parity_setting {
    const struct resource_setting_name *name;
    struct parity_set values;
};

/* All-zero is empty. In the order in which they were met. */
struct parity_settings {
    struct parity_setting *items;
    size_t len, cap;
};

/* An empty value adds the name alone. */
void parity_settings_add(struct plim_arena *arena, struct parity_settings *settings,
                         const struct resource_setting_name *name, struct plim_str value);
const struct parity_setting *parity_settings_find(const struct parity_settings *settings,
                                                  const struct resource_setting_name *name);

struct parity_workload {
    struct plim_str name;
    struct parity_settings settings;
    bool is_scaled; /* by an autoscaler, in some cluster */
};

struct parity_container {
    struct plim_str key; /* its name, or "workload/name" where the name alone is ambiguous */
    struct plim_str name;
    struct parity_set versions; /* more than one when clusters disagree */
    struct parity_set digests;  /* that pods report */
    bool has_pods;              /* something runs, whether it reports a digest or not */
    struct parity_set env;
    struct parity_set repositories; /* of the image, "registry.example.org/shop/cart" */
    struct parity_settings settings;
};

struct parity_config {
    struct plim_str name; /* "ConfigMap/cart", without the hash that kustomize appends */
    struct parity_set keys;
    bool keys_known;
};

struct parity_view {
    const struct parity_environment *environment;
    /* reasons; empty: all was read */
    struct plim_str workloads_unknown, pods_unknown, configs_unknown, scalings_unknown;
    bool present;
    struct parity_set clusters; /* in which it is present */
    struct parity_container *containers;
    size_t container_count, container_cap;
    struct parity_workload *workloads;
    size_t workload_count, workload_cap;
    struct parity_config *configs;
    size_t config_count, config_cap;
    int64_t replicas; /* of all workloads, in the cluster that has most; -1: none is replicated by
                         hand */
};

/* One workload or configuration object of an application. */
struct parity_entry {
    struct plim_str application;
    size_t view;      /* index of the environment's view */
    bool is_workload; /* else a configuration object */
    const struct resource_facts *cluster;
    const struct resource_workload *workload;
    const struct resource_config *config;
};

/* Fill the views of one application. `entries` are all of that application, sorted by view and
 * cluster. */
void parity_views_fill(struct plim_arena *arena, struct parity_view *views,
                       const struct parity_entry *entries, size_t count);

const struct parity_container *parity_view_container(const struct parity_view *view,
                                                     struct plim_str key);
const struct parity_workload *parity_view_workload(const struct parity_view *view,
                                                   struct plim_str name);
const struct parity_config *parity_view_config(const struct parity_view *view,
                                               struct plim_str name);

#endif
