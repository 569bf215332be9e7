#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/process.h"
#include "manifest/files.h"

#include "export_priv.h"
#include "render_priv.h"

enum { REASON_MAX = 400 };

/* A private directory, removed with all in it. */
static void remove_dir(char **dir)
{
    struct plim_err ignored;
    if (*dir && plim_dir_remove(*dir, &ignored) != PLIM_OK)
        ignored.code = PLIM_OK; /* what is left behind is a matter of $TMPDIR */
    free(*dir);
}

/* The last thing that kustomize complained about, in one line, without the private directory. */
static const char *read_reason(struct plim_arena *arena, const struct plim_buf *complaint,
                               const char *dir)
{
    static const struct plim_str prefix = {"Error: ", 7};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf reason = {0};
    plim_process_reason(complaint, dir, REASON_MAX, &reason);
    struct plim_str text = plim_buf_str(&reason);
    if (plim_str_starts(text, prefix))
        text = (struct plim_str){text.text + prefix.len, text.len - prefix.len};
    return plim_arena_copy(arena, text.text ? text.text : "", text.len);
}

/* Nothing of our environment: no credentials, no other programs, and a proxy that is not there in
 * case that something should be fetched after all. */
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
    const char *env[] = {"PATH=/nonexistent",
                         plim_arena_printf(arena, "HOME=%s/home", dir),
                         plim_arena_printf(arena, "TMPDIR=%s/home", dir),
                         "HTTP_PROXY=http://127.0.0.1:9",
                         "HTTPS_PROXY=http://127.0.0.1:9",
                         "GIT_ALLOW_PROTOCOL=none",
                         "GOMEMLIMIT=1GiB",
                         "LC_ALL=C",
                         NULL};
    unsigned timeout_ms = options ? options->timeout_ms : 0;
    struct plim_process process = {
        .argv = argv,
        .env = env,
        .dir = plim_path_join(arena, dir, "home"),
        .timeout_ms = timeout_ms > 0 ? timeout_ms : MANIFEST_RENDER_TIMEOUT_MS,
        .output_max = MANIFEST_RENDERED_MAX,
        .cancel = options ? options->cancel : NULL,
    };
    return plim_process_run(&process, result, err);
}

static enum plim_code export_to(const struct manifest_tree *tree,
                                const struct manifest_closure *closure, const char *dir, bool trace,
                                struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const char *copy = plim_path_join(arena, dir, "tree");
    if (plim_dir_make(copy, err) != PLIM_OK ||
        plim_dir_make(plim_path_join(arena, dir, "home"), err) != PLIM_OK)
        return err->code;
    return manifest_export(tree, closure, copy, trace, err);
}

/* One attempt. The message of PLIM_INVALID is kustomize's. */
static enum plim_code attempt(const struct manifest_tree *tree,
                              const struct manifest_closure *closure,
                              const struct manifest_options *options, bool trace,
                              struct plim_str *text_out, struct plim_err *err)
{
    PLIM_CLEANUP(remove_dir) char *dir = NULL;
    PLIM_CLEANUP(plim_process_result_release) struct plim_process_result result = {0};
    if (plim_dir_make_temporary(&dir, err) != PLIM_OK ||
        export_to(tree, closure, dir, trace, err) != PLIM_OK)
        return err->code;
    if (run(options, dir, closure->root->dir, &result, err) != PLIM_OK)
        return err->code;
    if (result.exit_status != 0) {
        const char *copy = plim_path_join(tree->arena, dir, "tree/");
        const char *reason = read_reason(tree->arena, &result.complaint, copy);
        return plim_err_set(err, PLIM_INVALID, "kustomize: %s",
                            reason[0] != '\0' ? reason : "failed without a reason");
    }
    struct plim_str out = plim_buf_str(&result.out);
    *text_out =
        (struct plim_str){plim_arena_copy(tree->arena, out.text ? out.text : "", out.len), out.len};
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
