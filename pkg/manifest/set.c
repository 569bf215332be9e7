#include "manifest/set.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "base/map.h"
#include "base/pool.h"
#include "resource/identity.h"
#include "resource/kind.h"
#include "value/build.h"
#include "value/path.h"

#include "document_priv.h"
#include "helm_priv.h"
#include "origin_priv.h"
#include "parse_priv.h"
#include "variables_priv.h"

/* Parts are parsed in runs of this many bytes: small enough to share out, large enough to be worth
 * a job; and a file of many documents is cut into such parts. */
enum { JOB_BYTES = 64 * 1024 };

struct unit {
    const struct manifest_file *file;
    struct value_yaml_part part;
    struct manifest_parsed parsed;
};

struct units {
    struct unit *items; /* owned; by file */
    size_t len;
    size_t cap;
};

struct batch {
    struct plim_arena **arenas; /* one per worker */
    struct unit *units;
    size_t len;
};

static void release_units(struct units *units)
{
    free(units->items);
}

static void run_batch(void *job, size_t worker)
{
    const struct batch *batch = job;
    for (size_t i = 0; i < batch->len; i++) {
        struct unit *unit = &batch->units[i];
        manifest_parse_part(batch->arenas[worker], unit->file, &unit->part, &unit->parsed);
    }
}

static void cut_file(struct plim_arena *arena, const struct manifest_file *file,
                     struct units *units)
{
    struct value_yaml_part *parts = NULL;
    size_t count = value_yaml_split(arena, file->text, JOB_BYTES, &parts);
    for (size_t i = 0; i < count; i++) {
        PLIM_GROW(units->items, units->len, units->cap);
        units->items[units->len++] = (struct unit){.file = file, .part = parts[i]};
    }
}

/* The units from `first` on that are one job. */
static size_t fill_batch(const struct units *units, size_t first)
{
    size_t bytes = 0;
    size_t at = first;
    while (at < units->len && bytes < JOB_BYTES)
        bytes += units->items[at++].part.text.len + 1;
    return at - first;
}

static void run_units(struct units *units, struct plim_pool *pool, struct plim_arena **arenas)
{
    PLIM_CLEANUP(plim_freep)
    struct batch *batches = plim_calloc(units->len + 1, sizeof(*batches));
    size_t count = 0;
    for (size_t first = 0; first < units->len; first += batches[count++].len) {
        batches[count] = (struct batch){arenas, units->items + first, fill_batch(units, first)};
        if (pool)
            plim_pool_submit(pool, run_batch, &batches[count]);
        else
            run_batch(&batches[count], 0);
    }
    if (pool)
        plim_pool_wait(pool);
}

static void parse_all(const struct manifest_files *files, struct plim_pool *pool,
                      struct plim_arena **arenas, struct manifest_parsed *parsed)
{
    PLIM_CLEANUP(release_units) struct units units = {0};
    for (size_t i = 0; i < files->len; i++)
        cut_file(arenas[0], &files->items[i], &units);
    run_units(&units, pool, arenas);
    PLIM_CLEANUP(plim_freep)
    struct manifest_parsed *parts = plim_calloc(units.len + 1, sizeof(*parts));
    for (size_t i = 0; i < units.len; i++)
        parts[i] = units.items[i].parsed;
    size_t first = 0;
    for (size_t i = 0; i < files->len; i++) {
        size_t end = first;
        while (end < units.len && units.items[end].file == &files->items[i])
            end++;
        manifest_parse_join(arenas[0], parts + first, end - first, &parsed[i]);
        first = end;
    }
}

/* ---- Putting the results together, in the order of the files. */

struct assembly {
    const struct manifest_files *files;
    const struct manifest_parsed *parsed;
    struct manifest_set *set;
    struct manifest_origins origins;
    const char *repository; /* copies in the set */
    const char *commit;
};

static struct plim_arena *arena_of(const struct assembly *assembly)
{
    return assembly->set->arenas[0];
}

static const char **copy_texts(struct plim_arena *arena, const char *const *texts, size_t count)
{
    const char **copies = plim_arena_array(arena, count, sizeof(*copies));
    for (size_t i = 0; i < count; i++)
        copies[i] = plim_arena_copy_c(arena, texts[i]);
    return copies;
}

static bool holds_values(const struct value *data)
{
    for (size_t i = 0; i < (value_is(data, VALUE_MAP) ? value_len(data) : 0); i++)
        if (value_str(value_at(data, i)).len > 0)
            return true;
    return false;
}

static bool is_plain_secret(const struct value *object)
{
    return manifest_document_is_secret(object) && !manifest_document_is_encrypted(object) &&
           (holds_values(value_get(object, "data")) ||
            holds_values(value_get(object, "stringData")));
}

static void note_secret(const struct assembly *assembly, struct plim_map *places, const char *path,
                        uint32_t line)
{
    plim_map_set(places, plim_arena_printf(arena_of(assembly), "%s:%u", path, line > 0 ? line : 1),
                 places);
}

