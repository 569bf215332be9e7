#include "session.h"

static enum plim_code run(void *settings, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    (void)arguments;
    return session_audit(settings, REPORT_COVERAGE, exit_out, err);
}

const struct command command_coverage = {
    .name = "coverage",
    .arguments = "",
    .summary = "Show who answers for each live object: Git, an agent, Helm, or nobody",
    .options = session_options,
    .settings_bytes = sizeof(struct session_settings),
    .run = run,
};
