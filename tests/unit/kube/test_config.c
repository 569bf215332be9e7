#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "http/client.h"
#include "kube/config.h"
#include "support/plim_check.h"

static enum plim_code add(struct kube_config **config, const char *name, const char *text,
                          struct plim_err *err)
{
    return kube_config_add(config, name, plim_str_from(text), err);
}

/* ---- what is refused when it is read */

static const struct {
    const char *text;
    const char *message;
} refusals[] = {
    {"- a", "k:1:1: expected a kubeconfig, found list"},
    {"kind: Pod", "k:1:7: expected kind 'Config'"},
    {"clusters: {}", "k:1:11: 'clusters' must be a list, not map"},
    {"users: [x]", "k:1:9: expected a map with 'name' and 'user'"},
    {"users:\n- user: {}", "k:2:3: a user needs a name"},
    {"users:\n- name: ''", "k:2:9: a user needs a name"},
    {"contexts:\n- {name: a, context: b}", "k:2:22: 'context' must be a map, not string"},
    {"clusters:\n- {name: a}\n- {name: a}", "k:3:3: the name 'a' stands twice in 'clusters'"},
    {"current-context: [a]", "k:1:18: 'current-context' must be a string, not list"},
};

START_TEST(a_malformed_file_is_refused_with_its_place)
{
    struct plim_err err = {0};
    struct kube_config *config = NULL;
    plim_assert_fails(add(&config, "k", refusals[_i].text, &err), PLIM_INVALID, &err,
                      refusals[_i].message);
    ck_assert_ptr_null(config);
}
END_TEST

#define CLUSTER "clusters: [{name: c, cluster: {server: 'https://one.example.org'}}]\n"
#define CONTEXT "contexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\n"

/* ---- several files */

static char *directory;

static void make_directory(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_make_temporary(&directory, &err), &err);
}

static void remove_directory(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_remove(directory, &err), &err);
    plim_freep(&directory);
}

static char *write_file(struct plim_arena *arena, const char *name, const char *text)
{
    struct plim_err err = {0};
    char *path = plim_path_join(arena, directory, name);
    plim_assert_ok(plim_dir_make(plim_path_dir(arena, path), &err), &err);
    plim_assert_ok(plim_file_write(path, text, strlen(text), &err), &err);
    return path;
}

START_TEST(the_first_file_wins_with_the_whole_entry)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    PLIM_CLEANUP(kube_cluster_freep) struct kube_cluster *cluster = NULL;
    plim_assert_ok(add(&config, "a", CLUSTER "contexts: [{name: x, context: {cluster: c}}]", &err),
                   &err);
    plim_assert_ok(add(&config, "b",
                       "clusters: [{name: c, cluster: {server: 'https://late.example.org'}}]\n"
                       "contexts: [{name: x, context: {cluster: c, namespace: late}}, {name: z}]\n"
                       "current-context: x",
                       &err),
                   &err);
    ck_assert_uint_eq(kube_config_context_count(config), 2);
    ck_assert_str_eq(kube_config_context_at(config, 1), "z");
    ck_assert_str_eq(kube_config_current_context(config), "x");
    plim_assert_ok(kube_config_connect(config, NULL, NULL, &cluster, &err), &err);
    ck_assert_str_eq(cluster->server, "https://one.example.org");
    ck_assert_str_eq(cluster->namespace, "default");
}
END_TEST

START_TEST(missing_files_of_the_list_are_skipped)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    const char *path = write_file(arena, "a", "contexts: [{name: a}]");
    struct kube_config_source source = {
        .env_list = plim_arena_printf(arena, "/nonexistent/a::%s", path), .home = "/nonexistent"};
    plim_assert_ok(kube_config_load(&source, &config, &err), &err);
    ck_assert_uint_eq(kube_config_context_count(config), 1);
}
END_TEST

START_TEST(an_explicit_file_must_exist)
{
    struct plim_err err = {0};
    struct kube_config *config = NULL;
    struct kube_config_source source = {.path = "/nonexistent/a"};
    plim_assert_fails(kube_config_load(&source, &config, &err), PLIM_NOT_FOUND, &err,
                      "kubeconfig: open '/nonexistent/a': No such file or directory");
}
END_TEST

START_TEST(the_home_directory_comes_last)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    (void)write_file(arena, ".kube/config", "contexts: [{name: home}]");
    struct kube_config_source source = {.env_list = "", .home = directory};
    plim_assert_ok(kube_config_load(&source, &config, &err), &err);
    ck_assert_str_eq(kube_config_context_at(config, 0), "home");
    ck_assert_ptr_null(kube_config_current_context(config));
}
END_TEST

START_TEST(paths_are_relative_to_their_file)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(kube_config_freep) struct kube_config *config = NULL;
    PLIM_CLEANUP(kube_cluster_freep) struct kube_cluster *cluster = NULL;
    (void)write_file(arena, "sub/token", "secret\n");
    struct kube_config_source source = {
        .path = write_file(arena, "sub/config",
                           CLUSTER CONTEXT "users: [{name: u, user: {tokenFile: token}}]")};
    plim_assert_ok(kube_config_load(&source, &config, &err), &err);
    plim_assert_ok(kube_config_connect(config, "x", NULL, &cluster, &err), &err);
}
END_TEST

static void start_library(void)
{
    struct plim_err err = {0};
    plim_assert_ok(http_library_init(&err), &err);
}

static void add_cases(TCase *tcase)
{
    tcase_add_unchecked_fixture(tcase, start_library, http_library_release);
    tcase_add_checked_fixture(tcase, make_directory, remove_directory);
    tcase_add_loop_test(tcase, a_malformed_file_is_refused_with_its_place, 0, PLIM_LEN(refusals));
    tcase_add_test(tcase, the_first_file_wins_with_the_whole_entry);
    tcase_add_test(tcase, missing_files_of_the_list_are_skipped);
    tcase_add_test(tcase, an_explicit_file_must_exist);
    tcase_add_test(tcase, the_home_directory_comes_last);
    tcase_add_test(tcase, paths_are_relative_to_their_file);
}

PLIM_CHECK_MAIN("kube.config", add_cases)
