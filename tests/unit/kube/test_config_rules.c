/*
 * The rules of kubeconfig files that users of kubectl rely on, one test each.
 * Source: client-go tools/clientcmd (loader.go, client_config.go, validation.go).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "http/client.h"
#include "support/plim_check.h"

#include "config_priv.h"
#include "credential_priv.h"

static char *dir;
static struct kube_config *config;

static void start(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_make_temporary(&dir, &err), &err);
    plim_assert_ok(http_library_init(&err), &err);
    config = NULL;
}

static void stop(void)
{
    struct plim_err err = {0};
    kube_config_freep(&config);
    http_library_release();
    plim_assert_ok(plim_dir_remove(dir, &err), &err);
    free(dir);
}

static const char *write_file(struct plim_arena *arena, const char *name, const char *text)
{
    struct plim_err err = {0};
    const char *path = plim_path_join(arena, dir, name);
    plim_assert_ok(plim_dir_make(plim_path_dir(arena, path), &err), &err);
    plim_assert_ok(plim_file_write(path, text, strlen(text), &err), &err);
    return path;
}

static void load_list(const char *list)
{
    struct plim_err err = {0};
    struct kube_config_source source = {.env_list = list};
    plim_assert_ok(kube_config_load(&source, &config, &err), &err);
}

static enum plim_code connect(struct kube_cluster **cluster_out, struct plim_err *err)
{
    return kube_config_connect(config, NULL, NULL, cluster_out, err);
}

#define CLUSTER "clusters: [{name: c, cluster: {server: 'https://one.example.org'%s}}]\n"
#define REST    "contexts: [{name: x, context: {cluster: c}}]\ncurrent-context: x\n"

START_TEST(an_explicit_path_is_not_merged_with_the_list)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct kube_config_source source = {
        .path = write_file(arena, "one", "contexts: [{name: one}]"),
        .env_list = write_file(arena, "two", "contexts: [{name: two}]"),
        .home = dir,
    };
    plim_assert_ok(kube_config_load(&source, &config, &err), &err);
    ck_assert_uint_eq(kube_config_context_count(config), 1);
    ck_assert_str_eq(kube_config_context_at(config, 0), "one");
}
END_TEST

START_TEST(missing_files_of_the_list_are_told_once)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const char *one = write_file(arena, "one", REST);
    load_list(plim_arena_printf(arena, "/nonexistent/a:%s:/nonexistent/b:/nonexistent/a", one));
    ck_assert_uint_eq(kube_config_missing_count(config), 2);
    ck_assert_str_eq(kube_config_missing_at(config, 0), "/nonexistent/a");
    ck_assert_str_eq(kube_config_missing_at(config, 1), "/nonexistent/b");
}
END_TEST

START_TEST(a_file_of_the_list_that_is_wrong_is_an_error)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const char *list = plim_arena_printf(arena, "%s:%s", write_file(arena, "one", REST),
                                         write_file(arena, "two", "contexts: 1"));
    struct kube_config_source source = {.env_list = list};
    ck_assert_int_eq(kube_config_load(&source, &config, &err), PLIM_INVALID);
    ck_assert_ptr_nonnull(strstr(err.msg, "two:1:11: 'contexts' must be a list, not integer"));
}
END_TEST

START_TEST(the_current_context_is_that_of_the_first_file_that_has_one)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    load_list(plim_arena_printf(arena, "%s:%s:%s", write_file(arena, "a", "current-context: ''"),
                                write_file(arena, "b", "current-context: b"),
                                write_file(arena, "c", "current-context: c")));
    ck_assert_str_eq(kube_config_current_context(config), "b");
}
END_TEST

START_TEST(each_file_has_its_own_directory)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(kube_credential_release) struct kube_credential credential = {0};
    (void)write_file(arena, "two/token", "from-two");
    load_list(plim_arena_printf(
        arena, "%s:%s", write_file(arena, "one/config", REST),
        write_file(arena, "two/config", "users: [{name: u, user: {tokenFile: token}}]")));
    plim_assert_ok(kube_credential_read(&config->users.entries[0], &credential, &err), &err);
    ck_assert_str_eq(credential.authorization.text, "Bearer from-two");
}
END_TEST

/* What is written into the cluster of the context, and what comes of it. */
static const struct {
    const char *fields;
    const char *complaint; /* its end; NULL: it connects */
} clusters[] = {
    {"", NULL},
    {", proxy-url: 'http://proxy:1'", NULL},
    {", proxy-url: 'https://proxy:1'", NULL},
    {", proxy-url: 'socks5://proxy:1'", NULL},
    {", disable-compression: true", NULL},
    {", tls-server-name: two.example.org", NULL},
    {", insecure-skip-tls-verify: true", NULL},
    {", certificate-authority-data: YQ==", NULL},
    /* Data go before the file. */
    {", certificate-authority-data: YQ==, certificate-authority: /nonexistent/ca", NULL},
    {", extensions: [{name: other, extension: {a: 1}}]", NULL},
    {", not-known-yet: {a: [1]}", NULL},
    {", insecure-skip-tls-verify: true, certificate-authority-data: YQ==",
     "a certificate authority and skipping verification exclude each other"},
    {", insecure-skip-tls-verify: 'yes'",
     "'insecure-skip-tls-verify' must be true or false, not string"},
    {", certificate-authority: /nonexistent/ca", "No such file or directory"},
    {", certificate-authority-data: '!'", "'certificate-authority-data' is not base64"},
};

