/* match.objectSelector: a LabelSelector as Kubernetes has it, on the labels of objects.
 * Source: k8s.io/apimachinery pkg/apis/meta/v1/helpers.go, LabelSelectorAsSelector. */
#include "base/buf.h"
#include "base/defs.h"
#include "value/decode.h"

#include "policy_priv.h"

enum { KEY_MAX = 253 + 1 + 63, VALUE_MAX = 63, REQUIREMENTS_MAX = 32 };
enum relation { IN, NOT_IN, EXISTS, DOES_NOT_EXIST };

static const char *const relation_names[] = {
    [IN] = "In", [NOT_IN] = "NotIn", [EXISTS] = "Exists", [DOES_NOT_EXIST] = "DoesNotExist"};

struct policy_requirement {
    struct plim_str key;
    enum relation relation;
    const struct value *values; /* a list, or one string */
};

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

static enum plim_code read_labels(const struct value_node *labels,
                                  struct policy_requirement *requirements, size_t *len,
                                  struct plim_err *err)
{
    enum plim_code code = PLIM_OK;
    for (size_t i = 0; i < value_node_len(labels) && code == PLIM_OK; i++) {
        const struct value_entry *entry = &labels->value->entries[i];
        struct value_node key = {labels->file, &entry->key, labels->position};
        struct value_node value = {labels->file, &entry->value, labels->position};
        requirements[(*len)++] =
            (struct policy_requirement){value_str(&entry->key), IN, value.value};
        code = check_text(&key, true, err);
        if (code == PLIM_OK)
            code = check_text(&value, false, err);
    }
    return code;
}

static enum plim_code read_expression(const struct value_node *node,
                                      struct policy_requirement *requirement, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"key", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"operator", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"values", VALUE_LIST, 0},
    };
    unsigned index = 0;
    enum plim_code code = value_node_check(node, fields, PLIM_LEN(fields), err);
    if (code != PLIM_OK)
        return code;
    struct value_node key = value_node_get(node, "key");
    struct value_node relation = value_node_get(node, "operator");
    struct value_node values = value_node_get(node, "values");
    code = check_text(&key, true, err);
    if (code == PLIM_OK)
        code = value_node_enum(&relation, "operator", relation_names, PLIM_LEN(relation_names),
                               &index, err);
    for (size_t i = 0; i < value_node_len(&values) && code == PLIM_OK; i++) {
        struct value_node item = value_node_at(&values, i);
        code = check_text(&item, false, err);
    }
    if (code != PLIM_OK)
        return code;
    *requirement =
        (struct policy_requirement){value_str(key.value), (enum relation)index, values.value};
    if ((value_node_len(&values) > 0) == (index == IN || index == NOT_IN))
        return PLIM_OK;
    return value_node_fail(err, node, "'values' goes with In and NotIn, and both need some");
}

enum plim_code policy_selector_read(struct plim_arena *arena, const struct value_node *node,
                                    struct policy_selector *selector_out, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"matchLabels", VALUE_MAP, 0},
        {"matchExpressions", VALUE_LIST, 0},
    };
    if (node->value == NULL)
        return PLIM_OK;
    enum plim_code code = value_node_check(node, fields, PLIM_LEN(fields), err);
    if (code != PLIM_OK)
        return code;
    struct value_node labels = value_node_get(node, "matchLabels");
    struct value_node expressions = value_node_get(node, "matchExpressions");
    size_t most = value_node_len(&labels) + value_node_len(&expressions), len = 0;
    if (most > REQUIREMENTS_MAX)
        return value_node_fail(err, node, "more than %d requirements", REQUIREMENTS_MAX);
    struct policy_requirement *requirements = plim_arena_array(arena, most, sizeof(*requirements));
    code = read_labels(&labels, requirements, &len, err);
    for (size_t i = 0; i < value_node_len(&expressions) && code == PLIM_OK; i++) {
        struct value_node one = value_node_at(&expressions, i);
        code = read_expression(&one, &requirements[len++], err);
    }
    if (code == PLIM_OK)
        *selector_out = (struct policy_selector){requirements, len};
    return code;
}

static bool has_value(const struct policy_requirement *requirement, struct plim_str label)
{
    if (value_is(requirement->values, VALUE_STRING))
        return plim_str_equal(value_str(requirement->values), label);
    for (size_t i = 0; i < value_len(requirement->values); i++) {
        if (plim_str_equal(value_str(value_at(requirement->values, i)), label))
            return true;
    }
    return false;
}

static bool is_met(const struct policy_requirement *requirement, const struct value *labels)
{
    const struct value *label = value_get_str(labels, requirement->key);
    switch (requirement->relation) {
    case IN:
        return label != NULL && has_value(requirement, value_str(label));
    case NOT_IN:
        return label == NULL || !has_value(requirement, value_str(label));
    case EXISTS:
        return label != NULL;
    case DOES_NOT_EXIST:
        return label == NULL;
    }
    return false;
}

bool policy_selector_matches(const struct policy_selector *selector, const struct value *object)
{
    const struct value *labels = value_get_path(object, "metadata.labels");
    for (size_t i = 0; i < selector->len; i++) {
        if (!is_met(&selector->requirements[i], labels))
            return false;
    }
    return true;
}

static void print(const struct policy_requirement *requirement, struct plim_buf *buf)
{
    struct plim_str key = requirement->key;
    plim_buf_printf(buf, "%s%s%.*s", buf->len > 0 ? "," : "",
                    requirement->relation == DOES_NOT_EXIST ? "!" : "", PLIM_STR_ARG(key));
    if (value_is(requirement->values, VALUE_STRING))
        plim_buf_printf(buf, "=%.*s", PLIM_STR_ARG(value_str(requirement->values)));
    if (!value_is(requirement->values, VALUE_LIST) || value_len(requirement->values) == 0)
        return;
    for (size_t i = 0; i < value_len(requirement->values); i++)
        plim_buf_printf(buf, "%s%.*s",
                        i > 0                             ? ","
                        : requirement->relation == NOT_IN ? " notin ("
                                                          : " in (",
                        PLIM_STR_ARG(value_str(value_at(requirement->values, i))));
    plim_buf_append_char(buf, ')');
}

const char *policy_set_selector(struct plim_arena *arena, const struct policy_set *set,
                                const struct policy_kind *kind)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf first = {0};
    for (size_t i = 0; i < set->len; i++) {
        const struct policy_selector *selector = &set->items[i]->match.selector;
        if (!policy_set_asks(set, i, kind))
            continue;
        PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
        for (size_t k = 0; k < selector->len; k++)
            print(&selector->requirements[k], &text);
        if (text.len == 0 ||
            (first.len > 0 && !plim_str_equal(plim_buf_str(&first), plim_buf_str(&text))))
            return NULL;
        plim_buf_clear(&first);
        plim_buf_append_str(&first, plim_buf_str(&text));
    }
    return first.len > 0 ? plim_arena_copy(arena, first.text, first.len) : NULL;
}

bool policy_set_selects(const struct policy_set *set, const struct policy_kind *kind,
                        const struct value *object)
{
    for (size_t i = 0; i < set->len; i++) {
        if (policy_set_asks(set, i, kind))
            return policy_selector_matches(&set->items[i]->match.selector, object);
    }
    return true;
}
