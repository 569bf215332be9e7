#include <string.h>

#include "base/file.h"
#include "base/map.h"

#include "layout_priv.h"

struct sorter {
    struct manifest_reader *reader;
    const struct manifest_listing *listing;
    struct plim_map *dirs;   /* directories with a kustomization */
    struct plim_map *charts; /* directories with a chart, to the node */
    struct manifest_layout *layout;
};

static void release_sorter(struct sorter *sorter)
{
    plim_map_free(sorter->dirs);
    plim_map_free(sorter->charts);
}

static bool is_file(const struct manifest_node *node)
{
    return node->kind == MANIFEST_NODE_FILE || node->kind == MANIFEST_NODE_LINK_FILE;
}

/* Pipelines, editors and tools keep their settings in YAML, too: in hidden files and directories.
 */
static bool is_hidden(const char *path, const char *below)
{
    const char *at = path + strlen(below);
    while (*at == '/')
        at++;
    for (; at; at = strchr(at, '/') ? strchr(at, '/') + 1 : NULL)
        if (at[0] == '.')
            return true;
    return false;
}

static bool is_manifest_name(const char *path)
{
    struct plim_str name = plim_str_from(path);
    return plim_str_ends(name, PLIM_STR(".yaml")) || plim_str_ends(name, PLIM_STR(".yml")) ||
           plim_str_ends(name, PLIM_STR(".json"));
}

/* A directory of the map that is above `path`, or its own; NULL without one. */
static const char *find_above(struct plim_arena *arena, const struct plim_map *dirs,
                              const char *path)
{
    for (const char *dir = manifest_path_dir(arena, path);; dir = manifest_path_dir(arena, dir)) {
        if (plim_map_get(dirs, dir))
            return dir;
        if (dir[0] == '\0')
            return NULL;
    }
}

/* A directory's own listing is a part of what was listed already. */
static struct manifest_listing part_of(const struct manifest_listing *listing, const char *dir)
{
    struct manifest_listing part = {dir, false, NULL, 0};
    for (size_t i = 0; i < listing->len; i++) {
        if (!manifest_path_is_below(listing->nodes[i].path, dir))
            continue;
        if (!part.nodes)
            part.nodes = &listing->nodes[i];
        part.len++;
    }
    return part;
}

static void find_kustomizations(struct sorter *sorter)
{
    struct plim_arena *arena = sorter->reader->tree->arena;
    const struct manifest_listing *listing = sorter->listing;
    struct manifest_layout *layout = sorter->layout;
    layout->kustomizations = plim_arena_array(arena, listing->len, sizeof(void *));
    for (size_t i = 0; i < listing->len; i++) {
        const struct manifest_node *node = &listing->nodes[i];
        const char *dir = manifest_path_dir(arena, node->path);
        if (!is_file(node) || !manifest_is_kustomization_name(plim_path_name(node->path)) ||
            plim_map_get(sorter->dirs, dir))
            continue;
        struct manifest_listing own = part_of(listing, dir);
        const struct manifest_kustomization *found = manifest_reader_find(sorter->reader, &own);
        if (!found)
            continue;
        plim_map_set(sorter->dirs, dir, sorter);
        layout->kustomizations[layout->kustomization_count++] = found;
    }
}

static bool is_root(const struct sorter *sorter, const struct manifest_kustomization *one)
{
    struct plim_arena *arena = sorter->reader->tree->arena;
    bool is_asked_for = strcmp(one->dir, sorter->listing->path) == 0;
    if (is_asked_for)
        return true;
    if (one->component || find_above(arena, sorter->charts, one->path))
        return false;
    return !find_above(arena, sorter->dirs, one->dir);
}

static bool reaches(struct manifest_reader *reader, const struct manifest_kustomization *from,
                    const struct manifest_kustomization *to)
{
    struct manifest_closure closure;
    struct plim_err ignored;
    if (from == to || manifest_closure_find(reader, from, &closure, &ignored) != PLIM_OK)
        return false;
    for (size_t i = 1; i < closure.dir_count; i++)
        if (strcmp(closure.dirs[i].path, to->dir) == 0)
            return true;
    return false;
}

