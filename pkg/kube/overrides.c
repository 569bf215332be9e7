#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "value/build.h"

#include "overrides_priv.h"

enum { DIR_MAX = 4096 };

/* The fields of an entry in the making. */
struct draft {
    struct plim_arena *arena;
    const struct kube_config_entry *entry; /* NULL: none */
    struct value_map_builder map;
    bool changed;
};

static void take_rest(struct draft *draft, const char *const *dropped, size_t count)
{
    const struct value_node none = {0};
    const struct value_node *fields = draft->entry ? &draft->entry->node : &none;
    for (size_t i = 0; i < value_node_len(fields); i++) {
        struct plim_str name = value_str(value_node_key_at(fields, i).value);
        bool drop = false;
        for (size_t k = 0; k < count; k++)
            drop = drop || (dropped[k] && plim_str_is(name, dropped[k]));
        if (!drop)
            value_map_add_str(&draft->map, name, *value_at(fields->value, i));
    }
}

static void set(struct draft *draft, const char *field, struct value value)
{
    value_map_add(&draft->map, field, value);
    draft->changed = true;
}

static void set_text(struct draft *draft, const char *field, const char *text)
{
    if (text)
        set(draft, field, value_string_c(text));
}

/* Relative to the working directory: the entry's own may be another. */
static void set_path(struct draft *draft, const char *field, const char *path)
{
    char dir[DIR_MAX];
    if (!path)
        return;
    const char *base = getcwd(dir, sizeof(dir));
    set_text(draft, field, plim_path_join(draft->arena, base ? base : ".", path));
}

static const struct kube_config_entry *finish(struct draft *draft, const char *name)
{
    if (!draft->changed)
        return draft->entry;
    struct kube_config_entry *entry = plim_arena_array(draft->arena, 1, sizeof(*entry));
    struct value *fields = plim_arena_array(draft->arena, 1, sizeof(*fields));
    *fields = value_map_finish(&draft->map);
    if (draft->entry)
        *entry = *draft->entry;
    else
        *entry = (struct kube_config_entry){name, ".", {"the flags", NULL, {0, 0}}};
    entry->node.value = fields;
    return entry;
}

enum plim_code kube_override_cluster(struct plim_arena *arena,
                                     const struct kube_overrides *overrides,
                                     const struct kube_config_entry **entry, struct plim_err *err)
{
    (void)err;
    struct draft draft = {arena, *entry, {.arena = arena}, false};
    bool trust = overrides->certificate_authority || overrides->insecure;
    const char *const dropped[] = {
        overrides->server ? "server" : NULL,
        overrides->server || overrides->tls_server_name ? "tls-server-name" : NULL,
        trust ? "certificate-authority" : NULL,
        trust ? "certificate-authority-data" : NULL,
        trust ? "insecure-skip-tls-verify" : NULL,
        overrides->no_compression ? "disable-compression" : NULL,
    };
    take_rest(&draft, dropped, PLIM_LEN(dropped));
    set_text(&draft, "server", overrides->server);
    set_text(&draft, "tls-server-name", overrides->tls_server_name);
    set_path(&draft, "certificate-authority", overrides->certificate_authority);
    if (overrides->insecure)
        set(&draft, "insecure-skip-tls-verify", value_bool(true));
    if (overrides->no_compression)
        set(&draft, "disable-compression", value_bool(true));
    *entry = finish(&draft, "--server");
    return PLIM_OK;
}

static void set_groups(struct draft *draft, const struct kube_overrides *overrides)
{
    struct value_list_builder list = {.arena = draft->arena};
    for (size_t i = 0; i < overrides->as_group_count; i++)
        value_list_add(&list, value_string_c(overrides->as_groups[i]));
    if (overrides->as_group_count > 0)
        set(draft, "as-groups", value_list_finish(&list));
}

/* All values of one key, in their order. */
static struct value collect_extra(struct plim_arena *arena, const struct kube_overrides *overrides,
                                  struct plim_str key)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < overrides->as_extra_count; i++) {
        struct plim_str rest = plim_str_from(overrides->as_extras[i]);
        struct plim_str name = {0};
        (void)plim_str_cut(&rest, '=', &name);
        if (plim_str_equal(name, key))
            value_list_add(&list, value_string(rest));
    }
    return value_list_finish(&list);
}

static enum plim_code set_extras(struct draft *draft, const struct kube_overrides *overrides,
                                 struct plim_err *err)
{
    struct value_map_builder extras = {.arena = draft->arena};
    for (size_t i = 0; i < overrides->as_extra_count; i++) {
        struct plim_str rest = plim_str_from(overrides->as_extras[i]);
        struct plim_str key = {0};
        if (!plim_str_cut(&rest, '=', &key) || key.len == 0)
            return plim_err_set(err, PLIM_INVALID, "--as-user-extra '%s': expected KEY=VALUE",
                                overrides->as_extras[i]);
        bool repeated = false;
        for (size_t k = 0; k < extras.len; k++)
            repeated = repeated || plim_str_equal(value_str(&extras.entries[k].key), key);
        if (!repeated)
            value_map_add_str(&extras, key, collect_extra(draft->arena, overrides, key));
    }
    if (extras.len > 0)
        set(draft, "as-user-extra", value_map_finish(&extras));
    return PLIM_OK;
}

enum plim_code kube_override_user(struct plim_arena *arena, const struct kube_overrides *overrides,
                                  const struct kube_config_entry **entry, struct plim_err *err)
{
    struct draft draft = {arena, *entry, {.arena = arena}, false};
    bool token = overrides->token != NULL;
    bool password = overrides->username || overrides->password;
    bool either = token || password;
    const char *const dropped[] = {
        either ? "token" : NULL,
        either ? "tokenFile" : NULL,
        either ? "username" : NULL,
        either ? "password" : NULL,
        either ? "exec" : NULL,
        either ? "auth-provider" : NULL,
        overrides->client_certificate ? "client-certificate" : NULL,
        overrides->client_certificate ? "client-certificate-data" : NULL,
        overrides->client_key ? "client-key" : NULL,
        overrides->client_key ? "client-key-data" : NULL,
        overrides->as ? "as" : NULL,
        overrides->as_uid ? "as-uid" : NULL,
        overrides->as_group_count > 0 ? "as-groups" : NULL,
        overrides->as_extra_count > 0 ? "as-user-extra" : NULL,
    };
    take_rest(&draft, dropped, PLIM_LEN(dropped));
    set_text(&draft, "token", overrides->token);
    set_text(&draft, "username", overrides->username);
    set_text(&draft, "password", overrides->password);
    set_path(&draft, "client-certificate", overrides->client_certificate);
    set_path(&draft, "client-key", overrides->client_key);
    set_text(&draft, "as", overrides->as);
    set_text(&draft, "as-uid", overrides->as_uid);
    set_groups(&draft, overrides);
    if (set_extras(&draft, overrides, err) != PLIM_OK)
        return err->code;
    *entry = finish(&draft, "--token");
    return PLIM_OK;
}
