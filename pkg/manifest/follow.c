#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/map.h"
#include "value/build.h"
#include "value/json.h"

#include "build_priv.h"
#include "follow_priv.h"

enum { DEPTH_MAX = 16 /* applications that declare applications */ };

void manifest_follower_release(struct manifest_follower *follower)
{
    manifest_documents_release(&follower->documents);
    plim_map_free(follower->known);
    free(follower->items);
}

static struct plim_arena *arena_of(const struct manifest_follower *follower)
{
    return follower->collector->tree->arena;
}

static const struct manifest_file *file_of(const struct manifest_follower *follower,
                                           const struct manifest_met *met)
{
    return &follower->collector->items[met->item].file;
}

/* ---- One application. */

/* Two objects that ask for the same are one. */
static const char *key_of(const struct manifest_follower *follower, const struct value *root,
                          const char *dir)
{
    struct plim_arena *arena = arena_of(follower);
    struct plim_buf text = {.arena = arena};
    struct plim_err ignored;
    struct value_map_builder key = {.arena = arena};
    const struct value *spec = value_get(root, "spec");
    value_map_add(&key, "kind", value_string(value_get_text(root, "kind")));
    value_map_add(&key, "namespace", value_string(value_get_text(root, "metadata.namespace")));
    value_map_add(&key, "name", value_string(value_get_text(root, "metadata.name")));
    value_map_add(&key, "spec", spec ? *spec : value_null());
    value_map_add(&key, "dir", value_string_c(dir));
    struct value whole = value_map_finish(&key);
    return value_json_write(&whole, VALUE_JSON_COMPACT, &text, &ignored) == PLIM_OK ? text.text
                                                                                    : "";
}

static size_t add_application(struct manifest_follower *follower,
                              const struct manifest_recipe *recipe, const struct manifest_met *met,
                              const char *dir)
{
    const struct manifest_tree *tree = follower->collector->tree;
    const struct manifest_file *file = file_of(follower, met);
    size_t index = follower->len;
    PLIM_GROW(follower->items, follower->len, follower->cap);
    follower->items[index] = (struct manifest_followed){
        .application = {.kind = recipe->kind,
                        .namespace = recipe->namespace,
                        .name = recipe->name,
                        .path = file->path,
                        .source = dir ? manifest_show_dir(tree, dir) : "",
                        .error = "",
                        .target_namespace = recipe->target_namespace,
                        .suspended = recipe->suspended,
                        .prunes = recipe->prunes,
                        .elsewhere = recipe->elsewhere},
        .recipe = *recipe,
        .dir = dir,
        .leader = index,
        .depth = file->application > 0 ? follower->items[file->application - 1].depth + 1 : 0,
        .valid = true,
    };
    return ++follower->len;
}

/* What is not known of an application is an item without a text. */
static void add_reason(struct manifest_follower *follower, size_t application, const char *reason)
{
    struct manifest_followed *followed = &follower->items[application - 1];
    struct manifest_file file = {.kind = MANIFEST_FILE_RENDERED,
                                 .path = followed->application.path,
                                 .origin = followed->application.source,
                                 .application = application};
    followed->application.error = reason;
    manifest_collector_add_error(
        follower->collector, file, "",
        plim_arena_printf(arena_of(follower), "%s '%s/%s': %s", followed->application.kind,
                          followed->application.namespace, followed->application.name, reason));
}

static enum plim_code build(struct manifest_follower *follower, size_t application,
                            struct plim_err *err)
{
    const struct manifest_followed *followed = &follower->items[application - 1];
    struct manifest_building building = {.collector = follower->collector,
                                         .documents = &follower->documents,
                                         .recipe = &followed->recipe,
                                         .dir = followed->dir,
                                         .from = followed->application.path,
                                         .application = application};
    const char *reason = "";
    if (followed->depth >= DEPTH_MAX)
        reason = plim_arena_printf(arena_of(follower), "declared by more than %d others in a row",
                                   DEPTH_MAX);
    else if (manifest_build(&building, &reason, err) != PLIM_OK)
        return err->code;
    if (reason[0] != '\0')
        add_reason(follower, application, reason);
    return PLIM_OK;
}

static bool exists(const struct manifest_follower *follower, const char *dir)
{
    struct manifest_listing ignored;
    struct plim_err why;
    const struct manifest_tree *tree = follower->collector->tree;
    return dir && tree->list(tree, dir, &ignored, &why) == PLIM_OK;
}

