/* Field and label selectors as Kubernetes reads them. */
#ifndef PLIM_CEL_SELECTOR_H
#define PLIM_CEL_SELECTOR_H

#include "base/arena.h"
#include "base/str.h"

/* The requirements of a selector in their order, joined by ','; empty when it cannot be read.
 * Source: k8s.io/apimachinery/pkg/fields/selector.go, ParseSelector. */
struct plim_str cel_selector_fields(struct plim_arena *arena, struct plim_str text);
/* Source: k8s.io/apimachinery/pkg/labels/selector.go, ParseToRequirements. */
struct plim_str cel_selector_labels(struct plim_arena *arena, struct plim_str text);

#endif
