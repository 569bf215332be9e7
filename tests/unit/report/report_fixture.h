/* Reports written as YAML, and sections printed as text. */
#ifndef PLIM_TEST_REPORT_FIXTURE_H
#define PLIM_TEST_REPORT_FIXTURE_H

#include "support/value_check.h"

#include "text_priv.h"

static struct plim_arena *arena;
static struct plim_buf printed;
static struct report_style style;

static void start(void)
{
    arena = plim_arena_new();
    style = (struct report_style){.exit_status = -1};
}

static void stop(void)
{
    plim_buf_release(&printed);
    plim_arena_free(arena);
}

typedef void section_fn(struct report_text *text, const struct value *report);

/* What a section prints of a report. */
static inline const char *print_section(section_fn *section, const char *yaml)
{
    struct value report = plim_value_from_yaml(arena, yaml);
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *item = plim_arena_new();
    struct report_text text = {.buf = &printed, .style = &style, .arena = arena, .item = item};
    plim_buf_clear(&printed);
    section(&text, &report);
    return printed.text ? printed.text : "";
}

#endif
