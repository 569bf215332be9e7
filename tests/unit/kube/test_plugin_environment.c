#include <string.h>

#include "support/plim_check.h"

#include "plugin_priv.h"

static const char *const ours[] = {"PATH=/bin",
                                   "HOME=/srv/me",
                                   "SECRET=s",
                                   "GITHUB_TOKEN=s",
                                   "AWS_PROFILE=prod",
                                   "LC_ALL=C",
                                   "HTTPS_PROXY=http://p",
                                   "PLIMSOLL_X=1",
                                   "LD_PRELOAD=/x",
                                   "AZURE_TENANT_ID=t",
                                   "AWS_REGION=old",
                                   NULL};
static const char *const own[] = {"AWS_REGION=new", "OWN=1"};

static bool has(const char **variables, const char *variable)
{
    for (; *variables; variables++)
        if (strcmp(*variables, variable) == 0)
            return true;
    return false;
}

START_TEST(a_plugin_gets_what_it_needs_and_nothing_else)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const char **variables = kube_plugin_environment(arena, ours, own, 2, "INFO=i");
    static const char *const given[] = {"PATH=/bin",
                                        "HOME=/srv/me",
                                        "AWS_PROFILE=prod",
                                        "LC_ALL=C",
                                        "HTTPS_PROXY=http://p",
                                        "AZURE_TENANT_ID=t",
                                        "AWS_REGION=new",
                                        "OWN=1",
                                        "INFO=i"};
    size_t len = 0;
    while (variables[len])
        len++;
    ck_assert_uint_eq(len, PLIM_LEN(given));
    for (size_t i = 0; i < PLIM_LEN(given); i++)
        ck_assert_msg(has(variables, given[i]), "%s is missing", given[i]);
}
END_TEST

START_TEST(without_an_environment_it_gets_its_own)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const char **variables = kube_plugin_environment(arena, NULL, NULL, 0, "INFO=i");
    ck_assert_str_eq(variables[0], "INFO=i");
    ck_assert_ptr_null(variables[1]);
}
END_TEST

START_TEST(a_variable_is_found_by_its_whole_name)
{
    ck_assert_str_eq(kube_environment_get(ours, "HOME"), "/srv/me");
    ck_assert_ptr_null(kube_environment_get(ours, "HOM"));
    ck_assert_ptr_null(kube_environment_get(NULL, "HOME"));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, a_plugin_gets_what_it_needs_and_nothing_else);
    tcase_add_test(tcase, without_an_environment_it_gets_its_own);
    tcase_add_test(tcase, a_variable_is_found_by_its_whole_name);
}

PLIM_CHECK_MAIN("kube.plugin_environment", add_cases)
