#include "policy/exemption.h"
#include "policy/select.h"

#include "policy_fixture.h"

#define VALID "  subject: cluster\n  validations: [{expression: 'true', message: m}]\n"

#define DOCUMENT(spec)                    \
    "apiVersion: plimsoll.dev/v1alpha1\n" \
    "kind: Exemption\n"                   \
    "metadata: {name: web}\n"             \
    "spec:\n" spec

#define SPEC(policy, subject)                              \
    DOCUMENT("  policy: '" policy "'\n  subject: " subject \
             "\n  reason: it is old\n  owner: team-web\n  expires: '2027-03-31'\n")

static enum plim_code add(struct policy_set *set, const char *text, struct plim_err *err)
{
    return policy_set_add(set, "e.yaml", plim_str_from(text), err);
}

static const struct {
    const char *text;
    const char *message;
} refusals[] = {
    {DOCUMENT("  policy: a.b\n  subject: {name: a}\n  reason: r\n  owner: o\n"),
     "e.yaml:5:3: missing required field 'expires'"},
    {DOCUMENT("  policy: a.b\n  subject: {}\n  reason: r\n  owner: o\n  expires: '2027-01-01'\n"),
     "e.yaml:6:12: 'subject' is empty: expected cluster, environment, namespace, kind, name, "
     "application or labels"},
    {DOCUMENT("  policy: a.b\n  subject: {nam: a}\n  reason: r\n  owner: o\n  expires: x\n"),
     "e.yaml:6:13: unknown field 'nam'; did you mean 'name'?"},
    {DOCUMENT("  policy: a.b\n  subject: {name: a}\n  reason: r\n  owner: ' '\n  expires: x\n"),
     "e.yaml:8:10: 'owner' is empty"},
    {DOCUMENT("  policy: a.b\n  subject: {name: a}\n  reason: r\n  owner: o\n  expires: soon\n"),
     "e.yaml:9:12: 'expires' must be a date such as '2027-03-31'"},
    {DOCUMENT("  policy: a.b\n  subject: {labels: {a: 1}}\n  reason: r\n  owner: o\n"
              "  expires: '2027-01-01'\n"),
     "e.yaml:6:25: 'labels' holds only strings"},
    {SPEC("a.b", "{name: a}") "---\n" SPEC("a.b", "{name: b}"),
     "e.yaml:11:1: exemption 'web' is already defined at e.yaml:1:1"},
};

START_TEST(document_without_owner_reason_or_end_is_refused)
{
    struct plim_err err = {0};
    struct policy_set *set = policy_set_new();
    plim_assert_fails(add(set, refusals[_i].text, &err), PLIM_INVALID, &err, refusals[_i].message);
    policy_set_free(set);
}
END_TEST

static const struct {
    const char *text;
    bool covers;
} subjects[] = {
    {SPEC("a.b", "{name: web-7}"), true},
    {SPEC("a.*", "{name: 'web-*'}"), true},
    {SPEC("a.c", "{name: web-7}"), false},
    {SPEC("a.b", "{cluster: 'prod-*', environment: prod, namespace: shop, application: shop}"),
     true},
    {SPEC("a.b", "{cluster: stage}"), false},
    {SPEC("a.b", "{environment: stage}"), false},
    {SPEC("a.b", "{namespace: bank}"), false},
    {SPEC("a.b", "{application: bank}"), false},
    {SPEC("a.b", "{kind: Pod}"), true},
    {SPEC("a.b", "{kind: Deployment, name: web}"), true},
    {SPEC("a.b", "{kind: Pod, name: web}"), false},
    {SPEC("a.b", "{labels: {app: 'w*'}}"), true},
    {SPEC("a.b", "{labels: {app: web, tier: x}}"), false},
    {SPEC("a.b", "{labels: {app: shop}}"), false},
};

START_TEST(all_that_an_exemption_names_must_be_so)
{
    struct fixture fixture = {0};
    struct plim_err err = {0};
    add_policy(&fixture, "a.b", VALID);
    plim_assert_ok(add(fixture.set, subjects[_i].text, &err), &err);
    policy_set_seal(fixture.set);
    struct value object = plim_value_from_yaml(fixture.arena, "{metadata: {labels: {app: web}}}");
    const struct policy_place place = {
        .cluster = PLIM_STR("prod-eu"),
        .environment = PLIM_STR("prod"),
        .namespace = PLIM_STR("shop"),
        .kind = PLIM_STR("Pod"),
        .name = PLIM_STR("web-7"),
        .application = PLIM_STR("shop"),
        .root_kind = PLIM_STR("Deployment"),
        .root_name = PLIM_STR("web"),
        .object = &object,
    };
    const struct policy_exemption *exemption = policy_set_exemption_at(fixture.set, 0);
    ck_assert_int_eq(policy_exemption_covers(exemption, PLIM_STR("a.b"), &place),
                     subjects[_i].covers);
    end(&fixture);
}
END_TEST

