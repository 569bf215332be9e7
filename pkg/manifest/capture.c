#include <string.h>

#include "manifest/files.h"
#include "value/build.h"
#include "value/json.h"

static const char *const kind_names[] = {"plain", "rendered", "source", "chart"};

/* ---- Writing. Every field is written, so that equal files give equal bytes. */

static struct value write_file(struct plim_arena *arena, const struct manifest_file *file)
{
    struct value_map_builder built = {.arena = arena};
    value_map_add(&built, "kind", value_string_c(kind_names[file->kind]));
    value_map_add(&built, "path", value_string_c(file->path));
    value_map_add(&built, "origin", value_string_c(file->origin));
    value_map_add(&built, "traced", value_bool(file->traced));
    value_map_add(&built, "error", value_string_c(file->error));
    value_map_add(&built, "text", value_string(file->text));
    value_map_add(&built, "application", value_int((int64_t)file->application));
    return value_map_finish(&built);
}

static struct value write_application(struct plim_arena *arena,
                                      const struct manifest_application *application)
{
    struct value_map_builder built = {.arena = arena};
    value_map_add(&built, "kind", value_string_c(application->kind));
    value_map_add(&built, "namespace", value_string_c(application->namespace));
    value_map_add(&built, "name", value_string_c(application->name));
    value_map_add(&built, "path", value_string_c(application->path));
    value_map_add(&built, "source", value_string_c(application->source));
    value_map_add(&built, "error", value_string_c(application->error));
    value_map_add(&built, "targetNamespace", value_string_c(application->target_namespace));
    value_map_add(&built, "suspended", value_bool(application->suspended));
    value_map_add(&built, "prunes", value_bool(application->prunes));
    value_map_add(&built, "elsewhere", value_bool(application->elsewhere));
    return value_map_finish(&built);
}

enum plim_code manifest_files_write(const struct manifest_files *files, struct plim_buf *buf,
                                    struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value_list_builder items = {.arena = arena};
    struct value_list_builder kustomizations = {.arena = arena};
    for (size_t i = 0; i < files->len; i++)
        value_list_add(&items, write_file(arena, &files->items[i]));
    for (size_t i = 0; i < files->kustomization_count; i++)
        value_list_add(&kustomizations, value_string_c(files->kustomizations[i]));
    struct value_list_builder applications = {.arena = arena};
    for (size_t i = 0; i < files->application_count; i++)
        value_list_add(&applications, write_application(arena, &files->applications[i]));
    struct value_map_builder built = {.arena = arena};
    value_map_add(&built, "repository", value_string_c(files->repository));
    value_map_add(&built, "commit", value_string_c(files->commit));
    value_map_add(&built, "subpath", value_string_c(files->subpath));
    value_map_add(&built, "kustomizations", value_list_finish(&kustomizations));
    value_map_add(&built, "applications", value_list_finish(&applications));
    value_map_add(&built, "files", value_list_finish(&items));
    struct value root = value_map_finish(&built);
    return value_json_write(&root, VALUE_JSON_COMPACT, buf, err);
}

/* ---- Reading. */

static enum plim_code read_text(struct plim_arena *arena, const struct value *map, const char *key,
                                const char **text_out, struct plim_err *err)
{
    const struct value *found = value_get(map, key);
    struct plim_str text = value_str(found);
    if (!value_is(found, VALUE_STRING) || (text.len > 0 && memchr(text.text, '\0', text.len)))
        return plim_err_set(err, PLIM_INVALID, "'%s' is not a text", key);
    *text_out = plim_arena_copy(arena, text.text ? text.text : "", text.len);
    return PLIM_OK;
}

static enum plim_code read_kind(const struct value *map, enum manifest_file_kind *kind_out,
                                struct plim_err *err)
{
    for (size_t i = 0; i < PLIM_LEN(kind_names); i++)
        if (value_is_string(value_get(map, "kind"), kind_names[i])) {
            *kind_out = (enum manifest_file_kind)i;
            return PLIM_OK;
        }
    return plim_err_set(err, PLIM_INVALID, "'kind' is unknown");
}

