/* Macros: calls that the parser turns into something else than a call. */
#ifndef PLIM_CEL_MACRO_H
#define PLIM_CEL_MACRO_H

#include <stddef.h>
#include <stdint.h>

struct cel_ast;
struct cel_parser;

enum { CEL_MACROS_MAX = 64 };

/* NULL: an issue was noted. */
typedef struct cel_ast *cel_macro_fn(struct cel_parser *parser, struct cel_ast *call, int detail);

struct cel_macro {
    const char *library;
    const char *scope; /* NULL: a receiver is what the macro works on; "": none; else its name */
    const char *name;
    uint8_t since; /* version of the library */
    uint8_t least; /* arguments */
    uint8_t most;  /* UINT8_MAX: any number */
    int detail;
    cel_macro_fn *expand;
    const char *signature; /* for the reference */
    const char *summary;
};

const struct cel_macro *cel_macro_at(size_t i); /* NULL past the end */

#endif
