/* Keep everything that an audit with these flags reads, and keep house with what was kept. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "snapshot/store.h"
#include "snapshot/writer.h"
#include "value/build.h"
#include "value/json.h"

#include "documents.h"
#include "progress.h"
#include "redaction.h"
#include "session_rows.h"
#include "session_scope.h"

struct snapshot_settings {
    struct session_settings session; /* first: the shared rows fill it */
    const char *keep, *keep_within, *redact_key;
    bool redact;
};

#define PRUNE_ROWS                                                       \
    {"keep",      0,                                                     \
     OPTION_TEXT, offsetof(struct snapshot_settings, keep),              \
     "COUNT",     "prune: the newest captures that stay (default: 1)"},  \
        {"keep-within", 0,                                               \
         OPTION_TEXT,   offsetof(struct snapshot_settings, keep_within), \
         "DURATION",    "prune: captures younger than this, such as 30d, stay too"},

#define REDACT_ROWS                                             \
    {"redact",      0,                                          \
     OPTION_SWITCH, offsetof(struct snapshot_settings, redact), \
     NULL,          "keep pseudonyms instead of names"},        \
        {"redact-key",                                          \
         0,                                                     \
         OPTION_TEXT,                                           \
         offsetof(struct snapshot_settings, redact_key),        \
         "FILE",                                                \
         "key of the pseudonyms, 32 bytes or more (default: one for this capture alone)"},

