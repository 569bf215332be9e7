/* Ctrl-C and kill: the first ends the reading and the report is still written; a second one ends
 * the program at once. */
#ifndef PLIM_CMD_INTERRUPT_H
#define PLIM_CMD_INTERRUPT_H

#include "base/cancel.h"

/*
 * From now on SIGINT and SIGTERM set `cancel`, which must stay until interrupt_stop. Once: after
 * the first of them both have their usual effect again. What was ignored (nohup, a background job)
 * stays ignored.
 */
void interrupt_start(struct plim_cancel *cancel);
void interrupt_stop(void);

#endif
