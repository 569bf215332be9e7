#include "policy_fixture.h"

/* One mistake per subject, in a field of its own or of a record inside it. */
static const struct {
    const char *subject;
    const char *expression;
    const char *message;
} mistakes[POLICY_SUBJECTS] = {
    {"object", "drift.stat == ''", "undefined field 'stat' of 'drift'; did you mean 'state'?"},
    {"image", "image.gitTag.nam == ''", "undefined field 'nam' of 'gitTag'; did you mean 'name'?"},
    {"application", "application.sync.pined",
     "undefined field 'pined' of 'sync'; did you mean 'pinned'?"},
    {"parity", "parity.environments[0].versions['a'] == 1", "no matching overload"},
    {"repository", "repository.tags.exists(t, t.semvr)",
     "undefined field 'semvr' of 'tag'; did you mean 'semver'?"},
    {"cluster", "cluster.owners.git == ''", "no matching overload"},
    {"account", "account.grants.exists(g, g.verb == [])",
     "undefined field 'verb' of 'grant'; did you mean 'verbs'?"},
    {"fleet", "fleet.cluster == []",
     "undefined field 'cluster' of 'fleet'; did you mean 'clusters'?"},
    {"relation", "relation.references[0].fund",
     "undefined field 'fund' of 'reference'; did you mean 'found'?"},
    {"exemption", "exemption.expire == ''",
     "undefined field 'expire' of 'exemption'; did you mean 'expires'?"},
    {"namespace", "ns.podSecurity.enforced == ''",
     "undefined field 'enforced' of 'podSecurity'; did you mean 'enforce'?"},
};

START_TEST(expression_is_checked_against_the_table)
{
    char rest[SPEC_BYTES];
    struct plim_err err = {0};
    (void)snprintf(rest, sizeof(rest),
                   "  subject: %s\n  validations: [{expression: \"%s\", message: m}]\n",
                   mistakes[_i].subject, mistakes[_i].expression);
    const char *message = refusal(rest, &err);
    ck_assert_msg(strstr(message, mistakes[_i].message) != NULL, "%s", message);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, expression_is_checked_against_the_table, 0, POLICY_SUBJECTS);
}

PLIM_CHECK_MAIN("policy.environment", add_cases)
