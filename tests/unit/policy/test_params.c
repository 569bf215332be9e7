#include "base/hash.h"
#include "value/json.h"
#include "value/yaml.h"

#include "policy_fixture.h"

#define VALID "  validations: [{expression: 'true', message: m}]\n"

static const char defaults[] =
    "  subject: cluster\n"
    "  params: {limit: 3, share: 0.5, names: [a], labels: {x: y}, any: null}\n" VALID;

/* What a Fleet's `params` for the policy a.b gets as an answer; empty: taken over. */
static const char *configure(const char *spec, const char *given, char said[SAID_BYTES],
                             const char *read)
{
    struct fixture fixture = {0};
    struct plim_err err = {0};
    struct value_yaml_list list = {0};
    add_policy(&fixture, "a.b", spec);
    plim_assert_ok(value_yaml_read(fixture.arena, "f.yaml", plim_str_from(given),
                                   VALUE_YAML_DOCUMENT, &list, &err),
                   &err);
    struct value_node node = {"f.yaml", &list.items[0].root, list.items[0].position};
    said[0] = '\0';
    if (policy_set_configure(fixture.set, &node, &err) != PLIM_OK)
        (void)snprintf(said, SAID_BYTES, "%s", err.msg);
    policy_set_seal(fixture.set);
    const struct policy_info *info = policy_set_at(fixture.set, 0);
    if (read) {
        PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
        (void)!value_json_write(info->params, VALUE_JSON_COMPACT, &text, &err);
        (void)snprintf(said, SAID_BYTES, "%s %s", finding_severity_names[info->severity],
                       text.text);
    }
    end(&fixture);
    return said;
}

static const struct {
    const char *given;
    const char *message;
} refusals[] = {
    {"params: {a.b: {limit: many}}",
     "f.yaml:1:23: parameter 'limit': expected integer, found string"},
    {"params: {a.b: {lmit: 1}}", "f.yaml:1:16: unknown parameter 'lmit'; did you mean 'limit'?"},
    {"params: {a.b: {names: [a, 1]}}",
     "f.yaml:1:27: parameter 'names[1]': expected string, found integer"},
    {"params: {a.b: {names: null}}", "f.yaml:1:23: parameter 'names': expected array, found null"},
    {"params: {a.c: {limit: 1}}", "f.yaml:1:10: there is no policy 'a.c'; did you mean 'a.b'?"},
    {"params: {a.b: 3}", "f.yaml:1:15: parameters: expected object, found integer"},
    {"severity: {a.b: hihg}",
     "f.yaml:1:17: unknown severity 'hihg'; expected one of info, low, medium, high, critical; did "
     "you mean 'high'?"},
    {"severity: {c.*: high}", "f.yaml:1:12: there is no policy 'c.*'"},
    {"params: {a.b: {limit: 4, share: 1, names: [], labels: {z: 1}, any: [x]}}", ""},
};

START_TEST(what_a_fleet_says_is_checked_against_the_defaults)
{
    char said[SAID_BYTES];
    ck_assert_str_eq(configure(defaults, refusals[_i].given, said, NULL), refusals[_i].message);
}
END_TEST

START_TEST(what_a_fleet_says_replaces_the_default_of_that_name)
{
    char said[SAID_BYTES];
    ck_assert_str_eq(
        configure(defaults, "{params: {a.b: {names: [b, c]}}, severity: {a.*: info}}", said, "x"),
        "info {\"limit\":3,\"share\":0.5,\"labels\":{\"x\":\"y\"},\"any\":null,\"names\":[\"b\","
        "\"c\"]}");
}
END_TEST

#define SCHEMA(rest) \
    "  subject: cluster\n  paramsSchema: {type: object, properties: {" rest "}}\n" VALID

