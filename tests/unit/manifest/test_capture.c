#include "support/plim_check.h"

#include "workspace.h"

static struct manifest_file items[] = {
    {MANIFEST_FILE_PLAIN, "a.yaml", "", {"a: 1\n\"quoted\" \xc3\xb6", 16}, false, "", 0},
    {MANIFEST_FILE_RENDERED, "k/kustomization.yaml", "k", {"b: 2\n", 5}, true, "", 1},
    {MANIFEST_FILE_CHART, "c/Chart.yaml", "c", {"", 0}, false, "not rendered", 0},
};
static const char *kustomizations[] = {"k/kustomization.yaml"};
static struct manifest_application applications[] = {
    {"Kustomization", "flux-system", "shop", "f.yaml", "k", "no", "prod", true, false, true}};
static const struct manifest_files files = {"shop",         "0123", "deploy",     items, 3,
                                            kustomizations, 1,      applications, 1};

START_TEST(what_was_written_reads_back)
{
    struct plim_err err = {0};
    struct plim_buf first = {0};
    struct plim_buf second = {0};
    struct manifest_files again;
    plim_assert_ok(manifest_files_write(&files, &first, &err), &err);
    plim_assert_ok(manifest_files_read(workspace_arena(), plim_buf_str(&first), &again, &err),
                   &err);
    plim_assert_ok(manifest_files_write(&again, &second, &err), &err);
    ck_assert_str_eq(first.text, second.text);
    ck_assert_str_eq(again.repository, "shop");
    ck_assert_uint_eq(again.len, 3);
    ck_assert(plim_str_equal(again.items[0].text, items[0].text));
    ck_assert(again.items[1].traced);
    ck_assert_str_eq(again.items[2].error, "not rendered");
    ck_assert_str_eq(again.kustomizations[0], "k/kustomization.yaml");
    ck_assert_uint_eq(again.items[1].application, 1);
    ck_assert_str_eq(again.applications[0].name, "shop");
    ck_assert(again.applications[0].suspended && !again.applications[0].prunes);
    plim_buf_release(&first);
    plim_buf_release(&second);
}
END_TEST

#define HEAD "{\"repository\":\"\",\"commit\":\"\",\"subpath\":\"\","

static const struct {
    const char *text;
    const char *message;
} broken[] = {
    {"{", "captured manifests: *"},
    {"{}", "captured manifests: 'repository' is not a text"},
    {HEAD "\"files\":1}", "captured manifests: 'files' or 'kustomizations' is not a list"},
    {HEAD "\"kustomizations\":[],\"files\":[{}]}", "captured manifests: file 0: 'kind' is unknown"},
    {HEAD "\"kustomizations\":[],\"files\":[{\"kind\":\"plain\",\"path\":\"\",\"origin\":\"\","
          "\"error\":\"\"}]}",
     "captured manifests: file 0: 'traced' or 'text' is missing"},
    {HEAD "\"kustomizations\":[],\"files\":[{\"kind\":\"plain\",\"path\":\"\",\"origin\":\"\","
          "\"error\":\"\",\"traced\":false,\"text\":\"\",\"application\":2}]}",
     "captured manifests: file 0: there is no such application"},
};

START_TEST(a_broken_capture_is_refused)
{
    struct plim_err err = {0};
    struct manifest_files again;
    ck_assert_int_eq(
        (int)manifest_files_read(workspace_arena(), plim_str_from(broken[_i].text), &again, &err),
        (int)PLIM_INVALID);
    ck_assert_msg(plim_str_matches_glob(plim_str_from(err.msg), plim_str_from(broken[_i].message)),
                  "%s", err.msg);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_add_test(tcase, what_was_written_reads_back);
    tcase_add_loop_test(tcase, a_broken_capture_is_refused, 0, (int)PLIM_LEN(broken));
}

PLIM_CHECK_MAIN("capture", add_cases)
