#include "support/plim_check.h"
#include "value/yaml.h"

#include "flux_priv.h"
#include "workspace.h"

/* One item with the text stands for all that was collected. */
static struct manifest_documents scan(struct manifest_collector *collector, const char *text)
{
    static struct manifest_collected item;
    static struct manifest_tree tree;
    struct manifest_documents documents = {.collector = collector};
    tree.arena = workspace_arena();
    item = (struct manifest_collected){
        .file = {.path = "clusters/prod/a.yaml", .text = plim_str_from(text), .error = ""}};
    *collector = (struct manifest_collector){.tree = &tree, .items = &item, .len = 1};
    manifest_documents_scan(&documents);
    return documents;
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

#define REPOSITORY(name, url, ref)                                        \
    "---\napiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\n" \
    "metadata: {name: " name ", namespace: flux-system}\nspec: {url: '" url "'" ref "}\n"
#define GENERATOR(copies)                                                             \
    "---\napiVersion: source.extensions.fluxcd.io/v1beta1\nkind: ArtifactGenerator\n" \
    "metadata: {name: split, namespace: flux-system}\nspec:\n"                        \
    "  sources: [{alias: all, kind: GitRepository, name: flux-system}]\n"             \
    "  artifacts: [{name: apps, copy: [" copies "]}]\n"

static const struct {
    const char *documents, *source, *url, *dir, *error;
} located[] = {
    {"", "kind: GitRepository, name: flux-system", NULL, "", NULL},
    {"", "kind: GitRepository, name: other", NULL, NULL,
     "the source GitRepository 'flux-system/other' is not declared here"},
    {REPOSITORY("other", "https://host/team/other", ""), "kind: GitRepository, name: other",
     "/srv/shop.git", NULL,
     "the source GitRepository 'flux-system/other' is another repository: https://host/team/other"},
    {REPOSITORY("mine", "ssh://git@host/team/shop.git", ""), "kind: GitRepository, name: mine",
     "/srv/shop.git", "", NULL},
    {REPOSITORY("mine", "ssh://git@host/team/shop", ", ref: {tag: v1}"),
     "kind: GitRepository, name: mine", "/srv/shop.git", NULL,
     "the source GitRepository 'flux-system/mine' is at tag 'v1', which need not be the revision "
     "that was read"},
    {"", "kind: OCIRepository, name: x", NULL, NULL,
     "the source OCIRepository 'flux-system/x' is not Git"},
    {GENERATOR("{from: '@all/apps/base/**', to: '@artifact/base/'},"
               "{from: '@all/apps/prod/**', to: '@artifact/prod/'}"),
     "kind: ExternalArtifact, name: apps", NULL, "apps", NULL},
    {GENERATOR("{from: '@all/apps/**', to: '@artifact/'}"), "kind: ExternalArtifact, name: apps",
     NULL, "apps", NULL},
    {GENERATOR("{from: '@all/apps/**', to: '@artifact/other/'}"),
     "kind: ExternalArtifact, name: apps", NULL, NULL, "its artifact puts files to other places"},
    {"", "kind: ExternalArtifact, name: apps", NULL, NULL,
     "the source ExternalArtifact 'flux-system/apps' is not declared here"},
};

START_TEST(a_source_is_a_directory_of_this_repository_or_not)
{
    struct manifest_collector collector;
    struct manifest_documents documents = scan(&collector, located[_i].documents);
    struct manifest_asking asking = {&documents, "clusters/prod/b.yaml", located[_i].url};
    struct value source = read_yaml(
        plim_arena_printf(workspace_arena(), "{%s, namespace: flux-system}", located[_i].source));
    struct plim_err err = {0};
    const char *dir = NULL;
    enum plim_code code = manifest_flux_locate(workspace_arena(), &asking, &source, &dir, &err);
    if (located[_i].error)
        ck_assert_str_eq(err.msg, located[_i].error);
    else
        plim_assert_ok(code, &err);
    ck_assert_int_eq(code == PLIM_OK, located[_i].error == NULL);
    if (located[_i].dir)
        ck_assert_str_eq(dir, located[_i].dir);
    manifest_documents_release(&documents);
}
END_TEST

START_TEST(a_kustomization_says_what_to_change)
{
    struct plim_err err = {0};
    struct manifest_recipe recipe;
    struct value root =
        read_yaml("{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization,"
                  "metadata: {name: shop, namespace: team}, spec: {path: ./a/../b, prune: true,"
                  "suspend: true, targetNamespace: prod, commonMetadata: {labels: {a: b}},"
                  "sourceRef: {kind: GitRepository, name: flux-system}}}");
    ck_assert(manifest_is_flux_kustomization(&root));
    plim_assert_ok(manifest_flux_read(workspace_arena(), &root, &recipe, &err), &err);
    ck_assert_str_eq(recipe.path, "b");
    ck_assert(recipe.prunes && recipe.suspended && !recipe.elsewhere);
    ck_assert(plim_str_is(value_get_text(&recipe.source, "namespace"), "team"));
    ck_assert(plim_str_is(value_get_text(&recipe.changes, "namespace"), "prod"));
    ck_assert_uint_eq(value_len(value_get(&recipe.changes, "patches")), 1);
}
END_TEST

START_TEST(a_path_outside_of_its_source_is_refused)
{
    struct plim_err err = {0};
    struct manifest_recipe recipe;
    struct value root = read_yaml("{metadata: {name: a}, spec: {path: ./a/../../b}}");
    plim_assert_fails(manifest_flux_read(workspace_arena(), &root, &recipe, &err), PLIM_INVALID,
                      &err, "the path './a/../../b' leads outside of its source");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_add_loop_test(tcase, a_source_is_a_directory_of_this_repository_or_not, 0,
                        (int)PLIM_LEN(located));
    tcase_add_test(tcase, a_kustomization_says_what_to_change);
    tcase_add_test(tcase, a_path_outside_of_its_source_is_refused);
}

PLIM_CHECK_MAIN("flux", add_cases)
