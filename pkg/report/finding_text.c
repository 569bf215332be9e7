#include "finding_text_priv.h"

bool report_finding_is(const struct value *finding, const char *state)
{
    return value_is_string(value_get(finding, "state"), state);
}

bool report_finding_is_unknown(const struct value *finding)
{
    static const char *const evaluated[] = {"pass", "fail",   "warn",
                                            "skip", "waived", "not_applicable"};
    for (size_t i = 0; i < PLIM_LEN(evaluated); i++) {
        if (report_finding_is(finding, evaluated[i]))
            return false;
    }
    return true;
}

bool report_finding_is_problem(const struct value *finding)
{
    return report_finding_is(finding, "fail") || report_finding_is(finding, "warn") ||
           report_finding_is_unknown(finding);
}

static void add_part(struct plim_buf *name, struct plim_str part)
{
    if (part.len == 0)
        return;
    if (name->len > 0)
        plim_buf_append_char(name, '/');
    plim_buf_append_str(name, part);
}

void report_finding_name(const struct value *finding, struct plim_buf *name)
{
    struct plim_str object = value_get_text(finding, "object.name");
    struct plim_str application = value_get_text(finding, "application");
    struct plim_str subject = value_get_text(finding, "subject");
    plim_buf_clear(name);
    add_part(name, value_get_text(finding, "cluster"));
    if (object.len > 0) {
        add_part(name, value_get_text(finding, "object.namespace"));
        add_part(name, value_get_text(finding, "object.kind"));
        add_part(name, object);
    } else if (application.len > 0) {
        add_part(name, PLIM_STR("application"));
        add_part(name, application);
    } else if (name->len == 0 || !plim_str_is(subject, "cluster")) {
        add_part(name, subject);
    }
    add_part(name, value_get_text(finding, "container"));
}

struct plim_str report_finding_message(const struct value *finding)
{
    struct plim_str message = value_get_text(finding, "message");
    return message.len > 0 ? message : value_get_text(finding, "reason");
}
