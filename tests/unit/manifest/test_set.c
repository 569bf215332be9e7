#include "base/pool.h"
#include "manifest/set.h"
#include "support/plim_check.h"

#include "workspace.h"

#define OBJECT(kind, name, rest) \
    "apiVersion: v1\nkind: " kind "\nmetadata:\n  name: " name "\n" rest

static const struct {
    enum manifest_file_kind kind;
    const char *path;
    const char *text;
    const char *error;
} mixed[] = {
    {MANIFEST_FILE_PLAIN, "a.yaml", OBJECT("Service", "a", ""), ""},
    {MANIFEST_FILE_PLAIN, "bad.yaml", "apiVersion: [", ""},
    {MANIFEST_FILE_CHART, "c/Chart.yaml", "", "not rendered"},
    {MANIFEST_FILE_PLAIN, "gone.yaml", "", "a broken link"},
    {MANIFEST_FILE_PLAIN, "s.yaml",
     OBJECT("Secret", "s", "stringData: {a: b}\n") "---\n" OBJECT(
         "Secret", "e", "data: {a: b}\nsops: {mac: x}\n") "---\n" OBJECT("Secret", "none",
                                                                         "data: {}\n"),
     ""},
    {MANIFEST_FILE_PLAIN, "values.yaml", "a: 1\n", ""},
};

static struct manifest_set parse_mixed(struct plim_pool *pool)
{
    struct plim_arena *arena = workspace_arena();
    struct manifest_file *items = plim_arena_array(arena, PLIM_LEN(mixed), sizeof(*items));
    for (size_t i = 0; i < PLIM_LEN(mixed); i++)
        items[i] = (struct manifest_file){.kind = mixed[i].kind,
                                          .path = mixed[i].path,
                                          .origin = "",
                                          .text = plim_str_from(mixed[i].text),
                                          .error = mixed[i].error};
    const struct manifest_files files = {"shop", "0123", "",   items, PLIM_LEN(mixed),
                                         NULL,   0,      NULL, 0};
    struct manifest_set set;
    manifest_parse(&files, pool, &set);
    return set;
}

START_TEST(what_is_unknown_is_listed_with_its_reason)
{
    PLIM_CLEANUP(manifest_set_release) struct manifest_set set = parse_mixed(NULL);
    ck_assert_uint_eq(set.unreadable_count, 3);
    ck_assert_str_eq(set.unreadable[0].path, "bad.yaml");
    ck_assert_str_eq(set.unreadable[1].path, "c/Chart.yaml");
    ck_assert(set.unreadable[1].chart);
    ck_assert_str_eq(set.unreadable[2].reason, "a broken link");
    ck_assert_uint_eq(set.skipped, 1);
    ck_assert_str_eq(set.charts[0], "c/Chart.yaml");
}
END_TEST

START_TEST(objects_know_where_they_are_declared)
{
    PLIM_CLEANUP(manifest_set_release) struct manifest_set set = parse_mixed(NULL);
    ck_assert_uint_eq(set.len, 4);
    ck_assert_str_eq(set.objects[0].repository, "shop");
    ck_assert_str_eq(set.objects[0].commit, "0123");
    ck_assert_str_eq(set.objects[2].path, "s.yaml");
    ck_assert_uint_eq(set.objects[2].line, 7);
    ck_assert(set.objects[2].encrypted);
    ck_assert_ptr_eq(set.objects[0].source, &set.objects[0].object);
    ck_assert_uint_eq(set.manifest_count, 2);
}
END_TEST

START_TEST(only_secrets_with_values_in_clear_are_plain)
{
    PLIM_CLEANUP(manifest_set_release) struct manifest_set set = parse_mixed(NULL);
    ck_assert_uint_eq(set.plain_secret_count, 1);
    ck_assert_str_eq(set.plain_secrets[0], "s.yaml:1");
}
END_TEST

START_TEST(many_files_give_the_same_on_many_threads)
{
    struct plim_pool *pool = plim_pool_new(3);
    struct plim_arena *arena = workspace_arena();
    struct manifest_file *items = plim_arena_array(arena, 200, sizeof(*items));
    for (size_t i = 0; i < 200; i++) {
        const char *text = plim_arena_printf(arena, OBJECT("Service", "s%zu", ""), i);
        items[i] = (struct manifest_file){
            MANIFEST_FILE_PLAIN, "a.yaml", "", plim_str_from(text), false, "", 0};
    }
    const struct manifest_files files = {"", "", "", items, 200, NULL, 0, NULL, 0};
    PLIM_CLEANUP(manifest_set_release) struct manifest_set set = {0};
    manifest_parse(&files, pool, &set);
    ck_assert_uint_eq(set.len, 200);
    ck_assert(plim_str_is(value_get_text(&set.objects[137].object, "metadata.name"), "s137"));
    plim_pool_free(pool);
}
END_TEST

START_TEST(a_file_of_many_documents_is_parsed_in_parts_with_its_own_lines)
{
    enum { DOCUMENTS = 5000 };
    struct plim_pool *pool = plim_pool_new(3);
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    for (size_t i = 0; i < DOCUMENTS; i++)
        plim_buf_printf(&text, OBJECT("Service", "s%zu", "") "\n---\n", i);
    struct manifest_file file = {
        .path = "a.yaml", .origin = "", .text = {text.text, text.len}, .error = ""};
    const struct manifest_files files = {"", "", "", &file, 1, NULL, 0, NULL, 0};
    PLIM_CLEANUP(manifest_set_release) struct manifest_set set = {0};
    manifest_parse(&files, pool, &set);
    ck_assert_uint_eq(set.len, DOCUMENTS);
    size_t lines = set.objects[1].line - set.objects[0].line;
    ck_assert_uint_eq(set.objects[DOCUMENTS - 1].line - set.objects[0].line,
                      (DOCUMENTS - 1) * lines);
    ck_assert(plim_str_is(value_get_text(&set.objects[4321].object, "metadata.name"), "s4321"));
    plim_pool_free(pool);
}
END_TEST

static const struct {
    const char *path;
    uint32_t line;
} positions[] = {
    {"metadata.name", 4}, {"metadata", 3}, {"metadata.labels.x", 3}, {"spec", 1}, {"", 1},
};

START_TEST(a_field_has_the_line_of_its_deepest_step)
{
    PLIM_CLEANUP(manifest_set_release) struct manifest_set set = parse_mixed(NULL);
    struct plim_str path = plim_str_from(positions[_i].path);
    ck_assert_uint_eq(manifest_object_position(&set.objects[0], path).line, positions[_i].line);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, workspace_open, workspace_close);
    tcase_add_test(tcase, what_is_unknown_is_listed_with_its_reason);
    tcase_add_test(tcase, objects_know_where_they_are_declared);
    tcase_add_test(tcase, only_secrets_with_values_in_clear_are_plain);
    tcase_add_test(tcase, many_files_give_the_same_on_many_threads);
    tcase_add_test(tcase, a_file_of_many_documents_is_parsed_in_parts_with_its_own_lines);
    tcase_add_loop_test(tcase, a_field_has_the_line_of_its_deepest_step, 0,
                        (int)PLIM_LEN(positions));
}

PLIM_CHECK_MAIN("set", add_cases)
