/* Source: Kyverno 1.19 pkg/engine/variables/operator; pkg/engine/pattern/pattern.go (ranges). */
#include <math.h>

#include "base/defs.h"
#include "resource/image.h"
#include "resource/quantity.h"
#include "value/build.h"
#include "value/json.h"

#include "precondition.h"

const char *const admission_operator_names[ADMISSION_OPERATORS] = {
    "Equal",
    "Equals",
    "NotEqual",
    "NotEquals",
    "In",
    "AnyIn",
    "AllIn",
    "NotIn",
    "AnyNotIn",
    "AllNotIn",
    "GreaterThanOrEquals",
    "GreaterThan",
    "LessThanOrEquals",
    "LessThan",
    "DurationGreaterThanOrEquals",
    "DurationGreaterThan",
    "DurationLessThanOrEquals",
    "DurationLessThan",
};

/* INVALID: the two cannot be compared, which is false for every operator but NotEquals. */
enum verdict { NO, YES, INVALID };

struct comparing {
    enum admission_operator operator;
    const struct value *key, *value;
    struct plim_arena *arena;
    struct plim_str unsure; /* why it is not known; empty: it is */
};

static bool is_one_of(const struct comparing *comparing, enum admission_operator one,
                      enum admission_operator other)
{
    return comparing->operator== one || comparing->operator== other;
}

static bool holds(const struct comparing *comparing, int order)
{
    if (is_one_of(comparing, ADMISSION_OPERATOR_GREATER_OR_EQUAL,
                  ADMISSION_OPERATOR_DURATION_GREATER_OR_EQUAL))
        return order >= 0;
    if (is_one_of(comparing, ADMISSION_OPERATOR_GREATER, ADMISSION_OPERATOR_DURATION_GREATER))
        return order > 0;
    if (is_one_of(comparing, ADMISSION_OPERATOR_LESS_OR_EQUAL,
                  ADMISSION_OPERATOR_DURATION_LESS_OR_EQUAL))
        return order <= 0;
    return order < 0;
}

static int order_of(double left, double right)
{
    return left < right ? -1 : left > right;
}

/* A number counts as so many seconds. */
static bool seconds_of(const struct value *value, double *seconds_out)
{
    int64_t nanoseconds = 0;
    double number = 0;
    if (admission_go_number(value, &number)) {
        *seconds_out = trunc(number);
        return true;
    }
    if (!value_is(value, VALUE_STRING) || !admission_go_duration(value_str(value), &nanoseconds))
        return false;
    *seconds_out = (double)nanoseconds / 1e9;
    return true;
}

static bool is_duration(const struct value *value)
{
    double seconds = 0;
    return value_is(value, VALUE_STRING) && !value_is_string(value, "0") &&
           seconds_of(value, &seconds);
}

/* One of them is a duration, the other one or a number. */
static bool order_durations(const struct comparing *comparing, int *order_out)
{
    double one = 0;
    double other = 0;
    bool key = is_duration(comparing->key);
    bool value = is_duration(comparing->value);
    if ((!key && !value) || (!key && value_is(comparing->key, VALUE_STRING)) ||
        (!value && value_is(comparing->value, VALUE_STRING)) || !seconds_of(comparing->key, &one) ||
        !seconds_of(comparing->value, &other))
        return false;
    *order_out = order_of(one, other);
    return true;
}

static bool quantity_of(const struct value *value, struct resource_quantity *quantity_out)
{
    struct plim_err err = {0};
    return value_is(value, VALUE_STRING) &&
           resource_quantity_parse(value_str(value), quantity_out, &err) == PLIM_OK;
}

static bool order_versions(const struct comparing *comparing, int *order_out)
{
    struct resource_version one;
    struct resource_version other;
    if (!value_is(comparing->value, VALUE_STRING) ||
        !admission_go_version(value_str(comparing->key), &one) ||
        !admission_go_version(value_str(comparing->value), &other))
        return false;
    *order_out = resource_version_compare(&one, &other);
    return true;
}

static bool number_in(const struct value *value, double *number_out)
{
    return admission_go_number(value, number_out) ||
           (value_is(value, VALUE_STRING) && admission_go_float(value_str(value), number_out));
}

