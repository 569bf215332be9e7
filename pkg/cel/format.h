/* string.format(list): printf for values. */
#ifndef PLIM_CEL_FORMAT_H
#define PLIM_CEL_FORMAT_H

#include "library.h"

/* As the strings extension formats today. Source: cel-go ext/formatting_v2.go. */
cel_function_fn cel_format;
/* As its version 2, which Kubernetes keeps. Source: cel-go ext/formatting.go. */
cel_function_fn cel_format_first;

#endif
