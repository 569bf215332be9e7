#include "support/plim_check.h"

#include "progress.h"

static const struct {
    uint64_t objects;
    uint64_t expected;
    const char *line;
} lines[] = {
    {0, 0, "prod: pods, 0 objects"},
    {1, 1, "prod: pods, 1 object"},
    {999, 999, "prod: pods, 999 objects"},
    {1000, 1000, "prod: pods, 1,000 objects"},
    {12000, 40000, "prod: pods, 12,000 of about 40,000 objects"},
    {1, 2, "prod: pods, 1 of about 2 objects"},
    {5, 4, "prod: pods, 5 objects"},
    {1234567, UINT64_MAX, "prod: pods, 1,234,567 of about 18,446,744,073,709,551,615 objects"},
};

START_TEST(a_line_says_how_much_of_how_much_was_read)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf line = {0};
    progress_line(&line, "prod", "pods", lines[_i].objects, lines[_i].expected);
    ck_assert_str_eq(line.text, lines[_i].line);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_line_says_how_much_of_how_much_was_read, 0, PLIM_LEN(lines));
}

PLIM_CHECK_MAIN("cmd.progress", add_cases)