static const struct {
    const char *spec;
    const char *given;
    const char *message;
} schemas[] = {
    {SCHEMA("limit: {type: integer, minimum: 1, maximum: 5}"), "params: {a.b: {limit: 0}}",
     "f.yaml:1:23: parameter 'limit': less than its minimum"},
    {SCHEMA("limit: {type: integer, minimum: 1, maximum: 5}"), "params: {a.b: {limit: 6}}",
     "f.yaml:1:23: parameter 'limit': more than its maximum"},
    {SCHEMA("name: {type: string, maxLength: 2}"), "params: {a.b: {name: \"\\u00e4\\u00f6\"}}", ""},
    {SCHEMA("name: {type: string, minLength: 1}"), "params: {a.b: {name: ''}}",
     "f.yaml:1:22: parameter 'name': less than its minLength"},
    {SCHEMA("mode: {enum: [a, b]}"), "params: {a.b: {mode: c}}",
     "f.yaml:1:22: parameter 'mode': not one of the values that its schema lists"},
    {SCHEMA("names: {type: array, maxItems: 1}"), "params: {a.b: {names: [a, b]}}",
     "f.yaml:1:23: parameter 'names': more than its maxItems"},
    {SCHEMA("one: {type: object, required: [x], properties: {x: {type: number}}}"),
     "params: {a.b: {one: {}}}", "f.yaml:1:21: parameter 'one': 'x' is missing"},
    {SCHEMA("one: {type: object, properties: {x: {type: number}}}"), "params: {a.b: {one: {y: 1}}}",
     "f.yaml:1:22: unknown parameter 'one.y'"},
    {SCHEMA("one: {type: object, additionalProperties: {type: boolean}}"),
     "params: {a.b: {one: {y: 1}}}",
     "f.yaml:1:25: parameter 'one.y': expected boolean, found integer"},
};

START_TEST(what_a_fleet_says_is_checked_against_the_schema)
{
    char said[SAID_BYTES];
    ck_assert_str_eq(configure(schemas[_i].spec, schemas[_i].given, said, NULL),
                     schemas[_i].message);
}
END_TEST

static const struct {
    const char *rest;
    const char *message;
} documents[] = {
    {"  subject: cluster\n  paramsSchema: {type: object, propertys: {}}\n" VALID,
     "p.yaml:11:32: unknown field 'propertys'; did you mean 'properties'?"},
    {"  subject: cluster\n  paramsSchema: {properties: {a: {type: text}}}\n" VALID,
     "p.yaml:11:41: unknown type 'text'; expected one of array, boolean, integer, number, object, "
     "string"},
    {"  subject: cluster\n  params: {b: 1}\n  paramsSchema: {properties: {a: {}}}\n" VALID,
     "p.yaml:11:12: unknown parameter 'b'"},
    {"  subject: cluster\n  paramsSchema: {required: [a]}\n" VALID,
     "p.yaml:5:3: parameters: 'a' is missing"},
};

START_TEST(defaults_keep_to_their_schema)
{
    struct plim_err err = {0};
    ck_assert_str_eq(refusal(documents[_i].rest, &err), documents[_i].message);
}
END_TEST

START_TEST(digest_tells_that_a_fleet_says_otherwise)
{
    char digests[2][PLIM_SHA256_TEXT_BYTES];
    for (int i = 0; i < 2; i++) {
        struct fixture fixture = {0};
        struct plim_err err = {0};
        add_policy(&fixture, "a.b", defaults);
        struct value given =
            plim_value_from_yaml(fixture.arena, i == 0 ? "{}" : "severity: {a.b: low}");
        struct value_node node = {"f.yaml", &given, {1, 1}};
        plim_assert_ok(policy_set_configure(fixture.set, &node, &err), &err);
        policy_set_seal(fixture.set);
        (void)snprintf(digests[i], sizeof(digests[i]), "%s", policy_set_digest(fixture.set));
        end(&fixture);
    }
    ck_assert_str_ne(digests[0], digests[1]);
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, what_a_fleet_says_is_checked_against_the_defaults, 0,
                        PLIM_LEN(refusals));
    tcase_add_test(tcase, what_a_fleet_says_replaces_the_default_of_that_name);
    tcase_add_loop_test(tcase, what_a_fleet_says_is_checked_against_the_schema, 0,
                        PLIM_LEN(schemas));
    tcase_add_loop_test(tcase, defaults_keep_to_their_schema, 0, PLIM_LEN(documents));
    tcase_add_test(tcase, digest_tells_that_a_fleet_says_otherwise);
}

PLIM_CHECK_MAIN("policy.params", add_cases)
