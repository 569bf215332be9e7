#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/file.h"
#include "manifest/files.h"

#include "tree_priv.h"

enum { NODES_MAX = 1000000, DEPTH_MAX = 256 };

struct disk {
    const char *root;    /* absolute, free of links; no reference leads out of it */
    const char *subpath; /* what the user named, in `root` */
    const char *shown;   /* how the user named it */
    const char *here;    /* working directory; "" unknown */
};

struct walk {
    const struct manifest_tree *tree;
    const struct disk *disk;
    struct manifest_node *nodes; /* owned */
    size_t len;
    size_t cap;
};

static void release_walk(struct walk *walk)
{
    plim_freep(&walk->nodes);
}

/* The path in `root` of an absolute one, or NULL when it lies outside. */
static const char *path_in(const char *root, const char *absolute)
{
    size_t len = strcmp(root, "/") == 0 ? 0 : strlen(root);
    if (strncmp(absolute, root, len) != 0)
        return NULL;
    if (absolute[len] == '\0')
        return "";
    return absolute[len] == '/' ? absolute + len + 1 : NULL;
}

static char *real_path(struct plim_arena *arena, const char *path)
{
    PLIM_CLEANUP(plim_freep) char *real = realpath(path, NULL);
    return real ? plim_arena_copy_c(arena, real) : NULL;
}

static void resolve_link(const struct walk *walk, const char *absolute, struct manifest_node *node)
{
    struct plim_arena *arena = walk->tree->arena;
    struct stat info = {0};
    const char *real = real_path(arena, absolute);
    const char *target = real ? path_in(walk->disk->root, real) : NULL;
    node->kind = MANIFEST_NODE_UNREADABLE;
    if (!real || stat(real, &info) != 0)
        node->reason = "the link leads nowhere or in a circle";
    else if (!target)
        node->reason = plim_arena_printf(arena, "the link leads outside '%s'", walk->disk->root);
    else if (S_ISDIR(info.st_mode))
        node->kind = MANIFEST_NODE_LINK_DIRECTORY;
    else if (S_ISREG(info.st_mode))
        node->kind = MANIFEST_NODE_LINK_FILE;
    else
        node->reason = "the link leads to something that is no file";
    node->target = target ? target : "";
}

static enum plim_code add_node(struct walk *walk, const char *path, const char *absolute,
                               const struct plim_dir_entry *entry, struct plim_err *err)
{
    if (walk->len == NODES_MAX)
        return plim_err_set(err, PLIM_LIMIT, "more than %d files", NODES_MAX);
    PLIM_GROW(walk->nodes, walk->len, walk->cap);
    struct manifest_node *node = &walk->nodes[walk->len++];
    *node = (struct manifest_node){path, "", "", absolute, MANIFEST_NODE_FILE};
    if (entry->is_link) {
        resolve_link(walk, absolute, node);
    } else if (!entry->is_file) {
        node->kind = MANIFEST_NODE_UNREADABLE;
        node->reason = "not a file";
    }
    return PLIM_OK;
}

/* Git's own directory is no content; commits do not have it either. */
static bool is_content(const char *name)
{
    return strcmp(name, ".git") != 0;
}

