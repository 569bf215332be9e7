/*
 * What a program looks at of its variables, from its text alone: enough to leave out what nothing
 * will ask for.
 *
 * Threads: pure.
 */
#ifndef PLIM_CEL_READS_H
#define PLIM_CEL_READS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/str.h"

struct cel_program;

/*
 * Whether the program may look at more of a place than some of its fields: at another field, or at
 * it as a whole, be it by a name that is not constant, or as an argument. False is certain, true is
 * not: what is never evaluated counts as well.
 *
 * place: a variable by its name in the environment, or a field of one: "object.metadata". What is
 * not there is not read.
 *
 * fields: `len` names.
 *
 * what_out: where true, the first such field in the text; empty: the whole. Borrowed from the
 * program.
 */
bool cel_program_reads_beyond(const struct cel_program *program, const char *place,
                              const char *const *fields, size_t len, struct plim_str *what_out);

/*
 * The one place of the variable that the program looks at, and with it has() of what lies above:
 * appended as a path (value/path.h). False where there is none or more than one, or where it looks
 * at other variables but fields of those `beside` by constant names.
 */
bool cel_program_only_place(const struct cel_program *program, const char *variable,
                            const char *const *beside, size_t len, struct plim_buf *path);

/* Each kind that resource.Get and List are asked for by constants, maybe more than once: `kind` or
 * `plural` is empty. Not found: what is computed. Borrowed from the program. */
typedef void cel_asked_fn(void *context, struct plim_str api_version, struct plim_str kind,
                          struct plim_str plural);
void cel_program_visit_asked(const struct cel_program *program, cel_asked_fn *visit, void *context);

#endif
