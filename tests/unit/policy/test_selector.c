#include "base/defs.h"

#include "policy_fixture.h"

#define PODS  "resourceRules: [{apiGroups: [''], resources: [pods]}]"
#define VALID "  validations: [{expression: 'true', message: m}]\n"
#define WITH(selector) \
    "  subject: object\n  match: {" PODS ", objectSelector: " selector "}\n" VALID
#define POD(labels) "{apiVersion: v1, kind: Pod, metadata: {name: a" labels "}}"

static const struct {
    const char *rest;
    const char *object;
    bool matches;
} matches[] = {
    {WITH("{matchLabels: {team: shop}}"), POD(", labels: {team: shop, x: z}"), true},
    {WITH("{matchLabels: {team: shop}}"), POD(", labels: {team: bank}"), false},
    {WITH("{matchLabels: {team: shop}}"), POD(""), false},
    {WITH("{matchLabels: {team: shop, tier: web}}"), POD(", labels: {team: shop}"), false},
    {WITH("{matchExpressions: [{key: a, operator: In, values: [x, z]}]}"), POD(", labels: {a: z}"),
     true},
    {WITH("{matchExpressions: [{key: a, operator: In, values: [x, z]}]}"), POD(", labels: {a: v}"),
     false},
    {WITH("{matchExpressions: [{key: a, operator: NotIn, values: [x]}]}"), POD(", labels: {a: x}"),
     false},
    {WITH("{matchExpressions: [{key: a, operator: NotIn, values: [x]}]}"), POD(""), true},
    {WITH("{matchExpressions: [{key: a, operator: Exists}]}"), POD(", labels: {a: ''}"), true},
    {WITH("{matchExpressions: [{key: a, operator: Exists}]}"), POD(""), false},
    {WITH("{matchExpressions: [{key: a, operator: DoesNotExist}]}"), POD(""), true},
    {WITH("{matchExpressions: [{key: a, operator: DoesNotExist}]}"), POD(", labels: {a: b}"),
     false},
    {WITH("{}"), POD(""), true},
};

START_TEST(objects_are_selected_by_their_labels)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.b", matches[_i].rest);
    ck_assert_str_eq(judge_object(&fixture, matches[_i].object),
                     matches[_i].matches ? "a.b pass\n" : "");
    end(&fixture);
}
END_TEST

static const struct {
    const char *rest;
    const char *message;
} refusals[] = {
    {WITH("{matchLabels: {'a,b': c}}"), "'a,b' is not the name of a label"},
    {WITH("{matchLabels: {a: 'b)'}}"), "'b)' is not the value of a label"},
    {WITH("{matchLabels: {a: 1}}"), "'' is not the value of a label"},
    {WITH("{matchExpressions: [{key: a, operator: In}]}"),
     "'values' goes with In and NotIn, and both need some"},
    {WITH("{matchExpressions: [{key: a, operator: Exists, values: [b]}]}"),
     "'values' goes with In and NotIn, and both need some"},
    {WITH("{matchExpressions: [{key: a, operator: Gt, values: [b]}]}"), "operator"},
    {WITH("{matchExpressions: [{key: -a, operator: Exists}]}"), "'-a' is not the name of a label"},
    {WITH("{matchlabels: {a: b}}"), "matchlabels"},
};

START_TEST(selectors_are_read_strictly)
{
    struct plim_err err = {0};
    const char *message = refusal(refusals[_i].rest, &err);
    ck_assert_msg(strstr(message, refusals[_i].message) != NULL, "%s", message);
}
END_TEST

static const struct {
    const char *first, *second; /* NULL: there is none */
    const char *common;         /* NULL: none */
} commons[] = {
    {WITH("{matchLabels: {team: shop}}"), NULL, "team=shop"},
    {WITH("{matchLabels: {team: shop}, matchExpressions: [{key: a, operator: In, values: [x, z]}, "
          "{key: b/c, operator: NotIn, values: [z]}, {key: d, operator: Exists}, "
          "{key: e, operator: DoesNotExist}]}"),
     NULL, "team=shop,a in (x,z),b/c notin (z),d,!e"},
    {WITH("{matchLabels: {team: shop}}"), WITH("{matchLabels: {team: shop}}"), "team=shop"},
    {WITH("{matchLabels: {team: shop}}"), WITH("{matchLabels: {team: bank}}"), NULL},
    {WITH("{matchLabels: {team: shop}}"), "  subject: object\n  match: {" PODS "}\n" VALID, NULL},
    {WITH("{matchLabels: {team: shop}}"), "  subject: object\n" VALID, "team=shop"},
    {WITH("{matchLabels: {team: shop}}"), "  subject: object\n  match: {workloads: true}\n" VALID,
     NULL},
    {WITH("{}"), NULL, NULL},
};

START_TEST(what_all_who_ask_for_a_kind_select_is_known)
{
    static const struct policy_kind pods = {{"", 0}, {"pods", 4}};
    struct fixture fixture = {0};
    add_policy(&fixture, "a.a", commons[_i].first);
    if (commons[_i].second)
        add_policy(&fixture, "a.b", commons[_i].second);
    policy_set_seal(fixture.set);
    const char *got = policy_set_selector(fixture.arena, fixture.set, &pods);
    ck_assert_str_eq(got ? got : "none", commons[_i].common ? commons[_i].common : "none");
    end(&fixture);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, objects_are_selected_by_their_labels, 0, PLIM_LEN(matches));
    tcase_add_loop_test(tcase, selectors_are_read_strictly, 0, PLIM_LEN(refusals));
    tcase_add_loop_test(tcase, what_all_who_ask_for_a_kind_select_is_known, 0, PLIM_LEN(commons));
}

PLIM_CHECK_MAIN("policy.selector", add_cases)
