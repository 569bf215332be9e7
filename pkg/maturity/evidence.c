#include "maturity/evidence.h"

#include "evidence_priv.h"
#include "scalar_priv.h"

struct maturity_evidence *maturity_evidence_new(struct plim_arena *arena)
{
    struct maturity_evidence *evidence = plim_arena_alloc(arena, sizeof(*evidence));
    evidence->arena = arena;
    return evidence;
}

static struct maturity_reading *find_reading(const struct maturity_evidence *evidence,
                                             struct plim_str policy, struct maturity_scope scope)
{
    for (size_t i = 0; i < evidence->reading_count; i++) {
        struct maturity_reading *reading = evidence->readings[i].reading;
        if (plim_str_equal(reading->policy, policy) && maturity_scope_equal(reading->scope, scope))
            return reading;
    }
    return NULL;
}

static struct maturity_metric *find_metric(const struct maturity_evidence *evidence,
                                           struct plim_str id, struct maturity_scope scope)
{
    for (size_t i = 0; i < evidence->metric_count; i++) {
        struct maturity_metric *metric = evidence->metrics[i].metric;
        if (plim_str_equal(metric->id, id) && maturity_scope_equal(metric->scope, scope))
            return metric;
    }
    return NULL;
}

struct maturity_reading *maturity_evidence_reading(struct maturity_evidence *evidence,
                                                   struct plim_str policy,
                                                   struct maturity_scope scope)
{
    struct maturity_reading *reading = find_reading(evidence, policy, scope);
    if (reading)
        return reading;
    reading = plim_arena_alloc(evidence->arena, sizeof(*reading));
    *reading = (struct maturity_reading){.policy = policy, .scope = scope};
    MATURITY_GROW(evidence->arena, evidence->readings, evidence->reading_count);
    evidence->readings[evidence->reading_count++].reading = reading;
    return reading;
}

struct maturity_metric *maturity_evidence_metric(struct maturity_evidence *evidence,
                                                 struct plim_str id, struct maturity_scope scope)
{
    struct maturity_metric *metric = find_metric(evidence, id, scope);
    if (metric)
        return metric;
    metric = plim_arena_alloc(evidence->arena, sizeof(*metric));
    *metric = (struct maturity_metric){.id = id, .scope = scope};
    MATURITY_GROW(evidence->arena, evidence->metrics, evidence->metric_count);
    evidence->metrics[evidence->metric_count++].metric = metric;
    return metric;
}

size_t maturity_evidence_scope_count(const struct maturity_evidence *evidence)
{
    return evidence->scope_count;
}

struct maturity_scope maturity_evidence_scope_at(const struct maturity_evidence *evidence, size_t i)
{
    return evidence->scopes[i];
}

/* What all entries of one document share. */
struct intake {
    struct maturity_evidence *evidence;
    struct maturity_scope scope;
    int64_t taken;
    struct plim_err *err;
};

static const struct maturity_bounds count_bounds = {0, 1000000000};

/* The document's scope and the entry's own, together. */
static enum plim_code read_scope(struct intake *intake, const struct value_node *node,
                                 struct maturity_scope *scope_out)
{
    struct plim_arena *arena = intake->evidence->arena;
    struct maturity_scope own = {0};
    if (maturity_scope_read(arena, node, "scope", &own, intake->err) != PLIM_OK)
        return intake->err->code;
    struct maturity_scope scope = intake->scope;
    for (size_t i = 0; i < own.len; i++)
        scope = maturity_scope_with(arena, scope, own.labels[i].key, own.labels[i].value);
    *scope_out = scope;
    return PLIM_OK;
}

/* `age` is how long before `taken` something was read. */
static enum plim_code read_at(struct intake *intake, const struct value_node *node, int64_t *at_out)
{
    struct value_node age = value_node_get(node, "age");
    struct plim_str text = value_str(age.value);
    enum maturity_unit unit = MATURITY_UNIT_DURATION;
    int64_t seconds = 0;
    if (text.len > 0 &&
        (!maturity_quantity_parse(text, &unit, &seconds) || unit != MATURITY_UNIT_DURATION))
        return value_node_fail(intake->err, &age, "age '%.*s' is not a duration such as 5h or 2d",
                               PLIM_STR_ARG(text));
    *at_out = intake->taken - seconds;
    return PLIM_OK;
}

