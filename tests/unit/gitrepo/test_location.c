#include <unistd.h>

#include "support/plim_check.h"

#include "fixture.h"
#include "location_priv.h"

static const struct {
    const char *text;
    bool remote;
} locations[] = {
    {"https://git.example.org/shop.git", true},
    {"ssh://git@git.example.org:2222/shop", true},
    {"git@git.example.org:team/shop.git", true},
    {"file:///srv/shop", true},
    {"../shop", false},
    {"/srv/git@host:x", false},
    {"shop", false},
    {"dir/a@b:c", false},
    {"@host:path", false},
    {"user@:path", false},
};

START_TEST(urls_and_host_paths_are_remote)
{
    ck_assert_int_eq(gitrepo_is_remote(locations[_i].text), locations[_i].remote);
}
END_TEST

static const struct {
    const char *text;
    const char *location;
    const char *revision;
    const char *subpath;
} specs[] = {
    {"shop", "shop", "", ""},
    {"shop@main", "shop", "main", ""},
    {"shop@feature/x:deploy/prod", "shop", "feature/x", "deploy/prod"},
    {"shop:deploy", "shop", "", "deploy"},
    {"here@main:deploy", "here", "main", "deploy"},
    {"https://ann:pw@git.example.org:8443/shop@v1.2.3:deploy",
     "https://ann:pw@git.example.org:8443/shop", "v1.2.3", "deploy"},
    {"https://git.example.org/shop:deploy", "https://git.example.org/shop", "", "deploy"},
    {"git@git.example.org:team/shop@main:deploy", "git@git.example.org:team/shop", "main",
     "deploy"},
    {"ssh://git@git.example.org/shop", "ssh://git@git.example.org/shop", "", ""},
    {"file:///srv/shop@main", "file:///srv/shop", "main", ""},
};

START_TEST(a_specification_has_revision_and_subpath)
{
    struct plim_err err = {0};
    struct gitrepo_spec spec;
    fixture_run("mkdir here");
    ck_assert_int_eq(chdir(fixture_path("")), 0);
    plim_assert_ok(gitrepo_spec_parse(fixture_arena(), specs[_i].text, &spec, &err), &err);
    ck_assert_str_eq(spec.location, specs[_i].location);
    ck_assert_str_eq(spec.revision, specs[_i].revision);
    ck_assert_str_eq(spec.subpath, specs[_i].subpath);
}
END_TEST

START_TEST(an_existing_path_is_taken_as_it_is)
{
    struct plim_err err = {0};
    struct gitrepo_spec spec;
    fixture_run("mkdir -p 'odd@name:x'");
    const char *path = fixture_path("odd@name:x");
    plim_assert_ok(gitrepo_spec_parse(fixture_arena(), path, &spec, &err), &err);
    ck_assert_str_eq(spec.location, path);
    ck_assert_str_eq(spec.revision, "");
}
END_TEST

static const struct {
    const char *text;
    const char *message;
} refused[] = {
    {"", "the repository's path or URL is empty"},
    {"@main", "the repository's path or URL is empty"},
    {"ftp://git.example.org/x",
     "repositories are not read by 'ftp://'; use http, https, ssh, git or file"},
};

START_TEST(what_is_no_location_is_refused)
{
    struct plim_err err = {0};
    struct gitrepo_spec spec;
    plim_assert_fails(gitrepo_spec_parse(fixture_arena(), refused[_i].text, &spec, &err),
                      PLIM_INVALID, &err, refused[_i].message);
}
END_TEST

static const struct {
    const char *text;
    const char *shown;
} secrets[] = {
    {"https://ann:pw@git.example.org/shop", "https://git.example.org/shop"},
    {"https://token@git.example.org/shop", "https://git.example.org/shop"},
    {"https://a@b:c@git.example.org/shop", "https://git.example.org/shop"},
    {"https://git.example.org/shop?private_token=x", "https://git.example.org/shop"},
    {"ssh://git:pw@git.example.org/shop", "ssh://git@git.example.org/shop"},
    {"ftp://ann:pw@git.example.org/shop", "ftp://git.example.org/shop"},
    {"git@git.example.org:shop", "git@git.example.org:shop"},
    {"/srv/shop", "/srv/shop"},
};

START_TEST(what_is_shown_has_no_credentials)
{
    ck_assert_str_eq(gitrepo_redact(fixture_arena(), secrets[_i].text), secrets[_i].shown);
}
END_TEST

START_TEST(user_and_password_are_decoded)
{
    struct plim_err err = {0};
    struct gitrepo_location location;
    const char *text = "https://ann%40x:p%3Aw%2@git.example.org:8443/shop";
    plim_assert_ok(gitrepo_location_parse(fixture_arena(), text, &location, &err), &err);
    ck_assert_str_eq(location.user, "ann@x");
    ck_assert_str_eq(location.password, "p:w%2");
    ck_assert_str_eq(location.host, "git.example.org");
    ck_assert_str_eq(location.url, "https://git.example.org:8443/shop");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, fixture_open, fixture_close);
    tcase_add_loop_test(tcase, urls_and_host_paths_are_remote, 0, (int)PLIM_LEN(locations));
    tcase_add_loop_test(tcase, a_specification_has_revision_and_subpath, 0, (int)PLIM_LEN(specs));
    tcase_add_test(tcase, an_existing_path_is_taken_as_it_is);
    tcase_add_loop_test(tcase, what_is_no_location_is_refused, 0, (int)PLIM_LEN(refused));
    tcase_add_loop_test(tcase, what_is_shown_has_no_credentials, 0, (int)PLIM_LEN(secrets));
    tcase_add_test(tcase, user_and_password_are_decoded);
}

PLIM_CHECK_MAIN("location", add_cases)
