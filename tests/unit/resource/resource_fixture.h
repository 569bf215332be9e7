/* One arena and table of texts per test, and short ways to say what a text should be. */
#ifndef PLIM_TESTS_RESOURCE_FIXTURE_H
#define PLIM_TESTS_RESOURCE_FIXTURE_H

#include "base/intern.h"
#include "support/value_check.h"

static struct plim_arena *arena;
static struct plim_intern *texts;

static inline void open_arena(void)
{
    arena = plim_arena_new();
    texts = plim_intern_new(arena);
}

static inline void close_arena(void)
{
    plim_intern_free(texts);
    plim_arena_free(arena);
}

#define plim_assert_text(got, want) \
    ck_assert_msg(plim_str_is((got), (want)), "got '%.*s', want '%s'", PLIM_STR_ARG(got), (want))

#endif
