/* Help: of the program and of one command, from the tables. */
#ifndef PLIM_CMD_USAGE_H
#define PLIM_CMD_USAGE_H

#include <stddef.h>
#include <stdio.h>

#include "command.h"

void usage_print(const struct command *const *commands, size_t count, FILE *out);
void usage_print_command(const struct command *command, FILE *out);

/* "unknown command 'audt'; did you mean 'audit'?" on standard error. */
void usage_complain(const struct command *const *commands, size_t count, const char *name);

#endif
