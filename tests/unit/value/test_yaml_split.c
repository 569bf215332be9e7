#include "base/buf.h"
#include "support/value_check.h"
#include "value/yaml.h"

static struct plim_arena *arena;

static void make_arena(void)
{
    arena = plim_arena_new();
}

static void free_arena(void)
{
    plim_arena_free(arena);
}

static const struct {
    const char *text;
    size_t bytes;
    const char *parts; /* "lines before:text" of each */
} splits[] = {
    {"", 1, "0:"},
    {"a: 1\n", 1, "0:a: 1\n"},
    {"a: 1\n---\nb: 1\n--- # c\nc: 1\n---", 1, "0:a: 1\n|1:---\nb: 1\n|3:--- # c\nc: 1\n|5:---"},
    {"a: 1\n---\nb: 1\n---\nc: 1\n", 8, "0:a: 1\n---\nb: 1\n|3:---\nc: 1\n"},
    {"a: 1\n---\nb: 1\n", 100, "0:a: 1\n---\nb: 1\n"},
    {"a: |\n  x\n ---\n---x\n", 1, "0:a: |\n  x\n ---\n---x\n"}, /* no markers */
    {"a: 1\n---\n%TAG ! b\n---\nb: 1\n", 1, "0:a: 1\n---\n%TAG ! b\n---\nb: 1\n"},
};

START_TEST(files_are_cut_at_document_markers_alone)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf buf = {0};
    struct value_yaml_part *parts = NULL;
    size_t len = value_yaml_split(arena, plim_str_from(splits[_i].text), splits[_i].bytes, &parts);
    for (size_t i = 0; i < len; i++)
        plim_buf_printf(&buf, "%s%u:%.*s", i > 0 ? "|" : "", parts[i].lines_before,
                        PLIM_STR_ARG(parts[i].text));
    ck_assert_str_eq(buf.text, splits[_i].parts);
}
END_TEST

START_TEST(a_part_has_the_positions_of_its_file)
{
    struct plim_err err = {0};
    struct value_yaml_list list = {0};
    struct value_yaml_part part = {PLIM_STR("---\na: 1\nb: {c: 2}\n"), 10};
    plim_assert_ok(value_yaml_read_part(arena, "a.yaml", &part, VALUE_YAML_MANIFEST, &list, &err),
                   &err);
    ck_assert_uint_eq(list.items[0].position.line, 12);
    ck_assert_uint_eq(value_position_at(&list.items[0].root, 1).line, 13);
}
END_TEST

static const struct {
    const char *text;
    const char *message;
} errors[] = {
    {"---\na: [\n", "a.yaml:13:1: *"},
    {"---\na: \x01\n", "a.yaml:12:*"}, /* the place of a byte, which libyaml tells by offset */
    {"---\na: *x\n", "a.yaml:12:4: unknown anchor 'x'"},
};

START_TEST(an_error_in_a_part_has_the_line_of_the_file)
{
    struct plim_err err = {0};
    struct value_yaml_list list = {0};
    struct value_yaml_part part = {plim_str_from(errors[_i].text), 10};
    ck_assert_int_eq(
        (int)value_yaml_read_part(arena, "a.yaml", &part, VALUE_YAML_MANIFEST, &list, &err),
        (int)PLIM_INVALID);
    ck_assert_msg(plim_str_matches_glob(plim_str_from(err.msg), plim_str_from(errors[_i].message)),
                  "%s", err.msg);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, make_arena, free_arena);
    tcase_add_loop_test(tcase, files_are_cut_at_document_markers_alone, 0, (int)PLIM_LEN(splits));
    tcase_add_test(tcase, a_part_has_the_positions_of_its_file);
    tcase_add_loop_test(tcase, an_error_in_a_part_has_the_line_of_the_file, 0,
                        (int)PLIM_LEN(errors));
}

PLIM_CHECK_MAIN("yaml_split", add_cases)
