/* Objects of a foreign directory, by kind. */
#ifndef SNAPSHOT_FOREIGN_PRIV_H
#define SNAPSHOT_FOREIGN_PRIV_H

#include "base/arena.h"
#include "snapshot/foreign.h"
#include "value/build.h"

struct plim_map;

/* One kind of one group version. */
struct snapshot_foreign_kind {
    const char *group; /* "": core */
    const char *version;
    const char *kind;
    const char *resource; /* plural */
    bool namespaced;
    struct value_list_builder objects;
};

struct snapshot_foreign {
    struct plim_arena *arena;
    const char *path;
    struct snapshot_foreign_kind *kinds; /* owned */
    size_t len;
    size_t cap;
    struct plim_map
        *seen; /* by kind, namespace and name: the position in its kind, size_t of the arena */
    size_t files;
};

/* The kinds that every API server has, without objects. */
void snapshot_foreign_add_known(struct snapshot_foreign *foreign);

/* The kind, added if need be. Valid until the next is added. */
struct snapshot_foreign_kind *snapshot_foreign_kind(struct snapshot_foreign *foreign,
                                                    struct plim_str api_version,
                                                    struct plim_str kind, bool namespaced);

/* Once all is read: kinds of CustomResourceDefinitions get the name and scope that these say, and
 * are known although none of their objects is there. */
void snapshot_foreign_name_kinds(struct snapshot_foreign *foreign);

/* Once all are known: of several versions of a kind those that have objects are the ones to read.
 */
void snapshot_foreign_prefer_kinds(struct snapshot_foreign *foreign);

#endif
