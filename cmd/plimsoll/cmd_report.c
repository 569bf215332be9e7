/* Turn a saved report into other formats. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "value/json.h"

#include "session.h"

enum { REPORT_BYTES_MAX = 1024 * 1024 * 1024 };

static const struct option options[] = {
    {"output", 'o', OPTION_LIST, offsetof(struct session_settings, outputs), "FORMAT[=FILE]",
     "text, json, markdown, sarif, junit, csv or openmetrics; repeats"},
    {"verbose", 'v', OPTION_SWITCH, offsetof(struct session_settings, verbose), NULL,
     "list every warning in the text report"},
    {0},
};

static enum plim_code read_report(struct plim_arena *arena, const char *path,
                                  struct value *report_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    bool is_input = strcmp(path, "-") == 0;
    const char *name = is_input ? "standard input" : path;
    if (plim_file_read(is_input ? "/dev/stdin" : path, REPORT_BYTES_MAX, &text, &len, err) !=
        PLIM_OK)
        return err->code;
    if (value_json_read(arena, (struct plim_str){text, len}, report_out, err) != PLIM_OK)
        return plim_err_wrap(err, "%s: not a report in JSON", name);
    if (!value_is_string(value_get(report_out, "kind"), "AuditReport") ||
        !value_is_string(value_get(report_out, "apiVersion"), "plimsoll.dev/v1alpha1"))
        return plim_err_set(err, PLIM_INVALID,
                            "%s: expected an AuditReport of plimsoll.dev/v1alpha1, as 'audit -o "
                            "json' writes it",
                            name);
    return PLIM_OK;
}

static enum plim_code run(void *context, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    const struct session_settings *settings = context;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value report = {0};
    if (arguments->len != 1)
        return plim_err_set(err, PLIM_INVALID, "expected FILE, or - for standard input");
    if (session_check_outputs(settings, err) != PLIM_OK ||
        read_report(arena, arguments->items[0], &report, err) != PLIM_OK)
        return err->code;
    *exit_out = PLIM_EXIT_CLEAN;
    return session_write(settings, REPORT_ALL, &report, SESSION_NO_STATUS, err);
}

const struct command command_report = {
    .name = "report",
    .arguments = "FILE",
    .summary = "Turn a saved report (audit -o json) into other formats",
    .options = options,
    .settings_bytes = sizeof(struct session_settings),
    .most_arguments = 1,
    .run = run,
};
