#include "admission_fixture.h"

#define BY_MATCH(policy, rules, rest)                                                             \
    "---\napiVersion: kyverno.io/v2\nkind: PolicyException\nmetadata: {name: e, namespace: ns}\n" \
    "spec: {exceptions: [{policyName: " policy ", ruleNames: [" rules "]}], " rest "}\n"
#define BY_CEL(rest)                                                                        \
    "---\napiVersion: policies.kyverno.io/v1\nkind: PolicyException\nmetadata: {name: e}\n" \
    "spec:\n  policyRefs: [{name: p, kind: ValidatingPolicy}]\n" rest
#define ALL_PODS "match: {any: [{resources: {kinds: [Pod]}}]}"
#define NO_PODS  CLUSTER_POLICY("    match: {resources: {kinds: [Pod]}}\n" NEVER)
#define NO_POD   VALIDATING_POLICY(PODS "  validations: [{expression: 'false', message: m}]\n")
#define IF(text) "  matchConditions: [{name: c, expression: \"" text "\"}]\n"
#define CART     "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {}}"
#define ALLOWS(expression) \
    VALIDATING_POLICY(PODS "  validations: [{expression: \"" expression "\", message: m}]\n")

#define CONDITION(key, value) \
    ", conditions: {all: [{key: " key ", operator: Equals, value: " value "}]}"

static const struct {
    const char *documents;
    struct door door;
    const char *said;
} waived[] = {
    {NO_PODS BY_MATCH("p", "r", ALL_PODS),
     {.object = POD("")},
     "p/r waived: exempt by exception ns/e\n"},
    {BY_MATCH("p", "r", ALL_PODS) "---\n" NO_PODS,
     {.object = POD("")},
     "p/r waived: exempt by exception ns/e\n"},
    {NO_PODS BY_MATCH("p", "'*'", ALL_PODS) BY_MATCH("p", "r", ALL_PODS),
     {.object = POD("")},
     "p/r waived: exempt by exception ns/e, ns/e\n"},
    {NO_PODS BY_MATCH("q", "r", ALL_PODS), {.object = POD("")}, "p/r fail: never\n"},
    {NO_PODS BY_MATCH("p", "s", ALL_PODS), {.object = POD("")}, "p/r fail: never\n"},
    {NO_PODS BY_MATCH("p", "r", "match: {any: [{resources: {kinds: [Pod], names: [b]}}]}"),
     {.object = POD("")},
     "p/r fail: never\n"},
    {NO_PODS BY_MATCH("p", "r",
                      "match: {any: [{resources: {kinds: [Pod]}, subjects: [{kind: User, "
                      "name: fred}]}]}"),
     {.object = POD("")},
     "p/r unknown: exception ns/e: it is not known whether it applies\n"},
    {NO_PODS BY_MATCH("p", "r",
                      ALL_PODS ", conditions: {any: [{key: a, operator: Equals, value: "
                               "a}]}"),
     {.object = POD("")},
     "p/r waived: exempt by exception ns/e\n"},
    {NO_PODS BY_MATCH("p", "r", ALL_PODS CONDITION("'{{request.object.metadata.name}}'", "b")),
     {.object = POD("")},
     "p/r fail: never\n"},
    {NO_PODS BY_MATCH("p", "r", ALL_PODS CONDITION("'{{request.object.nope}}'", "b")),
     {.object = POD("")},
     "p/r fail: never\n"},
    {NO_PODS BY_MATCH("p", "r", ALL_PODS CONDITION("'{{request.roles}}'", "b")),
     {.object = POD("")},
     "p/r unknown: exception ns/e: nobody sends a request when an object is audited\n"},
    /* What is generated has a name of its own. */
    {NO_PODS BY_MATCH("p", "r", "match: {any: [{resources: {kinds: [Deployment]}}]}"),
     {.object = CART},
     "p/autogen-r fail: never\n"},
    {NO_PODS BY_MATCH("p", "autogen-r", "match: {any: [{resources: {kinds: [Deployment]}}]}"),
     {.object = CART},
     "p/autogen-r waived: exempt by exception ns/e\n"},
    {NO_POD BY_CEL(""), {.object = POD("")}, "p waived: exempt by exception e\n"},
    {NO_POD BY_CEL(IF("object.metadata.name == 'a'")),
     {.object = POD("")},
     "p waived: exempt by exception e\n"},
    {NO_POD BY_CEL(IF("object.metadata.name == 'b'")), {.object = POD("")}, "p fail: m\n"},
    {NO_POD BY_CEL(IF("request.userInfo.username == 'fred'")),
     {.object = POD("")},
     "p unknown: exception e: nobody sends a request when an object is audited\n"},
    {NO_POD BY_CEL(IF("object.spec.x == 1")),
     {.object = POD("")},
     "p error: exception e: no such key: x\n"},
    {ALLOWS("'a' in exceptions.allowedValues"), {.object = POD("")}, "p fail: m\n"},
    {ALLOWS("'a' in exceptions.allowedValues") BY_CEL("  allowedValues: [a]\n"),
     {.object = POD("")},
     "p pass\n"},
    {ALLOWS("'a' in exceptions.allowedImages") BY_CEL("  allowedValues: [a]\n"),
     {.object = POD("")},
     "p fail: m\n"},
    {ALLOWS("'a' in exceptions.allowedValues") BY_CEL("  allowedValues: [b]\n") BY_CEL(""),
     {.object = POD("")},
     "p waived: exempt by exception e, e\n"},
    {NO_POD BY_CEL("") BY_CEL(IF("object.spec.x == 1")),
     {.object = POD("")},
     "p waived: exempt by exception e\n"},
    {ALLOWS("'a' in exceptions.allowedImages") BY_CEL("  images: [a]\n"),
     {.object = POD("")},
     "p pass\n"},
};

START_TEST(what_an_exception_names_is_not_judged)
{
    expect_said(waived[_i].documents, &waived[_i].door, waived[_i].said);
}
END_TEST

static void note_wish(void *context, const struct admission_result *result)
{
    *(bool *)context = result->waived_as_pass;
}

START_TEST(exception_may_want_a_pass_in_reports)
{
    bool passes = false;
    struct plim_err err = {0};
    struct plim_arena *arena = plim_arena_new();
    struct admission_set *set = admission_set_new();
    const struct admission_request request = {.object = door_value(arena, POD(""))};
    const char *text = NO_POD BY_CEL("  reportResult: pass\n");
    plim_assert_ok(admission_set_add(set, "p.yaml", plim_str_from(text), &err), &err);
    admission_judge(set, &request, arena, note_wish, &passes);
    ck_assert(passes);
    ck_assert_uint_eq(admission_set_policies(set), 1);
    ck_assert_uint_eq(admission_set_documents(set), 2);
    admission_set_free(set);
    plim_arena_free(arena);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_an_exception_names_is_not_judged, 0, (int)PLIM_LEN(waived));
    tcase_add_test(tcase, exception_may_want_a_pass_in_reports);
}

PLIM_CHECK_MAIN("admission.waive", add_cases)
