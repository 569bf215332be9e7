#include "resource/selector.h"

#include "base/defs.h"

enum { KEY_MAX = 253 + 1 + 63, VALUE_MAX = 63 };

static const char *const operators[] = {"In", "NotIn", "Exists", "DoesNotExist"};
enum { OPERATOR_IN, OPERATOR_NOT_IN, OPERATOR_EXISTS, OPERATOR_ABSENT };

static bool is_alphanumeric(char byte)
{
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

/* Nothing that could end it inside of a selector's text. */
static bool is_plain(struct plim_str text, bool slash, size_t max)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.text[i];
        bool inner = i > 0 && i + 1 < text.len;
        bool mark = byte == '-' || byte == '_' || byte == '.' || (slash && byte == '/');
        if (!is_alphanumeric(byte) && !(inner && mark))
            return false;
    }
    return text.len <= max;
}

static enum plim_code check_text(const struct value_node *node, bool key, struct plim_err *err)
{
    struct plim_str text = value_str(node->value);
    bool good = value_is(node->value, VALUE_STRING) && (!key || text.len > 0) &&
                is_plain(text, key, key ? KEY_MAX : VALUE_MAX);
    if (good)
        return PLIM_OK;
    return value_node_fail(err, node, "'%.*s' is not the %s of a label", PLIM_STR_ARG(text),
                           key ? "name" : "value");
}

static enum plim_code check_labels(const struct value_node *labels, struct plim_err *err)
{
    enum plim_code code = PLIM_OK;
    for (size_t i = 0; i < value_node_len(labels) && code == PLIM_OK; i++) {
        struct value_node key = value_node_key_at(labels, i);
        struct value_node value = value_node_at(labels, i);
        code = check_text(&key, true, err);
        if (code == PLIM_OK)
            code = check_text(&value, false, err);
    }
    return code;
}

static enum plim_code check_texts(const struct value_node *requirement, struct plim_err *err)
{
    struct value_node key = value_node_get(requirement, "key");
    struct value_node values = value_node_get(requirement, "values");
    enum plim_code code = check_text(&key, true, err);
    for (size_t i = 0; i < value_node_len(&values) && code == PLIM_OK; i++) {
        struct value_node item = value_node_at(&values, i);
        code = check_text(&item, false, err);
    }
    return code;
}

static enum plim_code check_requirement(const struct value_node *node,
                                        enum resource_selector_style style, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"key", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"operator", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"values", VALUE_LIST, 0},
    };
    unsigned index = 0;
    enum plim_code code = value_node_check(node, fields, PLIM_LEN(fields), err);
    struct value_node operation = value_node_get(node, "operator");
    if (code == PLIM_OK && style == RESOURCE_SELECTOR_EXACT)
        code = check_texts(node, err);
    if (code == PLIM_OK)
        code = value_node_enum(&operation, "operator", operators, PLIM_LEN(operators), &index, err);
    if (code != PLIM_OK)
        return code;
    bool valued = value_len(value_get(node->value, "values")) > 0;
    if (valued == (index == OPERATOR_IN || index == OPERATOR_NOT_IN))
        return PLIM_OK;
    return value_node_fail(err, node, "'values' goes with In and NotIn, and both need some");
}

enum plim_code resource_selector_check(const struct value_node *selector,
                                       enum resource_selector_style style, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"matchLabels", VALUE_MAP, 0},
        {"matchExpressions", VALUE_LIST, 0},
    };
    if (selector->value == NULL)
        return PLIM_OK;
    enum plim_code code = value_node_check(selector, fields, PLIM_LEN(fields), err);
    struct value_node labels = value_node_get(selector, "matchLabels");
    struct value_node requirements = value_node_get(selector, "matchExpressions");
    if (code == PLIM_OK && style == RESOURCE_SELECTOR_EXACT)
        code = check_labels(&labels, err);
    for (size_t i = 0; code == PLIM_OK && i < value_node_len(&requirements); i++) {
        struct value_node item = value_node_at(&requirements, i);
        code = check_requirement(&item, style, err);
    }
    return code;
}

