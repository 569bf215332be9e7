#include "support/plim_check.h"

#include "opaque.h"
#include "type_priv.h"

START_TEST(every_opaque_type_is_found_by_its_name)
{
    for (unsigned i = 0; i < CEL_OPAQUE_COUNT; i++)
        ck_assert_str_eq(cel_opaque_type(plim_str_from(cel_opaque_name(i)))->name,
                         cel_opaque_name(i));
    ck_assert_ptr_null(cel_opaque_type(PLIM_STR("net.Nothing")));
    ck_assert_str_eq(cel_opaque_name(CEL_OPAQUE_COUNT), "opaque");
}
END_TEST

START_TEST(values_of_different_opaque_types_differ)
{
    static const int content = 0;
    struct value left = cel_opaque_value(CEL_OPAQUE_FORMAT, &content);
    struct value right = cel_opaque_value(CEL_OPAQUE_URL, &content);
    ck_assert(!cel_opaque_equal(&left, &right));
    ck_assert(cel_opaque_equal(&left, &left));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_test(tcase, every_opaque_type_is_found_by_its_name);
    tcase_add_test(tcase, values_of_different_opaque_types_differ);
}

PLIM_CHECK_MAIN("cel.opaque", add_cases)
