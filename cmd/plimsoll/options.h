/* Command line flags from one table: parsing, help and suggestions. */
#ifndef PLIM_CMD_OPTIONS_H
#define PLIM_CMD_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/err.h"

enum option_kind {
    OPTION_SWITCH, /* bool */
    OPTION_TEXT,   /* const char *: the last one given, or NULL */
    OPTION_LIST,   /* struct option_list: every one given */
    OPTION_SECRET, /* char *: a text that is moved away from argv, where `ps` would show it */
};

struct option {
    const char *name; /* long, without "--"; NULL ends a table */
    char short_name;  /* 0: none */
    enum option_kind kind;
    size_t offset;        /* into the command's settings */
    const char *argument; /* for help: "FILE"; NULL for a switch */
    const char *help;     /* one line, no full stop */
};

/* Texts are borrowed from argv. */
struct option_list {
    const char **items;
    size_t len;
    size_t cap;
};

void option_list_add(struct option_list *list, const char *text);
void option_list_release(struct option_list *list);

/* What stands behind the command's name. */
struct options_line {
    const struct option *options;
    int argc;
    char **argv;
    bool help; /* out: --help or -h was given; then nothing behind it is looked at */
};

/*
 * Parse a line.
 *
 * settings       zeroed; filled through the options' offsets; lists in it are owned by the caller
 * arguments_out  what is no flag; "--" ends the flags
 * Fails with PLIM_INVALID: "unknown flag '--fial-on'; did you mean '--fail-on'?".
 */
PLIM_NODISCARD enum plim_code options_parse(struct options_line *line, void *settings,
                                            struct option_list *arguments_out,
                                            struct plim_err *err);

/* Two columns: the flags and their help. */
void options_print(const struct option *options, FILE *out);

/* Release the lists in `settings`, wipe and release its secrets. */
void options_release(const struct option *options, void *settings);

#endif
