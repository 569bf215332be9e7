#include "policy/select.h"

#include "policy_fixture.h"

#define VALID "  subject: cluster\n  validations: [{expression: 'true', message: m}]\n"

/* What is kept, as "a.b c.d", of four policies that the program carries and one that it does not.
 */
static const char *keep(const struct policy_choice *choice, char said[SAID_BYTES],
                        struct plim_err *err)
{
    struct fixture fixture = {0};
    add_policy(&fixture, "images.a", "  sets: [recommended]\n" VALID);
    add_policy(&fixture, "images.b", "  sets: [strict, trio]\n" VALID);
    add_policy(&fixture, "images.c", VALID);
    for (size_t i = 0; i < 3; i++) {
        struct policy_info *info;
        const struct policy_info *found = policy_set_at(fixture.set, i);
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): const is to go */
        memcpy(&info, &found, sizeof(info));
        info->embedded = true;
    }
    add_policy(&fixture, "own.d", "  sets: [trio]\n" VALID);
    said[0] = '\0';
    if (policy_set_select(fixture.set, choice, err) == PLIM_OK) {
        policy_set_seal(fixture.set);
        PLIM_CLEANUP(plim_buf_release) struct plim_buf ids = {0};
        for (size_t i = 0; i < policy_set_len(fixture.set); i++)
            plim_buf_printf(&ids, "%s%s", i > 0 ? " " : "", policy_set_at(fixture.set, i)->id.text);
        (void)snprintf(said, SAID_BYTES, "%s", ids.text);
    }
    end(&fixture);
    return said;
}

static const struct plim_str model_policies[] = {{"images.c", 8}, {"elsewhere", 9}};
static const struct policy_group groups[] = {
    {{"ladder", 6}, model_policies, 2, true},
    {{"other", 5}, model_policies + 1, 1, false},
};

static const struct {
    const char *terms[4];
    const char *kept;
} choices[] = {
    {{NULL}, "images.a images.c own.d"},
    {{"default", "images.b"}, "images.a images.b images.c own.d"},
    {{"-images.a"}, "images.c own.d"},
    {{"recommended"}, "images.a"},
    {{"strict"}, "images.a images.b"},
    {{"trio"}, "images.b own.d"},
    {{"ladder"}, "images.c"},
    {{"ladder", "recommended"}, "images.a images.c"},
    {{"trial"}, "images.a images.b images.c own.d"},
    {{"images.*", "-strict"}, "images.c"},
    {{"images.*", "-strict", "images.b"}, "images.b images.c"},
    {{"images.a", "other"}, "images.a"},
};

START_TEST(names_choose_in_their_order)
{
    char said[SAID_BYTES];
    struct plim_err err = {0};
    struct policy_term terms[4] = {0};
    struct policy_choice choice = {.terms = terms, .groups = groups, .group_count = 2};
    for (size_t i = 0; i < 4 && choices[_i].terms[i]; i++)
        terms[choice.term_count++].text = plim_str_from(choices[_i].terms[i]);
    ck_assert_str_eq(keep(&choice, said, &err), choices[_i].kept);
}
END_TEST

START_TEST(part_of_the_report_has_no_others)
{
    char said[SAID_BYTES];
    struct plim_err err = {0};
    struct policy_choice choice = {.within = "images.*"};
    ck_assert_str_eq(keep(&choice, said, &err), "images.a");
}
END_TEST

static const struct {
    const char *term;
    const char *within;
    const char *message;
} refusals[] = {
    {"recomended", NULL,
     "there is no set, category, model or policy 'recomended'; did you mean 'recommended'?"},
    {"lader", NULL, "there is no set, category, model or policy 'lader'; did you mean 'ladder'?"},
    {"-image.a", NULL,
     "there is no set, category, model or policy 'image.a'; did you mean 'images.a'?"},
    {"nothing.*", NULL, "there is no set, category, model or policy 'nothing.*'"},
    {"", NULL, "there is no set, category, model or policy ''"},
    {"other", NULL, "no policy is left"},
    {"own.d", "images.*",
     "none of the policies that are chosen is about this: expected some of 'images.*'"},
};

START_TEST(name_of_nothing_is_an_error)
{
    char said[SAID_BYTES];
    struct plim_err err = {0};
    struct policy_term term = {.text = plim_str_from(refusals[_i].term)};
    struct policy_choice choice = {.terms = &term,
                                   .term_count = 1,
                                   .groups = groups,
                                   .group_count = 2,
                                   .within = refusals[_i].within};
    ck_assert_str_eq(keep(&choice, said, &err), "");
    ck_assert_int_eq(err.code, PLIM_INVALID);
    ck_assert_str_eq(err.msg, refusals[_i].message);
}
END_TEST

START_TEST(name_in_a_file_is_refused_with_its_place)
{
    char said[SAID_BYTES];
    struct plim_err err = {0};
    const struct value name = value_string_c("stric");
    struct policy_term term = {value_str(&name), {"plimsoll.yaml", &name, {7, 3}}};
    struct policy_choice choice = {.terms = &term, .term_count = 1};
    (void)keep(&choice, said, &err);
    ck_assert_str_eq(err.msg, "plimsoll.yaml:7:3: there is no set, category, model or policy "
                              "'stric'; did you mean 'strict'?");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, names_choose_in_their_order, 0, PLIM_LEN(choices));
    tcase_add_test(tcase, part_of_the_report_has_no_others);
    tcase_add_loop_test(tcase, name_of_nothing_is_an_error, 0, PLIM_LEN(refusals));
    tcase_add_test(tcase, name_in_a_file_is_refused_with_its_place);
}

PLIM_CHECK_MAIN("policy.select", add_cases)
