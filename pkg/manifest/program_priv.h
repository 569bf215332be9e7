/* Renderers: programs that see a private copy and nothing else. */
#ifndef PLIM_MANIFEST_PROGRAM_PRIV_H
#define PLIM_MANIFEST_PROGRAM_PRIV_H

#include "base/arena.h"
#include "base/err.h"
#include "base/process.h"

struct manifest_options;

/* A private directory with "tree", for the copy, and "home". The caller gives dir_out to
 * manifest_program_end(). Fails with PLIM_IO. */
PLIM_NODISCARD enum plim_code manifest_program_begin(char **dir_out, struct plim_err *err);
void manifest_program_end(char **dir); /* PLIM_CLEANUP handler: removes it with all in it */

/*
 * Run argv[0] in "home" of the directory: nothing of our environment, no other programs, and a
 * proxy that is not there in case that something should be fetched after all.
 * Fails as plim_process_run does.
 */
PLIM_NODISCARD enum plim_code manifest_program_run(const struct manifest_options *options,
                                                   const char *dir, const char *const *argv,
                                                   struct plim_process_result *result_out,
                                                   struct plim_err *err);

/* What it printed, in the arena. */
struct plim_str manifest_program_output(struct plim_arena *arena,
                                        const struct plim_process_result *result);

/* The last thing that the program complained about, in one line, without the private copy. */
const char *manifest_program_reason(struct plim_arena *arena, const struct plim_buf *complaint,
                                    const char *dir);

#endif
