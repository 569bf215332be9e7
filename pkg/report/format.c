#include <string.h>

#include "base/str.h"
#include "report/report.h"
#include "value/json.h"

#include "formats_priv.h"
#include "text_priv.h"

static enum plim_code write_json(const struct value *report, const struct report_style *style,
                                 const struct plim_sink *sink, struct plim_err *err)
{
    (void)style;
    if (value_json_write_to(report, VALUE_JSON_PRETTY, sink, err) != PLIM_OK)
        return err->code;
    return sink->write(sink->context, "\n", 1, err);
}

static enum plim_code write_text(const struct value *report, const struct report_style *style,
                                 const struct plim_sink *sink, struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    if (report_text_write(report, style, &buf, err) != PLIM_OK)
        return err->code;
    return sink->write(sink->context, buf.text, buf.len, err);
}

static const struct format {
    const char *name;
    report_write_fn *write;
} formats[] = {
    {"text", write_text},
    {"json", write_json},
    {"markdown", report_markdown_write},
    {"sarif", report_sarif_write},
    {"junit", report_junit_write},
    {"csv", report_csv_write},
    {"openmetrics", report_openmetrics_write},
};

size_t report_format_count(void)
{
    return PLIM_LEN(formats);
}

const char *report_format_name(size_t i)
{
    return formats[i].name;
}

static const struct format *find(const char *name)
{
    for (size_t i = 0; i < PLIM_LEN(formats); i++) {
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    }
    return NULL;
}

enum plim_code report_format_check(const char *format, struct plim_err *err)
{
    if (find(format))
        return PLIM_OK;
    const char *names[PLIM_LEN(formats)];
    for (size_t i = 0; i < PLIM_LEN(formats); i++)
        names[i] = formats[i].name;
    const char *nearest = plim_str_nearest(plim_str_from(format), names, PLIM_LEN(names));
    if (nearest)
        return plim_err_set(err, PLIM_INVALID, "unknown output format '%s'; did you mean '%s'?",
                            format, nearest);
    PLIM_CLEANUP(plim_buf_release) struct plim_buf list = {0};
    for (size_t i = 0; i < PLIM_LEN(formats); i++)
        plim_buf_printf(&list, "%s%s",
                        i == 0                      ? ""
                        : i + 1 < PLIM_LEN(formats) ? ", "
                                                    : " or ",
                        names[i]);
    return plim_err_set(err, PLIM_INVALID, "unknown output format '%s'; expected %s", format,
                        list.text);
}

enum plim_code report_write(const char *format, const struct value *report,
                            const struct report_style *style, const struct plim_sink *sink,
                            struct plim_err *err)
{
    const struct format *found = find(format);
    return found ? found->write(report, style, sink, err) : report_format_check(format, err);
}
