#include "resource/selector.h"

#include "base/defs.h"

#include "relation_priv.h"

/* What controllers put on pods beside the labels of the template. Source: well-known labels of
 * Kubernetes. */
static const char *const controllers_labels[] = {
    "pod-template-hash",
    "controller-revision-hash",
    "pod-template-generation",
    "statefulset.kubernetes.io/pod-name",
    "apps.kubernetes.io/pod-index",
    "job-name",
    "controller-uid",
    "batch.kubernetes.io/job-name",
    "batch.kubernetes.io/controller-uid",
    "batch.kubernetes.io/job-completion-index",
};

bool relation_label_is_controllers(struct plim_str key)
{
    for (size_t i = 0; i < PLIM_LEN(controllers_labels); i++) {
        if (plim_str_is(key, controllers_labels[i]))
            return true;
    }
    return false;
}

static const struct relation_label *find_label(const struct relation_labels *labels,
                                               struct plim_str key)
{
    for (size_t i = 0; i < labels->len; i++) {
        if (plim_str_equal(labels->items[i].key, key))
            return &labels->items[i];
    }
    return NULL;
}

static bool meets(const struct value *requirement, const struct relation_labels *labels)
{
    const struct relation_label *label = find_label(labels, value_get_text(requirement, "key"));
    const struct value *values = value_get(requirement, "values");
    struct plim_str relation = value_get_text(requirement, "operator");
    if (plim_str_is(relation, "Exists"))
        return label != NULL;
    if (plim_str_is(relation, "DoesNotExist"))
        return label == NULL;
    if (plim_str_is(relation, "In"))
        return label && resource_list_has(values, label->value);
    if (plim_str_is(relation, "NotIn"))
        return !label || !resource_list_has(values, label->value);
    return false; /* no API server takes another one */
}

const struct value *relation_selector_labels(const struct value *selector, bool plain)
{
    return plain ? selector : value_get(selector, "matchLabels");
}

bool relation_selector_matches(const struct value *selector, bool plain,
                               const struct relation_labels *labels, bool template)
{
    const struct value *equal = relation_selector_labels(selector, plain);
    for (size_t i = 0; i < value_len(equal); i++) {
        struct plim_str key = value_str(&equal->entries[i].key);
        const struct relation_label *label = find_label(labels, key);
        if (!label && template && relation_label_is_controllers(key))
            continue;
        if (!label || !plim_str_equal(label->value, value_str(&equal->entries[i].value)))
            return false;
    }
    const struct value *requirements = plain ? NULL : value_get(selector, "matchExpressions");
    for (size_t i = 0; i < value_len(requirements); i++) {
        if (!meets(value_at(requirements, i), labels))
            return false;
    }
    return true;
}
