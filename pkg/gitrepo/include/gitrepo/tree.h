/* The files of a commit, read from the object database: no work tree is needed or looked at. */
#ifndef PLIM_GITREPO_TREE_H
#define PLIM_GITREPO_TREE_H

#include "gitrepo/repo.h"

enum gitrepo_entry_kind {
    GITREPO_ENTRY_FILE,
    GITREPO_ENTRY_LINK_FILE,      /* `target` is the file it leads to, `id` that file's blob */
    GITREPO_ENTRY_LINK_DIRECTORY, /* `target` is the directory; not descended into */
    GITREPO_ENTRY_LINK_BROKEN, /* `reason`: leads nowhere, in a circle, or outside the repository */
    GITREPO_ENTRY_SUBMODULE,   /* another repository: its files are not here */
};

struct gitrepo_entry {
    const char *path;   /* from the top of the repository */
    const char *target; /* of links, from the top, free of links itself; "" */
    const char *reason; /* of broken links; "" */
    enum gitrepo_entry_kind kind;
    char id[GITREPO_ID_BYTES]; /* of the blob; "" without one */
};

struct gitrepo_tree {
    const char *path;            /* what `subpath` leads to, free of links */
    bool is_file;                /* then `items` holds it alone */
    struct gitrepo_entry *items; /* by path, byte order */
    size_t len;
};

/*
 * Everything below `subpath` ("" or NULL: the top; a file: itself). Links are resolved inside the
 * tree only. Strings live in the arena.
 *
 * commit  any commit id, in full
 * Fails with PLIM_NOT_FOUND (no such commit or path), PLIM_INVALID ('..' beyond the top),
 * PLIM_LIMIT (GITREPO_TREE_ENTRIES_MAX) or PLIM_IO (a missing or damaged object).
 */
PLIM_NODISCARD enum plim_code gitrepo_list(struct gitrepo *repo, struct plim_arena *arena,
                                           const struct gitrepo_commit *commit, const char *subpath,
                                           struct gitrepo_tree *tree_out, struct plim_err *err);

/* The content of a blob, NUL-terminated, in the arena. Fails with PLIM_NOT_FOUND, PLIM_LIMIT
 * (larger than max_bytes) or PLIM_IO. */
PLIM_NODISCARD enum plim_code gitrepo_read(struct gitrepo *repo, struct plim_arena *arena,
                                           const char *id, size_t max_bytes,
                                           struct plim_str *text_out, struct plim_err *err);

#endif
