/* A capture being read. */
#ifndef SNAPSHOT_READER_PRIV_H
#define SNAPSHOT_READER_PRIV_H

#include "snapshot/reader.h"

#include "captures_priv.h"
#include "manifest_priv.h"

struct snapshot_reader {
    char *dir; /* owned */
    struct snapshot_manifest manifest;
};

/* Fails as snapshot_reader_open does. */
PLIM_NODISCARD enum plim_code snapshot_reader_at(const struct snapshot_place *place,
                                                 struct snapshot_reader **reader_out,
                                                 struct plim_err *err);

#endif
