#include "cel_check.h"

static const struct cel_case named_formats_judge_texts_cases[] = {
    {"format.named('dns1123Label').hasValue()", "true"},
    {"format.named('nothing')", "none"},
    {"format.dns1123Label().validate('my-name')", "none"},
    {"format.dns1123Label().validate('My').value().size()", "1"},
    {"format.dns1123LabelPrefix().validate('my-')", "none"},
    {"format.dns1123Subdomain().validate('a.b')", "none"},
    {"format.dns1123SubdomainPrefix().validate('a.b-')", "none"},
    {"format.dns1035Label().validate('1a').hasValue()", "true"},
    {"format.dns1035LabelPrefix().validate('a-')", "none"},
    {"format.qualifiedName().validate('example.com/Name')", "none"},
    {"format.labelValue().validate('')", "none"},
    {"format.uri().validate('https://example.com')", "none"},
    {"format.uuid().validate('123e4567-e89b-12d3-a456-426614174000')", "none"},
    {"format.byte().validate('').value()", "[\"invalid base64\"]"},
    {"format.date().validate('2024-02-30').value()", "[\"invalid date\"]"},
    {"format.datetime().validate('2024-02-28T00:00:00Z')", "none"},
    {"jsonpatch.escapeKey('a/b~c')", "\"a~1b~0c\""},
};

START_TEST(named_formats_judge_texts)
{
    cel_expect("plimsoll", &named_formats_judge_texts_cases[_i]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, named_formats_judge_texts, 0,
                        (int)PLIM_LEN(named_formats_judge_texts_cases));
}

PLIM_CHECK_MAIN("cel.lib_formats", add_cases)
