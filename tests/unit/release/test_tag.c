#include "release/release.h"
#include "support/plim_check.h"

static const struct {
    const char *git;
    const char *image_tag;
    bool matches;
} pairs[] = {
    {"v1.4.0", "1.4.0", true},
    {"1.4.0", "1.4.0", true},
    {"1.4.0", "v1.4.0", true},
    {"v1.4.0", "v1.4.0", true},
    {"cart-1.4.0", "1.4.0", true},
    {"cart-v1.4.0", "v1.4.0", true},
    {"cart/1.4.0", "1.4.0", true},
    {"cart/v1.4.0", "1.4.0", true},
    {"cart@1.4.0", "v1.4.0", true},
    {"web-1.4.0", "1.4.0", false},
    {"cart1.4.0", "1.4.0", false},
    {"v1.4.0-rc.1", "1.4.0", false},
    {"cart-", "", false},
    {"vnext", "next", false},
    {"next", "next", true},
    {"cart-1.4.0", "cart-1.4.0", true},
    {"", "", false},
};

START_TEST(a_git_tag_names_an_image_tag)
{
    const struct release_tag tag = {plim_str_from(pairs[_i].git), {0}};
    const struct release_repository repository = {.tags = &tag, .tag_count = 1};
    const struct release_tag *found =
        release_tag_find(&repository, PLIM_STR("shop/cart"), plim_str_from(pairs[_i].image_tag));
    ck_assert((found != NULL) == pairs[_i].matches);
}
END_TEST

START_TEST(the_tag_that_names_the_image_is_preferred)
{
    const struct release_tag tags[] = {{PLIM_STR("v1.4.0"), {0}}, {PLIM_STR("cart-v1.4.0"), {0}}};
    const struct release_repository repository = {.tags = tags, .tag_count = 2};
    ck_assert_ptr_eq(release_tag_find(&repository, PLIM_STR("cart"), PLIM_STR("1.4.0")), &tags[1]);
    ck_assert_ptr_eq(release_tag_find(&repository, PLIM_STR("web"), PLIM_STR("1.4.0")), &tags[0]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_git_tag_names_an_image_tag, 0, PLIM_LEN(pairs));
    tcase_add_test(tcase, the_tag_that_names_the_image_is_preferred);
}

PLIM_CHECK_MAIN("release.tag", add_cases)
