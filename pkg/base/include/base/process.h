/* Programs that we run: no shell, a clean environment, a time limit, an output limit. */
#ifndef PLIM_BASE_PROCESS_H
#define PLIM_BASE_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/cancel.h"
#include "base/err.h"

struct plim_process {
    const char *const *argv; /* NULL-terminated; argv[0] is looked up in PATH of this process */
    const char *const *env; /* NULL-terminated "NAME=value"; the whole environment of the program */
    const char *dir;        /* working directory; NULL for ours */
    unsigned timeout_ms;    /* then the program and its process group are killed; 0: 60,000 */
    size_t output_max;      /* bytes of standard output; 0: 64 MiB */
    /* It may ask: standard input and error are ours, and so is its process group, which a terminal
     * wants of those who read it. It is killed without its descendants. */
    bool interactive;
    bool secret; /* of its output no copy is left behind; the caller wipes result_out->out */
    const struct plim_cancel *cancel; /* then it is killed too; NULL: never */
};

struct plim_process_result {
    int exit_status;           /* 0..255, or 128 + signal */
    struct plim_buf out;       /* standard output */
    struct plim_buf complaint; /* the last 8 KiB of standard error; empty when interactive */
};

/*
 * Run to the end. Standard input is empty unless it is interactive. A non-zero exit is a result,
 * not a failure.
 *
 * result_out  release with plim_process_result_release()
 * Fails with PLIM_NOT_FOUND (no such program), PLIM_LIMIT (time or output), PLIM_UNAVAILABLE
 * (cancelled: "run 'kustomize': interrupted") or PLIM_IO.
 */
PLIM_NODISCARD enum plim_code plim_process_run(const struct plim_process *process,
                                               struct plim_process_result *result_out,
                                               struct plim_err *err);
void plim_process_result_release(struct plim_process_result *result);

/* What stands in `complaint` as one line for a message: blanks and control characters in a row
 * become one blank, `hidden` (may be NULL) is left out, and what is longer than `most` bytes ends
 * in
 * "...". */
void plim_process_reason(const struct plim_buf *complaint, const char *hidden, size_t most,
                         struct plim_buf *reason);

#endif
