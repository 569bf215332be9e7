#include "kube/config.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "value/yaml.h"

#include "config_priv.h"

/* ---- entries */

const struct kube_config_entry *kube_config_find(const struct kube_config_section *section,
                                                 struct plim_str name)
{
    for (size_t i = 0; i < section->len; i++)
        if (plim_str_is(name, section->entries[i].name))
            return &section->entries[i];
    return NULL;
}

static bool is_absent(const struct value_node *node)
{
    return !node->value || value_is(node->value, VALUE_NULL);
}

enum plim_code kube_config_text(const struct kube_config_entry *entry, const char *field,
                                struct plim_str *text_out, struct plim_err *err)
{
    struct value_node node = value_node_get(&entry->node, field);
    if (!is_absent(&node) && !value_is(node.value, VALUE_STRING))
        return value_node_fail(err, &node, "'%s' must be a string, not %s", field,
                               value_kind_name(node.value->kind));
    *text_out = value_str(node.value);
    return PLIM_OK;
}

enum plim_code kube_config_bool(const struct kube_config_entry *entry, const char *field,
                                bool *value_out, struct plim_err *err)
{
    struct value_node node = value_node_get(&entry->node, field);
    if (!is_absent(&node) && !value_is(node.value, VALUE_BOOL))
        return value_node_fail(err, &node, "'%s' must be true or false, not %s", field,
                               value_kind_name(node.value->kind));
    *value_out = value_bool_or(node.value, false);
    return PLIM_OK;
}

/* ---- one file */

struct section_fields {
    const char *list;  /* "clusters" */
    const char *entry; /* "cluster" */
};

static enum plim_code read_entry(const struct value_node *item, const char *content,
                                 struct kube_config_entry *entry, struct plim_arena *arena,
                                 struct plim_err *err)
{
    if (!value_is(item->value, VALUE_MAP))
        return value_node_fail(err, item, "expected a map with 'name' and '%s'", content);
    struct value_node name = value_node_get(item, "name");
    if (!value_is(name.value, VALUE_STRING) || value_str(name.value).len == 0)
        return value_node_fail(err, name.value ? &name : item, "a %s needs a name", content);
    entry->node = value_node_get(item, content);
    if (is_absent(&entry->node))
        entry->node = (struct value_node){item->file, NULL, item->position};
    else if (!value_is(entry->node.value, VALUE_MAP))
        return value_node_fail(err, &entry->node, "'%s' must be a map, not %s", content,
                               value_kind_name(entry->node.value->kind));
    struct plim_str text = value_str(name.value);
    entry->name = plim_arena_copy(arena, text.text, text.len);
    return PLIM_OK;
}

static enum plim_code read_section(const struct value_node *root,
                                   const struct section_fields *fields, struct plim_arena *arena,
                                   struct kube_config_section *section, struct plim_err *err)
{
    struct value_node list = value_node_get(root, fields->list);
    if (is_absent(&list))
        return PLIM_OK;
    if (!value_is(list.value, VALUE_LIST))
        return value_node_fail(err, &list, "'%s' must be a list, not %s", fields->list,
                               value_kind_name(list.value->kind));
    size_t len = value_node_len(&list);
    section->entries = plim_arena_array(arena, len, sizeof(*section->entries));
    for (size_t i = 0; i < len; i++) {
        struct value_node item = value_node_at(&list, i);
        struct kube_config_entry *entry = &section->entries[i];
        entry->dir = plim_path_dir(arena, root->file);
        if (read_entry(&item, fields->entry, entry, arena, err) != PLIM_OK)
            return err->code;
        if (kube_config_find(section, plim_str_from(entry->name)))
            return value_node_fail(err, &item, "the name '%s' stands twice in '%s'", entry->name,
                                   fields->list);
        section->len++;
    }
    return PLIM_OK;
}

/* One file's content before it is merged. */
struct file_config {
    struct kube_config_section clusters;
    struct kube_config_section users;
    struct kube_config_section contexts;
    const char *current;
};

static enum plim_code read_root(const struct value_node *root, struct plim_arena *arena,
                                struct file_config *file, struct plim_err *err)
{
    static const struct section_fields clusters = {"clusters", "cluster"};
    static const struct section_fields users = {"users", "user"};
    static const struct section_fields contexts = {"contexts", "context"};
    if (!value_is(root->value, VALUE_MAP))
        return value_node_fail(err, root, "expected a kubeconfig, found %s",
                               value_kind_name(root->value->kind));
    struct value_node kind = value_node_get(root, "kind");
    if (!is_absent(&kind) && !value_is_string(kind.value, "Config") &&
        !value_is_string(kind.value, ""))
        return value_node_fail(err, &kind, "expected kind 'Config'");
    struct value_node current = value_node_get(root, "current-context");
    if (!is_absent(&current) && !value_is(current.value, VALUE_STRING))
        return value_node_fail(err, &current, "'current-context' must be a string, not %s",
                               value_kind_name(current.value->kind));
    struct plim_str text = value_str(current.value);
    file->current = text.len > 0 ? plim_arena_copy(arena, text.text, text.len) : NULL;
    if (read_section(root, &clusters, arena, &file->clusters, err) != PLIM_OK ||
        read_section(root, &users, arena, &file->users, err) != PLIM_OK ||
        read_section(root, &contexts, arena, &file->contexts, err) != PLIM_OK)
        return err->code;
    return PLIM_OK;
}

static void merge_section(struct kube_config_section *into, const struct kube_config_section *more)
{
    for (size_t i = 0; i < more->len; i++) {
        if (kube_config_find(into, plim_str_from(more->entries[i].name)))
            continue;
        PLIM_GROW(into->entries, into->len, into->cap);
        into->entries[into->len++] = more->entries[i];
    }
}

