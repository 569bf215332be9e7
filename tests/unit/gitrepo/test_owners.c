#include <string.h>

#include "base/buf.h"
#include "support/plim_check.h"

#include "owners_priv.h"

static struct plim_arena *arena;

static void start(void)
{
    arena = plim_arena_new();
}

static void stop(void)
{
    plim_arena_free(arena);
}

static const struct {
    const char *text;
    const char *path;
    bool github;
    bool gitlab;
} cases[] = {
    {"", "a", false, false},
    {"* @org/team", "a/b", true, true},
    {"* somebody@example.org\r\n", "a", true, true},
    {"*", "a", false, false},
    {"# * @team", "a", false, false},
    {"* # @team", "a", false, false},
    {"* @team\n/apps/cart/", "apps/cart/a.yaml", false, false},
    {"* @team\n/apps/cart/ # nobody", "apps/web/a.yaml", true, true},
    {"/apps/ @team", "apps/cart/a.yaml", true, true},
    {"/apps/ @team", "x/apps/a.yaml", false, false},
    {"apps/ @team", "x/apps/a.yaml", true, true},
    {"*.yaml @team", "x/a.yaml", true, true},
    {"*.yaml @team", "x/a.json", false, false},
    /* a name without '/' at its end: GitHub takes directories, too */
    {"/apps @team", "apps/a.yaml", true, false},
    {"apps @team", "x/apps", true, true},
    /* a '/' in the middle: of the top for GitHub, anywhere for GitLab */
    {"apps/cart/ @team", "x/apps/cart/a", false, true},
    {"/apps/* @team", "apps/a", true, true},
    {"/apps/* @team", "apps/cart/a", false, false},
    {"/apps/** @team", "apps/cart/a", true, false},
    {"/apps/**/*.yaml @team", "apps/cart/x/a.yaml", true, true},
    {"/with\\ blank/ @team", "with blank/a", true, true},
    {"\t/apps/\t@team", "apps/a", true, true},
    /* sections: GitLab's alone */
    {"[Apps] @team\n/apps/", "apps/a", false, true},
    {"[Apps] @team\n/apps/\n[Docs]\n/docs/", "docs/a", false, false},
    {"^[Apps][2] @team\n/apps/", "apps/a", false, true},
    {"[A]\n* @team\n[B]\n/apps/", "apps/a", false, true},
    {"[A]\n* @team\n[B]\n/b/\n[a]\n/apps/", "apps/a", false, false},
    {"* @team\n!/apps/\n/apps/a @team", "apps/a", true, false},
    {"* @team\n!/apps/", "web/a", true, true},
};

static bool cover(enum gitrepo_owners_syntax syntax, const char *text, const char *path)
{
    struct plim_err err = {0};
    struct gitrepo_owners owners = {0};
    plim_assert_ok(gitrepo_owners_parse(arena, plim_str_from(text), syntax, &owners, &err), &err);
    return gitrepo_owners_cover(&owners, path);
}

START_TEST(a_rule_covers_what_its_host_says)
{
    ck_assert_msg(cover(GITREPO_OWNERS_GITHUB, cases[_i].text, cases[_i].path) == cases[_i].github,
                  "GitHub: '%s' and '%s'", cases[_i].text, cases[_i].path);
    ck_assert_msg(cover(GITREPO_OWNERS_GITLAB, cases[_i].text, cases[_i].path) == cases[_i].gitlab,
                  "GitLab: '%s' and '%s'", cases[_i].text, cases[_i].path);
}
END_TEST

START_TEST(an_owners_file_covers_what_is_below)
{
    struct plim_err err = {0};
    struct gitrepo_owners owners = {0};
    plim_assert_ok(gitrepo_owners_add_directory(arena, "apps/c*t", &owners, &err), &err);
    ck_assert(gitrepo_owners_cover(&owners, "apps/c*t/a/b.yaml"));
    ck_assert(!gitrepo_owners_cover(&owners, "apps/cart/a.yaml"));
    plim_assert_ok(gitrepo_owners_add_directory(arena, "", &owners, &err), &err);
    ck_assert(gitrepo_owners_cover(&owners, "a.yaml"));
}
END_TEST

START_TEST(ranges_of_characters_are_not_understood)
{
    struct plim_err err = {0};
    struct gitrepo_owners owners = {0};
    plim_assert_fails(gitrepo_owners_parse(arena, PLIM_STR("# x\na[bc] @team"),
                                           GITREPO_OWNERS_GITLAB, &owners, &err),
                      PLIM_INVALID, &err, "line 2: ranges of characters are not understood");
}
END_TEST

static const struct {
    const char *line;
    size_t count;
    const char *message;
} limits[] = {
    {"a/ @b\n", GITREPO_OWNERS_RULES_MAX + 1, "more than 5000 rules"},
    {"[%zu]\n", GITREPO_OWNERS_SECTIONS_MAX + 1, "more than 200 sections"},
};

START_TEST(limits_hold)
{
    struct plim_buf text = {0};
    for (size_t i = 0; i < limits[_i].count; i++) {
        if (limits[_i].line[0] == '[')
            plim_buf_printf(&text, "[%zu]\n", i);
        else
            plim_buf_append_c(&text, limits[_i].line);
    }
    struct plim_err err = {0};
    struct gitrepo_owners owners = {0};
    plim_assert_fails(
        gitrepo_owners_parse(arena, plim_buf_str(&text), GITREPO_OWNERS_GITLAB, &owners, &err),
        PLIM_LIMIT, &err, limits[_i].message);
    plim_buf_release(&text);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, a_rule_covers_what_its_host_says, 0, (int)PLIM_LEN(cases));
    tcase_add_test(tcase, an_owners_file_covers_what_is_below);
    tcase_add_test(tcase, ranges_of_characters_are_not_understood);
    tcase_add_loop_test(tcase, limits_hold, 0, (int)PLIM_LEN(limits));
}

PLIM_CHECK_MAIN("owners", add_cases)
