#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "cel/reference.h"
#include "support/plim_check.h"

/* FUNCTIONS.md is what is printed. After a change of a table, run this with CEL_REFERENCE=FILE to
 * get the new text. */
START_TEST(document_is_what_is_printed)
{
    struct plim_err err = {0};
    struct plim_buf text = {0};
    char *document = NULL;
    const struct cel_reference_query all = {.form = CEL_REFERENCE_MARKDOWN};
    plim_assert_ok(cel_reference_print(&all, &text, &err), &err);
    const char *copy = getenv("CEL_REFERENCE");
    if (copy != NULL)
        plim_assert_ok(plim_file_write(copy, text.text, text.len, &err), &err);
    plim_assert_ok(
        plim_file_read(PLIM_SOURCE_DIR "/pkg/cel/FUNCTIONS.md", 1 << 20, &document, NULL, &err),
        &err);
    ck_assert_msg(strcmp(document, text.text) == 0,
                  "pkg/cel/FUNCTIONS.md is not what the tables of functions print");
    free(document);
    plim_buf_release(&text);
}
END_TEST

START_TEST(no_cell_breaks_its_row)
{
    struct plim_err err = {0};
    struct plim_buf text = {0};
    const struct cel_reference_query all = {.form = CEL_REFERENCE_MARKDOWN};
    plim_assert_ok(cel_reference_print(&all, &text, &err), &err);
    for (char *line = text.text; line != NULL; line = strchr(line + 1, '\n')) {
        size_t bars = 0;
        for (const char *at = line + 1; *at != '\n' && *at != '\0'; at++)
            bars += *at == '|';
        ck_assert_msg(line[1] != '|' || bars == 4 || bars == 6, "%.80s", line);
    }
    plim_buf_release(&text);
}
END_TEST

static const struct {
    struct cel_reference_query query;
    const char *want;
} queries[] = {
    {{.name = "charAt"},
     "strings: more for text\n"
     "  string.charAt(int) -> string                               "
     "the code point at an index; \"\" at the end\n"
     "                                                             "
     "since 0; in all; cost: 1; 2 + n/10 in `cel`\n"},
    {{.name = "sqrt", .environment = "kubernetes"}, ""},
    {{.name = "nothing"}, ""},
};

START_TEST(one_name_can_be_asked_for)
{
    struct plim_err err = {0};
    struct plim_buf text = {0};
    plim_assert_ok(cel_reference_print(&queries[_i].query, &text, &err), &err);
    ck_assert_str_eq(text.text ? text.text : "", queries[_i].want);
    plim_buf_release(&text);
}
END_TEST

START_TEST(libraries_are_added_to_an_environment)
{
    struct plim_err err = {0};
    struct plim_buf text = {0};
    const char *const library = "math";
    const struct cel_reference_query query = {.name = "math.sqrt",
                                              .environment = "kubernetes",
                                              .libraries = &library,
                                              .library_count = 1};
    plim_assert_ok(cel_reference_print(&query, &text, &err), &err);
    ck_assert_ptr_nonnull(strstr(text.text, "math.sqrt(int) -> double"));
    plim_buf_release(&text);
}
END_TEST

START_TEST(unknown_environments_are_refused)
{
    struct plim_err err = {0};
    struct plim_buf text = {0};
    const struct cel_reference_query query = {.environment = "rego"};
    plim_assert_fails(
        cel_reference_print(&query, &text, &err), PLIM_INVALID, &err,
        "unknown CEL environment 'rego'; expected one of cel, kubernetes, kyverno, plimsoll");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, document_is_what_is_printed);
    tcase_add_test(tcase, no_cell_breaks_its_row);
    tcase_add_loop_test(tcase, one_name_can_be_asked_for, 0, (int)PLIM_LEN(queries));
    tcase_add_test(tcase, libraries_are_added_to_an_environment);
    tcase_add_test(tcase, unknown_environments_are_refused);
}

PLIM_CHECK_MAIN("cel.reference_print", add_cases)
