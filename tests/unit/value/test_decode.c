#include "support/value_check.h"
#include "value/decode.h"

static struct plim_arena *arena;

static void make_arena(void)
{
    arena = plim_arena_new();
}

static void free_arena(void)
{
    plim_arena_free(arena);
}

static const struct value_field fields[] = {
    {"name", VALUE_STRING, VALUE_FIELD_REQUIRED},
    {"production", VALUE_BOOL, 0},
    {"environments", VALUE_LIST, 0},
    {"weight", VALUE_DOUBLE, VALUE_FIELD_NUMBER},
    {"params", VALUE_NULL, 0},
};

static struct value_node read_node(const char *text)
{
    struct plim_err err = {0};
    struct value_yaml_list list = {0};
    plim_assert_ok(value_yaml_read(arena, "plimsoll.yaml", plim_str_from(text), VALUE_YAML_DOCUMENT,
                                   &list, &err),
                   &err);
    return (struct value_node){"plimsoll.yaml", &list.items[0].root, list.items[0].position};
}

static const char *const accepted[] = {
    "name: a",
    "{name: a, production: true, environments: []}",
    "{name: a, weight: 1}",
    "{name: a, weight: 1.5}",
    "{name: a, production: ~}",
    "{name: a, params: [1, {x: y}]}",
};

START_TEST(check_takes)
{
    struct plim_err err = {0};
    struct value_node node = read_node(accepted[_i]);
    plim_assert_ok(value_node_check(&node, fields, PLIM_LEN(fields), &err), &err);
}
END_TEST

static const struct {
    const char *text;
    const char *message;
} refused[] = {
    {"name: a\nenviroments: []",
     "plimsoll.yaml:2:1: unknown field 'enviroments'; did you mean 'environments'?"},
    {"name: a\nzzz: 1", "plimsoll.yaml:2:1: unknown field 'zzz'"},
    {"name: [a]", "plimsoll.yaml:1:7: 'name' must be a string, not a list"},
    {"name: a\nproduction: 1",
     "plimsoll.yaml:2:13: 'production' must be a boolean, not an integer"},
    {"name: a\nweight: x", "plimsoll.yaml:2:9: 'weight' must be a number, not a string"},
    {"production: true", "plimsoll.yaml:1:1: missing required field 'name'"},
    {"name: ~", "plimsoll.yaml:1:1: missing required field 'name'"},
    {"[a]", "plimsoll.yaml:1:1: expected a map, not a list"},
};

START_TEST(check_refuses)
{
    struct plim_err err = {0};
    struct value_node node = read_node(refused[_i].text);
    plim_assert_fails(value_node_check(&node, fields, PLIM_LEN(fields), &err), PLIM_INVALID, &err,
                      refused[_i].message);
}
END_TEST

START_TEST(get_and_at_carry_positions)
{
    struct value_node node = read_node("name: a\nenvironments: [dev,\n  prod]");
    struct value_node environments = value_node_get(&node, "environments");
    struct value_node second = value_node_at(&environments, 1);
    ck_assert_uint_eq(value_node_len(&environments), 2);
    ck_assert_uint_eq(second.position.line, 3);
    ck_assert(value_is_string(second.value, "prod"));
    ck_assert(value_is_string(value_node_key_at(&node, 1).value, "environments"));
    ck_assert_uint_eq(value_node_key_at(&node, 1).position.line, 2);
    ck_assert(plim_str_is(value_node_text(&node, "name"), "a"));
    ck_assert_ptr_null(value_node_get(&node, "absent").value);
    ck_assert_ptr_null(value_node_key_at(&node, 2).value);
    ck_assert_uint_eq(value_node_get(&node, "absent").position.line, 1);
}
END_TEST

static const char *const severities[] = {"low", "medium", "high"};

START_TEST(enum_gives_the_index)
{
    struct plim_err err = {0};
    unsigned index = 9;
    struct value_node node = read_node("severity: high");
    struct value_node severity = value_node_get(&node, "severity");
    plim_assert_ok(value_node_enum(&severity, "severity", severities, 3, &index, &err), &err);
    ck_assert_uint_eq(index, 2);
}
END_TEST

static const struct {
    const char *text;
    const char *message;
} bad_severities[] = {
    {"severity: hihg", "plimsoll.yaml:1:11: unknown severity 'hihg'; expected one of low, medium, "
                       "high; did you mean 'high'?"},
    {"severity: urgent", "plimsoll.yaml:1:11: unknown severity 'urgent'; expected one of low, "
                         "medium, high"},
    {"severity: 1", "plimsoll.yaml:1:11: severity must be a string, not an integer"},
    {"other: 1", "plimsoll.yaml:1:1: severity must be a string, not null"},
};

START_TEST(enum_refuses)
{
    struct plim_err err = {0};
    unsigned index = 9;
    struct value_node node = read_node(bad_severities[_i].text);
    struct value_node severity = value_node_get(&node, "severity");
    plim_assert_fails(value_node_enum(&severity, "severity", severities, 3, &index, &err),
                      PLIM_INVALID, &err, bad_severities[_i].message);
    ck_assert_uint_eq(index, 9);
}
END_TEST

START_TEST(fail_without_a_position_names_the_file)
{
    struct plim_err err = {0};
    struct value_node node = {.file = "a.yaml"};
    plim_assert_fails(value_node_fail(&err, &node, "odd %d", 1), PLIM_INVALID, &err,
                      "a.yaml: odd 1");
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, make_arena, free_arena);
    tcase_add_loop_test(tcase, check_takes, 0, PLIM_LEN(accepted));
    tcase_add_loop_test(tcase, check_refuses, 0, PLIM_LEN(refused));
    tcase_add_test(tcase, get_and_at_carry_positions);
    tcase_add_test(tcase, enum_gives_the_index);
    tcase_add_loop_test(tcase, enum_refuses, 0, PLIM_LEN(bad_severities));
    tcase_add_test(tcase, fail_without_a_position_names_the_file);
}

PLIM_CHECK_MAIN("value.decode", add_cases)
