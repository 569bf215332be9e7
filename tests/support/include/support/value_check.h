/* For tests of modules that see pkg/value: values from text, and back. */
#ifndef PLIM_SUPPORT_VALUE_CHECK_H
#define PLIM_SUPPORT_VALUE_CHECK_H

#include "base/arena.h"
#include "support/plim_check.h"
#include "value/json.h"
#include "value/yaml.h"

/* The first document of a manifest; fails the test when it cannot be read. */
static inline struct value plim_value_from_yaml(struct plim_arena *arena, const char *text)
{
    struct plim_err err = {0};
    struct value_yaml_list list = {0};
    plim_assert_ok(
        value_yaml_read(arena, "text", plim_str_from(text), VALUE_YAML_MANIFEST, &list, &err),
        &err);
    ck_assert_uint_gt(list.len, 0);
    return list.items[0].root;
}

/* Assert what a value looks like as compact JSON. */
static inline void plim_assert_json(const struct value *value, const char *want)
{
    struct plim_err err = {0};
    struct plim_buf text = {0};
    plim_assert_ok(value_json_write(value, VALUE_JSON_COMPACT, &text, &err), &err);
    ck_assert_str_eq(text.text, want);
    plim_buf_release(&text);
}

#endif
