#include <stdlib.h>

#include "base/alloc.h"
#include "resource/image.h"
#include "resource/workload.h"

static const char *const status_fields[RESOURCE_CONTAINER_TYPES] = {
    [RESOURCE_CONTAINER] = "containerStatuses",
    [RESOURCE_CONTAINER_INIT] = "initContainerStatuses",
    [RESOURCE_CONTAINER_EPHEMERAL] = "ephemeralContainerStatuses",
};

static struct plim_str find_digest(const struct value *statuses, struct plim_str container)
{
    for (size_t i = 0; i < value_len(statuses); i++) {
        const struct value *status = value_at(statuses, i);
        if (plim_str_equal(value_str(value_get(status, "name")), container))
            return resource_image_id_digest(value_str(value_get(status, "imageID")));
    }
    return (struct plim_str){0};
}

static size_t count_containers(const struct value *spec)
{
    size_t count = 0;
    for (size_t type = 0; type < RESOURCE_CONTAINER_TYPES; type++)
        count += value_len(value_get(spec, resource_container_fields[type]));
    return count;
}

static void read_containers(struct plim_intern *texts, const struct value *object,
                            struct resource_pod *pod)
{
    const struct value *spec = value_get(object, "spec");
    PLIM_CLEANUP(plim_freep)
    struct resource_pod_container *containers =
        plim_calloc(count_containers(spec) + 1, sizeof(*containers));
    size_t count = 0;
    for (unsigned type = 0; type < RESOURCE_CONTAINER_TYPES; type++) {
        const struct value *list = value_get(spec, resource_container_fields[type]);
        const struct value *statuses = value_get(value_get(object, "status"), status_fields[type]);
        for (size_t i = 0; i < value_len(list); i++) {
            struct plim_str name = value_str(value_get(value_at(list, i), "name"));
            struct plim_str image = value_str(value_get(value_at(list, i), "image"));
            /* Field by field: the padding stays zero. */
            struct resource_pod_container *container = &containers[count++];
            container->name = plim_intern_str(texts, name);
            container->type = (enum resource_container_type)type;
            container->image = plim_intern_str(texts, image);
            container->digest = plim_intern_str(texts, find_digest(statuses, name));
        }
    }
    pod->containers = plim_intern_array(texts, containers, count, sizeof(*containers));
    pod->container_count = count;
}

bool resource_pod_read(struct plim_intern *texts, const struct value *object,
                       struct resource_pod *pod_out)
{
    struct resource_identity identity = resource_identity_of(object);
    if (!plim_str_is(identity.kind, "Pod") || identity.group.len > 0)
        return false;
    struct resource_reference root = resource_root_owner(object);
    *pod_out = (struct resource_pod){
        .namespace = plim_intern_str(texts, identity.namespace),
        .name = plim_intern_str(texts, identity.name),
        .root = {plim_intern_str(texts, root.group), plim_intern_str(texts, root.kind),
                 plim_intern_str(texts, root.name)},
    };
    read_containers(texts, object, pod_out);
    return true;
}
