#include "gitrepo/facts.h"
#include "support/plim_check.h"

#include "fixture.h"

static struct gitrepo_facts read_facts(struct gitrepo *repo, int64_t since)
{
    struct plim_err err = {0};
    struct gitrepo_facts facts;
    struct gitrepo_commit commit = fixture_commit(repo, "");
    plim_assert_ok(gitrepo_facts_read(repo, fixture_arena(), &commit, since, &facts, &err), &err);
    return facts;
}

static const char tags[] =
    "git init -q shop; cd shop; git commit -q --allow-empty -m one; git tag light;"
    "GIT_COMMITTER_NAME=github-actions[bot] git tag -am note v1.1.0; git tag v1.0.0 -m note;"
    "printf 'object %s\\ntype commit\\ntag signed\\ntagger A <a@example.org> 1 +0000\\n\\nx\\n"
    "-----BEGIN PGP SIGNATURE-----\\n' $(git rev-parse HEAD) >t;"
    "git update-ref refs/tags/signed $(git hash-object -w -t tag t);"
    "git tag tree HEAD^{tree}";

static const struct {
    const char *name;
    const char *tagger;
    int64_t time;
    bool annotated;
    bool is_signed;
    bool by_automation;
    bool commit;
} wanted_tags[] = {
    {"light", "", 1767323045, false, false, false, true},
    {"signed", "A", 1, true, true, false, true},
    {"tree", "", 0, false, false, false, false},
    {"v1.0.0", "Ann Example", 1767323045, true, false, false, true},
    {"v1.1.0", "github-actions[bot]", 1767323045, true, false, true, true},
};

START_TEST(tags_tell_who_set_them_and_how)
{
    fixture_run(tags);
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    struct gitrepo_facts facts = read_facts(repo, 0);
    ck_assert_uint_eq(facts.tag_count, PLIM_LEN(wanted_tags));
    const struct gitrepo_tag *tag = &facts.tags[_i];
    ck_assert_str_eq(tag->name, wanted_tags[_i].name);
    ck_assert_int_eq(tag->annotated, wanted_tags[_i].annotated);
    ck_assert_int_eq(tag->is_signed, wanted_tags[_i].is_signed);
    ck_assert_int_eq(tag->by_automation, wanted_tags[_i].by_automation);
    ck_assert_str_eq(tag->tagger.name, wanted_tags[_i].tagger);
    ck_assert_int_eq(tag->tagger.time, wanted_tags[_i].time);
    ck_assert_int_eq(tag->commit[0] != '\0', wanted_tags[_i].commit);
}
END_TEST

static const char history[] =
    "git init -q shop; cd shop;"
    "GIT_COMMITTER_DATE=2025-01-01T00:00:00Z git commit -q --allow-empty -m old;"
    "git commit -q --allow-empty -m one; git checkout -qb side;"
    "git commit -q --allow-empty -m 'on the side'; git checkout -q main;"
    "GIT_AUTHOR_NAME=Bob GIT_AUTHOR_EMAIL=bob@example.org git commit -q --allow-empty -m two;"
    "git merge -q --no-ff -m merge side;"
    "git cat-file commit HEAD | sed 's/^$/gpgsig x\\n/;t;' >c;"
    "git update-ref refs/heads/main $(git hash-object -w -t commit c)";

START_TEST(the_log_follows_first_parents_within_the_window)
{
    fixture_run(history);
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    struct gitrepo_facts facts = read_facts(repo, 1767225600);
    ck_assert_uint_eq(facts.log_count, 3);
    ck_assert(facts.log[0].merge);
    ck_assert(facts.log[0].is_signed);
    ck_assert(!facts.log[1].merge);
    ck_assert(!facts.log[1].is_signed);
    ck_assert_str_eq(facts.log[1].author.email, "bob@example.org");
    ck_assert_str_eq(facts.log[0].id, facts.commit.id);
    ck_assert_int_eq(facts.last.time, 1767323045);
}
END_TEST

START_TEST(the_log_ends_where_a_shallow_history_does)
{
    fixture_run(history);
    fixture_run("git clone -q --depth 2 file://$PWD/shop clone");
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("clone");
    struct gitrepo_facts facts = read_facts(repo, 0);
    ck_assert(facts.shallow);
    ck_assert_uint_eq(facts.log_count, 2);
}
END_TEST

START_TEST(branches_of_the_origin_count_in_a_clone)
{
    fixture_run(history);
    fixture_run("git clone -q shop clone; git -C clone branch -q mine");
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("clone");
    struct gitrepo_facts facts = read_facts(repo, 0);
    ck_assert_uint_eq(facts.branch_count, 3);
    ck_assert_str_eq(facts.branches[0].name, "main");
    ck_assert_str_eq(facts.branches[1].name, "mine");
    ck_assert_str_eq(facts.branches[2].name, "side");
    ck_assert_int_eq(facts.branches[2].time, 1767323045);
    ck_assert_str_eq(facts.branches[2].commit, fixture_run("git -C shop rev-parse side"));
}
END_TEST

START_TEST(files_of_interest_are_found_at_the_commit)
{
    fixture_run("git init -q shop; cd shop; mkdir -p .github/workflows; echo a >README.md;"
                "echo b >CODEOWNERS; echo c >.github/workflows/ci.yml; git add .; git commit -qm x;"
                "rm README.md; echo d >Jenkinsfile");
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    struct gitrepo_facts facts = read_facts(repo, 0);
    ck_assert(facts.readme);
    ck_assert_uint_eq(facts.pipeline_count, 1);
    ck_assert_str_eq(facts.pipelines[0], ".github/workflows/ci.yml");
    ck_assert_str_eq(facts.owners[0], "CODEOWNERS");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, fixture_open, fixture_close);
    tcase_add_loop_test(tcase, tags_tell_who_set_them_and_how, 0, (int)PLIM_LEN(wanted_tags));
    tcase_add_test(tcase, the_log_follows_first_parents_within_the_window);
    tcase_add_test(tcase, the_log_ends_where_a_shallow_history_does);
    tcase_add_test(tcase, branches_of_the_origin_count_in_a_clone);
    tcase_add_test(tcase, files_of_interest_are_found_at_the_commit);
}

PLIM_CHECK_MAIN("facts", add_cases)
