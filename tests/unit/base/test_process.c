#include <string.h>

#include "base/process.h"
#include "support/plim_check.h"

static const char *const no_env[] = {NULL};

static enum plim_code run_shell(const char *script, const struct plim_process *template,
                                struct plim_process_result *result, struct plim_err *err)
{
    const char *const argv[] = {"sh", "-c", script, NULL};
    struct plim_process process = *template;
    process.argv = argv;
    process.env = process.env ? process.env : no_env;
    return plim_process_run(&process, result, err);
}

static const struct {
    const char *script;
    int status;
    const char *out;
    const char *complaint;
} runs[] = {
    {"echo out; echo err >&2", 0, "out\n", "err\n"},
    {"exit 3", 3, "", ""},
    {"kill -9 $$", 137, "", ""},
    {"cat", 0, "", ""},                               /* standard input is empty */
    {"exec >&- 2>&-; sleep 0.05; exit 4", 4, "", ""}, /* both streams closed early */
    {"sleep 30 & echo $?", 0, "0\n", ""},             /* a descendant holds the output open */
};

START_TEST(run_collects)
{
    struct plim_err err = {0};
    struct plim_process_result result = {0};
    struct plim_process limits = {.timeout_ms = 5000};
    plim_assert_ok(run_shell(runs[_i].script, &limits, &result, &err), &err);
    plim_buf_append_c(&result.out, "");
    plim_buf_append_c(&result.complaint, "");
    ck_assert_int_eq(result.exit_status, runs[_i].status);
    ck_assert_str_eq(result.out.text, runs[_i].out);
    ck_assert_str_eq(result.complaint.text, runs[_i].complaint);
    plim_process_result_release(&result);
}
END_TEST

START_TEST(run_gives_exactly_the_environment)
{
    static const char *const env[] = {"A=1", "B=two words", NULL};
    static const char *const argv[] = {"env", NULL};
    struct plim_err err = {0};
    struct plim_process_result result = {0};
    struct plim_process process = {.argv = argv, .env = env};
    plim_assert_ok(plim_process_run(&process, &result, &err), &err);
    ck_assert_str_eq(result.out.text, "A=1\nB=two words\n");
    plim_process_result_release(&result);
}
END_TEST

START_TEST(run_changes_the_directory)
{
    struct plim_err err = {0};
    struct plim_process_result result = {0};
    struct plim_process process = {.dir = "/"};
    plim_assert_ok(run_shell("pwd", &process, &result, &err), &err);
    ck_assert_str_eq(result.out.text, "/\n");
    plim_process_result_release(&result);
}
END_TEST

START_TEST(run_kills_what_takes_too_long)
{
    struct plim_err err = {0};
    struct plim_process_result result = {0};
    struct plim_process process = {.timeout_ms = 100};
    plim_assert_fails(run_shell("sleep 30 & sleep 30", &process, &result, &err), PLIM_LIMIT, &err,
                      "run 'sh': took longer than 100 ms");
}
END_TEST

START_TEST(run_kills_what_writes_too_much)
{
    struct plim_err err = {0};
    struct plim_process_result result = {0};
    struct plim_process process = {.output_max = 1000};
    plim_assert_fails(run_shell("yes", &process, &result, &err), PLIM_LIMIT, &err,
                      "run 'sh': wrote more than 1000 bytes");
}
END_TEST

START_TEST(run_keeps_the_end_of_the_complaint)
{
    struct plim_err err = {0};
    struct plim_process_result result = {0};
    struct plim_process process = {0};
    const char *script = "i=0; while [ $i -lt 3000 ]; do echo line-$i >&2; i=$((i+1)); done";
    plim_assert_ok(run_shell(script, &process, &result, &err), &err);
    ck_assert_uint_eq(result.complaint.len, 8192);
    ck_assert_str_eq(result.complaint.text + 8192 - 10, "line-2999\n");
    plim_process_result_release(&result);
}
END_TEST

START_TEST(run_reports_a_missing_program)
{
    static const char *const argv[] = {"plimsoll-no-such-program", NULL};
    struct plim_err err = {0};
    struct plim_process_result result = {0};
    struct plim_process process = {.argv = argv, .env = no_env};
    plim_assert_fails(plim_process_run(&process, &result, &err), PLIM_NOT_FOUND, &err,
                      "run 'plimsoll-no-such-program': no such program");
}
END_TEST