static enum plim_code read_samples(struct intake *intake, const struct value_node *node,
                                   struct maturity_reading *reading)
{
    static const struct value_field fields[] = {
        {"age", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"pass", VALUE_INT, VALUE_FIELD_REQUIRED},
        {"fail", VALUE_INT, VALUE_FIELD_REQUIRED},
    };
    struct value_node list = value_node_get(node, "samples");
    size_t len = value_node_len(&list);
    if (len > MATURITY_SAMPLES_MAX)
        return value_node_fail(intake->err, &list, "more than %d samples", MATURITY_SAMPLES_MAX);
    struct maturity_sample *samples =
        plim_arena_array(intake->evidence->arena, len, sizeof(*samples));
    for (size_t i = 0; i < len; i++) {
        struct value_node item = value_node_at(&list, i);
        if (value_node_check(&item, fields, PLIM_LEN(fields), intake->err) != PLIM_OK ||
            read_at(intake, &item, &samples[i].at) != PLIM_OK ||
            maturity_integer_read(&item, "pass", count_bounds, &samples[i].pass, intake->err) !=
                PLIM_OK ||
            maturity_integer_read(&item, "fail", count_bounds, &samples[i].fail, intake->err) !=
                PLIM_OK)
            return intake->err->code;
    }
    reading->samples = samples;
    reading->sample_count = len;
    return PLIM_OK;
}

static const struct value_field policy_fields[] = {
    {"id", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"scope", VALUE_MAP, 0},
    {"pass", VALUE_INT, VALUE_FIELD_REQUIRED},
    {"fail", VALUE_INT, VALUE_FIELD_REQUIRED},
    {"unknown", VALUE_INT, 0},
    {"waived", VALUE_INT, 0},
    {"reason", VALUE_STRING, 0},
    {"age", VALUE_STRING, 0},
    {"sustainedOk", VALUE_BOOL, 0},
    {"samples", VALUE_LIST, 0},
    {"source", VALUE_STRING, 0},
    {"toolVersion", VALUE_STRING, 0},
};

static enum plim_code read_counts(struct intake *intake, const struct value_node *node,
                                  struct maturity_reading *reading)
{
    struct plim_err *err = intake->err;
    if (maturity_integer_read(node, "pass", count_bounds, &reading->pass, err) != PLIM_OK ||
        maturity_integer_read(node, "fail", count_bounds, &reading->fail, err) != PLIM_OK ||
        maturity_integer_read(node, "unknown", count_bounds, &reading->unknown, err) != PLIM_OK ||
        maturity_integer_read(node, "waived", count_bounds, &reading->waived, err) != PLIM_OK)
        return err->code;
    struct value_node sustained = value_node_get(node, "sustainedOk");
    if (value_is(sustained.value, VALUE_BOOL))
        reading->sustained =
            sustained.value->boolean ? MATURITY_SUSTAINED_YES : MATURITY_SUSTAINED_NO;
    reading->reason = value_node_text(node, "reason");
    if (read_at(intake, node, &reading->at) != PLIM_OK)
        return err->code;
    return read_samples(intake, node, reading);
}

static enum plim_code read_policy(struct intake *intake, const struct value_node *node)
{
    struct maturity_reading reading = {0};
    if (value_node_check(node, policy_fields, PLIM_LEN(policy_fields), intake->err) != PLIM_OK ||
        maturity_id_read(node, "id", &reading.policy, intake->err) != PLIM_OK ||
        read_scope(intake, node, &reading.scope) != PLIM_OK ||
        read_counts(intake, node, &reading) != PLIM_OK)
        return intake->err->code;
    if (find_reading(intake->evidence, reading.policy, reading.scope))
        return value_node_fail(intake->err, node, "policy '%.*s' stands twice for this scope",
                               PLIM_STR_ARG(reading.policy));
    *maturity_evidence_reading(intake->evidence, reading.policy, reading.scope) = reading;
    return PLIM_OK;
}

static enum plim_code read_value(struct intake *intake, const struct value_node *node,
                                 struct maturity_metric *metric)
{
    struct value_node value = value_node_get(node, "value");
    int64_t count = value_int_or(value.value, -1);
    if (count >= 0 && count <= count_bounds.max) {
        metric->unit = MATURITY_UNIT_COUNT;
        metric->value = count;
        return PLIM_OK;
    }
    if (!maturity_quantity_parse(value_str(value.value), &metric->unit, &metric->value))
        return value_node_fail(intake->err, &value,
                               "a metric's value is a share (40%%), a number or a duration (26h)");
    return PLIM_OK;
}

