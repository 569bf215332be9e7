/* Formats by name: what a text must look like. Messages are those of the API server, for policies
 * pass them on. Source: k8s.io/apiserver/pkg/cel/library/format.go;
 * k8s.io/apimachinery/pkg/util/validation. */
#ifndef PLIM_CEL_NAMED_FORMAT_H
#define PLIM_CEL_NAMED_FORMAT_H

#include "base/arena.h"
#include "base/str.h"
#include "value/build.h"

struct cel_named_format;

const struct cel_named_format *cel_named_format_find(
    struct plim_str name);                                    /* NULL: there is none */
const struct cel_named_format *cel_named_format_at(size_t i); /* NULL past the end */
const char *cel_named_format_name(const struct cel_named_format *format);
unsigned cel_named_format_weight(const struct cel_named_format *format); /* as a pattern's length */

/* Add what is wrong with the text to `faults`, nothing when all is well. */
void cel_named_format_check(const struct cel_named_format *format, struct plim_str text,
                            struct value_list_builder *faults);

#endif
