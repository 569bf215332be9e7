#include <string.h>

#include "base/buf.h"

#include "tree_priv.h"

static void drop_last(struct plim_buf *path)
{
    while (path->len > 0 && path->text[--path->len] != '/') {
    }
    if (path->text)
        path->text[path->len] = '\0';
}

const char *manifest_path_resolve(struct plim_arena *arena, const char *dir, const char *path)
{
    if (path[0] == '/')
        return NULL;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf resolved = {0};
    plim_buf_append_c(&resolved, dir);
    struct plim_str rest = plim_str_from(path);
    while (rest.len > 0) {
        struct plim_str part;
        (void)plim_str_cut(&rest, '/', &part);
        if (part.len == 0 || plim_str_is(part, "."))
            continue;
        if (plim_str_is(part, "..")) {
            if (resolved.len == 0)
                return NULL;
            drop_last(&resolved);
            continue;
        }
        if (resolved.len > 0)
            plim_buf_append_char(&resolved, '/');
        plim_buf_append_str(&resolved, part);
    }
    return plim_arena_copy(arena, resolved.text ? resolved.text : "", resolved.len);
}

bool manifest_path_is_below(const char *path, const char *dir)
{
    size_t len = strlen(dir);
    return len == 0 || (strncmp(path, dir, len) == 0 && (path[len] == '/' || path[len] == '\0'));
}

const char *manifest_path_dir(struct plim_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? plim_arena_copy(arena, path, (size_t)(slash - path)) : "";
}
