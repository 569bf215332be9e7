/*
 * One suite a policy, one case a finding, as CI servers read it. What is unknown or could not be
 * evaluated is an error: never green. Warnings do not fail a run, so they are passed cases that say
 * so. What passed is there when the report has it.
 * Source: the schema of Apache Ant's JUnit report, as Jenkins and GitLab read it.
 */
#include <stdlib.h>

#include "base/alloc.h"
#include "base/map.h"
#include "value/pack.h"

#include "finding_text_priv.h"
#include "formats_priv.h"
#include "stream_priv.h"

struct suite {
    struct plim_str policy;
    struct plim_buf cases; /* XML */
    size_t tests;
    size_t failures;
    size_t errors;
    size_t skipped;
};

struct suites {
    struct plim_arena *arena;
    struct plim_map *by_policy;
    struct plim_buf name; /* scratch */
};

/* What XML 1.0 cannot hold, escaped or not, becomes U+FFFD. */
static void add_escaped(struct plim_buf *xml, struct plim_str text)
{
    static const struct {
        char byte;
        const char *entity;
    } entities[] = {{'&', "&amp;"},  {'<', "&lt;"},  {'>', "&gt;"},  {'"', "&quot;"},
                    {'\n', "&#10;"}, {'\t', "&#9;"}, {'\r', "&#13;"}};
    for (size_t i = 0; i < text.len; i++) {
        const char *instead = (unsigned char)text.text[i] < 0x20 ? "\xEF\xBF\xBD" : NULL;
        for (size_t k = 0; k < PLIM_LEN(entities); k++) {
            if (text.text[i] == entities[k].byte)
                instead = entities[k].entity;
        }
        if (instead)
            plim_buf_append_c(xml, instead);
        else
            plim_buf_append_char(xml, text.text[i]);
    }
}

static void add_attribute(struct plim_buf *xml, const char *name, struct plim_str text)
{
    if (text.len == 0)
        return;
    plim_buf_printf(xml, " %s=\"", name);
    add_escaped(xml, text);
    plim_buf_append_char(xml, '"');
}

static struct suite *find_suite(struct suites *suites, struct plim_str policy)
{
    const char *key = plim_arena_copy(suites->arena, policy.text, policy.len);
    struct suite *suite = plim_map_get(suites->by_policy, key);
    if (!suite) {
        suite = plim_calloc(1, sizeof(*suite));
        suite->policy = plim_str_from(key);
        plim_map_set(suites->by_policy, key, suite);
    }
    return suite;
}

/* "shop, environments/prod/web.yaml:10" */
static void add_source(struct plim_buf *xml, const struct value *finding)
{
    struct plim_str path = value_get_text(finding, "source.path");
    int64_t line = value_int_or(value_get_path(finding, "source.line"), 0);
    if (path.len == 0)
        return;
    plim_buf_append_c(xml, "&#10;");
    add_escaped(xml, value_get_text(finding, "source.repository"));
    plim_buf_append_c(xml, ", ");
    add_escaped(xml, path);
    if (line > 0)
        plim_buf_printf(xml, ":%lld", (long long)line);
}

static void add_outcome(struct plim_buf *xml, const char *element, const struct value *finding)
{
    plim_buf_printf(xml, "\n      <%s", element);
    add_attribute(xml, "message", report_finding_message(finding));
    add_attribute(xml, "type", value_get_text(finding, "severity"));
    plim_buf_append_char(xml, '>');
    if (report_finding_is(finding, "waived")) {
        add_escaped(xml, value_get_text(finding, "reason"));
        plim_buf_append_c(xml, "&#10;");
    }
    add_escaped(xml, value_get_text(finding, "remediation"));
    add_source(xml, finding);
    plim_buf_printf(xml, "</%s>\n    ", element);
}

