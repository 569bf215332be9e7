/* Comparisons of two YAML texts, as one line per difference: "differs spec.replicas: 2 -> 5
 * (kubectl)". */
#ifndef PLIM_TESTS_DRIFT_FIXTURE_H
#define PLIM_TESTS_DRIFT_FIXTURE_H

#include "drift/drift.h"
#include "support/value_check.h"

static struct plim_arena *arena;

static inline void open_arena(void)
{
    arena = plim_arena_new();
}

static inline void close_arena(void)
{
    plim_arena_free(arena);
}

static inline void describe_difference(const struct drift_difference *difference,
                                       struct plim_buf *text)
{
    struct plim_err err = {0};
    plim_buf_printf(text, "%s %.*s: ", drift_verdict_names[difference->verdict],
                    PLIM_STR_ARG(difference->field));
    plim_assert_ok(value_json_write(&difference->expected, VALUE_JSON_COMPACT, text, &err), &err);
    plim_buf_append_c(text, " -> ");
    plim_assert_ok(value_json_write(&difference->actual, VALUE_JSON_COMPACT, text, &err), &err);
    if (difference->manager.len > 0)
        plim_buf_printf(text, " (%.*s)", PLIM_STR_ARG(difference->manager));
    plim_buf_append_c(text, "\n");
}

static inline const char *describe_result(const struct drift_result *result)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    for (size_t i = 0; i < result->len; i++)
        describe_difference(&result->items[i], &text);
    if (result->unknown.len > 0)
        plim_buf_printf(&text, "unknown: %.*s\n", PLIM_STR_ARG(result->unknown));
    return plim_arena_copy(arena, text.text ? text.text : "", text.len);
}

static inline const char *describe_drift(const char *desired, const char *live,
                                         const struct drift_options *options)
{
    static const struct drift_options none = {0};
    struct value wanted = plim_value_from_yaml(arena, desired);
    struct value got = plim_value_from_yaml(arena, live);
    struct drift_result result = drift_compare(arena, &wanted, &got, options ? options : &none);
    return describe_result(&result);
}

#endif
