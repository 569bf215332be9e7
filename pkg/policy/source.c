#include "source.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "policy/exemption.h"

#include "policy_priv.h"

struct tree {
    struct plim_arena *arena;
    policy_visit *visit;
    void *context;
    struct plim_err *err;
};

static bool is_yaml(const char *name)
{
    struct plim_str text = plim_str_from(name);
    return plim_str_ends(text, PLIM_STR(".yaml")) || plim_str_ends(text, PLIM_STR(".yml"));
}

static enum plim_code walk(const struct tree *tree, const char *path, unsigned depth)
{
    struct plim_dir_entry *entries = NULL;
    size_t count = 0;
    if (depth > POLICY_DIR_DEPTH_MAX)
        return plim_err_set(tree->err, PLIM_LIMIT, "'%s': deeper than %d directories", path,
                            POLICY_DIR_DEPTH_MAX);
    enum plim_code code = plim_dir_list(tree->arena, path, &entries, &count, tree->err);
    for (size_t i = 0; i < count && code == PLIM_OK; i++) {
        const char *name = entries[i].name;
        const char *below = plim_path_join(tree->arena, path, name);
        if (!entries[i].is_dir)
            code = is_yaml(name) ? tree->visit(tree->context, below, tree->err) : PLIM_OK;
        else if (strcmp(name, "cases") != 0 && name[0] != '.')
            code = walk(tree, below, depth + 1);
    }
    return code;
}

enum plim_code policy_files_visit(const char *path, policy_visit *visit, void *context,
                                  struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct tree tree = {arena, visit, context, err};
    if (plim_dir_exists(path))
        return walk(&tree, path, 0);
    if (!plim_file_exists(path))
        return plim_err_set(err, PLIM_NOT_FOUND, "'%s' does not exist", path);
    return visit(context, path, err);
}

static enum plim_code add_text(struct policy_set *set, const char *path, bool exemptions_only,
                               struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    enum plim_code code = plim_file_read(path, POLICY_FILE_BYTES_MAX, &text, &len, err);
    if (code != PLIM_OK)
        return code;
    struct policy_source source = {
        .file = path, .text = {text, len}, .exemptions_only = exemptions_only};
    return policy_source_add(set, &source, err);
}

static enum plim_code add_file(void *context, const char *path, struct plim_err *err)
{
    return add_text(context, path, false, err);
}

static enum plim_code add_exemptions(void *context, const char *path, struct plim_err *err)
{
    return add_text(context, path, true, err);
}

enum plim_code policy_set_add_exemptions(struct policy_set *set, const char *path,
                                         struct plim_err *err)
{
    return policy_files_visit(path, add_exemptions, set, err);
}

enum plim_code policy_set_add_dir(struct policy_set *set, const char *path, struct plim_err *err)
{
    set->sources++;
    return policy_files_visit(path, add_file, set, err);
}
