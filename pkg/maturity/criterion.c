/* What makes a practice met: the tree under `criteria`. */
#include "scalar_priv.h"

static const char *const form_keys[] = {"policy", "metric", "attest", "practice",
                                        "all",    "any",    "atLeast"};
static const char *const measure_names[] = {"passRatio", "failCount", "passCount", "exists"};
static const char *const on_empty_names[] = {"unknown", "notApplicable", "met", "unmet"};

struct reading {
    struct plim_arena *arena;
    struct maturity_practice *practice;
    struct plim_err *err;
};

static enum plim_code read_node(struct reading *reading, const struct value_node *node,
                                unsigned depth, struct maturity_criterion *criterion_out);

static enum plim_code read_where(const struct value_node *node,
                                 struct maturity_criterion *criterion, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"production", VALUE_BOOL, 0},
        {"environment", VALUE_STRING, 0},
    };
    struct value_node where = value_node_get(node, "where");
    if (!where.value || where.value->kind == VALUE_NULL)
        return PLIM_OK;
    if (value_node_check(&where, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    struct value_node production = value_node_get(&where, "production");
    if (value_is(production.value, VALUE_BOOL))
        criterion->where_production =
            production.value->boolean ? MATURITY_PRODUCTION : MATURITY_NOT_PRODUCTION;
    criterion->where_environment = value_node_text(&where, "environment");
    criterion->has_where = criterion->where_production != MATURITY_ANY_ENVIRONMENT ||
                           criterion->where_environment.len > 0;
    return PLIM_OK;
}

static enum plim_code read_sustained(const struct value_node *node,
                                     struct maturity_criterion *criterion, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"for", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"samples", VALUE_STRING, VALUE_FIELD_REQUIRED},
    };
    struct value_node sustained = value_node_get(node, "sustained");
    if (!sustained.value || sustained.value->kind == VALUE_NULL)
        return PLIM_OK;
    if (value_node_check(&sustained, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        maturity_duration_read(&sustained, "for", &criterion->sustained_for, err) != PLIM_OK ||
        maturity_share_read(&sustained, "samples", &criterion->sustained_share, err) != PLIM_OK)
        return err->code;
    return PLIM_OK;
}

static bool is_partial_weaker(const struct maturity_threshold *met,
                              const struct maturity_threshold *partial)
{
    if (met->is_below != partial->is_below || met->unit != partial->unit)
        return false;
    if (met->value == partial->value)
        return met->is_strict && !partial->is_strict;
    return met->is_below ? partial->value > met->value : partial->value < met->value;
}

static enum plim_code read_thresholds(const struct value_node *node,
                                      struct maturity_criterion *criterion, struct plim_err *err)
{
    if (maturity_threshold_read(node, "met", &criterion->met, err) != PLIM_OK ||
        maturity_threshold_read(node, "partial", &criterion->partial, err) != PLIM_OK)
        return err->code;
    struct value_node partial = value_node_get(node, "partial");
    if (criterion->partial.is_set && !criterion->met.is_set)
        return value_node_fail(err, &partial, "'partial' goes with 'met'");
    if (criterion->partial.is_set && !is_partial_weaker(&criterion->met, &criterion->partial))
        return value_node_fail(err, &partial, "'partial' (%.*s) is not weaker than 'met' (%.*s)",
                               PLIM_STR_ARG(criterion->partial.text),
                               PLIM_STR_ARG(criterion->met.text));
    return PLIM_OK;
}

