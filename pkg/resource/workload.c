#include "resource/workload.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/buf.h"

#include "names_priv.h"

const char *const resource_container_names[RESOURCE_CONTAINER_TYPES] = {
    [RESOURCE_CONTAINER] = "container",
    [RESOURCE_CONTAINER_INIT] = "init",
    [RESOURCE_CONTAINER_EPHEMERAL] = "ephemeral",
};

const char *const resource_container_fields[RESOURCE_CONTAINER_TYPES] = {
    [RESOURCE_CONTAINER] = "containers",
    [RESOURCE_CONTAINER_INIT] = "initContainers",
    [RESOURCE_CONTAINER_EPHEMERAL] = "ephemeralContainers",
};

static const struct workload_kind {
    const char *group;
    const char *kind;
    const char *spec; /* where the pod spec stands */
    bool replicated;
} workload_kinds[] = {
    {"", "Pod", "spec", false},
    {"apps", "Deployment", "spec.template.spec", true},
    {"apps", "ReplicaSet", "spec.template.spec", true},
    {"apps", "StatefulSet", "spec.template.spec", true},
    {"apps", "DaemonSet", "spec.template.spec", false},
    {"batch", "Job", "spec.template.spec", false},
    {"batch", "CronJob", "spec.jobTemplate.spec.template.spec", false},
    {"", "ReplicationController", "spec.template.spec", true},
};

static const struct workload_kind *find_kind(struct plim_str group, struct plim_str kind)
{
    for (size_t i = 0; i < PLIM_LEN(workload_kinds); i++) {
        if (plim_str_is(kind, workload_kinds[i].kind) &&
            plim_str_is(group, workload_kinds[i].group))
            return &workload_kinds[i];
    }
    return NULL;
}

bool resource_is_workload(struct plim_str group, struct plim_str kind)
{
    return find_kind(group, kind) != NULL;
}

const char *resource_pod_spec_path(struct plim_str group, struct plim_str kind)
{
    const struct workload_kind *known = find_kind(group, kind);
    return known ? known->spec : NULL;
}

const struct value *resource_pod_spec(const struct value *object)
{
    struct resource_identity identity = resource_identity_of(object);
    const char *path = resource_pod_spec_path(identity.group, identity.kind);
    const struct value *spec = path ? value_get_path(object, path) : NULL;
    return value_is(spec, VALUE_MAP) ? spec : NULL;
}

const struct value *resource_pod_template(const struct value *object)
{
    struct resource_identity identity = resource_identity_of(object);
    const struct workload_kind *known = find_kind(identity.group, identity.kind);
    if (!known || plim_str_is(identity.kind, "Pod"))
        return NULL;
    bool scheduled = plim_str_is(identity.kind, "CronJob");
    const struct value *template =
        value_get_path(object, scheduled ? "spec.jobTemplate.spec.template" : "spec.template");
    return value_is(template, VALUE_MAP) ? template : NULL;
}

static void read_container(struct plim_intern *texts, const struct value *container,
                           enum resource_container_type type, struct resource_container *out)
{
    struct resource_names names = {0};
    const struct value *env = value_get(container, "env");
    for (size_t i = 0; i < value_len(env); i++)
        resource_names_add(&names, value_str(value_get(value_at(env, i), "name")));
    out->name = plim_intern_str(texts, value_str(value_get(container, "name")));
    out->type = type;
    out->image = plim_intern_str(texts, value_str(value_get(container, "image")));
    out->env = resource_names_finish(&names, texts, &out->env_count);
}

static void read_containers(struct plim_intern *texts, const struct value *spec,
                            struct resource_workload *workload)
{
    size_t total = 0;
    for (size_t type = 0; type < RESOURCE_CONTAINER_TYPES; type++)
        total += value_len(value_get(spec, resource_container_fields[type]));
    PLIM_CLEANUP(plim_freep)
    struct resource_container *containers = plim_calloc(total + 1, sizeof(*containers));
    size_t count = 0;
    for (unsigned type = 0; type < RESOURCE_CONTAINER_TYPES; type++) {
        const struct value *list = value_get(spec, resource_container_fields[type]);
        for (size_t i = 0; i < value_len(list); i++) {
            struct resource_container *container = &containers[count++];
            read_container(texts, value_at(list, i), (enum resource_container_type)type, container);
            if (workload->top_level)
                container->settings = resource_settings_of_container(texts, spec, value_at(list, i),
                                                                     &container->setting_count);
        }
    }
    workload->containers = plim_intern_array(texts, containers, count, sizeof(*containers));
    workload->container_count = count;
}

