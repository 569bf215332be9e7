/* Parts of reading a model. */
#ifndef PLIM_MATURITY_MODEL_PRIV_H
#define PLIM_MATURITY_MODEL_PRIV_H

#include "scalar_priv.h"

enum { MATURITY_WEIGHT_MAX = 100 };

/* map.gate when it is there. */
enum plim_code maturity_gate_read(const struct value_node *map, struct maturity_gate *gate,
                                  struct plim_err *err);

/* spec.cells, once levels, dimensions and scoring are known. */
enum plim_code maturity_cells_read(struct maturity_set *set, const struct value_node *spec,
                                   struct maturity_model *model, struct plim_err *err);

#endif