/* A ratio is compared upwards with percents, a number of failures downwards with a number, ... */
static enum plim_code check_measure(const struct value_node *node,
                                    const struct maturity_criterion *criterion,
                                    struct plim_err *err)
{
    static const struct {
        enum maturity_unit unit;
        bool below;
        const char *example;
    } rules[] = {[MATURITY_PASS_RATIO] = {MATURITY_UNIT_RATIO, false, ">= 95%"},
                 [MATURITY_FAIL_COUNT] = {MATURITY_UNIT_COUNT, true, "== 0"},
                 [MATURITY_PASS_COUNT] = {MATURITY_UNIT_COUNT, false, ">= 1"}};
    const struct maturity_threshold *met = &criterion->met;
    if (criterion->measure == MATURITY_EXISTS) {
        return met->is_set ? value_node_fail(err, node, "measure 'exists' takes no 'met'")
                           : PLIM_OK;
    }
    const char *name = measure_names[criterion->measure];
    if (!met->is_set)
        return value_node_fail(err, node, "measure '%s' needs 'met'", name);
    struct value_node at = value_node_get(node, "met");
    if (met->unit != rules[criterion->measure].unit ||
        met->is_below != rules[criterion->measure].below)
        return value_node_fail(err, &at,
                               "'%.*s' does not fit measure '%s', which is compared like '%s'",
                               PLIM_STR_ARG(met->text), name, rules[criterion->measure].example);
    if (criterion->measure == MATURITY_PASS_RATIO &&
        met->value + (met->is_strict ? 1 : 0) > MATURITY_WHOLE)
        return value_node_fail(err, &at, "'%.*s' can never be met", PLIM_STR_ARG(met->text));
    return PLIM_OK;
}

static enum plim_code read_choice(const struct value_node *node, const char *key,
                                  const char *const *names, size_t count, unsigned *choice,
                                  struct plim_err *err)
{
    struct value_node item = value_node_get(node, key);
    if (!item.value || item.value->kind == VALUE_NULL)
        return PLIM_OK;
    return value_node_enum(&item, key, names, count, choice, err);
}

static enum plim_code read_policy(const struct value_node *node,
                                  struct maturity_criterion *criterion, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"policy", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"measure", VALUE_STRING, 0},
        {"met", VALUE_STRING, 0},
        {"partial", VALUE_STRING, 0},
        {"maxAge", VALUE_STRING, 0},
        {"minSubjects", VALUE_INT, 0},
        {"onEmpty", VALUE_STRING, 0},
        {"sustained", VALUE_MAP, 0},
        {"cap", VALUE_STRING, 0},
        {"where", VALUE_MAP, 0},
    };
    struct maturity_bounds bounds = {1, 1000000};
    unsigned measure = MATURITY_PASS_RATIO;
    unsigned on_empty = MATURITY_EMPTY_UNKNOWN;
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        maturity_id_read(node, "policy", &criterion->id, err) != PLIM_OK ||
        read_choice(node, "measure", measure_names, PLIM_LEN(measure_names), &measure, err) !=
            PLIM_OK ||
        read_choice(node, "onEmpty", on_empty_names, PLIM_LEN(on_empty_names), &on_empty, err) !=
            PLIM_OK ||
        read_thresholds(node, criterion, err) != PLIM_OK ||
        maturity_duration_read(node, "maxAge", &criterion->max_age, err) != PLIM_OK ||
        maturity_integer_read(node, "minSubjects", bounds, &criterion->minimum, err) != PLIM_OK ||
        read_sustained(node, criterion, err) != PLIM_OK ||
        read_where(node, criterion, err) != PLIM_OK ||
        maturity_share_read(node, "cap", &criterion->cap, err) != PLIM_OK)
        return err->code;
    criterion->measure = (enum maturity_measure)measure;
    criterion->on_empty = (enum maturity_on_empty)on_empty;
    return check_measure(node, criterion, err);
}

static enum plim_code read_metric(const struct value_node *node,
                                  struct maturity_criterion *criterion, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"metric", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"window", VALUE_STRING, 0},
        {"minSamples", VALUE_INT, 0},
        {"met", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"partial", VALUE_STRING, 0},
        {"maxAge", VALUE_STRING, 0},
        {"cap", VALUE_STRING, 0},
    };
    struct maturity_bounds bounds = {1, 1000000};
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        maturity_id_read(node, "metric", &criterion->id, err) != PLIM_OK ||
        maturity_duration_read(node, "window", &criterion->window, err) != PLIM_OK ||
        maturity_integer_read(node, "minSamples", bounds, &criterion->minimum, err) != PLIM_OK ||
        maturity_duration_read(node, "maxAge", &criterion->max_age, err) != PLIM_OK ||
        maturity_share_read(node, "cap", &criterion->cap, err) != PLIM_OK)
        return err->code;
    return read_thresholds(node, criterion, err);
}

