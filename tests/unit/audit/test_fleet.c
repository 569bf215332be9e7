#include "audit/fleet.h"

#include "fleet_fixture.h"

static const struct mistake heads[] = {
    {"", "f.yaml:1:1: expected one document of kind Fleet, not 0"},
    {"a: 1\n---\nb: 2\n", "f.yaml:1:1: expected one document of kind Fleet, not 2"},
    {"[1]\n", "f.yaml:1:1: expected a map, not a list"},
    {"apiVersion: v1\nkind: Fleet\nmetadata: {name: a}\nspec: {}\n",
     "f.yaml:1:13: expected apiVersion 'plimsoll.dev/v1alpha1'"},
    {"apiVersion: plimsoll.dev/v1alpha1\nkind: Flet\nmetadata: {name: a}\nspec: {}\n",
     "f.yaml:2:7: expected kind 'Fleet', not 'Flet'"},
    {"apiVersion: plimsoll.dev/v1alpha1\nkind: Fleet\nmetadata: {}\nspec: {}\n",
     "f.yaml:3:11: missing required field 'name'"},
    {"apiVersion: plimsoll.dev/v1alpha1\nkind: Fleet\nmetadata: {name: a, labels: {}}\nspec: {}\n",
     "f.yaml:3:21: unknown field 'labels'"},
    {"apiVersion: plimsoll.dev/v1alpha1\nkind: Fleet\nmetadata: {name: a}\n",
     "f.yaml:1:1: missing required field 'spec'"},
};

START_TEST(a_document_that_is_no_fleet_is_told_where)
{
    plim_assert_fails(audit_fleet_parse(arena, "f.yaml", "/etc/shop", plim_str_from(heads[_i].spec),
                                        &fleet, &err),
                      PLIM_INVALID, &err, heads[_i].message);
}
END_TEST

static const struct mistake mistakes[] = {
    {"  enviroments: []\n",
     "f.yaml:5:3: unknown field 'enviroments'; did you mean 'environments'?"},
    {"  clusters: {}\n", "f.yaml:5:13: 'clusters' must be a list, not a map"},
    {"  models: [1]\n", "f.yaml:5:12: 'models' holds only strings"},
    {"  models: [a]\n  models: [b]\n", "f.yaml:6:3: duplicate key 'models'"},
    {"  policies: {disabled: []}\n",
     "f.yaml:5:14: unknown field 'disabled'; did you mean 'disable'?"},
    {"  policies: {disable: [true]}\n", "f.yaml:5:24: 'disable' holds only strings"},
    {"  applications: {}\n", "f.yaml:5:17: missing required field 'label'"},
    {"  parity: {allowances: [{kind: replicas}]}\n",
     "f.yaml:5:25: missing required field 'reason'"},
    {"  parity: {allowances: [{kind: replica, reason: r}]}\n",
     "f.yaml:5:32: unknown kind of difference 'replica'; expected one of presence, version, "
     "digest, replicas, env, config, repository, resources, probes, security, ports, account; did "
     "you mean 'replicas'?"},
    {"  parity: {allowances: [{reason: r, expires: soon}]}\n",
     "f.yaml:5:46: 'expires' must be a date such as '2027-03-31'"},
    {"  parity: {allowances: [3]}\n", "f.yaml:5:25: expected a map, not an integer"},
};

START_TEST(a_mistake_in_the_spec_is_told_where)
{
    plim_assert_fails(parse_spec(mistakes[_i].spec), PLIM_INVALID, &err, mistakes[_i].message);
}
END_TEST

START_TEST(an_error_leaves_the_fleet_alone)
{
    fleet.cluster_count = 77;
    ck_assert_int_eq(parse_spec("  nonsense: 1\n"), PLIM_INVALID);
    ck_assert_uint_eq(fleet.cluster_count, 77);
}
END_TEST

