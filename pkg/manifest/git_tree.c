#include "gitrepo/tree.h"
#include "manifest/files.h"

#include "tree_priv.h"

static enum manifest_node_kind kind_of(enum gitrepo_entry_kind kind)
{
    switch (kind) {
    case GITREPO_ENTRY_FILE:
        return MANIFEST_NODE_FILE;
    case GITREPO_ENTRY_LINK_FILE:
        return MANIFEST_NODE_LINK_FILE;
    case GITREPO_ENTRY_LINK_DIRECTORY:
        return MANIFEST_NODE_LINK_DIRECTORY;
    case GITREPO_ENTRY_LINK_BROKEN:
    case GITREPO_ENTRY_SUBMODULE:
        break;
    }
    return MANIFEST_NODE_UNREADABLE;
}

static const char *reason_of(const struct gitrepo_entry *entry)
{
    return entry->kind == GITREPO_ENTRY_SUBMODULE
               ? "a submodule: its files are in another repository"
               : entry->reason;
}

static enum plim_code list(const struct manifest_tree *tree, const char *path,
                           struct manifest_listing *listing_out, struct plim_err *err)
{
    const struct manifest_source *source = tree->source;
    struct gitrepo_tree found;
    if (gitrepo_list(source->repo, tree->arena, source->commit, path, &found, err) != PLIM_OK)
        return err->code;
    struct manifest_node *nodes = plim_arena_array(tree->arena, found.len, sizeof(*nodes));
    for (size_t i = 0; i < found.len; i++) {
        const struct gitrepo_entry *entry = &found.items[i];
        nodes[i] = (struct manifest_node){entry->path, entry->target, reason_of(entry), entry->id,
                                          kind_of(entry->kind)};
    }
    *listing_out = (struct manifest_listing){found.path, found.is_file, nodes, found.len};
    return PLIM_OK;
}

static enum plim_code read(const struct manifest_tree *tree, const struct manifest_node *node,
                           struct plim_str *text_out, struct plim_err *err)
{
    const struct manifest_source *source = tree->source;
    return gitrepo_read(source->repo, tree->arena, node->id, MANIFEST_FILE_MAX, text_out, err);
}

static const char *display(const struct manifest_tree *tree, const char *path)
{
    (void)tree;
    return path;
}

struct manifest_tree manifest_git_tree(struct plim_arena *arena,
                                       const struct manifest_source *source)
{
    struct manifest_source *copy = plim_arena_array(arena, 1, sizeof(*copy));
    *copy = *source;
    return (struct manifest_tree){.arena = arena,
                                  .name = "the repository",
                                  .source = copy,
                                  .list = list,
                                  .read = read,
                                  .display = display};
}