static enum plim_code read_metric(struct intake *intake, const struct value_node *node)
{
    static const struct value_field fields[] = {
        {"id", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"scope", VALUE_MAP, 0},
        {"value", VALUE_NULL, VALUE_FIELD_REQUIRED},
        {"samples", VALUE_INT, 0},
        {"window", VALUE_STRING, 0},
        {"age", VALUE_STRING, 0},
        {"source", VALUE_STRING, 0},
        {"toolVersion", VALUE_STRING, 0},
    };
    struct maturity_metric metric = {0};
    struct plim_err *err = intake->err;
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        maturity_id_read(node, "id", &metric.id, err) != PLIM_OK ||
        read_scope(intake, node, &metric.scope) != PLIM_OK ||
        read_value(intake, node, &metric) != PLIM_OK ||
        maturity_integer_read(node, "samples", count_bounds, &metric.samples, err) != PLIM_OK ||
        maturity_duration_read(node, "window", &metric.window, err) != PLIM_OK ||
        read_at(intake, node, &metric.at) != PLIM_OK)
        return err->code;
    if (find_metric(intake->evidence, metric.id, metric.scope))
        return value_node_fail(err, node, "metric '%.*s' stands twice for this scope",
                               PLIM_STR_ARG(metric.id));
    *maturity_evidence_metric(intake->evidence, metric.id, metric.scope) = metric;
    return PLIM_OK;
}

/* The id may be a policy's or a metric's: both are then known to be unavailable. */
static enum plim_code read_unavailable(struct intake *intake, const struct value_node *node)
{
    static const struct value_field fields[] = {
        {"id", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"scope", VALUE_MAP, 0},
        {"reason", VALUE_STRING, VALUE_FIELD_REQUIRED},
    };
    struct maturity_scope scope = {0};
    struct plim_str id = {0};
    if (value_node_check(node, fields, PLIM_LEN(fields), intake->err) != PLIM_OK ||
        maturity_id_read(node, "id", &id, intake->err) != PLIM_OK ||
        read_scope(intake, node, &scope) != PLIM_OK)
        return intake->err->code;
    struct plim_str reason = value_node_text(node, "reason");
    if (reason.len == 0)
        return value_node_fail(intake->err, node, "'reason' is empty");
    if (find_reading(intake->evidence, id, scope) || find_metric(intake->evidence, id, scope))
        return value_node_fail(intake->err, node, "'%.*s' is both measured and unavailable",
                               PLIM_STR_ARG(id));
    struct maturity_reading *reading = maturity_evidence_reading(intake->evidence, id, scope);
    reading->at = intake->taken;
    reading->unavailable = reason;
    struct maturity_metric *metric = maturity_evidence_metric(intake->evidence, id, scope);
    metric->at = intake->taken;
    metric->unavailable = reason;
    return PLIM_OK;
}

typedef enum plim_code read_entry_fn(struct intake *intake, const struct value_node *node);

static enum plim_code read_list(struct intake *intake, const struct value_node *spec,
                                const char *key, read_entry_fn *read_entry)
{
    struct value_node list = value_node_get(spec, key);
    if (value_node_len(&list) > MATURITY_READINGS_MAX)
        return value_node_fail(intake->err, &list, "more than %d entries", MATURITY_READINGS_MAX);
    for (size_t i = 0; i < value_node_len(&list); i++) {
        struct value_node node = value_node_at(&list, i);
        if (read_entry(intake, &node) != PLIM_OK)
            return intake->err->code;
    }
    return PLIM_OK;
}

static void add_scope(struct maturity_evidence *evidence, struct maturity_scope scope)
{
    for (size_t i = 0; i < evidence->scope_count; i++) {
        if (maturity_scope_equal(evidence->scopes[i], scope))
            return;
    }
    MATURITY_GROW(evidence->arena, evidence->scopes, evidence->scope_count);
    evidence->scopes[evidence->scope_count++] = scope;
}

enum plim_code maturity_evidence_add(struct maturity_evidence *evidence,
                                     const struct value_node *document, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"taken", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"scope", VALUE_MAP, 0},
        {"policies", VALUE_LIST, 0},
        {"metrics", VALUE_LIST, 0},
        {"unavailable", VALUE_LIST, 0},
    };
    static const char *const kinds[] = {"Evidence"};
    struct intake intake = {.evidence = evidence, .err = err};
    struct maturity_date taken = {0};
    struct value_node spec = {0};
    struct plim_str name = {0};
    unsigned kind = 0;
    if (maturity_header_read(document, &name, &spec, err) != PLIM_OK)
        return err->code;
    struct value_node kind_node = value_node_get(document, "kind");
    if (value_node_enum(&kind_node, "kind", kinds, PLIM_LEN(kinds), &kind, err) != PLIM_OK ||
        value_node_check(&spec, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        maturity_date_read(&spec, "taken", &taken, err) != PLIM_OK ||
        maturity_scope_read(evidence->arena, &spec, "scope", &intake.scope, err) != PLIM_OK)
        return err->code;
    intake.taken = taken.time;
    add_scope(evidence, intake.scope);
    if (read_list(&intake, &spec, "policies", read_policy) != PLIM_OK ||
        read_list(&intake, &spec, "metrics", read_metric) != PLIM_OK)
        return err->code;
    return read_list(&intake, &spec, "unavailable", read_unavailable);
}