/* A directory that holds what the agent takes for a repository may lie within a larger one. */
static const char *try_asked(const struct manifest_follower *follower, const char *dir)
{
    struct plim_arena *arena = arena_of(follower);
    const char *top = follower->asked;
    if (!top || !dir || exists(follower, dir))
        return dir;
    for (; top[0] != '\0'; top = manifest_path_dir(arena, top))
        if (exists(follower, plim_path_join(arena, top, dir)))
            return plim_path_join(arena, top, dir);
    return dir;
}

/* The directory that the recipe is about, or why there is none. */
static enum plim_code locate(const struct manifest_follower *follower,
                             const struct manifest_met *met, const struct manifest_recipe *recipe,
                             const char **dir_out, struct plim_err *err)
{
    struct plim_arena *arena = arena_of(follower);
    struct manifest_asking asking = {&follower->documents, file_of(follower, met)->path,
                                     follower->url};
    const char *top = "";
    if (recipe->argo) {
        *dir_out = try_asked(follower, recipe->path);
        return manifest_argo_locate(&asking, recipe, err);
    }
    if (manifest_flux_locate(arena, &asking, &recipe->source, &top, err) != PLIM_OK)
        return err->code;
    *dir_out = try_asked(follower, manifest_path_resolve(arena, top, recipe->path));
    return PLIM_OK;
}

static bool is_ready(const struct manifest_follower *follower, const struct manifest_met *met,
                     const struct manifest_recipe *recipe)
{
    struct manifest_building building = {.collector = follower->collector,
                                         .documents = &follower->documents,
                                         .recipe = recipe,
                                         .from = file_of(follower, met)->path};
    struct plim_err why;
    const char *dir = NULL;
    return locate(follower, met, recipe, &dir, &why) != PLIM_NOT_FOUND &&
           manifest_has_variables(&building);
}

static enum plim_code read_recipe(const struct manifest_follower *follower,
                                  const struct value *root, size_t source,
                                  struct manifest_recipe *recipe, struct plim_err *err)
{
    return manifest_is_of_group(root, "argoproj.io")
               ? manifest_argo_read(arena_of(follower), root, source, recipe, err)
               : manifest_flux_read(arena_of(follower), root, recipe, err);
}

/* A source of an object, as an application; `place_out` receives 1 + its index. */
static enum plim_code make(struct manifest_follower *follower, const struct manifest_met *met,
                           size_t source, size_t *place_out, struct plim_err *err)
{
    struct manifest_recipe recipe;
    struct plim_err why = {0};
    const char *dir = NULL;
    if (follower->len == MANIFEST_APPLICATIONS_MAX)
        return plim_err_set(err, PLIM_LIMIT, "more than %d applications",
                            MANIFEST_APPLICATIONS_MAX);
    bool located = read_recipe(follower, &met->root, source, &recipe, &why) == PLIM_OK &&
                   locate(follower, met, &recipe, &dir, &why) == PLIM_OK;
    *place_out = add_application(follower, &recipe, met, located && !recipe.elsewhere ? dir : NULL);
    if (recipe.elsewhere)
        return PLIM_OK;
    if (located)
        return build(follower, *place_out, err);
    add_reason(follower, *place_out, plim_arena_copy_c(arena_of(follower), why.msg));
    return PLIM_OK;
}

/* Take the object at `index` unless something that it needs may still be met. */
static enum plim_code take(struct manifest_follower *follower, size_t index, bool at_once,
                           struct plim_err *err)
{
    struct manifest_met met = follower->documents.items[index];
    struct manifest_recipe recipe;
    struct plim_err why = {0};
    const char *dir = NULL;
    bool read = read_recipe(follower, &met.root, 0, &recipe, &why) == PLIM_OK;
    if (read && !at_once && !is_ready(follower, &met, &recipe))
        return PLIM_OK;
    bool located = read && locate(follower, &met, &recipe, &dir, &why) == PLIM_OK;
    const char *key = key_of(follower, &met.root, located ? dir : file_of(follower, &met)->path);
    size_t *place = plim_map_get(follower->known, key);
    if (!place) {
        place = plim_arena_array(arena_of(follower), 1, sizeof(*place));
        plim_map_set(follower->known, key, place);
        if (make(follower, &met, 0, place, err) != PLIM_OK)
            return err->code;
        size_t count = recipe.argo ? manifest_argo_count(&met.root) : 1;
        for (size_t i = 1; i < count; i++) {
            size_t other = 0;
            if (make(follower, &met, i, &other, err) != PLIM_OK)
                return err->code;
            follower->items[other - 1].leader = *place - 1;
        }
    }
    follower->documents.items[index].application = *place;
    return PLIM_OK;
}

