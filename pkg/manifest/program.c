#include <stdlib.h>

#include "base/file.h"
#include "manifest/files.h"

#include "program_priv.h"

enum { REASON_MAX = 400 };

void manifest_program_end(char **dir)
{
    struct plim_err ignored;
    if (*dir && plim_dir_remove(*dir, &ignored) != PLIM_OK)
        ignored.code = PLIM_OK; /* what is left behind is a matter of $TMPDIR */
    free(*dir);
}

enum plim_code manifest_program_begin(char **dir_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    if (plim_dir_make_temporary(dir_out, err) != PLIM_OK ||
        plim_dir_make(plim_path_join(arena, *dir_out, "tree"), err) != PLIM_OK)
        return err->code;
    return plim_dir_make(plim_path_join(arena, *dir_out, "home"), err);
}

enum plim_code manifest_program_run(const struct manifest_options *options, const char *dir,
                                    const char *const *argv, struct plim_process_result *result_out,
                                    struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const char *env[] = {"PATH=/nonexistent",
                         plim_arena_printf(arena, "HOME=%s/home", dir),
                         plim_arena_printf(arena, "TMPDIR=%s/home", dir),
                         "HTTP_PROXY=http://127.0.0.1:9",
                         "HTTPS_PROXY=http://127.0.0.1:9",
                         "GIT_ALLOW_PROTOCOL=none",
                         "KUBECONFIG=/nonexistent",
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
    return plim_process_run(&process, result_out, err);
}

const char *manifest_program_reason(struct plim_arena *arena, const struct plim_buf *complaint,
                                    const char *dir)
{
    static const struct plim_str prefix = {"Error: ", 7};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf reason = {0};
    plim_process_reason(complaint, plim_path_join(arena, dir, "tree/"), REASON_MAX, &reason);
    struct plim_str text = plim_buf_str(&reason);
    if (plim_str_starts(text, prefix))
        text = (struct plim_str){text.text + prefix.len, text.len - prefix.len};
    return text.len > 0 ? plim_arena_copy(arena, text.text, text.len) : "failed without a reason";
}

struct plim_str manifest_program_output(struct plim_arena *arena,
                                        const struct plim_process_result *result)
{
    struct plim_str text = plim_buf_str(&result->out);
    return text.len > 0 ? plim_arena_copy_str(arena, text) : (struct plim_str){"", 0};
}
