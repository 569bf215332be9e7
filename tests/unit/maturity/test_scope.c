#include "maturity/scope.h"
#include "support/plim_check.h"

static const struct {
    const char *text;
    const char *message;
} refusals[] = {
    {"product", "scope 'product' is not NAME=VALUE"},
    {"product=", "scope 'product=' is not NAME=VALUE"},
    {"=shop", "scope '=shop' is not NAME=VALUE"},
    {"prodact=shop", "unknown scope 'prodact'; did you mean 'product'?"},
    {"product=a,product=b", "scope 'product' stands twice"},
};

START_TEST(a_malformed_scope_is_refused)
{
    struct plim_err err = {0};
    struct maturity_scope scope;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    plim_assert_fails(maturity_scope_parse(arena, plim_str_from(refusals[_i].text), &scope, &err),
                      PLIM_INVALID, &err, refusals[_i].message);
}
END_TEST

static const struct {
    const char *wide;
    const char *narrow;
    bool covers;
} pairs[] = {
    {"", "", true},
    {"", "product=shop", true},
    {"product=shop", "", false},
    {"product=shop", "product=shop", true},
    {"product=shop", "product=till", false},
    {"product=shop", "application=cart,product=shop", true},
    {"product=shop,application=cart", "application=cart,product=shop", true},
    {"product=shop,environment=prod", "product=shop,application=cart", false},
};

START_TEST(a_scope_covers_what_has_all_its_labels)
{
    struct plim_err err = {0};
    struct maturity_scope wide;
    struct maturity_scope narrow;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    plim_assert_ok(maturity_scope_parse(arena, plim_str_from(pairs[_i].wide), &wide, &err), &err);
    plim_assert_ok(maturity_scope_parse(arena, plim_str_from(pairs[_i].narrow), &narrow, &err),
                   &err);
    ck_assert_int_eq(maturity_scope_covers(wide, narrow), pairs[_i].covers);
    ck_assert_int_eq(maturity_scope_equal(wide, narrow),
                     pairs[_i].covers && wide.len == narrow.len);
}
END_TEST

START_TEST(with_replaces_a_label_of_the_same_key)
{
    struct maturity_scope scope = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    scope = maturity_scope_with(arena, scope, PLIM_STR("product"), PLIM_STR("a"));
    scope = maturity_scope_with(arena, scope, PLIM_STR("cluster"), PLIM_STR("c"));
    scope = maturity_scope_with(arena, scope, PLIM_STR("product"), PLIM_STR("b"));
    ck_assert_uint_eq(scope.len, 2);
    ck_assert(plim_str_is(scope.labels[0].key, "cluster"));
    ck_assert(plim_str_is(maturity_scope_get(scope, "product"), "b"));
    ck_assert_uint_eq(maturity_scope_get(scope, "team").len, 0);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_malformed_scope_is_refused, 0, PLIM_LEN(refusals));
    tcase_add_loop_test(tcase, a_scope_covers_what_has_all_its_labels, 0, PLIM_LEN(pairs));
    tcase_add_test(tcase, with_replaces_a_label_of_the_same_key);
}

PLIM_CHECK_MAIN("maturity.scope", add_cases)
