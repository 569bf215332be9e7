/* Objects that run pods, reduced to the few hundred bytes that are kept of them. */
#ifndef PLIM_RESOURCE_WORKLOAD_H
#define PLIM_RESOURCE_WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/intern.h"
#include "resource/identity.h"
#include "resource/metadata.h"
#include "resource/setting.h"
#include "value/value.h"

/* Pod, Deployment, ReplicaSet, StatefulSet, DaemonSet, Job, CronJob, ReplicationController. */
bool resource_is_workload(struct plim_str group, struct plim_str kind);

/* Borrowed from the object; NULL for everything else. */
const struct value *resource_pod_spec(const struct value *object);
const struct value *resource_pod_template(const struct value *object); /* NULL for a Pod too */

/* Where the pod spec stands: "spec", "spec.template.spec", "spec.jobTemplate.spec.template.spec";
 * or NULL. */
const char *resource_pod_spec_path(struct plim_str group, struct plim_str kind);

enum resource_container_type {
    RESOURCE_CONTAINER,
    RESOURCE_CONTAINER_INIT,
    RESOURCE_CONTAINER_EPHEMERAL,
};
enum { RESOURCE_CONTAINER_TYPES = 3 };

extern const char
    *const resource_container_names[RESOURCE_CONTAINER_TYPES]; /* "container", "init", ... */
extern const char
    *const resource_container_fields[RESOURCE_CONTAINER_TYPES]; /* "containers", ... */

/* A ConfigMap or Secret that a pod spec names, in env, envFrom, a volume or a projected volume. */
struct resource_config_reference {
    struct plim_str kind;
    struct plim_str name;
};

struct resource_container {
    struct plim_str name;
    enum resource_container_type type;
    struct plim_str image;      /* as written */
    const struct plim_str *env; /* variable names, sorted, unique */
    size_t env_count;
    const struct resource_setting *settings; /* of top-level workloads */
    size_t setting_count;
};

/* All of it kept by the table given to resource_workload_read. */
struct resource_workload {
    struct resource_identity identity;
    struct plim_str application;
    bool top_level;   /* no controlling owner */
    int64_t replicas; /* -1 when the kind has none (DaemonSet, Job, CronJob, Pod) */
    const struct resource_container *containers;
    size_t container_count;
    const struct resource_config_reference *configs; /* sorted, unique */
    size_t config_count;
    const struct resource_setting *settings; /* of the pod; of top-level workloads */
    size_t setting_count;
};

/* Returns false when the object is not a workload. */
bool resource_workload_read(struct plim_intern *texts, const struct value *object,
                            const struct resource_application_rule *rule,
                            struct resource_workload *workload_out);

struct resource_pod_container {
    struct plim_str name;
    enum resource_container_type type;
    struct plim_str image;  /* as the pod's spec has it */
    struct plim_str digest; /* "sha256:..." that runs; "" not reported */
};

struct resource_pod {
    struct plim_str namespace;
    struct plim_str name;
    struct resource_reference root; /* its workload: the pod itself without an owner */
    const struct resource_pod_container *containers;
    size_t container_count;
};

/* Returns false when the object is not a Pod. */
bool resource_pod_read(struct plim_intern *texts, const struct value *object,
                       struct resource_pod *pod_out);

/* A ConfigMap or Secret: names of its keys, never what stands under them. */
struct resource_config {
    struct resource_identity identity;
    struct plim_str application;
    bool keys_known;             /* false for a Secret of which only the metadata was read */
    const struct plim_str *keys; /* sorted */
    size_t key_count;
};

/* Returns false when the object is neither. */
bool resource_config_read(struct plim_intern *texts, const struct value *object,
                          const struct resource_application_rule *rule,
                          struct resource_config *config_out);

#endif
