/* `limits` of a Fleet document, and limits as flags. */
#include "base/clock.h"

#include "fleet_priv.h"

static unsigned or_other(unsigned value, unsigned otherwise)
{
    return value > 0 ? value : otherwise;
}

struct audit_limits audit_limits_or(struct audit_limits limits, struct audit_limits otherwise)
{
    return (struct audit_limits){
        .timeout_ms = or_other(limits.timeout_ms, otherwise.timeout_ms),
        .cluster_timeout_ms = or_other(limits.cluster_timeout_ms, otherwise.cluster_timeout_ms),
        .request_timeout_ms = or_other(limits.request_timeout_ms, otherwise.request_timeout_ms),
        .in_flight_max = or_other(limits.in_flight_max, otherwise.in_flight_max),
        .in_flight_total = or_other(limits.in_flight_total, otherwise.in_flight_total),
    };
}

/* A number of at most `most`; -1 for anything else. */
static int64_t parse_number(struct plim_str text, int64_t most)
{
    int64_t number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.text[i] < '0' || text.text[i] > '9' || number > most)
            return -1;
        number = number * 10 + (text.text[i] - '0');
    }
    return text.len > 0 && number <= most ? number : -1;
}

enum plim_code audit_limit_parse_time(struct plim_str text, unsigned *ms_out, struct plim_err *err)
{
    const int64_t most = AUDIT_NO_LIMIT_MS / 1000;
    int64_t seconds = parse_number(text, most); /* kubectl: a bare number is seconds */
    if (seconds < 0 && plim_duration_parse(text, &seconds, err) != PLIM_OK)
        return err->code;
    if (seconds < 0 || seconds > most)
        return plim_err_set(err, PLIM_INVALID, "'%.*s' is longer than 24d", PLIM_STR_ARG(text));
    *ms_out = seconds == 0 ? AUDIT_NO_LIMIT_MS : (unsigned)seconds * 1000;
    return PLIM_OK;
}

enum plim_code audit_limit_parse_count(struct plim_str text, unsigned *count_out,
                                       struct plim_err *err)
{
    int64_t count = parse_number(text, AUDIT_IN_FLIGHT_LIMIT);
    if (count < 1)
        return plim_err_set(err, PLIM_INVALID, "'%.*s' is not a number from 1 to %d",
                            PLIM_STR_ARG(text), AUDIT_IN_FLIGHT_LIMIT);
    *count_out = (unsigned)count;
    return PLIM_OK;
}

static enum plim_code read_time(const struct value_node *map, const char *field, unsigned *ms,
                                struct plim_err *err)
{
    struct value_node node = value_node_get(map, field);
    struct plim_err why = {0};
    if (node.value && audit_limit_parse_time(value_str(node.value), ms, &why) != PLIM_OK)
        return value_node_fail(err, &node, "'%s': %s", field, why.msg);
    return PLIM_OK;
}

static enum plim_code read_count(const struct value_node *map, const char *field, unsigned *count,
                                 struct plim_err *err)
{
    struct value_node node = value_node_get(map, field);
    int64_t number = value_int_or(node.value, 1);
    if (number < 1 || number > AUDIT_IN_FLIGHT_LIMIT)
        return value_node_fail(err, &node, "'%s' must be from 1 to %d", field,
                               AUDIT_IN_FLIGHT_LIMIT);
    if (node.value)
        *count = (unsigned)number;
    return PLIM_OK;
}

enum plim_code audit_fleet_read_limits(const struct value_node *spec, struct audit_limits *limits,
                                       struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"timeout", VALUE_STRING, 0},        {"clusterTimeout", VALUE_STRING, 0},
        {"requestTimeout", VALUE_STRING, 0}, {"maxInFlight", VALUE_INT, 0},
        {"maxInFlightTotal", VALUE_INT, 0},
    };
    struct value_node node = value_node_get(spec, "limits");
    if (!node.value)
        return PLIM_OK;
    if (value_node_check(&node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        read_time(&node, "timeout", &limits->timeout_ms, err) != PLIM_OK ||
        read_time(&node, "clusterTimeout", &limits->cluster_timeout_ms, err) != PLIM_OK ||
        read_time(&node, "requestTimeout", &limits->request_timeout_ms, err) != PLIM_OK ||
        read_count(&node, "maxInFlight", &limits->in_flight_max, err) != PLIM_OK)
        return err->code;
    return read_count(&node, "maxInFlightTotal", &limits->in_flight_total, err);
}

enum plim_code audit_fleet_read_cluster_limits(const struct value_node *cluster,
                                               struct audit_limits *limits, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"timeout", VALUE_STRING, 0},
        {"requestTimeout", VALUE_STRING, 0},
        {"maxInFlight", VALUE_INT, 0},
    };
    struct value_node node = value_node_get(cluster, "limits");
    if (!node.value)
        return PLIM_OK;
    if (value_node_check(&node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        read_time(&node, "timeout", &limits->cluster_timeout_ms, err) != PLIM_OK ||
        read_time(&node, "requestTimeout", &limits->request_timeout_ms, err) != PLIM_OK)
        return err->code;
    return read_count(&node, "maxInFlight", &limits->in_flight_max, err);
}
