/* Turn a saved report into other formats. */
#include "saved_report.h"
#include "session.h"

static const struct option options[] = {
    {"output", 'o', OPTION_LIST, offsetof(struct session_settings, outputs), "FORMAT[=FILE]",
     "text, json, markdown, sarif, junit, csv or openmetrics; repeats"},
    {"verbose", 'v', OPTION_SWITCH, offsetof(struct session_settings, verbose), NULL,
     "list every warning in the text report"},
    {0},
};

static enum plim_code run(void *context, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    const struct session_settings *settings = context;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value report = {0};
    if (arguments->len != 1)
        return plim_err_set(err, PLIM_INVALID, "expected FILE, or - for standard input");
    if (session_check_outputs(settings, err) != PLIM_OK ||
        saved_report_read(arena, arguments->items[0], &report, err) != PLIM_OK)
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
