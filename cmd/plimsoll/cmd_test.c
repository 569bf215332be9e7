/* Run the cases of policies. */
#include <stdio.h>

#include "base/file.h"
#include "policy/cases.h"

#include "kyverno_suite.h"
#include "session.h"
#include "terminal.h"

struct settings {
    const char *now;
    bool coverage;
};

static const struct option options[] = {
    {"now", 0, OPTION_TEXT, offsetof(struct settings, now), "TIME",
     "take this as the present (RFC 3339)"},
    {"coverage", 0, OPTION_SWITCH, offsetof(struct settings, coverage), NULL,
     "tell which parts of expressions the cases never saw true, or never false"},
    {0},
};

static void print_diff(const char *diff)
{
    bool color = terminal_has_color();
    struct plim_str rest = plim_str_from(diff);
    struct plim_str line;
    while (rest.len > 0) {
        (void)plim_str_cut(&rest, '\n', &line);
        const char *begin = !color                                 ? ""
                            : plim_str_starts(line, PLIM_STR("-")) ? "\033[31m"
                            : plim_str_starts(line, PLIM_STR("+")) ? "\033[32m"
                                                                   : "";
        printf("    %s%.*s%s\n", begin, PLIM_STR_ARG(line), begin[0] != '\0' ? "\033[0m" : "");
    }
}

static void print_failure(void *context, const struct policy_case_result *result)
{
    (void)context;
    if (result->passed)
        return;
    printf("FAIL %s %s: %s\n", result->policy, result->path, result->why);
    print_diff(result->diff);
}

static void print_uncovered(void *context, const char *policy, const char *message)
{
    (void)context;
    printf("%s %s\n", policy, message);
}

/* Cases of our own policies, suites of Kyverno's, or both. */
struct totals {
    struct policy_case_counts cases;
    struct kyverno_counts suites;
};

static enum plim_code run_path(const char *path, int64_t now, bool coverage, struct totals *totals,
                               struct plim_err *err)
{
    struct plim_err failure = {0};
    size_t before = totals->suites.suites;
    enum plim_code code = kyverno_suites_run(path, now, &totals->suites, err);
    bool found = totals->suites.suites > before;
    if (code != PLIM_OK || (found && !plim_dir_exists(path)))
        return code;
    const struct policy_case_sinks sinks = {.failed = print_failure,
                                            .uncovered = coverage ? print_uncovered : NULL};
    code = policy_cases_cover(path, now, &sinks, &totals->cases, &failure);
    if (code == PLIM_OK || (found && code == PLIM_NOT_FOUND))
        return PLIM_OK;
    *err = failure;
    return code;
}

static enum plim_code run(void *context, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    const struct settings *settings = context;
    struct totals totals = {0};
    struct plim_clock clock = {0};
    if (arguments->len == 0)
        return plim_err_set(err, PLIM_INVALID, "expected PATH...; see --help");
    if (session_clock(settings->now, &clock, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < arguments->len; i++) {
        if (run_path(arguments->items[i], plim_clock_now(&clock), settings->coverage, &totals,
                     err) != PLIM_OK)
            return err->code;
    }
    size_t failed = totals.cases.failed + totals.suites.failed;
    if (totals.cases.policies > 0)
        printf("%zu policies\n", totals.cases.policies);
    if (settings->coverage && totals.cases.parts > 0)
        printf("%zu of %zu parts of expressions were both true and false\n", totals.cases.covered,
               totals.cases.parts);
    if (totals.suites.suites > 0)
        printf("%zu suites\n", totals.suites.suites);
    if (totals.suites.excluded > 0)
        printf("%zu results are about nothing that the policy speaks of\n", totals.suites.excluded);
    printf("%zu passed, %zu failed\n", totals.cases.passed + totals.suites.passed, failed);
    bool blind = totals.suites.excluded > 0 && totals.cases.passed + totals.suites.passed == 0;
    *exit_out = failed > 0 || blind ? PLIM_EXIT_FINDINGS : PLIM_EXIT_CLEAN;
    if (totals.suites.broken > 0)
        *exit_out = PLIM_EXIT_USAGE;
    return PLIM_OK;
}

const struct command command_test = {
    .name = "test",
    .arguments = "PATH...",
    .summary = "Run the cases of policies, and suites of tests for Kyverno",
    .options = options,
    .settings_bytes = sizeof(struct settings),
    .most_arguments = COMMAND_ANY,
    .run = run,
};
