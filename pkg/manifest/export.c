#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/map.h"
#include "manifest/files.h"

#include "export_priv.h"

struct exporter {
    const struct manifest_tree *tree;
    const char *dir;
    const char *traced;    /* the file that gets the extra line; "" none */
    struct plim_map *done; /* paths that are written */
    struct plim_map *made; /* directories that exist */
    size_t bytes;
};

static void release_exporter(struct exporter *exporter)
{
    plim_map_free(exporter->done);
    plim_map_free(exporter->made);
}

static void close_fd(const int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
}

static enum plim_code fail_errno(struct plim_err *err, const char *path)
{
    return plim_err_set(err, PLIM_IO, "write a copy of '%.200s': %s", path, strerror(errno));
}

/* Where the copy of `path` stands; its directory exists afterwards. */
static enum plim_code make_place(struct exporter *exporter, const char *path,
                                 const char **place_out, struct plim_err *err)
{
    struct plim_arena *arena = exporter->tree->arena;
    const char *parent = manifest_path_dir(arena, path);
    if (!plim_map_get(exporter->made, parent)) {
        if (plim_dir_make(plim_path_join(arena, exporter->dir, parent), err) != PLIM_OK)
            return err->code;
        plim_map_set(exporter->made, parent, exporter);
    }
    *place_out = plim_path_join(arena, exporter->dir, path);
    return PLIM_OK;
}

static bool write_all(int fd, struct plim_str text)
{
    for (size_t at = 0; at < text.len;) {
        ssize_t put = write(fd, text.text + at, text.len - at);
        if (put < 0 && errno != EINTR)
            return false;
        at += put > 0 ? (size_t)put : 0;
    }
    return true;
}

static enum plim_code write_text(struct exporter *exporter, const char *path, struct plim_str text,
                                 struct plim_err *err)
{
    static const char trace_line[] = "\nbuildMetadata: [originAnnotations]\n";
    const char *place = "";
    exporter->bytes += text.len;
    if (exporter->bytes > MANIFEST_TOTAL_MAX)
        return plim_err_set(err, PLIM_LIMIT, "made of more than %d bytes", MANIFEST_TOTAL_MAX);
    if (make_place(exporter, path, &place, err) != PLIM_OK)
        return err->code;
    PLIM_CLEANUP(close_fd)
    int fd = open(place, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool traced = strcmp(path, exporter->traced) == 0;
    if (fd < 0 || !write_all(fd, text) || (traced && !write_all(fd, PLIM_STR(trace_line))))
        return fail_errno(err, path);
    return PLIM_OK;
}

static enum plim_code write_file(struct exporter *exporter, const struct manifest_node *node,
                                 struct plim_err *err)
{
    struct plim_str text;
    if (exporter->tree->read(exporter->tree, node, &text, err) != PLIM_OK)
        return plim_err_wrap(err, "'%.200s'", node->path);
    return write_text(exporter, node->path, text, err);
}

/* What stands at its place in the tree is not copied. */
static enum plim_code write_generated(struct exporter *exporter,
                                      const struct manifest_kustomization *root,
                                      struct plim_err *err)
{
    if (!root->generated)
        return PLIM_OK;
    plim_map_set(exporter->done, root->path, exporter);
    return write_text(exporter, root->path, root->text, err);
}

/* A relative link, so that it stays inside wherever the copy stands. */
static enum plim_code write_link(struct exporter *exporter, const char *path, const char *target,
                                 struct plim_err *err)
{
    const char *place = "";
    if (make_place(exporter, path, &place, err) != PLIM_OK)
        return err->code;
    PLIM_CLEANUP(plim_buf_release) struct plim_buf up = {0};
    for (const char *at = path; *at != '\0'; at++)
        if (*at == '/')
            plim_buf_append_c(&up, "../");
    plim_buf_append_c(&up, target[0] == '\0' ? "." : target);
    if (symlink(up.text, place) != 0 && errno != EEXIST)
        return fail_errno(err, path);
    return PLIM_OK;
}

static enum plim_code write_node(struct exporter *exporter, const struct manifest_node *node,
                                 bool links, struct plim_err *err)
{
    bool is_link =
        node->kind == MANIFEST_NODE_LINK_FILE || node->kind == MANIFEST_NODE_LINK_DIRECTORY;
    if (node->kind == MANIFEST_NODE_UNREADABLE || is_link != links ||
        plim_map_get(exporter->done, node->path))
        return PLIM_OK;
    plim_map_set(exporter->done, node->path, exporter);
    return is_link ? write_link(exporter, node->path, node->target, err)
                   : write_file(exporter, node, err);
}

/* Links last: nothing is ever written through one. */
static enum plim_code write_nodes(struct exporter *exporter, const struct manifest_closure *closure,
                                  bool links, struct plim_err *err)
{
    for (size_t i = 0; i < closure->dir_count; i++)
        for (size_t k = 0; k < closure->dirs[i].len; k++)
            if (write_node(exporter, &closure->dirs[i].nodes[k], links, err) != PLIM_OK)
                return err->code;
    return PLIM_OK;
}

enum plim_code manifest_export(const struct manifest_tree *tree,
                               const struct manifest_closure *closure, const char *dir, bool trace,
                               struct plim_err *err)
{
    PLIM_CLEANUP(release_exporter)
    struct exporter exporter = {
        tree, dir, trace ? closure->root->path : "", plim_map_new(), plim_map_new(), 0};
    if (write_generated(&exporter, closure->root, err) != PLIM_OK ||
        write_nodes(&exporter, closure, false, err) != PLIM_OK ||
        write_nodes(&exporter, closure, true, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < closure->alias_count; i++)
        if (write_link(&exporter, closure->aliases[i].path, closure->aliases[i].target, err) !=
            PLIM_OK)
            return err->code;
    return PLIM_OK;
}
