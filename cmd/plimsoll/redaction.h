/* What --redact needs besides the writer: a key, and a fleet without what only its owner may read.
 */
#ifndef PLIM_CMD_REDACTION_H
#define PLIM_CMD_REDACTION_H

#include "base/buf.h"

#include "session.h"

struct snapshot_writer;

/* Wipe and release a key. PLIM_CLEANUP handler. */
void redaction_key_release(struct plim_buf *key);

/*
 * The key in a file: its bytes as they are, a line end too.
 *
 * path    NULL: a random key that nobody will know
 * key_out to be released with redaction_key_release
 * Fails with PLIM_INVALID: it cannot be read, is no file, of a wrong size, or for others than its
 * owner too.
 */
PLIM_NODISCARD enum plim_code redaction_key_read(const char *path, struct plim_buf *key_out,
                                                 struct plim_err *err);

/* Whether the fleet can be judged under pseudonyms. Fails with PLIM_INVALID: it has files of
 * practices or models, or patterns that end within a name. */
PLIM_NODISCARD enum plim_code redaction_check_fleet(const struct audit_fleet *fleet,
                                                    struct plim_err *err);

/*
 * A directory of captures has either names or pseudonyms: it is handed on as a whole.
 *
 * dir  need not be there
 * Fails with PLIM_INVALID when it has captures of the other sort, or objects that no capture names.
 */
PLIM_NODISCARD enum plim_code redaction_check_directory(const char *dir, bool redact,
                                                        struct plim_err *err);

/* The fleet as a replay needs it, in the place of its own text, whose comments nobody can redact:
 * environments are given to clusters by name instead of by patterns and labels. */
PLIM_NODISCARD enum plim_code redaction_put_fleet(const struct session *session,
                                                  struct snapshot_writer *writer,
                                                  struct plim_err *err);

#endif
