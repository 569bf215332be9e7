#include <git2.h>

#include "base/alloc.h"
#include "gitrepo/tree.h"

#include "failure_priv.h"
#include "repo_priv.h"
#include "sizes_priv.h"

static void free_odb(git_odb **odb)
{
    git_odb_free(*odb);
}

static int read_size(git_odb *odb, const char *id, size_t *size_out)
{
    git_oid oid;
    git_object_t type = GIT_OBJECT_INVALID;
    int status = git_oid_fromstr(&oid, id);
    return status == 0 ? git_odb_read_header(size_out, &type, odb, &oid) : status;
}

static enum plim_code list_large(struct gitrepo *repo, struct plim_arena *arena,
                                 const struct gitrepo_tree *tree, struct gitrepo_facts *facts,
                                 struct plim_err *err)
{
    PLIM_CLEANUP(free_odb) git_odb *odb = NULL;
    int status = git_repository_odb(&odb, repo->repository);
    size_t files = 0;
    facts->large = plim_arena_array(arena, tree->len, sizeof(*facts->large));
    for (size_t i = 0; status == 0 && i < tree->len; i++) {
        const struct gitrepo_entry *entry = &tree->items[i];
        size_t size = 0;
        if (entry->kind != GITREPO_ENTRY_FILE)
            continue;
        if (files++ == GITREPO_SIZED_FILES_MAX)
            return plim_err_set(err, PLIM_LIMIT, "more than %d files", GITREPO_SIZED_FILES_MAX);
        status = read_size(odb, entry->id, &size);
        if (status == 0 && size >= GITREPO_LARGE_BYTES)
            facts->large[facts->large_count++] = (struct gitrepo_large){entry->path, size};
    }
    return status == 0 ? PLIM_OK : gitrepo_fail(err, status, "read the sizes of files");
}

void gitrepo_sizes_read(struct gitrepo *repo, struct plim_arena *arena,
                        const struct gitrepo_tree *tree, struct gitrepo_facts *facts)
{
    struct plim_err err = {0};
    if (list_large(repo, arena, tree, facts, &err) == PLIM_OK)
        return;
    facts->large_count = 0;
    facts->large_unknown = plim_arena_copy_c(arena, err.msg);
}
