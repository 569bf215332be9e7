/* Label selectors. Source: k8s.io/apimachinery/pkg/apis/meta/v1, LabelSelectorAsSelector. */
#include "base/defs.h"

#include "admission_priv.h"

static const char *const operators[] = {"In", "NotIn", "Exists", "DoesNotExist"};
enum { OPERATOR_IN, OPERATOR_NOT_IN, OPERATOR_EXISTS, OPERATOR_ABSENT };

bool admission_list_has(const struct value *list, struct plim_str text)
{
    for (size_t i = 0; i < value_len(list); i++) {
        if (plim_str_equal(value_str(value_at(list, i)), text))
            return true;
    }
    return false;
}

static bool has_pair(const struct value *labels, struct plim_str key, struct plim_str wanted,
                     bool globs)
{
    const struct value *exact = value_get_str(labels, key);
    if (!globs)
        return exact != NULL && plim_str_equal(value_str(exact), wanted);
    for (size_t i = 0; i < value_len(labels); i++) {
        if (plim_str_matches_glob(value_str(&labels->entries[i].key), key) &&
            plim_str_matches_glob(value_str(&labels->entries[i].value), wanted))
            return true;
    }
    return false;
}

static bool meets(const struct value *requirement, const struct value *labels)
{
    struct plim_str operation = value_get_text(requirement, "operator");
    const struct value *label = value_get_str(labels, value_get_text(requirement, "key"));
    const struct value *values = value_get(requirement, "values");
    if (plim_str_is(operation, operators[OPERATOR_EXISTS]))
        return label != NULL;
    if (plim_str_is(operation, operators[OPERATOR_ABSENT]))
        return label == NULL;
    bool listed = label != NULL && admission_list_has(values, value_str(label));
    return plim_str_is(operation, operators[OPERATOR_IN]) ? listed : !listed;
}

bool admission_selector_matches(const struct value *selector, const struct value *labels,
                                bool globs)
{
    const struct value *pairs = value_get(selector, "matchLabels");
    for (size_t i = 0; i < value_len(pairs); i++) {
        if (!has_pair(labels, value_str(&pairs->entries[i].key),
                      value_str(&pairs->entries[i].value), globs))
            return false;
    }
    const struct value *requirements = value_get(selector, "matchExpressions");
    for (size_t i = 0; i < value_len(requirements); i++) {
        if (!meets(value_at(requirements, i), labels))
            return false;
    }
    return true;
}

static enum plim_code check_requirement(const struct value_node *node, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"key", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"operator", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"values", VALUE_LIST, 0},
    };
    unsigned index = 0;
    enum plim_code code = value_node_check(node, fields, PLIM_LEN(fields), err);
    struct value_node operation = value_node_get(node, "operator");
    if (code == PLIM_OK)
        code = value_node_enum(&operation, "operator", operators, PLIM_LEN(operators), &index, err);
    return code;
}

enum plim_code admission_selector_check(const struct value_node *selector, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"matchLabels", VALUE_MAP, 0},
        {"matchExpressions", VALUE_LIST, 0},
    };
    if (selector->value == NULL)
        return PLIM_OK;
    enum plim_code code = value_node_check(selector, fields, PLIM_LEN(fields), err);
    struct value_node requirements = value_node_get(selector, "matchExpressions");
    for (size_t i = 0; code == PLIM_OK && i < value_node_len(&requirements); i++) {
        struct value_node item = value_node_at(&requirements, i);
        code = check_requirement(&item, err);
    }
    return code;
}
