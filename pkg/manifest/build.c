#include <string.h>

#include "base/map.h"

#include "build_priv.h"
#include "generate_priv.h"
#include "helm_priv.h"
#include "release_priv.h"
#include "render_priv.h"
#include "variables_priv.h"

/* What is needed to make one application. */
struct build {
    const struct manifest_building *building;
    struct manifest_variables variables;
    struct manifest_listing listing;
};

static struct plim_arena *arena_of(const struct build *build)
{
    return build->building->collector->tree->arena;
}

bool manifest_has_variables(const struct manifest_building *building)
{
    bool missing = false;
    (void)manifest_variables_read(building->collector->tree->arena, building->documents,
                                  building->recipe, building->from, &missing);
    return !missing;
}

/* The text as it may be kept: variables first, then without the values of Secrets. */
static void take(const struct build *build, struct plim_str text, struct manifest_file *file)
{
    struct plim_err why;
    if (manifest_variables_apply(arena_of(build), &build->variables, &text, &why) != PLIM_OK) {
        file->text = (struct plim_str){"", 0};
        file->error = plim_arena_printf(arena_of(build), "not rendered: %s", why.msg);
        return;
    }
    manifest_take_text(arena_of(build), text, file);
}

static enum plim_code add_member(const struct build *build, const struct manifest_node *node,
                                 struct plim_err *err)
{
    struct manifest_collector *collector = build->building->collector;
    const struct manifest_tree *tree = collector->tree;
    struct manifest_taken taken = {.file = {.kind = MANIFEST_FILE_PLAIN,
                                            .path = tree->display(tree, node->path),
                                            .origin = "",
                                            .text = {"", 0},
                                            .error = "",
                                            .application = build->building->application}};
    struct plim_str text;
    struct plim_err why;
    if (node->kind == MANIFEST_NODE_UNREADABLE) {
        taken.file.error = node->reason;
    } else if (tree->read(tree, node, &text, &why) != PLIM_OK) {
        taken.file.error = plim_arena_copy_c(tree->arena, why.msg);
    } else {
        taken.bytes = text.len;
        take(build, text, &taken.file);
    }
    return manifest_collector_add(collector, &taken, node->path, err);
}

/* Argo CD's directory: its own files unless it recurses, JSON too; names by shell patterns, several
 * as "{a,b}". */
static bool matches(struct plim_str name, struct plim_str patterns)
{
    if (patterns.len > 1 && patterns.text[0] == '{' && patterns.text[patterns.len - 1] == '}')
        patterns = (struct plim_str){patterns.text + 1, patterns.len - 2};
    else
        return plim_str_matches_glob(name, patterns);
    while (patterns.len > 0) {
        struct plim_str one;
        (void)plim_str_cut(&patterns, ',', &one);
        if (plim_str_matches_glob(name, plim_str_trim(one)))
            return true;
    }
    return false;
}

static bool is_in_directory(const struct build *build, const struct manifest_node *node)
{
    const struct value *directory = build->building->recipe->directory;
    const char *dir = build->listing.path;
    struct plim_str path = plim_str_from(node->path + strlen(dir) + (dir[0] != '\0' ? 1 : 0));
    struct plim_str include = value_get_text(directory, "include");
    struct plim_str exclude = value_get_text(directory, "exclude");
    bool recurses = value_bool_or(value_get(directory, "recurse"), false);
    return (manifest_is_member(node) || plim_str_ends(path, PLIM_STR(".json"))) &&
           (recurses || !plim_str_contains(path, PLIM_STR("/"))) &&
           (include.len == 0 || matches(path, include)) &&
           (exclude.len == 0 || !matches(path, exclude));
}

static bool is_wanted(const struct build *build, const struct manifest_node *node)
{
    return build->building->recipe->argo ? is_in_directory(build, node) : manifest_is_member(node);
}

static enum plim_code add_members(const struct build *build, struct plim_err *err)
{
    for (size_t i = 0; i < build->listing.len; i++)
        if (is_wanted(build, &build->listing.nodes[i]) &&
            add_member(build, &build->listing.nodes[i], err) != PLIM_OK)
            return err->code;
    return PLIM_OK;
}

static enum plim_code add_rendered(const struct build *build,
                                   const struct manifest_closure *closure, struct plim_str text,
                                   bool traced, struct plim_err *err)
{
    struct manifest_collector *collector = build->building->collector;
    const struct manifest_tree *tree = collector->tree;
    struct manifest_taken taken = {.file = {.kind = MANIFEST_FILE_RENDERED,
                                            .path = tree->display(tree, closure->root->path),
                                            .origin = manifest_show_dir(tree, closure->root->dir),
                                            .error = "",
                                            .traced = traced,
                                            .application = build->building->application},
                                   .bytes = text.len};
    take(build, text, &taken.file);
    if (manifest_collector_add(collector, &taken, closure->root->path, err) != PLIM_OK)
        return err->code;
    return manifest_collector_add_sources(collector, closure, err);
}

/* A kustomization of its own, since that of the directory may be changed for it alone. */
static enum plim_code render(const struct build *build, struct manifest_reader *reader,
                             const char **reason_out, struct plim_err *err)
{
    struct manifest_collector *collector = build->building->collector;
    struct manifest_kustomization *root = plim_arena_array(arena_of(build), 1, sizeof(*root));
    struct manifest_closure closure = {0};
    struct plim_str text;
    struct plim_err why;
    bool traced = false;
    if (manifest_generate(reader, &build->listing, &build->building->recipe->changes, root, &why) !=
        PLIM_OK) {
        *reason_out = plim_arena_copy_c(arena_of(build), why.msg);
        return PLIM_OK;
    }
    plim_map_set(reader->parsed, build->listing.path, root);
    if (manifest_closure_find(reader, root, &closure, &why) != PLIM_OK ||
        manifest_render(collector->tree, &closure, collector->options, &text, &traced, &why) !=
            PLIM_OK) {
        *reason_out = plim_arena_copy_c(arena_of(build), why.msg);
        return PLIM_OK;
    }
    return add_rendered(build, &closure, text, traced, err);
}

static void release_reader(struct manifest_reader *reader)
{
    plim_map_free(reader->parsed);
}

enum plim_code manifest_build(const struct manifest_building *building, const char **reason_out,
                              struct plim_err *err)
{
    const struct manifest_tree *tree = building->collector->tree;
    struct build build = {.building = building};
    struct plim_err why;
    *reason_out = "";
    if (tree->list(tree, building->dir, &build.listing, &why) != PLIM_OK) {
        *reason_out =
            plim_arena_printf(tree->arena, "not rendered: '%s': %s", building->dir, why.msg);
        return PLIM_OK;
    }
    if (build.listing.is_file) {
        *reason_out =
            plim_arena_printf(tree->arena, "not rendered: '%s' is no directory", building->dir);
        return PLIM_OK;
    }
    if (building->recipe->chart || (building->recipe->argo && manifest_is_chart(&build.listing)))
        return manifest_release_build(building, &build.listing, reason_out, err);
    build.variables = manifest_variables_read(tree->arena, building->documents, building->recipe,
                                              building->from, NULL);
    PLIM_CLEANUP(release_reader) struct manifest_reader reader = {tree, plim_map_new()};
    if (building->recipe->argo
            ? !manifest_reader_find(&reader, &build.listing)
            : manifest_is_plain(&reader, &build.listing, &building->recipe->changes))
        return add_members(&build, err);
    return render(&build, &reader, reason_out, err);
}