START_TEST(pattern_does_not_fit_what_is_not_there)
{
    struct fixture fixture = {0};
    struct plim_err err = {0};
    add_policy(&fixture, "a.b", VALID);
    plim_assert_ok(add(fixture.set, SPEC("*", "{namespace: '*'}"), &err), &err);
    policy_set_seal(fixture.set);
    const struct policy_place place = {.cluster = PLIM_STR("prod-eu")};
    ck_assert(
        !policy_exemption_covers(policy_set_exemption_at(fixture.set, 0), PLIM_STR("a.b"), &place));
    end(&fixture);
}
END_TEST

START_TEST(policies_that_are_not_chosen_are_known_all_the_same)
{
    struct fixture fixture = {0};
    struct plim_err err = {0};
    const struct policy_term term = {.text = PLIM_STR("a.b")};
    add_policy(&fixture, "a.b", VALID);
    add_policy(&fixture, "a.c", VALID);
    plim_assert_ok(add(fixture.set, SPEC("a.c", "{name: x}"), &err), &err);
    plim_assert_ok(policy_set_select(
                       fixture.set, &(struct policy_choice){.terms = &term, .term_count = 1}, &err),
                   &err);
    policy_set_seal(fixture.set);
    const struct policy_exemption *exemption = policy_set_exemption_at(fixture.set, 0);
    ck_assert(exemption->known);
    ck_assert(!exemption->chosen);
    ck_assert_str_eq(policy_exemption_reason(fixture.arena, exemption).text,
                     "it is old (exemption 'web' of team-web until 2027-03-31)");
    end(&fixture);
}
END_TEST

static bool waive_all(void *context, const struct policy_info *policy, struct plim_arena *arena,
                      struct plim_str *reason_out)
{
    (void)policy;
    (void)arena;
    (*(int *)context)++;
    *reason_out = PLIM_STR("agreed");
    return true;
}

START_TEST(waived_failure_is_neither_a_failure_nor_a_pass)
{
    struct fixture fixture = {0};
    int asked = 0;
    add_policy(
        &fixture, "a.b",
        "  subject: cluster\n  validations: [{expression: 'false', message: m}, {expression: "
        "'false', message: n}]\n");
    add_policy(&fixture, "a.c", VALID);
    add_policy(
        &fixture, "a.d",
        "  subject: cluster\n  validations: [{expression: 'false', message: m}, {expression: "
        "'cluster.namespaces > 1', message: n}]\n");
    struct value partial = plim_value_from_yaml(fixture.arena, "{namespaces: {$unknown: blind}}");
    struct value record;
    struct plim_err err = {0};
    plim_assert_ok(policy_record_complete(fixture.arena, "cluster", &partial, &record, &err), &err);
    const struct value *values[POLICY_RECORD_SLOTS] = {&record};
    struct policy_input input = {
        .subject = POLICY_CLUSTER, .values = values, .waive = waive_all, .waive_context = &asked};
    ck_assert_str_eq(judge_input(&fixture, &input), "a.b waived m\na.b waived n\na.c pass\n"
                                                    "a.d waived m\na.d unknown blind\n");
    ck_assert_int_eq(asked, 2);
    ck_assert_uint_eq(fixture.tallies[0].counts[FINDING_WAIVED], 1);
    ck_assert_uint_eq(fixture.tallies[0].counts[FINDING_PASS], 0);
    ck_assert_uint_eq(fixture.tallies[2].counts[FINDING_UNKNOWN], 1);
    end(&fixture);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, document_without_owner_reason_or_end_is_refused, 0,
                        PLIM_LEN(refusals));
    tcase_add_loop_test(tcase, all_that_an_exemption_names_must_be_so, 0, PLIM_LEN(subjects));
    tcase_add_test(tcase, pattern_does_not_fit_what_is_not_there);
    tcase_add_test(tcase, policies_that_are_not_chosen_are_known_all_the_same);
    tcase_add_test(tcase, waived_failure_is_neither_a_failure_nor_a_pass);
}

PLIM_CHECK_MAIN("policy.exemption", add_cases)