static enum verdict compare_numbers(const struct comparing *comparing)
{
    struct resource_quantity quantities[2];
    double key = 0;
    double value = 0;
    int order = 0;
    if (value_is(comparing->key, VALUE_BOOL) || value_is(comparing->value, VALUE_BOOL))
        return INVALID;
    if (order_durations(comparing, &order))
        return holds(comparing, order) ? YES : NO;
    if (quantity_of(comparing->key, &quantities[0]) &&
        quantity_of(comparing->value, &quantities[1]))
        order = resource_quantity_compare(&quantities[0], &quantities[1]);
    else if (number_in(comparing->key, &key)) {
        if (is_duration(comparing->value))
            (void)seconds_of(comparing->value, &value);
        else if (!number_in(comparing->value, &value))
            return INVALID;
        order = order_of(key, value);
    } else if (!value_is(comparing->key, VALUE_STRING) || !order_versions(comparing, &order))
        return INVALID;
    return holds(comparing, order) ? YES : NO;
}

static enum verdict compare_durations(const struct comparing *comparing)
{
    double key = 0;
    double value = 0;
    if (!seconds_of(comparing->key, &key) || !seconds_of(comparing->value, &value))
        return INVALID;
    return holds(comparing, order_of(key, value)) ? YES : NO;
}

/* ---- Equals */

static enum verdict verdict_of(bool is_so)
{
    return is_so ? YES : NO;
}

static enum verdict equal_texts(const struct comparing *comparing)
{
    struct resource_quantity quantities[2];
    int order = 0;
    bool is_negated = comparing->operator== ADMISSION_OPERATOR_NOT_EQUAL || comparing->operator==
                      ADMISSION_OPERATOR_NOT_EQUALS;
    if (order_durations(comparing, &order))
        return verdict_of(order == 0);
    if (!value_is(comparing->value, VALUE_STRING))
        return INVALID;
    if (quantity_of(comparing->key, &quantities[0]) && !(is_negated && comparing->value->len == 0))
        return verdict_of(quantity_of(comparing->value, &quantities[1]) &&
                          resource_quantity_compare(&quantities[0], &quantities[1]) == 0);
    return verdict_of(
        plim_str_matches_glob(value_str(comparing->key), value_str(comparing->value)));
}

static enum verdict equal(const struct comparing *comparing)
{
    const struct value *key = comparing->key;
    const struct value *value = comparing->value;
    double one = 0;
    double other = 0;
    if (value_is(key, VALUE_STRING))
        return equal_texts(comparing);
    if (admission_go_number(key, &one))
        return number_in(value, &other) ? verdict_of(order_of(one, other) == 0) : INVALID;
    if (value_is(key, VALUE_BOOL))
        return value_is(value, VALUE_BOOL) ? verdict_of(key->boolean == value->boolean) : INVALID;
    if (key->kind != value->kind)
        return INVALID;
    struct value left = value_doubled(comparing->arena, key);
    struct value right = value_doubled(comparing->arena, value);
    return verdict_of(value_equal(&left, &right));
}

/* ---- In */

static bool is_like(struct plim_str one, struct plim_str other)
{
    return plim_str_matches_glob(one, other) || plim_str_matches_glob(other, one);
}

static size_t digits_at(struct plim_str text, size_t at)
{
    size_t len = 0;
    while (at + len < text.len && text.text[at + len] >= '0' && text.text[at + len] <= '9')
        len++;
    return len;
}

/* "10", "-2.5", "5Gi": an end of a range; returns where it ends, 0 when there is none. */
static size_t end_of_bound(struct plim_str text, size_t at)
{
    if (at < text.len && (text.text[at] == '-' || text.text[at] == '+' || text.text[at] == '|'))
        at++;
    size_t len = digits_at(text, at);
    if (len == 0)
        return 0;
    at += len;
    if (at < text.len && text.text[at] == '.' && digits_at(text, at + 1) > 0)
        at += 1 + digits_at(text, at + 1);
    while (at < text.len && ((text.text[at] | 0x20) >= 'a' && (text.text[at] | 0x20) <= 'z'))
        at++;
    return at;
}

/* "1-10" */
static bool is_range(struct plim_str text, struct plim_str bounds_out[2])
{
    size_t middle = end_of_bound(text, 0);
    if (middle == 0 || middle >= text.len || text.text[middle] != '-')
        return false;
    if (end_of_bound(text, middle + 1) != text.len)
        return false;
    bounds_out[0] = (struct plim_str){text.text, middle};
    bounds_out[1] = (struct plim_str){text.text + middle + 1, text.len - middle - 1};
    return true;
}

