/* What the files of the reference share. */
#ifndef PLIM_CEL_REFERENCE_PRIV_H
#define PLIM_CEL_REFERENCE_PRIV_H

#include "cel/reference.h"

#include "macro.h"
#include "selection.h"

enum { CEL_REFERENCE_ENVIRONMENTS_MAX = 8 };

/* cel_reference_list of what a selection offers; NULL: of everything. */
size_t cel_reference_collect(struct plim_arena *arena, const struct cel_selection *only,
                             const struct cel_reference_entry **entries_out);

#endif
