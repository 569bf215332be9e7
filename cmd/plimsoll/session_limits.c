/* How long a session may take, and what ends it early. */
#include "interrupt.h"
#include "session.h"

enum plim_code session_limits(const struct session_settings *settings,
                              struct audit_limits *limits_out, struct plim_err *err)
{
    struct audit_limits limits = {0};
    const struct {
        const char *flag;
        const char *text;
        unsigned *limit;
        enum plim_code (*parse)(struct plim_str text, unsigned *limit_out, struct plim_err *err);
    } rows[] = {
        {"--timeout", settings->timeout, &limits.timeout_ms, audit_limit_parse_time},
        {"--cluster-timeout", settings->cluster_timeout, &limits.cluster_timeout_ms,
         audit_limit_parse_time},
        {"--request-timeout", settings->request_timeout, &limits.request_timeout_ms,
         audit_limit_parse_time},
        {"--max-in-flight", settings->in_flight, &limits.in_flight_max, audit_limit_parse_count},
        {"--max-in-flight-total", settings->in_flight_total, &limits.in_flight_total,
         audit_limit_parse_count},
    };
    for (size_t i = 0; i < PLIM_LEN(rows); i++) {
        if (rows[i].text &&
            rows[i].parse(plim_str_from(rows[i].text), rows[i].limit, err) != PLIM_OK)
            return plim_err_wrap(err, "%s", rows[i].flag);
    }
    *limits_out = limits;
    return PLIM_OK;
}

enum plim_code session_watch(struct session *session, struct plim_err *err)
{
    struct audit_limits limits = audit_limits_or(session->request.limits, session->fleet.limits);
    unsigned timeout_ms = limits.timeout_ms == AUDIT_NO_LIMIT_MS ? 0 : limits.timeout_ms;
    if (plim_cancel_init(&session->cancel, timeout_ms, err) != PLIM_OK)
        return err->code;
    session->request.cancel = &session->cancel;
    interrupt_start(&session->cancel);
    return PLIM_OK;
}

void session_watch_end(struct session *session)
{
    interrupt_stop();
    plim_cancel_release(&session->cancel);
    session->request.cancel = NULL;
}
