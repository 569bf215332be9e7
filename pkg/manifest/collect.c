#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/map.h"
#include "gitrepo/repo.h"
#include "manifest/files.h"

#include "follow_priv.h"
#include "layout_priv.h"
#include "release_priv.h"
#include "render_priv.h"
#include "tree_priv.h"

static void release_reader(struct manifest_reader *reader)
{
    plim_map_free(reader->parsed);
}

static enum plim_code add_plain(struct manifest_collector *collector,
                                const struct manifest_layout *layout, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep)
    struct manifest_taken *taken = plim_calloc(layout->plain_count + 1, sizeof(*taken));
    struct plim_pool *pool = collector->options ? collector->options->pool : NULL;
    manifest_take_all(collector->tree, pool, layout->plain, layout->plain_count, taken);
    for (size_t i = 0; i < layout->plain_count; i++)
        if (manifest_collector_add(collector, &taken[i], layout->plain[i]->path, err) != PLIM_OK)
            return err->code;
    return PLIM_OK;
}

/* What cannot be rendered is an item with its reason. */
static enum plim_code add_root(struct manifest_collector *collector, struct manifest_reader *reader,
                               const struct manifest_kustomization *root, struct plim_err *err)
{
    const struct manifest_tree *tree = collector->tree;
    struct manifest_file file = {.kind = MANIFEST_FILE_RENDERED,
                                 .path = tree->display(tree, root->path),
                                 .origin = manifest_show_dir(tree, root->dir),
                                 .error = ""};
    struct manifest_closure closure = {0};
    struct plim_str text;
    struct plim_err why;
    if (manifest_closure_find(reader, root, &closure, &why) != PLIM_OK ||
        manifest_render(tree, &closure, collector->options, &text, &file.traced, &why) != PLIM_OK) {
        manifest_collector_add_error(collector, file, root->path,
                                     plim_arena_copy_c(tree->arena, why.msg));
        return PLIM_OK;
    }
    struct manifest_taken taken = {file, text.len};
    manifest_take_text(tree->arena, text, &taken.file);
    if (manifest_collector_add(collector, &taken, root->path, err) != PLIM_OK)
        return err->code;
    return manifest_collector_add_sources(collector, &closure, err);
}

/* With which values, and under which name, only an agent could say. */
static enum plim_code add_chart(struct manifest_collector *collector,
                                const struct manifest_node *node, struct plim_err *err)
{
    const struct manifest_tree *tree = collector->tree;
    const char *dir = manifest_path_dir(tree->arena, node->path);
    const char *reason =
        "not rendered: nothing here says under which name and with which values it is installed";
    struct manifest_file file = {.kind = MANIFEST_FILE_CHART,
                                 .path = tree->display(tree, node->path),
                                 .origin = manifest_show_dir(tree, dir)};
    if (collector->options && collector->options->charts_alone &&
        manifest_release_alone(collector, dir, &reason, err) != PLIM_OK)
        return err->code;
    if (reason[0] != '\0')
        manifest_collector_add_error(collector, file, node->path, reason);
    return PLIM_OK;
}

