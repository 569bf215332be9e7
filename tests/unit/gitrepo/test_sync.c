#include <git2.h>

#include "support/plim_check.h"

#include "fixture.h"
#include "sync_priv.h"

static enum plim_code sync_shop(struct plim_err *err)
{
    struct plim_arena *arena = fixture_arena();
    struct gitrepo_sync sync = {.arena = arena, .dir = fixture_path("mirror.git"), .home = ""};
    const char *url = plim_arena_printf(arena, "file://%s", fixture_path("shop"));
    if (gitrepo_location_parse(arena, url, &sync.location, err) != PLIM_OK)
        return err->code;
    return gitrepo_sync(&sync, err);
}

/* What differs between the references of the two; "" is nothing. */
static const char *difference(void)
{
    return fixture_run("for r in shop mirror.git; do git -C $r for-each-ref refs/heads refs/tags;"
                       "git -C $r symbolic-ref HEAD; done | sort | uniq -u");
}

static const char *const changes[] = {
    "true",
    "git branch new",
    "git branch -D old",
    "git branch -D old; git branch old/deeper",
    "git tag -f v1 HEAD~1",
    "git tag -d v1",
    "git commit -q --allow-empty --amend -m rewritten",
    "git checkout -qb trunk; git branch -D main",
};

START_TEST(the_mirror_becomes_what_the_remote_is)
{
    struct plim_err err = {0};
    fixture_run("git init -q shop; cd shop; git commit -q --allow-empty -m one;"
                "git commit -q --allow-empty -m two; git branch old; git tag v1; git tag -am x v2");
    plim_assert_ok(sync_shop(&err), &err);
    fixture_run(plim_arena_printf(fixture_arena(), "cd shop; %s >/dev/null", changes[_i]));
    plim_assert_ok(sync_shop(&err), &err);
    ck_assert_str_eq(difference(), "");
}
END_TEST

START_TEST(a_mirror_that_was_left_half_made_is_made_again)
{
    struct plim_err err = {0};
    fixture_run("git init -q shop; git -C shop commit -q --allow-empty -m one;"
                "mkdir -p mirror.git/refs; echo x >mirror.git/junk");
    plim_assert_ok(sync_shop(&err), &err);
    ck_assert_str_eq(difference(), "");
}
END_TEST

START_TEST(a_detached_head_is_mirrored_as_its_commit)
{
    struct plim_err err = {0};
    fixture_run("git init -q shop; cd shop; git commit -q --allow-empty -m one;"
                "git commit -q --allow-empty -m two; git checkout -q HEAD~1");
    plim_assert_ok(sync_shop(&err), &err);
    ck_assert_str_eq(fixture_run("git -C mirror.git rev-parse HEAD"),
                     fixture_run("git -C shop rev-parse HEAD"));
}
END_TEST

START_TEST(an_empty_remote_gives_an_empty_mirror)
{
    struct plim_err err = {0};
    fixture_run("git init -q shop");
    plim_assert_ok(sync_shop(&err), &err);
    ck_assert_str_eq(fixture_run("git -C mirror.git for-each-ref"), "");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, fixture_open, fixture_close);
    tcase_add_loop_test(tcase, the_mirror_becomes_what_the_remote_is, 0, (int)PLIM_LEN(changes));
    tcase_add_test(tcase, a_mirror_that_was_left_half_made_is_made_again);
    tcase_add_test(tcase, a_detached_head_is_mirrored_as_its_commit);
    tcase_add_test(tcase, an_empty_remote_gives_an_empty_mirror);
}

PLIM_CHECK_MAIN("sync", add_cases)
