#include "snapshot/foreign.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/map.h"
#include "value/yaml.h"

#include "captures_priv.h"
#include "foreign_priv.h"
#include "secret_priv.h"

bool snapshot_is_foreign(const char *path)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct snapshot_place place = {0};
    struct plim_err ignored = {0};
    if (plim_file_exists(path))
        return snapshot_captures_find(arena, path, &place, &ignored) != PLIM_OK;
    return plim_dir_exists(path) && !plim_dir_exists(plim_path_join(arena, path, "captures")) &&
           !plim_file_exists(plim_path_join(arena, path, "snapshot.json"));
}

/* A document and where it stands. */
struct place {
    struct snapshot_foreign *foreign;
    const char *file;
    const struct value_yaml_document *document;
};

static enum plim_code fail(struct plim_err *err, const struct place *place, const char *what)
{
    return plim_err_set(err, PLIM_INVALID, "%s:%u: %s", place->file,
                        (unsigned)place->document->position.line, what);
}

static struct plim_str get_version(const struct value *object)
{
    return value_get_text(value_get(object, "metadata"), "resourceVersion");
}

/* Source: KEP-5504, comparable resource versions: decimal numbers without leading zeros. One
 * without is older than any. */
static bool is_newer(const struct value *left, const struct value *right)
{
    struct plim_str version = get_version(left);
    struct plim_str other = get_version(right);
    return version.len != other.len
               ? version.len > other.len
               : version.len > 0 && memcmp(version.text, other.text, version.len) > 0;
}

/* An object that is in several files counts once, as the newest of them. */
static void keep_object(struct snapshot_foreign *foreign, struct snapshot_foreign_kind *of,
                        const char *key, struct value object)
{
    size_t *seen = plim_map_get(foreign->seen, key);
    if (seen) {
        struct value *kept = &of->objects.items[*seen];
        *kept = is_newer(&object, kept) ? object : *kept;
        return;
    }
    seen = plim_arena_alloc(foreign->arena, sizeof(*seen));
    *seen = of->objects.len;
    plim_map_set(foreign->seen, key, seen);
    value_list_add(&of->objects, object);
}

static enum plim_code add_object(const struct place *place, const struct value *object,
                                 struct plim_str api_version, struct plim_str kind,
                                 struct plim_err *err)
{
    struct snapshot_foreign *foreign = place->foreign;
    const struct value *metadata = value_get(object, "metadata");
    struct plim_str name = value_get_text(metadata, "name");
    struct plim_str namespace = value_get_text(metadata, "namespace");
    if (api_version.len == 0 || kind.len == 0 || name.len == 0)
        return fail(err, place, "expected an object with apiVersion, kind and metadata.name");
    char *key = plim_arena_printf(foreign->arena, "%.*s %.*s %.*s %.*s", PLIM_STR_ARG(api_version),
                                  PLIM_STR_ARG(kind), PLIM_STR_ARG(namespace), PLIM_STR_ARG(name));
    struct snapshot_foreign_kind *of =
        snapshot_foreign_kind(foreign, api_version, kind, namespace.len > 0);
    bool is_secret = of->group[0] == '\0' && strcmp(of->kind, "Secret") == 0;
    keep_object(foreign, of, key,
                is_secret ? snapshot_secret_object(foreign->arena, object)
                          : snapshot_secret_strip_value(foreign->arena, object));
    return PLIM_OK;
}