static void add_warning(struct plim_buf *xml, const struct value *finding)
{
    plim_buf_append_c(xml, "\n      <system-out>warning: ");
    add_escaped(xml, report_finding_message(finding));
    plim_buf_append_c(xml, "</system-out>\n    ");
}

static bool is_left_out(const struct value *finding)
{
    return report_finding_is(finding, "waived") || report_finding_is(finding, "skip") ||
           report_finding_is(finding, "not_applicable");
}

static void add_case(struct suites *suites, const struct value *finding)
{
    struct suite *suite = find_suite(suites, value_get_text(finding, "policy"));
    struct plim_buf *xml = &suite->cases;
    report_finding_name(finding, &suites->name);
    plim_buf_append_c(xml, "    <testcase");
    add_attribute(xml, "classname", suite->policy);
    add_attribute(xml, "name", plim_buf_str(&suites->name));
    plim_buf_append_char(xml, '>');
    suite->tests++;
    if (report_finding_is(finding, "fail")) {
        suite->failures++;
        add_outcome(xml, "failure", finding);
    } else if (report_finding_is_unknown(finding)) {
        suite->errors++;
        add_outcome(xml, "error", finding);
    } else if (is_left_out(finding)) {
        suite->skipped++;
        add_outcome(xml, "skipped", finding);
    } else if (report_finding_is(finding, "warn")) {
        add_warning(xml, finding);
    }
    plim_buf_append_c(xml, "</testcase>\n");
}

static void write_suite(struct report_stream *stream, const struct suite *suite)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf head = {0};
    plim_buf_append_c(&head, "  <testsuite");
    add_attribute(&head, "name", suite->policy);
    plim_buf_printf(&head, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n",
                    suite->tests, suite->failures, suite->errors, suite->skipped);
    report_stream_add(stream, plim_buf_str(&head));
    report_stream_add(stream, plim_buf_str(&suite->cases));
    report_stream_add_c(stream, "  </testsuite>\n");
}

static void write_head(struct report_stream *stream, const struct value *report,
                       const struct suites *suites)
{
    struct suite sum = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf head = {0};
    for (size_t i = 0; i < plim_map_len(suites->by_policy); i++) {
        const struct suite *suite = plim_map_value_at(suites->by_policy, i);
        sum.tests += suite->tests;
        sum.failures += suite->failures;
        sum.errors += suite->errors;
        sum.skipped += suite->skipped;
    }
    plim_buf_append_c(&head, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites");
    add_attribute(&head, "name", PLIM_STR("plimsoll"));
    add_attribute(&head, "timestamp", value_get_text(report, "run.startedAt"));
    plim_buf_printf(&head, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n",
                    sum.tests, sum.failures, sum.errors, sum.skipped);
    report_stream_add(stream, plim_buf_str(&head));
}

static void free_suites(struct suites *suites)
{
    for (size_t i = 0; i < plim_map_len(suites->by_policy); i++) {
        struct suite *suite = plim_map_value_at(suites->by_policy, i);
        plim_buf_release(&suite->cases);
        free(suite);
    }
    plim_map_free(suites->by_policy);
    plim_buf_release(&suites->name);
}

enum plim_code report_junit_write(const struct value *report, const struct report_style *style,
                                  const struct plim_sink *sink, struct plim_err *err)
{
    struct report_stream stream;
    const struct value *findings = value_get(report, "findings");
    size_t count = value_list_len(findings);
    (void)style;
    report_stream_open(&stream, sink, err);
    struct suites suites = {.arena = stream.arena, .by_policy = plim_map_new()};
    for (size_t i = 0; i < count; i++)
        add_case(&suites, report_stream_item(&stream, findings, i));
    write_head(&stream, report, &suites);
    for (size_t i = 0; i < plim_map_len(suites.by_policy); i++)
        write_suite(&stream, plim_map_value_at(suites.by_policy, i));
    report_stream_add_c(&stream, "</testsuites>\n");
    free_suites(&suites);
    return report_stream_close(&stream);
}
