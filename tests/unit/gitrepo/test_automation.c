#include "gitrepo/facts.h"
#include "support/plim_check.h"

static const struct {
    const char *name;
    const char *email;
    bool automation;
} people[] = {
    {"github-actions[bot]", "41898282+github-actions[bot]@users.noreply.example.org", true},
    {"renovate[bot]", "bot@example.org", true},
    {"Release Bot", "releases@example.org", true},
    {"release-please", "", true},
    {"Jenkins", "jenkins@example.org", true},
    {"", "ci@example.org", true},
    {"deploy-bot", "deploy@example.org", true},
    {"GitLab", "gitlab@example.org", true},
    {"Ann Example", "ann@example.org", false},
    {"Cindy Example", "cindy@example.org", false},
    {"Abbot Example", "abbot@example.org", false},
    {"Ann Example", "ann@gitlab.example.org", false},
    {"Ann Example", "ann@ci.example.org", false},
    {"", "", false},
};

START_TEST(programs_are_told_from_people_by_whole_words)
{
    ck_assert_int_eq(gitrepo_is_automation(people[_i].name, people[_i].email),
                     people[_i].automation);
}
END_TEST

START_TEST(an_absent_name_and_address_are_nobody)
{
    ck_assert(!gitrepo_is_automation(NULL, NULL));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, programs_are_told_from_people_by_whole_words, 0,
                        (int)PLIM_LEN(people));
    tcase_add_test(tcase, an_absent_name_and_address_are_nobody);
}

PLIM_CHECK_MAIN("automation", add_cases)
