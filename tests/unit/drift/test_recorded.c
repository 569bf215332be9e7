/* Objects of a real API server: tests/data/drift/README.md. */
#include "base/alloc.h"
#include "base/file.h"

#include "drift_fixture.h"

static struct value_yaml_list read_manifests(const char *name)
{
    struct plim_err err = {0};
    struct value_yaml_list list = {0};
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    const char *path = plim_arena_printf(arena, "%s/drift/%s", PLIM_TEST_DATA, name);
    plim_assert_ok(plim_file_read(path, 1 << 20, &text, &len, &err), &err);
    plim_assert_ok(value_yaml_read(arena, name, (struct plim_str){text, len}, VALUE_YAML_MANIFEST,
                                   &list, &err),
                   &err);
    return list;
}

static const struct value *find_live(const struct value *items, const struct value *desired)
{
    for (size_t i = 0; i < value_len(items); i++) {
        const struct value *live = value_at(items, i);
        if (plim_str_equal(value_get_text(live, "kind"), value_get_text(desired, "kind")) &&
            plim_str_equal(value_get_text(live, "metadata.name"),
                           value_get_text(desired, "metadata.name")))
            return live;
    }
    return NULL;
}

struct count {
    size_t compared;
    struct plim_buf text;
};

static void compare_all(const struct value *items, const char *manifests, struct count *count)
{
    static const struct drift_options options = {0};
    struct value_yaml_list desired = read_manifests(manifests);
    for (size_t i = 0; i < desired.len; i++) {
        const struct value *live = find_live(items, &desired.items[i].root);
        if (!live)
            continue;
        struct drift_result result = drift_compare(arena, &desired.items[i].root, live, &options);
        const char *text = describe_result(&result);
        if (text[0])
            plim_buf_printf(&count->text, "%.*s\n%s", PLIM_STR_ARG(value_get_text(live, "kind")),
                            text);
        count->compared++;
    }
}

static const char *compare_recorded(const char *live, size_t *compared_out)
{
    struct count count = {0};
    struct value list = read_manifests(live).items[0].root;
    compare_all(value_get(&list, "items"), "shop.yaml", &count);
    compare_all(value_get(&list, "items"), "order.yaml", &count);
    *compared_out = count.compared;
    const char *text =
        plim_arena_copy(arena, count.text.text ? count.text.text : "", count.text.len);
    plim_buf_release(&count.text);
    return text;
}

static const char *const fresh[] = {"applied.json", "server-side.json", "created.json"};

START_TEST(freshly_applied_objects_show_no_difference)
{
    size_t compared = 0;
    ck_assert_str_eq(compare_recorded(fresh[_i], &compared), "");
    ck_assert_uint_eq(compared, 22);
}
END_TEST

START_TEST(exactly_the_edits_show)
{
    struct plim_err err = {0};
    size_t compared = 0;
    PLIM_CLEANUP(plim_freep) char *want = NULL;
    plim_assert_ok(plim_file_read(PLIM_TEST_DATA "/drift/edited.txt", 1 << 20, &want, NULL, &err),
                   &err);
    ck_assert_msg(strcmp(compare_recorded("edited.json", &compared), want) == 0, "edited.txt");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_loop_test(tcase, freshly_applied_objects_show_no_difference, 0, PLIM_LEN(fresh));
    tcase_add_test(tcase, exactly_the_edits_show);
}

PLIM_CHECK_MAIN("drift.recorded", add_cases)
