#include <string.h>

#include "base/file.h"

#include "exec_config_priv.h"
#include "plugin_priv.h"

static const char group[] = "client.authentication.k8s.io/";

static struct value_node exec_of(const struct kube_config_entry *user)
{
    return value_node_get(&user->node, "exec");
}

bool kube_exec_config_has(const struct kube_config_entry *user)
{
    return value_is(exec_of(user).value, VALUE_MAP);
}

/* As an entry of its own, so that its fields are read like those of others. */
static struct kube_config_entry fields_of(const struct kube_config_entry *user)
{
    return (struct kube_config_entry){user->name, user->dir, exec_of(user)};
}

static const char *copy(struct plim_arena *arena, struct plim_str text)
{
    return plim_arena_copy(arena, text.text ? text.text : "", text.len);
}

static enum plim_code read_version(const struct kube_config_entry *exec, struct plim_arena *arena,
                                   struct kube_exec_config *config, struct plim_err *err)
{
    struct plim_str version = {0};
    if (kube_config_text(exec, "apiVersion", &version, err) != PLIM_OK)
        return err->code;
    if (version.len == 0)
        return value_node_fail(
            err, &exec->node, "the credential plugin of user '%s' needs an apiVersion", exec->name);
    if (!plim_str_is(version, "client.authentication.k8s.io/v1") &&
        !plim_str_is(version, "client.authentication.k8s.io/v1beta1"))
        return value_node_fail(
            err, &exec->node,
            "credential plugin of user '%s': invalid apiVersion '%.*s'; expected %sv1 or "
            "v1beta1: update the plugin and let it write the kubeconfig anew",
            exec->name, PLIM_STR_ARG(version), group);
    config->api_version = copy(arena, version);
    return PLIM_OK;
}

static enum plim_code read_mode(const struct kube_config_entry *exec,
                                struct kube_exec_config *config, struct plim_err *err)
{
    static const char *const names[] = {"Never", "IfAvailable", "Always"};
    struct plim_str mode = {0};
    if (kube_config_text(exec, "interactiveMode", &mode, err) != PLIM_OK)
        return err->code;
    bool is_beta = plim_str_ends(plim_str_from(config->api_version), PLIM_STR("/v1beta1"));
    if (mode.len == 0 && !is_beta)
        return value_node_fail(err, &exec->node,
                               "the credential plugin of user '%s' needs an interactiveMode "
                               "(Never, IfAvailable or Always)",
                               exec->name);
    config->interactive = KUBE_INTERACTIVE_IF_AVAILABLE;
    if (mode.len == 0)
        return PLIM_OK;
    unsigned index = 0;
    struct value_node node = value_node_get(&exec->node, "interactiveMode");
    if (value_node_enum(&node, "interactiveMode", names, PLIM_LEN(names), &index, err) != PLIM_OK)
        return err->code;
    config->interactive = (enum kube_interactive)index;
    return PLIM_OK;
}

static enum plim_code read_list(const struct kube_config_entry *exec, const char *field,
                                struct value_node *list_out, struct plim_err *err)
{
    struct value_node list = value_node_get(&exec->node, field);
    bool is_absent = !list.value || value_is(list.value, VALUE_NULL);
    if (!is_absent && !value_is(list.value, VALUE_LIST))
        return value_node_fail(err, &list, "'%s' must be a list, not %s", field,
                               value_kind_name(list.value->kind));
    if (value_node_len(&list) > KUBE_EXEC_WORDS_MAX) {
        (void)value_node_fail(err, &list, "'%s' has more than %d entries", field,
                              KUBE_EXEC_WORDS_MAX);
        return err->code = PLIM_LIMIT;
    }
    *list_out = list;
    return PLIM_OK;
}

