#include "base/buf.h"
#include "gitrepo/facts.h"
#include "support/plim_check.h"

#include "fixture.h"

static const struct {
    const char *script; /* in a repository with a/x.yaml, b/y.json, c/z.txt, .hidden/h.yaml */
    const char *want;   /* paths without owner, or why that is not known */
} cases[] = {
    {"", "no file says who owns what"},
    {"echo '/a/ @team' >CODEOWNERS", "b/y.json;"},
    {"echo '* @team' >CODEOWNERS", ""},
    {"echo '* @team' >docs/CODEOWNERS", ""},
    {"echo '/a/ @team' >.github/CODEOWNERS; echo '* @team' >CODEOWNERS", "b/y.json;"},
    {"echo '/b/ @team' >CODEOWNERS; echo '* @team' >docs/CODEOWNERS", "a/x.yaml;"},
    {"printf '[All] @team\\n/a/\\n' >CODEOWNERS; echo x >.gitlab-ci.yml", "b/y.json;"},
    {"echo '/a/ @team' >.gitlab/CODEOWNERS", "b/y.json;"},
    {"echo 'approvers: [a]' >a/OWNERS", "b/y.json;"},
    {"echo 'approvers: [a]' >OWNERS", ""},
    {"echo '/b/ @team' >CODEOWNERS; echo 'approvers: [a]' >a/OWNERS", ""},
    {"echo '.* @team' >.gitea/CODEOWNERS", "CODEOWNERS: only GitHub's and GitLab's are understood"},
    {"echo 'a[b] @team' >.gitlab/CODEOWNERS",
     "CODEOWNERS: line 1: ranges of characters are not understood"},
    {"head -c 3200000 /dev/zero >CODEOWNERS", "CODEOWNERS: larger than 3145728 bytes"},
};

START_TEST(files_without_owner_are_named)
{
    struct plim_err err = {0};
    struct gitrepo_facts facts;
    fixture_run(plim_arena_printf(
        fixture_arena(),
        "git init -q shop; cd shop; mkdir a b c docs .hidden .github .gitlab .gitea;"
        "echo 1 >a/x.yaml; echo 2 >b/y.json; echo 3 >c/z.txt; echo 4 >.hidden/h.yaml; %s\n"
        "git add .; git commit -qm x",
        cases[_i].script));
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop");
    struct gitrepo_commit commit = fixture_commit(repo, "");
    plim_assert_ok(gitrepo_facts_read(repo, fixture_arena(), &commit, 0, &facts, &err), &err);
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    plim_buf_append_c(&text, facts.unowned_unknown ? facts.unowned_unknown : "");
    for (size_t i = 0; i < facts.unowned_count; i++)
        plim_buf_printf(&text, "%s;", facts.unowned[i]);
    ck_assert_str_eq(text.text ? text.text : "", cases[_i].want);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, fixture_open, fixture_close);
    tcase_add_loop_test(tcase, files_without_owner_are_named, 0, (int)PLIM_LEN(cases));
}

PLIM_CHECK_MAIN("ownership", add_cases)
