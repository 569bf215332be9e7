#include "support/value_check.h"
#include "value/build.h"

START_TEST(maps_keep_the_order_and_leave_out_empty_text)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "z", value_int(1));
    value_map_add_text(&map, "empty", (struct plim_str){0});
    value_map_add_text(&map, "a", PLIM_STR("x"));
    value_map_add_str(&map, PLIM_STR("key"), value_bool(true));
    struct value value = value_map_finish(&map);
    plim_assert_json(&value, "{\"z\":1,\"a\":\"x\",\"key\":true}");
}
END_TEST

static struct value count_to(struct plim_arena *arena, int64_t most)
{
    struct value_list_builder list = {.arena = arena};
    for (int64_t i = 0; i < most; i++)
        value_list_add(&list, value_int(i));
    return value_list_finish(&list);
}

START_TEST(lists_grow)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value list = count_to(arena, 1000);
    ck_assert_uint_eq(value_len(&list), 1000);
    ck_assert_int_eq(value_int_or(value_at(&list, 0), -1), 0);
    ck_assert_int_eq(value_int_or(value_at(&list, 999), -1), 999);
}
END_TEST

START_TEST(nothing_added_is_an_empty_container)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value_map_builder map = {.arena = arena};
    struct value empty_map = value_map_finish(&map);
    struct value empty_list = count_to(arena, 0);
    plim_assert_json(&empty_map, "{}");
    plim_assert_json(&empty_list, "[]");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, maps_keep_the_order_and_leave_out_empty_text);
    tcase_add_test(tcase, lists_grow);
    tcase_add_test(tcase, nothing_added_is_an_empty_container);
}

PLIM_CHECK_MAIN("value.build", add_cases)