static enum plim_code read_attest(const struct value_node *node,
                                  struct maturity_criterion *criterion, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"attest", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"answers", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"validFor", VALUE_STRING, VALUE_FIELD_REQUIRED},
    };
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        maturity_id_read(node, "answers", &criterion->answers, err) != PLIM_OK)
        return err->code;
    criterion->id = value_node_text(node, "attest");
    return maturity_duration_read(node, "validFor", &criterion->valid_for, err);
}

static enum plim_code read_practice(const struct value_node *node,
                                    struct maturity_criterion *criterion, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"practice", VALUE_STRING, VALUE_FIELD_REQUIRED},
    };
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    return maturity_id_read(node, "practice", &criterion->id, err);
}

static enum plim_code read_members(struct reading *reading, const struct value_node *list,
                                   unsigned depth, struct maturity_criterion *criterion)
{
    size_t len = value_node_len(list);
    if (len == 0)
        return value_node_fail(reading->err, list, "a group of criteria needs at least one");
    if (len > MATURITY_CRITERIA_MAX)
        return value_node_fail(reading->err, list, "more than %d criteria", MATURITY_CRITERIA_MAX);
    criterion->members = plim_arena_array(reading->arena, len, sizeof(*criterion->members));
    criterion->member_count = len;
    for (size_t i = 0; i < len; i++) {
        struct value_node item = value_node_at(list, i);
        if (read_node(reading, &item, depth + 1, &criterion->members[i]) != PLIM_OK)
            return reading->err->code;
    }
    return PLIM_OK;
}

/* Lifting needs both sides: something measured, and somebody who vouches for the rest. */
static enum plim_code check_lift(const struct value_node *node,
                                 const struct maturity_criterion *criterion, struct plim_err *err)
{
    size_t attested = 0;
    for (size_t i = 0; i < criterion->member_count; i++)
        attested += criterion->members[i].form == MATURITY_FORM_ATTEST;
    if (attested == 0 || attested == criterion->member_count)
        return value_node_fail(err, node,
                               "'combine: lift' needs a measured criterion and an attestation");
    return PLIM_OK;
}

static enum plim_code read_group(struct reading *reading, const struct value_node *node,
                                 unsigned depth, struct maturity_criterion *criterion)
{
    static const char *const combine_names[] = {"lift"};
    const char *key = form_keys[criterion->form];
    const struct value_field fields[] = {
        {key, VALUE_LIST, VALUE_FIELD_REQUIRED},
        {"combine", VALUE_STRING, 0},
    };
    struct value_node combine = value_node_get(node, "combine");
    unsigned ignored = 0;
    if (value_node_check(node, fields, PLIM_LEN(fields), reading->err) != PLIM_OK ||
        read_choice(node, "combine", combine_names, 1, &ignored, reading->err) != PLIM_OK)
        return reading->err->code;
    criterion->lift = value_is(combine.value, VALUE_STRING);
    struct value_node list = value_node_get(node, key);
    if (read_members(reading, &list, depth, criterion) != PLIM_OK)
        return reading->err->code;
    return criterion->lift ? check_lift(&combine, criterion, reading->err) : PLIM_OK;
}