/* Gathers "ConfigMap/name": one text sorts and compares as the pair does. */
struct config_search {
    struct plim_intern *texts;
    struct resource_names found;
};

static void add_config(struct config_search *search, const char *kind, struct plim_str name)
{
    if (name.len == 0)
        return;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    plim_buf_append_c(&text, kind);
    plim_buf_append_char(&text, '/');
    plim_buf_append_str(&text, name);
    resource_names_add(&search->found, plim_intern_str(search->texts, plim_buf_str(&text)));
}

static void search_container(struct config_search *search, const struct value *container)
{
    const struct value *env = value_get(container, "env");
    for (size_t i = 0; i < value_len(env); i++) {
        const struct value *from = value_get(value_at(env, i), "valueFrom");
        add_config(search, "ConfigMap", value_get_text(from, "configMapKeyRef.name"));
        add_config(search, "Secret", value_get_text(from, "secretKeyRef.name"));
    }
    const struct value *sources = value_get(container, "envFrom");
    for (size_t i = 0; i < value_len(sources); i++) {
        add_config(search, "ConfigMap", value_get_text(value_at(sources, i), "configMapRef.name"));
        add_config(search, "Secret", value_get_text(value_at(sources, i), "secretRef.name"));
    }
}

static void search_volume(struct config_search *search, const struct value *volume)
{
    add_config(search, "ConfigMap", value_get_text(volume, "configMap.name"));
    add_config(search, "Secret", value_get_text(volume, "secret.secretName"));
    const struct value *sources = value_get_path(volume, "projected.sources");
    for (size_t i = 0; i < value_len(sources); i++) {
        add_config(search, "ConfigMap", value_get_text(value_at(sources, i), "configMap.name"));
        add_config(search, "Secret", value_get_text(value_at(sources, i), "secret.name"));
    }
}

static void read_configs(struct plim_intern *texts, const struct value *spec,
                         struct resource_workload *workload)
{
    struct config_search search = {.texts = texts};
    for (size_t type = 0; type < RESOURCE_CONTAINER_TYPES; type++) {
        const struct value *list = value_get(spec, resource_container_fields[type]);
        for (size_t i = 0; i < value_len(list); i++)
            search_container(&search, value_at(list, i));
    }
    const struct value *volumes = value_get(spec, "volumes");
    for (size_t i = 0; i < value_len(volumes); i++)
        search_volume(&search, value_at(volumes, i));

    size_t count = 0;
    const struct plim_str *found = resource_names_finish(&search.found, texts, &count);
    PLIM_CLEANUP(plim_freep)
    struct resource_config_reference *configs = plim_calloc(count + 1, sizeof(*configs));
    for (size_t i = 0; i < count; i++) {
        struct plim_str rest = found[i];
        (void)plim_str_cut(&rest, '/', &configs[i].kind);
        configs[i].name = rest;
    }
    workload->configs = plim_intern_array(texts, configs, count, sizeof(*configs));
    workload->config_count = count;
}

bool resource_workload_read(struct plim_intern *texts, const struct value *object,
                            const struct resource_application_rule *rule,
                            struct resource_workload *workload_out)
{
    struct resource_identity identity = resource_identity_of(object);
    const struct workload_kind *kind = find_kind(identity.group, identity.kind);
    if (!kind)
        return false;
    struct resource_workload workload = {
        .identity = resource_identity_intern(texts, &identity),
        .application = plim_intern_str(texts, resource_application_of(object, rule)),
        .top_level = resource_controller(object).kind.len == 0,
        .replicas =
            kind->replicated ? value_int_or(value_get_path(object, "spec.replicas"), 1) : -1,
    };
    const struct value *spec = resource_pod_spec(object);
    read_containers(texts, spec, &workload);
    if (workload.top_level)
        workload.settings = resource_settings_of_pod(texts, spec, &workload.setting_count);
    read_configs(texts, spec, &workload);
    *workload_out = workload;
    return true;
}