static const struct option options[] = {
    SESSION_INPUT_ROWS SESSION_DOOR_ROW SESSION_SCOPE_ROWS SESSION_CONNECTION_ROWS
        SESSION_LIMIT_ROWS SESSION_EXPLAIN_ROW{"output", 'o', OPTION_TEXT, SESSION_AT(out_dir),
                                               "DIR",
                                               "directory of the captures (required to make one)"},
    REDACT_ROWS PRUNE_ROWS SESSION_END_ROW,
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

/* What was to be captured. */
static enum plim_code put_request(const struct snapshot_settings *settings, struct session *session,
                                  struct snapshot_writer *writer, struct plim_err *err)
{
    if (!session->fleet.document.value)
        return put_flags(&settings->session, session, writer, err);
    if (settings->redact)
        return redaction_put_fleet(session, writer, err);
    return put_fleet(session, session->fleet.file, writer, err);
}

static enum plim_code capture(const struct snapshot_settings *snapshot, struct session *session,
                              struct snapshot_writer *writer, struct plim_err *err)
{
    const struct session_settings *settings = &snapshot->session;
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
    if (put_request(snapshot, session, writer, err) != PLIM_OK ||
        session_record_scope(settings, session->arena, writer, err) != PLIM_OK)
        return err->code;
    return snapshot_writer_finish(writer, plim_clock_now(&session->clock), err);
}

/* Before anything is asked: what is wrong with the key or the fleet need not wait for clusters. */
static enum plim_code read_key(const struct snapshot_settings *settings,
                               const struct session *session, struct plim_buf *key,
                               struct plim_err *err)
{
    if (!settings->redact)
        return PLIM_OK;
    if (redaction_check_fleet(&session->fleet, err) != PLIM_OK)
        return err->code;
    if (!settings->redact_key && !settings->session.quiet)
        fputs("--redact without --redact-key: the pseudonyms are those of this capture alone, and "
              "cannot be compared with another's\n",
              stderr);
    return redaction_key_read(settings->redact_key, key, err);
}

static enum plim_code make_capture(const struct snapshot_settings *snapshot,
                                   enum plim_exit *exit_out, struct plim_err *err)
{
    const struct session_settings *settings = &snapshot->session;
    if (snapshot->redact_key && !snapshot->redact)
        return plim_err_set(err, PLIM_INVALID, "--redact-key is of --redact, which is missing");
    if (!settings->out_dir && !settings->explain_requests)
        return plim_err_set(err, PLIM_INVALID, "-o DIR is required");
    if (settings->snapshot)
        return plim_err_set(err, PLIM_INVALID, "a capture cannot be made of a capture");
    PLIM_CLEANUP(session_release) struct session session = {0};
    PLIM_CLEANUP(snapshot_writer_freep) struct snapshot_writer *writer = NULL;
    PLIM_CLEANUP(redaction_key_release) struct plim_buf key = {.max = SNAPSHOT_KEY_BYTES_MAX};
    if (session_open(settings, REPORT_ALL, &session, err) != PLIM_OK)
        return err->code;
    *exit_out = PLIM_EXIT_CLEAN;
    if (settings->explain_requests)
        return session_explain(settings, &session, err);
    if (read_key(snapshot, &session, &key, err) != PLIM_OK ||
        redaction_check_directory(settings->out_dir, snapshot->redact, err) != PLIM_OK ||
        snapshot_writer_new(settings->out_dir, &writer, err) != PLIM_OK)
        return err->code;
    if (snapshot->redact)
        snapshot_writer_redact(writer, plim_buf_str(&key));
    return capture(snapshot, &session, writer, err);
}

/* "1 capture", "2 captures". */
static void print_count(uint64_t count, const char *noun, const char *end)
{
    printf("%llu %s%s%s", (unsigned long long)count, noun, count == 1 ? "" : "s", end);
}

static enum plim_code verify(const struct snapshot_settings *settings, const char *path,
                             enum plim_exit *exit_out, struct plim_err *err)
{
    (void)settings;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct snapshot_problems problems = {0};
    if (snapshot_verify(arena, path, &problems, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < problems.len; i++)
        printf("%s\n", problems.lines[i]);
    print_count(problems.captures, "capture", ", ");
    print_count(problems.objects, "object", ", ");
    print_count(problems.len, "problem", "\n");
    *exit_out = problems.len > 0 ? PLIM_EXIT_FINDINGS : PLIM_EXIT_CLEAN;
    return PLIM_OK;
}

static enum plim_code list(const struct snapshot_settings *settings, const char *path,
                           enum plim_exit *exit_out, struct plim_err *err)
{
    (void)settings;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct snapshot_summary *summaries = NULL;
    size_t count = 0;
    *exit_out = PLIM_EXIT_CLEAN;
    if (snapshot_list(arena, path, &summaries, &count, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < count; i++) {
        const struct snapshot_summary *summary = &summaries[i];
        char time[PLIM_TIME_TEXT_BYTES];
        if (summary->error) {
            printf("%s  %s\n", summary->path, summary->error);
            *exit_out = PLIM_EXIT_FINDINGS;
            continue;
        }
        printf("%s  %s  ", summary->path, plim_time_format(summary->created_at, time));
        print_count(summary->clusters, "cluster", ", ");
        print_count(summary->requests, "request", ", ");
        print_count(summary->documents, "document", ", ");
        print_count(summary->bytes, "byte", "");
        if (summary->redaction)
            printf(", redacted with key %s", summary->redaction);
        printf("\n");
    }
    return PLIM_OK;
}

static enum plim_code read_pruning(const struct snapshot_settings *settings,
                                   struct snapshot_pruning *pruning_out, struct plim_err *err)
{
    struct plim_clock clock = {0};
    char *end = NULL;
    *pruning_out = (struct snapshot_pruning){.keep = 1, .newest = INT64_MAX};
    if (settings->keep) {
        unsigned long keep = strtoul(settings->keep, &end, 10);
        if (settings->keep[0] < '1' || settings->keep[0] > '9' || *end || keep > 1000000)
            return plim_err_set(err, PLIM_INVALID, "--keep: '%s' is not a number from 1 to 1000000",
                                settings->keep);
        pruning_out->keep = keep;
    }
    if (!settings->keep_within)
        return PLIM_OK;
    int64_t seconds = 0;
    if (plim_duration_parse(plim_str_from(settings->keep_within), &seconds, err) != PLIM_OK)
        return plim_err_wrap(err, "--keep-within");
    if (session_clock(settings->session.now, &clock, err) != PLIM_OK)
        return err->code;
    pruning_out->newest = plim_clock_now(&clock) - seconds;
    return PLIM_OK;
}

static enum plim_code prune(const struct snapshot_settings *settings, const char *path,
                            enum plim_exit *exit_out, struct plim_err *err)
{
    struct snapshot_pruning pruning = {0};
    struct snapshot_pruned pruned = {0};
    if (!settings->keep && !settings->keep_within)
        return plim_err_set(err, PLIM_INVALID,
                            "prune needs --keep COUNT or --keep-within DURATION");
    if (read_pruning(settings, &pruning, err) != PLIM_OK ||
        snapshot_prune(path, &pruning, &pruned, err) != PLIM_OK)
        return err->code;
    printf("removed ");
    print_count(pruned.captures, "capture", ", ");
    print_count(pruned.objects, "other file", ", ");
    print_count(pruned.bytes, "byte", "\n");
    *exit_out = PLIM_EXIT_CLEAN;
    return PLIM_OK;
}

static const struct {
    const char *name;
    enum plim_code (*run)(const struct snapshot_settings *settings, const char *path,
                          enum plim_exit *exit_out, struct plim_err *err);
} actions[] = {{"list", list}, {"prune", prune}, {"verify", verify}};

static enum plim_code run(void *context, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    const struct snapshot_settings *settings = context;
    if (arguments->len == 0)
        return make_capture(settings, exit_out, err);
    for (size_t i = 0; i < PLIM_LEN(actions); i++) {
        if (strcmp(arguments->items[0], actions[i].name) != 0)
            continue;
        if (arguments->len != 2)
            return plim_err_set(err, PLIM_INVALID, "%s: expected one directory of captures",
                                actions[i].name);
        return actions[i].run(settings, arguments->items[1], exit_out, err);
    }
    return plim_err_set(err, PLIM_INVALID, "'%s' is not one of list, prune, verify",
                        arguments->items[0]);
}

const struct command command_snapshot = {
    .name = "snapshot",
    .arguments = "[list|prune|verify DIR]",
    .summary = "Capture what an audit reads, to be judged again without its sources",
    .details =
        "\nWithout arguments a capture is made below -o DIR. list tells what is in a directory of\n"
        "captures; verify checks every byte of it against its hashes, and exits with 1 when\n"
        "something is wrong; prune removes all but the newest captures and what only they "
        "needed.\n",
    .options = options,
    .settings_bytes = sizeof(struct snapshot_settings),
    .most_arguments = 2,
    .run = run,
};
