#include <string.h>

#include "base/buf.h"
#include "gitrepo/repo.h"

#include "failure_priv.h"
#include "link_priv.h"

enum { PATH_BYTES_MAX = 64 * 1024, TARGET_MAX = 4096 };

struct walk {
    git_repository *repository;
    const git_tree *root;
    struct plim_buf here; /* a directory, or at the end anything; "" is the top */
    struct plim_buf rest; /* still to be followed */
    git_object_t type;    /* of `here` */
    unsigned links;
};

static void release_walk(struct walk *walk)
{
    plim_buf_release(&walk->here);
    plim_buf_release(&walk->rest);
}

static void free_entry(git_tree_entry **entry)
{
    git_tree_entry_free(*entry);
}

static void free_blob(git_blob **blob)
{
    git_blob_free(*blob);
}

static const char *text_of(const struct plim_buf *buf)
{
    return buf->text ? buf->text : "";
}

static enum plim_code go_up(struct walk *walk, struct plim_err *err)
{
    if (walk->here.len == 0)
        return plim_err_set(err, PLIM_INVALID, "leads outside the repository");
    while (walk->here.len > 0 && walk->here.text[--walk->here.len] != '/') {
    }
    walk->here.text[walk->here.len] = '\0';
    return PLIM_OK;
}

/* The link's target stands in front of what was still to be followed. */
static enum plim_code enter_link(struct walk *walk, const git_oid *id, struct plim_err *err)
{
    PLIM_CLEANUP(free_blob) git_blob *blob = NULL;
    if (++walk->links > GITREPO_LINKS_MAX)
        return plim_err_set(err, PLIM_INVALID, "leads in a circle");
    int status = git_blob_lookup(&blob, walk->repository, id);
    if (status != 0)
        return gitrepo_fail(err, status, "cannot be read");
    size_t len = (size_t)git_blob_rawsize(blob);
    const char *target = git_blob_rawcontent(blob);
    if (len == 0 || len > TARGET_MAX || memchr(target, '\0', len))
        return plim_err_set(err, PLIM_INVALID, "is not a path");
    if (target[0] == '/')
        return plim_err_set(err, PLIM_INVALID, "leads outside the repository");
    struct plim_buf rest = {.max = PATH_BYTES_MAX};
    plim_buf_append(&rest, target, len);
    plim_buf_append_char(&rest, '/');
    plim_buf_append_str(&rest, plim_buf_str(&walk->rest));
    plim_buf_release(&walk->rest);
    walk->rest = rest;
    return rest.failed ? plim_err_set(err, PLIM_INVALID, "leads in a circle") : PLIM_OK;
}

static enum plim_code go_into(struct walk *walk, struct plim_str name, struct plim_err *err)
{
    size_t before = walk->here.len;
    if (before > 0)
        plim_buf_append_char(&walk->here, '/');
    plim_buf_append_str(&walk->here, name);
    PLIM_CLEANUP(free_entry) git_tree_entry *entry = NULL;
    int status = git_tree_entry_bypath(&entry, walk->root, text_of(&walk->here));
    if (status == GIT_ENOTFOUND)
        return plim_err_set(err, PLIM_NOT_FOUND, "leads to '%.200s', which does not exist",
                            text_of(&walk->here));
    if (status != 0)
        return gitrepo_fail(err, status, "leads to '%.200s'", text_of(&walk->here));
    if (git_tree_entry_filemode(entry) == GIT_FILEMODE_LINK) {
        walk->here.len = before;
        walk->here.text[before] = '\0';
        return enter_link(walk, git_tree_entry_id(entry), err);
    }
    walk->type = git_tree_entry_type(entry);
    return PLIM_OK;
}

static bool is_name(struct plim_str part)
{
    return part.len > 0 && !plim_str_is(part, ".") && !plim_str_is(part, "..");
}

static enum plim_code step(struct walk *walk, struct plim_err *err)
{
    struct plim_str rest = plim_buf_str(&walk->rest);
    struct plim_str part;
    (void)plim_str_cut(&rest, '/', &part);
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    part = plim_arena_copy_str(arena, part);
    rest = plim_arena_copy_str(arena, rest);
    plim_buf_clear(&walk->rest);
    plim_buf_append_str(&walk->rest, rest);
    if (walk->type != GIT_OBJECT_TREE)
        return part.len == 0 ? PLIM_OK
                             : plim_err_set(err, PLIM_NOT_FOUND,
                                            "leads to '%.200s', which is not a directory",
                                            text_of(&walk->here));
    if (is_name(part))
        return go_into(walk, part, err);
    return plim_str_is(part, "..") ? go_up(walk, err) : PLIM_OK;
}

enum plim_code gitrepo_follow(struct plim_arena *arena, const git_tree *root, const char *from,
                              const char *path, struct gitrepo_place *place_out,
                              struct plim_err *err)
{
    PLIM_CLEANUP(release_walk)
    struct walk walk = {
        .repository = git_tree_owner(root),
        .root = root,
        .here = {.max = PATH_BYTES_MAX},
        .rest = {.max = PATH_BYTES_MAX},
        .type = GIT_OBJECT_TREE,
    };
    if (path[0] == '/')
        return plim_err_set(err, PLIM_INVALID, "leads outside the repository");
    plim_buf_append_c(&walk.here, from);
    plim_buf_append_c(&walk.rest, path);
    while (walk.rest.len > 0)
        if (step(&walk, err) != PLIM_OK)
            return err->code;
    if (walk.here.failed || walk.rest.failed)
        return plim_err_set(err, PLIM_INVALID, "is a path of more than %d bytes", PATH_BYTES_MAX);
    /* A way up ends in a directory whose entry was not looked at. */
    PLIM_CLEANUP(free_entry) git_tree_entry *entry = NULL;
    int status = walk.here.len == 0 ? 0 : git_tree_entry_bypath(&entry, root, text_of(&walk.here));
    if (status != 0)
        return gitrepo_fail(err, status, "leads to '%.200s'", text_of(&walk.here));
    place_out->path = plim_arena_copy_c(arena, text_of(&walk.here));
    place_out->type = entry ? git_tree_entry_type(entry) : GIT_OBJECT_TREE;
    place_out->id = entry ? *git_tree_entry_id(entry) : *git_tree_id(root);
    return PLIM_OK;
}