START_TEST(an_empty_spec_is_a_fleet_of_nothing)
{
    plim_assert_ok(parse_spec("  models:\n"), &err);
    assert_str(fleet.name, "shop");
    ck_assert_uint_eq(fleet.cluster_count + fleet.repository_count + fleet.model_count, 0);
}
END_TEST

START_TEST(relative_files_stand_against_the_documents_directory)
{
    plim_assert_ok(parse_spec("  policies: {directories: [team, /srv/p]}\n"
                              "  modelFiles: [m.yaml]\n"
                              "  libraryFiles: [l.yaml]\n"
                              "  attestations: [../a.yaml]\n"),
                   &err);
    assert_str(fleet.policy_directories[0], "/etc/shop/team");
    assert_str(fleet.policy_directories[1], "/srv/p");
    assert_str(fleet.model_files[0], "/etc/shop/m.yaml");
    assert_str(fleet.library_files[0], "/etc/shop/l.yaml");
    ck_assert_uint_eq(fleet.attestation_file_count, 1);
}
END_TEST

START_TEST(doors_are_named_by_text)
{
    plim_assert_ok(parse_spec("  policies: {from: [self, prod]}\n"), &err);
    ck_assert_uint_eq(fleet.policies_from_count, 2);
    assert_str(fleet.policies_from[1], "prod");
    plim_assert_fails(parse_spec("  policies: {from: [1]}\n"), PLIM_INVALID, &err,
                      "f.yaml:5:21: 'from' holds only strings");
}
END_TEST

START_TEST(choices_of_policies_are_kept_with_their_places)
{
    plim_assert_ok(parse_spec("  policies: {select: [strict], disable: ['images.*']}\n"), &err);
    struct value_node disable = value_node_get(&fleet.policies, "disable");
    assert_str(value_str(value_node_at(&disable, 0).value), "images.*");
    plim_assert_fails(parse_spec("  policies: {select: [1]}\n"), PLIM_INVALID, &err,
                      "f.yaml:5:23: 'select' holds only strings");
}
END_TEST

START_TEST(allowances_keep_what_they_allow_and_until_when)
{
    plim_assert_ok(parse_spec("  parity:\n"
                              "    allowances:\n"
                              "      - {application: 'sea*', kind: 're*', field: replicas,"
                              " reason: load, expires: '1970-01-02'}\n"
                              "  applications: {label: team.example.org/app}\n"),
                   &err);
    ck_assert_uint_eq(fleet.allowance_count, 1);
    assert_str(fleet.allowances[0].application, "sea*");
    assert_str(fleet.allowances[0].kind, "re*");
    assert_str(fleet.allowances[0].reason, "load");
    ck_assert_int_eq(fleet.allowances[0].expires, 86400);
    assert_str(fleet.application_label, "team.example.org/app");
}
END_TEST

START_TEST(a_file_that_is_not_there_is_not_found)
{
    ck_assert_int_eq(audit_fleet_load(arena, "/nonexistent/f.yaml", &fleet, &err), PLIM_NOT_FOUND);
    ck_assert_str_eq(err.msg, "open '/nonexistent/f.yaml': No such file or directory");
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, start, stop);
    tcase_add_loop_test(tcase, a_document_that_is_no_fleet_is_told_where, 0, PLIM_LEN(heads));
    tcase_add_loop_test(tcase, a_mistake_in_the_spec_is_told_where, 0, PLIM_LEN(mistakes));
    tcase_add_test(tcase, an_error_leaves_the_fleet_alone);
    tcase_add_test(tcase, an_empty_spec_is_a_fleet_of_nothing);
    tcase_add_test(tcase, doors_are_named_by_text);
    tcase_add_test(tcase, choices_of_policies_are_kept_with_their_places);
    tcase_add_test(tcase, relative_files_stand_against_the_documents_directory);
    tcase_add_test(tcase, allowances_keep_what_they_allow_and_until_when);
    tcase_add_test(tcase, a_file_that_is_not_there_is_not_found);
}

PLIM_CHECK_MAIN("audit.fleet", add)
