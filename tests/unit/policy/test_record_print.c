#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "policy/subject.h"
#include "support/plim_check.h"

/* SUBJECTS.md holds exactly what the table prints. After a change of the table, run this with
 * POLICY_RECORDS=FILE to get the new text. */
START_TEST(document_has_the_tables_as_they_are)
{
    struct plim_err err = {0};
    struct plim_buf tables = {0};
    char *document = NULL;
    policy_records_print(&tables);
    const char *copy = getenv("POLICY_RECORDS");
    if (copy != NULL)
        plim_assert_ok(plim_file_write(copy, tables.text, tables.len, &err), &err);
    plim_assert_ok(
        plim_file_read(PLIM_SOURCE_DIR "/pkg/policy/SUBJECTS.md", 1 << 20, &document, NULL, &err),
        &err);
    ck_assert_msg(strstr(document, tables.text) != NULL,
                  "pkg/policy/SUBJECTS.md does not hold the tables of subject_table.c");
    free(document);
    plim_buf_release(&tables);
}
END_TEST

START_TEST(no_cell_breaks_its_row)
{
    struct plim_buf tables = {0};
    policy_records_print(&tables);
    for (char *line = tables.text; line != NULL; line = strchr(line + 1, '\n')) {
        size_t bars = 0;
        for (const char *at = line + 1; *at != '\n' && *at != '\0'; at++)
            bars += *at == '|';
        ck_assert(bars == 0 || bars == 3 || bars == 4);
    }
    plim_buf_release(&tables);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, document_has_the_tables_as_they_are);
    tcase_add_test(tcase, no_cell_breaks_its_row);
}

PLIM_CHECK_MAIN("policy.record_print", add_cases)
