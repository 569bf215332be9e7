/* Environments are data: which libraries and macros each dialect has. */
#ifndef PLIM_CEL_DIALECT_H
#define PLIM_CEL_DIALECT_H

enum cel_dialect {
    CEL_DIALECT_CEL = 1,        /* the specification with its extensions */
    CEL_DIALECT_KUBERNETES = 2, /* the API server, 1.36 */
    CEL_DIALECT_PLIMSOLL = 4,   /* all of it */
    CEL_DIALECT_ANY = 7,
    CEL_DIALECT_NOT_KUBERNETES = CEL_DIALECT_CEL | CEL_DIALECT_PLIMSOLL,
    CEL_DIALECT_NOT_CEL = CEL_DIALECT_KUBERNETES | CEL_DIALECT_PLIMSOLL,
};

#endif