START_TEST(run_reports_a_missing_directory)
{
    struct plim_err err = {0};
    struct plim_process_result result = {0};
    struct plim_process process = {.dir = "/nonexistent"};
    plim_assert_fails(run_shell("true", &process, &result, &err), PLIM_IO, &err,
                      "run 'sh' in '/nonexistent': No such file or directory");
}
END_TEST

START_TEST(run_ends_when_it_is_cancelled)
{
    struct plim_err err = {0};
    struct plim_process_result result = {0};
    struct plim_cancel cancel = {0};
    plim_assert_ok(plim_cancel_init(&cancel, 50, &err), &err);
    struct plim_process process = {.cancel = &cancel};
    plim_assert_fails(run_shell("sleep 30", &process, &result, &err), PLIM_UNAVAILABLE, &err,
                      "run 'sh': the time for the whole run was up after 50 ms");
    plim_cancel_set(&cancel);
    plim_assert_fails(run_shell("echo never", &process, &result, &err), PLIM_UNAVAILABLE, &err,
                      "run 'sh': interrupted");
    plim_cancel_release(&cancel);
}
END_TEST

static const struct {
    const char *complaint;
    const char *hidden;
    const char *reason;
} reasons[] = {
    {"", NULL, ""},
    {"  it\n\tbroke \033[1m\n", NULL, "it broke [1m"},
    {"open /tmp/x/tree/a: no", "/tmp/x/tree/", "open a: no"},
    {"0123456789012345678901234567890123456789", NULL, "01234567890123456789012345678901..."},
};

START_TEST(a_complaint_becomes_one_line)
{
    enum { MOST = 32 };
    PLIM_CLEANUP(plim_buf_release) struct plim_buf complaint = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf reason = {0};
    plim_buf_append_c(&complaint, reasons[_i].complaint);
    plim_process_reason(&complaint, reasons[_i].hidden, MOST, &reason);
    ck_assert(plim_str_is(plim_buf_str(&reason), reasons[_i].reason));
}
END_TEST

START_TEST(the_output_of_a_secret_program_does_not_move)
{
    struct plim_err err = {0};
    struct plim_process_result result = {0};
    struct plim_process limits = {.secret = true, .output_max = 100000};
    plim_assert_ok(run_shell("seq 1 10000", &limits, &result, &err), &err);
    ck_assert_uint_ge(result.out.cap, 100000); /* room for all of it from the beginning */
    ck_assert_uint_eq(result.out.len, 48894);
    plim_process_result_release(&result);
    plim_assert_fails(run_shell("seq 1 100000", &limits, &result, &err), PLIM_LIMIT, &err,
                      "run 'sh': wrote more than 100000 bytes");
}
END_TEST

START_TEST(an_interactive_program_stays_in_our_process_group)
{
    struct plim_err err = {0};
    struct plim_process_result result = {0};
    struct plim_process limits = {.interactive = true};
    plim_assert_ok(
        run_shell("ps -o pgid= -p $PPID -p $$ | sort -u | wc -l", &limits, &result, &err), &err);
    ck_assert_str_eq(result.out.text, "1\n");
    plim_process_result_release(&result);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, run_ends_when_it_is_cancelled);
    tcase_add_loop_test(tcase, a_complaint_becomes_one_line, 0, PLIM_LEN(reasons));
    tcase_add_test(tcase, the_output_of_a_secret_program_does_not_move);
    tcase_add_test(tcase, an_interactive_program_stays_in_our_process_group);
    tcase_add_loop_test(tcase, run_collects, 0, PLIM_LEN(runs));
    tcase_add_test(tcase, run_gives_exactly_the_environment);
    tcase_add_test(tcase, run_changes_the_directory);
    tcase_add_test(tcase, run_kills_what_takes_too_long);
    tcase_add_test(tcase, run_kills_what_writes_too_much);
    tcase_add_test(tcase, run_keeps_the_end_of_the_complaint);
    tcase_add_test(tcase, run_reports_a_missing_program);
    tcase_add_test(tcase, run_reports_a_missing_directory);
}

PLIM_CHECK_MAIN("base.process", add_cases)
