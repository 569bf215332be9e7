/* Desired objects that are not met. */
#include "pipeline_fixture.h"

static const struct {
    struct pipeline_case source;
    const char *states; /* of `in-sync` in prod beyond "pass 2, fail 1, not_applicable 5" */
} absent[] = {
    {{.more_manifests = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}"},
     "pass 2, fail 2, not_applicable 5"},
    {{.more_manifests = "{apiVersion: batch/v1, kind: Job, metadata: {name: a, annotations:"
                        " {helm.sh/hook: pre-upgrade}}}"},
     "pass 2, fail 1, not_applicable 5"},
    {{.more_manifests = "{apiVersion: example.org/v1, kind: Sail, metadata: {name: a}}"},
     "pass 2, fail 2, not_applicable 5"},
    {{.more_manifests = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}",
      .fault = {"/api/v1/configmaps", 403, "{}"}},
     "pass 2, fail 1, not_applicable 5, unknown 1"},
};

START_TEST(an_object_is_missing_only_when_its_kind_was_read)
{
    const struct value *report = pipeline_run(&absent[_i].source);
    ck_assert_str_eq(pipeline_states(report, "in-sync", "prod"), absent[_i].states);
}
END_TEST

START_TEST(what_git_says_wrong_of_an_unread_object_fails_and_nothing_passes)
{
    static const struct pipeline_case source = {
        .fault = {"/api/v1/services", 403, "{}"},
        .more_manifests = "{apiVersion: v1, kind: Service, metadata: {name: x, namespace: nope}}"};
    const struct value *report = pipeline_run(&source);
    ck_assert_str_eq(pipeline_states(report, "live", "prod"), "pass 3, unknown 1");
    ck_assert_str_eq(pipeline_reason(report, "live", "prod"),
                     "services could not be read: HTTP 403; needs: list services in the core "
                     "group, cluster-wide");
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, pipeline_start, pipeline_stop);
    tcase_add_loop_test(tcase, an_object_is_missing_only_when_its_kind_was_read, 0,
                        PLIM_LEN(absent));
    tcase_add_test(tcase, what_git_says_wrong_of_an_unread_object_fails_and_nothing_passes);
}

PLIM_CHECK_MAIN("audit.missing", add)
