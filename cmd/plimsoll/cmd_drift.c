#include "session_rows.h"

static const struct option options[] = {
    SESSION_INPUT_ROWS SESSION_SCOPE_ROWS SESSION_CONNECTION_ROWS SESSION_LIMIT_ROWS{
        "desired", 0, OPTION_TEXT, SESSION_AT(desired), "PATH",
        "compare these manifests instead of Git's ..."},
    {"live", 0, OPTION_TEXT, SESSION_AT(live), "PATH", "... with these, as if they were live"},
    SESSION_REPORT_ROWS SESSION_END_ROW,
};

static enum plim_code run(void *context, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    (void)arguments;
    struct session_settings *settings = context;
    if ((settings->desired == NULL) != (settings->live == NULL))
        return plim_err_set(err, PLIM_INVALID, "--desired and --live go together");
    return session_audit(settings, REPORT_DRIFT, exit_out, err);
}

const struct command command_drift = {
    .name = "drift",
    .arguments = "",
    .summary = "Show what differs between Git and the clusters, and who changed it",
    .options = options,
    .settings_bytes = sizeof(struct session_settings),
    .run = run,
};
