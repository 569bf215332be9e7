/* Bump allocator: many small allocations, one release. Not for use by two threads at once. */
#ifndef PLIM_BASE_ARENA_H
#define PLIM_BASE_ARENA_H

#include <stddef.h>

#include "base/defs.h"
#include "base/str.h"

struct plim_arena;

PLIM_NODISCARD struct plim_arena *plim_arena_new(void);
void plim_arena_free(struct plim_arena *arena);   /* NULL is a no-op */
void plim_arena_freep(struct plim_arena **arena); /* PLIM_CLEANUP handler */

/* Everything taken becomes invalid; the memory is kept. */
void plim_arena_reset(struct plim_arena *arena);

/* Call release(object) when the arena is reset or freed, the latest first: for what others have
 * allocated and something in the arena owns. The arena's memory can still be read then. */
void plim_arena_own(struct plim_arena *arena, void (*release)(void *object), void *object);

size_t plim_arena_bytes(const struct plim_arena *arena); /* taken since new or reset */

/* Memory aligned for any type, owned by the arena. Never NULL. `take` leaves it uninitialised. */
PLIM_NODISCARD PLIM_NONNULL_RETURN void *plim_arena_alloc(struct plim_arena *arena, size_t size);
PLIM_NODISCARD PLIM_NONNULL_RETURN void *plim_arena_take(struct plim_arena *arena, size_t size);

/* Zeroed array; aborts when count * size overflows. */
PLIM_NODISCARD PLIM_NONNULL_RETURN void *plim_arena_array(struct plim_arena *arena, size_t count,
                                                          size_t size);

/* NUL-terminated copies. */
PLIM_NODISCARD PLIM_NONNULL_RETURN char *plim_arena_copy(struct plim_arena *arena, const char *text,
                                                         size_t len);
PLIM_NODISCARD PLIM_NONNULL_RETURN char *plim_arena_copy_c(struct plim_arena *arena,
                                                           const char *text);
struct plim_str plim_arena_copy_str(struct plim_arena *arena, struct plim_str text);
/* "a/b/c" of {a, b, c}: much faster than plim_arena_printf. `between` 0 puts nothing there. */
PLIM_NODISCARD PLIM_NONNULL_RETURN char *plim_arena_join(struct plim_arena *arena,
                                                         const struct plim_str *parts, size_t count,
                                                         char between);
PLIM_NODISCARD PLIM_NONNULL_RETURN char *plim_arena_printf(struct plim_arena *arena,
                                                           const char *fmt, ...) PLIM_PRINTF(2, 3);

#endif
