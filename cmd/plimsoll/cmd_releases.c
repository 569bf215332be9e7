#include "session.h"

static enum plim_code run(void *settings, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    (void)arguments;
    return session_audit(settings, REPORT_RELEASES, exit_out, err);
}

const struct command command_releases = {
    .name = "releases",
    .arguments = "",
    .summary = "List what runs: versions, tags, digests",
    .options = session_options,
    .settings_bytes = sizeof(struct session_settings),
    .run = run,
};