/* "PodList" holds Pods, which need not say so; "List" anything. */
static enum plim_code add_list(const struct place *place, const struct value *list,
                               struct plim_str kind, struct plim_err *err)
{
    const struct value *items = value_get(list, "items");
    struct plim_str of = {kind.text, kind.len - (sizeof("List") - 1)};
    for (size_t i = 0; i < value_len(items); i++) {
        const struct value *item = value_at(items, i);
        struct plim_str own = value_get_text(item, "kind");
        struct plim_str version = value_get_text(item, "apiVersion");
        if (version.len == 0 && of.len > 0)
            version = value_get_text(list, "apiVersion");
        if (add_object(place, item, version, own.len > 0 ? own : of, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

static enum plim_code add_document(const struct place *place, struct plim_err *err)
{
    const struct value *root = &place->document->root;
    struct plim_str kind = value_get_text(root, "kind");
    struct plim_str version = value_get_text(root, "apiVersion");
    if (kind.len == 0 && version.len == 0)
        return PLIM_OK; /* no object of Kubernetes: must-gathers hold other things too */
    if (plim_str_ends(kind, PLIM_STR("List")) && value_is(value_get(root, "items"), VALUE_LIST))
        return add_list(place, root, kind, err);
    if (plim_str_ends(kind, PLIM_STR("List")) &&
        value_get_text(value_get(root, "metadata"), "name").len == 0)
        return PLIM_OK; /* an empty list: "items": null */
    return add_object(place, root, version, kind, err);
}

static enum plim_code add_file(struct snapshot_foreign *foreign, const char *file,
                               struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    struct value_yaml_list documents = {0};
    size_t len = 0;
    if (++foreign->files > SNAPSHOT_FOREIGN_FILES_MAX)
        return plim_err_set(err, PLIM_LIMIT, "'%s': more than %d files", foreign->path,
                            SNAPSHOT_FOREIGN_FILES_MAX);
    if (plim_file_read(file, SNAPSHOT_FOREIGN_FILE_BYTES_MAX, &text, &len, err) != PLIM_OK ||
        value_yaml_read(foreign->arena, file, (struct plim_str){text, len}, VALUE_YAML_MANIFEST,
                        &documents, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < documents.len; i++) {
        struct place place = {foreign, file, &documents.items[i]};
        if (add_document(&place, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

static bool is_text(const char *name)
{
    struct plim_str text = plim_str_from(name);
    return plim_str_ends(text, PLIM_STR(".yaml")) || plim_str_ends(text, PLIM_STR(".yml")) ||
           plim_str_ends(text, PLIM_STR(".json"));
}

/* Which files of a directory have objects. */
enum search {
    SEARCH_ALL,
    SEARCH_INSPECTED, /* below the two directories of `oc adm inspect` */
    SEARCH_ROOTS,     /* nothing but what another `oc adm inspect` wrote further below */
};

struct level {
    const char *path;
    enum search search;
    unsigned depth;
};

static bool has_entry(const struct plim_dir_entry *entries, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(entries[i].name, name) == 0)
            return true;
    return false;
}

/*
 * Where `oc adm inspect` wrote, beside logs and files of nodes that may look like objects: kubelets
 * have manifests, too. Its own objects are in cluster-scoped-resources and namespaces.
 * Source: openshift/oc, pkg/cli/admin/inspect, dirPathForInfo and CreateEventFilterPage.
 */
static bool is_inspection(const struct plim_dir_entry *entries, size_t count)
{
    return has_entry(entries, count, "cluster-scoped-resources") ||
           (has_entry(entries, count, "namespaces") &&
            has_entry(entries, count, "event-filter.html"));
}

/* namespaces/NAMESPACE/pods/POD/CONTAINER has logs and what the container said of itself. */
static bool is_of_pod(const char *dir)
{
    struct plim_str path = plim_str_from(dir);
    const char *pod = strrchr(dir, '/');
    path.len = pod ? (size_t)(pod - dir) : 0;
    return plim_str_ends(path, PLIM_STR("/pods"));
}

static bool choose_search(const struct level *level, bool inspection, const char *name,
                          enum search *search_out)
{
    bool objects = strcmp(name, "cluster-scoped-resources") == 0 || strcmp(name, "namespaces") == 0;
    *search_out = level->search;
    if (inspection)
        *search_out = objects ? SEARCH_INSPECTED : SEARCH_ROOTS;
    return level->search != SEARCH_INSPECTED || !is_of_pod(level->path);
}

static enum plim_code add_dir(struct snapshot_foreign *foreign, const struct level *level,
                              struct plim_err *err)
{
    struct plim_dir_entry *entries = NULL;
    size_t count = 0;
    if (level->depth > SNAPSHOT_FOREIGN_DEPTH_MAX)
        return plim_err_set(err, PLIM_LIMIT, "'%s': more than %d directories in one another",
                            level->path, SNAPSHOT_FOREIGN_DEPTH_MAX);
    if (plim_dir_list(foreign->arena, level->path, &entries, &count, err) != PLIM_OK)
        return err->code;
    bool inspection = level->search != SEARCH_INSPECTED && is_inspection(entries, count);
    bool reads = level->search != SEARCH_ROOTS && !inspection;
    for (size_t i = 0; i < count; i++) {
        struct level next = {plim_path_join(foreign->arena, level->path, entries[i].name),
                             level->search, level->depth + 1};
        struct stat info = {0};
        enum plim_code code = PLIM_OK;
        if (lstat(next.path, &info) != 0)
            continue;
        if (S_ISDIR(info.st_mode) &&
            choose_search(level, inspection, entries[i].name, &next.search))
            code = add_dir(foreign, &next, err);
        else if (reads && S_ISREG(info.st_mode) && is_text(next.path))
            code = add_file(foreign, next.path, err);
        if (code != PLIM_OK)
            return code;
    }
    return PLIM_OK;
}

enum plim_code snapshot_foreign_open(const char *path, struct snapshot_foreign **foreign_out,
                                     struct plim_err *err)
{
    PLIM_CLEANUP(snapshot_foreign_freep)
    struct snapshot_foreign *foreign = plim_calloc(1, sizeof(*foreign));
    foreign->arena = plim_arena_new();
    foreign->path = plim_arena_copy_c(foreign->arena, path);
    foreign->seen = plim_map_new();
    snapshot_foreign_add_known(foreign);
    const struct level top = {path, SEARCH_ALL, 0};
    enum plim_code code =
        plim_dir_exists(path) ? add_dir(foreign, &top, err) : add_file(foreign, path, err);
    if (code != PLIM_OK)
        return code;
    if (plim_map_len(foreign->seen) == 0)
        return plim_err_set(err, PLIM_INVALID,
                            "'%s' is neither a directory of captures nor has objects of Kubernetes "
                            "in .yaml, .yml or .json files",
                            path);
    snapshot_foreign_name_kinds(foreign);
    snapshot_foreign_prefer_kinds(foreign);
    *foreign_out = PLIM_STEAL(foreign);
    return PLIM_OK;
}

void snapshot_foreign_free(struct snapshot_foreign *foreign)
{
    if (!foreign)
        return;
    plim_map_free(foreign->seen);
    free(foreign->kinds);
    plim_arena_free(foreign->arena);
    free(foreign);
}

void snapshot_foreign_freep(struct snapshot_foreign **foreign)
{
    snapshot_foreign_free(*foreign);
    *foreign = NULL;
}
