#include "session.h"

static enum plim_code run(void *settings, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    (void)arguments;
    return session_audit(settings, REPORT_ALL, exit_out, err);
}

const struct command command_audit = {
    .name = "audit",
    .arguments = "",
    .summary = "Audit clusters against Git: findings, levels, next steps",
    .options = session_options,
    .settings_bytes = sizeof(struct session_settings),
    .run = run,
};
