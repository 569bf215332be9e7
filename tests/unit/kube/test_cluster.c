#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "http/client.h"
#include "kube/cluster.h"
#include "support/plim_check.h"

#include "rotation_priv.h"

static char *directory;

static void put(const char *name, const char *text)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    plim_assert_ok(
        plim_file_write(plim_path_join(arena, directory, name), text, strlen(text), &err), &err);
}

static void make_directory(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_make_temporary(&directory, &err), &err);
    put("token", "secret\n");
    put("ca.crt", "PEM");
    put("namespace", "audit\n");
}

static void remove_directory(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_remove(directory, &err), &err);
    plim_freep(&directory);
}

START_TEST(a_pod_finds_its_own_cluster)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(kube_cluster_freep) struct kube_cluster *cluster = NULL;
    struct kube_pod_environment pod = {"fd00::1", "443", directory};
    plim_assert_ok(kube_cluster_of_pod(&pod, NULL, &cluster, &err), &err);
    ck_assert_str_eq(cluster->name, "in-cluster");
    ck_assert_str_eq(cluster->server, "https://[fd00::1]:443");
    ck_assert_str_eq(cluster->namespace, "audit");
}
END_TEST

START_TEST(a_pods_token_and_authority_are_read_again)
{
    struct plim_err err = {0};
    struct plim_clock clock = {true, 1000};
    const struct http_identity *identity = NULL;
    PLIM_CLEANUP(kube_cluster_freep) struct kube_cluster *cluster = NULL;
    struct kube_pod_environment pod = {"10.0.0.1", "443", directory};
    struct kube_connect_options options = {.clock = &clock};
    plim_assert_ok(kube_cluster_of_pod(&pod, &options, &cluster, &err), &err);
    struct http_authenticator *authenticator = kube_rotation_authenticator(cluster->rotation);
    ck_assert_int_eq((int)authenticator->get(authenticator, &identity, &err), HTTP_AUTH_READY);
    ck_assert_str_eq(identity->authorization, "Bearer secret");
    put("token", "fresh");
    put("ca.crt", "PEM 2");
    clock.seconds += KUBE_ROTATION_SECONDS;
    ck_assert_int_eq((int)authenticator->get(authenticator, &identity, &err), HTTP_AUTH_READY);
    ck_assert_str_eq(identity->authorization, "Bearer fresh");
    ck_assert(plim_str_is(identity->ca, "PEM 2"));
}
END_TEST

START_TEST(outside_of_a_pod_there_is_no_own_cluster)
{
    struct plim_err err = {0};
    struct kube_cluster *cluster = NULL;
    struct kube_pod_environment pod = {NULL, "443", directory};
    plim_assert_fails(kube_cluster_of_pod(&pod, NULL, &cluster, &err), PLIM_NOT_FOUND, &err,
                      "not in a pod: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not "
                      "both set");
}
END_TEST

START_TEST(a_pod_without_token_is_told_so)
{
    struct plim_err err = {0};
    struct kube_cluster *cluster = NULL;
    struct kube_pod_environment pod = {"10.0.0.1", "443", "/nonexistent"};
    plim_assert_fails(kube_cluster_of_pod(&pod, NULL, &cluster, &err), PLIM_NOT_FOUND, &err,
                      "credentials of the pod: open '/nonexistent/token': No such file or "
                      "directory");
}
END_TEST

START_TEST(a_captured_cluster_needs_no_endpoint)
{
    PLIM_CLEANUP(kube_cluster_freep)
    struct kube_cluster *cluster = kube_cluster_replayed("prod", "https://one.example.org");
    ck_assert_str_eq(cluster->name, "prod");
    ck_assert_ptr_null(cluster->endpoint);
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
    tcase_add_test(tcase, a_pod_finds_its_own_cluster);
    tcase_add_test(tcase, a_pods_token_and_authority_are_read_again);
    tcase_add_test(tcase, outside_of_a_pod_there_is_no_own_cluster);
    tcase_add_test(tcase, a_pod_without_token_is_told_so);
    tcase_add_test(tcase, a_captured_cluster_needs_no_endpoint);
}

PLIM_CHECK_MAIN("kube.cluster", add_cases)
