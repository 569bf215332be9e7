#include "support/value_check.h"
#include "value/path.h"

static struct plim_arena *arena;
static struct value root;

static void read_root(void)
{
    arena = plim_arena_new();
    root = plim_value_from_yaml(arena, "metadata:\n"
                                       "  labels: {app.kubernetes.io/name: cart, \"it's\": 1}\n"
                                       "spec:\n"
                                       "  containers:\n"
                                       "  - name: cart\n"
                                       "    args: [a, b, c]\n"
                                       "    ports:\n"
                                       "    - containerPort: 8080\n"
                                       "      protocol: TCP\n"
                                       "  odd: [{name: 'a]b'}]\n");
}

static void free_root(void)
{
    plim_arena_free(arena);
}

static const struct {
    const char *path;
    uint32_t line;
    uint32_t column;
} found[] = {
    {"metadata", 1, 1},
    {"metadata.labels['app.kubernetes.io/name']", 2, 12},
    {"metadata.labels['it\\'s']", 2, 42},
    {"spec.containers[name=cart].args[2]", 6, 18},
    {"spec.containers[0].name", 5, 5},
    {"spec.containers[name=cart].ports[containerPort=8080].protocol", 9, 7},
    {"spec.odd[name='a]b'].name", 10, 10},
};

START_TEST(find_leads_to_the_value)
{
    struct value_position position = {0};
    struct plim_str path = plim_str_from(found[_i].path);
    ck_assert_ptr_nonnull(value_path_find(&root, path, &position));
    ck_assert_uint_eq(position.line, found[_i].line);
    ck_assert_uint_eq(position.column, found[_i].column);
}
END_TEST

static const struct {
    const char *path;
    uint32_t line;
} lost[] = {
    {"absent", 0},
    {"spec.containers[name=web].image", 4},
    {"spec.containers[name=cart].image", 5},
    {"spec.containers[1]", 4},
    {"spec.containers[99999999999999999999]", 4},
    {"metadata.labels.app", 2},
    {"metadata[0]", 1},
    {"metadata.", 1},
    {"metadata..labels", 1},
    {"metadata[", 1},
    {"metadata['x", 1},
    {"metadata['labels'", 1},
    {"metadata[x]", 1},
    {"metadata['labels']x", 2},
};

START_TEST(find_tells_how_far_it_came)
{
    struct value_position position = {0};
    ck_assert_ptr_null(value_path_find(&root, plim_str_from(lost[_i].path), &position));
    ck_assert_uint_eq(position.line, lost[_i].line);
}
END_TEST

START_TEST(the_empty_path_is_the_root)
{
    ck_assert_ptr_eq(value_path_find(&root, (struct plim_str){0}, NULL), &root);
}
END_TEST

START_TEST(what_is_added_can_be_found)
{
    struct plim_buf path = {0};
    value_path_add_key(&path, PLIM_STR("spec"));
    value_path_add_key(&path, PLIM_STR("odd"));
    value_path_add_match(&path, "name", PLIM_STR("a]b"));
    ck_assert_str_eq(path.text, "spec.odd[name='a]b']");
    ck_assert_ptr_nonnull(value_path_find(&root, plim_buf_str(&path), NULL));
    plim_buf_release(&path);
}
END_TEST

START_TEST(odd_keys_are_quoted)
{
    struct plim_buf path = {0};
    value_path_add_key(&path, PLIM_STR("a-b"));
    value_path_add_index(&path, 2);
    value_path_add_key(&path, PLIM_STR("c_1"));
    value_path_add_key(&path, PLIM_STR("it's"));
    value_path_add_match(&path, "k", PLIM_STR("v"));
    value_path_add_match(&path, "k", PLIM_STR(""));
    value_path_add_key(&path, PLIM_STR("1st"));
    ck_assert_str_eq(path.text, "['a-b'][2].c_1['it\\'s'][k=v][k='']['1st']");
    plim_buf_release(&path);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, read_root, free_root);
    tcase_add_loop_test(tcase, find_leads_to_the_value, 0, PLIM_LEN(found));
    tcase_add_loop_test(tcase, find_tells_how_far_it_came, 0, PLIM_LEN(lost));
    tcase_add_test(tcase, the_empty_path_is_the_root);
    tcase_add_test(tcase, what_is_added_can_be_found);
    tcase_add_test(tcase, odd_keys_are_quoted);
}

PLIM_CHECK_MAIN("value.path", add_cases)