static enum plim_code add_charts(struct manifest_follower *follower,
                                 const struct manifest_layout *layout, struct plim_err *err)
{
    for (size_t i = 0; i < layout->chart_count; i++) {
        const char *path = layout->charts[i]->path;
        if (!manifest_follower_covers(follower, path) &&
            add_chart(follower->collector, layout->charts[i], err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

static int compare_files(const void *left, const void *right)
{
    const struct manifest_file *a = left;
    const struct manifest_file *b = right;
    int order = strcmp(a->path, b->path);
    if (order != 0)
        return order;
    return a->kind != b->kind
               ? (a->kind > b->kind) - (a->kind < b->kind)
               : (a->application > b->application) - (a->application < b->application);
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void finish(const struct manifest_collector *collector, const struct manifest_layout *layout,
                   struct manifest_files *files)
{
    struct plim_arena *arena = collector->tree->arena;
    files->items = plim_arena_array(arena, collector->len, sizeof(*files->items));
    for (size_t i = 0; i < collector->len; i++)
        if (!collector->items[i].dropped)
            files->items[files->len++] = collector->items[i].file;
    if (files->len > 0)
        qsort(files->items, files->len, sizeof(*files->items), compare_files);
    files->kustomization_count = layout->kustomization_count;
    files->kustomizations =
        plim_arena_array(arena, layout->kustomization_count, sizeof(*files->kustomizations));
    for (size_t i = 0; i < layout->kustomization_count; i++)
        files->kustomizations[i] =
            collector->tree->display(collector->tree, layout->kustomizations[i]->path);
    if (files->kustomization_count > 0)
        qsort(files->kustomizations, files->kustomization_count, sizeof(char *), compare_texts);
}

/* Flux's own directory first: it tells what else is not to be rendered as it stands. */
static bool is_agents_own(const struct manifest_kustomization *root)
{
    return strcmp(plim_path_name(root->dir), "flux-system") == 0;
}

static enum plim_code add_roots(struct manifest_follower *follower, struct manifest_reader *reader,
                                const struct manifest_layout *layout, struct plim_err *err)
{
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < layout->root_count; i++) {
            const struct manifest_kustomization *root = layout->roots[i];
            if (is_agents_own(root) != (pass == 0) || manifest_follower_covers(follower, root->dir))
                continue;
            if (add_root(follower->collector, reader, root, err) != PLIM_OK ||
                manifest_follow(follower, false, err) != PLIM_OK)
                return err->code;
        }
    return PLIM_OK;
}

static enum plim_code collect_tree(struct manifest_follower *follower, const char *subpath,
                                   struct manifest_files *files, struct plim_err *err)
{
    struct manifest_collector *collector = follower->collector;
    const struct manifest_tree *tree = collector->tree;
    PLIM_CLEANUP(release_reader) struct manifest_reader reader = {tree, plim_map_new()};
    struct manifest_listing listing;
    struct manifest_layout layout;
    if (tree->list(tree, subpath, &listing, err) != PLIM_OK)
        return err->code;
    manifest_layout_find(&reader, &listing, &layout);
    follower->asked = tree->guessed ? listing.path : NULL;
    if (add_plain(collector, &layout, err) != PLIM_OK)
        return err->code;
    /* One file is judged as it stands: what it leads to was not asked for. */
    if (!listing.is_file && manifest_follow(follower, false, err) != PLIM_OK)
        return err->code;
    if (add_roots(follower, &reader, &layout, err) != PLIM_OK ||
        (!listing.is_file && manifest_follow(follower, true, err) != PLIM_OK) ||
        add_charts(follower, &layout, err) != PLIM_OK)
        return err->code;
    manifest_follower_finish(follower, files);
    finish(collector, &layout, files);
    return PLIM_OK;
}

/* url: of the repository; NULL not known */
static enum plim_code collect(const struct manifest_tree *tree, const char *subpath,
                              const char *url, const struct manifest_options *options,
                              struct manifest_files *files, struct plim_err *err)
{
    PLIM_CLEANUP(manifest_collector_release)
    struct manifest_collector collector = {
        .tree = tree, .options = options, .sources = plim_map_new()};
    PLIM_CLEANUP(manifest_follower_release)
    struct manifest_follower follower = {.collector = &collector,
                                         .documents = {.collector = &collector},
                                         .known = plim_map_new(),
                                         .url = url};
    return collect_tree(&follower, subpath, files, err);
}

enum plim_code manifest_collect(struct plim_arena *arena, const struct manifest_source *source,
                                const struct manifest_options *options,
                                struct manifest_files *files_out, struct plim_err *err)
{
    const char *subpath = source->subpath ? source->subpath : "";
    struct manifest_tree tree = manifest_git_tree(arena, source);
    struct manifest_files files = {
        .repository = plim_arena_copy_c(arena, source->repository),
        .commit = plim_arena_copy_c(arena, source->commit->id),
        .subpath = plim_arena_copy_c(arena, subpath),
    };
    if (collect(&tree, subpath, source->url, options, &files, err) != PLIM_OK)
        return err->code;
    *files_out = files;
    return PLIM_OK;
}

static enum plim_code collect_input(struct plim_arena *arena, struct manifest_files *files_out,
                                    struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    if (plim_file_read("/dev/stdin", MANIFEST_FILE_MAX, &text, &len, err) != PLIM_OK)
        return plim_err_wrap(err, "standard input");
    return manifest_collect_text(arena, "-", (struct plim_str){text, len}, files_out, err);
}

enum plim_code manifest_collect_path(struct plim_arena *arena, const char *path,
                                     const struct manifest_options *options,
                                     struct manifest_files *files_out, struct plim_err *err)
{
    struct manifest_tree tree;
    const char *subpath = NULL;
    if (strcmp(path, "-") == 0)
        return collect_input(arena, files_out, err);
    if (manifest_disk_tree(arena, path, &tree, &subpath, err) != PLIM_OK)
        return err->code;
    struct manifest_files files = {
        .repository = "", .commit = "", .subpath = plim_arena_copy_c(arena, path)};
    if (collect(&tree, subpath, NULL, options, &files, err) != PLIM_OK)
        return plim_err_wrap(err, "%.200s", path);
    *files_out = files;
    return PLIM_OK;
}

enum plim_code manifest_collect_text(struct plim_arena *arena, const char *path,
                                     struct plim_str text, struct manifest_files *files_out,
                                     struct plim_err *err)
{
    struct manifest_tree tree = {.arena = arena};
    struct manifest_layout nothing = {0};
    PLIM_CLEANUP(manifest_collector_release)
    struct manifest_collector collector = {.tree = &tree, .sources = plim_map_new()};
    struct manifest_file file = {.kind = MANIFEST_FILE_PLAIN,
                                 .path = plim_arena_copy_c(arena, path),
                                 .origin = "",
                                 .error = ""};
    struct manifest_files files = {.repository = "", .commit = "", .subpath = file.path};
    if (text.len > MANIFEST_FILE_MAX)
        return plim_err_set(err, PLIM_LIMIT, "%.200s: larger than %d bytes", path,
                            MANIFEST_FILE_MAX);
    struct manifest_taken taken = {file, text.len};
    manifest_take_text(arena, plim_arena_copy_str(arena, text), &taken.file);
    if (manifest_collector_add(&collector, &taken, path, err) != PLIM_OK)
        return err->code;
    finish(&collector, &nothing, &files);
    *files_out = files;
    return PLIM_OK;
}