static enum plim_code read_at_least(struct reading *reading, const struct value_node *node,
                                    unsigned depth, struct maturity_criterion *criterion)
{
    static const struct value_field fields[] = {{"atLeast", VALUE_MAP, VALUE_FIELD_REQUIRED}};
    static const struct value_field inner_fields[] = {
        {"n", VALUE_INT, VALUE_FIELD_REQUIRED},
        {"of", VALUE_LIST, VALUE_FIELD_REQUIRED},
    };
    if (value_node_check(node, fields, PLIM_LEN(fields), reading->err) != PLIM_OK)
        return reading->err->code;
    struct value_node inner = value_node_get(node, "atLeast");
    if (value_node_check(&inner, inner_fields, PLIM_LEN(inner_fields), reading->err) != PLIM_OK)
        return reading->err->code;
    struct value_node list = value_node_get(&inner, "of");
    if (read_members(reading, &list, depth, criterion) != PLIM_OK)
        return reading->err->code;
    struct maturity_bounds bounds = {1, (int64_t)criterion->member_count};
    return maturity_integer_read(&inner, "n", bounds, &criterion->minimum, reading->err);
}

/* Exactly one of form_keys says what a criterion is. */
static enum plim_code find_form(const struct value_node *node, enum maturity_form *form_out,
                                struct plim_err *err)
{
    size_t found = 0;
    for (size_t i = 0; i < PLIM_LEN(form_keys); i++) {
        struct value_node item = value_node_get(node, form_keys[i]);
        if (!item.value || item.value->kind == VALUE_NULL)
            continue;
        *form_out = (enum maturity_form)i;
        found++;
    }
    if (found != 1)
        return value_node_fail(err, node,
                               "a criterion has exactly one of policy, metric, attest, "
                               "practice, all, any, atLeast");
    return PLIM_OK;
}

static enum plim_code read_node(struct reading *reading, const struct value_node *node,
                                unsigned depth, struct maturity_criterion *criterion_out)
{
    struct maturity_criterion criterion = {.cap = MATURITY_WHOLE, .node = *node};
    if (!value_is(node->value, VALUE_MAP))
        return value_node_fail(reading->err, node, "a criterion is a map");
    if (depth >= MATURITY_CRITERIA_DEPTH)
        return value_node_fail(reading->err, node, "criteria nested deeper than %d",
                               MATURITY_CRITERIA_DEPTH);
    criterion.number = reading->practice->criteria_count++;
    if (criterion.number >= MATURITY_CRITERIA_MAX)
        return value_node_fail(reading->err, node, "more than %d criteria", MATURITY_CRITERIA_MAX);
    if (find_form(node, &criterion.form, reading->err) != PLIM_OK)
        return reading->err->code;
    enum plim_code code = PLIM_OK;
    switch (criterion.form) {
    case MATURITY_FORM_POLICY:
        code = read_policy(node, &criterion, reading->err);
        break;
    case MATURITY_FORM_METRIC:
        code = read_metric(node, &criterion, reading->err);
        break;
    case MATURITY_FORM_ATTEST:
        code = read_attest(node, &criterion, reading->err);
        break;
    case MATURITY_FORM_PRACTICE:
        code = read_practice(node, &criterion, reading->err);
        break;
    case MATURITY_FORM_ALL:
    case MATURITY_FORM_ANY:
        code = read_group(reading, node, depth, &criterion);
        break;
    case MATURITY_FORM_AT_LEAST:
        code = read_at_least(reading, node, depth, &criterion);
        break;
    }
    if (code == PLIM_OK)
        *criterion_out = criterion;
    return code;
}

/* A cap nobody can lift would put 'met' out of reach for good. */
static enum plim_code check_caps(const struct maturity_criterion *criterion, bool lifted,
                                 struct plim_err *err)
{
    if (criterion->cap < MATURITY_WHOLE && !lifted) {
        struct value_node cap = value_node_get(&criterion->node, "cap");
        return value_node_fail(err, &cap, "'cap' goes with 'combine: lift'");
    }
    for (size_t i = 0; i < criterion->member_count; i++) {
        if (check_caps(&criterion->members[i], lifted || criterion->lift, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

enum plim_code maturity_criterion_read(struct plim_arena *arena, const struct value_node *node,
                                       struct maturity_practice *practice, struct plim_err *err)
{
    struct reading reading = {arena, practice, err};
    if (read_node(&reading, node, 0, &practice->criteria) != PLIM_OK)
        return err->code;
    return check_caps(&practice->criteria, false, err);
}
