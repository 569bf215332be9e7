/* Syntax trees as text. */
#ifndef PLIM_CEL_UNPARSE_H
#define PLIM_CEL_UNPARSE_H

#include "base/buf.h"

#include "ast.h"

/*
 * Append the expression in one line, in its canonical form: one blank around binary operators and
 * behind commas, parentheses where they are needed and nowhere else, texts between double quotes,
 * macros as they were called. Parsing it gives the same tree again, checked or not.
 */
void cel_unparse(const struct cel_ast *ast, struct plim_buf *buf);

#endif
