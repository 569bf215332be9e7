/* What is known of who reads standard output. */
#ifndef PLIM_CMD_TERMINAL_H
#define PLIM_CMD_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/* Columns: $COLUMNS, or the terminal's; 0 when it is none. */
size_t terminal_width(void);

/* A terminal, and neither $NO_COLOR nor $TERM forbid it. */
bool terminal_has_color(void);

#endif
