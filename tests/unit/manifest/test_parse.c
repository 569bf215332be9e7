#include "support/plim_check.h"

#include "parse_priv.h"

#define OBJECT(name) "{apiVersion: v1, kind: Service, metadata: {name: " name "}}"

static void parse(struct plim_arena *arena, const struct manifest_file *file,
                  struct manifest_parsed *parsed)
{
    struct value_yaml_part whole = {.text = file->text};
    manifest_parse_part(arena, file, &whole, parsed);
}

static const struct {
    const char *text;
    size_t objects;
    size_t skipped;
    uint32_t last_line;
} files[] = {
    {OBJECT("a"), 1, 0, 1},
    {OBJECT("a") "\n---\n" OBJECT("b") "\n---\n\n", 2, 0, 3},
    {"# values\nreplicas: 3\n", 0, 1, 0},
    {"{{ not yaml }", 0, 1, 0},
    {OBJECT("a") "\n---\nreplicas: 3\n", 1, 1, 1},
    {"apiVersion: v1\nkind: List\nitems:\n- " OBJECT("a") "\n- " OBJECT("b") "\n", 2, 0, 5},
    {"apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: List, items: [" OBJECT(
         "a") "]}\n",
     1, 0, 4},
    {"apiVersion: v1\nkind: ServiceList\nitems:\n- metadata: {name: a}\n", 1, 0, 4},
    {"{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"Service\",\n  \"metadata\": {\"name\": \"a\"}\n}",
     1, 0, 1},
    {"", 0, 0, 0},
};

START_TEST(objects_are_found_with_their_lines)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct manifest_file file = {
        MANIFEST_FILE_PLAIN, "a.yaml", "", plim_str_from(files[_i].text), false, "", 0};
    struct manifest_parsed parsed;
    parse(arena, &file, &parsed);
    ck_assert_str_eq(parsed.error, "");
    ck_assert_uint_eq(parsed.len, files[_i].objects);
    ck_assert_uint_eq(parsed.skipped, files[_i].skipped);
    if (parsed.len > 0)
        ck_assert_uint_eq(parsed.items[parsed.len - 1].position.line, files[_i].last_line);
}
END_TEST

START_TEST(items_of_a_typed_list_are_completed)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct manifest_file file = {
        .path = "a.yaml",
        .text = PLIM_STR("{apiVersion: v1, kind: ServiceList, items: [{metadata: {name: a}}]}"),
        .error = ""};
    struct manifest_parsed parsed;
    parse(arena, &file, &parsed);
    ck_assert_uint_eq(parsed.len, 1);
    ck_assert(value_is_string(value_get(&parsed.items[0].object, "kind"), "Service"));
    ck_assert(value_is_string(value_get(&parsed.items[0].object, "apiVersion"), "v1"));
}
END_TEST

START_TEST(a_file_that_cannot_be_parsed_says_where)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct manifest_file file = {
        .path = "a.yaml", .text = PLIM_STR("apiVersion: v1\nkind: [\n"), .error = ""};
    struct manifest_parsed parsed;
    parse(arena, &file, &parsed);
    ck_assert_uint_eq(parsed.len, 0);
    ck_assert_msg(plim_str_matches_glob(plim_str_from(parsed.error), PLIM_STR("3:1: *")), "%s",
                  parsed.error);
}
END_TEST

START_TEST(a_name_that_is_no_text_is_told_and_the_rest_is_kept)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct manifest_file file = {
        .path = "a.yaml", .text = PLIM_STR(OBJECT("a") "\n---\n" OBJECT("y")), .error = ""};
    struct manifest_parsed parsed;
    parse(arena, &file, &parsed);
    ck_assert_uint_eq(parsed.len, 1);
    ck_assert_str_eq(parsed.error, "3:1: the name of the Service is a boolean");
}
END_TEST

START_TEST(parts_of_a_file_are_joined_and_the_first_error_counts)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct manifest_file file = {.path = "a.yaml", .error = ""};
    struct value_yaml_part parts[] = {{PLIM_STR(OBJECT("a") "\n"), 0},
                                      {PLIM_STR("---\napiVersion: [\n"), 10},
                                      {PLIM_STR("---\napiVersion: {\n"), 20},
                                      {PLIM_STR("---\n" OBJECT("b") "\n"), 30}};
    struct manifest_parsed parsed[PLIM_LEN(parts)];
    struct manifest_parsed joined;
    for (size_t i = 0; i < PLIM_LEN(parts); i++)
        manifest_parse_part(arena, &file, &parts[i], &parsed[i]);
    manifest_parse_join(arena, parsed, PLIM_LEN(parts), &joined);
    ck_assert_uint_eq(joined.len, 2);
    ck_assert_uint_eq(joined.items[1].position.line, 32);
    ck_assert_msg(plim_str_matches_glob(plim_str_from(joined.error), PLIM_STR("13:1: *")), "%s",
                  joined.error);
}
END_TEST

START_TEST(a_reason_does_not_repeat_the_path)
{
    ck_assert_str_eq(manifest_reason_without_path("a.yaml:1:2: why", "a.yaml"), "1:2: why");
    ck_assert_str_eq(manifest_reason_without_path("a.yaml: why", "a.yaml"), "why");
    ck_assert_str_eq(manifest_reason_without_path("why", "a.yaml"), "why");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, objects_are_found_with_their_lines, 0, (int)PLIM_LEN(files));
    tcase_add_test(tcase, items_of_a_typed_list_are_completed);
    tcase_add_test(tcase, a_file_that_cannot_be_parsed_says_where);
    tcase_add_test(tcase, a_name_that_is_no_text_is_told_and_the_rest_is_kept);
    tcase_add_test(tcase, parts_of_a_file_are_joined_and_the_first_error_counts);
    tcase_add_test(tcase, a_reason_does_not_repeat_the_path);
}

PLIM_CHECK_MAIN("parse", add_cases)
