#include "cel_check.h"

static const struct cel_case comprehensions_bring_typed_names_cases[] = {
    {"[1].map(x, x + 'a')",
     "1:14: found no matching overload for '_+_' applied to '(int, string)'..."},
    {"[1].map(i, y, true).size()", "1:12: undeclared reference to 'y'"},
    {"{'a': 1}.all(k, v, k + v == 1)",
     "1:22: found no matching overload for '_+_' applied to '(string, int)'..."},
    {"['a'].exists(x, x.y)", "1:18: type 'string' does not support field selection"},
    {"[1].sortBy(x, [x])", "1:4: values of type 'list(int)' cannot be sorted by"},
    {"{'a': 1}.sortBy(x, x)",
     "1:9: sortBy can only be applied to a list, not to 'map(string, int)'"},
    {"[1].transformMapEntry(i, v, v)", "1:29: expected type 'map(dyn, dyn)' but found 'int'"},
    {"optional.of(1).optFlatMap(x, x)", "1:30: expected type 'int' but found 'optional_type(dyn)'"},
    {"cel.bind(x, 'a', x + 1)",
     "1:20: found no matching overload for '_+_' applied to '(string, int)'..."},
    {"[1].map(x, x).map(y, y + 1)", "[2]"},
    {"[1].map(x, [2].map(x, x + 1))[0]", "[3]"},
};

START_TEST(comprehensions_bring_typed_names)
{
    cel_expect("plimsoll", &comprehensions_bring_typed_names_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, comprehensions_bring_typed_names, 0,
                        (int)PLIM_LEN(comprehensions_bring_typed_names_cases));
}

PLIM_CHECK_MAIN("cel.check_fold", add_cases)
