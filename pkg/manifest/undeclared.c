#include "manifest/undeclared.h"

#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "gitrepo/tree.h"

#include "document_priv.h"
#include "kustomization_priv.h"
#include "tree_priv.h"

struct search {
    struct plim_arena *arena;
    const struct manifest_coverage *coverage;
    struct plim_map *read; /* paths that the sets name */
    struct plim_map *dirs; /* of charts and kustomizations */
    struct manifest_undeclared *found;
};

static void note(struct plim_map *map, const char *const *paths, size_t count)
{
    for (size_t i = 0; i < count; i++)
        plim_map_set(map, paths[i], map);
}

static void note_known(struct search *search)
{
    const struct manifest_coverage *coverage = search->coverage;
    for (size_t i = 0; i < coverage->set_count; i++) {
        note(search->read, coverage->sets[i]->manifests, coverage->sets[i]->manifest_count);
        for (size_t k = 0; k < coverage->sets[i]->unreadable_count; k++)
            plim_map_set(search->read, coverage->sets[i]->unreadable[k].path, search->read);
    }
    for (size_t i = 0; i < coverage->tree->len; i++) {
        const char *path = coverage->tree->items[i].path;
        const char *name = plim_path_name(path);
        if (manifest_is_kustomization_name(name) || strcmp(name, "Chart.yaml") == 0)
            plim_map_set(search->dirs, manifest_path_dir(search->arena, path), search->dirs);
    }
}

/* "./environments/dev/" is written, too. */
static bool is_below(const struct search *search, const char *path, const char *subpath)
{
    struct plim_str dir = plim_str_from(subpath);
    if (plim_str_starts(dir, PLIM_STR("./")))
        dir = (struct plim_str){dir.text + 2, dir.len - 2};
    while (plim_str_ends(dir, PLIM_STR("/")))
        dir.len--;
    return plim_str_is(dir, ".") ||
           manifest_path_is_below(path, plim_arena_copy(search->arena, dir.text, dir.len));
}

static bool is_covered(const struct search *search, const char *path)
{
    for (size_t i = 0; i < search->coverage->subpath_count; i++) {
        if (is_below(search, path, search->coverage->subpaths[i]))
            return true;
    }
    if (plim_map_get(search->read, path))
        return true;
    const char *dir = manifest_path_dir(search->arena, path);
    while (!plim_map_get(search->dirs, dir)) {
        if (dir[0] == '\0')
            return false;
        dir = manifest_path_dir(search->arena, dir);
    }
    return true;
}

static bool is_candidate(const struct gitrepo_entry *entry)
{
    struct plim_str path = plim_str_from(entry->path);
    return entry->kind == GITREPO_ENTRY_FILE && entry->path[0] != '.' &&
           !strstr(entry->path, "/.") &&
           (plim_str_ends(path, PLIM_STR(".yaml")) || plim_str_ends(path, PLIM_STR(".yml")));
}

static bool declares_object(struct plim_str text)
{
    struct plim_str line = {0};
    bool version = false, kind = false, metadata = false;
    for (bool more = text.len > 0; more;) {
        more = plim_str_cut(&text, '\n', &line);
        if (plim_str_starts(line, PLIM_STR("---")))
            version = kind = metadata = false;
        if (plim_str_starts(line, PLIM_STR("apiVersion:")))
            version = !manifest_document_is_foreign(plim_str_trim((struct plim_str){
                line.text + strlen("apiVersion:"), line.len - strlen("apiVersion:")}));
        kind = kind || plim_str_starts(line, PLIM_STR("kind:"));
        metadata = metadata || plim_str_starts(line, PLIM_STR("metadata:"));
        if (version && kind && metadata)
            return true;
    }
    return false;
}

static enum plim_code search_all(struct search *search, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *scratch = plim_arena_new();
    const struct gitrepo_tree *tree = search->coverage->tree;
    size_t files = 0;
    size_t bytes = 0;
    for (size_t i = 0; i < tree->len; i++) {
        const struct gitrepo_entry *entry = &tree->items[i];
        struct plim_str text = {0};
        if (!is_candidate(entry) || is_covered(search, entry->path))
            continue;
        if (files++ == MANIFEST_UNDECLARED_FILES_MAX)
            return plim_err_set(err, PLIM_LIMIT, "more than %d YAML files outside of the paths",
                                MANIFEST_UNDECLARED_FILES_MAX);
        if (gitrepo_read(search->coverage->repo, scratch, entry->id,
                         MANIFEST_UNDECLARED_BYTES_MAX - bytes, &text, err) != PLIM_OK)
            return plim_err_wrap(err, "'%.200s'", entry->path);
        bytes += text.len;
        if (declares_object(text))
            search->found->paths[search->found->count++] = entry->path;
        plim_arena_reset(scratch);
    }
    return PLIM_OK;
}

struct manifest_undeclared manifest_undeclared_find(struct plim_arena *arena,
                                                    const struct manifest_coverage *coverage)
{
    PLIM_CLEANUP(plim_map_freep) struct plim_map *read = plim_map_new();
    PLIM_CLEANUP(plim_map_freep) struct plim_map *dirs = plim_map_new();
    struct manifest_undeclared found = {
        .paths = plim_arena_array(arena, coverage->tree->len, sizeof(*found.paths))};
    struct search search = {arena, coverage, read, dirs, &found};
    struct plim_err err = {0};
    note_known(&search);
    if (search_all(&search, &err) == PLIM_OK)
        return found;
    return (struct manifest_undeclared){.unknown = plim_arena_copy_c(arena, err.msg)};
}