static enum plim_code read_args(const struct kube_config_entry *exec, struct plim_arena *arena,
                                struct kube_exec_config *config, struct plim_err *err)
{
    struct value_node list = {0};
    if (read_list(exec, "args", &list, err) != PLIM_OK)
        return err->code;
    size_t len = value_node_len(&list);
    config->args = plim_arena_array(arena, len + 1, sizeof(*config->args));
    for (size_t i = 0; i < len; i++) {
        struct value_node item = value_node_at(&list, i);
        if (!value_is(item.value, VALUE_STRING))
            return value_node_fail(err, &item, "an argument of a plugin must be a string");
        config->args[config->arg_count++] = copy(arena, value_str(item.value));
    }
    return PLIM_OK;
}

static enum plim_code read_env(const struct kube_config_entry *exec, struct plim_arena *arena,
                               struct kube_exec_config *config, struct plim_err *err)
{
    struct value_node list = {0};
    if (read_list(exec, "env", &list, err) != PLIM_OK)
        return err->code;
    size_t len = value_node_len(&list);
    config->env = plim_arena_array(arena, len + 1, sizeof(*config->env));
    for (size_t i = 0; i < len; i++) {
        struct value_node item = value_node_at(&list, i);
        struct plim_str name = value_node_text(&item, "name");
        struct plim_str value = value_node_text(&item, "value");
        if (name.len == 0 || memchr(name.text, '=', name.len))
            return value_node_fail(err, &item,
                                   "a variable of the credential plugin of user '%s' needs a name "
                                   "without '='",
                                   exec->name);
        config->env[config->env_count++] =
            plim_arena_printf(arena, "%.*s=%.*s", PLIM_STR_ARG(name), PLIM_STR_ARG(value));
    }
    return PLIM_OK;
}

static enum plim_code read_command(const struct kube_config_entry *exec, struct plim_arena *arena,
                                   struct kube_exec_config *config, struct plim_err *err)
{
    struct plim_str command = {0};
    struct plim_str hint = {0};
    if (kube_config_text(exec, "command", &command, err) != PLIM_OK ||
        kube_config_text(exec, "installHint", &hint, err) != PLIM_OK ||
        kube_config_bool(exec, "provideClusterInfo", &config->wants_cluster, err) != PLIM_OK)
        return err->code;
    if (command.len == 0)
        return value_node_fail(err, &exec->node,
                               "the credential plugin of user '%s' needs a command", exec->name);
    config->written = copy(arena, command);
    bool has_dir = memchr(command.text, '/', command.len) != NULL;
    config->command = has_dir ? plim_path_join(arena, exec->dir, config->written) : config->written;
    config->command = kube_path_clean(arena, config->command);
    /* "./x" beside "./config" must not become a name to be looked up. */
    if (has_dir && !strchr(config->command, '/'))
        config->command = plim_arena_printf(arena, "./%s", config->command);
    config->install_hint = copy(arena, hint);
    return PLIM_OK;
}

enum plim_code kube_exec_config_read(const struct kube_config_entry *user, struct plim_arena *arena,
                                     struct kube_exec_config *config_out, struct plim_err *err)
{
    struct kube_exec_config config = {.user = copy(arena, plim_str_from(user->name))};
    struct kube_config_entry exec = fields_of(user);
    if (read_command(&exec, arena, &config, err) != PLIM_OK ||
        read_version(&exec, arena, &config, err) != PLIM_OK ||
        read_mode(&exec, &config, err) != PLIM_OK ||
        read_args(&exec, arena, &config, err) != PLIM_OK ||
        read_env(&exec, arena, &config, err) != PLIM_OK)
        return err->code;
    *config_out = config;
    return PLIM_OK;
}

static void add_part(struct plim_buf *key, const char *text)
{
    plim_buf_append(key, text, strlen(text) + 1);
}

void kube_exec_config_key(const struct kube_exec_config *config, struct plim_str cluster,
                          struct plim_buf *key)
{
    add_part(key, config->command);
    add_part(key, config->api_version);
    add_part(key, config->install_hint);
    plim_buf_printf(key, "%d %d %zu %zu ", config->wants_cluster, (int)config->interactive,
                    config->arg_count, config->env_count);
    for (size_t i = 0; i < config->arg_count; i++)
        add_part(key, config->args[i]);
    for (size_t i = 0; i < config->env_count; i++)
        add_part(key, config->env[i]);
    plim_buf_append_str(key, cluster);
}
