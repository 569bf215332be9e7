/* Run the cases of policies. */
#include <stdio.h>

#include "policy/cases.h"

#include "session.h"

struct settings {
    const char *now;
};

static const struct option options[] = {
    {"now", 0, OPTION_TEXT, offsetof(struct settings, now), "TIME",
     "take this as the present (RFC 3339)"},
    {0},
};

static void print_failure(void *context, const struct policy_case_result *result)
{
    (void)context;
    if (!result->passed)
        printf("FAIL %s %s: %s\n", result->policy, result->path, result->why);
}

static enum plim_code run(void *context, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    const struct settings *settings = context;
    struct policy_case_counts counts = {0};
    struct plim_clock clock = {0};
    if (arguments->len == 0)
        return plim_err_set(err, PLIM_INVALID, "expected PATH...; see --help");
    if (session_clock(settings->now, &clock, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < arguments->len; i++) {
        if (policy_cases_run(arguments->items[i], plim_clock_now(&clock), print_failure, NULL,
                             &counts, err) != PLIM_OK)
            return err->code;
    }
    printf("%zu policies\n%zu passed, %zu failed\n", counts.policies, counts.passed, counts.failed);
    *exit_out = counts.failed > 0 ? PLIM_EXIT_FINDINGS : PLIM_EXIT_CLEAN;
    return PLIM_OK;
}

const struct command command_test = {
    .name = "test",
    .arguments = "PATH...",
    .summary = "Run the cases of policies",
    .options = options,
    .settings_bytes = sizeof(struct settings),
    .most_arguments = COMMAND_ANY,
    .run = run,
};
