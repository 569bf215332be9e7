/* Which namespaces a session is limited to: -n and --all-namespaces, also of a capture. */
#ifndef PLIM_CMD_SESSION_SCOPE_H
#define PLIM_CMD_SESSION_SCOPE_H

#include "session.h"

struct snapshot_writer;

/* Fails with PLIM_INVALID: both flags, an empty name, or a run without a live cluster. */
PLIM_NODISCARD enum plim_code session_set_scope(const struct session_settings *settings,
                                                struct session *session, struct plim_err *err);

/* Keep what the flags say in a capture, whose replay takes it from there. */
PLIM_NODISCARD enum plim_code session_record_scope(const struct session_settings *settings,
                                                   struct plim_arena *arena,
                                                   struct snapshot_writer *writer,
                                                   struct plim_err *err);

#endif
