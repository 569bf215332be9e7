#include <string.h>

#include "base/file.h"
#include "value/build.h"
#include "value/json.h"
#include "value/yaml.h"

#include "generate_priv.h"

/* What Flux's sources leave out unless told otherwise. Source: fluxcd/pkg sourceignore. */
static bool is_ignored(const char *name)
{
    static const char *const names[] = {
        ".sops.yaml",         ".flux.yaml",      ".travis.yml",         ".gitlab-ci.yml",
        "appveyor.yml",       ".drone.yml",      "cloudbuild.yaml",     "codeship-services.yml",
        "codeship-steps.yml", ".goreleaser.yml", ".goreleaser.brew.yml"};
    for (size_t i = 0; i < PLIM_LEN(names); i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

bool manifest_is_member(const struct manifest_node *node)
{
    struct plim_str path = plim_str_from(node->path);
    return (plim_str_ends(path, PLIM_STR(".yaml")) || plim_str_ends(path, PLIM_STR(".yml"))) &&
           node->kind != MANIFEST_NODE_LINK_DIRECTORY && !is_ignored(plim_path_name(node->path)) &&
           !plim_str_contains(path, PLIM_STR(".github/")) &&
           !plim_str_contains(path, PLIM_STR(".circleci/"));
}

static const struct manifest_kustomization *find_in(struct manifest_reader *reader,
                                                    const struct manifest_listing *listing,
                                                    const char *dir)
{
    struct manifest_listing own = {dir, false, listing->nodes, listing->len};
    return manifest_reader_find(reader, &own);
}

static bool names_kustomization(const struct manifest_node *node)
{
    return (node->kind == MANIFEST_NODE_FILE || node->kind == MANIFEST_NODE_LINK_FILE) &&
           manifest_is_kustomization_name(plim_path_name(node->path));
}

bool manifest_is_plain(struct manifest_reader *reader, const struct manifest_listing *listing,
                       const struct value *changes)
{
    if (value_len(changes) > 0)
        return false;
    for (size_t i = 0; i < listing->len; i++) {
        const char *path = listing->nodes[i].path;
        if (names_kustomization(&listing->nodes[i]) &&
            find_in(reader, listing, manifest_path_dir(reader->tree->arena, path)))
            return false;
    }
    return true;
}

/* ---- A directory without one. */

/* Of the directories with a kustomization above `path`, the top-most below the listing; NULL
 * without one. */
static const char *find_owner(const char *const *dirs, size_t count, const char *path)
{
    const char *owner = NULL;
    for (size_t i = 0; i < count; i++)
        if (manifest_path_is_below(path, dirs[i]) && (!owner || strlen(dirs[i]) < strlen(owner)))
            owner = dirs[i];
    return owner;
}

static size_t find_dirs(struct manifest_reader *reader, const struct manifest_listing *listing,
                        const char **dirs)
{
    size_t count = 0;
    for (size_t i = 0; i < listing->len; i++) {
        const char *dir = manifest_path_dir(reader->tree->arena, listing->nodes[i].path);
        if (names_kustomization(&listing->nodes[i]) && find_in(reader, listing, dir))
            dirs[count++] = dir;
    }
    return count;
}

static const char *relative(const struct manifest_listing *listing, const char *path)
{
    size_t len = strlen(listing->path);
    return path + len + (len > 0 ? 1 : 0);
}

static struct value list_resources(struct manifest_reader *reader,
                                   const struct manifest_listing *listing)
{
    struct plim_arena *arena = reader->tree->arena;
    struct value_list_builder resources = {.arena = arena};
    const char **dirs = plim_arena_array(arena, listing->len, sizeof(*dirs));
    size_t count = find_dirs(reader, listing, dirs);
    const char *last = "";
    for (size_t i = 0; i < listing->len; i++) {
        const char *path = listing->nodes[i].path;
        const char *owner = find_owner(dirs, count, path);
        bool is_new = owner && strcmp(owner, last) != 0;
        if (is_new || (!owner && manifest_is_member(&listing->nodes[i])))
            value_list_add(&resources,
                           value_string_c(plim_arena_printf(
                               arena, "./%s", relative(listing, owner ? owner : path))));
        last = owner ? owner : last;
    }
    return value_list_finish(&resources);
}

/* ---- Changes. */

static struct value join_lists(struct plim_arena *arena, const struct value *old,
                               const struct value *added)
{
    struct value_list_builder joined = {.arena = arena};
    for (size_t i = 0; i < (value_is(old, VALUE_LIST) ? value_len(old) : 0); i++)
        value_list_add(&joined, *value_at(old, i));
    for (size_t i = 0; i < value_len(added); i++)
        value_list_add(&joined, *value_at(added, i));
    return value_list_finish(&joined);
}

static const struct value *find_named(const struct value *list, struct plim_str name)
{
    for (size_t i = 0; i < (value_is(list, VALUE_LIST) ? value_len(list) : 0); i++)
        if (plim_str_equal(value_get_text(value_at(list, i), "name"), name))
            return value_at(list, i);
    return NULL;
}

static struct value join_images(struct plim_arena *arena, const struct value *old,
                                const struct value *added)
{
    struct value_list_builder joined = {.arena = arena};
    for (size_t i = 0; i < (value_is(old, VALUE_LIST) ? value_len(old) : 0); i++) {
        const struct value *by = find_named(added, value_get_text(value_at(old, i), "name"));
        value_list_add(&joined, by ? *by : *value_at(old, i));
    }
    for (size_t i = 0; i < value_len(added); i++)
        if (!find_named(old, value_get_text(value_at(added, i), "name")))
            value_list_add(&joined, *value_at(added, i));
    return value_list_finish(&joined);
}

static struct value join_maps(struct plim_arena *arena, const struct value *old,
                              const struct value *added)
{
    struct value_map_builder joined = {.arena = arena};
    for (size_t i = 0; i < (value_is(old, VALUE_MAP) ? value_len(old) : 0); i++)
        if (!value_get_str(added, value_str(&old->entries[i].key)))
            value_map_add_str(&joined, value_str(&old->entries[i].key), *value_at(old, i));
    for (size_t i = 0; i < value_len(added); i++)
        value_map_add_str(&joined, value_str(&added->entries[i].key), *value_at(added, i));
    return value_map_finish(&joined);
}

static struct value join_field(struct plim_arena *arena, const char *name, const struct value *old,
                               const struct value *added)
{
    if (!old || !(value_is(added, VALUE_LIST) || value_is(added, VALUE_MAP)))
        return *added;
    if (value_is(added, VALUE_MAP))
        return join_maps(arena, old, added);
    return strcmp(name, "images") == 0 ? join_images(arena, old, added)
                                       : join_lists(arena, old, added);
}

static struct value change(struct plim_arena *arena, const struct value *base,
                           const struct value *changes)
{
    static const struct value origins = {
        .kind = VALUE_STRING, .len = 17, .text = "originAnnotations"};
    struct value_map_builder made = {.arena = arena};
    for (size_t i = 0; i < value_len(base); i++)
        if (!value_get_str(changes, value_str(&base->entries[i].key)))
            value_map_add_str(&made, value_str(&base->entries[i].key), *value_at(base, i));
    for (size_t i = 0; i < value_len(changes); i++) {
        struct plim_str name = value_str(&changes->entries[i].key);
        value_map_add_str(&made, name,
                          join_field(arena, plim_arena_copy(arena, name.text, name.len),
                                     value_get_str(base, name), value_at(changes, i)));
    }
    if (!value_get(base, "buildMetadata"))
        value_map_add(&made, "buildMetadata", value_list(&origins, 1));
    return value_map_finish(&made);
}

static struct value new_kustomization(struct manifest_reader *reader,
                                      const struct manifest_listing *listing)
{
    struct value_map_builder made = {.arena = reader->tree->arena};
    value_map_add(&made, "apiVersion", value_string_c("kustomize.config.k8s.io/v1beta1"));
    value_map_add(&made, "kind", value_string_c("Kustomization"));
    value_map_add(&made, "resources", list_resources(reader, listing));
    return value_map_finish(&made);
}

enum plim_code manifest_generate(struct manifest_reader *reader,
                                 const struct manifest_listing *listing,
                                 const struct value *changes,
                                 struct manifest_kustomization *kustomization_out,
                                 struct plim_err *err)
{
    struct plim_arena *arena = reader->tree->arena;
    const struct manifest_kustomization *own = manifest_reader_find(reader, listing);
    struct value_yaml_list documents = {0};
    if (own && own->error[0] != '\0')
        return plim_err_set(err, PLIM_INVALID, "not rendered: %s", own->error);
    if (own && value_len(changes) == 0) {
        *kustomization_out = *own;
        return PLIM_OK;
    }
    if (own && value_yaml_read(arena, own->path, own->text, VALUE_YAML_MANIFEST, &documents, err) !=
                   PLIM_OK)
        return err->code;
    struct value base = own ? documents.items[0].root : new_kustomization(reader, listing);
    struct value made = change(arena, &base, changes);
    struct plim_buf text = {.arena = arena};
    if (value_json_write(&made, VALUE_JSON_PRETTY, &text, err) != PLIM_OK)
        return err->code;
    const char *path = own ? own->path : plim_path_join(arena, listing->path, "kustomization.yaml");
    if (!manifest_kustomization_parse(arena, path, plim_buf_str(&text), kustomization_out))
        return plim_err_set(err, PLIM_INVALID, "'%s' is no kustomization", path);
    kustomization_out->dir = listing->path;
    kustomization_out->traces = false;
    kustomization_out->generated = true;
    kustomization_out->traced = value_get(&base, "buildMetadata") == NULL;
    return PLIM_OK;
}
