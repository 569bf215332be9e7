#include "base/buf.h"
#include "gitrepo/tree.h"
#include "manifest/undeclared.h"
#include "support/plim_check.h"

#include "workspace.h"

#define OBJECT "apiVersion: v1\\nkind: Service\\nmetadata: {name: a}\\n"

static const char files[] =
    "git init -qb main shop; cd shop;"
    "put() { mkdir -p $(dirname $1); printf \"$2\" >$1; };"
    "put environments/dev/a.yaml '" OBJECT "'; put environments/old/b.yaml '" OBJECT "';"
    "put shared/read.yaml '" OBJECT "'; put shared/unread.yml 'a: 1\\n---\\n" OBJECT "';"
    "put .github/x.yaml '" OBJECT "'; put chart/Chart.yaml ''; put chart/templates/t.yaml '" OBJECT
    "'; put base/kustomization.yaml ''; put base/deep/d.yaml '" OBJECT "';"
    "put values.yaml 'kind: x\\nmetadata: y\\n'; put two.yaml 'apiVersion: v1\\n---\\nkind: "
    "x\\nmetadata: y\\n'; put foreign.yaml 'apiVersion: backstage.io/v1\\nkind: x\\nmetadata: "
    "y\\n'; put text.txt '" OBJECT "'; git add .; git commit -qm x";

static struct manifest_undeclared find_in(struct gitrepo *repo, const char *subpath)
{
    static const char *read[] = {"shared/read.yaml"};
    static struct manifest_unreadable unreadable[] = {{"two.yaml", "1:1: why", false}};
    const struct manifest_set set = {
        .manifests = read, .manifest_count = 1, .unreadable = unreadable, .unreadable_count = 1};
    const struct manifest_set *sets[] = {&set};
    struct plim_err err = {0};
    struct gitrepo_commit commit;
    struct gitrepo_tree tree;
    plim_assert_ok(gitrepo_resolve(repo, "", &commit, &err), &err);
    plim_assert_ok(gitrepo_list(repo, workspace_arena(), &commit, "", &tree, &err), &err);
    const struct manifest_coverage coverage = {repo, &tree, &subpath, 1, sets, 1};
    return manifest_undeclared_find(workspace_arena(), &coverage);
}

/* "path;path;", or the reason why that is not known */
static const char *find(const char *subpath)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = NULL;
    const struct gitrepo_options options = {0};
    plim_assert_ok(gitrepo_open("shop", &options, &repo, &err), &err);
    struct manifest_undeclared found = find_in(repo, subpath);
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    plim_buf_append_c(&text, found.unknown ? found.unknown : "");
    for (size_t i = 0; i < found.count; i++)
        plim_buf_printf(&text, "%s;", found.paths[i]);
    return plim_arena_copy_c(workspace_arena(), text.text ? text.text : "");
}

static const struct {
    const char *subpath;
    const char *want;
} cases[] = {
    {"environments/dev", "environments/old/b.yaml;shared/unread.yml;"},
    {"./environments/dev/", "environments/old/b.yaml;shared/unread.yml;"},
    {"environments", "shared/unread.yml;"},
    {"environments/d", "environments/dev/a.yaml;environments/old/b.yaml;shared/unread.yml;"},
    {"", ""},
    {".", ""},
};

START_TEST(manifests_outside_of_the_paths_are_named)
{
    workspace_run(files);
    ck_assert_str_eq(find(cases[_i].subpath), cases[_i].want);
}
END_TEST

START_TEST(too_many_files_leave_it_unknown)
{
    workspace_run("git init -qb main shop; cd shop; id=$(echo x | git hash-object -w --stdin);"
                  "i=0; while [ $i -le 5000 ]; do printf '100644 blob %s\\t%d.yaml\\n' $id $i;"
                  "i=$((i + 1)); done | git mktree >tree;"
                  "git update-ref refs/heads/main $(git commit-tree -m x $(cat tree))");
    ck_assert_str_eq(find("a"), "more than 5000 YAML files outside of the paths");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_add_loop_test(tcase, manifests_outside_of_the_paths_are_named, 0, (int)PLIM_LEN(cases));
    tcase_add_test(tcase, too_many_files_leave_it_unknown);
}

PLIM_CHECK_MAIN("undeclared", add_cases)