static void merge(struct kube_config *config, const struct file_config *file)
{
    merge_section(&config->clusters, &file->clusters);
    merge_section(&config->users, &file->users);
    merge_section(&config->contexts, &file->contexts);
    if (!config->current)
        config->current = file->current;
}

enum plim_code kube_config_add(struct kube_config **config, const char *name, struct plim_str text,
                               struct plim_err *err)
{
    PLIM_CLEANUP(kube_config_freep) struct kube_config *fresh = NULL;
    struct kube_config *into = *config;
    if (!into) {
        into = fresh = plim_calloc(1, sizeof(*fresh));
        fresh->arena = plim_arena_new();
    }
    const char *file_name = plim_arena_copy_c(into->arena, name);
    struct value_yaml_list documents = {0};
    if (value_yaml_read(into->arena, file_name, text, VALUE_YAML_MANIFEST, &documents, err) !=
        PLIM_OK)
        return err->code;
    struct file_config file = {0};
    if (documents.len > 0) {
        PLIM_GROW(into->files, into->file_len, into->file_cap);
        into->files[into->file_len++] = documents.items[0].root;
    }
    if (documents.len > 0 && !value_is(&documents.items[0].root, VALUE_NULL)) {
        struct value_node root = {file_name, &documents.items[0].root, documents.items[0].position};
        if (read_root(&root, into->arena, &file, err) != PLIM_OK)
            return err->code;
    }
    merge(into, &file);
    if (fresh)
        *config = PLIM_STEAL(fresh);
    return PLIM_OK;
}

/* ---- the files */

/* missing: NULL when the file must exist; else set when it does not. */
static enum plim_code add_file(struct kube_config **config, const char *path, bool *missing,
                               struct plim_err *err)
{
    char *text = NULL;
    size_t len = 0;
    struct plim_err why = {0};
    if (plim_file_read(path, KUBE_CONFIG_BYTES_MAX, &text, &len, &why) != PLIM_OK) {
        if (why.code == PLIM_NOT_FOUND && missing) {
            *missing = true;
            return PLIM_OK;
        }
        *err = why;
        return plim_err_wrap(err, "kubeconfig");
    }
    enum plim_code code = kube_config_add(config, path, (struct plim_str){text, len}, err);
    explicit_bzero(text, len);
    free(text);
    return code;
}

static void note_missing(struct kube_config *config, const char *path)
{
    for (size_t i = 0; i < config->missing_len; i++)
        if (strcmp(config->missing[i], path) == 0)
            return;
    PLIM_GROW(config->missing, config->missing_len, config->missing_cap);
    config->missing[config->missing_len++] = plim_arena_copy_c(config->arena, path);
}

static enum plim_code add_list(struct kube_config **config, const char *list, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_str rest = plim_str_from(list);
    while (rest.len > 0) {
        struct plim_str path = {0};
        (void)plim_str_cut(&rest, ':', &path);
        if (path.len == 0)
            continue;
        const char *name = plim_arena_copy(arena, path.text, path.len);
        bool missing = false;
        if (add_file(config, name, &missing, err) != PLIM_OK)
            return err->code;
        if (missing)
            note_missing(*config, name);
    }
    return PLIM_OK;
}

enum plim_code kube_config_load(const struct kube_config_source *source,
                                struct kube_config **config_out, struct plim_err *err)
{
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    if (kube_config_add(&config, "", (struct plim_str){0}, err) != PLIM_OK)
        return err->code;
    enum plim_code code = PLIM_OK;
    if (source->path) {
        code = add_file(&config, source->path, NULL, err);
    } else if (source->env_list && *source->env_list) {
        code = add_list(&config, source->env_list, err);
    } else if (source->home && *source->home) {
        PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
        bool ignored = false;
        code =
            add_file(&config, plim_path_join(arena, source->home, ".kube/config"), &ignored, err);
    }
    if (code != PLIM_OK)
        return code;
    *config_out = PLIM_STEAL(config);
    return PLIM_OK;
}

/* ---- the whole */

/* Texts are constant to everyone but the one who ends them. */
void kube_text_wipe(struct plim_str secret)
{
    void *text;
    memcpy(&text, &secret.text, sizeof(text));
    if (secret.len > 0)
        explicit_bzero(text, secret.len);
}

void kube_value_wipe(const struct value *value)
{
    kube_text_wipe(value_str(value));
    for (size_t i = 0; i < value_len(value); i++)
        kube_value_wipe(value_at(value, i));
}

void kube_config_free(struct kube_config *config)
{
    if (!config)
        return;
    for (size_t i = 0; i < config->file_len; i++)
        kube_value_wipe(value_get(&config->files[i], "users"));
    free(config->files);
    free(config->missing);
    free(config->clusters.entries);
    free(config->users.entries);
    free(config->contexts.entries);
    plim_arena_free(config->arena);
    free(config);
}

void kube_config_freep(struct kube_config **config)
{
    kube_config_free(*config);
}

size_t kube_config_missing_count(const struct kube_config *config)
{
    return config->missing_len;
}

const char *kube_config_missing_at(const struct kube_config *config, size_t i)
{
    return config->missing[i];
}

size_t kube_config_context_count(const struct kube_config *config)
{
    return config->contexts.len;
}

const char *kube_config_context_at(const struct kube_config *config, size_t i)
{
    return config->contexts.entries[i].name;
}

const char *kube_config_current_context(const struct kube_config *config)
{
    return config->current;
}
