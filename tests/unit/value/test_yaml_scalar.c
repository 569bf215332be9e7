#include "support/value_check.h"

/* A flow list of one scalar, and what each dialect makes of it; NULL: the same. Made with
 * sigs.k8s.io/yaml 1.6.0 for manifests. */
static const struct {
    const char *scalar;
    const char *manifest;
    const char *document;
} scalars[] = {
    {"y", "true", "\"y\""},
    {"No", "false", "\"No\""},
    {"on", "true", "\"on\""},
    {"OFF", "false", "\"OFF\""},
    {"yEs", "\"yEs\"", NULL},
    {"true", "true", NULL},
    {"FALSE", "false", NULL},
    {"~", "null", NULL},
    {"Null", "null", NULL},
    {"nUll", "\"nUll\"", NULL},
    {"'yes'", "\"yes\"", NULL},
    {"\"1\"", "\"1\"", NULL},
    {"0", "0", NULL},
    {"-1", "-1", NULL},
    {"+1", "1", NULL},
    {"0777", "511", "777"},
    {"0o17", "15", "15"},
    {"0O17", "15", "\"0O17\""},
    {"08", "8", "8"},
    {"0b11", "3", "\"0b11\""},
    {"-0b11", "-3", "\"-0b11\""},
    {"0x1F", "31", "31"},
    {"-0x1F", "-31", "\"-0x1F\""},
    {"0x", "\"0x\"", NULL},
    {"1_000", "1000", "\"1_000\""},
    {"_1", "\"_1\"", NULL},
    {"1e3", "1000", "1000.0"},
    {"1.0", "1", "1.0"},
    {"1.5", "1.5", NULL},
    {".5", "0.5", NULL},
    {".5_0", "0.5", "\".5_0\""},
    {"._5", "\"._5\"", NULL},
    {"1.", "1", "1.0"},
    {".", "\".\"", NULL},
    {"+", "\"+\"", NULL},
    {"1e", "\"1e\"", NULL},
    {"1e999", "\"1e999\"", NULL},
    {"1e-7", "1e-07", NULL},
    {"1e21", "1e+21", NULL},
    {"1:30", "\"1:30\"", NULL},
    {"2001-01-01", "\"2001-01-01\"", NULL},
    {"1.2.3", "\"1.2.3\"", NULL},
    {"100m", "\"100m\"", NULL},
    {"9223372036854775807", "9223372036854775807", NULL},
    {"9223372036854775808", "9223372036854775808", NULL},
    {"-9223372036854775808", "-9223372036854775808", NULL},
    {"-9223372036854775809", "-9223372036854776000.0", NULL},
    {"18446744073709551616", "18446744073709552000.0", NULL},
    {"+9223372036854775808", "9223372036854776000.0", "9223372036854775808"},
    {"9007199254740993.0", "9007199254740992", "9007199254740992.0"},
};

static void assert_reads(const char *scalar, enum value_yaml_dialect dialect, const char *want)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct plim_err err = {0};
    struct value_yaml_list list = {0};
    struct plim_str text = plim_str_from(plim_arena_printf(arena, "[%s]", scalar));
    plim_assert_ok(value_yaml_read(arena, "text", text, dialect, &list, &err), &err);
    plim_assert_json(&list.items[0].root, plim_arena_printf(arena, "[%s]", want));
}

START_TEST(a_scalar_of_a_manifest_is_what_kubectl_reads)
{
    assert_reads(scalars[_i].scalar, VALUE_YAML_MANIFEST, scalars[_i].manifest);
}
END_TEST

START_TEST(a_scalar_of_a_document_is_core_yaml)
{
    const char *want = scalars[_i].document ? scalars[_i].document : scalars[_i].manifest;
    assert_reads(scalars[_i].scalar, VALUE_YAML_DOCUMENT, want);
}
END_TEST

static const struct {
    const char *scalar;
    const char *want;
} tagged[] = {
    {"!!str 12", "\"12\""},
    {"!!int '7'", "7"},
    {"!!float 3", "3"},
    {"!!bool 'yes'", "true"},
    {"!!null ''", "null"},
    {"!custom 3", "\"3\""},
    {"!!binary aGk=", "\"hi\""},
    {"! 5", "\"5\""},
    {"!!timestamp 2001-01-01", "\"2001-01-01\""},
    {"!!float 1.5", "1.5"},
};

START_TEST(a_tag_decides)
{
    assert_reads(tagged[_i].scalar, VALUE_YAML_MANIFEST, tagged[_i].want);
}
END_TEST

/* The key of a map. */
static const struct {
    const char *key;
    const char *want;
} keys[] = {{"n", "false"},   {"Yes", "true"}, {"1", "1"},       {"0x10", "16"}, {"1.5", "1.5"},
            {"1e6", "1e+06"}, {"'n'", "n"},    {".inf", ".inf"}, {"a b", "a b"}, {"-.5", "-0.5"}};

START_TEST(a_key_of_a_manifest_becomes_a_string)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value map =
        plim_value_from_yaml(arena, plim_arena_printf(arena, "{%s: 1}", keys[_i].key));
    plim_assert_json(&map, plim_arena_printf(arena, "{\"%s\":1}", keys[_i].want));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_scalar_of_a_manifest_is_what_kubectl_reads, 0, PLIM_LEN(scalars));
    tcase_add_loop_test(tcase, a_scalar_of_a_document_is_core_yaml, 0, PLIM_LEN(scalars));
    tcase_add_loop_test(tcase, a_tag_decides, 0, PLIM_LEN(tagged));
    tcase_add_loop_test(tcase, a_key_of_a_manifest_becomes_a_string, 0, PLIM_LEN(keys));
}

PLIM_CHECK_MAIN("value.yaml_scalar", add_cases)
