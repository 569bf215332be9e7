#include "base/defs.h"
#include "support/plim_check.h"

#include "record_priv.h"

static const struct {
    const char *text;
    enum policy_type_kind kind;
    bool unknowable;
    const char *item;
    const char *record;
} types[] = {
    {"string", POLICY_TYPE_STRING, false, "", NULL},
    {"bool?", POLICY_TYPE_BOOL, true, "", NULL},
    {"list(difference)", POLICY_TYPE_LIST, false, "difference", NULL},
    {"map(list(string))?", POLICY_TYPE_MAP, true, "list(string)", NULL},
    {"dyn", POLICY_TYPE_DYN, false, "", NULL},
    {"gitTag?", POLICY_TYPE_RECORD, true, "", "gitTag"},
};

START_TEST(type_is_taken_apart)
{
    struct policy_type type = policy_type_parse(plim_str_from(types[_i].text));
    ck_assert_int_eq(type.kind, types[_i].kind);
    ck_assert_int_eq(type.unknowable, types[_i].unknowable);
    ck_assert(plim_str_is(type.item, types[_i].item));
    ck_assert_str_eq(type.record ? type.record->name : "",
                     types[_i].record ? types[_i].record : "");
}
END_TEST

START_TEST(record_is_found_by_name)
{
    ck_assert_str_eq(policy_record_find(PLIM_STR("image"))->name, "image");
    ck_assert_ptr_null(policy_record_find(PLIM_STR("picture")));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, type_is_taken_apart, 0, PLIM_LEN(types));
    tcase_add_test(tcase, record_is_found_by_name);
}

PLIM_CHECK_MAIN("policy.record", add_cases)
