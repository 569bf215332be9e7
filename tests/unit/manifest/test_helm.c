#include <string.h>

#include "manifest/files.h"
#include "support/plim_check.h"

#include "helm_priv.h"
#include "workspace.h"

static struct manifest_options stand_in(const char *script)
{
    struct manifest_options options = workspace_kustomize(script);
    workspace_run("mv kustomize helm");
    return (struct manifest_options){.helm = workspace_path("helm"),
                                     .kustomize = options.kustomize};
}

/* A chart with a template of this text. */
static enum plim_code template(const struct manifest_options *options, const char *text,
                               struct plim_str *text_out, struct plim_err *err) {
    static const struct plim_str values[] = {{"a: 1\n", 5}};
    struct manifest_release release = {.name = "--help",
                                       .namespace = "prod",
                                       .values = values,
                                       .value_count = 1,
                                       .chart_values = {"b: 2\n", 5}};
    struct manifest_tree tree;
    struct manifest_listing listing;
    const char *subpath = NULL;
    workspace_run(plim_arena_printf(
        workspace_arena(),
        "mkdir -p repo/.git repo/chart/templates; cd repo/chart; echo 'name: c' >Chart.yaml;"
        "echo 'b: 1' >values.yaml; echo '%s' >templates/a.yaml; ln -sf /etc/passwd out",
        text));
    plim_assert_ok(manifest_disk_tree(workspace_arena(), "repo", &tree, &subpath, err), err);
    plim_assert_ok(tree.list(&tree, "chart", &listing, err), err);
    ck_assert(manifest_is_chart(&listing));
    return manifest_helm_template(&tree, &listing, &release, options, text_out, err);
}

START_TEST(the_program_gets_a_copy_with_the_values)
{
    struct manifest_options options =
        stand_in("echo \"$*\" | sed s,$HOME,H,g; for last; do :; done; cat $last/values.yaml "
                 "$HOME/values-0.yaml; ls $last; env | grep -c . ; pwd");
    struct plim_err err = {0};
    struct plim_str text;
    plim_assert_ok(template(&options, "kind: A", &text, &err), &err);
    ck_assert_msg(
        plim_str_matches_glob(text, PLIM_STR("template --include-crds --kube-version=v1.36.0 "
                                             "--namespace=prod --values=H/values-0.yaml -- --help "
                                             "/*/tree/chart\nb: 2\na: 1\nChart.yaml\ntemplates\n"
                                             "values.yaml\n*")),
        "%.*s", PLIM_STR_ARG(text));
}
END_TEST

static const struct {
    const char *script, *message;
} failures[] = {
    {"echo 'Error: missing in charts/ directory: common' >&2; exit 1",
     "not rendered: helm: missing in charts/ directory: common"},
    {"exit 1", "not rendered: helm: failed without a reason"},
};

START_TEST(a_failure_has_its_reason)
{
    struct manifest_options options = stand_in(failures[_i].script);
    struct plim_err err = {0};
    struct plim_str text;
    plim_assert_fails(template(&options, "kind: A", &text, &err), PLIM_INVALID, &err,
                      failures[_i].message);
}
END_TEST

START_TEST(without_the_program_it_says_so)
{
    struct manifest_options options = {.helm = "/nonexistent/helm"};
    struct plim_err err = {0};
    struct plim_str text;
    plim_assert_fails(template(&options, "kind: A", &text, &err), PLIM_NOT_FOUND, &err,
                      "not rendered: no helm program");
}
END_TEST

START_TEST(what_is_made_anew_each_time_is_a_fixed_text)
{
    struct manifest_options options =
        stand_in("echo \"---\nkind: A\n---\nkind: B\ndata: {same: 1, new: x$$}\"");
    struct plim_err err = {0};
    struct plim_str text;
    plim_assert_ok(template(&options, "{{ randAlphaNum 5 }}", &text, &err), &err);
    ck_assert_msg(plim_str_is(text, "---\nkind: A\n--- {\"kind\":\"B\",\"data\":{\"same\":1,"
                                    "\"new\":\"unknown\"},\"metadata\":{\"annotations\":{"
                                    "\"plimsoll.dev/unknown\":\"the chart makes some of its "
                                    "values anew each time\"}}}\n"),
                  "%.*s", PLIM_STR_ARG(text));
}
END_TEST

START_TEST(the_template_stands_above_its_object)
{
    struct plim_str text = PLIM_STR("---\n# Source: c/charts/d/templates/a.yaml\nkind: A\n---\nb");
    ck_assert(plim_str_is(manifest_helm_source(text, 3), "charts/d/templates/a.yaml"));
    ck_assert_uint_eq(manifest_helm_source(text, 5).len, 0);
    ck_assert_uint_eq(manifest_helm_source(text, 1).len, 0);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_set_timeout(tcase, 20);
    tcase_add_test(tcase, the_program_gets_a_copy_with_the_values);
    tcase_add_loop_test(tcase, a_failure_has_its_reason, 0, (int)PLIM_LEN(failures));
    tcase_add_test(tcase, without_the_program_it_says_so);
    tcase_add_test(tcase, what_is_made_anew_each_time_is_a_fixed_text);
    tcase_add_test(tcase, the_template_stands_above_its_object);
}

PLIM_CHECK_MAIN("helm", add_cases)
