#include "base/defs.h"
#include "support/value_check.h"
#include "value/yaml_write.h"

static const struct {
    const char *json;
    const char *yaml;
} given[] = {
    {"{\"a\":1,\"b\":{\"c\":[1,\"x\"]},\"d\":[]}", "a: 1\nb:\n  c:\n  - 1\n  - x\nd: []\n"},
    {"[{\"a\":{\"b\":1},\"c\":2},[3,4]]", "- a:\n    b: 1\n  c: 2\n- - 3\n  - 4\n"},
    {"{\"y\":\"no\",\"t\":\"1\",\"s\":\"a: b\",\"e\":\"\"}",
     "\"y\": \"no\"\nt: \"1\"\ns: \"a: b\"\ne: \"\"\n"},
    {"{\"a\":\"one\\n  two\\n\",\"b\":\"x\\ny\"}", "a: |\n  one\n    two\nb: |-\n  x\n  y\n"},
    {"{\"a\":\"x\\n\\ny\"}", "a: \"x\\n\\ny\"\n"},
    {"{\"image\":\"registry:5000/cart:1.2@sha256:ab\",\"n\":null,\"t\":true}",
     "image: registry:5000/cart:1.2@sha256:ab\n\"n\": null\nt: true\n"},
    {"{\"a\":\"#x\",\"b\":\"x #y\",\"c\":\"-\",\"d\":\"a-b\",\"e\":\"x:\"}",
     "a: \"#x\"\nb: \"x #y\"\nc: \"-\"\nd: a-b\ne: \"x:\"\n"},
    {"[{\"a\":[{\"b\":\"l\\nm\\n\"}]}]", "- a:\n  - b: |\n      l\n      m\n"},
};

START_TEST(values_are_written_in_block_style)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    struct value value = plim_value_from_yaml(arena, given[_i].json);
    value_yaml_write(&value, &buf);
    ck_assert_str_eq(buf.text, given[_i].yaml);
}
END_TEST

START_TEST(what_was_written_reads_back_the_same)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    struct value value = plim_value_from_yaml(arena, given[_i].json);
    value_yaml_write(&value, &buf);
    struct value again = plim_value_from_yaml(arena, buf.text);
    ck_assert(value_equal(&value, &again));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, values_are_written_in_block_style, 0, PLIM_LEN(given));
    tcase_add_loop_test(tcase, what_was_written_reads_back_the_same, 0, PLIM_LEN(given));
}

PLIM_CHECK_MAIN("value.yaml_write", add_cases)
