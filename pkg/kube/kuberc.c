#include "kube/kuberc.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "value/decode.h"
#include "value/yaml.h"

#include "plugin_priv.h"

static const char policy_field[] = "credentialPluginPolicy";
static const char list_field[] = "credentialPluginAllowlist";

static bool is_preference(const struct value_node *root)
{
    const struct value *version = value_get(root->value, "apiVersion");
    return value_is_string(value_get(root->value, "kind"), "Preference") &&
           (value_is_string(version, "kubectl.config.k8s.io/v1beta1") ||
            value_is_string(version, "kubectl.config.k8s.io/v1alpha1"));
}

/* `name` is what 1.35 called `command`. */
static enum plim_code read_entry(struct plim_arena *arena, const struct value_node *item,
                                 size_t number, const char **command_out, struct plim_err *err)
{
    struct plim_str name = value_get_text(item->value, "name");
    struct plim_str command = value_get_text(item->value, "command");
    if (name.len > 0 && command.len > 0 && !plim_str_equal(name, command))
        return value_node_fail(err, item,
                               "'name' and 'command' differ; 'name' is deprecated, use 'command'");
    struct plim_str path = command.len > 0 ? command : name;
    if (path.len == 0)
        return value_node_fail(err, item,
                               "misconfigured credential plugin allowlist: empty allowlist entry "
                               "#%zu",
                               number);
    const char *written = plim_arena_copy(arena, path.text, path.len);
    const char *clean = kube_path_clean(arena, written);
    if (strcmp(clean, written) != 0)
        return value_node_fail(err, item, "non-normalized file path: '%s'; write '%s'", written,
                               clean);
    *command_out = written;
    return PLIM_OK;
}

static enum plim_code read_allowlist(struct plim_arena *arena, const struct value_node *root,
                                     struct kube_plugin_policy *policy, struct plim_err *err)
{
    struct value_node list = value_node_get(root, list_field);
    if (!list.value || value_is(list.value, VALUE_NULL))
        return value_node_fail(err, root,
                               "credential plugin policy set to 'Allowlist', but allowlist is "
                               "unspecified");
    if (!value_is(list.value, VALUE_LIST))
        return value_node_fail(err, &list, "'%s' must be a list, not %s", list_field,
                               value_kind_name((enum value_kind)list.value->kind));
    size_t len = value_node_len(&list);
    if (len == 0)
        return value_node_fail(err, &list,
                               "credential plugin policy set to 'Allowlist', but allowlist is "
                               "empty; use 'DenyAll' policy instead");
    const char **commands = plim_arena_array(arena, len, sizeof(*commands));
    for (size_t i = 0; i < len; i++) {
        struct value_node item = value_node_at(&list, i);
        if (read_entry(arena, &item, i + 1, &commands[i], err) != PLIM_OK)
            return err->code;
    }
    *policy = (struct kube_plugin_policy){KUBE_PLUGINS_LISTED, commands, len};
    return PLIM_OK;
}

static enum plim_code read_policy(struct plim_arena *arena, const struct value_node *root,
                                  struct kube_plugin_policy *policy_out, struct plim_err *err)
{
    struct value_node field = value_node_get(root, policy_field);
    struct value_node list = value_node_get(root, list_field);
    bool is_set = field.value && !value_is(field.value, VALUE_NULL);
    if (is_set && !value_is(field.value, VALUE_STRING))
        return value_node_fail(err, &field, "'%s' must be a string, not %s", policy_field,
                               value_kind_name((enum value_kind)field.value->kind));
    struct plim_str policy = value_str(field.value);
    if (plim_str_is(policy, "Allowlist"))
        return read_allowlist(arena, root, policy_out, err);
    bool all = policy.len == 0 || plim_str_is(policy, "AllowAll");
    if (!all && !plim_str_is(policy, "DenyAll"))
        return value_node_fail(err, &field,
                               "unknown plugin policy: '%.*s'; expected AllowAll, DenyAll or "
                               "Allowlist",
                               PLIM_STR_ARG(policy));
    if (list.value && !value_is(list.value, VALUE_NULL))
        return value_node_fail(err, &list,
                               "misconfigured credential plugin allowlist: plugin policy is "
                               "'%.*s' but allowlist is non-nil",
                               PLIM_STR_ARG(policy));
    *policy_out = (struct kube_plugin_policy){all ? KUBE_PLUGINS_ALL : KUBE_PLUGINS_NONE, NULL, 0};
    return PLIM_OK;
}

enum plim_code kube_kuberc_parse(struct plim_arena *arena, const char *name, struct plim_str text,
                                 struct kube_plugin_policy *policy_out, struct plim_err *err)
{
    struct value_yaml_list documents = {0};
    const char *file = plim_arena_copy_c(arena, name);
    if (value_yaml_read(arena, file, text, VALUE_YAML_MANIFEST, &documents, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < documents.len; i++) {
        struct value_node root = {file, &documents.items[i].root, documents.items[i].position};
        if (is_preference(&root))
            return read_policy(arena, &root, policy_out, err);
    }
    return plim_err_set(err, PLIM_INVALID,
                        "%s: expected a Preference of kubectl.config.k8s.io/v1beta1 or v1alpha1",
                        name);
}

static enum plim_code load_file(struct plim_arena *arena, const char *path, bool may_be_missing,
                                struct kube_plugin_policy *policy_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    struct plim_err why = {0};
    if (plim_file_read(path, KUBE_KUBERC_BYTES_MAX, &text, &len, &why) != PLIM_OK) {
        *policy_out = (struct kube_plugin_policy){0};
        if (why.code == PLIM_NOT_FOUND && may_be_missing)
            return PLIM_OK;
        *err = why;
        return err->code;
    }
    return kube_kuberc_parse(arena, path, (struct plim_str){text, len}, policy_out, err);
}

enum plim_code kube_kuberc_load(struct plim_arena *arena, const struct kube_kuberc_source *source,
                                struct kube_plugin_policy *policy_out, struct plim_err *err)
{
    bool has_path = source->path && *source->path;
    bool has_env = source->env && *source->env;
    enum plim_code code = PLIM_OK;
    if (has_env && strcmp(source->env, "off") == 0) {
        if (has_path)
            return plim_err_set(err, PLIM_INVALID,
                                "disabling kuberc via KUBERC=off and --kuberc exclude each other");
        *policy_out = (struct kube_plugin_policy){0};
    } else if (has_path || has_env) {
        code = load_file(arena, has_path ? source->path : source->env, false, policy_out, err);
    } else if (source->home && *source->home) {
        code = load_file(arena, plim_path_join(arena, source->home, ".kube/kuberc"), true,
                         policy_out, err);
    } else {
        *policy_out = (struct kube_plugin_policy){0};
    }
    return code == PLIM_OK ? code : plim_err_wrap(err, "kuberc");
}
