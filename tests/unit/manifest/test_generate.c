#include "base/map.h"
#include "support/plim_check.h"
#include "value/yaml.h"

#include "generate_priv.h"
#include "workspace.h"

static struct manifest_tree tree;
static struct manifest_reader reader;
static struct manifest_listing listing;

static void open_dir(const char *script)
{
    struct plim_err err = {0};
    const char *subpath = NULL;
    workspace_run(
        plim_arena_printf(workspace_arena(), "mkdir -p repo/.git repo/app; cd repo; %s", script));
    plim_assert_ok(manifest_disk_tree(workspace_arena(), "repo", &tree, &subpath, &err), &err);
    plim_assert_ok(tree.list(&tree, "app", &listing, &err), &err);
    reader = (struct manifest_reader){&tree, plim_map_new()};
}

static struct value read_yaml(const char *text)
{
    struct plim_err err = {0};
    struct value_yaml_list list;
    plim_assert_ok(value_yaml_read(workspace_arena(), "t", plim_str_from(text), VALUE_YAML_MANIFEST,
                                   &list, &err),
                   &err);
    return list.items[0].root;
}

static const struct {
    const char *script, *changes, *made;
} generated[] = {
    {"mkdir -p app/x/y app/k/in app/.github; touch app/b.yaml app/a.yml app/x/y/c.yaml app/n.json "
     "app/.sops.yaml app/.github/w.yaml app/k/kustomization.yaml app/k/in/z.yaml",
     "{namespace: prod}",
     "{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, resources: [./a.yml, "
     "./b.yaml, ./k, ./x/y/c.yaml], namespace: prod, buildMetadata: [originAnnotations]}"},
    {"echo '{namespace: dev, patches: [{path: p.yaml}], images: [{name: a, newTag: 1}, {name: b}], "
     "resources: [r.yaml]}' >app/kustomization.yaml",
     "{namespace: prod, namePrefix: x-, patches: [{patch: q}], images: [{name: a, newTag: '2'}, "
     "{name: c}], components: [../c], commonLabels: {l: m}}",
     "{resources: [r.yaml], namespace: prod, namePrefix: x-, patches: [{path: p.yaml}, {patch: q}],"
     "images: [{name: a, newTag: '2'}, {name: b}, {name: c}], components: [../c],"
     "commonLabels: {l: m}, buildMetadata: [originAnnotations]}"},
    {"echo '{commonLabels: {a: b, l: o}, buildMetadata: [x]}' >app/Kustomization",
     "{commonLabels: {l: m}}", "{buildMetadata: [x], commonLabels: {a: b, l: m}}"},
};

START_TEST(a_kustomization_is_made_as_flux_makes_it)
{
    struct plim_err err = {0};
    struct manifest_kustomization made = {0};
    open_dir(generated[_i].script);
    struct value changes = read_yaml(generated[_i].changes);
    ck_assert(!manifest_is_plain(&reader, &listing, &changes));
    plim_assert_ok(manifest_generate(&reader, &listing, &changes, &made, &err), &err);
    struct value wanted = read_yaml(generated[_i].made);
    struct value found =
        read_yaml(plim_arena_copy(workspace_arena(), made.text.text, made.text.len));
    ck_assert_msg(value_equal(&wanted, &found), "%.*s", PLIM_STR_ARG(made.text));
    ck_assert(made.generated);
    ck_assert_str_eq(made.dir, "app");
    plim_map_free(reader.parsed);
}
END_TEST

START_TEST(without_changes_it_is_the_one_that_is_there)
{
    struct plim_err err = {0};
    struct manifest_kustomization made = {0};
    struct value none = value_map(NULL, 0);
    open_dir("echo 'resources: []' >app/kustomization.yaml");
    plim_assert_ok(manifest_generate(&reader, &listing, &none, &made, &err), &err);
    ck_assert(!made.generated && made.traces);
    plim_map_free(reader.parsed);
}
END_TEST

START_TEST(files_alone_are_plain)
{
    struct value none = value_map(NULL, 0);
    open_dir("touch app/a.yaml");
    ck_assert(manifest_is_plain(&reader, &listing, &none));
    plim_map_free(reader.parsed);
}
END_TEST

START_TEST(a_broken_one_is_refused)
{
    struct plim_err err = {0};
    struct manifest_kustomization made = {0};
    struct value none = value_map(NULL, 0);
    open_dir("echo 'helmCharts: []' >app/kustomization.yaml");
    plim_assert_fails(manifest_generate(&reader, &listing, &none, &made, &err), PLIM_INVALID, &err,
                      "not rendered: it uses a Helm chart, and Helm charts come later");
    plim_map_free(reader.parsed);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_add_loop_test(tcase, a_kustomization_is_made_as_flux_makes_it, 0,
                        (int)PLIM_LEN(generated));
    tcase_add_test(tcase, without_changes_it_is_the_one_that_is_there);
    tcase_add_test(tcase, files_alone_are_plain);
    tcase_add_test(tcase, a_broken_one_is_refused);
}

PLIM_CHECK_MAIN("generate", add_cases)
