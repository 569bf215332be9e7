#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/sink.h"

#include "session.h"
#include "terminal.h"

enum { NEVER = FINDING_SEVERITIES };

/* "json=report.json" is a format and a file; "json" goes to standard output. */
struct output {
    char format[16];
    const char *file; /* NULL: standard output */
};

static struct output parse_output(const char *text)
{
    struct output output = {0};
    const char *equals = strchr(text, '=');
    size_t len = equals ? (size_t)(equals - text) : strlen(text);
    if (len >= sizeof(output.format))
        len = sizeof(output.format) - 1;
    memcpy(output.format, text, len);
    output.file = equals ? equals + 1 : NULL;
    return output;
}

enum plim_code session_parse_fail_on(const char *text, unsigned *severity_out, struct plim_err *err)
{
    const char *names[NEVER + 1] = {[NEVER] = "never"};
    memcpy(names, finding_severity_names, sizeof(finding_severity_names));
    *severity_out = FINDING_MEDIUM;
    if (!text)
        return PLIM_OK;
    for (unsigned i = 0; i < PLIM_LEN(names); i++) {
        if (strcmp(names[i], text) == 0) {
            *severity_out = i;
            return PLIM_OK;
        }
    }
    return plim_err_set(
        err, PLIM_INVALID,
        "--fail-on: unknown severity '%s'; expected info, low, medium, high, critical or "
        "never",
        text);
}

enum plim_code session_check_outputs(const struct session_settings *settings, struct plim_err *err)
{
    unsigned severity = 0;
    size_t on_stdout = 0;
    for (size_t i = 0; i < settings->outputs.len; i++) {
        struct output output = parse_output(settings->outputs.items[i]);
        if (report_format_check(output.format, err) != PLIM_OK)
            return err->code;
        if (output.file && output.file[0] == '\0')
            return plim_err_set(err, PLIM_INVALID, "-o '%s' names no file",
                                settings->outputs.items[i]);
        on_stdout += output.file ? 0 : 1;
    }
    if (on_stdout > 1)
        return plim_err_set(
            err, PLIM_INVALID,
            "only one report can go to standard output; use -o FORMAT=FILE for the others");
    return session_parse_fail_on(settings->fail_on, &severity, err);
}

static enum plim_code print(void *context, const char *bytes, size_t len, struct plim_err *err)
{
    if (fwrite(bytes, 1, len, context) != len)
        return plim_err_set(err, PLIM_IO, "write to standard output failed");
    return PLIM_OK;
}

struct plim_sink session_screen(void)
{
    return (struct plim_sink){print, stdout};
}

static enum plim_code write_output(const struct output *output, const struct value *report,
                                   struct report_style style, struct plim_err *err)
{
    if (!output->file) {
        const struct plim_sink screen = session_screen();
        return report_write(output->format, report, &style, &screen, err);
    }
    PLIM_CLEANUP(plim_file_stream_freep) struct plim_file_stream *file = NULL;
    if (plim_file_stream_open(output->file, &file, err) != PLIM_OK)
        return err->code;
    const struct plim_sink sink = {plim_file_stream_write, file};
    style.color = false;
    if (report_write(output->format, report, &style, &sink, err) != PLIM_OK)
        return err->code;
    return plim_file_stream_commit(file, err);
}

static enum plim_exit find_exit(const struct session_settings *settings, const struct value *report,
                                struct report_baseline *baseline, unsigned fail_on)
{
    enum finding_severity severity =
        fail_on >= FINDING_SEVERITIES ? FINDING_CRITICAL : (enum finding_severity)fail_on;
    struct audit_outcome outcome = audit_outcome_of(report, severity, baseline);
    if (baseline)
        fprintf(stderr, "against the baseline: %zu new, %zu known\n", outcome.findings,
                outcome.accepted);
    bool failed = fail_on < NEVER && outcome.findings > 0;
    if (outcome.interrupted || (outcome.unknown > 0 && !settings->allow_unknown))
        return PLIM_EXIT_INCOMPLETE;
    return failed || outcome.below_target > 0 ? PLIM_EXIT_FINDINGS : PLIM_EXIT_CLEAN;
}

void session_warn(const struct value *report)
{
    const struct value *clusters = value_get(report, "clusters");
    for (size_t i = 0; i < value_len(clusters); i++) {
        struct plim_str name = value_get_text(value_at(clusters, i), "name");
        const struct value *warnings = value_get(value_at(clusters, i), "warnings");
        struct plim_str same_as = value_get_text(value_at(clusters, i), "sameAs");
        if (same_as.len > 0)
            fprintf(stderr, "Warning: %.*s: the same cluster as %.*s, by the uid of kube-system\n",
                    PLIM_STR_ARG(name), PLIM_STR_ARG(same_as));
        for (size_t k = 0; k < value_len(warnings); k++)
            fprintf(stderr, "Warning: %.*s: %.*s\n", PLIM_STR_ARG(name),
                    PLIM_STR_ARG(value_str(value_at(warnings, k))));
    }
}

enum plim_code session_write(const struct session_settings *settings, enum report_part part,
                             const struct value *report, int exit_status, struct plim_err *err)
{
    struct report_style style = {.part = part,
                                 .color = terminal_has_color(),
                                 .verbose = settings->verbose,
                                 .width = terminal_width(),
                                 .exit_status = exit_status};
    static const char *const only_text[] = {"text"};
    const char *const *texts = settings->outputs.len > 0 ? settings->outputs.items : only_text;
    size_t count = settings->outputs.len > 0 ? settings->outputs.len : 1;
    for (size_t i = 0; i < count; i++) {
        struct output output = parse_output(texts[i]);
        if (write_output(&output, report, style, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

enum plim_code session_finish(const struct session_settings *settings, enum report_part part,
                              const struct value *report, struct report_baseline *baseline,
                              enum plim_exit *exit_out, struct plim_err *err)
{
    unsigned fail_on = 0;
    if (session_parse_fail_on(settings->fail_on, &fail_on, err) != PLIM_OK)
        return err->code;
    enum plim_exit status = find_exit(settings, report, baseline, fail_on);
    if (session_write(settings, part, report, (int)status, err) != PLIM_OK)
        return err->code;
    *exit_out = status;
    return PLIM_OK;
}
