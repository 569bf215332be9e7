/* What a pod spec names. Source: PodSpec, Container and Volume of core/v1. */
#include <stdlib.h>

#include "base/alloc.h"
#include "resource/workload.h"

#include "relation_priv.h"

static bool is_optional(const struct value *source)
{
    return value_bool_or(value_get(source, "optional"), false);
}

/* "spec.template.spec.containers[name=web].env[name=URL]": of a list whose items have names. */
static void set_path(struct relation_reading *reading, size_t mark, const char *list,
                     const struct value *item, size_t index, const char *rest)
{
    struct plim_str name = value_get_text(item, "name");
    reading->path.len = mark;
    plim_buf_append_char(&reading->path, '.');
    plim_buf_append_c(&reading->path, list);
    plim_buf_append_c(&reading->path, name.len > 0 ? "[name=" : "[");
    if (name.len > 0)
        plim_buf_append_str(&reading->path, name);
    else
        plim_buf_append_uint(&reading->path, index);
    plim_buf_append_char(&reading->path, ']');
    plim_buf_append_c(&reading->path, rest);
}

static void add_key(struct relation_reading *reading, const char *kind, const struct value *source)
{
    const struct relation_reference more = {.key = value_get_text(source, "key"),
                                            .optional = is_optional(source)};
    relation_reading_add(reading, "v1", kind, value_get_text(source, "name"), &more);
}

static void read_env(struct relation_reading *reading, const struct value *container)
{
    size_t mark = reading->path.len;
    const struct value *env = value_get(container, "env");
    for (size_t i = 0; i < value_len(env); i++) {
        const struct value *item = value_at(env, i);
        const struct value *from = value_get(item, "valueFrom");
        if (!from)
            continue;
        set_path(reading, mark, "env", item, i, ".valueFrom.configMapKeyRef");
        add_key(reading, "ConfigMap", value_get(from, "configMapKeyRef"));
        set_path(reading, mark, "env", item, i, ".valueFrom.secretKeyRef");
        add_key(reading, "Secret", value_get(from, "secretKeyRef"));
    }
    const struct value *sources = value_get(container, "envFrom");
    for (size_t i = 0; i < value_len(sources); i++) {
        const struct value *item = value_at(sources, i);
        set_path(reading, mark, "envFrom", NULL, i, ".configMapRef");
        add_key(reading, "ConfigMap", value_get(item, "configMapRef"));
        set_path(reading, mark, "envFrom", NULL, i, ".secretRef");
        add_key(reading, "Secret", value_get(item, "secretRef"));
    }
    reading->path.len = mark;
}

/* A volume's ConfigMap or Secret: the object, and each key that becomes a file. */
static void add_files(struct relation_reading *reading, const char *kind,
                      const struct value *source, struct plim_str name)
{
    size_t mark = reading->path.len;
    const struct value *items = value_get(source, "items");
    for (size_t i = 0; i < value_len(items); i++) {
        const struct relation_reference more = {.key = value_get_text(value_at(items, i), "key"),
                                                .optional = is_optional(source)};
        plim_buf_printf(&reading->path, ".items[%zu]", i);
        relation_reading_add(reading, "v1", kind, name, &more);
        reading->path.len = mark;
    }
    const struct relation_reference more = {.optional = is_optional(source)};
    if (value_len(items) == 0)
        relation_reading_add(reading, "v1", kind, name, &more);
}

static void read_projected(struct relation_reading *reading, const struct value *volume)
{
    size_t mark = reading->path.len;
    const struct value *sources = value_get_path(volume, "projected.sources");
    for (size_t i = 0; i < value_len(sources); i++) {
        const struct value *source = value_at(sources, i);
        set_path(reading, mark, "projected.sources", NULL, i, ".configMap");
        const struct value *from = value_get(source, "configMap");
        add_files(reading, "ConfigMap", from, value_get_text(from, "name"));
        set_path(reading, mark, "projected.sources", NULL, i, ".secret");
        from = value_get(source, "secret");
        add_files(reading, "Secret", from, value_get_text(from, "name"));
    }
    reading->path.len = mark;
}

