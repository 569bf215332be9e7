#include "cel_check.h"

static const struct cel_case data_is_read_cases[] = {
    {"json.unmarshal('{\"a\": [1, true, null, \"x\"]}').a[3]", "\"x\""},
    {"json.unmarshal('{\"a\": 1}').a == 1", "true"},
    {"type(json.unmarshal('1'))", "type double"},
    {"json.unmarshal('{')", "error: ..."},
    {"json.unmarshal(dyn(1))", "error: no such overload"},
    {"yaml.parse('a: {b: [1, yes]}').a.b[1]", "true"},
    {"type(yaml.parse('a: 1').a)", "type double"},
    {"yaml.parse('a: 1\\n---\\nb: 2').a == 1", "true"},
    {"yaml.parse('')", "null"},
    {"yaml.parse('a: [')", "error: yaml:2:1:..."},
};

START_TEST(data_is_read)
{
    cel_expect("kyverno", &data_is_read_cases[_i]);
}
END_TEST

static const struct cel_case data_is_written_as_go_does_it_cases[] = {
    {"json.marshal({'b': dyn(1), 'a': dyn([dyn(1.0), dyn(1.5), dyn(null)])})",
     "\"{\\\"a\\\":[1,1.5,null],\\\"b\\\":1}\""},
    {"json.marshal('<a> & b')", "\"\\\"\\\\u003ca\\\\u003e \\\\u0026 b\\\"\""},
    {"json.marshal(9007199254740993)", "\"9007199254740993\""},
    {"json.marshal(1e20)", "\"100000000000000000000\""},
    {"json.marshal(1e21)", "\"1e+21\""},
    {"json.marshal(1.5e300)", "\"1.5e+300\""},
    {"json.marshal(0.000001)", "\"0.000001\""},
    {"json.marshal(0.00012)", "\"0.00012\""},
    {"json.marshal(1e-7)", "\"1e-7\""},
    {"json.marshal(-12.25)", "\"-12.25\""},
    {"json.marshal(0.0)", "\"0\""},
    {"json.marshal(1234567.0)", "\"1234567\""},
    {"json.marshal({'12.50': '-1.0'})", "\"{\\\"12.50\\\":\\\"-1.0\\\"}\""},
    {"json.marshal('a\\\"1.0')", "\"\\\"a\\\\\\\"1.0\\\"\""},
    {"json.marshal(duration('1h'))", "\"3600000000000\""},
    {"json.marshal('\\u2028')", "\"\\\"\\\\u2028\\\"\""},
    {"json.marshal({1: 'a'})", "error: keys of JSON are strings, not of type 'int'"},
};

START_TEST(data_is_written_as_go_does_it)
{
    cel_expect("kyverno", &data_is_written_as_go_does_it_cases[_i]);
}
END_TEST

static const struct cel_case lists_become_a_map_cases[] = {
    {"listObjToMap([{'k': 'a'}, {'k': 'b'}], [{'v': 1}, {'v': 2}], 'k', 'v')", "{\"a\":1,\"b\":2}"},
    {"transform.listObjToMap([{'k': 'a'}, {'k': 'a'}], [{'v': 1}, {'v': 2}], 'k', 'v')",
     "{\"a\":2}"},
    {"listObjToMap([{'k': 'a'}], [{'w': 1}], 'k', 'v')", "{\"a\":null}"},
    {"listObjToMap([{'k': 'a'}], [], 'k', 'v')",
     "error: listObjToMap must take lists of equal length. list1: 1, list2: 0"},
    {"listObjToMap([{'k': 1}], [{'v': 1}], 'k', 'v')",
     "error: the passed key name cannot be handled as a string in the key object list"},
};

START_TEST(lists_become_a_map)
{
    cel_expect("kyverno", &lists_become_a_map_cases[_i]);
}
END_TEST

static const struct cel_case what_is_not_read_is_unknown_cases[] = {
    {"x509.decode('')", "unknown: certificates are not decoded here"},
    {"gzip.compress('a') == b''", "unknown: gzip is not written here"},
    {"gzip.decompress(base64.decode('H4sIAAAAAAAA/wMAAAAAAAAAAAA=')) == ''", "true"},
    {"gzip.decompress(base64.decode('H4sIAAAAAAACA/sPAAEQ/yoBAAAA'))", "error: ..."},
};

START_TEST(what_is_not_read_is_unknown)
{
    cel_expect("kyverno", &what_is_not_read_is_unknown_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, data_is_read, 0, (int)PLIM_LEN(data_is_read_cases));
    tcase_add_loop_test(tcase, data_is_written_as_go_does_it, 0,
                        (int)PLIM_LEN(data_is_written_as_go_does_it_cases));
    tcase_add_loop_test(tcase, lists_become_a_map, 0, (int)PLIM_LEN(lists_become_a_map_cases));
    tcase_add_loop_test(tcase, what_is_not_read_is_unknown, 0,
                        (int)PLIM_LEN(what_is_not_read_is_unknown_cases));
}

PLIM_CHECK_MAIN("cel.lib_kyverno_data", add_cases)