/* Durations or quantities; nothing else has an order. */
static bool order_bound(struct plim_str text, struct plim_str bound, int *order_out)
{
    int64_t nanoseconds[2];
    struct resource_quantity quantities[2];
    struct plim_err err = {0};
    if (admission_go_duration(bound, &nanoseconds[1]) &&
        admission_go_duration(text, &nanoseconds[0])) {
        *order_out = nanoseconds[0] < nanoseconds[1] ? -1 : nanoseconds[0] > nanoseconds[1];
        return true;
    }
    if (resource_quantity_parse(bound, &quantities[1], &err) != PLIM_OK ||
        resource_quantity_parse(text, &quantities[0], &err) != PLIM_OK)
        return false;
    *order_out = resource_quantity_compare(&quantities[0], &quantities[1]);
    return true;
}

static bool is_within(struct plim_str text, const struct plim_str bounds[2])
{
    int low = 0;
    int high = 0;
    return order_bound(text, bounds[0], &low) && order_bound(text, bounds[1], &high) && low >= 0 &&
           high <= 0;
}

/* What AnyNotIn asks; nothing is outside of what it has no order with. */
static bool is_outside(struct plim_str text, const struct plim_str bounds[2])
{
    int low = 0;
    int high = 0;
    return (order_bound(text, bounds[0], &low) && low < 0) ||
           (order_bound(text, bounds[1], &high) && high > 0);
}

/* "[\"a\", \"b\"]" as a list of strings. INVALID: JSON, but of something else. NO: no JSON. */
static enum verdict list_in_text(const struct comparing *comparing, struct value *list_out)
{
    struct plim_err err = {0};
    struct plim_str text = value_str(comparing->value);
    if (value_json_read(comparing->arena, text, list_out, &err) != PLIM_OK)
        return NO;
    if (list_out->kind == VALUE_NULL)
        *list_out = value_list(NULL, 0);
    for (size_t i = 0; i < value_len(list_out); i++) {
        if (list_out->kind == VALUE_LIST && !value_is(value_at(list_out, i), VALUE_STRING))
            return INVALID;
    }
    return list_out->kind == VALUE_LIST ? YES : INVALID;
}

static bool is_old(const struct comparing *comparing)
{
    return comparing->operator== ADMISSION_OPERATOR_IN || comparing->operator==
        ADMISSION_OPERATOR_NOT_IN;
}

static enum verdict text_is_in(const struct comparing *comparing, struct plim_str key)
{
    struct value list = value_null();
    struct plim_str bounds[2];
    struct plim_str text = value_str(comparing->value);
    if (plim_str_matches_glob(key, text))
        return YES;
    if (!is_old(comparing) && is_range(text, bounds))
        return verdict_of(is_within(key, bounds));
    enum verdict found = list_in_text(comparing, &list);
    if (found == INVALID || (found == NO && is_old(comparing)))
        return INVALID;
    for (size_t i = 0; i < value_len(&list); i++) {
        if (plim_str_equal(key, value_str(value_at(&list, i))))
            return YES;
    }
    return NO;
}

/* One text, with AnyIn, AllIn and In alike. */
static enum verdict is_in(const struct comparing *comparing)
{
    struct plim_str key = admission_go_print(comparing->key, comparing->arena);
    if (value_is(comparing->value, VALUE_STRING))
        return text_is_in(comparing, key);
    if (!value_is(comparing->value, VALUE_LIST))
        return INVALID;
    for (size_t i = 0; i < value_len(comparing->value); i++) {
        struct plim_str text = admission_go_print(value_at(comparing->value, i), comparing->arena);
        if (is_like(text, key))
            return YES;
    }
    return NO;
}

/* How many of the key's items are in the list. */
static size_t count_in(const struct comparing *comparing, const struct value *list)
{
    size_t count = 0;
    for (size_t i = 0; i < value_len(comparing->key); i++) {
        struct plim_str key = admission_go_print(value_at(comparing->key, i), comparing->arena);
        bool found = false;
        for (size_t j = 0; j < value_len(list) && !found; j++) {
            struct plim_str text = admission_go_print(value_at(list, j), comparing->arena);
            found = is_old(comparing) ? plim_str_equal(key, text) : is_like(key, text);
        }
        count += found;
    }
    return count;
}

static size_t count_within(const struct comparing *comparing, const struct plim_str bounds[2])
{
    bool outside = comparing->operator== ADMISSION_OPERATOR_ANY_NOT_IN;
    size_t count = 0;
    for (size_t i = 0; i < value_len(comparing->key); i++) {
        struct plim_str key = admission_go_print(value_at(comparing->key, i), comparing->arena);
        count += outside ? !is_outside(key, bounds) : is_within(key, bounds);
    }
    return count;
}

