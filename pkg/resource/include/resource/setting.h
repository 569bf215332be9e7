/* What a pod template says of its containers and of the pod, as texts that can be compared. */
#ifndef PLIM_RESOURCE_SETTING_H
#define PLIM_RESOURCE_SETTING_H

#include <stddef.h>

#include "base/intern.h"
#include "value/value.h"

enum resource_setting_kind {
    RESOURCE_SETTING_RESOURCES, /* requests and limits of CPU and memory, as written */
    RESOURCE_SETTING_PROBE,     /* "httpGet /healthz", "tcpSocket", "grpc", "exec" */
    RESOURCE_SETTING_SECURITY,  /* what is looser or stricter than the default */
    RESOURCE_SETTING_PORT,      /* "8080/TCP" */
    RESOURCE_SETTING_ACCOUNT,   /* name of the ServiceAccount */
};

struct resource_setting_name {
    enum resource_setting_kind kind;
    const char *field; /* "resources.limits.memory", "livenessProbe", "hostNetwork" */
};

/* One value; a list gives several of one name. What is as the default has it is left out. */
struct resource_setting {
    const struct resource_setting_name *name; /* static */
    struct plim_str value;                    /* kept by the table */
};

/* Kept by the table, in the order of the names.
 *
 * pod  the pod spec: its security context holds where the container has none */
const struct resource_setting *resource_settings_of_container(struct plim_intern *texts,
                                                              const struct value *pod,
                                                              const struct value *container,
                                                              size_t *count_out);
const struct resource_setting *resource_settings_of_pod(struct plim_intern *texts,
                                                        const struct value *pod, size_t *count_out);

#endif
