#include "containers.h"

#include "base/defs.h"
#include "resource/workload.h"
#include "value/build.h"

/* Of a SecurityContext, in the order of subject_table.c. */
static const struct {
    const char *name;
    bool of_pod; /* the pod's holds where the container has none */
} security_fields[] = {
    {"allowPrivilegeEscalation", false},
    {"appArmorProfile", true},
    {"privileged", false},
    {"procMount", false},
    {"runAsGroup", true},
    {"readOnlyRootFilesystem", false},
    {"runAsNonRoot", true},
    {"runAsUser", true},
    {"seLinuxOptions", true},
    {"seccompProfile", true},
    {"windowsOptions", true},
};

static bool is_set(const struct value *value)
{
    return value != NULL && !value_is(value, VALUE_NULL);
}

static struct value effective(const struct value *container, const struct value *pod)
{
    if (is_set(container))
        return *container;
    return is_set(pod) ? *pod : value_null();
}

static struct value list_or_unknown(const struct value *list, const char *reason)
{
    if (!is_set(list))
        return value_list(NULL, 0);
    return value_is(list, VALUE_LIST) ? *list : value_unknown(plim_str_from(reason));
}

static struct value make_security(struct plim_arena *arena, const struct value *pod,
                                  const struct value *container)
{
    struct value_map_builder map = {.arena = arena};
    for (size_t i = 0; i < PLIM_LEN(security_fields); i++) {
        const char *name = security_fields[i].name;
        const struct value *inherited = security_fields[i].of_pod ? value_get(pod, name) : NULL;
        value_map_add(&map, name, effective(value_get(container, name), inherited));
    }
    value_map_add(&map, "added",
                  list_or_unknown(value_get_path(container, "capabilities.add"),
                                  "capabilities.add is not a list"));
    value_map_add(&map, "dropped",
                  list_or_unknown(value_get_path(container, "capabilities.drop"),
                                  "capabilities.drop is not a list"));
    return value_map_finish(&map);
}

/* One of the lists of a pod spec on its way into records. */
struct making {
    struct plim_arena *arena;
    const char *path;
    const struct value *pod_security;
    enum resource_container_type type;
};

static struct value make_container(const struct making *making, const struct value *container)
{
    const char *list = resource_container_fields[making->type];
    struct plim_str name = value_str(value_get(container, "name"));
    const struct plim_str parts[] = {
        plim_str_from(making->path), PLIM_STR("."), plim_str_from(list),
        PLIM_STR("[name="),          name,          PLIM_STR("]")};
    const char *field = plim_arena_join(making->arena, parts, PLIM_LEN(parts), '\0');
    struct value_map_builder map = {.arena = making->arena};
    value_map_add(&map, "name", value_string(name));
    value_map_add(&map, "type", value_string_c(resource_container_names[making->type]));
    value_map_add(&map, "field", value_string_c(field));
    value_map_add(&map, "spec", *container);
    value_map_add(&map, "security",
                  make_security(making->arena, making->pod_security,
                                value_get(container, "securityContext")));
    return value_map_finish(&map);
}

struct value policy_containers_make(struct plim_arena *arena, const char *path,
                                    const struct value *spec)
{
    struct value_list_builder made = {.arena = arena};
    struct making making = {
        .arena = arena, .path = path, .pod_security = value_get(spec, "securityContext")};
    for (unsigned type = 0; type < RESOURCE_CONTAINER_TYPES; type++) {
        making.type = (enum resource_container_type)type;
        const struct value *list = value_get(spec, resource_container_fields[type]);
        if (is_set(list) && !value_is(list, VALUE_LIST))
            return value_unknown(plim_str_from(plim_arena_printf(arena, "%s.%s is not a list", path,
                                                                 resource_container_fields[type])));
        for (size_t i = 0; i < value_len(list); i++)
            value_list_add(&made, make_container(&making, value_at(list, i)));
    }
    return value_list_finish(&made);
}