/* Whether so many of the key's items being in the list is what the operator wants. */
static enum verdict weigh(const struct comparing *comparing, size_t count)
{
    size_t len = value_len(comparing->key);
    if (comparing->operator== ADMISSION_OPERATOR_ANY_IN)
        return verdict_of(count > 0);
    if (is_one_of(comparing, ADMISSION_OPERATOR_IN, ADMISSION_OPERATOR_ALL_IN))
        return verdict_of(count == len);
    if (comparing->operator== ADMISSION_OPERATOR_ALL_NOT_IN)
        return verdict_of(count == 0);
    return verdict_of(count < len);
}

static bool is_negative(const struct comparing *comparing)
{
    return comparing->operator== ADMISSION_OPERATOR_NOT_IN ||
        comparing->
        operator== ADMISSION_OPERATOR_ANY_NOT_IN || comparing->
        operator== ADMISSION_OPERATOR_ALL_NOT_IN;
}

/* Of a list in a text, or a range. The old NotIn of the text itself is true, as it is there. */
static enum verdict weigh_text(struct comparing *comparing)
{
    struct value list = value_null();
    struct plim_str bounds[2];
    struct plim_str text = value_str(comparing->value);
    const struct value *first = value_at(comparing->key, 0);
    if (value_len(comparing->key) == 1 &&
        plim_str_equal(admission_go_print(first, comparing->arena), text))
        return verdict_of(is_old(comparing) || !is_negative(comparing));
    if (!is_old(comparing) && is_range(text, bounds)) {
        if (text.text[0] == '-' && comparing->operator== ADMISSION_OPERATOR_ANY_NOT_IN)
            comparing->unsure = PLIM_STR("AnyNotIn of a range from a negative number");
        return weigh(comparing, count_within(comparing, bounds));
    }
    enum verdict found = list_in_text(comparing, &list);
    if (found == INVALID || (found == NO && is_old(comparing)))
        return INVALID;
    if (found == NO)
        list = value_list(comparing->value, 1);
    return weigh(comparing, count_in(comparing, &list));
}

static bool has_others_than_texts(const struct value *list)
{
    for (size_t i = 0; i < value_len(list); i++) {
        if (!value_is(value_at(list, i), VALUE_STRING))
            return true;
    }
    return false;
}

static enum verdict weigh_list(struct comparing *comparing)
{
    double number = 0;
    bool any = comparing->operator== ADMISSION_OPERATOR_ANY_IN || comparing->operator==
               ADMISSION_OPERATOR_ANY_NOT_IN;
    if (is_old(comparing) && has_others_than_texts(comparing->key)) {
        comparing->unsure =
            PLIM_STR("Kyverno does not survive In and NotIn of a list of other things than texts");
        return INVALID;
    }
    if (value_is(comparing->value, VALUE_STRING))
        return weigh_text(comparing);
    if (value_is(comparing->value, VALUE_LIST))
        return is_old(comparing) && has_others_than_texts(comparing->value)
                   ? INVALID
                   : weigh(comparing, count_in(comparing, comparing->value));
    if (any && (value_is(comparing->value, VALUE_BOOL) ||
                admission_go_number(comparing->value, &number))) {
        struct value list = value_list(comparing->value, 1);
        return weigh(comparing, count_in(comparing, &list));
    }
    return INVALID;
}

static bool judge_in(struct comparing *comparing)
{
    if (value_is(comparing->key, VALUE_LIST))
        return weigh_list(comparing) == YES;
    if (value_is(comparing->key, VALUE_MAP) || value_is(comparing->key, VALUE_NULL))
        return false;
    enum verdict found = is_in(comparing);
    return found != INVALID && (found == YES) != is_negative(comparing);
}

struct value admission_operator_apply(enum admission_operator operator, const struct value * key,
                                      const struct value *value, struct plim_arena *arena)
{
    struct comparing comparing = {operator, key, value, arena, {0}};
    bool is_met = false;
    if (operator<= ADMISSION_OPERATOR_EQUALS)
        is_met = !value_is(key, VALUE_NULL) && equal(&comparing) == YES;
    else if (operator<= ADMISSION_OPERATOR_NOT_EQUALS)
        is_met = !value_is(key, VALUE_NULL) && equal(&comparing) != YES;
    else if (operator<= ADMISSION_OPERATOR_ALL_NOT_IN)
        is_met = judge_in(&comparing);
    else if (operator<= ADMISSION_OPERATOR_LESS)
        is_met = compare_numbers(&comparing) == YES;
    else
        is_met = compare_durations(&comparing) == YES;
    return comparing.unsure.len > 0 ? value_unknown(comparing.unsure) : value_bool(is_met);
}
