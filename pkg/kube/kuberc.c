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
    *policy = (struct kube_plugin_policy){
        .rule = KUBE_PLUGINS_LISTED, .commands = commands, .command_count = len};
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
    *policy_out = (struct kube_plugin_policy){.rule = all ? KUBE_PLUGINS_ALL : KUBE_PLUGINS_NONE};
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

static enum plim_code load_file(struct plim_arena *arena, const char *path,
                                struct kube_plugin_policy *policy_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    if (plim_file_read(path, KUBE_KUBERC_BYTES_MAX, &text, &len, err) != PLIM_OK)
        return err->code;
    return kube_kuberc_parse(arena, path, (struct plim_str){text, len}, policy_out, err);
}

/* The one that nobody named: nobody who needs no plugin is kept from work by it. */
static void load_default(struct plim_arena *arena, const char *home,
                         struct kube_plugin_policy *policy_out)
{
    struct plim_err err = {0};
    enum plim_code code =
        load_file(arena, plim_path_join(arena, home, ".kube/kuberc"), policy_out, &err);
    if (code == PLIM_OK || code == PLIM_NOT_FOUND)
        return;
    policy_out->rule = KUBE_PLUGINS_NONE;
    policy_out->reason = plim_arena_printf(arena, "its policy cannot be read: kuberc: %s", err.msg);
}

enum plim_code kube_kuberc_load(struct plim_arena *arena, const struct kube_kuberc_source *source,
                                struct kube_plugin_policy *policy_out, struct plim_err *err)
{
    bool has_path = source->path && *source->path;
    bool has_env = source->env && *source->env;
    bool is_off = has_env && strcmp(source->env, "off") == 0;
    *policy_out = (struct kube_plugin_policy){0};
    if (is_off && has_path)
        return plim_err_set(err, PLIM_INVALID,
                            "disabling kuberc via KUBERC=off and --kuberc exclude each other");
    if (is_off)
        return PLIM_OK;
    const char *named = has_path ? source->path : has_env ? source->env : NULL;
    if (named && load_file(arena, named, policy_out, err) != PLIM_OK)
        return plim_err_wrap(err, "kuberc");
    if (!named && source->home && *source->home)
        load_default(arena, source->home, policy_out);
    return PLIM_OK;
}
