/* The table of linters' checks, for its test. */
#ifndef PLIM_POLICY_LINTER_H
#define PLIM_POLICY_LINTER_H

#include <stddef.h>

/* Ids by blanks, of the i-th check; NULL behind the last. */
const char *policy_linter_policies_at(size_t i);

#endif
