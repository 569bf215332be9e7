#include "cel/schema.h"
#include "support/plim_check.h"

#include "field_name.h"

static const struct {
    const char *name;
    const char *want; /* NULL: cannot be spelt */
} names[] = {
    {"name", "name"},
    {"_name1", "_name1"},
    {"a-b", "a__dash__b"},
    {"a.b/c", "a__dot__b__slash__c"},
    {"__a___b", "__underscores__a__underscores___b"},
    {"namespace", "__namespace__"},
    {"in", "__in__"},
    {"namespaces", "namespaces"},
    {"", NULL},
    {"1st", NULL},
    {"a b", NULL},
    {"na\303\257ve", NULL},
    {"-", "__dash__"},
};

START_TEST(names_are_escaped_as_the_api_server_does)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_str escaped;
    bool good = cel_field_escape(arena, plim_str_from(names[_i].name), &escaped);
    ck_assert_int_eq(good, names[_i].want != NULL);
    if (!good)
        return;
    ck_assert(plim_str_is(escaped, names[_i].want));
    ck_assert(cel_field_spells(escaped, plim_str_from(names[_i].name)));
    ck_assert(!cel_field_spells(escaped, PLIM_STR("a-b-c")));
}
END_TEST

START_TEST(words_of_the_language_are_reserved)
{
    ck_assert(cel_field_is_reserved(PLIM_STR("while")));
    ck_assert(!cel_field_is_reserved(PLIM_STR("whiles")));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, names_are_escaped_as_the_api_server_does, 0, PLIM_LEN(names));
    tcase_add_test(tcase, words_of_the_language_are_reserved);
}

PLIM_CHECK_MAIN("cel.field_name", add_cases)
