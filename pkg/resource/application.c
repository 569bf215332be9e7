#include "resource/identity.h"
#include "resource/metadata.h"
#include "resource/workload.h"

/* The recommended labels first, then the two older habits. */
static const struct plim_str default_labels[] = {
    {"app.kubernetes.io/name", sizeof("app.kubernetes.io/name") - 1},
    {"app.kubernetes.io/instance", sizeof("app.kubernetes.io/instance") - 1},
    {"app", sizeof("app") - 1},
    {"k8s-app", sizeof("k8s-app") - 1},
};

const struct resource_application_rule resource_application_default = {
    .labels = default_labels,
    .count = PLIM_LEN(default_labels),
};

struct plim_str resource_application_of(const struct value *object,
                                        const struct resource_application_rule *rule)
{
    const struct value *labels = value_get_path(object, "metadata.labels");
    for (size_t i = 0; i < rule->count; i++) {
        struct plim_str name = value_str(value_get_str(labels, rule->labels[i]));
        if (name.len > 0)
            return name;
    }
    struct resource_identity identity = resource_identity_of(object);
    if (!resource_is_workload(identity.group, identity.kind))
        return (struct plim_str){0};
    return resource_root_owner(object).name;
}
