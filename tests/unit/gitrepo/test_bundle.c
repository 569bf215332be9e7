#include "support/plim_check.h"

#include "bundle_priv.h"
#include "fixture.h"

#define ID "0123456789012345678901234567890123456789"

static const struct {
    const char *text;
    const char *message;
} malformed[] = {
    {"", "neither a directory nor a Git bundle"},
    {"# v9 git bundle\n", "neither a directory nor a Git bundle"},
    {"# v2 git bundle\n", "the bundle ends within its header"},
    {"# v2 git bundle\n" ID " refs/heads/main", "the bundle ends within its header"},
    {"# v2 git bundle\n" ID "\n\n", "malformed reference in the bundle's header"},
    {"# v2 git bundle\n01 refs/heads/main\n\n", "malformed reference in the bundle's header"},
    {"# v2 git bundle\n-" ID " x\n\n",
     "the bundle is incremental: it needs commits that it does not hold"},
    {"# v3 git bundle\n@object-format=sha256\n\n",
     "the bundle needs a capability that is not supported"},
};

START_TEST(a_malformed_header_is_refused)
{
    struct plim_err err = {0};
    struct gitrepo_bundle bundle;
    struct plim_str text = plim_str_from(malformed[_i].text);
    plim_assert_fails(gitrepo_bundle_parse(fixture_arena(), text, &bundle, &err), PLIM_INVALID,
                      &err, malformed[_i].message);
}
END_TEST

START_TEST(the_header_ends_with_an_empty_line)
{
    struct plim_err err = {0};
    struct gitrepo_bundle bundle;
    struct plim_str text = PLIM_STR("# v3 git bundle\n@object-format=sha1\n" ID " HEAD\n" ID
                                    " refs/heads/main\n" ID " refs/tags/v1\n\nPACK");
    plim_assert_ok(gitrepo_bundle_parse(fixture_arena(), text, &bundle, &err), &err);
    ck_assert_uint_eq(bundle.ref_count, 3);
    ck_assert_str_eq(bundle.refs[1].name, "refs/heads/main");
    ck_assert_str_eq(bundle.refs[2].id, ID);
    ck_assert(plim_str_is(bundle.pack, "PACK"));
}
END_TEST

START_TEST(a_bundle_is_opened_as_a_repository)
{
    fixture_run("git init -q shop; cd shop; echo a >a; git add .; git commit -qm one; git tag v1;"
                "git branch other; git bundle create -q ../shop.bundle --all HEAD");
    PLIM_CLEANUP(gitrepo_freep) struct gitrepo *repo = fixture_repo("shop.bundle");
    const char *head = fixture_run("git -C shop rev-parse HEAD");
    ck_assert_str_eq(fixture_commit(repo, "").id, head);
    ck_assert_str_eq(fixture_commit(repo, "v1").id, head);
    ck_assert_str_eq(fixture_commit(repo, "other").id, head);
}
END_TEST

START_TEST(a_damaged_pack_is_an_error)
{
    struct plim_err err = {0};
    struct gitrepo *repo = NULL;
    const struct gitrepo_options options = {0};
    fixture_run("git init -q shop; cd shop; git commit -q --allow-empty -m one;"
                "git bundle create -q ../whole --all; cd ..; head -c -5 whole >cut");
    const char *want = plim_arena_printf(fixture_arena(), "repository '%s': unpack the bundle: *",
                                         fixture_path("cut"));
    ck_assert_int_ne((int)gitrepo_open(fixture_path("cut"), &options, &repo, &err), (int)PLIM_OK);
    ck_assert(plim_str_matches_glob(plim_str_from(err.msg), plim_str_from(want)));
    ck_assert_ptr_null(repo);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, fixture_open, fixture_close);
    tcase_add_loop_test(tcase, a_malformed_header_is_refused, 0, (int)PLIM_LEN(malformed));
    tcase_add_test(tcase, the_header_ends_with_an_empty_line);
    tcase_add_test(tcase, a_bundle_is_opened_as_a_repository);
    tcase_add_test(tcase, a_damaged_pack_is_an_error);
}

PLIM_CHECK_MAIN("bundle", add_cases)
