/* Where documents end. */
#ifndef PLIM_VALUE_YAML_SPLIT_PRIV_H
#define PLIM_VALUE_YAML_SPLIT_PRIV_H

#include <stddef.h>

#include "base/str.h"

/* The first document marker behind the line at `at`, or the end of the text. */
size_t value_yaml_next_marker(struct plim_str text, size_t at);

#endif
