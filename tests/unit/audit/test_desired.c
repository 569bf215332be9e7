/* Which folder of a repository is whose. */
#include "pipeline_fixture.h"

static const struct {
    const char *flag;
    const char *folder;
    const char *state;
} folders[] = {
    {"shop", "", "pass 3, fail 1"},
    {"shop", "prod", "pass 3, fail 1"},
    {"shop", "environments/prod", "pass 3, fail 1"},
    {"shop", "overlays/prod", "pass 3, fail 1"},
    {"./shop@main:apps/{environment}", "apps/prod", "pass 3, fail 1"},
    {"./shop@main:apps/{cluster}/x", "apps/prod/x", "pass 3, fail 1"},
    {"./shop@main:apps", "elsewhere", "unknown 1"},
};

START_TEST(the_folder_of_an_environment_is_found)
{
    const struct value *report = pipeline_run_folders(folders[_i].flag, &folders[_i].folder, 1);
    ck_assert_str_eq(pipeline_states(report, "owned", "prod"), folders[_i].state);
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_the_repositorys_problem)
{
    const char *folder = "elsewhere";
    const struct value *report = pipeline_run_folders("./shop@main:apps", &folder, 1);
    const struct value *repository = value_at(value_get(report, "repositories"), 0);
    ck_assert(value_is_string(value_get(repository, "state"), "partial"));
    ck_assert(
        value_is_string(value_get(value_at(value_get(repository, "unread"), 0), "path"), "apps"));
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, pipeline_start, pipeline_stop);
    tcase_add_loop_test(tcase, the_folder_of_an_environment_is_found, 0, PLIM_LEN(folders));
    tcase_add_test(tcase, a_folder_that_is_not_there_is_the_repositorys_problem);
}

PLIM_CHECK_MAIN("audit.desired", add)
