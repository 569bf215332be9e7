#include "cel_schema_check.h"
#include "compare.h"

#define ONE(schema) "{\"type\": \"object\", \"properties\": {\"a\": " schema "}}"

static const struct schema_case cases[] = {
    {ONE("{\"type\": \"string\", \"format\": \"date-time\"}"),
     "{\"a\": \"2024-01-02T03:04:05Z\"}",
     {"self.a.getFullYear()", "2024"}},
    {ONE("{\"type\": \"string\", \"format\": \"duration\"}"),
     "{\"a\": \"90s\"}",
     {"self.a.getMinutes()", "1"}},
    {ONE("{\"type\": \"string\", \"format\": \"byte\"}"),
     "{\"a\": \"aGk=\"}",
     {"self.a == b'hi'", "true"}},
    {ONE("{\"type\": \"string\", \"format\": \"date\"}"),
     "{\"a\": \"today\"}",
     {"self.a.getFullYear()", "error: invalid data: expected a date, got 'today'"}},
    {ONE("{\"type\": \"number\"}"), "{\"a\": 2}", {"self.a / 4.0", "0.5"}},
    {ONE("{\"type\": \"integer\"}"),
     "{\"a\": 2.0}",
     {"self.a + 1", "error: invalid data: expected integer, got number"}},
    {ONE("{\"type\": \"integer\"}"), "{\"a\": null}", {"has(self.a)", "false"}},
    {ONE("{\"type\": \"integer\"}"), "{}", {"self.a == 1", "error: no such key: a"}},
    {ONE("{\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\", \"nullable\": "
         "true}}"),
     "{\"a\": {\"k\": null}}",
     {"has(self.a.k) && self.a.k == null",
      "1:27: found no matching overload for '_==_' applied to '(string, null)'..."}},
    {ONE("{\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\"}}"),
     "{\"a\": {\"k\": null}}",
     {"self.a.k == ''", "error: invalid data: expected a value that is not null, got null"}},
    {ONE("{\"type\": \"array\", \"items\": {\"type\": \"integer\"}}"),
     "{\"a\": [1, \"2\"]}",
     {"self.a == [1, 3]", "error: invalid data: expected integer, got string"}},
    {ONE("{\"type\": \"array\", \"items\": {\"type\": \"integer\"}}"),
     "{\"a\": [1, \"2\"]}",
     {"self.a.exists(x, x == 1)", "true"}},
    {ONE("{\"x-kubernetes-int-or-string\": true}"),
     "{\"a\": true}",
     {"self.a == 1", "error: invalid data: expected integer or string, got boolean"}},
};

START_TEST(values_are_what_the_api_server_makes_of_them)
{
    schema_expect(&cases[_i]);
}
END_TEST

static const struct {
    const char *left;
    const char *right;
    bool equal;
} pairs[] = {
    {"{\"a\": 1, \"u\": {\"x\": 1}}", "{\"a\": 1, \"u\": {\"x\": 1}}", true},
    {"{\"a\": 1, \"u\": {\"x\": 1}}", "{\"a\": 1, \"u\": {\"x\": 2}}", false},
    {"{\"a\": 1, \"u\": 1}", "{\"a\": 1}", false},
    {"{\"a\": 1}", "{\"a\": 1, \"u\": 1}", false},
    {"{\"a\": null}", "{\"a\": null}", true},
    {"{\"a\": null}", "{}", false},
};

START_TEST(what_is_out_of_sight_counts_for_equality)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_schema *schema = read_schema(arena, ONE("{\"type\": \"integer\"}"));
    const struct value left_json = read_json(arena, pairs[_i].left);
    const struct value right_json = read_json(arena, pairs[_i].right);
    const struct value left = cel_schema_value(schema, &left_json, arena);
    const struct value right = cel_schema_value(schema, &right_json, arena);
    ck_assert_int_eq(cel_equal(&left, &right), pairs[_i].equal);
}
END_TEST

START_TEST(a_copy_has_no_marks)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_schema *schema = read_schema(arena, ONE("{\"type\": \"integer\"}"));
    const struct value json = read_json(arena, "{\"a\": \"x\", \"u\": 1}");
    const struct value made = cel_schema_value(schema, &json, arena);
    ck_assert_int_ne(made.flags, 0);
    ck_assert_int_eq(value_copy(arena, &made).flags, 0);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, values_are_what_the_api_server_makes_of_them, 0, PLIM_LEN(cases));
    tcase_add_loop_test(tcase, what_is_out_of_sight_counts_for_equality, 0, PLIM_LEN(pairs));
    tcase_add_test(tcase, a_copy_has_no_marks);
}

PLIM_CHECK_MAIN("cel.schema_value", add_cases)
