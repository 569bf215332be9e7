/* Fleet documents written as YAML. */
#ifndef PLIM_TEST_FLEET_FIXTURE_H
#define PLIM_TEST_FLEET_FIXTURE_H

#include <stdio.h>

#include "audit/fleet.h"
#include "support/plim_check.h"

static struct plim_arena *arena;
static struct audit_fleet fleet;
static struct plim_err err;

static void start(void)
{
    arena = plim_arena_new();
    fleet = (struct audit_fleet){0};
    err = (struct plim_err){0};
}

static void stop(void)
{
    plim_arena_free(arena);
}

/* A document with this spec, which begins in line 5. */
static inline enum plim_code parse_spec(const char *spec)
{
    const char *text = plim_arena_printf(arena,
                                         "apiVersion: plimsoll.dev/v1alpha1\n"
                                         "kind: Fleet\n"
                                         "metadata: {name: shop}\n"
                                         "spec:\n%s",
                                         spec);
    return audit_fleet_parse(arena, "f.yaml", "/etc/shop", plim_str_from(text), &fleet, &err);
}

static inline void assert_str(struct plim_str text, const char *want)
{
    ck_assert_str_eq(plim_arena_copy(arena, text.text, text.len), want);
}

/* A spec and what is said of it. */
struct mistake {
    const char *spec;
    const char *message;
};

#endif