static enum plim_code walk_dir(struct walk *walk, const char *dir, unsigned depth,
                               struct plim_err *err)
{
    struct plim_arena *arena = walk->tree->arena;
    struct plim_dir_entry *entries = NULL;
    size_t count = 0;
    const char *absolute = plim_path_join(arena, walk->disk->root, dir);
    if (depth == DEPTH_MAX)
        return plim_err_set(err, PLIM_LIMIT, "directories deeper than %d", DEPTH_MAX);
    if (plim_dir_list(arena, absolute, &entries, &count, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < count; i++) {
        const struct plim_dir_entry *entry = &entries[i];
        if (!is_content(entry->name))
            continue;
        const char *path = plim_path_join(arena, dir, entry->name);
        const char *file = plim_path_join(arena, absolute, entry->name);
        enum plim_code code = entry->is_dir && !entry->is_link
                                  ? walk_dir(walk, path, depth + 1, err)
                                  : add_node(walk, path, file, entry, err);
        if (code != PLIM_OK)
            return code;
    }
    return PLIM_OK;
}

static int compare_nodes(const void *left, const void *right)
{
    const struct manifest_node *a = left;
    const struct manifest_node *b = right;
    return strcmp(a->path, b->path);
}

static enum plim_code list(const struct manifest_tree *tree, const char *path,
                           struct manifest_listing *listing_out, struct plim_err *err)
{
    PLIM_CLEANUP(release_walk) struct walk walk = {tree, tree->source, NULL, 0, 0};
    const char *real = real_path(tree->arena, plim_path_join(tree->arena, walk.disk->root, path));
    const char *found = real ? path_in(walk.disk->root, real) : NULL;
    struct stat info = {0};
    if (!real || stat(real, &info) != 0)
        return plim_err_set(err, PLIM_NOT_FOUND, "leads to '%.200s', which does not exist", path);
    if (!found)
        return plim_err_set(err, PLIM_INVALID, "leads outside '%s'", walk.disk->root);
    bool is_dir = S_ISDIR(info.st_mode);
    struct plim_dir_entry itself = {.name = found, .is_file = S_ISREG(info.st_mode)};
    enum plim_code code =
        is_dir ? walk_dir(&walk, found, 0, err) : add_node(&walk, found, real, &itself, err);
    if (code != PLIM_OK)
        return code;
    struct manifest_node *nodes = plim_arena_array(tree->arena, walk.len, sizeof(*nodes));
    if (walk.len > 0) {
        memcpy(nodes, walk.nodes, walk.len * sizeof(*nodes));
        qsort(nodes, walk.len, sizeof(*nodes), compare_nodes);
    }
    *listing_out = (struct manifest_listing){found, !is_dir, nodes, walk.len};
    return PLIM_OK;
}

static enum plim_code read_file(const struct manifest_tree *tree, const struct manifest_node *node,
                                struct plim_str *text_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    if (plim_file_read(node->id, MANIFEST_FILE_MAX, &text, &len, err) != PLIM_OK)
        return err->code;
    *text_out = (struct plim_str){plim_arena_copy(tree->arena, text, len), len};
    return PLIM_OK;
}

static const char *display(const struct manifest_tree *tree, const char *path)
{
    const struct disk *disk = tree->source;
    if (manifest_path_is_below(path, disk->subpath)) {
        size_t len = strlen(disk->subpath);
        const char *rest = path + len + (path[len] == '/' ? 1 : 0);
        return rest[0] == '\0' ? disk->shown : plim_path_join(tree->arena, disk->shown, rest);
    }
    const char *absolute = plim_path_join(tree->arena, disk->root, path);
    const char *relative = disk->here[0] != '\0' ? path_in(disk->here, absolute) : NULL;
    return relative ? relative : absolute;
}

/* The Git work tree that `dir` is in, else the working directory if it is in that, else `dir`
 * itself. */
static const char *find_root(struct plim_arena *arena, const char *dir, const char *here)
{
    const char *at = dir;
    while (strcmp(at, "/") != 0 && strcmp(at, ".") != 0) {
        struct stat info = {0};
        if (lstat(plim_path_join(arena, at, ".git"), &info) == 0)
            return at;
        const char *up = plim_path_dir(arena, at);
        at = up[0] == '\0' ? "/" : up;
    }
    return here[0] != '\0' && path_in(here, dir) ? here : dir;
}

enum plim_code manifest_disk_tree(struct plim_arena *arena, const char *path,
                                  struct manifest_tree *tree_out, const char **subpath_out,
                                  struct plim_err *err)
{
    struct stat info = {0};
    const char *real = real_path(arena, path);
    if (!real || stat(real, &info) != 0)
        return plim_err_set(err, PLIM_NOT_FOUND, "'%s': no such file or directory", path);
    const char *dir = S_ISDIR(info.st_mode) ? real : plim_path_dir(arena, real);
    struct disk *disk = plim_arena_array(arena, 1, sizeof(*disk));
    char here[PATH_MAX];
    disk->here = plim_arena_copy_c(arena, getcwd(here, sizeof(here)) ? here : "");
    disk->root = find_root(arena, dir, disk->here);
    disk->subpath = path_in(disk->root, real);
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/')
        len--;
    disk->shown = plim_arena_copy(arena, path, len);
    *tree_out = (struct manifest_tree){.arena = arena,
                                       .name = plim_arena_printf(arena, "'%s'", disk->root),
                                       .source = disk,
                                       .guessed = true,
                                       .concurrent = true,
                                       .list = list,
                                       .read = read_file,
                                       .display = display};
    *subpath_out = disk->subpath;
    return PLIM_OK;
}
