#include "finding/finding.h"
#include "support/plim_check.h"

static const char *print(const struct finding *finding)
{
    static char text[FINDING_FINGERPRINT_BYTES];
    return finding_fingerprint(finding, text);
}

static struct finding make_finding(void)
{
    return (struct finding){
        .policy = PLIM_STR("drift.in-sync"),
        .cluster = PLIM_STR("prod-eu"),
        .cluster_uid = PLIM_STR("9e1f"),
        .namespace = PLIM_STR("shop"),
        .kind = PLIM_STR("Pod"),
        .name = PLIM_STR("cart-5d8f-x2x"),
        .root_kind = PLIM_STR("Deployment"),
        .root_name = PLIM_STR("cart"),
        .container = PLIM_STR("cart"),
        .field = PLIM_STR("spec.containers[name=cart].args[1]"),
    };
}

START_TEST(fingerprint_is_half_a_sha256)
{
    struct finding finding = make_finding();
    ck_assert_uint_eq(strlen(print(&finding)), 32);
    ck_assert_uint_eq(strspn(print(&finding), "0123456789abcdef"), 32);
}
END_TEST

/* What may change without making it another finding. */
static const struct finding same[] = {
    {.cluster = {"renamed", 7}},
    {.name = {"cart-77c6-abc", 13}, .kind = {"Pod", 3}},
    {.field = {"spec.containers[name=cart].args[7]", 34}},
    {.source = {.line = 12}},
    {.message = {"other words", 11}},
    {.application = {"renamed", 7}},
};

START_TEST(fingerprint_survives)
{
    struct finding finding = make_finding();
    char before[FINDING_FINGERPRINT_BYTES];
    (void)finding_fingerprint(&finding, before);
    const struct finding *change = &same[_i];
    finding.cluster = change->cluster.len ? change->cluster : finding.cluster;
    finding.name = change->name.len ? change->name : finding.name;
    finding.field = change->field.len ? change->field : finding.field;
    finding.source = change->source;
    finding.message = change->message;
    finding.application = change->application;
    ck_assert_str_eq(print(&finding), before);
}
END_TEST

START_TEST(fingerprint_tells_keys_and_clusters_apart)
{
    struct finding finding = make_finding();
    char before[FINDING_FINGERPRINT_BYTES];
    (void)finding_fingerprint(&finding, before);
    finding.field = PLIM_STR("spec.containers[name=web].args[1]");
    ck_assert_str_ne(print(&finding), before);
    finding = make_finding();
    finding.cluster_uid = PLIM_STR("77aa");
    ck_assert_str_ne(print(&finding), before);
}
END_TEST

START_TEST(fingerprint_keeps_digits_in_quoted_keys)
{
    struct finding one = {.field = PLIM_STR("data['a[1]']")};
    struct finding two = {.field = PLIM_STR("data['a[2]']")};
    char text[FINDING_FINGERPRINT_BYTES];
    ck_assert_str_ne(finding_fingerprint(&one, text), print(&two));
}
END_TEST

START_TEST(fingerprint_of_a_fact_without_an_object_is_its_application)
{
    struct finding one = {.policy = PLIM_STR("parity"), .application = PLIM_STR("cart")};
    struct finding two = {.policy = PLIM_STR("parity"), .application = PLIM_STR("web")};
    char text[FINDING_FINGERPRINT_BYTES];
    ck_assert_str_ne(finding_fingerprint(&one, text), print(&two));
}
END_TEST

START_TEST(every_state_and_severity_has_a_name)
{
    ck_assert_str_eq(finding_state_names[FINDING_NOT_APPLICABLE], "not_applicable");
    ck_assert_str_eq(finding_state_names[FINDING_WAIVED], "waived");
    ck_assert_str_eq(finding_severity_names[FINDING_CRITICAL], "critical");
    ck_assert_str_eq(finding_severity_names[FINDING_INFO], "info");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, fingerprint_is_half_a_sha256);
    tcase_add_loop_test(tcase, fingerprint_survives, 0, PLIM_LEN(same));
    tcase_add_test(tcase, fingerprint_tells_keys_and_clusters_apart);
    tcase_add_test(tcase, fingerprint_keeps_digits_in_quoted_keys);
    tcase_add_test(tcase, fingerprint_of_a_fact_without_an_object_is_its_application);
    tcase_add_test(tcase, every_state_and_severity_has_a_name);
}

PLIM_CHECK_MAIN("finding.finding", add_cases)
