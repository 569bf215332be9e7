#include <string.h>

#include "base/map.h"

#include "build_priv.h"
#include "generate_priv.h"
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

static enum plim_code add_members(const struct build *build, struct plim_err *err)
{
    for (size_t i = 0; i < build->listing.len; i++)
        if (manifest_is_member(&build->listing.nodes[i]) &&
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
    build.variables = manifest_variables_read(tree->arena, building->documents, building->recipe,
                                              building->from, NULL);
    PLIM_CLEANUP(release_reader) struct manifest_reader reader = {tree, plim_map_new()};
    if (manifest_is_plain(&reader, &build.listing, &building->recipe->changes))
        return add_members(&build, err);
    return render(&build, &reader, reason_out, err);
}
