/*
 * Does a whole text have the shape of a name, an identifier, a date? What regular expressions say
 * elsewhere, without one.
 *
 * Source: k8s.io/apimachinery pkg/util/validation/validation.go; k8s.io/kube-openapi
 * pkg/validation/strfmt (default.go, time.go).
 */
#ifndef PLIM_CEL_SHAPE_H
#define PLIM_CEL_SHAPE_H

#include <stdbool.h>

#include "base/str.h"

typedef bool cel_shape_fn(struct plim_str text);

cel_shape_fn cel_shape_label;       /* [a-z0-9]([-a-z0-9]*[a-z0-9])? */
cel_shape_fn cel_shape_subdomain;   /* labels between dots */
cel_shape_fn cel_shape_label_1035;  /* [a-z]([-a-z0-9]*[a-z0-9])? */
cel_shape_fn cel_shape_name;        /* ([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9] */
cel_shape_fn cel_shape_label_value; /* a name, or nothing */
cel_shape_fn cel_shape_uuid;        /* 32 hexadecimal digits, dashes between its parts or not */
cel_shape_fn cel_shape_base64;      /* four characters at least, padded */
/* Ten characters, T, a time of day with a fraction and an offset. */
cel_shape_fn cel_shape_date_time;

#endif
