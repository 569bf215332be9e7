/* A capture being read. */
#ifndef SNAPSHOT_READER_PRIV_H
#define SNAPSHOT_READER_PRIV_H

#include "snapshot/reader.h"

#include "manifest_priv.h"

struct snapshot_reader {
    char *dir; /* owned */
    struct snapshot_manifest manifest;
};

#endif