static enum plim_code read_file(struct plim_arena *arena, const struct value *map,
                                struct manifest_file *file, struct plim_err *err)
{
    const struct value *traced = value_get(map, "traced");
    if (read_kind(map, &file->kind, err) != PLIM_OK ||
        read_text(arena, map, "path", &file->path, err) != PLIM_OK ||
        read_text(arena, map, "origin", &file->origin, err) != PLIM_OK ||
        read_text(arena, map, "error", &file->error, err) != PLIM_OK)
        return err->code;
    if (!value_is(traced, VALUE_BOOL) || !value_is(value_get(map, "text"), VALUE_STRING))
        return plim_err_set(err, PLIM_INVALID, "'traced' or 'text' is missing");
    file->traced = value_bool_or(traced, false);
    file->text = plim_arena_copy_str(arena, value_get_text(map, "text"));
    int64_t application = value_int_or(value_get(map, "application"), 0);
    if (application < 0 || application > MANIFEST_APPLICATIONS_MAX)
        return plim_err_set(err, PLIM_INVALID, "'application' is out of range");
    file->application = (size_t)application;
    return PLIM_OK;
}

static enum plim_code read_application(struct plim_arena *arena, const struct value *map,
                                       struct manifest_application *application,
                                       struct plim_err *err)
{
    if (read_text(arena, map, "kind", &application->kind, err) != PLIM_OK ||
        read_text(arena, map, "namespace", &application->namespace, err) != PLIM_OK ||
        read_text(arena, map, "name", &application->name, err) != PLIM_OK ||
        read_text(arena, map, "path", &application->path, err) != PLIM_OK ||
        read_text(arena, map, "source", &application->source, err) != PLIM_OK ||
        read_text(arena, map, "error", &application->error, err) != PLIM_OK ||
        read_text(arena, map, "targetNamespace", &application->target_namespace, err) != PLIM_OK)
        return err->code;
    application->suspended = value_bool_or(value_get(map, "suspended"), false);
    application->prunes = value_bool_or(value_get(map, "prunes"), false);
    application->elsewhere = value_bool_or(value_get(map, "elsewhere"), false);
    return PLIM_OK;
}

/* Captures made before there were applications have none. */
static enum plim_code read_applications(struct plim_arena *arena, const struct value *root,
                                        struct manifest_files *files, struct plim_err *err)
{
    const struct value *list = value_get(root, "applications");
    files->application_count = value_is(list, VALUE_LIST) ? value_len(list) : 0;
    files->applications =
        plim_arena_array(arena, files->application_count, sizeof(*files->applications));
    for (size_t i = 0; i < files->application_count; i++)
        if (read_application(arena, value_at(list, i), &files->applications[i], err) != PLIM_OK)
            return plim_err_wrap(err, "application %zu", i);
    for (size_t i = 0; i < files->len; i++)
        if (files->items[i].application > files->application_count)
            return plim_err_set(err, PLIM_INVALID, "file %zu: there is no such application", i);
    return PLIM_OK;
}

static enum plim_code read_lists(struct plim_arena *arena, const struct value *root,
                                 struct manifest_files *files, struct plim_err *err)
{
    const struct value *items = value_get(root, "files");
    const struct value *kustomizations = value_get(root, "kustomizations");
    if (!value_is(items, VALUE_LIST) || !value_is(kustomizations, VALUE_LIST))
        return plim_err_set(err, PLIM_INVALID, "'files' or 'kustomizations' is not a list");
    files->len = value_len(items);
    files->items = plim_arena_array(arena, files->len, sizeof(*files->items));
    for (size_t i = 0; i < files->len; i++)
        if (read_file(arena, value_at(items, i), &files->items[i], err) != PLIM_OK)
            return plim_err_wrap(err, "file %zu", i);
    files->kustomization_count = value_len(kustomizations);
    files->kustomizations = plim_arena_array(arena, files->kustomization_count, sizeof(char *));
    for (size_t i = 0; i < files->kustomization_count; i++) {
        struct plim_str path = value_str(value_at(kustomizations, i));
        files->kustomizations[i] = plim_arena_copy(arena, path.text ? path.text : "", path.len);
    }
    return PLIM_OK;
}

enum plim_code manifest_files_read(struct plim_arena *arena, struct plim_str text,
                                   struct manifest_files *files_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *parsed = plim_arena_new();
    struct value root;
    struct manifest_files files = {0};
    if (value_json_read(parsed, text, &root, err) != PLIM_OK)
        return plim_err_wrap(err, "captured manifests");
    if (read_text(arena, &root, "repository", &files.repository, err) != PLIM_OK ||
        read_text(arena, &root, "commit", &files.commit, err) != PLIM_OK ||
        read_text(arena, &root, "subpath", &files.subpath, err) != PLIM_OK ||
        read_lists(arena, &root, &files, err) != PLIM_OK ||
        read_applications(arena, &root, &files, err) != PLIM_OK)
        return plim_err_wrap(err, "captured manifests");
    *files_out = files;
    return PLIM_OK;
}
