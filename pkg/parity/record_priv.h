/* The `parity` record. */
#ifndef PLIM_PARITY_RECORD_PRIV_H
#define PLIM_PARITY_RECORD_PRIV_H

#include "difference_priv.h"

/* After parity_compare. */
struct value parity_record(struct parity_comparison *comparison);

#endif
