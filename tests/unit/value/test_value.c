#include <string.h>

#include "base/arena.h"
#include "support/value_check.h"

static struct plim_arena *arena;
static struct value root;

static void read_root(void)
{
    arena = plim_arena_new();
    root = plim_value_from_yaml(arena, "metadata:\n  name: cart\n  labels: {app: cart, tier: web}\n"
                                       "spec:\n  replicas: 3\n  paused: yes\n  args: [a, b]\n");
}

static void free_root(void)
{
    plim_arena_free(arena);
}

START_TEST(a_value_has_sixteen_bytes_and_zero_is_null)
{
    struct value zero = {0};
    ck_assert_uint_eq(sizeof(struct value), 16);
    ck_assert(value_is(&zero, VALUE_NULL));
    struct value null = value_null();
    ck_assert_mem_eq(&null, &zero, sizeof(zero));
}
END_TEST

START_TEST(look_ups_can_be_chained)
{
    ck_assert(value_is_string(value_get(value_get(&root, "metadata"), "name"), "cart"));
    ck_assert_ptr_null(value_get(value_get(value_get(&root, "a"), "b"), "c"));
    ck_assert_ptr_null(value_get(value_get_path(&root, "metadata.name"), "x"));
}
END_TEST

START_TEST(paths_lead_along_keys)
{
    ck_assert(plim_str_is(value_get_text(&root, "metadata.labels.tier"), "web"));
    ck_assert_int_eq(value_int_or(value_get_path(&root, "spec.replicas"), 0), 3);
    ck_assert_ptr_null(value_get_path(&root, "metadata.absent.tier"));
    ck_assert_uint_eq(value_get_text(&root, "spec.replicas").len, 0);
}
END_TEST

START_TEST(wrong_kinds_give_the_empty_answer)
{
    struct value number = value_int(1);
    ck_assert_uint_eq(value_str(&number).len, 0);
    ck_assert_uint_eq(value_str(NULL).len, 0);
    ck_assert_uint_eq(value_len(&number), 0);
    ck_assert_ptr_null(value_at(NULL, 0));
    ck_assert_ptr_null(value_at(value_get_path(&root, "spec.args"), 2));
    ck_assert(value_bool_or(&number, true));
    ck_assert_int_eq(value_int_or(value_get(&root, "spec"), 7), 7);
    ck_assert(!value_is(NULL, VALUE_NULL));
}
END_TEST

START_TEST(unsigned_integers_count_where_they_fit)
{
    struct value small = value_uint(5);
    struct value large = value_uint(UINT64_MAX);
    ck_assert_int_eq(value_int_or(&small, 0), 5);
    ck_assert_int_eq(value_int_or(&large, -1), -1);
}
END_TEST

START_TEST(children_carry_positions)
{
    const struct value *labels = value_get_path(&root, "metadata.labels");
    const struct value *args = value_get_path(&root, "spec.args");
    ck_assert_uint_eq(value_key_position_at(labels, 1).column, 23);
    ck_assert_uint_eq(value_position_at(labels, 1).column, 29);
    ck_assert_uint_eq(value_position_at(args, 1).line, 7);
    ck_assert_uint_eq(value_position_at(args, 1).column, 13);
    ck_assert_uint_eq(value_position_at(args, 2).line, 0);
    ck_assert_uint_eq(value_key_position_at(args, 0).line, 0);
}
END_TEST

START_TEST(built_values_have_no_positions)
{
    struct value item = value_string_c("x");
    struct value list = value_list(&item, 1);
    ck_assert_uint_eq(value_position_at(&list, 0).line, 0);
    ck_assert(value_is_string(value_at(&list, 0), "x"));
}
END_TEST

START_TEST(null_text_is_null)
{
    struct value absent = value_string_c(NULL);
    ck_assert(value_is(&absent, VALUE_NULL));
}
END_TEST

START_TEST(every_kind_has_a_name)
{
    ck_assert_ptr_nonnull(value_kind_name((enum value_kind)_i));
    ck_assert_uint_gt(strlen(value_kind_name((enum value_kind)_i)), 0);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, read_root, free_root);
    tcase_add_test(tcase, a_value_has_sixteen_bytes_and_zero_is_null);
    tcase_add_test(tcase, look_ups_can_be_chained);
    tcase_add_test(tcase, paths_lead_along_keys);
    tcase_add_test(tcase, wrong_kinds_give_the_empty_answer);
    tcase_add_test(tcase, unsigned_integers_count_where_they_fit);
    tcase_add_test(tcase, children_carry_positions);
    tcase_add_test(tcase, built_values_have_no_positions);
    tcase_add_test(tcase, null_text_is_null);
    tcase_add_loop_test(tcase, every_kind_has_a_name, 0, VALUE_ERROR + 1);
}

PLIM_CHECK_MAIN("value.value", add_cases)
