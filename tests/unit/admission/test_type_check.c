#include "admission/type_check.h"

#include "admission_fixture.h"

#define DEPLOYMENT                                                                    \
    "{type: object, properties: {spec: {type: object, properties: {replicas: {type: " \
    "integer}}}}}"
#define DAEMON_SET "{type: object, properties: {spec: {type: object, properties: {}}}}"
#define LIMIT      "{type: object, properties: {most: {type: integer}}}"

static const struct {
    const char *group, *resource, *kind, *schema;
} known[] = {
    {"apps", "deployments", "Deployment", DEPLOYMENT},
    {"apps", "daemonsets", "DaemonSet", DAEMON_SET},
    {"x.io", "limits", "Limit", LIMIT},
};

static struct admission_schema find(void *context, struct plim_str group, struct plim_str version,
                                    struct plim_str resource, struct plim_str kind)
{
    for (size_t i = 0; i < PLIM_LEN(known) && plim_str_is(version, "v1"); i++) {
        if (plim_str_is(group, known[i].group) &&
            (plim_str_is(resource, known[i].resource) || plim_str_is(kind, known[i].kind)))
            return (struct admission_schema){plim_str_from(known[i].kind),
                                             door_value(context, known[i].schema)};
    }
    return (struct admission_schema){0};
}

static void note_warning(void *context, const struct admission_warning *warning)
{
    plim_buf_printf(context, "%s:%u:%u: %.*s\n%.*s\n", warning->file, warning->position.line,
                    warning->position.column, PLIM_STR_ARG(warning->field),
                    PLIM_STR_ARG(warning->text));
}

#define ABOUT(groups, resources)                                \
    "  matchConstraints: {resourceRules: [{apiGroups: [" groups \
    "], apiVersions: [v1], operations: ['*'], "                 \
    "resources: [" resources "]}]}\n"
#define SAYS(expression) "  validations:\n  - expression: " expression "\n"

static const struct {
    const char *policy;
    const char *warnings;
} checked[] = {
    {VAP(ABOUT("apps", "deployments") SAYS("object.spec.replicas > 1")), ""},
    {VAP(ABOUT("apps", "deployments") SAYS("object.spec.replica > 1")),
     "p.yaml:7:17: spec.validations[0].expression\n"
     "apps/v1, Kind=Deployment: 1:12: undefined field 'replica' of 'Deployment.spec'; did you mean "
     "'replicas'?\n"
     " | object.spec.replica > 1\n | ...........^\n"},
    {VAP(ABOUT("apps", "deployments") SAYS("object.spec.replicas == 'a'")),
     "p.yaml:7:17: spec.validations[0].expression\n..."},
    /* Kinds in order, each with what does not fit it. */
    {VAP(ABOUT("apps", "deployments, daemonsets") SAYS("object.spec.replicas > 1")),
     "p.yaml:7:17: spec.validations[0].expression\napps/v1, Kind=DaemonSet: 1:12: undefined "
     "field 'replicas' of 'DaemonSet.spec'..."},
    {VAP(ABOUT("apps", "deployments") SAYS("object.spec.replicas > 1\n    messageExpression: "
                                           "string(object.spec.b)")),
     "p.yaml:8:24: spec.validations[0].messageExpression\napps/v1, Kind=Deployment: 1:19: "
     "undefined field 'b' of 'Deployment.spec'..."},
    /* Variables have the types of their expressions. */
    {VAP(ABOUT("apps", "deployments") "  variables: [{name: v, expression: object.spec}]\n" SAYS(
         "variables.v.b == 1")),
     "p.yaml:8:17: spec.validations[0].expression\napps/v1, Kind=Deployment: 1:12: undefined "
     "field 'b' of 'Deployment.spec'..."},
    {VAP("  paramKind: {apiVersion: x.io/v1, kind: Limit}\n" ABOUT("apps", "deployments")
             SAYS("object.spec.replicas < params.least")),
     "p.yaml:8:17: spec.validations[0].expression\napps/v1, Kind=Deployment: 1:30: undefined "
     "field 'least' of 'Limit'..."},
    /* What is not named or not known is not checked. */
    {VAP(ABOUT("'*'", "deployments") SAYS("object.spec.replica > 1")), ""},
    {VAP(ABOUT("apps", "'*'") SAYS("object.spec.replica > 1")), ""},
    {VAP(ABOUT("apps", "deployments/scale") SAYS("object.spec.replica > 1")), ""},
    {VAP(ABOUT("batch", "jobs") SAYS("object.spec.replica > 1")), ""},
};

START_TEST(expressions_are_checked_against_the_kinds_that_they_are_about)
{
    struct plim_err err = {0};
    struct plim_buf said = {0};
    struct plim_arena *arena = plim_arena_new();
    struct admission_set *set = admission_set_new();
    const struct admission_schemas schemas = {.find = find, .context = arena};
    struct plim_str wanted = plim_str_from(checked[_i].warnings);
    plim_assert_ok(admission_set_add(set, "p.yaml", plim_str_from(checked[_i].policy), &err), &err);
    admission_check_types(set, &schemas, arena, note_warning, &said);
    if (plim_str_ends(wanted, PLIM_STR("...")))
        said.len = said.len < wanted.len - 3 ? said.len : (wanted.len -= 3);
    ck_assert_msg(plim_str_equal(plim_buf_str(&said), wanted), "said %s", said.text);
    plim_buf_release(&said);
    admission_set_free(set);
    plim_arena_free(arena);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, expressions_are_checked_against_the_kinds_that_they_are_about, 0,
                        (int)PLIM_LEN(checked));
}

PLIM_CHECK_MAIN("admission.type_check", add_cases)
