/* One line a finding, for spreadsheets. Source: RFC 4180. */
#include <string.h>

#include "value/json.h"
#include "value/pack.h"

#include "formats_priv.h"
#include "stream_priv.h"

static const struct {
    const char *title;
    const char *path; /* in a finding */
} columns[] = {
    {"state", "state"},
    {"severity", "severity"},
    {"policy", "policy"},
    {"title", "title"},
    {"cluster", "cluster"},
    {"environment", "environment"},
    {"application", "application"},
    {"apiVersion", "object.apiVersion"},
    {"kind", "object.kind"},
    {"namespace", "object.namespace"},
    {"name", "object.name"},
    {"container", "container"},
    {"field", "field"},
    {"expected", "expected"},
    {"actual", "actual"},
    {"message", "message"},
    {"reason", "reason"},
    {"remediation", "remediation"},
    {"repository", "source.repository"},
    {"commit", "source.commit"},
    {"path", "source.path"},
    {"line", "source.line"},
    {"observedAt", "observedAt"},
    {"fingerprint", "fingerprint"},
};

/* Spreadsheets take cells that begin like this for formulas; an apostrophe makes them text. */
static bool is_formula(struct plim_str text)
{
    static const char starts[] = "=+-@\t\r";
    return text.len > 0 && memchr(starts, text.text[0], sizeof(starts) - 1);
}

static void add_cell(struct report_stream *stream, struct plim_str text)
{
    struct plim_str rest = text;
    struct plim_str part = {0};
    report_stream_add_c(stream, is_formula(text) ? "\"'" : "\"");
    while (plim_str_cut(&rest, '"', &part)) {
        report_stream_add(stream, part);
        report_stream_add_c(stream, "\"\"");
    }
    report_stream_add(stream, part);
    report_stream_add_c(stream, "\"");
}

static void add_value(struct report_stream *stream, const struct value *value)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf json = {0};
    struct plim_err full = {0};
    if (!value || value_is(value, VALUE_NULL))
        return;
    if (value_is(value, VALUE_STRING))
        add_cell(stream, value_str(value));
    else if (value_is(value, VALUE_INT))
        report_stream_json(stream, value);
    else if (value_json_write(value, VALUE_JSON_COMPACT, &json, &full) == PLIM_OK)
        add_cell(stream, plim_buf_str(&json));
}

enum plim_code report_csv_write(const struct value *report, const struct report_style *style,
                                const struct plim_sink *sink, struct plim_err *err)
{
    struct report_stream stream;
    const struct value *findings = value_get(report, "findings");
    size_t count = value_list_len(findings);
    (void)style;
    report_stream_open(&stream, sink, err);
    for (size_t c = 0; c < PLIM_LEN(columns); c++)
        report_stream_printf(&stream, "%s%s", c > 0 ? "," : "", columns[c].title);
    report_stream_add_c(&stream, "\r\n");
    for (size_t i = 0; i < count; i++) {
        const struct value *finding = report_stream_item(&stream, findings, i);
        for (size_t c = 0; c < PLIM_LEN(columns); c++) {
            report_stream_add_c(&stream, c > 0 ? "," : "");
            add_value(&stream, value_get_path(finding, columns[c].path));
        }
        report_stream_add_c(&stream, "\r\n");
    }
    return report_stream_close(&stream);
}
