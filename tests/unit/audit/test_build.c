/* The report's shape, as scripts rely on it: design, section 9. */
#include "pipeline_fixture.h"

static const struct pipeline_case whole;
static const struct pipeline_case unreachable = {.unreachable = true};

static const struct {
    const char *path;
    const char *json; /* NULL: it is there, whatever it is */
} fields[] = {
    {"apiVersion", "\"plimsoll.dev/v1alpha1\""},
    {"kind", "\"AuditReport\""},
    {"run.id", NULL},
    {"run.startedAt", "\"2026-01-01T00:00:00Z\""},
    {"run.seconds", "0.0"},
    {"run.version", "\"0\""},
    {"inputs.fleet", NULL},
    {"inputs.policies", NULL},
    {"results.pass", NULL},
    {"results.fail", NULL},
    {"results.warn", NULL},
    {"results.error", "0"},
    {"results.skip", "0"},
    {"results.not_applicable", NULL},
    {"results.unknown", NULL},
    {"results.waived", "0"},
    {"summary.drift",
     "{\"desired\":6,\"inSync\":4,\"differs\":2,\"missing\":0,\"extra\":0,\"unknown\":0}"},
    {"summary.versions.images", "5"},
    {"summary.parity.differing", NULL},
    {"coverage.objects", NULL},
    {"coverage.owners.git", "6"},
    {"coverage.clusters", NULL},
    {"assessments", "[]"},
};

START_TEST(the_report_has_every_field)
{
    const struct value *report = pipeline_run(&whole);
    const struct value *field = value_get_path(report, fields[_i].path);
    ck_assert_msg(field != NULL, "no %s", fields[_i].path);
    if (fields[_i].json)
        plim_assert_json(field, fields[_i].json);
}
END_TEST

static const struct value *first(const struct value *report, const char *list, size_t i)
{
    const struct value *item = value_at(value_get(report, list), i);
    ck_assert_ptr_nonnull(item);
    return item;
}

START_TEST(a_cluster_tells_what_was_read_of_it)
{
    const struct value *cluster = first(pipeline_run(&whole), "clusters", 1);
    ck_assert(value_is_string(value_get(cluster, "name"), "prod"));
    ck_assert(value_is_string(value_get(cluster, "environment"), "prod"));
    ck_assert(value_is_string(value_get(cluster, "uid"), "4-5-6"));
    ck_assert(value_is_string(value_get(cluster, "version"), "v1.36.3"));
    ck_assert(value_is_string(value_get(cluster, "state"), "complete"));
    ck_assert_uint_eq(value_len(value_get(cluster, "unread")), 0);
    ck_assert_int_gt(value_int_or(value_get(cluster, "objects"), 0), 0);
    ck_assert_ptr_nonnull(value_get(cluster, "throttledSeconds"));
}
END_TEST

START_TEST(an_unreachable_cluster_tells_why)
{
    const struct value *cluster = first(pipeline_run(&unreachable), "clusters", 1);
    ck_assert(value_is_string(value_get(cluster, "state"), "unreachable"));
    const struct value *unread = value_at(value_get(cluster, "unread"), 0);
    ck_assert(plim_str_ends(value_get_text(unread, "reason"), PLIM_STR("Connection refused")));
    ck_assert_ptr_null(value_get(cluster, "version"));
}
END_TEST

START_TEST(a_repository_tells_what_it_declares)
{
    const struct value *repository = first(pipeline_run(&whole), "repositories", 0);
    ck_assert(value_is_string(value_get(repository, "name"), "shop"));
    ck_assert(value_is_string(value_get(repository, "state"), "complete"));
    ck_assert_ptr_null(value_get(repository, "reason"));
    ck_assert_int_eq(value_int_or(value_get(repository, "objects"), 0), 6);
}
END_TEST

static const struct pipeline_case no_repository = {.repository_failure = "no route to host"};
static const struct pipeline_case broken = {.more_manifests = "apiVersion: v1\nkind: [\n"};

START_TEST(a_repository_that_was_not_read_whole_tells_why)
{
    const struct value *repository = first(pipeline_run(&no_repository), "repositories", 0);
    ck_assert(value_is_string(value_get(repository, "state"), "unreachable"));
    ck_assert(value_is_string(value_get(repository, "reason"), "no route to host"));
    repository = first(pipeline_run(&broken), "repositories", 0);
    ck_assert(value_is_string(value_get(repository, "state"), "partial"));
    ck_assert(value_is_string(value_get(value_at(value_get(repository, "unread"), 0), "path"),
                              "envs/more.yaml"));
}
END_TEST

static const struct value *find_finding(const struct value *report, const char *policy,
                                        const char *state)
{
    const struct value *findings = value_get(report, "findings");
    for (size_t i = 0; i < value_list_len(findings); i++) {
        const struct value *finding = value_list_item(findings, i, pipeline_arena());
        if (value_is_string(value_get(finding, "policy"), policy) &&
            value_is_string(value_get(finding, "state"), state))
            return finding;
    }
    ck_abort_msg("no such finding");
    return NULL;
}

START_TEST(a_finding_says_what_is_wrong_where_and_how_to_repair_it)
{
    static const char *const texts[][2] = {
        {"title", "It is right"},
        {"severity", "high"},
        {"message", "it is not"},
        {"remediation", "repair it"},
        {"subject", "object"},
        {"cluster", "dev"},
        {"environment", "dev"},
        {"application", "web"},
        {"object.apiVersion", "apps/v1"},
        {"object.kind", "Deployment"},
        {"object.namespace", "shop"},
        {"object.name", "web"},
        {"source.path", "envs/all.yaml"},
        {"observedAt", "2026-01-01T00:00:00Z"},
    };
    const struct value *finding = find_finding(pipeline_run(&whole), "in-sync", "fail");
    for (size_t i = 0; i < PLIM_LEN(texts); i++)
        ck_assert_msg(value_is_string(value_get_path(finding, texts[i][0]), texts[i][1]), "%s",
                      texts[i][0]);
    ck_assert_int_eq(value_int_or(value_get_path(finding, "source.line"), 0), 8);
    ck_assert_uint_eq(value_get_text(finding, "fingerprint").len, 32);
    ck_assert_ptr_null(value_get(finding, "reason"));
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, pipeline_start, pipeline_stop);
    tcase_add_loop_test(tcase, the_report_has_every_field, 0, PLIM_LEN(fields));
    tcase_add_test(tcase, a_cluster_tells_what_was_read_of_it);
    tcase_add_test(tcase, an_unreachable_cluster_tells_why);
    tcase_add_test(tcase, a_repository_tells_what_it_declares);
    tcase_add_test(tcase, a_repository_that_was_not_read_whole_tells_why);
    tcase_add_test(tcase, a_finding_says_what_is_wrong_where_and_how_to_repair_it);
}

PLIM_CHECK_MAIN("audit.build", add)
