#include "kyverno_files.h"

#include "base/file.h"
#include "base/str.h"

enum { DEPTH_MAX = 16 };

static void add(struct plim_arena *arena, struct kyverno_files *files, const char *path)
{
    if (files->len == files->cap) {
        size_t cap = files->cap == 0 ? 8 : 2 * files->cap;
        const char **paths = plim_arena_array(arena, cap, sizeof(char *));
        for (size_t i = 0; i < files->len; i++)
            paths[i] = files->paths[i];
        files->paths = paths;
        files->cap = cap;
    }
    files->paths[files->len++] = path;
}

static bool is_data(const char *name)
{
    static const char *const ends[] = {".yaml", ".yml", ".json"};
    for (size_t i = 0; i < PLIM_LEN(ends); i++) {
        if (plim_str_ends(plim_str_from(name), plim_str_from(ends[i])))
            return true;
    }
    return false;
}

static enum plim_code walk(struct plim_arena *arena, struct kyverno_files *files, const char *path,
                           unsigned depth, struct plim_err *err)
{
    struct plim_dir_entry *entries = NULL;
    size_t count = 0;
    if (depth == 0)
        return plim_err_set(err, PLIM_LIMIT, "'%s' lies deeper than %d directories", path,
                            DEPTH_MAX);
    enum plim_code code = plim_dir_list(arena, path, &entries, &count, err);
    for (size_t i = 0; i < count && code == PLIM_OK; i++) {
        const char *below = plim_path_join(arena, path, entries[i].name);
        if (entries[i].name[0] == '.')
            continue;
        if (entries[i].is_dir && depth > 1)
            code = walk(arena, files, below, depth - 1, err);
        else if (!entries[i].is_dir && is_data(entries[i].name))
            add(arena, files, below);
    }
    return code;
}

enum plim_code kyverno_files_add(struct plim_arena *arena, struct kyverno_files *files,
                                 const char *path, bool deep, struct plim_err *err)
{
    if (plim_dir_exists(path))
        return walk(arena, files, path, deep ? DEPTH_MAX : 1, err);
    add(arena, files, path);
    return PLIM_OK;
}