START_TEST(a_clusters_fields_are_taken_as_kubectl_takes_them)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(kube_cluster_freep) struct kube_cluster *cluster = NULL;
    load_list(
        write_file(arena, "one", plim_arena_printf(arena, CLUSTER REST, clusters[_i].fields)));
    enum plim_code code = connect(&cluster, &err);
    if (!clusters[_i].complaint) {
        plim_assert_ok(code, &err);
    } else {
        ck_assert_int_ne(code, PLIM_OK);
        ck_assert(plim_str_ends(plim_str_from(err.msg), plim_str_from(clusters[_i].complaint)));
    }
}
END_TEST

static const char *const spellings[] = {
    /* JSON */
    "{\"clusters\": [{\"name\": \"c\", \"cluster\": {\"server\": \"https://one.example.org\"}}],"
    "\"contexts\": [{\"name\": \"x\", \"context\": {\"cluster\": \"c\"}}], \"current-context\": "
    "\"x\"}",
    /* anchors, aliases and merge keys */
    "x-defaults: &d {server: 'https://one.example.org'}\n"
    "clusters: [{name: c, cluster: *d}]\n" REST,
    /* apiVersion and kind, preferences, extensions, unknown fields */
    "apiVersion: v1\nkind: Config\npreferences: {colors: true}\nextensions: []\nfuture: [1]\n"
    "clusters:\n- name: c\n  cluster:\n    server: https://one.example.org\n" REST,
};

START_TEST(a_file_may_be_written_in_several_ways)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(kube_cluster_freep) struct kube_cluster *cluster = NULL;
    load_list(write_file(arena, "one", spellings[_i]));
    plim_assert_ok(connect(&cluster, &err), &err);
    ck_assert_str_eq(cluster->server, "https://one.example.org");
}
END_TEST

START_TEST(a_name_that_stands_twice_in_a_file_is_an_error)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    static const char *const sections[] = {"clusters", "users", "contexts"};
    for (size_t i = 0; i < PLIM_LEN(sections); i++) {
        const char *text = plim_arena_printf(arena, "%s: [{name: a}, {name: a}]", sections[i]);
        struct kube_config_source source = {.path = write_file(arena, "one", text)};
        ck_assert_int_eq(kube_config_load(&source, &config, &err), PLIM_INVALID);
        ck_assert_ptr_nonnull(strstr(err.msg, "the name 'a' stands twice in"));
    }
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, an_explicit_path_is_not_merged_with_the_list);
    tcase_add_test(tcase, missing_files_of_the_list_are_told_once);
    tcase_add_test(tcase, a_file_of_the_list_that_is_wrong_is_an_error);
    tcase_add_test(tcase, the_current_context_is_that_of_the_first_file_that_has_one);
    tcase_add_test(tcase, each_file_has_its_own_directory);
    tcase_add_loop_test(tcase, a_clusters_fields_are_taken_as_kubectl_takes_them, 0,
                        PLIM_LEN(clusters));
    tcase_add_loop_test(tcase, a_file_may_be_written_in_several_ways, 0, PLIM_LEN(spellings));
    tcase_add_test(tcase, a_name_that_stands_twice_in_a_file_is_an_error);
}

PLIM_CHECK_MAIN("kube.config_rules", add_cases)