/* Two that refer to each other both stay: kustomize says that they go in a circle. */
static bool is_input(struct manifest_reader *reader, const struct manifest_layout *layout,
                     const struct manifest_kustomization *one)
{
    for (size_t i = 0; i < layout->root_count; i++)
        if (reaches(reader, layout->roots[i], one) && !reaches(reader, one, layout->roots[i]))
            return true;
    return false;
}

static void find_roots(struct sorter *sorter)
{
    struct plim_arena *arena = sorter->reader->tree->arena;
    struct manifest_layout *layout = sorter->layout;
    layout->roots = plim_arena_array(arena, layout->kustomization_count, sizeof(void *));
    for (size_t i = 0; i < layout->kustomization_count; i++)
        if (is_root(sorter, layout->kustomizations[i]))
            layout->roots[layout->root_count++] = layout->kustomizations[i];
    if (layout->root_count < 2)
        return;
    const struct manifest_kustomization **kept =
        plim_arena_array(arena, layout->root_count, sizeof(void *));
    size_t count = 0;
    for (size_t i = 0; i < layout->root_count; i++)
        if (!is_input(sorter->reader, layout, layout->roots[i]))
            kept[count++] = layout->roots[i];
    layout->roots = kept;
    layout->root_count = count;
}

/* Charts within charts, and charts that a kustomization uses, are not charts of their own here. */
static void find_charts(struct sorter *sorter)
{
    struct plim_arena *arena = sorter->reader->tree->arena;
    const struct manifest_listing *listing = sorter->listing;
    for (size_t i = 0; i < listing->len; i++)
        if (is_file(&listing->nodes[i]) &&
            strcmp(plim_path_name(listing->nodes[i].path), "Chart.yaml") == 0)
            plim_map_set(sorter->charts, manifest_path_dir(arena, listing->nodes[i].path),
                         &listing->nodes[i]);
    sorter->layout->charts = plim_arena_array(arena, plim_map_len(sorter->charts), sizeof(void *));
    for (size_t i = 0; i < plim_map_len(sorter->charts); i++) {
        const char *dir = plim_map_key_at(sorter->charts, i);
        bool nested = dir[0] != '\0' && find_above(arena, sorter->charts, dir);
        if (!nested && !find_above(arena, sorter->dirs, plim_path_join(arena, dir, "Chart.yaml")))
            sorter->layout->charts[sorter->layout->chart_count++] =
                plim_map_value_at(sorter->charts, i);
    }
}

static bool is_plain(const struct sorter *sorter, const struct manifest_node *node)
{
    struct plim_arena *arena = sorter->reader->tree->arena;
    if (sorter->listing->is_file)
        return true;
    bool counts = is_manifest_name(node->path) || (node->kind == MANIFEST_NODE_UNREADABLE &&
                                                   !strchr(plim_path_name(node->path), '.'));
    return counts && node->kind != MANIFEST_NODE_LINK_DIRECTORY &&
           !is_hidden(node->path, sorter->listing->path) &&
           !find_above(arena, sorter->dirs, node->path) &&
           !find_above(arena, sorter->charts, node->path);
}

void manifest_layout_find(struct manifest_reader *reader, const struct manifest_listing *listing,
                          struct manifest_layout *layout_out)
{
    *layout_out = (struct manifest_layout){0};
    PLIM_CLEANUP(release_sorter)
    struct sorter sorter = {reader, listing, plim_map_new(), plim_map_new(), layout_out};
    if (!listing->is_file)
        find_kustomizations(&sorter);
    if (!listing->is_file)
        find_charts(&sorter);
    find_roots(&sorter);
    layout_out->plain = plim_arena_array(reader->tree->arena, listing->len, sizeof(void *));
    for (size_t i = 0; i < listing->len; i++)
        if (is_plain(&sorter, &listing->nodes[i]))
            layout_out->plain[layout_out->plain_count++] = &listing->nodes[i];
}
