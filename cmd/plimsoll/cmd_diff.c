/* What changed between two saved reports. */
#include <stdio.h>
#include <string.h>

#include "report/compare.h"
#include "value/json.h"

#include "saved_report.h"
#include "session.h"
#include "terminal.h"

struct settings {
    const char *output, *fail_on;
};

static const struct option options[] = {
    {"output", 'o', OPTION_TEXT, offsetof(struct settings, output), "FORMAT",
     "text or json (default: text)"},
    {"fail-on", 0, OPTION_TEXT, offsetof(struct settings, fail_on), "SEVERITY",
     "lowest severity of a new finding that gives exit 1: info low medium high critical never "
     "(default: medium)"},
    {0},
};

static enum plim_code write_comparison(const struct value *comparison, bool json,
                                       struct plim_err *err)
{
    const struct plim_sink screen = session_screen();
    if (!json)
        return report_compare_write_text(comparison, terminal_has_color(), terminal_width(),
                                         &screen, err);
    if (value_json_write_to(comparison, VALUE_JSON_PRETTY, &screen, err) != PLIM_OK)
        return err->code;
    return screen.write(screen.context, "\n", 1, err);
}

static enum plim_exit find_exit(const struct value *comparison, unsigned fail_on)
{
    const struct value *added = value_get(comparison, "new");
    for (size_t i = 0; i < value_len(added); i++) {
        const struct value *state = value_get(value_at(added, i), "state");
        if (value_is_string(state, "unknown") || value_is_string(state, "error"))
            return PLIM_EXIT_INCOMPLETE;
    }
    if (value_len(value_get(comparison, "unknown")) > 0)
        return PLIM_EXIT_INCOMPLETE;
    for (size_t i = 0; i < value_len(added); i++) {
        if ((unsigned)audit_severity_of(value_at(added, i)) >= fail_on)
            return PLIM_EXIT_FINDINGS;
    }
    return PLIM_EXIT_CLEAN;
}

static enum plim_code run(void *context, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    const struct settings *settings = context;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value before = {0};
    struct value after = {0};
    unsigned fail_on = 0;
    bool json = settings->output && strcmp(settings->output, "json") == 0;
    if (arguments->len != 2)
        return plim_err_set(err, PLIM_INVALID, "expected BEFORE AFTER, two reports in JSON");
    if (settings->output && !json && strcmp(settings->output, "text") != 0)
        return plim_err_set(err, PLIM_INVALID, "unknown output format '%s'; expected text or json",
                            settings->output);
    if (session_parse_fail_on(settings->fail_on, &fail_on, err) != PLIM_OK ||
        saved_report_read(arena, arguments->items[0], &before, err) != PLIM_OK ||
        saved_report_read(arena, arguments->items[1], &after, err) != PLIM_OK)
        return err->code;
    struct value comparison = report_compare(arena, &before, &after);
    *exit_out = find_exit(&comparison, fail_on);
    return write_comparison(&comparison, json, err);
}

const struct command command_diff = {
    .name = "diff",
    .arguments = "BEFORE AFTER",
    .summary = "Show what changed between two saved reports: new, fixed, levels",
    .options = options,
    .settings_bytes = sizeof(struct settings),
    .most_arguments = 2,
    .run = run,
};
