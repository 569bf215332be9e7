/* The documents about maturity: built-in ones, the fleet's, and those given by flags. */
#ifndef PLIM_CMD_DOCUMENTS_H
#define PLIM_CMD_DOCUMENTS_H

#include "audit/fleet.h"
#include "base/arena.h"
#include "base/err.h"

struct maturity_evidence;
struct maturity_set;
struct snapshot_reader;

enum { DOCUMENT_BYTES_MAX = 4 * 1024 * 1024 };

/* Practice libraries and models that the program carries. */
PLIM_NODISCARD enum plim_code documents_add_embedded(struct plim_arena *arena,
                                                     struct maturity_set *set,
                                                     struct plim_err *err);

/* Every document of a file; kinds of others are an error. Evidence goes to `evidence` when it is
 * not NULL. replay  a capture that holds the file under "files/PATH", or NULL */
PLIM_NODISCARD enum plim_code documents_add_file(struct plim_arena *arena, struct maturity_set *set,
                                                 struct maturity_evidence *evidence,
                                                 const char *path,
                                                 const struct snapshot_reader *replay,
                                                 struct plim_err *err);

/* What the fleet names and says itself. */
PLIM_NODISCARD enum plim_code documents_add_fleet(struct plim_arena *arena,
                                                  struct maturity_set *set,
                                                  const struct audit_fleet *fleet,
                                                  const struct snapshot_reader *replay,
                                                  struct plim_err *err);

#endif
