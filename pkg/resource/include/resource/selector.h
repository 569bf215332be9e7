/*
 * Which objects a document is about: label selectors, and the lists of rules ("resourceRules").
 *
 * Source: k8s.io/apimachinery pkg/apis/meta/v1, LabelSelectorAsSelector, and its validation;
 * k8s.io/apiserver pkg/admission/plugin/webhook/predicates/rules. Threads: pure.
 */
#ifndef PLIM_RESOURCE_SELECTOR_H
#define PLIM_RESOURCE_SELECTOR_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "value/decode.h"
#include "value/value.h"

enum resource_selector_style {
    RESOURCE_SELECTOR_EXACT, /* as Kubernetes has it */
    RESOURCE_SELECTOR_GLOBS, /* names and values of matchLabels may be patterns, as Kyverno's */
};

/*
 * A LabelSelector that is well written: known fields and operators, values where they belong, and
 * in the style of Kubernetes texts that labels can have. An absent one is.
 *
 * Fails with PLIM_INVALID ("FILE:LINE:COLUMN: ...").
 */
PLIM_NODISCARD enum plim_code resource_selector_check(const struct value_node *selector,
                                                      enum resource_selector_style style,
                                                      struct plim_err *err);

/* The labels (a map, or NULL for none) meet all of it; NULL and an empty selector admit all. */
bool resource_selector_matches(const struct value *selector, const struct value *labels,
                               enum resource_selector_style style);

/* As servers take it in `labelSelector`: "a=b,c in (d,e),!f". Of one in the style of Kubernetes. */
void resource_selector_print(const struct value *selector, struct plim_buf *buf);

/* A list of texts has this one. */
bool resource_list_has(const struct value *list, struct plim_str text);

/* apiGroups, apiVersions, operations: the list has "*", or the text. */
bool resource_rule_admits(const struct value *list, struct plim_str text);

/* `resources` of a rule, for objects themselves: their plural or "*", either with all its parts
 * ("/" and "*" behind it) or without; not one part of them. */
bool resource_rule_admits_resource(const struct value *list, struct plim_str plural);

#endif
