#include "base/defs.h"

#include "policy_fixture.h"
#include "policy_priv.h"

/* Which of the policies judge the objects "a" and "b", one after the other in one session. */
#define WITH(condition) \
    "  subject: object\n  matchConditions: [{name: n, expression: \"" condition "\"}]\n" VALID
#define VALID "  validations: [{expression: 'true', message: m}]\n"
#define OWN(name)                                       \
    "  subject: object\n  params: {wanted: " name "}\n" \
    "  matchConditions: [{name: n, expression: object.metadata.name == params.wanted}]\n" VALID

static const struct {
    const char *first;
    const char *second;
    const char *said[2]; /* of "a" and of "b" */
} shared[] = {
    {WITH("object.metadata.name == 'a'"),
     WITH("object.metadata.name == 'a'"),
     {"a.a pass\na.b pass\n", "a.a not_applicable\na.b not_applicable\n"}},
    {WITH("object.metadata.name == 'a'"),
     WITH("object.metadata.name == 'b'"),
     {"a.a pass\na.b not_applicable\n", "a.a not_applicable\na.b pass\n"}},
    {OWN("a"), OWN("b"), {"a.a pass\na.b not_applicable\n", "a.a not_applicable\na.b pass\n"}},
    {WITH("object.metadata.nothing == 'a'"),
     WITH("object.metadata.nothing == 'a'"),
     {"a.a error no such key: nothing\na.b error no such key: nothing\n",
      "a.a error no such key: nothing\na.b error no such key: nothing\n"}},
};

START_TEST(condition_that_policies_share_holds_for_one_subject)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.a", shared[_i].first);
    add_policy(&fixture, "a.b", shared[_i].second);
    ck_assert_str_eq(judge_object(&fixture, "{apiVersion: v1, kind: Pod, metadata: {name: a}}"),
                     shared[_i].said[0]);
    ck_assert_str_eq(judge_object(&fixture, "{apiVersion: v1, kind: Pod, metadata: {name: b}}"),
                     shared[_i].said[1]);
    end(&fixture);
}
END_TEST

START_TEST(only_what_reads_the_same_everywhere_is_shared)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "a.a", shared[0].first);
    add_policy(&fixture, "a.b", shared[0].second);
    add_policy(&fixture, "a.c", OWN("a"));
    add_policy(&fixture, "a.d", OWN("a"));
    policy_set_seal(fixture.set);
    ck_assert_uint_eq(fixture.set->shared_len, 1);
    end(&fixture);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, condition_that_policies_share_holds_for_one_subject, 0,
                        PLIM_LEN(shared));
    tcase_add_test(tcase, only_what_reads_the_same_everywhere_is_shared);
}

PLIM_CHECK_MAIN("policy.shared", add_cases)