static struct manifest_application *copy_applications(struct plim_arena *arena,
                                                      const struct manifest_files *files)
{
    struct manifest_application *copies =
        plim_arena_array(arena, files->application_count, sizeof(*copies));
    for (size_t i = 0; i < files->application_count; i++) {
        const struct manifest_application *from = &files->applications[i];
        copies[i] = *from;
        copies[i].kind = plim_arena_copy_c(arena, from->kind);
        copies[i].namespace = plim_arena_copy_c(arena, from->namespace);
        copies[i].name = plim_arena_copy_c(arena, from->name);
        copies[i].path = plim_arena_copy_c(arena, from->path);
        copies[i].source = plim_arena_copy_c(arena, from->source);
        copies[i].error = plim_arena_copy_c(arena, from->error);
        copies[i].target_namespace = plim_arena_copy_c(arena, from->target_namespace);
    }
    return copies;
}

/* Our own annotation is taken out again. */
static void read_unknown(struct plim_arena *arena, struct manifest_object *object)
{
    const struct value *annotations = value_get_path(&object->object, "metadata.annotations");
    struct plim_str reason = value_str(value_get(annotations, MANIFEST_UNKNOWN_ANNOTATION));
    if (!annotations || reason.len == 0)
        return;
    object->unknown = plim_arena_copy(arena, reason.text, reason.len);
    manifest_drop_annotation(arena, &object->object, MANIFEST_UNKNOWN_ANNOTATION);
}

/* As helm and Argo CD do when they apply it. A namespace on a kind without one is never looked at;
 * of kinds that are not built in, that is not known. */
static void set_namespace(struct plim_arena *arena, struct manifest_object *object)
{
    struct resource_identity identity = resource_identity_of(&object->object);
    const struct resource_kind *kind = resource_kind_find(identity.group, identity.kind);
    const char *namespace = object->application->target_namespace;
    if (namespace[0] == '\0' || identity.namespace.len > 0 || (kind && !kind->namespaced))
        return;
    struct value_map_builder metadata = {.arena = arena};
    struct value_map_builder made = {.arena = arena};
    const struct value *old = value_get(&object->object, "metadata");
    for (size_t i = 0; i < value_len(old); i++)
        if (!value_is_string(&old->entries[i].key, "namespace"))
            value_map_add_str(&metadata, value_str(&old->entries[i].key), *value_at(old, i));
    value_map_add(&metadata, "namespace", value_string_c(namespace));
    for (size_t i = 0; i < value_len(&object->object); i++) {
        struct plim_str key = value_str(&object->object.entries[i].key);
        value_map_add_str(&made, key,
                          plim_str_is(key, "metadata") ? value_map_finish(&metadata)
                                                       : *value_at(&object->object, i));
    }
    object->object = value_map_finish(&made);
}

static bool is_chart(const struct manifest_file *file)
{
    return file->kind == MANIFEST_FILE_CHART ||
           (file->kind == MANIFEST_FILE_RENDERED &&
            strcmp(plim_path_name(file->path), "Chart.yaml") == 0);
}

/* The template; its line is not known. */
static void point_to_template(struct plim_arena *arena, const struct manifest_file *file,
                              const struct manifest_item *item, struct manifest_object *object)
{
    struct plim_str source = manifest_helm_source(file->text, item->position.line);
    object->path = file->path;
    if (source.len > 0)
        object->path =
            plim_path_join(arena, file->origin, plim_arena_copy(arena, source.text, source.len));
}

static void add_object(const struct assembly *assembly, const struct manifest_parsed *parsed,
                       const struct manifest_item *item, struct plim_map *secrets)
{
    struct manifest_set *set = assembly->set;
    struct plim_arena *arena = arena_of(assembly);
    struct manifest_object *object = &set->objects[set->len++];
    *object = (struct manifest_object){
        .object = item->object,
        .repository = assembly->repository,
        .commit = assembly->commit,
        .rendered = parsed->file->kind == MANIFEST_FILE_RENDERED,
        .rendered_by = "",
        .encrypted = manifest_document_is_encrypted(&item->object),
    };
    if (parsed->file->application > 0)
        object->application = &set->applications[parsed->file->application - 1];
    if (object->application || is_chart(parsed->file))
        read_unknown(arena, object);
    if (object->application)
        set_namespace(arena, object);
    if (is_chart(parsed->file)) {
        point_to_template(arena, parsed->file, item, object);
        object->rendered_by = plim_arena_copy_c(arena, parsed->file->path);
    } else if (object->rendered) {
        manifest_origins_apply(&assembly->origins, parsed->file, object);
        object->rendered_by = plim_arena_copy_c(arena, parsed->file->path);
    } else {
        object->path = parsed->file->path;
        object->line = item->position.line;
        object->column = item->position.column;
        object->source = &object->object;
    }
    object->path = plim_arena_copy_c(arena, object->path);
    if (is_plain_secret(&object->object))
        note_secret(assembly, secrets, object->path, object->line);
}

