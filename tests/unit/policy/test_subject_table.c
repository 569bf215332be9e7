#include <string.h>

#include "policy/subject.h"
#include "support/plim_check.h"

#include "record_priv.h"

START_TEST(every_subject_has_a_record)
{
    const struct policy_record *record =
        policy_record_find(plim_str_from(policy_subject_records[_i]));
    ck_assert_ptr_nonnull(record);
    ck_assert_uint_gt(record->len, 0);
}
END_TEST

static const struct {
    enum policy_object_slot slot;
    const char *name;
} slots[POLICY_OBJECT_SLOTS] = {
    {POLICY_SLOT_OBJECT, "object"},
    {POLICY_SLOT_OLD_OBJECT, "oldObject"},
    {POLICY_SLOT_REQUEST, "request"},
    {POLICY_SLOT_PARAMS, "params"},
    {POLICY_SLOT_NAMESPACE_OBJECT, "namespaceObject"},
    {POLICY_SLOT_CLUSTER, "cluster"},
    {POLICY_SLOT_ENVIRONMENT, "environment"},
    {POLICY_SLOT_PRODUCTION, "production"},
    {POLICY_SLOT_ORIGIN, "origin"},
    {POLICY_SLOT_POD_SPEC, "podSpec"},
    {POLICY_SLOT_POD_PATH, "podPath"},
    {POLICY_SLOT_POD_METADATA, "podMetadata"},
    {POLICY_SLOT_CONTAINERS, "containers"},
    {POLICY_SLOT_KUBERNETES_VERSION, "kubernetesVersion"},
    {POLICY_SLOT_OLD_APIS, "oldApis"},
    {POLICY_SLOT_DESIRED, "desired"},
    {POLICY_SLOT_DRIFT, "drift"},
    {POLICY_SLOT_OWNER, "owner"},
    {POLICY_SLOT_APPLICATION, "application"},
};

START_TEST(slots_are_in_the_order_of_the_table)
{
    const struct policy_record *record = policy_record_find(PLIM_STR("object"));
    ck_assert_uint_eq(record->len, POLICY_OBJECT_SLOTS);
    ck_assert_str_eq(record->fields[slots[_i].slot].name, slots[_i].name);
}
END_TEST

START_TEST(names_are_used_once)
{
    size_t count = 0;
    const struct policy_record *records = policy_records(&count);
    for (size_t i = 0; i < count; i++)
        ck_assert_ptr_eq(policy_record_find(plim_str_from(records[i].name)), &records[i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, every_subject_has_a_record, 0, POLICY_SUBJECTS);
    tcase_add_loop_test(tcase, slots_are_in_the_order_of_the_table, 0, POLICY_OBJECT_SLOTS);
    tcase_add_test(tcase, names_are_used_once);
}

PLIM_CHECK_MAIN("policy.subject_table", add_cases)