static void read_volume(struct relation_reading *reading, const struct value *volume)
{
    static const struct relation_reference plain;
    size_t mark = reading->path.len;
    const struct value *from = value_get(volume, "configMap");
    plim_buf_append_c(&reading->path, ".configMap");
    add_files(reading, "ConfigMap", from, value_get_text(from, "name"));
    reading->path.len = mark;
    from = value_get(volume, "secret");
    plim_buf_append_c(&reading->path, ".secret");
    add_files(reading, "Secret", from, value_get_text(from, "secretName"));
    reading->path.len = mark;
    read_projected(reading, volume);
    plim_buf_append_c(&reading->path, ".persistentVolumeClaim.claimName");
    relation_reading_add(reading, "v1", "PersistentVolumeClaim",
                         value_get_text(volume, "persistentVolumeClaim.claimName"), &plain);
    reading->path.len = mark;
    plim_buf_append_c(&reading->path, ".ephemeral.volumeClaimTemplate.spec.storageClassName");
    relation_reading_add(
        reading, "storage.k8s.io/v1", "StorageClass",
        value_get_text(volume, "ephemeral.volumeClaimTemplate.spec.storageClassName"), &plain);
    reading->path.len = mark;
}

static void read_named(struct relation_reading *reading, const struct value *spec)
{
    static const struct {
        const char *field, *api_version, *kind;
    } names[] = {
        {"serviceAccountName", "v1", "ServiceAccount"},
        {"priorityClassName", "scheduling.k8s.io/v1", "PriorityClass"},
        {"runtimeClassName", "node.k8s.io/v1", "RuntimeClass"},
    };
    static const struct relation_reference plain;
    size_t mark = reading->path.len;
    for (size_t i = 0; i < PLIM_LEN(names); i++) {
        struct plim_str name = value_get_text(spec, names[i].field);
        plim_buf_append_char(&reading->path, '.');
        plim_buf_append_c(&reading->path, names[i].field);
        relation_reading_add(reading, names[i].api_version, names[i].kind, name, &plain);
        reading->path.len = mark;
    }
    /* The kubelet pulls without one that is not there, which is right for public images. */
    static const struct relation_reference lenient = {.optional = true};
    const struct value *secrets = value_get(spec, "imagePullSecrets");
    for (size_t i = 0; i < value_len(secrets); i++) {
        plim_buf_printf(&reading->path, ".imagePullSecrets[%zu]", i);
        relation_reading_add(reading, "v1", "Secret", value_get_text(value_at(secrets, i), "name"),
                             &lenient);
        reading->path.len = mark;
    }
}

void relation_read_pod(struct relation_reading *reading, const struct value *spec,
                       const char *prefix)
{
    plim_buf_clear(&reading->path);
    plim_buf_append_c(&reading->path, prefix);
    size_t mark = reading->path.len;
    read_named(reading, spec);
    for (size_t type = 0; type < RESOURCE_CONTAINER_TYPES; type++) {
        const struct value *list = value_get(spec, resource_container_fields[type]);
        for (size_t i = 0; i < value_len(list); i++) {
            set_path(reading, mark, resource_container_fields[type], value_at(list, i), i, "");
            read_env(reading, value_at(list, i));
        }
    }
    const struct value *volumes = value_get(spec, "volumes");
    for (size_t i = 0; i < value_len(volumes); i++) {
        set_path(reading, mark, "volumes", value_at(volumes, i), i, "");
        read_volume(reading, value_at(volumes, i));
    }
}

struct port_list {
    struct relation_port *items; /* owned */
    size_t len, cap;
};

static void add_ports(struct plim_intern *texts, const struct value *container,
                      struct port_list *list)
{
    const struct value *declared = value_get(container, "ports");
    for (size_t i = 0; i < value_len(declared); i++) {
        const struct value *port = value_at(declared, i);
        struct plim_str protocol = value_get_text(port, "protocol");
        PLIM_GROW(list->items, list->len, list->cap);
        list->items[list->len++] = (struct relation_port){
            .name = plim_intern_str(texts, value_get_text(port, "name")),
            .protocol = plim_intern_str(texts, protocol.len > 0 ? protocol : PLIM_STR("TCP")),
            .number = value_int_or(value_get(port, "containerPort"), 0),
        };
    }
}

/* An init container that is always restarted is a sidecar: its ports are served too. */
const struct relation_port *relation_read_container_ports(struct plim_intern *texts,
                                                          const struct value *spec,
                                                          size_t *count_out)
{
    struct port_list ports = {0};
    for (size_t type = 0; type < RESOURCE_CONTAINER_TYPES; type++) {
        const struct value *list = value_get(spec, resource_container_fields[type]);
        for (size_t i = 0; i < value_len(list); i++)
            add_ports(texts, value_at(list, i), &ports);
    }
    const struct relation_port *kept =
        plim_intern_array(texts, ports.items, ports.len, sizeof(*ports.items));
    *count_out = ports.len;
    free(ports.items);
    return kept;
}
