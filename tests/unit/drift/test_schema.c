#include "drift_fixture.h"
#include "schema_priv.h"

/* The steps to "a.b.c", and the last of them. */
struct path {
    struct drift_step steps[8];
    const struct drift_step *last;
};

static void read_path(const char *text, struct path *path)
{
    struct plim_str rest = plim_str_from(text);
    bool more = true;
    path->last = NULL;
    for (size_t i = 0; more && i < PLIM_LEN(path->steps); i++) {
        path->steps[i] = (struct drift_step){.parent = path->last, .kind = DRIFT_STEP_KEY};
        more = plim_str_cut(&rest, '.', &path->steps[i].key);
        path->last = &path->steps[i];
    }
}

static struct drift_schema make_schema(const char *kind, bool builtin)
{
    return (struct drift_schema){.identity = {.kind = plim_str_from(kind)}, .builtin = builtin};
}

static const struct {
    const char *kind;
    const char *path;
    bool builtin;
    enum drift_list_kind type;
    const char *key;
} lists[] = {
    {"Pod", "spec.containers", true, DRIFT_LIST_KEYED, "name"},
    {"Pod", "spec.containers.env", true, DRIFT_LIST_KEYED, "name"},
    {"Pod", "spec.containers.ports", true, DRIFT_LIST_KEYED, "containerPort"},
    {"Pod", "spec.containers.volumeMounts", true, DRIFT_LIST_KEYED, "mountPath"},
    {"Pod", "spec.containers.args", true, DRIFT_LIST_ATOMIC, NULL},
    {"Pod", "spec.tolerations", true, DRIFT_LIST_ATOMIC, NULL},
    {"Pod", "spec.imagePullSecrets", true, DRIFT_LIST_KEYED, "name"},
    {"Service", "spec.ports", true, DRIFT_LIST_KEYED, "port"},
    {"EndpointSlice", "ports", true, DRIFT_LIST_ATOMIC, NULL},
    {"NetworkPolicy", "spec.ingress.ports", true, DRIFT_LIST_ATOMIC, NULL},
    {"ServiceAccount", "secrets", true, DRIFT_LIST_KEYED, "name"},
    {"ServiceAccount", "imagePullSecrets", true, DRIFT_LIST_ATOMIC, NULL},
    {"Order", "spec.containers", false, DRIFT_LIST_ATOMIC, NULL},
    {"Order", "metadata.finalizers", false, DRIFT_LIST_SET, NULL},
};

START_TEST(a_list_is_keyed_a_set_or_atomic)
{
    struct path path;
    read_path(lists[_i].path, &path);
    struct drift_schema schema = make_schema(lists[_i].kind, lists[_i].builtin);
    struct drift_list_type type = drift_schema_list(&schema, path.last);
    ck_assert_int_eq(type.kind, lists[_i].type);
    ck_assert(plim_str_is(type.keys[0], lists[_i].key ? lists[_i].key : ""));
}
END_TEST

static const struct {
    const char *kind;
    const char *path;
    bool builtin;
    bool quantity;
} quantities[] = {
    {"Pod", "spec.containers.resources.limits.memory", true, true},
    {"Order", "spec.resources.limits.memory", false, false},
    {"ResourceQuota", "spec.hard.pods", true, true},
    {"LimitRange", "spec.limits.max.cpu", true, true},
    {"Pod", "spec.volumes.emptyDir.sizeLimit", true, true},
    {"HorizontalPodAutoscaler", "spec.metrics.pods.target.averageValue", true, true},
    {"ConfigMap", "data.value", true, false},
    {"Deployment", "spec.replicas", true, false},
};

START_TEST(some_fields_are_quantities)
{
    struct path path;
    read_path(quantities[_i].path, &path);
    struct drift_schema schema = make_schema(quantities[_i].kind, quantities[_i].builtin);
    ck_assert(drift_schema_is_quantity(&schema, path.last) == quantities[_i].quantity);
}
END_TEST

static const struct {
    const char *path;
    bool ignored;
} fields[] = {
    {"status", true},
    {"spec.status", false},
    {"apiVersion", true},
    {"metadata.uid", true},
    {"metadata.labels", false},
    {"metadata.annotations.deployment.kubernetes", false},
    {"spec.template.metadata.name", false},
    {"spec.replicas", false},
};

START_TEST(what_the_server_sets_is_ignored)
{
    struct path path;
    read_path(fields[_i].path, &path);
    struct drift_schema schema = make_schema("Deployment", true);
    ck_assert(drift_schema_is_ignored(&schema, path.last) == fields[_i].ignored);
}
END_TEST

static const struct {
    const char *path;
    const char *value;
    bool filled_in;
} defaults[] = {
    {"spec.dnsPolicy", "ClusterFirst", true},
    {"spec.dnsPolicy", "Default", false},
    {"spec.enableServiceLinks", "true", true},
    {"spec.enableServiceLinks", "false", false},
    {"spec.revisionHistoryLimit", "10", true},
    {"spec.revisionHistoryLimit", "3", false},
    {"spec.volumeClaimTemplates.status", "{phase: Pending}", true},
    {"spec.unheard", "x", false},
};

START_TEST(a_default_is_known_by_field_and_value)
{
    struct path path;
    read_path(defaults[_i].path, &path);
    struct value value = plim_value_from_yaml(arena, defaults[_i].value);
    struct drift_schema schema = make_schema("Deployment", true);
    ck_assert(drift_schema_is_default(&schema, path.last, &value) == defaults[_i].filled_in);
}
END_TEST

static const struct {
    const char *value;
    bool builtin;
    bool blank;
} blanks[] = {
    {"{}", false, true},        {"[]", false, true},
    {"{a: null}", false, true}, {"{a: {b: []}}", false, true},
    {"0", true, true},          {"0", false, false},
    {"''", true, true},         {"''", false, false},
    {"false", true, true},      {"true", true, false},
    {"[0]", true, false},       {"{a: 1}", true, false},
};

START_TEST(a_blank_value_says_nothing)
{
    struct value value = plim_value_from_yaml(arena, blanks[_i].value);
    struct drift_schema schema = make_schema("Pod", blanks[_i].builtin);
    ck_assert(drift_schema_is_blank(&schema, &value) == blanks[_i].blank);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, a_list_is_keyed_a_set_or_atomic, 0, PLIM_LEN(lists));
    tcase_add_loop_test(tcase, some_fields_are_quantities, 0, PLIM_LEN(quantities));
    tcase_add_loop_test(tcase, what_the_server_sets_is_ignored, 0, PLIM_LEN(fields));
    tcase_add_loop_test(tcase, a_default_is_known_by_field_and_value, 0, PLIM_LEN(defaults));
    tcase_add_loop_test(tcase, a_blank_value_says_nothing, 0, PLIM_LEN(blanks));
}

PLIM_CHECK_MAIN("drift.schema", add_cases)
