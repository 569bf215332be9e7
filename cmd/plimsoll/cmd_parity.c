#include "session.h"

static enum plim_code run(void *settings, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    (void)arguments;
    return session_audit(settings, REPORT_PARITY, exit_out, err);
}

const struct command command_parity = {
    .name = "parity",
    .arguments = "",
    .summary = "Compare each application between environments",
    .options = session_options,
    .settings_bytes = sizeof(struct session_settings),
    .run = run,
};
