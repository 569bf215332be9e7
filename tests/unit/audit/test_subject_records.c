/* Every record that the pipeline makes is what the table of subjects promises. */
#include "policy/subject.h"

#include "pipeline_fixture.h"

static const struct pipeline_case whole;

static const struct value *find_shown(const struct value *report, const char *policy)
{
    const struct value *findings = value_get(report, "findings");
    for (size_t i = 0; i < value_list_len(findings); i++) {
        if (value_is_string(value_get(value_list_item(findings, i, pipeline_arena()), "policy"),
                            policy))
            return value_get(value_list_item(findings, i, pipeline_arena()), "actual");
    }
    return NULL;
}

static const struct {
    const char *policy;
    const char *record;
} subjects[] = {
    {"show-image", "image"},           {"show-application", "application"},
    {"show-cluster", "cluster"},       {"show-account", "account"},
    {"show-fleet", "fleet"},           {"show-parity", "parity"},
    {"show-repository", "repository"}, {"show-relation", "relation"},
    {"show-namespace", "ns"},
};

START_TEST(a_record_has_every_field_of_the_table_and_no_other)
{
    struct plim_err err = {0};
    const struct value *shown = find_shown(pipeline_run(&whole), subjects[_i].policy);
    ck_assert_ptr_nonnull(shown);
    plim_assert_ok(policy_record_check(subjects[_i].record, shown, &err), &err);
}
END_TEST

START_TEST(an_object_comes_with_all_that_is_known_around_it)
{
    struct plim_err err = {0};
    const struct value *shown = find_shown(pipeline_run(&whole), "show-object");
    ck_assert_ptr_nonnull(shown);
    plim_assert_ok(policy_record_check("drift", value_get(shown, "drift"), &err), &err);
    plim_assert_ok(policy_record_check("owner", value_get(shown, "owner"), &err), &err);
    ck_assert(value_is_string(value_get(shown, "cluster"), "dev"));
    ck_assert(value_is_string(value_get(shown, "environment"), "dev"));
    ck_assert(value_is_string(value_get(shown, "origin"), "live"));
    ck_assert(value_is_string(value_get(shown, "application"), "cart"));
    ck_assert(value_is_string(value_get(shown, "namespace"), "shop"));
    ck_assert(value_get(shown, "declared")->boolean);
    ck_assert(!value_get(shown, "production")->boolean);
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, pipeline_start, pipeline_stop);
    tcase_add_loop_test(tcase, a_record_has_every_field_of_the_table_and_no_other, 0,
                        PLIM_LEN(subjects));
    tcase_add_test(tcase, an_object_comes_with_all_that_is_known_around_it);
}

PLIM_CHECK_MAIN("audit.subject_records", add)
