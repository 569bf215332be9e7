/*
 * Texts that are kept once: names, labels and messages come again and again.
 *
 * Threads: one table belongs to one thread at a time.
 */
#ifndef PLIM_BASE_INTERN_H
#define PLIM_BASE_INTERN_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct plim_intern;

/* Texts are copied into `arena`, which must live as long as they are used. */
struct plim_intern *plim_intern_new(struct plim_arena *arena);
void plim_intern_free(struct plim_intern *table); /* the texts stay; NULL is a no-op */

/* Borrowed: for what is kept beside the texts. */
struct plim_arena *plim_intern_arena(const struct plim_intern *table);

/* The kept text of these bytes, NUL-terminated; equal bytes give the same pointer. An empty text
 * gives an empty one without memory. */
struct plim_str plim_intern_str(struct plim_intern *table, struct plim_str text);

/* The same for `count` structs of `size` bytes without padding, or with zeroed padding; aligned for
 * any type. Texts in them must have been interned, so that equal lists have equal bytes. NULL for
 * none. */
const void *plim_intern_array(struct plim_intern *table, const void *items, size_t count,
                              size_t size);

#endif
