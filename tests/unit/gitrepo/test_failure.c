#include <git2.h>

#include "support/plim_check.h"

#include "failure_priv.h"

static const struct {
    int status;
    int class;
    const char *text;
    enum plim_code code;
    const char *message;
} failures[] = {
    {-1, GIT_ERROR_NET, "Failed to connect.", PLIM_UNAVAILABLE, "fetch: failed to connect"},
    {-1, GIT_ERROR_SSL, "SSL error: bad", PLIM_UNAVAILABLE, "fetch: SSL error: bad"},
    {-1, GIT_ERROR_ODB, "line\none\x1b[", PLIM_IO, "fetch: line one ["},
    {-1, GIT_ERROR_HTTP, "unexpected http status code: 404", PLIM_NOT_FOUND,
     "fetch: unexpected http status code: 404"},
    {-1, GIT_ERROR_HTTP, "unexpected http status code: 403", PLIM_DENIED,
     "fetch: unexpected http status code: 403"},
    {GIT_EAUTH, GIT_ERROR_HTTP, "no", PLIM_DENIED, "fetch: no"},
    {GIT_ECERTIFICATE, GIT_ERROR_SSL, "no", PLIM_DENIED, "fetch: no"},
    {GIT_ENOTFOUND, GIT_ERROR_REFERENCE, "no", PLIM_NOT_FOUND, "fetch: no"},
    {GIT_EINVALIDSPEC, GIT_ERROR_REFERENCE, "no", PLIM_INVALID, "fetch: no"},
    {-1, GIT_ERROR_NET, "malformed 'https://ann:p@w@git.example.org/x'", PLIM_UNAVAILABLE,
     "fetch: malformed 'https://git.example.org/x'"},
};

START_TEST(a_failure_has_code_and_one_clean_line)
{
    struct plim_err err = {0};
    ck_assert_int_eq(git_libgit2_init(), 1);
    (void)git_error_set_str(failures[_i].class, failures[_i].text);
    enum plim_code code = gitrepo_fail(&err, failures[_i].status, "fetch");
    ck_assert_int_eq(git_libgit2_shutdown(), 0);
    plim_assert_fails(code, failures[_i].code, &err, failures[_i].message);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_failure_has_code_and_one_clean_line, 0, (int)PLIM_LEN(failures));
}

PLIM_CHECK_MAIN("failure", add_cases)
