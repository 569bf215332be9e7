/* A capture being made. */
#ifndef SNAPSHOT_WRITER_PRIV_H
#define SNAPSHOT_WRITER_PRIV_H

#include "snapshot/writer.h"

#include "manifest_priv.h"

struct snapshot_writer {
    char *dir; /* owned */
    struct snapshot_manifest manifest;
    struct plim_err failed; /* the first object that could not be written */
};

#endif
