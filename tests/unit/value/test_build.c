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

START_TEST(doubled_numbers_are_doubles_at_any_depth)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value_map_builder map = {.arena = arena};
    struct value items[] = {value_int(-3), value_uint(4), value_string_c("5")};
    value_map_add(&map, "list", value_list(items, PLIM_LEN(items)));
    value_map_add(&map, "on", value_bool(true));
    struct value value = value_map_finish(&map);
    struct value doubled = value_doubled(arena, &value);
    const struct value *list = value_get(&doubled, "list");
    ck_assert(value_is(value_at(list, 0), VALUE_DOUBLE));
    ck_assert(value_is(value_at(list, 1), VALUE_DOUBLE));
    plim_assert_json(&doubled, "{\"list\":[-3.0,4.0,\"5\"],\"on\":true}");
    ck_assert(value_is(value_at(value_get(&value, "list"), 0), VALUE_INT));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, maps_keep_the_order_and_leave_out_empty_text);
    tcase_add_test(tcase, lists_grow);
    tcase_add_test(tcase, nothing_added_is_an_empty_container);
    tcase_add_test(tcase, doubled_numbers_are_doubles_at_any_depth);
}

PLIM_CHECK_MAIN("value.build", add_cases)
