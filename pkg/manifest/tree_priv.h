/* Files to collect from, in a commit or on the disk. Paths are relative to the top of the tree. */
#ifndef PLIM_MANIFEST_TREE_PRIV_H
#define PLIM_MANIFEST_TREE_PRIV_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

enum manifest_node_kind {
    MANIFEST_NODE_FILE,
    MANIFEST_NODE_LINK_FILE,
    MANIFEST_NODE_LINK_DIRECTORY,
    MANIFEST_NODE_UNREADABLE, /* a broken link, a submodule, a device */
};

struct manifest_node {
    const char *path;
    const char *target; /* of links: free of links itself */
    const char *reason; /* of unreadable ones */
    const char *id;     /* the tree's own business */
    enum manifest_node_kind kind;
};

struct manifest_listing {
    const char *path; /* what was asked for, free of links; "" is the top */
    bool is_file;
    struct manifest_node *nodes; /* everything below, by path */
    size_t len;
};

struct manifest_tree {
    struct plim_arena *arena; /* of everything below */
    const char *name;         /* for messages: "the repository" */
    void *source;
    bool guessed;    /* its top was looked for: the repository may be a part of it */
    bool concurrent; /* copies of it with arenas of their own may be read by several threads */

    /* Fails with PLIM_NOT_FOUND, PLIM_INVALID (leaves the tree), PLIM_LIMIT or PLIM_IO. */
    enum plim_code (*list)(const struct manifest_tree *tree, const char *path,
                           struct manifest_listing *listing_out, struct plim_err *err);
    /* The whole content. Fails with PLIM_LIMIT (MANIFEST_FILE_MAX), PLIM_NOT_FOUND or PLIM_IO. */
    enum plim_code (*read)(const struct manifest_tree *tree, const struct manifest_node *node,
                           struct plim_str *text_out, struct plim_err *err);
    /* The path as reports show it. */
    const char *(*display)(const struct manifest_tree *tree, const char *path);
};

struct manifest_source;
struct manifest_tree manifest_git_tree(struct plim_arena *arena,
                                       const struct manifest_source *source);

/* `subpath_out` receives where `path` lies in it. Fails with PLIM_NOT_FOUND or PLIM_IO. */
PLIM_NODISCARD enum plim_code manifest_disk_tree(struct plim_arena *arena, const char *path,
                                                 struct manifest_tree *tree_out,
                                                 const char **subpath_out, struct plim_err *err);

/* ---- Paths. */

/* "a/../b/./c" from `dir` to "b/c"; NULL when it is absolute or leads above the top. */
const char *manifest_path_resolve(struct plim_arena *arena, const char *dir, const char *path);

/* `path` is `dir` or below it; "" is above everything. */
bool manifest_path_is_below(const char *path, const char *dir);
const char *manifest_path_dir(struct plim_arena *arena, const char *path); /* "" for the top */

#endif
