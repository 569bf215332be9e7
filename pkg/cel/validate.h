/* What is refused in an expression that is well typed: formats that do not fit their arguments; by
 * the API server, literals that cannot be read and lists of mixed types too. Source: cel-go
 * cel/validator.go, ext/formatting.go; k8s.io/apiserver/pkg/cel/environment/base.go. */
#ifndef PLIM_CEL_VALIDATE_H
#define PLIM_CEL_VALIDATE_H

#include "checker.h"

void cel_validate(struct cel_checker *checker, const struct cel_ast *ast);

#endif
