/* The small values of the documents: ids, ratios, durations, dates, thresholds, scopes. */
#ifndef PLIM_MATURITY_SCALAR_PRIV_H
#define PLIM_MATURITY_SCALAR_PRIV_H

#include "document_priv.h"

/* Lower-case letters, digits, '.' and '-', first a letter or digit, at most 64. */
bool maturity_id_is_valid(struct plim_str text);

/*
 * Each reads map[key] and fails with PLIM_INVALID and the position. When the key is absent the
 * output keeps what it has, unless the field table of the caller required it.
 */
enum plim_code maturity_id_read(const struct value_node *map, const char *key,
                                struct plim_str *id_out, struct plim_err *err);
enum plim_code maturity_title_read(const struct value_node *map, const char *key,
                                   struct plim_str *title_out, struct plim_err *err);
enum plim_code maturity_share_read(const struct value_node *map, const char *key, int *share_out,
                                   struct plim_err *err);
enum plim_code maturity_duration_read(const struct value_node *map, const char *key,
                                      int64_t *seconds_out, struct plim_err *err);
enum plim_code maturity_date_read(const struct value_node *map, const char *key,
                                  struct maturity_date *date_out, struct plim_err *err);
enum plim_code maturity_threshold_read(const struct value_node *map, const char *key,
                                       struct maturity_threshold *threshold_out,
                                       struct plim_err *err);
enum plim_code maturity_scope_read(struct plim_arena *arena, const struct value_node *map,
                                   const char *key, struct maturity_scope *scope_out,
                                   struct plim_err *err);
enum plim_code maturity_ids_read(struct plim_arena *arena, const struct value_node *map,
                                 const char *key, struct maturity_refs *refs_out,
                                 struct plim_err *err);

struct maturity_bounds {
    int64_t min;
    int64_t max;
};
enum plim_code maturity_integer_read(const struct value_node *map, const char *key,
                                     struct maturity_bounds bounds, int64_t *number_out,
                                     struct plim_err *err);
bool maturity_flag_read(const struct value_node *map, const char *key, bool otherwise);

/* "95%", "97.5%" as per mille, "12" as a count, "36h" as seconds; false when it is none of them. */
bool maturity_quantity_parse(struct plim_str text, enum maturity_unit *unit_out,
                             int64_t *value_out);

#endif
