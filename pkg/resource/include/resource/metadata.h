/* Labels, annotations, controlling owners and the application that an object belongs to. */
#ifndef PLIM_RESOURCE_METADATA_H
#define PLIM_RESOURCE_METADATA_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "value/value.h"

struct plim_str resource_label(const struct value *object, const char *key); /* "" when absent */
struct plim_str resource_annotation(const struct value *object,
                                    const char *key); /* "" when absent */

struct resource_reference {
    struct plim_str group;
    struct plim_str kind; /* "" when there is none */
    struct plim_str name;
};

/* The owner reference with `controller: true`; borrowed from the object. */
struct resource_reference resource_controller(const struct value *object);

/*
 * The top of the chain of owners, as far as one object alone tells: the Deployment behind a Pod's
 * ReplicaSet (the name without its pod-template-hash) and the CronJob behind a Pod's Job (the name
 * without its eight or more digits). Without a controlling owner the object itself. Borrowed from
 * the object.
 */
struct resource_reference resource_root_owner(const struct value *object);

/* How objects are told apart into applications. */
struct resource_application_rule {
    const struct plim_str *labels; /* the first one present and not empty names the application */
    size_t count;
};

/* app.kubernetes.io/name, app.kubernetes.io/instance, app, k8s-app. */
extern const struct resource_application_rule resource_application_default;

/* By label, else for workloads and pods the name of the root owner, else "". Borrowed from the
 * object. */
struct plim_str resource_application_of(const struct value *object,
                                        const struct resource_application_rule *rule);

#endif
