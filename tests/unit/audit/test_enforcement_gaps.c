#include "support/value_check.h"

#include "run_priv.h"

enum { CLUSTERS = 4 };

/* Two clusters of stage, two of prod, which serves users. */
static struct audit_environment environments[2];
static struct audit_fleet fleet;
static struct audit_cluster specs[CLUSTERS];
static struct kube_cluster_report reports[CLUSTERS];
static struct audit_cluster_run clusters[CLUSTERS];
static struct audit_run run;

static void start(void)
{
    static const char *const names[] = {"stage-eu", "stage-us", "prod-eu", "prod-us"};
    environments[0] = (struct audit_environment){.name = PLIM_STR("stage")};
    environments[1] = (struct audit_environment){.name = PLIM_STR("prod"), .production = true};
    fleet = (struct audit_fleet){.environments = environments,
                                 .environment_count = 2,
                                 .clusters = specs,
                                 .cluster_count = CLUSTERS};
    run = (struct audit_run){.fleet = &fleet,
                             .arena = plim_arena_new(),
                             .clusters = clusters,
                             .cluster_count = CLUSTERS};
    for (size_t i = 0; i < CLUSTERS; i++) {
        specs[i] = (struct audit_cluster){.environment = i < 2 ? 0 : 1};
        reports[i] = (struct kube_cluster_report){.state = KUBE_COMPLETE};
        clusters[i] = (struct audit_cluster_run){
            .index = i,
            .report = &reports[i],
            .name_value = value_string_c(names[i]),
            .environment_value = value_string(environments[specs[i].environment].name)};
    }
}

static void stop(void)
{
    for (size_t i = 0; i < CLUSTERS; i++)
        audit_enforcement_release(&clusters[i].rights.enforcement);
    plim_arena_free(run.arena);
}

/* action: of Gatekeeper */
static void enforce(size_t cluster, const char *name, const char *action)
{
    struct value object = plim_value_from_yaml(
        run.arena, plim_arena_printf(run.arena,
                                     "{apiVersion: constraints.gatekeeper.sh/v1, kind: Rule,"
                                     " metadata: {name: %s}, spec: {enforcementAction: %s}}",
                                     name, action));
    ck_assert(audit_enforcement_add(&clusters[cluster].rights.enforcement, run.arena, &object));
}

/* "rule: audit in prod-us, deny in prod-eu; ...", or the reason why that is unknown */
static void assert_gaps(struct audit_gaps (*find)(struct audit_run *), const char *want)
{
    for (size_t i = 0; i < CLUSTERS; i++)
        audit_enforcement_join(&clusters[i].rights.enforcement);
    struct value gaps = find(&run).found;
    struct plim_buf text = {0};
    for (size_t i = 0; i < value_len(&gaps); i++) {
        const struct value *gap = value_at(&gaps, i);
        plim_buf_printf(&text, "%s%.*s: %.*s in %.*s, %.*s in %.*s", i > 0 ? "; " : "",
                        PLIM_STR_ARG(value_get_text(gap, "name")),
                        PLIM_STR_ARG(value_get_text(gap, "action")),
                        PLIM_STR_ARG(value_get_text(gap, "cluster")),
                        PLIM_STR_ARG(value_get_text(gap, "otherAction")),
                        PLIM_STR_ARG(value_get_text(gap, "otherCluster")));
    }
    if (value_is(&gaps, VALUE_UNKNOWN))
        plim_buf_append(&text, gaps.text, gaps.len);
    ck_assert_str_eq(text.text ? text.text : "", want);
    plim_buf_release(&text);
}

START_TEST(equal_doors_have_no_gaps)
{
    for (size_t i = 0; i < CLUSTERS; i++)
        enforce(i, "rule", "deny");
    assert_gaps(audit_enforcement_unequal, "");
    assert_gaps(audit_enforcement_missing, "");
}
END_TEST

START_TEST(clusters_of_one_environment_are_held_against_the_strictest)
{
    enforce(0, "rule", "deny");
    enforce(1, "rule", "deny");
    enforce(2, "rule", "dryrun");
    enforce(3, "rule", "warn");
    enforce(3, "other", "dryrun");
    assert_gaps(
        audit_enforcement_unequal,
        "other: none in prod-eu, audit in prod-us; rule: audit in prod-eu, warn in prod-us");
}
END_TEST

