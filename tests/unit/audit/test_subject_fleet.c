/* The record of the whole run. */
#include "pipeline_fixture.h"

static const struct value *find_shown(const struct pipeline_case *wanted)
{
    const struct value *findings = value_get(pipeline_run(wanted), "findings");
    for (size_t i = 0; i < value_list_len(findings); i++) {
        const struct value *finding = value_list_item(findings, i, pipeline_arena());
        if (value_is_string(value_get(finding, "policy"), "show-fleet"))
            return value_get(finding, "actual");
    }
    return NULL;
}

START_TEST(it_names_what_was_audited)
{
    static const struct pipeline_case whole;
    plim_assert_json(find_shown(&whole),
                     "{\"clusters\":[\"dev\",\"prod\"],\"environments\":[\"dev\",\"prod\"],"
                     "\"production\":[\"prod\"],"
                     "\"repositories\":[\"shop\"],\"kubernetesVersions\":[\"v1.36.3\"],"
                     "\"applications\":3,\"enforcementUnequal\":[],"
                     "\"enforcementUnequalCompared\":0,\"enforcementMissing\":[],"
                     "\"enforcementMissingCompared\":0}");
}
END_TEST

START_TEST(different_versions_are_sorted)
{
    static const struct pipeline_case older = {
        .fault = {"/version", 200, "{\"gitVersion\":\"v1.30.1\"}"}};
    plim_assert_json(value_get(find_shown(&older), "kubernetesVersions"),
                     "[\"v1.30.1\",\"v1.36.3\"]");
}
END_TEST

static void add(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, pipeline_start, pipeline_stop);
    tcase_add_test(tcase, it_names_what_was_audited);
    tcase_add_test(tcase, different_versions_are_sorted);
}

PLIM_CHECK_MAIN("audit.subject_fleet", add)
