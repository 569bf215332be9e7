#include <string.h>

#include "base/file.h"
#include "manifest/files.h"

#include "export_priv.h"
#include "program_priv.h"
#include "render_priv.h"

static enum plim_code run(const struct manifest_options *options, const char *dir,
                          const char *subpath, struct plim_process_result *result,
                          struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const char *target = subpath[0] == '\0' ? "." : subpath;
    const char *argv[] = {options && options->kustomize ? options->kustomize : "kustomize",
                          "build",
                          plim_path_join(arena, plim_path_join(arena, dir, "tree"), target),
                          "--load-restrictor",
                          "LoadRestrictionsRootOnly",
                          NULL};
    return manifest_program_run(options, dir, argv, result, err);
}

/* One attempt. The message of PLIM_INVALID is kustomize's. */
static enum plim_code attempt(const struct manifest_tree *tree,
                              const struct manifest_closure *closure,
                              const struct manifest_options *options, bool trace,
                              struct plim_str *text_out, struct plim_err *err)
{
    PLIM_CLEANUP(manifest_program_end) char *dir = NULL;
    PLIM_CLEANUP(plim_process_result_release) struct plim_process_result result = {0};
    if (manifest_program_begin(&dir, err) != PLIM_OK ||
        manifest_export(tree, closure, plim_path_join(tree->arena, dir, "tree"), trace, err) !=
            PLIM_OK ||
        run(options, dir, closure->root->dir, &result, err) != PLIM_OK)
        return err->code;
    if (result.exit_status != 0)
        return plim_err_set(err, PLIM_INVALID, "kustomize: %s",
                            manifest_program_reason(tree->arena, &result.complaint, dir));
    *text_out = manifest_program_output(tree->arena, &result);
    return PLIM_OK;
}

enum plim_code manifest_render(const struct manifest_tree *tree,
                               const struct manifest_closure *closure,
                               const struct manifest_options *options, struct plim_str *text_out,
                               bool *traced_out, struct plim_err *err)
{
    bool trace = closure->root->traces;
    enum plim_code code = attempt(tree, closure, options, trace, text_out, err);
    /* Programs before 4.5.2 do not know the field. */
    if (code == PLIM_INVALID && trace && strstr(err->msg, "buildMetadata")) {
        trace = false;
        code = attempt(tree, closure, options, trace, text_out, err);
    }
    if (code != PLIM_OK)
        return plim_err_wrap(err, "not rendered");
    *traced_out = trace || closure->root->traced;
    return PLIM_OK;
}