static void add_unreadable(const struct assembly *assembly, const struct manifest_parsed *parsed)
{
    struct plim_arena *arena = arena_of(assembly);
    const struct manifest_file *file = parsed->file;
    const char *reason = file->error[0] != '\0' ? file->error : parsed->error;
    /* A source was read by kustomize; what it declares is known from there. */
    if (reason[0] == '\0' || file->kind == MANIFEST_FILE_SOURCE)
        return;
    assembly->set->unreadable[assembly->set->unreadable_count++] = (struct manifest_unreadable){
        plim_arena_copy_c(arena, file->path), plim_arena_copy_c(arena, reason),
        file->kind == MANIFEST_FILE_CHART};
}

static void add_file(const struct assembly *assembly, const struct manifest_parsed *parsed,
                     struct plim_map *manifests, struct plim_map *secrets)
{
    struct manifest_set *set = assembly->set;
    const struct manifest_file *file = parsed->file;
    add_unreadable(assembly, parsed);
    if (is_chart(file) &&
        (set->chart_count == 0 || strcmp(set->charts[set->chart_count - 1], file->path) != 0))
        set->charts[set->chart_count++] = plim_arena_copy_c(arena_of(assembly), file->path);
    if (parsed->len > 0 && file->kind != MANIFEST_FILE_RENDERED)
        plim_map_set(manifests, file->path, manifests);
    if (file->kind == MANIFEST_FILE_SOURCE) {
        for (size_t i = 0; i < parsed->len; i++)
            if (is_plain_secret(&parsed->items[i].object))
                note_secret(assembly, secrets, file->path, parsed->items[i].position.line);
        return;
    }
    set->skipped += parsed->skipped;
    for (size_t i = 0; i < parsed->len; i++)
        add_object(assembly, parsed, &parsed->items[i], secrets);
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static const char **sort_keys(struct plim_arena *arena, const struct plim_map *map,
                              size_t *count_out)
{
    size_t count = plim_map_len(map);
    const char **keys = plim_arena_array(arena, count, sizeof(*keys));
    for (size_t i = 0; i < count; i++)
        keys[i] = plim_arena_copy_c(arena, plim_map_key_at(map, i));
    if (count > 0)
        qsort(keys, count, sizeof(*keys), compare_texts);
    *count_out = count;
    return keys;
}

static void assemble(struct assembly *assembly)
{
    PLIM_CLEANUP(plim_map_freep) struct plim_map *manifests = plim_map_new();
    PLIM_CLEANUP(plim_map_freep) struct plim_map *secrets = plim_map_new();
    const struct manifest_files *files = assembly->files;
    struct manifest_set *set = assembly->set;
    struct plim_arena *arena = arena_of(assembly);
    size_t objects = 0;
    for (size_t i = 0; i < files->len; i++)
        objects += assembly->parsed[i].len;
    set->objects = plim_arena_array(arena, objects, sizeof(*set->objects));
    set->unreadable = plim_arena_array(arena, files->len, sizeof(*set->unreadable));
    set->charts = plim_arena_array(arena, files->len, sizeof(*set->charts));
    set->applications = copy_applications(arena, files);
    set->application_count = files->application_count;
    set->kustomizations = copy_texts(arena, files->kustomizations, files->kustomization_count);
    set->kustomization_count = files->kustomization_count;
    for (size_t i = 0; i < files->len; i++)
        add_file(assembly, &assembly->parsed[i], manifests, secrets);
    set->manifests = sort_keys(arena, manifests, &set->manifest_count);
    set->plain_secrets = sort_keys(arena, secrets, &set->plain_secret_count);
}

void manifest_parse(const struct manifest_files *files, struct plim_pool *pool,
                    struct manifest_set *set_out)
{
    struct manifest_set set = {.arena_count = pool ? plim_pool_threads(pool) : 1};
    set.arenas = plim_calloc(set.arena_count, sizeof(struct plim_arena *));
    for (size_t i = 0; i < set.arena_count; i++)
        set.arenas[i] = plim_arena_new();
    PLIM_CLEANUP(plim_freep)
    struct manifest_parsed *parsed = plim_calloc(files->len + 1, sizeof(*parsed));
    parse_all(files, pool, set.arenas, parsed);
    struct assembly assembly = {
        .files = files,
        .parsed = parsed,
        .set = &set,
        .repository = plim_arena_copy_c(set.arenas[0], files->repository),
        .commit = plim_arena_copy_c(set.arenas[0], files->commit),
    };
    manifest_origins_build(&assembly.origins, set.arenas[0], parsed, files->len);
    assemble(&assembly);
    manifest_origins_release(&assembly.origins);
    *set_out = set;
}

void manifest_set_release(struct manifest_set *set)
{
    for (size_t i = 0; i < set->arena_count; i++)
        plim_arena_free(set->arenas[i]);
    free(set->arenas);
    *set = (struct manifest_set){0};
}

struct value_position manifest_object_position(const struct manifest_object *object,
                                               struct plim_str path)
{
    struct value_position position = {0, 0};
    if (object->source)
        (void)value_path_find(object->source, path, &position);
    if (position.line == 0)
        return (struct value_position){object->line, object->column};
    return position;
}
