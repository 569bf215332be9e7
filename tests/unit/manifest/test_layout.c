#include "base/buf.h"
#include "base/map.h"
#include "support/plim_check.h"

#include "layout_priv.h"
#include "workspace.h"

static const struct {
    const char *script;
    const char *subpath;
    const char *want;
} layouts[] = {
    {"touch a.yaml b.json c.txt d.yml", "", "plain a.yaml b.json d.yml"},
    {"mkdir .ci x; touch .ci/a.yaml x/.b.yaml x/c.yaml", "", "plain x/c.yaml"},
    {"mkdir .ci; touch .ci/a.yaml", ".ci", "plain .ci/a.yaml"},
    {"k . '{}'; touch a.yaml; k sub '{}'", "", "roots kustomization.yaml"},
    {"k base '{}'; k prod 'resources: [../base]'; touch base/a.yaml b.yaml", "",
     "plain b.yaml roots prod/kustomization.yaml"},
    {"k base '{}'; k dev 'resources: [../base]'; k prod 'resources: [../base]'", "",
     "roots dev/kustomization.yaml prod/kustomization.yaml"},
    {"k base '{}'; k prod 'resources: [../base]'", "prod", "roots prod/kustomization.yaml"},
    {"k part 'kind: Component'; k prod 'components: [../part]'", "",
     "roots prod/kustomization.yaml"},
    {"k part 'kind: Component'", "part", "roots part/kustomization.yaml"},
    {"k a 'resources: [../b]'; k b 'resources: [../a]'", "",
     "roots a/kustomization.yaml b/kustomization.yaml"},
    {"mkdir -p c/templates c/charts/d; touch c/Chart.yaml c/templates/x.yaml c/charts/d/Chart.yaml",
     "", "charts c/Chart.yaml"},
    {"k . '{}'; mkdir c; touch c/Chart.yaml", "", "roots kustomization.yaml"},
    {"mkdir c; touch c/Chart.yaml; k c/overlay '{}'", "", "charts c/Chart.yaml"},
    {"echo 'apiVersion: kustomize.toolkit.fluxcd.io/v1' >kustomization.yaml", "",
     "plain kustomization.yaml"},
    {"touch a.txt", "a.txt", "plain a.txt"},
    {"ln -s none a.yaml; ln -s none b.txt; ln -s none c", "", "plain a.yaml c"},
};

static void add_text(struct plim_buf *out, const char *text)
{
    plim_buf_printf(out, "%s%s", out->len > 0 ? " " : "", text);
}

static const char *describe(const struct manifest_layout *layout)
{
    struct plim_buf out = {0};
    for (size_t i = 0; i < layout->plain_count; i++) {
        if (i == 0)
            add_text(&out, "plain");
        add_text(&out, layout->plain[i]->path);
    }
    for (size_t i = 0; i < layout->root_count; i++) {
        if (i == 0)
            add_text(&out, "roots");
        add_text(&out, layout->roots[i]->path);
    }
    for (size_t i = 0; i < layout->chart_count; i++) {
        if (i == 0)
            add_text(&out, "charts");
        add_text(&out, layout->charts[i]->path);
    }
    const char *text = plim_arena_copy(workspace_arena(), out.text ? out.text : "", out.len);
    plim_buf_release(&out);
    return text;
}

START_TEST(each_file_is_sorted_where_it_belongs)
{
    struct plim_err err = {0};
    struct manifest_tree tree;
    struct manifest_listing listing;
    struct manifest_layout layout;
    const char *subpath = NULL;
    workspace_run(plim_arena_printf(workspace_arena(),
                                    "k() { mkdir -p $1; echo \"$2\" >$1/kustomization.yaml; };"
                                    "mkdir -p t/.git; cd t; %s",
                                    layouts[_i].script));
    plim_assert_ok(manifest_disk_tree(workspace_arena(), "t", &tree, &subpath, &err), &err);
    plim_assert_ok(tree.list(&tree, layouts[_i].subpath, &listing, &err), &err);
    struct manifest_reader reader = {&tree, plim_map_new()};
    manifest_layout_find(&reader, &listing, &layout);
    ck_assert_str_eq(describe(&layout), layouts[_i].want);
    plim_map_free(reader.parsed);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_add_loop_test(tcase, each_file_is_sorted_where_it_belongs, 0, (int)PLIM_LEN(layouts));
}

PLIM_CHECK_MAIN("layout", add_cases)