START_TEST(production_is_held_against_what_others_deny)
{
    enforce(0, "rule", "deny");
    enforce(1, "rule", "deny");
    enforce(1, "noted", "warn");
    enforce(2, "rule", "deny");
    enforce(2, "own", "deny");
    enforce(3, "rule", "warn");
    assert_gaps(audit_enforcement_missing, "rule: warn in prod-us, deny in stage-eu");
}
END_TEST

START_TEST(a_door_that_was_not_read_is_unknown)
{
    clusters[3].admission_unknown = PLIM_STR("HTTP 403");
    assert_gaps(audit_enforcement_unequal, "the policies at the door of prod-us: HTTP 403");
    assert_gaps(audit_enforcement_missing, "the policies at the door of prod-us: HTTP 403");
}
END_TEST

START_TEST(a_cluster_that_was_not_reached_is_unknown)
{
    reports[1].state = KUBE_UNREACHABLE;
    clusters[1].failure = PLIM_STR("refused");
    assert_gaps(audit_enforcement_unequal, "the policies at the door of stage-us: refused");
    clusters[1].report = NULL;
    clusters[1].failure = (struct plim_str){0};
    assert_gaps(audit_enforcement_missing, "the policies at the door of stage-us were not read");
}
END_TEST

START_TEST(what_was_seen_is_proven_all_the_same)
{
    enforce(0, "rule", "deny");
    enforce(3, "rule", "deny");
    clusters[1].admission_unknown = PLIM_STR("HTTP 403");
    enforce(1, "half", "deny");
    assert_gaps(audit_enforcement_unequal, "rule: none in prod-eu, deny in prod-us");
    assert_gaps(audit_enforcement_missing, "rule: none in prod-eu, deny in stage-eu");
}
END_TEST

START_TEST(what_nobody_is_compared_with_does_not_matter)
{
    run.cluster_count = 3;
    clusters[2].admission_unknown = PLIM_STR("HTTP 403");
    assert_gaps(audit_enforcement_unequal, "");
    specs[0].environment = specs[1].environment = specs[2].environment = AUDIT_NO_ENVIRONMENT;
    enforce(0, "rule", "deny");
    assert_gaps(audit_enforcement_unequal, "");
    assert_gaps(audit_enforcement_missing, "");
}
END_TEST

static void assert_compared(const char *unequal, const char *missing)
{
    for (size_t i = 0; i < CLUSTERS; i++)
        audit_enforcement_join(&clusters[i].rights.enforcement);
    struct value counts[] = {audit_enforcement_unequal(&run).compared,
                             audit_enforcement_missing(&run).compared};
    plim_assert_json(&counts[0], unequal);
    plim_assert_json(&counts[1], missing);
}

START_TEST(policies_are_counted_that_a_cluster_could_be_held_to)
{
    assert_compared("0", "0");
    enforce(0, "rule", "dryrun");
    assert_compared("1", "0");
    enforce(1, "rule", "deny");
    enforce(3, "own", "deny");
    assert_compared("3", "2");
}
END_TEST

START_TEST(without_production_or_another_environment_there_is_nothing_to_refuse)
{
    enforce(0, "rule", "deny");
    enforce(2, "rule", "deny");
    environments[1].production = false;
    assert_compared("2", "0");
    environments[0].production = environments[1].production = true;
    assert_compared("2", "0");
}
END_TEST

START_TEST(what_a_door_that_was_not_read_could_be_held_to_is_unknown)
{
    clusters[3].admission_unknown = PLIM_STR("HTTP 403");
    struct value compared = audit_enforcement_unequal(&run).compared;
    ck_assert(value_is(&compared, VALUE_UNKNOWN));
    enforce(0, "rule", "deny");
    assert_compared("1", "1");
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_test(tcase, equal_doors_have_no_gaps);
    tcase_add_test(tcase, clusters_of_one_environment_are_held_against_the_strictest);
    tcase_add_test(tcase, production_is_held_against_what_others_deny);
    tcase_add_test(tcase, a_door_that_was_not_read_is_unknown);
    tcase_add_test(tcase, a_cluster_that_was_not_reached_is_unknown);
    tcase_add_test(tcase, what_was_seen_is_proven_all_the_same);
    tcase_add_test(tcase, what_nobody_is_compared_with_does_not_matter);
    tcase_add_test(tcase, policies_are_counted_that_a_cluster_could_be_held_to);
    tcase_add_test(tcase, without_production_or_another_environment_there_is_nothing_to_refuse);
    tcase_add_test(tcase, what_a_door_that_was_not_read_could_be_held_to_is_unknown);
}

PLIM_CHECK_MAIN("audit.enforcement_gaps", add)
