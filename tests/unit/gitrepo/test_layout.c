#include "support/plim_check.h"

#include "layout_priv.h"

static struct gitrepo_facts read_one(struct plim_arena *arena, const char *path,
                                     enum gitrepo_entry_kind kind)
{
    struct gitrepo_entry entry = {.path = path, .target = "", .reason = "", .kind = kind};
    struct gitrepo_tree tree = {"", false, &entry, 1};
    struct gitrepo_facts facts = {0};
    gitrepo_layout_read(arena, &tree, &facts);
    return facts;
}

static const struct {
    const char *path;
    size_t pipelines;
    size_t owners;
    bool readme;
} paths[] = {
    {".github/workflows/ci.yml", 1, 0, false},
    {".gitlab-ci.yml", 1, 0, false},
    {"Jenkinsfile", 1, 0, false},
    {"app/Jenkinsfile", 1, 0, false},
    {".tekton/push.yaml", 1, 0, false},
    {"deploy/.gitlab-ci.yml", 0, 0, false},
    {".github/dependabot.yml", 0, 0, false},
    {"CODEOWNERS", 0, 1, false},
    {".github/CODEOWNERS", 0, 1, false},
    {"apps/cart/OWNERS", 0, 1, false},
    {"apps/CODEOWNERS", 0, 0, false},
    {"README.md", 0, 0, true},
    {"readme", 0, 0, true},
    {"docs/README.md", 0, 0, false},
    {"README-old.md", 0, 0, false},
};

START_TEST(files_are_known_by_where_tools_look_for_them)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct gitrepo_facts facts = read_one(arena, paths[_i].path, GITREPO_ENTRY_FILE);
    ck_assert_uint_eq(facts.pipeline_count, paths[_i].pipelines);
    ck_assert_uint_eq(facts.owner_count, paths[_i].owners);
    ck_assert_int_eq(facts.readme, paths[_i].readme);
}
END_TEST

START_TEST(a_link_that_leads_nowhere_is_no_file)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct gitrepo_facts facts = read_one(arena, "README.md", GITREPO_ENTRY_LINK_BROKEN);
    ck_assert(!facts.readme);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, files_are_known_by_where_tools_look_for_them, 0,
                        (int)PLIM_LEN(paths));
    tcase_add_test(tcase, a_link_that_leads_nowhere_is_no_file);
}

PLIM_CHECK_MAIN("layout", add_cases)
