/*
 * The wish that a run ends early: somebody pressed Ctrl-C, or its time is up. Whoever waits asks
 * now and then, or waits for the descriptor too; what was not read by then is unknown for the
 * reason told here.
 *
 * Threads: any may ask or set; init and release belong to one. NULL is a run that never ends early.
 */
#ifndef PLIM_BASE_CANCEL_H
#define PLIM_BASE_CANCEL_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct plim_cancel {
    atomic_int set;      /* plim_cancel_set was called; lock-free, for signal handlers */
    int wake[2];         /* a pipe: its read end is readable from then on */
    int64_t deadline_ms; /* on the monotonic clock; 0: none */
    unsigned timeout_ms; /* as given, for messages */
};

/* timeout_ms  of the run, from now on; 0: none.
 * Fails with PLIM_IO (no descriptor is left). All-zero is valid for asking: never cancelled. */
PLIM_NODISCARD enum plim_code plim_cancel_init(struct plim_cancel *cancel, unsigned timeout_ms,
                                               struct plim_err *err);
void plim_cancel_release(struct plim_cancel *cancel);

/* End early. Async-signal-safe; again is a no-op. */
void plim_cancel_set(struct plim_cancel *cancel);

bool plim_cancel_is(const struct plim_cancel *cancel);

/* Why, PLIM_UNAVAILABLE: "interrupted", or "the time for the whole run was up after 30 s".
 * PLIM_OK while it is not cancelled. */
PLIM_NODISCARD enum plim_code plim_cancel_check(const struct plim_cancel *cancel,
                                                struct plim_err *err);

/* To be polled for reading; -1 (which poll() ignores) when there is none. */
int plim_cancel_fd(const struct plim_cancel *cancel);

/* How long one may wait without asking, at most most_ms. */
int plim_cancel_wait_ms(const struct plim_cancel *cancel, int most_ms);

#endif
