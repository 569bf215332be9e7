#include <string.h>

#include "base/alloc.h"
#include "base/map.h"

#include "collector_priv.h"

void manifest_collector_release(struct manifest_collector *collector)
{
    plim_freep(&collector->items);
    plim_map_free(collector->sources);
}

static void append(struct manifest_collector *collector, const struct manifest_file *file,
                   const char *tree_path)
{
    PLIM_GROW(collector->items, collector->len, collector->cap);
    collector->items[collector->len++] =
        (struct manifest_collected){.file = *file, .tree_path = tree_path};
}

enum plim_code manifest_collector_add(struct manifest_collector *collector,
                                      const struct manifest_taken *taken, const char *tree_path,
                                      struct plim_err *err)
{
    collector->bytes += taken->bytes;
    if (collector->bytes > MANIFEST_TOTAL_MAX)
        return plim_err_set(err, PLIM_LIMIT, "manifests larger than %d bytes together",
                            MANIFEST_TOTAL_MAX);
    append(collector, &taken->file, tree_path);
    return PLIM_OK;
}

void manifest_collector_add_error(struct manifest_collector *collector, struct manifest_file file,
                                  const char *tree_path, const char *reason)
{
    file.error = reason;
    file.text = (struct plim_str){"", 0};
    append(collector, &file, tree_path);
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

const char *manifest_show_dir(const struct manifest_tree *tree, const char *dir)
{
    const char *shown = tree->display(tree, dir);
    return shown[0] == '\0' ? "." : shown;
}

enum plim_code manifest_collector_add_sources(struct manifest_collector *collector,
                                              const struct manifest_closure *closure,
                                              struct plim_err *err)
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
        taken.file.origin = manifest_show_dir(tree, closure->root->dir);
        if (manifest_collector_add(collector, &taken, node->path, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}
