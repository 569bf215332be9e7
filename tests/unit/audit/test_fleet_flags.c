#include "fleet_fixture.h"

static enum plim_code from_repos(const char *first, const char *second)
{
    const char *repos[] = {first, second};
    return audit_fleet_from_flags(
        arena, &(struct audit_flags){.repos = repos, .repo_count = second ? 2 : 1}, &fleet, &err);
}

START_TEST(each_context_is_a_cluster_in_an_environment_of_its_own)
{
    const char *contexts[] = {"dev", "prod"};
    struct audit_flags flags = {.contexts = contexts, .context_count = 2};
    plim_assert_ok(audit_fleet_from_flags(arena, &flags, &fleet, &err), &err);
    ck_assert_uint_eq(fleet.cluster_count, 2);
    ck_assert_uint_eq(fleet.environment_count, 2);
    assert_str(fleet.clusters[1].context, "prod");
    assert_str(audit_fleet_environment_name(&fleet, 1), "prod");
    ck_assert_ptr_null(fleet.document.value);
    ck_assert_str_eq(fleet.file, "flags");
}
END_TEST

START_TEST(a_context_given_twice_is_a_mistake)
{
    const char *contexts[] = {"dev", "dev"};
    struct audit_flags flags = {.contexts = contexts, .context_count = 2};
    plim_assert_fails(audit_fleet_from_flags(arena, &flags, &fleet, &err), PLIM_INVALID, &err,
                      "context 'dev' is given twice");
}
END_TEST

static const struct {
    const char *flag;
    const char *name, *url, *revision, *path;
} repos[] = {
    {"shop", "shop", "shop", "HEAD", ""},
    {"shop/", "shop", "shop/", "HEAD", ""},
    {"/srv/shop.git@main:envs/{environment}", "shop", "/srv/shop.git", "main",
     "envs/{environment}"},
    {"https://git.example.org/team/shop.git@v1", "shop", "https://git.example.org/team/shop.git",
     "v1", ""},
    {"git@git.example.org:shop.git", "shop", "git@git.example.org:shop.git", "HEAD", ""},
};

START_TEST(a_repository_is_named_by_the_last_part_of_its_url)
{
    plim_assert_ok(from_repos(repos[_i].flag, NULL), &err);
    const struct audit_repository *repository = &fleet.repositories[0];
    assert_str(repository->name, repos[_i].name);
    assert_str(repository->url, repos[_i].url);
    assert_str(repository->revision, repos[_i].revision);
    assert_str(repository->paths[0].path, repos[_i].path);
    ck_assert(repository->desired);
}
END_TEST

START_TEST(two_repositories_of_one_name_are_told_apart)
{
    plim_assert_ok(from_repos("a/deploy", "b/deploy"), &err);
    assert_str(fleet.repositories[0].name, "deploy");
    assert_str(fleet.repositories[1].name, "deploy-2");
}
END_TEST

START_TEST(a_malformed_repository_names_the_flag)
{
    plim_assert_fails(from_repos("", NULL), PLIM_INVALID, &err,
                      "repository '': the repository's path or URL is empty");
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, each_context_is_a_cluster_in_an_environment_of_its_own);
    tcase_add_test(tcase, a_context_given_twice_is_a_mistake);
    tcase_add_loop_test(tcase, a_repository_is_named_by_the_last_part_of_its_url, 0,
                        PLIM_LEN(repos));
    tcase_add_test(tcase, two_repositories_of_one_name_are_told_apart);
    tcase_add_test(tcase, a_malformed_repository_names_the_flag);
}

PLIM_CHECK_MAIN("audit.fleet_flags", add)
