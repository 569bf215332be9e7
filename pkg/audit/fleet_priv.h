/* Shared by the files that make an audit_fleet. */
#ifndef PLIM_AUDIT_FLEET_PRIV_H
#define PLIM_AUDIT_FLEET_PRIV_H

#include "audit/fleet.h"

struct fleet_reader {
    struct plim_arena *arena;
    struct audit_fleet *fleet;
    const char *dir; /* of the document: what relative paths stand against */
};

/* Zeroed items of `size` bytes, one for each item of the list or map under `key`; NULL for none. */
void *audit_fleet_items(struct plim_arena *arena, const struct value_node *map, const char *key,
                        size_t size, size_t *count_out);

/* A list of strings under `key`. */
PLIM_NODISCARD enum plim_code audit_fleet_texts(struct plim_arena *arena,
                                                const struct value_node *map, const char *key,
                                                struct plim_str **texts_out, size_t *count_out,
                                                struct plim_err *err);

/* A relative path stands against the document's directory. */
struct plim_str audit_fleet_path(struct plim_arena *arena, const char *dir, struct plim_str text);

/* Parts of `spec`; repositories after the other two, which their paths name. */
PLIM_NODISCARD enum plim_code audit_fleet_read_environments(struct plim_arena *arena,
                                                            const struct fleet_reader *reader,
                                                            const struct value_node *spec,
                                                            struct plim_err *err);
PLIM_NODISCARD enum plim_code audit_fleet_read_clusters(struct plim_arena *arena,
                                                        const struct fleet_reader *reader,
                                                        const struct value_node *spec,
                                                        struct plim_err *err);
PLIM_NODISCARD enum plim_code audit_fleet_read_repositories(struct plim_arena *arena,
                                                            const struct fleet_reader *reader,
                                                            const struct value_node *spec,
                                                            struct plim_err *err);

/* The map `limits` of the spec, or of one cluster; nothing without one. */
PLIM_NODISCARD enum plim_code audit_fleet_read_limits(const struct value_node *spec,
                                                      struct audit_limits *limits,
                                                      struct plim_err *err);
PLIM_NODISCARD enum plim_code audit_fleet_read_cluster_limits(const struct value_node *cluster,
                                                              struct audit_limits *limits,
                                                              struct plim_err *err);

/* `name` is an environment or a cluster. */
bool audit_fleet_has_scope(const struct audit_fleet *fleet, struct plim_str name);

#endif
