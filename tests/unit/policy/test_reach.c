#include "base/defs.h"

#include "policy_fixture.h"

#define VALID   "  validations: [{expression: 'true', message: m}]\n"
#define PODS    "  subject: object\n  match: {resourceRules: [{apiGroups: [''], resources: [pods]}]}\n"
#define OF(one) "  validations: [{expression: \"" one "\", message: m}]\n"
#define WITH(detail, one) \
    "  validations: [{expression: 'true', message: m, " detail ": \"" one "\"}]\n"

static const struct {
    const char *rest;
    const char *pods;     /* what is looked at of pods; NULL: no more than metadata */
    const char *services; /* the same of services */
} reaches[] = {
    {"  subject: object\n" OF("object.metadata.name != '' && drift.state == ''"), NULL, NULL},
    {"  subject: object\n" OF("object.spec.a == 1"), "spec", "spec"},
    {"  subject: object\n" OF("size(object) > 0"), "all", "all"},
    {"  subject: object\n" OF("podSpec != null"), "podSpec", NULL},
    {"  subject: object\n" OF("podMetadata != null"), "podSpec", NULL},
    {"  subject: object\n" OF("containers.size() > 0"), "podSpec", NULL},
    {"  subject: object\n" OF("podPath != ''"), NULL, NULL},
    {"  subject: object\n" OF("desired.spec == 1 && namespaceObject.spec == 1"), NULL, NULL},
    {"  subject: object\n" OF("request.name != '' && oldObject == null"), NULL, NULL},
    {"  subject: object\n" WITH("messageExpression", "object.data.a"), "data", "data"},
    {"  subject: object\n" WITH("field", "object.a"), "a", "a"},
    {"  subject: object\n" WITH("expected", "object.a"), "a", "a"},
    {"  subject: object\n" WITH("actual", "object.a"), "a", "a"},
    {"  subject: object\n" WITH("container", "object.a"), "a", "a"},
    {"  subject: object\n" WITH("manager", "object.a"), "a", "a"},
    {"  subject: object\n" WITH("changedAt", "object.a"), "a", "a"},
    {"  subject: object\n" WITH("each", "object.items"), "items", "items"},
    {"  subject: object\n  matchConditions: [{name: n, expression: object.a == 1}]\n" VALID, "a",
     "a"},
    {"  subject: object\n  variables: [{name: n, expression: object.a}]\n" VALID, "a", "a"},
    {PODS OF("object.spec.a == 1"), "spec", NULL},
    {"  subject: object\n  match: {workloads: true}\n" OF("object.spec.a == 1"), "spec", NULL},
    {"  subject: object\n  match: {origins: [git]}\n" OF("object.spec.a == 1"), NULL, NULL},
    {"  subject: image\n" OF("image.tag == ''"), NULL, NULL},
};

static void expect_reach(const struct policy_set *set, struct plim_str resource, const char *want)
{
    const struct policy_kind kind = {PLIM_STR(""), resource};
    struct plim_str what = PLIM_STR("nothing");
    ck_assert_int_eq(policy_set_needs_whole(set, 0, &kind, &what), want != NULL);
    ck_assert_msg(plim_str_is(what, want ? want : "nothing"), "%.*s", PLIM_STR_ARG(what));
}

START_TEST(a_kind_is_needed_whole_where_an_expression_looks_beyond_metadata)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.b", reaches[_i].rest);
    policy_set_seal(fixture.set);
    expect_reach(fixture.set, PLIM_STR("pods"), reaches[_i].pods);
    expect_reach(fixture.set, PLIM_STR("services"), reaches[_i].services);
    end(&fixture);
}
END_TEST

/* ---- of an object whose metadata alone were read */

static const struct {
    const char *kind;
    const char *rest;
    const char *said;
} partials[] = {
    {"Secret", OF("object.metadata.name == 'a' && object.kind == 'Secret'"), "a.b pass\n"},
    {"Secret", OF("object.metadata.name == 'b'"), "a.b fail m\n"},
    {"Secret", OF("request.name == 'a' && podSpec == null"), "a.b pass\n"},
    {"Secret", OF("has(object.data)"), "a.b unknown not read\n"},
    {"Secret", OF("'data' in object"), "a.b unknown not read\n"},
    {"Secret", OF("object.metadata.name == 'a' || object.data.b == ''"), "a.b unknown not read\n"},
    {"Secret",
     "  matchConditions: [{name: n, expression: object.metadata.name == 'b'}]\n" OF(
         "has(object.data)"),
     "a.b not_applicable\n"},
    {"Secret",
     "  variables: [{name: d, expression: object.data}, {name: n, expression: "
     "object.metadata}]\n" OF("variables.n.name == 'a'"),
     "a.b pass\n"},
    {"Secret",
     "  variables: [{name: d, expression: object.data}]\n" OF(
         "object.metadata.name == 'a' && variables.d == 1 && object.metadata.name == 'a'"),
     "a.b unknown not read\n"},
    {"Pod", OF("podSpec == null"), "a.b unknown not read\n"},
    {"Pod", OF("containers.size() > 0"), "a.b unknown not read\n"},
    {"Pod", OF("podMetadata.name == 'a'"), "a.b pass\n"},
    {"ReplicationController", OF("podMetadata.name == 'a'"), "a.b unknown not read\n"},
};

START_TEST(what_was_not_read_is_unknown_and_metadata_are_not)
{
    char rest[SPEC_BYTES];
    struct fixture fixture = {0};
    (void)snprintf(rest, sizeof(rest), "  subject: object\n%s", partials[_i].rest);
    add_policy(&fixture, "a.b", rest);
    struct value object =
        plim_value_from_yaml(fixture.arena, "{metadata: {name: a}, kind: Secret}");
    const struct value *values[POLICY_OBJECT_SLOTS] = {&object};
    struct policy_input input = {.subject = POLICY_OBJECT,
                                 .values = values,
                                 .kind = plim_str_from(partials[_i].kind),
                                 .partial = PLIM_STR("not read")};
    ck_assert_str_eq(judge_input(&fixture, &input), partials[_i].said);
    end(&fixture);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_kind_is_needed_whole_where_an_expression_looks_beyond_metadata, 0,
                        PLIM_LEN(reaches));
    tcase_add_loop_test(tcase, what_was_not_read_is_unknown_and_metadata_are_not, 0,
                        PLIM_LEN(partials));
}

PLIM_CHECK_MAIN("policy.reach", add_cases)
