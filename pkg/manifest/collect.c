#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/map.h"
#include "gitrepo/repo.h"
#include "manifest/files.h"

#include "layout_priv.h"
#include "render_priv.h"
#include "take_priv.h"
#include "tree_priv.h"

struct collector {
    const struct manifest_tree *tree;
    const struct manifest_options *options;
    struct manifest_file *items; /* owned */
    size_t len;
    size_t cap;
    size_t bytes;
    struct plim_map *sources; /* paths that are kept as sources */
};

static void release_collector(struct collector *collector)
{
    plim_freep(&collector->items);
    plim_map_free(collector->sources);
}

static void release_reader(struct manifest_reader *reader)
{
    plim_map_free(reader->parsed);
}

static enum plim_code append(struct collector *collector, const struct manifest_taken *taken,
                             struct plim_err *err)
{
    collector->bytes += taken->bytes;
    if (collector->bytes > MANIFEST_TOTAL_MAX)
        return plim_err_set(err, PLIM_LIMIT, "manifests larger than %d bytes together",
                            MANIFEST_TOTAL_MAX);
    PLIM_GROW(collector->items, collector->len, collector->cap);
    collector->items[collector->len++] = taken->file;
    return PLIM_OK;
}

static void add_error(struct collector *collector, struct manifest_file file, const char *reason)
{
    file.error = reason;
    file.text = (struct plim_str){"", 0};
    PLIM_GROW(collector->items, collector->len, collector->cap);
    collector->items[collector->len++] = file;
}

static enum plim_code add_plain(struct collector *collector, const struct manifest_layout *layout,
                                struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep)
    struct manifest_taken *taken = plim_calloc(layout->plain_count + 1, sizeof(*taken));
    struct plim_pool *pool = collector->options ? collector->options->pool : NULL;
    manifest_take_all(collector->tree, pool, layout->plain, layout->plain_count, taken);
    for (size_t i = 0; i < layout->plain_count; i++)
        if (append(collector, &taken[i], err) != PLIM_OK)
            return err->code;
    return PLIM_OK;
}

static const struct manifest_node *find_node(const struct manifest_closure *closure,
                                             const char *path)
{
    for (size_t i = 0; i < closure->dir_count; i++)
        for (size_t k = 0; k < closure->dirs[i].len; k++)
            if (strcmp(closure->dirs[i].nodes[k].path, path) == 0)
                return &closure->dirs[i].nodes[k];
    return NULL;
}

static const char *show_dir(const struct manifest_tree *tree, const char *dir)
{
    const char *shown = tree->display(tree, dir);
    return shown[0] == '\0' ? "." : shown;
}

static enum plim_code add_sources(struct collector *collector,
                                  const struct manifest_closure *closure, struct plim_err *err)
{
    const struct manifest_tree *tree = collector->tree;
    for (size_t i = 0; i < closure->file_count; i++) {
        const struct manifest_node *node = find_node(closure, closure->files[i]);
        if (!node || node->kind == MANIFEST_NODE_UNREADABLE ||
            plim_map_get(collector->sources, node->path))
            continue;
        plim_map_set(collector->sources, node->path, collector);
        struct manifest_taken taken = {0};
        manifest_take_node(tree, node, &taken);
        taken.file.kind = MANIFEST_FILE_SOURCE;
        taken.file.origin = show_dir(tree, closure->root->dir);
        if (append(collector, &taken, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

/* What cannot be rendered is an item with its reason. */
static enum plim_code add_root(struct collector *collector, struct manifest_reader *reader,
                               const struct manifest_kustomization *root, struct plim_err *err)
{
    const struct manifest_tree *tree = collector->tree;
    struct manifest_file file = {.kind = MANIFEST_FILE_RENDERED,
                                 .path = tree->display(tree, root->path),
                                 .origin = show_dir(tree, root->dir),
                                 .error = ""};
    struct manifest_closure closure = {0};
    struct plim_str text;
    struct plim_err why;
    if (manifest_closure_find(reader, root, &closure, &why) != PLIM_OK ||
        manifest_render(tree, &closure, collector->options, &text, &file.traced, &why) != PLIM_OK) {
        add_error(collector, file, plim_arena_copy_c(tree->arena, why.msg));
        return PLIM_OK;
    }
    struct manifest_taken taken = {file, text.len};
    manifest_take_text(tree->arena, text, &taken.file);
    return append(collector, &taken, err) == PLIM_OK ? add_sources(collector, &closure, err)
                                                     : err->code;
}

static void add_chart(struct collector *collector, const struct manifest_node *node)
{
    const struct manifest_tree *tree = collector->tree;
    struct manifest_file file = {
        .kind = MANIFEST_FILE_CHART,
        .path = tree->display(tree, node->path),
        .origin = show_dir(tree, manifest_path_dir(tree->arena, node->path)),
    };
    add_error(collector, file, "not rendered: Helm charts come later");
}

static int compare_files(const void *left, const void *right)
{
    const struct manifest_file *a = left;
    const struct manifest_file *b = right;
    int order = strcmp(a->path, b->path);
    return order != 0 ? order : (a->kind > b->kind) - (a->kind < b->kind);
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void finish(const struct collector *collector, const struct manifest_layout *layout,
                   struct manifest_files *files)
{
    struct plim_arena *arena = collector->tree->arena;
    files->items = plim_arena_array(arena, collector->len, sizeof(*files->items));
    files->len = collector->len;
    if (files->len > 0) {
        memcpy(files->items, collector->items, files->len * sizeof(*files->items));
        qsort(files->items, files->len, sizeof(*files->items), compare_files);
    }
    files->kustomization_count = layout->kustomization_count;
    files->kustomizations =
        plim_arena_array(arena, layout->kustomization_count, sizeof(*files->kustomizations));
    for (size_t i = 0; i < layout->kustomization_count; i++)
        files->kustomizations[i] =
            collector->tree->display(collector->tree, layout->kustomizations[i]->path);
    if (files->kustomization_count > 0)
        qsort(files->kustomizations, files->kustomization_count, sizeof(char *), compare_texts);
}

static enum plim_code collect(const struct manifest_tree *tree, const char *subpath,
                              const struct manifest_options *options, struct manifest_files *files,
                              struct plim_err *err)
{
    PLIM_CLEANUP(release_collector)
    struct collector collector = {.tree = tree, .options = options, .sources = plim_map_new()};
    PLIM_CLEANUP(release_reader) struct manifest_reader reader = {tree, plim_map_new()};
    struct manifest_listing listing;
    struct manifest_layout layout;
    if (tree->list(tree, subpath, &listing, err) != PLIM_OK)
        return err->code;
    manifest_layout_find(&reader, &listing, &layout);
    if (add_plain(&collector, &layout, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < layout.root_count; i++)
        if (add_root(&collector, &reader, layout.roots[i], err) != PLIM_OK)
            return err->code;
    for (size_t i = 0; i < layout.chart_count; i++)
        add_chart(&collector, layout.charts[i]);
    finish(&collector, &layout, files);
    return PLIM_OK;
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
    if (collect(&tree, subpath, options, &files, err) != PLIM_OK)
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
    if (collect(&tree, subpath, options, &files, err) != PLIM_OK)
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
    PLIM_CLEANUP(release_collector)
    struct collector collector = {.tree = &tree, .sources = plim_map_new()};
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
    if (append(&collector, &taken, err) != PLIM_OK)
        return err->code;
    finish(&collector, &nothing, &files);
    *files_out = files;
    return PLIM_OK;
}
