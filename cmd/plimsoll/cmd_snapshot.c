/* Keep everything that an audit with these flags reads. */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/file.h"
#include "snapshot/writer.h"
#include "value/build.h"
#include "value/json.h"

#include "documents.h"
#include "progress.h"
#include "session_rows.h"
#include "session_scope.h"

static const struct option options[] = {
    SESSION_INPUT_ROWS SESSION_SCOPE_ROWS SESSION_CONNECTION_ROWS SESSION_LIMIT_ROWS
        SESSION_EXPLAIN_ROW{"output", 'o', OPTION_TEXT, SESSION_AT(out_dir), "DIR",
                            "directory of the capture (required)"},
    SESSION_END_ROW,
};

static struct value list_texts(struct plim_arena *arena, const struct option_list *texts)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < texts->len; i++)
        value_list_add(&list, value_string_c(texts->items[i]));
    return value_list_finish(&list);
}

static enum plim_code put_flags(const struct session_settings *settings, struct session *session,
                                struct snapshot_writer *writer, struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_arena *arena = session->arena;
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "contexts", list_texts(arena, &session->contexts));
    value_map_add(&map, "repos", list_texts(arena, &settings->repos));
    struct value flags = value_map_finish(&map);
    if (value_json_write(&flags, VALUE_JSON_PRETTY, &text, err) != PLIM_OK)
        return err->code;
    return snapshot_put(writer, "flags.json", plim_buf_str(&text), err);
}

/* One of the fleet's files, under the path that the fleet gives it. */
static enum plim_code put_file(struct plim_arena *arena, struct snapshot_writer *writer,
                               struct plim_str written, struct plim_str path, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    if (plim_file_read(plim_arena_copy(arena, path.text, path.len), DOCUMENT_BYTES_MAX, &text, &len,
                       err) != PLIM_OK)
        return err->code;
    const char *name = plim_arena_printf(arena, "files/%.*s", PLIM_STR_ARG(written));
    return snapshot_put(writer, name, (struct plim_str){text, len}, err);
}

static enum plim_code put_files(struct plim_arena *arena, struct snapshot_writer *writer,
                                const struct plim_str *written, const struct plim_str *paths,
                                size_t count, struct plim_err *err)
{
    for (size_t i = 0; i < count; i++) {
        if (put_file(arena, writer, written[i], paths[i], err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

static enum plim_code put_fleet(const struct session *session, const char *path,
                                struct snapshot_writer *writer, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    struct audit_fleet written = {0}; /* the same document, with its paths as they stand there */
    const struct audit_fleet *fleet = &session->fleet;
    if (plim_file_read(path, AUDIT_FLEET_BYTES_MAX, &text, &len, err) != PLIM_OK ||
        snapshot_put(writer, "fleet.yaml", (struct plim_str){text, len}, err) != PLIM_OK ||
        audit_fleet_parse(session->arena, path, NULL, (struct plim_str){text, len}, &written,
                          err) != PLIM_OK ||
        put_files(session->arena, writer, written.library_files, fleet->library_files,
                  fleet->library_file_count, err) != PLIM_OK ||
        put_files(session->arena, writer, written.model_files, fleet->model_files,
                  fleet->model_file_count, err) != PLIM_OK)
        return err->code;
    return put_files(session->arena, writer, written.attestation_files, fleet->attestation_files,
                     fleet->attestation_file_count, err);
}

static enum plim_code capture(const struct session_settings *settings, struct session *session,
                              struct snapshot_writer *writer, struct plim_err *err)
{
    struct progress progress = progress_start(settings->quiet || settings->debug);
    session->request.progress = progress_show;
    session->request.progress_context = &progress;
    session->request.record = writer;
    enum plim_code code = session_watch(session, err);
    if (code == PLIM_OK)
        code = audit_capture(&session->request, err);
    session_watch_end(session);
    progress_stop(&progress);
    if (code != PLIM_OK)
        return code;
    code = session->fleet.document.value ? put_fleet(session, session->fleet.file, writer, err)
                                         : put_flags(settings, session, writer, err);
    if (code != PLIM_OK || session_record_scope(settings, session->arena, writer, err) != PLIM_OK)
        return code != PLIM_OK ? code : err->code;
    return snapshot_writer_finish(writer, plim_clock_now(&session->clock), err);
}

static enum plim_code run(void *context, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    (void)arguments;
    struct session_settings *settings = context;
    if (!settings->out_dir && !settings->explain_requests)
        return plim_err_set(err, PLIM_INVALID, "-o DIR is required");
    if (settings->snapshot)
        return plim_err_set(err, PLIM_INVALID, "a capture cannot be made of a capture");
    PLIM_CLEANUP(session_release) struct session session = {0};
    PLIM_CLEANUP(snapshot_writer_freep) struct snapshot_writer *writer = NULL;
    if (session_open(settings, REPORT_ALL, &session, err) != PLIM_OK)
        return err->code;
    *exit_out = PLIM_EXIT_CLEAN;
    if (settings->explain_requests)
        return session_explain(settings, &session, err);
    if (snapshot_writer_new(settings->out_dir, &writer, err) != PLIM_OK)
        return err->code;
    return capture(settings, &session, writer, err);
}

const struct command command_snapshot = {
    .name = "snapshot",
    .arguments = "",
    .summary = "Capture what an audit reads, to be judged again without its sources",
    .options = options,
    .settings_bytes = sizeof(struct session_settings),
    .run = run,
};
