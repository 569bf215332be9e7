#include <string.h>

#include "base/file.h"
#include "base/map.h"

#include "closure_priv.h"

static const struct manifest_node *find_file(const struct manifest_listing *listing,
                                             struct plim_arena *arena)
{
    for (size_t i = 0; i < listing->len; i++) {
        const struct manifest_node *node = &listing->nodes[i];
        bool is_file = node->kind == MANIFEST_NODE_FILE || node->kind == MANIFEST_NODE_LINK_FILE;
        if (is_file && manifest_is_kustomization_name(plim_path_name(node->path)) &&
            strcmp(manifest_path_dir(arena, node->path), listing->path) == 0)
            return node;
    }
    return NULL;
}

const struct manifest_kustomization *manifest_reader_find(struct manifest_reader *reader,
                                                          const struct manifest_listing *listing)
{
    const struct manifest_tree *tree = reader->tree;
    const struct manifest_kustomization *known = plim_map_get(reader->parsed, listing->path);
    const struct manifest_node *node = known ? NULL : find_file(listing, tree->arena);
    if (known || !node)
        return known;
    struct manifest_kustomization *made = plim_arena_array(tree->arena, 1, sizeof(*made));
    struct plim_str text;
    struct plim_err why;
    if (tree->read(tree, node, &text, &why) != PLIM_OK)
        *made = (struct manifest_kustomization){.path = node->path,
                                                .dir = listing->path,
                                                .error = plim_arena_copy_c(tree->arena, why.msg)};
    else if (!manifest_kustomization_parse(tree->arena, node->path, text, made))
        return NULL;
    plim_map_set(reader->parsed, listing->path, made);
    return made;
}

struct search {
    struct manifest_reader *reader;
    const struct manifest_kustomization *root;
    struct plim_map
        *dirs; /* path to struct manifest_listing, in the order in which they are read */
    struct plim_map *files;   /* paths */
    struct plim_map *aliases; /* path to struct manifest_listing of what it leads to */
};

static void release_search(struct search *search)
{
    plim_map_free(search->dirs);
    plim_map_free(search->files);
    plim_map_free(search->aliases);
}

static enum plim_code follow(struct search *search, const struct manifest_kustomization *from,
                             const char *reference, struct plim_err *err)
{
    const struct manifest_tree *tree = search->reader->tree;
    const char *path = manifest_path_resolve(tree->arena, from->dir, reference);
    if (!path)
        return plim_err_set(err, PLIM_INVALID, "'%.200s' leads outside %s", reference, tree->name);
    struct manifest_listing *found = plim_arena_array(tree->arena, 1, sizeof(*found));
    if (tree->list(tree, path, found, err) != PLIM_OK)
        return plim_err_wrap(err, "'%.100s'", reference);
    if (strcmp(found->path, path) != 0)
        plim_map_set(search->aliases, path, found);
    if (found->is_file) {
        plim_map_set(search->files, found->path, found);
        return PLIM_OK;
    }
    if (plim_map_get(search->dirs, found->path))
        return PLIM_OK;
    if (plim_map_len(search->dirs) == MANIFEST_CLOSURE_MAX)
        return plim_err_set(err, PLIM_LIMIT, "refers to more than %d directories",
                            MANIFEST_CLOSURE_MAX);
    plim_map_set(search->dirs, found->path, found);
    return PLIM_OK;
}

static enum plim_code follow_all(struct search *search, const struct manifest_listing *dir,
                                 struct plim_err *err)
{
    const struct manifest_kustomization *from = manifest_reader_find(search->reader, dir);
    if (!from)
        return PLIM_OK; /* kustomize says better than we what is missing there */
    enum plim_code code = PLIM_OK;
    if (from->error[0] != '\0')
        code = plim_err_set(err, PLIM_INVALID, "%s", from->error);
    for (size_t i = 0; code == PLIM_OK && i < from->reference_count; i++)
        code = follow(search, from, from->references[i], err);
    if (code != PLIM_OK && from != search->root)
        code = plim_err_wrap(err, "'%.100s'", from->path);
    return code == PLIM_OK ? code : plim_err_wrap(err, "not rendered");
}

static void write_closure(const struct search *search, struct manifest_closure *closure)
{
    struct plim_arena *arena = search->reader->tree->arena;
    closure->dir_count = plim_map_len(search->dirs);
    closure->dirs = plim_arena_array(arena, closure->dir_count, sizeof(*closure->dirs));
    for (size_t i = 0; i < closure->dir_count; i++)
        closure->dirs[i] = *(const struct manifest_listing *)plim_map_value_at(search->dirs, i);
    closure->file_count = plim_map_len(search->files);
    closure->files = plim_arena_array(arena, closure->file_count, sizeof(*closure->files));
    for (size_t i = 0; i < closure->file_count; i++)
        closure->files[i] = plim_arena_copy_c(arena, plim_map_key_at(search->files, i));
    closure->alias_count = plim_map_len(search->aliases);
    closure->aliases = plim_arena_array(arena, closure->alias_count, sizeof(*closure->aliases));
    for (size_t i = 0; i < closure->alias_count; i++) {
        const struct manifest_listing *target = plim_map_value_at(search->aliases, i);
        closure->aliases[i] = (struct manifest_alias){
            plim_arena_copy_c(arena, plim_map_key_at(search->aliases, i)), target->path};
    }
}

enum plim_code manifest_closure_find(struct manifest_reader *reader,
                                     const struct manifest_kustomization *root,
                                     struct manifest_closure *closure_out, struct plim_err *err)
{
    PLIM_CLEANUP(release_search)
    struct search search = {reader, root, plim_map_new(), plim_map_new(), plim_map_new()};
    struct manifest_listing *first = plim_arena_array(reader->tree->arena, 1, sizeof(*first));
    if (reader->tree->list(reader->tree, root->dir, first, err) != PLIM_OK)
        return err->code;
    plim_map_set(search.dirs, first->path, first);
    /* The map grows while it is walked. */
    for (size_t i = 0; i < plim_map_len(search.dirs); i++)
        if (follow_all(&search, plim_map_value_at(search.dirs, i), err) != PLIM_OK)
            return err->code;
    closure_out->root = root;
    write_closure(&search, closure_out);
    return PLIM_OK;
}
