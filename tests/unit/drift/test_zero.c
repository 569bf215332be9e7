#include "drift_fixture.h"
#include "zero_priv.h"

static const struct drift_schema pod = {.identity = {.kind = {"Pod", 3}}, .builtin = true};
static const struct drift_schema custom = {.identity = {.kind = {"Order", 5}}};

static struct value read_value(const char *text)
{
    struct value document = plim_value_from_yaml(arena, plim_arena_printf(arena, "v: %s", text));
    return *value_get(&document, "v");
}

static bool is_kept(const char *under, const char *field, const char *text)
{
    struct value value = read_value(text);
    struct drift_step parent = {.kind = DRIFT_STEP_KEY, .key = plim_str_from(under)};
    struct drift_step step = {
        .parent = &parent, .kind = DRIFT_STEP_KEY, .key = plim_str_from(field)};
    return drift_zero_is_kept(&pod, &step, &value);
}

static bool says_nothing(const struct drift_schema *schema, const char *field, const char *text)
{
    struct value value = read_value(text);
    struct drift_step parent = {.kind = DRIFT_STEP_KEY, .key = PLIM_STR("spec")};
    struct drift_step step = {
        .parent = &parent, .kind = DRIFT_STEP_KEY, .key = plim_str_from(field)};
    return drift_zero_says_nothing(schema, &step, &value);
}

START_TEST(zeroes_are_false_0_and_the_empty_text)
{
    struct value zeroes[] = {read_value("false"), read_value("0"), read_value("''")};
    struct value others[] = {read_value("true"), read_value("-1"), read_value("x"),
                             read_value("[]")};
    ck_assert(drift_zero_is(&zeroes[0]) && drift_zero_is(&zeroes[1]) && drift_zero_is(&zeroes[2]));
    ck_assert(!drift_zero_is(&others[0]) && !drift_zero_is(&others[1]));
    ck_assert(!drift_zero_is(&others[2]) && !drift_zero_is(&others[3]));
}
END_TEST

START_TEST(pointers_are_kept_wherever_they_stand_or_where_they_are_some)
{
    ck_assert(is_kept("securityContext", "privileged", "false"));
    ck_assert(!is_kept("spec", "hostNetwork", "false"));
    ck_assert(is_kept("csi", "readOnly", "false"));
    ck_assert(!is_kept("nfs", "readOnly", "false"));
    ck_assert(is_kept("labels", "anything", "''"));
}
END_TEST

START_TEST(built_in_types_drop_what_is_empty)
{
    ck_assert(says_nothing(&pod, "tolerations", "[]"));
    ck_assert(says_nothing(&pod, "resources", "{limits: {}, requests: null}"));
    ck_assert(!says_nothing(&pod, "securityContext", "{}"));
    ck_assert(!says_nothing(&pod, "resources", "{limits: {cpu: 1}}"));
}
END_TEST

START_TEST(custom_resources_keep_all_but_null)
{
    ck_assert(says_nothing(&custom, "a", "null"));
    ck_assert(!says_nothing(&custom, "a", "[]"));
    ck_assert(!says_nothing(&custom, "a", "{}"));
    ck_assert(!says_nothing(&custom, "a", "''"));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, open_arena, close_arena);
    tcase_add_test(tcase, zeroes_are_false_0_and_the_empty_text);
    tcase_add_test(tcase, pointers_are_kept_wherever_they_stand_or_where_they_are_some);
    tcase_add_test(tcase, built_in_types_drop_what_is_empty);
    tcase_add_test(tcase, custom_resources_keep_all_but_null);
}

PLIM_CHECK_MAIN("drift.zero", add_cases)
