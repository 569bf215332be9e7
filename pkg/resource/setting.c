#include "resource/setting.h"

#include <inttypes.h>

#include "base/alloc.h"
#include "base/buf.h"

struct settings {
    struct plim_intern *texts;
    struct resource_setting *items; /* owned */
    size_t len, cap;
};

static void add(struct settings *settings, const struct resource_setting_name *name,
                struct plim_str value)
{
    if (value.len == 0)
        return;
    PLIM_GROW(settings->items, settings->len, settings->cap);
    settings->items[settings->len++] =
        (struct resource_setting){name, plim_intern_str(settings->texts, value)};
}

static const struct resource_setting *finish(struct settings *settings, size_t *count_out)
{
    *count_out = settings->len;
    const struct resource_setting *kept = plim_intern_array(
        settings->texts, settings->items, settings->len, sizeof(*settings->items));
    plim_freep(&settings->items);
    return kept;
}

static void add_number(struct settings *settings, const struct resource_setting_name *name,
                       const struct value *number, const char *suffix)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    if (value_is(number, VALUE_INT)) {
        plim_buf_append_int(&text, value_int_or(number, 0));
        plim_buf_append_c(&text, suffix);
    }
    add(settings, name, plim_buf_str(&text));
}

/* ---- Requests and limits. */

static const struct resource_setting_name resource_names[] = {
    {RESOURCE_SETTING_RESOURCES, "resources.requests.cpu"},
    {RESOURCE_SETTING_RESOURCES, "resources.requests.memory"},
    {RESOURCE_SETTING_RESOURCES, "resources.limits.cpu"},
    {RESOURCE_SETTING_RESOURCES, "resources.limits.memory"},
};

/* A manifest may have a number; a server answers with texts. */
static void add_resources(struct settings *settings, const struct value *container)
{
    for (size_t i = 0; i < PLIM_LEN(resource_names); i++) {
        const struct value *amount = value_get_path(container, resource_names[i].field);
        add(settings, &resource_names[i], value_str(amount));
        add_number(settings, &resource_names[i], amount, "");
    }
}

/* ---- Probes. */

static const struct resource_setting_name probe_names[] = {
    {RESOURCE_SETTING_PROBE, "livenessProbe"},
    {RESOURCE_SETTING_PROBE, "readinessProbe"},
    {RESOURCE_SETTING_PROBE, "startupProbe"},
};

static void add_probes(struct settings *settings, const struct value *container)
{
    static const char *const others[] = {"tcpSocket", "grpc", "exec"};
    for (size_t i = 0; i < PLIM_LEN(probe_names); i++) {
        const struct value *probe = value_get(container, probe_names[i].field);
        const struct value *http = value_get(probe, "httpGet");
        if (value_is(http, VALUE_MAP)) {
            PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
            struct plim_str path = value_get_text(http, "path");
            plim_buf_append_c(&text, "httpGet ");
            plim_buf_append_str(&text, path.len > 0 ? path : PLIM_STR("/"));
            add(settings, &probe_names[i], plim_buf_str(&text));
        }
        for (size_t k = 0; k < PLIM_LEN(others); k++) {
            if (value_is(value_get(probe, others[k]), VALUE_MAP))
                add(settings, &probe_names[i], plim_str_from(others[k]));
        }
    }
}

/* ---- Security. */

/* What says more than the default does. Source: the API's SecurityContext. */
static const struct flag {
    struct resource_setting_name name;
    bool of_pod;  /* the pod's holds where the container has none */
    bool notable; /* the value that differs from the default */
} flags[] = {
    {{RESOURCE_SETTING_SECURITY, "securityContext.allowPrivilegeEscalation"}, false, false},
    {{RESOURCE_SETTING_SECURITY, "securityContext.privileged"}, false, true},
    {{RESOURCE_SETTING_SECURITY, "securityContext.readOnlyRootFilesystem"}, false, true},
    {{RESOURCE_SETTING_SECURITY, "securityContext.runAsNonRoot"}, true, true},
};

static const struct resource_setting_name seccomp_name = {RESOURCE_SETTING_SECURITY,
                                                          "securityContext.seccompProfile.type"};

static const struct resource_setting_name capability_names[] = {
    {RESOURCE_SETTING_SECURITY, "securityContext.capabilities.add"},
    {RESOURCE_SETTING_SECURITY, "securityContext.capabilities.drop"},
};

static const struct resource_setting_name host_names[] = {
    {RESOURCE_SETTING_SECURITY, "hostIPC"},
    {RESOURCE_SETTING_SECURITY, "hostNetwork"},
    {RESOURCE_SETTING_SECURITY, "hostPID"},
};

static void add_flag(struct settings *settings, const struct resource_setting_name *name,
                     const struct value *value, bool notable)
{
    if (value_is(value, VALUE_BOOL) && value_bool_or(value, !notable) == notable)
        add(settings, name, notable ? PLIM_STR("true") : PLIM_STR("false"));
}

static void add_security(struct settings *settings, const struct value *pod,
                         const struct value *container)
{
    for (size_t i = 0; i < PLIM_LEN(flags); i++) {
        const struct value *own = value_get_path(container, flags[i].name.field);
        if (!value_is(own, VALUE_BOOL) && flags[i].of_pod)
            own = value_get_path(pod, flags[i].name.field);
        add_flag(settings, &flags[i].name, own, flags[i].notable);
    }
    struct plim_str profile = value_get_text(container, seccomp_name.field);
    if (profile.len == 0)
        profile = value_get_text(pod, seccomp_name.field);
    if (!plim_str_is(profile, "Unconfined"))
        add(settings, &seccomp_name, profile);
    for (size_t i = 0; i < PLIM_LEN(capability_names); i++) {
        const struct value *list = value_get_path(container, capability_names[i].field);
        for (size_t k = 0; k < value_len(list); k++)
            add(settings, &capability_names[i], value_str(value_at(list, k)));
    }
}

/* ---- Ports and accounts. */

static const struct resource_setting_name port_name = {RESOURCE_SETTING_PORT, "ports"};
static const struct resource_setting_name account_name = {RESOURCE_SETTING_ACCOUNT,
                                                          "serviceAccountName"};

static void add_ports(struct settings *settings, const struct value *container)
{
    const struct value *ports = value_get(container, "ports");
    for (size_t i = 0; i < value_len(ports); i++) {
        const struct value *port = value_at(ports, i);
        struct plim_str protocol = value_get_text(port, "protocol");
        const char *suffix = "/TCP";
        if (plim_str_is(protocol, "UDP"))
            suffix = "/UDP";
        else if (plim_str_is(protocol, "SCTP"))
            suffix = "/SCTP";
        add_number(settings, &port_name, value_get(port, "containerPort"), suffix);
    }
}

const struct resource_setting *resource_settings_of_container(struct plim_intern *texts,
                                                              const struct value *pod,
                                                              const struct value *container,
                                                              size_t *count_out)
{
    struct settings settings = {.texts = texts};
    add_resources(&settings, container);
    add_probes(&settings, container);
    add_security(&settings, pod, container);
    add_ports(&settings, container);
    return finish(&settings, count_out);
}

const struct resource_setting *resource_settings_of_pod(struct plim_intern *texts,
                                                        const struct value *pod, size_t *count_out)
{
    struct settings settings = {.texts = texts};
    for (size_t i = 0; i < PLIM_LEN(host_names); i++)
        add_flag(&settings, &host_names[i], value_get(pod, host_names[i].field), true);
    struct plim_str account = value_get_text(pod, account_name.field);
    add(&settings, &account_name, account.len > 0 ? account : PLIM_STR("default"));
    return finish(&settings, count_out);
}
