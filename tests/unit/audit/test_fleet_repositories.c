#include "fleet_fixture.h"

static const struct mistake mistakes[] = {
    {"  repositories: [{name: r}]\n", "f.yaml:5:18: missing required field 'url'"},
    {"  repositories: [{url: r}]\n", "f.yaml:5:18: missing required field 'name'"},
    {"  repositories: [{name: r, url: u, branch: main}]\n", "f.yaml:5:36: unknown field 'branch'"},
    {"  repositories: [{name: r, url: u}, {name: r, url: v}]\n",
     "f.yaml:5:37: repository 'r' stands twice"},
    {"  repositories: [{name: r, url: u, path: a, paths: {}}]\n",
     "f.yaml:5:42: 'path' and 'paths' exclude each other"},
    {"  repositories: [{name: r, url: u, paths: {dev: 1}}]\n",
     "f.yaml:5:49: the path of 'dev' must be a string"},
    {"  repositories: [{name: r, url: u, paths: {dev: a}}]\n",
     "f.yaml:5:44: no environment and no cluster is named 'dev'"},
    {"  repositories: [{name: r, url: u, images: [1]}]\n",
     "f.yaml:5:45: 'images' holds only strings"},
    {"  repositories: [{name: r, url: u, manifests: 1}]\n",
     "f.yaml:5:47: 'manifests' must be a boolean, not an integer"},
};

START_TEST(a_mistake_is_told_where)
{
    plim_assert_fails(parse_spec(mistakes[_i].spec), PLIM_INVALID, &err, mistakes[_i].message);
}
END_TEST

static const struct {
    const char *url;
    const char *want;
} urls[] = {
    {"./shop.git", "/etc/shop/./shop.git"},
    {"../deploy", "/etc/shop/../deploy"},
    {"/srv/shop.git", "/srv/shop.git"},
    {"https://git.example.org/shop.git", "https://git.example.org/shop.git"},
    {"git@git.example.org:team/shop.git", "git@git.example.org:team/shop.git"},
};

START_TEST(only_local_paths_stand_against_the_documents_directory)
{
    plim_assert_ok(parse_spec(plim_arena_printf(arena, "  repositories: [{name: r, url: '%s'}]\n",
                                                urls[_i].url)),
                   &err);
    assert_str(fleet.repositories[0].url, urls[_i].want);
}
END_TEST

START_TEST(without_more_words_all_manifests_of_head_are_for_all)
{
    plim_assert_ok(parse_spec("  repositories: [{name: r, url: u}]\n"), &err);
    assert_str(fleet.repositories[0].revision, "HEAD");
    ck_assert(fleet.repositories[0].desired);
    ck_assert_uint_eq(fleet.repositories[0].path_count, 1);
    assert_str(fleet.repositories[0].paths[0].scope, "");
    assert_str(fleet.repositories[0].paths[0].path, "");
}
END_TEST

START_TEST(paths_belong_to_environments_and_clusters)
{
    plim_assert_ok(parse_spec("  environments: [{name: dev, match: {cluster: '*'}}]\n"
                              "  clusters: [{name: eu}]\n"
                              "  repositories:\n"
                              "    - name: r\n"
                              "      url: u\n"
                              "      revision: v1\n"
                              "      manifests: false\n"
                              "      images: ['registry.example.org/*']\n"
                              "      paths: {dev: envs/dev, eu: special}\n"),
                   &err);
    const struct audit_repository *repository = &fleet.repositories[0];
    assert_str(repository->revision, "v1");
    ck_assert(!repository->desired);
    assert_str(repository->images[0], "registry.example.org/*");
    assert_str(repository->paths[1].scope, "eu");
    assert_str(repository->paths[1].path, "special");
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, a_mistake_is_told_where, 0, PLIM_LEN(mistakes));
    tcase_add_loop_test(tcase, only_local_paths_stand_against_the_documents_directory, 0,
                        PLIM_LEN(urls));
    tcase_add_test(tcase, without_more_words_all_manifests_of_head_are_for_all);
    tcase_add_test(tcase, paths_belong_to_environments_and_clusters);
}

PLIM_CHECK_MAIN("audit.fleet_repositories", add)
