/*
 * The requests of one cluster as an object of their own: a document of JSON whose text is the same
 * in every capture of an unchanged cluster. What is another one each time (versions of lists and
 * tokens of their pages) is cut out and stands in the manifest; "${}" is left in its place, the
 * first for the first.
 */
#ifndef SNAPSHOT_TABLE_PRIV_H
#define SNAPSHOT_TABLE_PRIV_H

#include "manifest_priv.h"

/* Keep the requests of that server, and name the object in its `table`. Fails with PLIM_LIMIT or
 * PLIM_IO. */
PLIM_NODISCARD enum plim_code snapshot_table_write(const char *dir,
                                                   struct snapshot_manifest *manifest,
                                                   size_t server, struct plim_err *err);

/* Add the requests that the server's `table` names; none without. Fails as snapshot_object_read
 * does, and with PLIM_INVALID. */
PLIM_NODISCARD enum plim_code snapshot_table_read(const char *dir,
                                                  struct snapshot_manifest *manifest, size_t server,
                                                  struct plim_err *err);

/*
 * Put the words of `varying` in the places of the text.
 *
 * file  for messages
 * Fails with PLIM_INVALID (more or fewer words than places, words that are no versions or tokens)
 * or PLIM_LIMIT.
 */
PLIM_NODISCARD enum plim_code snapshot_table_fill(const char *file, struct plim_str text,
                                                  const char *varying, struct plim_buf *filled,
                                                  struct plim_err *err);

#endif
