#include "support/value_check.h"
#include "value/build.h"
#include "value/json.h"
#include "value/pack.h"

static struct plim_arena *arena;
static struct value_pack *pack;

static void start(void)
{
    arena = plim_arena_new();
    pack = value_pack_new();
}

static void stop(void)
{
    value_pack_free(pack);
    plim_arena_free(arena);
}

static const char *const documents[] = {
    "[null]",
    "[true,false]",
    "[0,1,-1,127,128,-128,9223372036854775807,-9223372036854775808,18446744073709551615]",
    "[0.5,-1.25e+300]",
    "\"\"",
    "[\"a\",\"a\",\"a\",\"b\"]",
    "{}",
    "[[],[[1]],{}]",
    "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"cart\",\"labels\":{\"a\":\"b\"}}}",
    "[{\"a\":1,\"b\":2},{\"b\":2,\"a\":1},{\"a\":1}]",
};

START_TEST(an_item_comes_back_as_it_was)
{
    struct value document = plim_value_from_yaml(arena, documents[_i]);
    for (int i = 0; i < 3; i++)
        value_pack_add(pack, &document);
    struct value list = value_pack_list(pack);
    ck_assert_uint_eq(value_list_len(&list), 3);
    for (size_t i = 0; i < 3; i++)
        plim_assert_json(value_list_item(&list, i, arena), documents[_i]);
}
END_TEST

START_TEST(what_is_not_known_stays_so_with_its_reason)
{
    struct value unknown = value_unknown(PLIM_STR("HTTP 403: forbidden"));
    value_pack_add(pack, &unknown);
    value_pack_add(pack, &unknown);
    struct value list = value_pack_list(pack);
    const struct value *back = value_list_item(&list, 1, arena);
    ck_assert(value_is(back, VALUE_UNKNOWN));
    ck_assert_str_eq(back->text, "HTTP 403: forbidden");
}
END_TEST

START_TEST(an_item_beyond_the_end_is_none)
{
    struct value list = value_pack_list(pack);
    ck_assert_uint_eq(value_list_len(&list), 0);
    ck_assert_ptr_null(value_list_item(&list, 0, arena));
}
END_TEST

START_TEST(a_plain_list_is_read_the_same_way)
{
    struct value list = plim_value_from_yaml(arena, "[a, b]");
    struct value map = plim_value_from_yaml(arena, "{a: b}");
    ck_assert_uint_eq(value_list_len(&list), 2);
    ck_assert(value_is_string(value_list_item(&list, 1, arena), "b"));
    ck_assert_uint_eq(value_list_len(&map), 0);
    ck_assert_ptr_null(value_list_item(&map, 0, arena));
}
END_TEST

static struct value make_record(struct plim_arena *scratch, int i)
{
    struct value_map_builder map = {.arena = scratch};
    value_map_add(&map, "policy", value_string_c("images.digest-pinned"));
    value_map_add(&map, "message", value_string_c("the image is not pinned by its digest"));
    value_map_add(&map, "remediation", value_string_c("write the digest behind the tag"));
    value_map_add(&map, "name", value_string_c(plim_arena_printf(scratch, "application-%d", i)));
    value_map_add(&map, "cluster", value_string_c("prod-eu"));
    value_map_add(&map, "line", value_int(i));
    return value_map_finish(&map);
}

START_TEST(ten_thousand_records_take_a_fraction_of_their_text)
{
    enum { COUNT = 10000 };
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *scratch = plim_arena_new();
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err err = {0};
    for (int i = 0; i < COUNT; i++) {
        struct value record = make_record(scratch, i);
        plim_assert_ok(value_json_write(&record, VALUE_JSON_COMPACT, &text, &err), &err);
        value_pack_add(pack, &record);
        plim_arena_reset(scratch);
    }
    ck_assert_uint_lt(value_pack_bytes(pack), text.len / 2);
    struct value list = value_pack_list(pack);
    struct value wanted = make_record(arena, COUNT - 1);
    ck_assert(value_equal(value_list_item(&list, COUNT - 1, arena), &wanted));
}
END_TEST

START_TEST(joined_packs_are_one_list)
{
    struct value_pack *more = value_pack_new();
    const struct value items[] = {value_int(1), value_int(2), value_int(3)};
    value_pack_add(pack, &items[0]);
    value_pack_add(more, &items[1]);
    value_pack_add(more, &items[2]);
    value_pack_join(pack, more);
    value_pack_join(pack, value_pack_new());
    struct value list = value_pack_list(pack);
    ck_assert_uint_eq(value_list_len(&list), 3);
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(value_list_item(&list, i, arena)->integer, (int64_t)i + 1);
    ck_assert_ptr_null(value_list_item(&list, 3, arena));
}
END_TEST

START_TEST(json_writes_a_packed_list_as_a_list)
{
    struct value one = plim_value_from_yaml(arena, "{a: 1}");
    struct value_map_builder map = {.arena = arena};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    struct plim_err err = {0};
    value_pack_add(pack, &one);
    value_pack_add(pack, &one);
    value_map_add(&map, "items", value_pack_list(pack));
    struct value document = value_map_finish(&map);
    plim_assert_ok(value_json_write(&document, VALUE_JSON_COMPACT, &text, &err), &err);
    ck_assert_str_eq(text.text, "{\"items\":[{\"a\":1},{\"a\":1}]}");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, an_item_comes_back_as_it_was, 0, PLIM_LEN(documents));
    tcase_add_test(tcase, what_is_not_known_stays_so_with_its_reason);
    tcase_add_test(tcase, an_item_beyond_the_end_is_none);
    tcase_add_test(tcase, a_plain_list_is_read_the_same_way);
    tcase_add_test(tcase, ten_thousand_records_take_a_fraction_of_their_text);
    tcase_add_test(tcase, joined_packs_are_one_list);
    tcase_add_test(tcase, json_writes_a_packed_list_as_a_list);
}

PLIM_CHECK_MAIN("value.pack", add_cases)
