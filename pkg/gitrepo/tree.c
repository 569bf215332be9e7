#include "gitrepo/tree.h"

#include <git2.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/file.h"

#include "failure_priv.h"
#include "link_priv.h"
#include "repo_priv.h"

enum { DEPTH_MAX = 256 };

struct listing {
    git_repository *repository;
    git_tree *root; /* owned */
    struct plim_arena *arena;
    struct gitrepo_entry *items; /* owned */
    size_t len;
    size_t cap;
};

static void release_listing(struct listing *listing)
{
    git_tree_free(listing->root);
    plim_freep(&listing->items);
}

static void free_tree(git_tree **tree)
{
    git_tree_free(*tree);
}

static void free_blob(git_blob **blob)
{
    git_blob_free(*blob);
}

static enum plim_code find_root(struct gitrepo *repo, const struct gitrepo_commit *commit,
                                git_tree **root_out, struct plim_err *err)
{
    git_oid id;
    git_commit *found = NULL;
    int status = git_oid_fromstr(&id, commit->id);
    if (status == 0)
        status = git_commit_lookup(&found, repo->repository, &id);
    if (status == 0)
        status = git_commit_tree(root_out, found);
    git_commit_free(found);
    return status == 0 ? PLIM_OK : gitrepo_fail(err, status, "read commit '%.40s'", commit->id);
}

/* Git itself never makes such names; a tree that has one was made to harm. */
static bool is_sound(const char *name)
{
    return name[0] != '\0' && strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
           !strchr(name, '/');
}

static enum plim_code resolve_link(struct listing *listing, struct gitrepo_entry *entry)
{
    struct plim_err why;
    struct gitrepo_place place;
    const char *name = plim_path_name(entry->path);
    const char *dir = strchr(entry->path, '/') ? plim_path_dir(listing->arena, entry->path) : "";
    if (gitrepo_follow(listing->arena, listing->root, dir, name, &place, &why) != PLIM_OK) {
        entry->kind = GITREPO_ENTRY_LINK_BROKEN;
        entry->reason = plim_arena_printf(listing->arena, "the link %s", why.msg);
        return PLIM_OK;
    }
    entry->target = place.path;
    entry->id[0] = '\0';
    if (place.type == GIT_OBJECT_BLOB) {
        entry->kind = GITREPO_ENTRY_LINK_FILE;
        (void)git_oid_tostr(entry->id, sizeof(entry->id), &place.id);
    } else if (place.type == GIT_OBJECT_TREE) {
        entry->kind = GITREPO_ENTRY_LINK_DIRECTORY;
    } else {
        entry->kind = GITREPO_ENTRY_LINK_BROKEN;
        entry->reason = "the link leads into a submodule";
    }
    return PLIM_OK;
}

static enum plim_code add_entry(struct listing *listing, const char *path, git_object_t type,
                                git_filemode_t mode, const git_oid *id, struct plim_err *err)
{
    if (listing->len == GITREPO_TREE_ENTRIES_MAX)
        return plim_err_set(err, PLIM_LIMIT, "more than %d files in one commit",
                            GITREPO_TREE_ENTRIES_MAX);
    PLIM_GROW(listing->items, listing->len, listing->cap);
    struct gitrepo_entry *entry = &listing->items[listing->len++];
    *entry = (struct gitrepo_entry){.path = path, .target = "", .reason = ""};
    if (type == GIT_OBJECT_COMMIT) {
        entry->kind = GITREPO_ENTRY_SUBMODULE;
        return PLIM_OK;
    }
    if (mode == GIT_FILEMODE_LINK)
        return resolve_link(listing, entry);
    entry->kind = GITREPO_ENTRY_FILE;
    (void)git_oid_tostr(entry->id, sizeof(entry->id), id);
    return PLIM_OK;
}

/* Git's order of a tree (a directory counts as "name/") is the byte order of the paths. */
static enum plim_code list_tree(struct listing *listing, const char *dir, const git_oid *id,
                                unsigned depth, struct plim_err *err)
{
    PLIM_CLEANUP(free_tree) git_tree *tree = NULL;
    int status = git_tree_lookup(&tree, listing->repository, id);
    if (status != 0)
        return gitrepo_fail(err, status, "read directory '%.200s'", dir);
    if (depth == DEPTH_MAX)
        return plim_err_set(err, PLIM_LIMIT, "directories deeper than %d", DEPTH_MAX);
    size_t count = git_tree_entrycount(tree);
    for (size_t i = 0; i < count; i++) {
        const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
        const char *name = git_tree_entry_name(entry);
        if (!is_sound(name))
            return plim_err_set(err, PLIM_INVALID, "directory '%.200s' has an entry named '%.100s'",
                                dir, name);
        const char *path = plim_path_join(listing->arena, dir, name);
        git_object_t type = git_tree_entry_type(entry);
        enum plim_code code =
            type == GIT_OBJECT_TREE
                ? list_tree(listing, path, git_tree_entry_id(entry), depth + 1, err)
                : add_entry(listing, path, type, git_tree_entry_filemode(entry),
                            git_tree_entry_id(entry), err);
        if (code != PLIM_OK)
            return code;
    }
    return PLIM_OK;
}

enum plim_code gitrepo_list(struct gitrepo *repo, struct plim_arena *arena,
                            const struct gitrepo_commit *commit, const char *subpath,
                            struct gitrepo_tree *tree_out, struct plim_err *err)
{
    PLIM_CLEANUP(release_listing)
    struct listing listing = {repo->repository, NULL, arena, NULL, 0, 0};
    struct gitrepo_place place;
    if (find_root(repo, commit, &listing.root, err) != PLIM_OK)
        return err->code;
    const char *path = subpath ? subpath : "";
    if (gitrepo_follow(arena, listing.root, "", path, &place, err) != PLIM_OK)
        return plim_err_wrap(err, "path '%.200s'", path);
    enum plim_code code =
        place.type == GIT_OBJECT_TREE
            ? list_tree(&listing, place.path, &place.id, 0, err)
            : add_entry(&listing, place.path, place.type, GIT_FILEMODE_BLOB, &place.id, err);
    if (code != PLIM_OK)
        return code;
    struct gitrepo_entry *items = plim_arena_array(arena, listing.len, sizeof(*items));
    if (listing.len > 0)
        memcpy(items, listing.items, listing.len * sizeof(*items));
    *tree_out =
        (struct gitrepo_tree){place.path, place.type != GIT_OBJECT_TREE, items, listing.len};
    return PLIM_OK;
}

enum plim_code gitrepo_read(struct gitrepo *repo, struct plim_arena *arena, const char *id,
                            size_t max_bytes, struct plim_str *text_out, struct plim_err *err)
{
    git_oid oid;
    PLIM_CLEANUP(free_blob) git_blob *blob = NULL;
    size_t len = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    git_odb *odb = NULL;
    int status = git_oid_fromstr(&oid, id);
    if (status == 0)
        status = git_repository_odb(&odb, repo->repository);
    /* The size first: what is too large is not unpacked. */
    if (status == 0)
        status = git_odb_read_header(&len, &type, odb, &oid);
    git_odb_free(odb);
    if (status == 0 && len > max_bytes)
        return plim_err_set(err, PLIM_LIMIT, "larger than %zu bytes", max_bytes);
    if (status == 0)
        status = git_blob_lookup(&blob, repo->repository, &oid);
    if (status != 0)
        return gitrepo_fail(err, status, "read the object");
    text_out->len = (size_t)git_blob_rawsize(blob);
    text_out->text = plim_arena_copy(arena, git_blob_rawcontent(blob), text_out->len);
    return PLIM_OK;
}
