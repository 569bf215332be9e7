#include "support/value_check.h"
#include "value/jmespath.h"

static const struct {
    const char *yaml;
    const char *text;
} cases[] = {
    {"plain", "plain"},
    {"5", "5"},
    {"5.0", "5"},
    {"0.25", "0.25"},
    {"1e21", "1e+21"},
    {"true", "true"},
    {"[null]", "[null]"},
    {"{b: [1, 'x'], a: {d: null, c: '<&>'}}",
     "{\"a\":{\"c\":\"\\u003c\\u0026\\u003e\",\"d\":null},\"b\":[1,\"x\"]}"},
    {"[]", "[]"},
    {"{}", "{}"},
};

START_TEST(values_are_written_as_go_writes_them)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct value value = plim_value_from_yaml(arena, cases[_i].yaml);
    value_jmespath_text(&value, &text);
    ck_assert_str_eq(text.text, cases[_i].text);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, values_are_written_as_go_writes_them, 0, (int)PLIM_LEN(cases));
}

PLIM_CHECK_MAIN("value.jmespath_text", add_cases)
