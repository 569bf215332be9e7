/* What the API server refuses in an expression that is well typed: literals that cannot be read,
 * lists of mixed types, formats that do not fit their arguments. Source: cel-go cel/validator.go,
 * ext/formatting.go; k8s.io/apiserver/pkg/cel/environment/base.go. */
#ifndef PLIM_CEL_VALIDATE_H
#define PLIM_CEL_VALIDATE_H

#include "checker.h"

void cel_validate(struct cel_checker *checker, const struct cel_ast *ast);

#endif