/* ---- What remains. */

bool manifest_follower_covers(const struct manifest_follower *follower, const char *dir)
{
    for (size_t i = 0; i < follower->len; i++) {
        const struct manifest_followed *followed = &follower->items[i];
        if (followed->valid && followed->dir && followed->application.error[0] == '\0' &&
            manifest_path_is_below(dir, followed->dir))
            return true;
    }
    return false;
}

static bool is_lost(const struct manifest_follower *follower, size_t item)
{
    const struct manifest_collected *collected = &follower->collector->items[item];
    if (collected->file.kind == MANIFEST_FILE_SOURCE)
        return false;
    if (collected->file.application > 0)
        return !follower->items[collected->file.application - 1].valid;
    return manifest_follower_covers(follower, collected->tree_path);
}

/* An application is valid as long as something that is kept declares it. */
static bool drop_undeclared(struct manifest_follower *follower)
{
    PLIM_CLEANUP(plim_freep) bool *declared = plim_calloc(follower->len + 1, sizeof(*declared));
    bool changed = false;
    for (size_t i = 0; i < follower->documents.len; i++) {
        const struct manifest_met *met = &follower->documents.items[i];
        if (met->application > 0 && !is_lost(follower, met->item))
            declared[met->application - 1] = true;
    }
    for (size_t i = 0; i < follower->len; i++) {
        bool kept = declared[follower->items[i].leader];
        changed = changed || (follower->items[i].valid && !kept);
        follower->items[i].valid = follower->items[i].valid && kept;
    }
    return changed;
}

/* ---- All of them. */

/* Charts last, and only for what remains: helm takes its time. */
static bool is_due(const struct manifest_follower *follower, const struct manifest_met *met,
                   bool charts)
{
    if (met->application > 0)
        return false;
    if (manifest_is_flux_kustomization(&met->root) || manifest_is_argo_application(&met->root) ||
        manifest_is_argo_set(&met->root))
        return true;
    return charts && manifest_is_flux_release(&met->root) && !is_lost(follower, met->item);
}

/* Returns in `taken_out` whether any was taken; at most one of those that are not ready. */
static enum plim_code take_all(struct manifest_follower *follower, bool charts, bool at_once,
                               bool *taken_out, struct plim_err *err)
{
    *taken_out = false;
    for (size_t i = 0; i < follower->documents.len; i++) {
        if (!is_due(follower, &follower->documents.items[i], charts))
            continue;
        if (take(follower, i, at_once, err) != PLIM_OK)
            return err->code;
        *taken_out = *taken_out || follower->documents.items[i].application > 0;
        if (at_once)
            return PLIM_OK;
    }
    return PLIM_OK;
}

enum plim_code manifest_follow(struct manifest_follower *follower, bool charts,
                               struct plim_err *err)
{
    bool taken = true;
    while (taken) {
        manifest_documents_scan(&follower->documents);
        if (take_all(follower, false, false, &taken, err) != PLIM_OK)
            return err->code;
        manifest_documents_scan(&follower->documents);
        if (!taken && take_all(follower, false, true, &taken, err) != PLIM_OK)
            return err->code;
        if (taken || !charts)
            continue;
        while (drop_undeclared(follower)) {
        }
        if (take_all(follower, true, true, &taken, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

static void move_items(const struct manifest_follower *follower, const size_t *places)
{
    struct manifest_collector *collector = follower->collector;
    for (size_t i = 0; i < collector->len; i++)
        collector->items[i].dropped = is_lost(follower, i);
    for (size_t i = 0; i < collector->len; i++)
        if (collector->items[i].file.application > 0)
            collector->items[i].file.application = places[collector->items[i].file.application - 1];
}

void manifest_follower_finish(struct manifest_follower *follower, struct manifest_files *files)
{
    while (drop_undeclared(follower)) {
    }
    PLIM_CLEANUP(plim_freep) size_t *places = plim_calloc(follower->len + 1, sizeof(*places));
    files->applications =
        plim_arena_array(arena_of(follower), follower->len, sizeof(*files->applications));
    for (size_t i = 0; i < follower->len; i++)
        if (follower->items[i].valid) {
            files->applications[files->application_count++] = follower->items[i].application;
            places[i] = files->application_count;
        }
    move_items(follower, places);
}
