#include <string.h>

#include "base/str.h"
#include "report/report.h"
#include "value/json.h"

#include "text_priv.h"

typedef enum plim_code report_write_fn(const struct value *report, const struct report_style *style,
                                       struct plim_buf *buf, struct plim_err *err);

static enum plim_code write_json(const struct value *report, const struct report_style *style,
                                 struct plim_buf *buf, struct plim_err *err)
{
    (void)style;
    if (value_json_write(report, VALUE_JSON_PRETTY, buf, err) != PLIM_OK)
        return err->code;
    plim_buf_append_char(buf, '\n');
    return PLIM_OK;
}

static const struct format {
    const char *name;
    report_write_fn *write;
} formats[] = {
    {"text", report_text_write},
    {"json", write_json},
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
    return plim_err_set(err, PLIM_INVALID, "unknown output format '%s'; expected text or json",
                        format);
}

enum plim_code report_write(const char *format, const struct value *report,
                            const struct report_style *style, struct plim_buf *buf,
                            struct plim_err *err)
{
    const struct format *found = find(format);
    if (!found)
        return report_format_check(format, err);
    if (found->write(report, style, buf, err) != PLIM_OK)
        return err->code;
    return buf->failed ? plim_err_set(err, PLIM_LIMIT, "report is larger than %zu bytes", buf->max)
                       : PLIM_OK;
}
