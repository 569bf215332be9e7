/* Reports written as YAML, in any format. */
#ifndef PLIM_TEST_REPORT_FORMATS_FIXTURE_H
#define PLIM_TEST_REPORT_FORMATS_FIXTURE_H

#include <string.h>

#include "support/value_check.h"

#include "formats_priv.h"

static struct plim_arena *arena;
static struct plim_buf written;

static void start(void)
{
    arena = plim_arena_new();
}

static void stop(void)
{
    plim_buf_release(&written);
    plim_arena_free(arena);
}

static inline const char *write_report(report_write_fn *write, const char *yaml)
{
    struct plim_err err = {0};
    struct report_style style = {.exit_status = -1};
    struct value report = plim_value_from_yaml(arena, yaml);
    plim_buf_clear(&written);
    struct plim_sink sink = plim_buf_sink(&written);
    plim_assert_ok(write(&report, &style, &sink, &err), &err);
    return written.text;
}

static inline void assert_has(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part), "no '%s' in: %s", part, text);
}

#endif