static bool has_pair(const struct value *labels, const struct value_entry *wanted,
                     enum resource_selector_style style)
{
    struct plim_str key = value_str(&wanted->key);
    struct plim_str value = value_str(&wanted->value);
    const struct value *exact = value_get_str(labels, key);
    if (style == RESOURCE_SELECTOR_EXACT)
        return exact != NULL && plim_str_equal(value_str(exact), value);
    for (size_t i = 0; i < value_len(labels); i++) {
        if (plim_str_matches_glob(value_str(&labels->entries[i].key), key) &&
            plim_str_matches_glob(value_str(&labels->entries[i].value), value))
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
    bool listed = label != NULL && resource_list_has(values, value_str(label));
    return plim_str_is(operation, operators[OPERATOR_IN]) ? listed : !listed;
}

bool resource_selector_matches(const struct value *selector, const struct value *labels,
                               enum resource_selector_style style)
{
    const struct value *pairs = value_get(selector, "matchLabels");
    for (size_t i = 0; i < value_len(pairs); i++) {
        if (!has_pair(labels, &pairs->entries[i], style))
            return false;
    }
    const struct value *requirements = value_get(selector, "matchExpressions");
    for (size_t i = 0; i < value_len(requirements); i++) {
        if (!meets(value_at(requirements, i), labels))
            return false;
    }
    return true;
}

static void print_requirement(const struct value *requirement, struct plim_buf *buf)
{
    struct plim_str operation = value_get_text(requirement, "operator");
    const struct value *values = value_get(requirement, "values");
    bool negated = plim_str_is(operation, operators[OPERATOR_NOT_IN]);
    plim_buf_printf(buf, "%s%.*s", plim_str_is(operation, operators[OPERATOR_ABSENT]) ? "!" : "",
                    PLIM_STR_ARG(value_get_text(requirement, "key")));
    if (value_len(values) == 0)
        return;
    plim_buf_append_c(buf, negated ? " notin (" : " in (");
    for (size_t i = 0; i < value_len(values); i++)
        plim_buf_printf(buf, "%s%.*s", i > 0 ? "," : "",
                        PLIM_STR_ARG(value_str(value_at(values, i))));
    plim_buf_append_char(buf, ')');
}

void resource_selector_print(const struct value *selector, struct plim_buf *buf)
{
    const struct value *pairs = value_get(selector, "matchLabels");
    const struct value *requirements = value_get(selector, "matchExpressions");
    size_t begin = buf->len;
    for (size_t i = 0; i < value_len(pairs); i++)
        plim_buf_printf(buf, "%s%.*s=%.*s", buf->len > begin ? "," : "",
                        PLIM_STR_ARG(value_str(&pairs->entries[i].key)),
                        PLIM_STR_ARG(value_str(&pairs->entries[i].value)));
    for (size_t i = 0; i < value_len(requirements); i++) {
        plim_buf_append_c(buf, buf->len > begin ? "," : "");
        print_requirement(value_at(requirements, i), buf);
    }
}

bool resource_list_has(const struct value *list, struct plim_str text)
{
    for (size_t i = 0; i < value_len(list); i++) {
        if (plim_str_equal(value_str(value_at(list, i)), text))
            return true;
    }
    return false;
}

bool resource_rule_admits(const struct value *list, struct plim_str text)
{
    return resource_list_has(list, PLIM_STR("*")) || resource_list_has(list, text);
}

bool resource_rule_admits_resource(const struct value *list, struct plim_str plural)
{
    for (size_t i = 0; i < value_len(list); i++) {
        struct plim_str part = value_str(value_at(list, i));
        struct plim_str name;
        bool divided = plim_str_cut(&part, '/', &name);
        if ((!divided || plim_str_is(part, "*")) &&
            (plim_str_is(name, "*") || plim_str_equal(name, plural)))
            return true;
    }
    return false;
}
