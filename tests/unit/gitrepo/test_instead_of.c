#include "support/plim_check.h"

#include "fixture.h"
#include "instead_of_priv.h"
#include "repo_priv.h"

static const struct {
    const char *url;
    const char *want;
    const char *user;
    const char *password;
} replacements[] = {
    {"https://git.example.org/team/x", "https://git.example.org/team/x", "oauth", "token"},
    {"https://git.example.org/team/deep/x", "ssh://git@other.example.org/deep/x", "git", ""},
    {"https://ann:pw@same.example.org/x", "https://same.example.org/moved/x", "ann", "pw"},
    {"https://ann:pw@away.example.org/x", "https://else.example.org/x", "", ""},
    {"https://untouched.example.org/x", "https://untouched.example.org/x", "", ""},
};

START_TEST(the_longest_start_is_replaced)
{
    struct plim_err err = {0};
    struct gitrepo_location location;
    fixture_run("git init -q shop; cd shop; r() { git config \"url.$1.insteadOf\" \"$2\"; };"
                "r https://oauth:token@git.example.org/team/ https://git.example.org/team/;"
                "r ssh://git@other.example.org/deep/ https://git.example.org/team/deep/;"
                "r https://same.example.org/moved/ https://same.example.org/;"
                "r https://else.example.org/ https://away.example.org/");
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    plim_assert_ok(gitrepo_location_parse(fixture_arena(), replacements[_i].url, &location, &err),
                   &err);
    plim_assert_ok(gitrepo_instead_of(repo->repository, fixture_arena(), &location, &err), &err);
    ck_assert_str_eq(location.url, replacements[_i].want);
    ck_assert_str_eq(location.user, replacements[_i].user);
    ck_assert_str_eq(location.password, replacements[_i].password);
}
END_TEST

START_TEST(a_replacement_that_is_no_location_is_refused)
{
    struct plim_err err = {0};
    struct gitrepo_location location;
    fixture_run("git init -q shop; git -C shop config url.ftp://x/.insteadOf https://x/");
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    plim_assert_ok(gitrepo_location_parse(fixture_arena(), "https://x/y", &location, &err), &err);
    plim_assert_fails(gitrepo_instead_of(repo->repository, fixture_arena(), &location, &err),
                      PLIM_INVALID, &err,
                      "url.insteadOf: repositories are not read by 'ftp://'; use http, https, ssh, "
                      "git or file");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, fixture_open, fixture_close);
    tcase_add_loop_test(tcase, the_longest_start_is_replaced, 0, (int)PLIM_LEN(replacements));
    tcase_add_test(tcase, a_replacement_that_is_no_location_is_refused);
}

PLIM_CHECK_MAIN("instead_of", add_cases)
