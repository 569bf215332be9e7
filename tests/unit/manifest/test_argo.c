#include "support/plim_check.h"
#include "value/json.h"
#include "value/yaml.h"

#include "argo_priv.h"
#include "workspace.h"

static struct value read_yaml(const char *text)
{
    struct plim_err err = {0};
    struct value_yaml_list list;
    plim_assert_ok(value_yaml_read(workspace_arena(), "t", plim_str_from(text), VALUE_YAML_MANIFEST,
                                   &list, &err),
                   &err);
    return list.items[0].root;
}

static struct value application(const char *spec)
{
    return read_yaml(plim_arena_printf(
        workspace_arena(),
        "{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: shop}, spec: {%s}}",
        spec));
}

START_TEST(an_application_says_what_to_change)
{
    struct plim_err err = {0};
    struct manifest_recipe recipe;
    struct plim_buf text = {.arena = workspace_arena()};
    struct value root = application(
        "destination: {namespace: prod}, syncPolicy: {automated: {prune: true}}, source: {"
        "repoURL: 'https://h/o/r', path: ./a, targetRevision: main, kustomize: {namePrefix: x-, "
        "images: ['a=h:5/b:1', 'h:5/c@sha256:d', 'e:2']}}");
    plim_assert_ok(manifest_argo_read(workspace_arena(), &root, 0, &recipe, &err), &err);
    ck_assert(manifest_is_argo_application(&root));
    ck_assert_str_eq(recipe.path, "a");
    ck_assert_str_eq(recipe.release, "shop");
    ck_assert_str_eq(recipe.target_namespace, "prod");
    ck_assert(recipe.prunes && !recipe.elsewhere);
    plim_assert_ok(value_json_write(&recipe.changes, VALUE_JSON_COMPACT, &text, &err), &err);
    ck_assert_str_eq(text.text,
                     "{\"namePrefix\":\"x-\",\"images\":[{\"name\":\"a\",\"newName\":\"h:5/b\","
                     "\"newTag\":\"1\"},{\"name\":\"h:5/c\",\"digest\":\"sha256:d\"},{\"name\":"
                     "\"e\",\"newTag\":\"2\"}]}");
}
END_TEST

START_TEST(sources_that_only_lend_values_make_nothing)
{
    struct plim_err err = {0};
    struct manifest_recipe recipe;
    struct value root = application("sources: [{repoURL: a, ref: values}, {repoURL: b, path: c}, "
                                    "{repoURL: d, chart: e}]");
    ck_assert_uint_eq(manifest_argo_count(&root), 2);
    plim_assert_ok(manifest_argo_read(workspace_arena(), &root, 0, &recipe, &err), &err);
    ck_assert_str_eq(recipe.path, "c");
    plim_assert_fails(manifest_argo_read(workspace_arena(), &root, 1, &recipe, &err), PLIM_INVALID,
                      &err, "its chart 'e' is in d, not in Git");
}
END_TEST

static const struct {
    const char *spec, *message;
} refused[] = {
    {"project: x", "it has no source"},
    {"source: {path: ../a}", "the path '../a' leads outside of its source"},
    {"source: {path: a, plugin: {}}", "a plugin makes its objects"},
    {"source: {path: a, directory: {jsonnet: {}}}", "jsonnet makes its objects"},
    {"source: {path: a, targetRevision: v1.2.3}",
     "its source is at 'v1.2.3', which need not be the revision that was read"},
};

START_TEST(what_is_not_understood_is_refused)
{
    struct plim_err err = {0};
    struct manifest_recipe recipe;
    struct value root = application(refused[_i].spec);
    plim_assert_fails(manifest_argo_read(workspace_arena(), &root, 0, &recipe, &err), PLIM_INVALID,
                      &err, refused[_i].message);
}
END_TEST

static const struct {
    const char *destination;
    bool elsewhere;
} destinations[] = {
    {"{server: 'https://kubernetes.default.svc'}", false},
    {"{name: in-cluster}", false},
    {"{server: 'https://other:6443'}", true},
    {"{name: other}", true},
};

START_TEST(another_cluster_is_elsewhere)
{
    struct plim_err err = {0};
    struct manifest_recipe recipe;
    struct value root = application(plim_arena_printf(
        workspace_arena(), "source: {path: a}, destination: %s", destinations[_i].destination));
    plim_assert_ok(manifest_argo_read(workspace_arena(), &root, 0, &recipe, &err), &err);
    ck_assert_int_eq(recipe.elsewhere, destinations[_i].elsewhere);
}
END_TEST

START_TEST(the_repository_is_known_by_its_name)
{
    struct plim_err err = {0};
    struct manifest_recipe recipe = {.url = "https://host/team/shop.git"};
    struct manifest_asking asking = {NULL, "a.yaml", "/srv/shop"};
    plim_assert_ok(manifest_argo_locate(&asking, &recipe, &err), &err);
    asking.url = "/srv/other";
    plim_assert_fails(manifest_argo_locate(&asking, &recipe, &err), PLIM_INVALID, &err,
                      "its source is another repository: https://host/team/shop.git");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_add_test(tcase, an_application_says_what_to_change);
    tcase_add_test(tcase, sources_that_only_lend_values_make_nothing);
    tcase_add_loop_test(tcase, what_is_not_understood_is_refused, 0, (int)PLIM_LEN(refused));
    tcase_add_loop_test(tcase, another_cluster_is_elsewhere, 0, (int)PLIM_LEN(destinations));
    tcase_add_test(tcase, the_repository_is_known_by_its_name);
}

PLIM_CHECK_MAIN("argo", add_cases)
