#include "cel_schema_check.h"

static const struct {
    const char *schema;
    uint64_t elements_max;
    uint64_t bytes_min;
} bounds[] = {
    {"{\"type\": \"string\"}", 3145726, 2},
    {"{\"type\": \"string\", \"maxLength\": 10}", 40, 2},
    {"{\"type\": \"string\", \"maxLength\": -1}", 0, 2},
    {"{\"type\": \"string\", \"maxLength\": 9223372036854775807}", UINT64_MAX, 2},
    {"{\"type\": \"string\", \"enum\": [\"a\", \"abc\"]}", 3, 2},
    {"{\"type\": \"string\", \"format\": \"byte\", \"maxLength\": 10}", 10, 2},
    {"{\"type\": \"string\", \"format\": \"date\"}", 12, 12},
    {"{\"type\": \"string\", \"format\": \"date-time\"}", 32, 21},
    {"{\"type\": \"string\", \"format\": \"duration\"}", 32, 3},
    {"{\"type\": \"integer\"}", 0, 1},
    {"{\"type\": \"boolean\"}", 0, 4},
    {"{\"x-kubernetes-int-or-string\": true}", 3145726, 1},
    {"{\"x-kubernetes-int-or-string\": true, \"maxLength\": 5}", 20, 1},
    {"{\"type\": \"array\", \"items\": {\"type\": \"integer\"}}", 1572863, 2},
    {"{\"type\": \"array\", \"items\": {\"type\": \"integer\"}, \"maxItems\": 7}", 7, 2},
    {"{\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\"}}", 393215, 2},
    {"{\"type\": \"object\", \"maxProperties\": 3, \"additionalProperties\": {\"type\": "
     "\"string\"}}",
     3, 2},
    {"{\"type\": \"object\", \"required\": [\"ab\", \"c\"], \"properties\": {\"ab\": {\"type\":"
     "\"string\"}, \"c\": {\"type\": \"integer\", \"default\": 1}, \"d\": {\"type\": \"string\"}}}",
     0, 10},
};

START_TEST(sizes_are_those_that_the_api_server_takes)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct cel_bounds got = {0};
    const struct cel_type *type = cel_schema_type(read_schema(arena, bounds[_i].schema));
    ck_assert(cel_type_bounds(type, &got));
    ck_assert_uint_eq(got.elements_max, bounds[_i].elements_max);
    ck_assert_uint_eq(got.bytes_min, bounds[_i].bytes_min);
}
END_TEST

START_TEST(types_without_a_schema_have_no_bounds)
{
    struct cel_bounds got = {0};
    ck_assert(!cel_type_bounds(cel_type_string(), &got));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, sizes_are_those_that_the_api_server_takes, 0, PLIM_LEN(bounds));
    tcase_add_test(tcase, types_without_a_schema_have_no_bounds);
}

PLIM_CHECK_MAIN("cel.schema_bounds", add_cases)
