#include <string.h>

#include "support/plim_check.h"

#include "glob_priv.h"

static const struct {
    const char *glob;
    const char *path;
    bool want;
} cases[] = {
    {"a", "a", true},
    {"a", "ab", false},
    {"a", "", false},
    {"", "", true},
    {"*", "a.yaml", true},
    {"*", "a/b", false},
    {"*.yaml", "a.yaml", true},
    {"*.yaml", "a.yaml.yaml", true},
    {"*.yaml", "a.yml", false},
    {"a?c", "abc", true},
    {"a?c", "a/c", false},
    {"a*b*c", "aXbYbZc", true},
    {"a*b*c", "aXbY", false},
    {"docs/*", "docs/a", true},
    {"docs/*", "docs/a/b", false},
    {"docs/**", "docs/a/b", true},
    {"docs/**", "docs", false},
    {"**", "a/b/c", true},
    {"**/a", "a", true},
    {"**/a", "x/y/a", true},
    {"**/a", "x/ya", false},
    {"**/a/**", "x/a/b/c", true},
    {"**/a/**", "x/a", false},
    {"a/**/b", "a/b", true},
    {"a/**/b", "a/x/y/b", true},
    {"a/**/b", "a/x/yb", false},
    {"**/a*/c", "ab/x/ac/c", true},
    {"**/*.yaml", "a/b.yaml/c.yaml", true},
    {"**/x/*/y", "x/1/2/x/3/y", true},
    {"a**b", "aXb", true},
    {"a**b", "a/b", false},
    {"\\*", "*", true},
    {"\\*", "a", false},
    {"a\\ b", "a b", true},
    {"a\\", "a\\", true},
};

START_TEST(a_path_matches_as_gitignore_has_it)
{
    ck_assert_msg(gitrepo_glob_matches(cases[_i].glob, cases[_i].path) == cases[_i].want,
                  "'%s' and '%s'", cases[_i].glob, cases[_i].path);
}
END_TEST

START_TEST(many_stars_take_no_more_than_the_product_of_the_lengths)
{
    char path[4097];
    memset(path, 'a', sizeof(path) - 1);
    path[sizeof(path) - 1] = '\0';
    ck_assert(!gitrepo_glob_matches("**/a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", path));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_path_matches_as_gitignore_has_it, 0, (int)PLIM_LEN(cases));
    tcase_add_test(tcase, many_stars_take_no_more_than_the_product_of_the_lengths);
}

PLIM_CHECK_MAIN("glob", add_cases)
