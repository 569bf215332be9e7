/*
 * What is kept of objects that refer to others, select others, or are referred to: some hundred
 * bytes each.
 *
 * Fill with relation_facts_add, one thread at a time; two threads fill two and merge them.
 */
#ifndef PLIM_RELATION_FACTS_H
#define PLIM_RELATION_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/intern.h"
#include "resource/identity.h"
#include "resource/metadata.h"

/* A kind that is joined. */
struct relation_kind {
    const char *group, *kind;
    bool namespaced;
    bool whole;  /* more than its metadata is looked at; never of a Secret */
    bool refers; /* it may name others */
    bool has_pods;
    bool recorded; /* each object has a record; others tell of what is around them */
};
const struct relation_kind *relation_kinds(size_t *count_out);

/* NULL when it is not joined. */
const struct relation_kind *relation_kind_find(struct plim_str group, struct plim_str kind);

struct relation_label {
    struct plim_str key, value;
};
struct relation_labels {
    const struct relation_label *items;
    size_t len;
};

/* An object that another one names. */
struct relation_reference {
    struct plim_str field; /* path of the field that names it */
    struct plim_str group, version, kind;
    struct plim_str namespace; /* "": of the cluster */
    struct plim_str name;
    struct plim_str key; /* of a ConfigMap or Secret, or the port of a Service; "": none */
    bool optional;       /* the object that refers to it works without it */
};

/* Of a container, or of a Service. */
struct relation_port {
    struct plim_str name, protocol;
    int64_t number;
    struct plim_str target; /* name or number of the container's port; of a Service */
};

/* As the owner record has it. All texts and a number: kept once. */
struct relation_owner {
    struct plim_str kind, name, namespace;
    struct plim_str unknown; /* why they are; or empty */
    uint64_t platform;
};

/* What objects that only others refer to do not have. */
struct relation_detail {
    const struct relation_reference *references;
    size_t reference_count;
    const struct relation_port *ports;
    size_t port_count;
    const struct value *selector; /* a LabelSelector, of a Service a map of labels; NULL: none */
    struct relation_labels pod_labels;
    bool has_pods; /* it is a workload */
    bool host_network;
    bool headless;
    bool ingress, egress;               /* of a NetworkPolicy: what it limits */
    bool denies_ingress, denies_egress; /* it limits that, and lets nothing through */
    struct plim_str type;               /* of a Service; "": another kind */
    int64_t replicas;            /* asked for, or the least that an autoscaler does; -1: no such */
    struct plim_str available;   /* of a budget: minAvailable as written; "": not given */
    struct plim_str unavailable; /* and maxUnavailable */
};

struct relation_object {
    struct resource_identity identity;
    struct plim_str application;
    const struct relation_owner *owner;
    struct relation_labels labels;
    struct relation_labels annotations; /* of a Namespace */
    const struct plim_str *keys;        /* of a ConfigMap or Secret, or ports of a Service */
    size_t key_count;
    bool keys_known;
    bool controlled;                      /* another object made it */
    const struct relation_detail *detail; /* NULL: it refers to nothing and selects nothing */
};

/* The labels of pods that controllers made, each once. */
struct relation_pods {
    struct plim_str namespace;
    struct resource_reference root; /* the top of their owners */
    struct relation_labels labels;
};

/* The labels of a custom resource among manifests: its operator may make pods with them. */
struct relation_custom {
    struct plim_str namespace;
    struct plim_str kind;
    struct relation_labels labels;
};

/* Ready addresses of a Service in one EndpointSlice. */
struct relation_endpoints {
    struct plim_str namespace, service;
    size_t ready;
};

struct relation_facts {
    struct plim_intern *texts;       /* borrowed; keeps every text below */
    struct relation_object *objects; /* owned: relation_facts_release */
    size_t object_count, object_cap;
    struct relation_pods *pods; /* owned */
    size_t pod_count, pod_cap;
    struct relation_endpoints *endpoints; /* owned */
    size_t endpoint_count, endpoint_cap;
    struct relation_custom *customs; /* owned */
    size_t custom_count, custom_cap;
};

/* What an object alone does not tell. */
struct relation_context {
    struct resource_identity identity; /* as the cluster has it */
    struct plim_str application;
    const struct value *owner; /* the record */
    bool manifest;             /* it is not from a cluster */
};

/* Reduce one object; kinds that are not joined are ignored. */
void relation_facts_add(struct relation_facts *facts, const struct value *object,
                        const struct relation_context *context);

/* Move everything of `from` to the end of `facts`; what its table keeps must live on. */
void relation_facts_merge(struct relation_facts *facts, struct relation_facts *from);
void relation_facts_release(struct relation_facts *facts);

#endif
