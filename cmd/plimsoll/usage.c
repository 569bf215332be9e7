#include "usage.h"

#include "base/str.h"

enum { COMMANDS_MAX = 64 };

void usage_print(const struct command *const *commands, size_t count, FILE *out)
{
    fputs("Plimsoll audits Kubernetes clusters against Git and names the maturity level they "
          "prove.\n\n"
          "usage: plimsoll COMMAND [FLAGS] [ARGUMENTS]\n\ncommands:\n",
          out);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\n'plimsoll COMMAND --help' lists a command's flags.\n"
          "exit status: 0 clean, 1 findings or below target, 2 usage or configuration, 3 "
          "incomplete\n",
          out);
}

void usage_print_command(const struct command *command, FILE *out)
{
    fprintf(out, "%s\n\nusage: plimsoll %s [FLAGS]%s%s\n\nflags:\n", command->summary,
            command->name, command->arguments[0] ? " " : "", command->arguments);
    options_print(command->options, out);
    if (command->details)
        fprintf(out, "\n%s", command->details);
}

void usage_complain(const struct command *const *commands, size_t count, const char *name)
{
    const char *names[COMMANDS_MAX];
    size_t len = count < COMMANDS_MAX ? count : COMMANDS_MAX;
    for (size_t i = 0; i < len; i++)
        names[i] = commands[i]->name;
    const char *nearest = plim_str_nearest(plim_str_from(name), names, len);
    fprintf(stderr, "plimsoll: unknown command '%s'%s%s%s; see 'plimsoll --help'\n", name,
            nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
}
