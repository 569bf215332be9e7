#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/file.h"
#include "http/transport.h"
#include "snapshot/foreign.h"
#include "support/plim_check.h"

static char *directory;
static struct snapshot_foreign *foreign;
static struct http_response response;

static void write_file(const char *name, const char *text)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    const char *path = plim_path_join(arena, directory, name);
    plim_assert_ok(plim_dir_make(plim_path_dir(arena, path), &err), &err);
    plim_assert_ok(plim_file_write(path, text, strlen(text), &err), &err);
}

static void set_up(void)
{
    struct plim_err err = {0};
    plim_assert_ok(plim_dir_make_temporary(&directory, &err), &err);
    foreign = NULL;
    response = (struct http_response){0};
}

static void tear_down(void)
{
    struct plim_err err = {0};
    http_response_release(&response);
    snapshot_foreign_freep(&foreign);
    plim_assert_ok(plim_dir_remove(directory, &err), &err);
    plim_freep(&directory);
}

static void keep(void *context, const struct http_request *request, struct http_response *answer)
{
    (void)context;
    (void)request;
    http_response_release(&response);
    response = *answer;
    *answer = (struct http_response){0};
}

/* The body of the answer, or its error. */
static const char *ask(const char *target)
{
    struct plim_err err = {0};
    struct http_request request = {.server = "x", .target = target, .body_max = 1 << 20};
    if (!foreign)
        plim_assert_ok(snapshot_foreign_open(directory, &foreign, &err), &err);
    struct http_transport *replay = snapshot_foreign_replay(foreign);
    replay->submit(replay, &request, keep, NULL);
    replay->run(replay);
    replay->free(replay);
    return response.status == 200 ? plim_buf_str(&response.body).text : response.err.msg;
}

#define POD(version, more) \
    "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: b" version "}, " more "}\n"

START_TEST(an_object_in_several_files_counts_once_as_the_newest)
{
    write_file("1.yaml", POD(", resourceVersion: '99'", "spec: {nodeName: old}"));
    write_file("2.yaml", POD(", resourceVersion: '100'", "spec: {nodeName: new}"));
    write_file("3.yaml", POD("", "spec: {nodeName: none}"));
    const char *pods = ask("/api/v1/pods?limit=500");
    ck_assert_ptr_nonnull(strstr(pods, "\"new\""));
    ck_assert_ptr_null(strstr(pods, "\"old\""));
    ck_assert_ptr_null(strstr(pods, "\"none\""));
}
END_TEST

START_TEST(of_two_that_say_nothing_of_their_age_the_first_file_counts)
{
    write_file("1.yaml", POD("", "spec: {nodeName: first}"));
    write_file("2.yaml", POD("", "spec: {nodeName: second}"));
    ck_assert_ptr_nonnull(strstr(ask("/api/v1/pods"), "\"first\""));
    ck_assert_ptr_null(strstr(ask("/api/v1/pods"), "\"second\""));
}
END_TEST

START_TEST(discovery_does_not_end_where_the_directory_does)
{
    write_file("1.yaml", POD("", "spec: {}"));
    ck_assert_ptr_nonnull(
        strstr(ask("/apis"), "\"continue\":\"what-the-directory-does-not-have\""));
    ck_assert_ptr_nonnull(strstr(ask("/apis?limit=500&continue=what-the-directory-does-not-have"),
                                 "does not tell which other kinds there are"));
    ck_assert_ptr_null(strstr(ask("/api"), "continue"));
}
END_TEST

START_TEST(a_definition_says_what_its_kind_is_called)
{
    write_file("1.yaml",
               "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
               "metadata: {name: x}\nspec: {group: e.org, names: {kind: Ox, plural: oxen}, scope: "
               "Cluster, versions: [{name: v1, served: true}, {name: v0, served: false}]}\n");
    ck_assert_ptr_nonnull(strstr(ask("/apis/e.org/v1/oxen"), "does not have oxen"));
    ck_assert_ptr_nonnull(strstr(ask("/apis/e.org/v0/oxen"), "'/apis/e.org/v0/oxen'"));
    write_file("2.yaml", "{apiVersion: e.org/v1, kind: Ox, metadata: {name: ben}}");
    snapshot_foreign_freep(&foreign);
    ck_assert_ptr_nonnull(strstr(ask("/apis/e.org/v1/oxen"), "\"ben\""));
}
END_TEST

START_TEST(the_version_that_has_objects_is_the_one_to_read)
{
    write_file("1.yaml", "{apiVersion: policy/v1beta1, kind: PodDisruptionBudget, metadata: {name: "
                         "a, namespace: b}}");
    const char *groups = strstr(ask("/apis"), "\"policy\"");
    ck_assert_ptr_nonnull(groups);
    ck_assert_ptr_nonnull(strstr(groups, "\"v1beta1\""));
    ck_assert(strstr(groups, "\"v1beta1\"") < strstr(groups, "\"v1\""));
}
END_TEST

/* As `oc adm inspect` lays it out: which file's Pod is one of the cluster. */
static const struct {
    const char *file;
    bool counts;
} inspected[] = {
    {"g/namespaces/b/core/pods.yaml", true},
    {"g/namespaces/b/pods/a/a.yaml", true},
    {"g/namespaces/b/pods/a/c/c/version.json", false},
    {"g/host_files/manifests/a.yaml", false},
    {"g/a.yaml", false},
    {"g/again/cluster-scoped-resources/core/pods/a.yaml", true},
    {"other/a.yaml", true},
};

START_TEST(of_an_inspection_its_own_objects_count)
{
    write_file("g/cluster-scoped-resources/core/namespaces/b.yaml",
               "{apiVersion: v1, kind: Namespace, metadata: {name: b}}");
    write_file(inspected[_i].file, POD("", "spec: {nodeName: here}"));
    ck_assert_int_eq(strstr(ask("/api/v1/pods"), "\"here\"") != NULL, inspected[_i].counts);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, an_object_in_several_files_counts_once_as_the_newest);
    tcase_add_test(tcase, of_two_that_say_nothing_of_their_age_the_first_file_counts);
    tcase_add_test(tcase, discovery_does_not_end_where_the_directory_does);
    tcase_add_test(tcase, a_definition_says_what_its_kind_is_called);
    tcase_add_test(tcase, the_version_that_has_objects_is_the_one_to_read);
    tcase_add_loop_test(tcase, of_an_inspection_its_own_objects_count, 0, PLIM_LEN(inspected));
}

PLIM_CHECK_MAIN("snapshot.foreign", add_cases)
