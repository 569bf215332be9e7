#include <string.h>

#include "base/map.h"
#include "value/build.h"

#include "origin_priv.h"
#include "tree_priv.h"

/* Source: kustomize's buildMetadata, "originAnnotations". */
static const char annotation[] = "config.kubernetes.io/origin";

static const char *name_key(struct plim_arena *arena, const struct value *object)
{
    struct plim_str kind = value_get_text(object, "kind");
    struct plim_str name = value_get_text(object, "metadata.name");
    return plim_arena_printf(arena, "%.*s/%.*s", PLIM_STR_ARG(kind), PLIM_STR_ARG(name));
}

static void add_item(struct manifest_origins *origins, const struct manifest_parsed *file,
                     const struct manifest_item *item)
{
    const char *key = name_key(origins->arena, &item->object);
    struct manifest_origin *known = plim_map_get(origins->by_name, key);
    if (known) {
        known->item = NULL;
        return;
    }
    struct manifest_origin *made = plim_arena_array(origins->arena, 1, sizeof(*made));
    *made = (struct manifest_origin){file, item};
    plim_map_set(origins->by_name, key, made);
}

void manifest_origins_build(struct manifest_origins *origins, struct plim_arena *arena,
                            const struct manifest_parsed *parsed, size_t count)
{
    *origins = (struct manifest_origins){arena, plim_map_new(), plim_map_new()};
    for (size_t i = 0; i < count; i++) {
        if (parsed[i].file->kind != MANIFEST_FILE_SOURCE)
            continue;
        struct manifest_parsed *kept = plim_arena_array(arena, 1, sizeof(*kept));
        *kept = parsed[i];
        plim_map_set(origins->by_path, kept->file->path, kept);
        for (size_t k = 0; k < kept->len; k++)
            add_item(origins, kept, &kept->items[k]);
    }
}

void manifest_origins_release(struct manifest_origins *origins)
{
    plim_map_free(origins->by_path);
    plim_map_free(origins->by_name);
}

/* ---- The annotation. */

static struct value without(struct plim_arena *arena, const struct value *map, const char *key)
{
    struct value_map_builder built = {.arena = arena};
    for (size_t i = 0; i < value_len(map); i++)
        if (!value_is_string(&map->entries[i].key, key))
            value_map_add_str(&built, value_str(&map->entries[i].key), *value_at(map, i));
    return value_map_finish(&built);
}

static struct value with(struct plim_arena *arena, const struct value *map, const char *key,
                         struct value value)
{
    struct value_map_builder built = {.arena = arena};
    for (size_t i = 0; i < value_len(map); i++) {
        bool replaced = value_is_string(&map->entries[i].key, key);
        value_map_add_str(&built, value_str(&map->entries[i].key),
                          replaced ? value : *value_at(map, i));
    }
    return value_map_finish(&built);
}

void manifest_drop_annotation(struct plim_arena *arena, struct value *object, const char *name)
{
    const struct value *metadata = value_get(object, "metadata");
    const struct value *annotations = value_get(metadata, "annotations");
    if (!value_is(annotations, VALUE_MAP))
        return;
    struct value left = without(arena, annotations, name);
    struct value changed = left.len > 0 ? with(arena, metadata, "annotations", left)
                                        : without(arena, metadata, "annotations");
    *object = with(arena, object, "metadata", changed);
}

/* The value of "key: value" in a line of the annotation; empty without one. */
static struct plim_str find_line(struct plim_str text, struct plim_str key)
{
    while (text.len > 0) {
        struct plim_str line;
        (void)plim_str_cut(&text, '\n', &line);
        if (plim_str_starts(line, key))
            return plim_str_trim((struct plim_str){line.text + key.len, line.len - key.len});
    }
    return (struct plim_str){0};
}

/* The file that the annotation names, as reports show it; NULL without one. */
static const char *annotated_path(struct plim_arena *arena, const struct manifest_file *file,
                                  const struct value *object)
{
    const struct value *annotations = value_get_path(object, "metadata.annotations");
    struct plim_str text = value_str(value_get(annotations, annotation));
    struct plim_str path = find_line(text, PLIM_STR("path: "));
    if (path.len == 0)
        path = find_line(text, PLIM_STR("configuredIn: "));
    if (path.len == 0)
        return NULL;
    const char *dir = strcmp(file->origin, ".") == 0 ? "" : file->origin;
    return manifest_path_resolve(arena, dir, plim_arena_copy(arena, path.text, path.len));
}

/* ---- The document. */

static bool has_text(const struct value *one, const struct value *other, const char *path)
{
    return plim_str_equal(value_get_text(one, path), value_get_text(other, path));
}

/* By kind and name; where the kustomization renames, the only one of its kind. NULL when not one
 * alone. */
static const struct manifest_item *find_item(const struct manifest_parsed *file,
                                             const struct value *object)
{
    const struct manifest_item *named = NULL;
    const struct manifest_item *alike = NULL;
    size_t named_count = 0;
    size_t alike_count = 0;
    for (size_t i = 0; i < file->len; i++) {
        const struct manifest_item *item = &file->items[i];
        if (!has_text(&item->object, object, "kind"))
            continue;
        alike = item;
        alike_count++;
        if (has_text(&item->object, object, "metadata.name")) {
            named = item;
            named_count++;
        }
    }
    if (named_count > 0)
        return named_count == 1 ? named : NULL;
    return alike_count == 1 ? alike : NULL;
}

static void point_to(struct manifest_object *object, const struct manifest_parsed *file,
                     const struct manifest_item *item)
{
    object->path = file->file->path;
    if (!item)
        return;
    object->line = item->position.line;
    object->column = item->position.column;
    object->source = &item->object;
}

void manifest_origins_apply(const struct manifest_origins *origins,
                            const struct manifest_file *file, struct manifest_object *object)
{
    object->path = file->path;
    if (file->traced) {
        const char *path = annotated_path(origins->arena, file, &object->object);
        const struct manifest_parsed *source = path ? plim_map_get(origins->by_path, path) : NULL;
        manifest_drop_annotation(origins->arena, &object->object, annotation);
        if (source) {
            point_to(object, source, find_item(source, &object->object));
            return;
        }
        if (path)
            object->path = path;
    }
    const struct manifest_origin *found =
        plim_map_get(origins->by_name, name_key(origins->arena, &object->object));
    if (found && found->item)
        point_to(object, found->file, found->item);
}
