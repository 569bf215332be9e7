#include "cel_check.h"

static const struct cel_case service_accounts_are_taken_apart_cases[] = {
    {"parseServiceAccount('system:serviceaccount:foo:bar').Namespace", "\"foo\""},
    {"parseServiceAccount('system:serviceaccount:foo:bar').Name", "\"bar\""},
    {"parseServiceAccount('system:serviceaccount:foo:bar:baz').Name", "\"bar:baz\""},
    {"parseServiceAccount('somebody').Name", "\"\""},
    {"user.parseServiceAccount('system:serviceaccount:foo:bar').Name", "\"bar\""},
};

START_TEST(service_accounts_are_taken_apart)
{
    cel_expect("kyverno", &service_accounts_are_taken_apart_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, service_accounts_are_taken_apart, 0,
                        (int)PLIM_LEN(service_accounts_are_taken_apart_cases));
}

PLIM_CHECK_MAIN("cel.lib_kyverno_user", add_cases)
