#include "gitrepo/facts.h"
#include "support/plim_check.h"

#include "fixture.h"

static struct gitrepo_facts read_facts(struct gitrepo *repo)
{
    struct plim_err err = {0};
    struct gitrepo_facts facts;
    struct gitrepo_commit commit = fixture_commit(repo, "");
    plim_assert_ok(gitrepo_facts_read(repo, fixture_arena(), &commit, 0, &facts, &err), &err);
    return facts;
}

START_TEST(large_files_are_named_whatever_they_are_kept_in)
{
    fixture_run("git init -q shop; cd shop; head -c 1048576 /dev/zero >large;"
                "head -c 1048575 /dev/zero >small; ln -s large link; git add .; git commit -qm x");
    fixture_run(_i == 0 ? "true" : "git -C shop gc -q");
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    struct gitrepo_facts facts = read_facts(repo);
    ck_assert_ptr_null(facts.large_unknown);
    ck_assert_uint_eq(facts.large_count, 1);
    ck_assert_str_eq(facts.large[0].path, "large");
    ck_assert_uint_eq(facts.large[0].bytes, GITREPO_LARGE_BYTES);
}
END_TEST

START_TEST(in_a_very_large_tree_sizes_are_unknown)
{
    fixture_run("git init -q shop; cd shop; id=$(echo x | git hash-object -w --stdin);"
                "i=0; while [ $i -le 50000 ]; do printf '100644 blob %s\\t%d\\n' $id $i;"
                "i=$((i + 1)); done | git mktree >tree;"
                "git update-ref refs/heads/main $(git commit-tree -m x $(cat tree))");
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    struct gitrepo_facts facts = read_facts(repo);
    ck_assert_str_eq(facts.large_unknown, "more than 50000 files");
    ck_assert_uint_eq(facts.large_count, 0);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, fixture_open, fixture_close);
    tcase_add_loop_test(tcase, large_files_are_named_whatever_they_are_kept_in, 0, 2);
    tcase_add_test(tcase, in_a_very_large_tree_sizes_are_unknown);
}

PLIM_CHECK_MAIN("sizes", add_cases)
