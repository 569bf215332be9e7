#include "cel_schema_check.h"
#include "schema_json.h"

START_TEST(references_are_json_pointers)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct value *document = keep_json(arena, "{\"a\": {\"b/c~d\": {\"x\": 1}}}");
    ck_assert_ptr_nonnull(cel_schema_follow(document, PLIM_STR("#/a/b~1c~0d")));
    ck_assert_ptr_eq(cel_schema_follow(document, PLIM_STR("#")), document);
    ck_assert_ptr_null(cel_schema_follow(document, PLIM_STR("#/a/b")));
    ck_assert_ptr_null(cel_schema_follow(document, PLIM_STR("#/a/b~1c~0d/x")));
    ck_assert_ptr_null(cel_schema_follow(document, PLIM_STR("/a")));
    ck_assert_ptr_null(cel_schema_follow(NULL, PLIM_STR("#")));
}
END_TEST

START_TEST(a_reference_may_be_wrapped)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct value *wrapped = keep_json(arena, "{\"allOf\": [{}, {\"$ref\": \"#/a\"}]}");
    ck_assert(plim_str_is(cel_schema_ref(wrapped), "#/a"));
    ck_assert_uint_eq(cel_schema_ref(keep_json(arena, "{\"type\": \"string\"}")).len, 0);
}
END_TEST

START_TEST(limits_are_never_negative)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct value *json = keep_json(
        arena, "{\"a\": -1, \"b\": 2, \"c\": 3.0, \"d\": 18446744073709551615, \"e\": \"x\"}");
    uint64_t limit = 9;
    ck_assert(cel_schema_limit(json, "a", &limit) && limit == 0);
    ck_assert(cel_schema_limit(json, "b", &limit) && limit == 2);
    ck_assert(cel_schema_limit(json, "c", &limit) && limit == 3);
    ck_assert(cel_schema_limit(json, "d", &limit) && limit == UINT64_MAX);
    ck_assert(!cel_schema_limit(json, "e", &limit));
}
END_TEST

START_TEST(what_declares_its_metadata_is_left_alone)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct value *whole = keep_json(
        arena,
        "{\"type\": \"object\", \"properties\": {\"kind\": {\"type\": \"string\"}, \"apiVersion\": "
        "{\"type\": \"string\"}, \"metadata\": {\"type\": \"object\", \"properties\": {\"name\": "
        "{\"type\": \"string\"}, \"generateName\": {\"type\": \"string\"}, \"labels\": {}}}}}");
    const struct value *part =
        keep_json(arena, "{\"type\": \"object\", \"properties\": {\"spec\": {}}}");
    ck_assert_ptr_eq(cel_schema_with_meta(arena, NULL, whole), whole);
    const struct value *changed = cel_schema_with_meta(arena, NULL, part);
    ck_assert_uint_eq(value_len(value_get(changed, "properties")), 4);
    ck_assert_ptr_nonnull(value_get_path(changed, "properties.metadata.properties.generateName"));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, references_are_json_pointers);
    tcase_add_test(tcase, a_reference_may_be_wrapped);
    tcase_add_test(tcase, limits_are_never_negative);
    tcase_add_test(tcase, what_declares_its_metadata_is_left_alone);
}

PLIM_CHECK_MAIN("cel.schema_json", add_cases)
