#include "base/defs.h"
#include "support/plim_check.h"

#include "shape.h"

static const struct {
    cel_shape_fn *fits;
    const char *good[4];
    const char *bad[6];
} shapes[] = {
    {cel_shape_label, {"a", "a-b", "0"}, {"", "-a", "a-", "A", "a.b", "a_b"}},
    {cel_shape_subdomain, {"a", "a.b-c.d"}, {"", ".", "a.", ".a", "a..b", "a.-b"}},
    {cel_shape_label_1035, {"a", "a0"}, {"", "0a", "a-"}},
    {cel_shape_name, {"a", "A.b_c-0"}, {"", ".a", "a_", "a/b"}},
    {cel_shape_label_value, {"", "a", "A.b"}, {"-", "a b"}},
    {cel_shape_uuid,
     {"123e4567-e89b-12d3-a456-426614174000", "123E4567E89B12D3A456426614174000",
      "123e4567-e89b12d3a456426614174000"},
     {"", "123e4567--e89b-12d3-a456-42661417400", "123e4567-e89b-12d3-a456-4266141740001",
      "123e4567-e89b-12d3-a456-42661417400g", "123e4567-e89b-12d3-a456-426614174000-",
      "-123e4567e89b12d3a456426614174000"}},
    {cel_shape_base64, {"YWJj", "YWI=", "YQ=="}, {"", "YQ=", "Y===", "YW-j", "Y=Jj"}},
    {cel_shape_date_time,
     {"2024-01-31T23:59:59Z", "2024-01-31t00:00:00.5+01:00", "2024-01-31T00:00:00,12z"},
     {"2024-01-31", "2024-01-31T24:00:00Z", "2024-01-31T00:60:00Z", "2024-01-31T00:00:00",
      "2024-01-31T00:00:00.Z", "2024-01-31T00:00:00Z "}},
};

START_TEST(texts_have_a_shape_or_have_it_not)
{
    for (size_t i = 0; i < PLIM_LEN(shapes[_i].good) && shapes[_i].good[i]; i++)
        ck_assert_msg(shapes[_i].fits(plim_str_from(shapes[_i].good[i])), "'%s' does not fit",
                      shapes[_i].good[i]);
    for (size_t i = 0; i < PLIM_LEN(shapes[_i].bad) && shapes[_i].bad[i]; i++)
        ck_assert_msg(!shapes[_i].fits(plim_str_from(shapes[_i].bad[i])), "'%s' fits",
                      shapes[_i].bad[i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, texts_have_a_shape_or_have_it_not, 0, (int)PLIM_LEN(shapes));
}

PLIM_CHECK_MAIN("cel.shape", add_cases)
