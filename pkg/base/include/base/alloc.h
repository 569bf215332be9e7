/* Heap allocation that cannot fail: out of memory aborts the process with a message. */
#ifndef PLIM_BASE_ALLOC_H
#define PLIM_BASE_ALLOC_H

#include <stddef.h>

#include "base/defs.h"

/* Allocate count * size zeroed bytes; release with free(). Aborts on overflow or OOM. */
PLIM_NODISCARD PLIM_NONNULL_RETURN void *plim_calloc(size_t count, size_t size);

/* Copies with a terminator; release with free(). */
PLIM_NODISCARD PLIM_NONNULL_RETURN char *plim_copy(const char *text, size_t len);
PLIM_NODISCARD PLIM_NONNULL_RETURN char *plim_copy_c(const char *text);

/* Room for at least `len` + 1 items of `size` bytes; new room is zeroed. Use PLIM_GROW. */
PLIM_NODISCARD PLIM_NONNULL_RETURN void *plim_grow(void *items, size_t len, size_t *cap,
                                                   size_t size);

/* Make room for one more item at items[len]. */
#define PLIM_GROW(items, len, cap) ((items) = plim_grow((items), (len), &(cap), sizeof(*(items))))

/* PLIM_CLEANUP handler for pointers from malloc()/plim_calloc(). */
void plim_freep(void *pointer_to_pointer);

#endif
