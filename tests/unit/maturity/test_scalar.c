/* Ids, titles, shares, durations, dates, thresholds: what is read, and how the rest is refused. */
#include "value/yaml.h"

#include "fixture.h"
#include "scalar_priv.h"

/* A map {key: YAML} as the first line of x.yaml. */
static struct value_node read_map(struct fixture *fixture, const char *yaml)
{
    struct value_yaml_list list;
    const char *text = plim_arena_printf(fixture->arena, "{key: %s}", yaml);
    plim_assert_ok(value_yaml_read(fixture->arena, "x.yaml", plim_str_from(text),
                                   VALUE_YAML_DOCUMENT, &list, &fixture->err),
                   &fixture->err);
    struct value *root = plim_arena_alloc(fixture->arena, sizeof(*root));
    *root = list.items[0].root;
    return (struct value_node){"x.yaml", root, list.items[0].position};
}

static const struct {
    const char *text;
    bool is_valid;
} ids[] = {
    {"a", true},
    {"7", true},
    {"images.tag-in-git", true},
    {"a-", true},
    {"0123456789012345678901234567890123456789012345678901234567890123", true},
    {"01234567890123456789012345678901234567890123456789012345678901234", false},
    {"", false},
    {".a", false},
    {"-a", false},
    {"A", false},
    {"a_b", false},
    {"a b", false},
    {"\xc3\xa4", false},
};

START_TEST(an_id_is_lower_case_and_at_most_64_bytes)
{
    ck_assert_int_eq(maturity_id_is_valid(plim_str_from(ids[_i].text)), ids[_i].is_valid);
}
END_TEST

typedef enum plim_code read_fn(struct fixture *fixture, const struct value_node *map);

static enum plim_code read_id(struct fixture *fixture, const struct value_node *map)
{
    struct plim_str id = {0};
    return maturity_id_read(map, "key", &id, &fixture->err);
}

static enum plim_code read_title(struct fixture *fixture, const struct value_node *map)
{
    struct plim_str title = {0};
    return maturity_title_read(map, "key", &title, &fixture->err);
}

static enum plim_code read_share(struct fixture *fixture, const struct value_node *map)
{
    int share = 0;
    return maturity_share_read(map, "key", &share, &fixture->err);
}

static enum plim_code read_duration(struct fixture *fixture, const struct value_node *map)
{
    int64_t seconds = 0;
    return maturity_duration_read(map, "key", &seconds, &fixture->err);
}

static enum plim_code read_date(struct fixture *fixture, const struct value_node *map)
{
    struct maturity_date date = {0};
    return maturity_date_read(map, "key", &date, &fixture->err);
}

static enum plim_code read_threshold(struct fixture *fixture, const struct value_node *map)
{
    struct maturity_threshold threshold = {0};
    return maturity_threshold_read(map, "key", &threshold, &fixture->err);
}

static enum plim_code read_integer(struct fixture *fixture, const struct value_node *map)
{
    struct maturity_bounds bounds = {1, 5};
    int64_t number = 0;
    return maturity_integer_read(map, "key", bounds, &number, &fixture->err);
}

static enum plim_code read_ids(struct fixture *fixture, const struct value_node *map)
{
    struct maturity_refs refs = {0};
    return maturity_ids_read(fixture->arena, map, "key", &refs, &fixture->err);
}

#define TEN    "0123456789"
#define NO_CMP " is not a comparison such as '>= 95%', '== 0' or '<= 24h'"
#define NO_PCT " is not a share from 0% to 100% with at most one decimal"

static const struct {
    read_fn *read;
    const char *yaml;
    const char *message;
} refusals[] = {
    {read_id, "Core", "'Core' is not an id: lower-case letters, digits, '.' and '-', at most 64"},
    {read_id, "7", "expected an id, found integer"},
    {read_id, "[a]", "expected an id, found list"},
    {read_title, "' '", "'key' is empty"},
    {read_title, "'" TEN TEN TEN TEN TEN TEN TEN TEN "x'",
     "'key' has 81 characters, at most 80 are allowed"},
    {read_share, "100.1%", "'100.1%'" NO_PCT},
    {read_share, "12.25%", "'12.25%'" NO_PCT},
    {read_share, "-1%", "'-1%'" NO_PCT},
    {read_share, "'50'", "'50'" NO_PCT},
    {read_share, "50", "''" NO_PCT},
    {read_share, "50 %", "'50 %'" NO_PCT},
    {read_duration, "soon", "'soon' is not a duration; expected the form 36h, 7d or 1h30m"},
    {read_duration, "0s", "duration '0s' is not above zero, or too long"},
    {read_duration, "200000d", "duration '200000d' is not above zero, or too long"},
    {read_date, "2026-02-30", "'2026-02-30' is not a time; expected the form 2026-04-15T06:00:00Z"},
    {read_date, "tomorrow", "'tomorrow' is not a time; expected the form 2026-04-15T06:00:00Z"},
    {read_threshold, "95%", "threshold '95%'" NO_CMP},
    {read_threshold, "'>='", "threshold '>='" NO_CMP},
    {read_threshold, "'=> 5%'", "threshold '=> 5%'" NO_CMP},
    {read_threshold, "'>= 5.5'", "threshold '>= 5.5'" NO_CMP},
    {read_threshold, "'>= 9999999999'", "threshold '>= 9999999999'" NO_CMP},
    {read_threshold, "'>= -1'", "threshold '>= -1'" NO_CMP},
    {read_threshold, "'== 3'",
     "threshold '== 3': '==' goes with 0 and 100% only; say '>=' or '<='"},
    {read_integer, "0", "'key' must be a whole number from 1 to 5"},
    {read_integer, "6", "'key' must be a whole number from 1 to 5"},
    {read_integer, "2.5", "'key' must be a whole number from 1 to 5"},
    {read_integer, "18446744073709551615", "'key' must be a whole number from 1 to 5"},
};

START_TEST(what_is_not_of_the_form_is_refused_with_its_place)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    struct value_node map = read_map(&fixture, refusals[_i].yaml);
    plim_assert_fails(refusals[_i].read(&fixture, &map), PLIM_INVALID, &fixture.err,
                      plim_arena_printf(fixture.arena, "x.yaml:1:7: %s", refusals[_i].message));
}
END_TEST

static const struct {
    const char *yaml;
    const char *message;
} bad_lists[] = {
    {"[a, b, a]", "x.yaml:1:14: 'a' stands twice"},
    {"[a, 5]", "x.yaml:1:11: expected an id, found integer"},
    {"[a, B]",
     "x.yaml:1:11: 'B' is not an id: lower-case letters, digits, '.' and '-', at most 64"},
};

START_TEST(a_list_of_ids_names_each_once_and_the_place_of_what_is_wrong)
{
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    struct value_node map = read_map(&fixture, bad_lists[_i].yaml);
    plim_assert_fails(read_ids(&fixture, &map), PLIM_INVALID, &fixture.err, bad_lists[_i].message);
}
END_TEST

static const struct {
    const char *text;
    enum maturity_unit unit;
    int64_t value;
} quantities[] = {
    {"0%", MATURITY_UNIT_RATIO, 0},          {"95%", MATURITY_UNIT_RATIO, 950},
    {"97.5%", MATURITY_UNIT_RATIO, 975},     {"250%", MATURITY_UNIT_RATIO, 2500},
    {"0", MATURITY_UNIT_COUNT, 0},           {"12", MATURITY_UNIT_COUNT, 12},
    {"12.0", MATURITY_UNIT_COUNT, 12},       {"999999999", MATURITY_UNIT_COUNT, 999999999},
    {"36h", MATURITY_UNIT_DURATION, 129600}, {"1h30m", MATURITY_UNIT_DURATION, 5400},
};

START_TEST(a_quantity_is_a_share_a_count_or_a_duration)
{
    enum maturity_unit unit = MATURITY_UNIT_COUNT;
    int64_t value = -1;
    ck_assert(maturity_quantity_parse(plim_str_from(quantities[_i].text), &unit, &value));
    ck_assert_int_eq(unit, quantities[_i].unit);
    ck_assert_int_eq(value, quantities[_i].value);
}
END_TEST

static const char *const no_quantities[] = {
    "", "%", ".5%", "5.%", "1.2.3%", "5%%", "x", "1e3", "-5", "1.5", "1000000000", "99999999d",
};

START_TEST(what_is_no_quantity_leaves_the_outputs_alone)
{
    enum maturity_unit unit = MATURITY_UNIT_DURATION;
    int64_t value = 42;
    ck_assert(!maturity_quantity_parse(plim_str_from(no_quantities[_i]), &unit, &value));
    ck_assert_int_eq(unit, MATURITY_UNIT_DURATION);
    ck_assert_int_eq(value, 42);
}
END_TEST

static const struct {
    const char *yaml;
    const char *text;
    bool is_below;
    bool is_strict;
    enum maturity_unit unit;
    int64_t value;
} thresholds[] = {
    {"'>= 95%'", ">= 95%", false, false, MATURITY_UNIT_RATIO, 950},
    {"'>=95%'", ">=95%", false, false, MATURITY_UNIT_RATIO, 950},
    {"'> 50.5%'", "> 50.5%", false, true, MATURITY_UNIT_RATIO, 505},
    {"'<= 24h'", "<= 24h", true, false, MATURITY_UNIT_DURATION, 86400},
    {"'< 3'", "< 3", true, true, MATURITY_UNIT_COUNT, 3},
    /* an equality has a direction: at least the whole, at most nothing */
    {"'== 100%'", "== 100%", false, false, MATURITY_UNIT_RATIO, 1000},
    {"'== 0'", "== 0", true, false, MATURITY_UNIT_COUNT, 0},
    {"'== 0%'", "== 0%", true, false, MATURITY_UNIT_RATIO, 0},
};

START_TEST(a_threshold_has_a_direction_a_unit_and_the_text_it_was_written_as)
{
    struct maturity_threshold found = {0};
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    struct value_node map = read_map(&fixture, thresholds[_i].yaml);
    plim_assert_ok(maturity_threshold_read(&map, "key", &found, &fixture.err), &fixture.err);
    ck_assert(found.is_set);
    ck_assert_int_eq(found.is_below, thresholds[_i].is_below);
    ck_assert_int_eq(found.is_strict, thresholds[_i].is_strict);
    ck_assert_int_eq(found.unit, thresholds[_i].unit);
    ck_assert_int_eq(found.value, thresholds[_i].value);
    ck_assert(plim_str_is(found.text, thresholds[_i].text));
}
END_TEST

START_TEST(a_title_is_trimmed_and_counted_in_characters)
{
    struct plim_str title = {0};
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    struct value_node map =
        read_map(&fixture, "'  " TEN TEN TEN TEN TEN TEN TEN "012345678\xc3\xa4  '");
    plim_assert_ok(maturity_title_read(&map, "key", &title, &fixture.err), &fixture.err);
    ck_assert_uint_eq(title.len, MATURITY_TITLE_MAX + 1);
    ck_assert(plim_str_ends(title, PLIM_STR("8\xc3\xa4")));
}
END_TEST

START_TEST(a_bare_date_is_a_day_and_a_time_is_not)
{
    struct maturity_date day = {0};
    struct maturity_date time = {0};
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    struct value_node day_map = read_map(&fixture, "'2026-04-15'");
    struct value_node time_map = read_map(&fixture, "'2026-04-15T06:00:00Z'");
    plim_assert_ok(maturity_date_read(&day_map, "key", &day, &fixture.err), &fixture.err);
    plim_assert_ok(maturity_date_read(&time_map, "key", &time, &fixture.err), &fixture.err);
    ck_assert(day.is_day);
    ck_assert(!time.is_day);
    ck_assert_int_eq(time.time, FIXTURE_NOW);
    ck_assert_int_eq(day.time, FIXTURE_NOW - (int64_t)6 * 3600);
}
END_TEST

START_TEST(what_is_absent_or_null_keeps_what_the_output_had)
{
    struct plim_str title = PLIM_STR("before");
    struct maturity_threshold threshold = {.value = 42};
    int64_t seconds = 42;
    int share = 42;
    PLIM_CLEANUP(fixture_release) struct fixture fixture;
    fixture_setup(&fixture);
    struct value_node map = read_map(&fixture, "null");
    plim_assert_ok(maturity_title_read(&map, "key", &title, &fixture.err), &fixture.err);
    plim_assert_ok(maturity_share_read(&map, "key", &share, &fixture.err), &fixture.err);
    plim_assert_ok(maturity_duration_read(&map, "other", &seconds, &fixture.err), &fixture.err);
    plim_assert_ok(maturity_threshold_read(&map, "other", &threshold, &fixture.err), &fixture.err);
    ck_assert(plim_str_is(title, "before") && share == 42 && seconds == 42);
    ck_assert(!threshold.is_set && threshold.value == 42);
    ck_assert(maturity_flag_read(&map, "key", true));
}
END_TEST

static void add_cases(TCase *tcase)
{
    tcase_add_loop_test(tcase, an_id_is_lower_case_and_at_most_64_bytes, 0, PLIM_LEN(ids));
    tcase_add_loop_test(tcase, what_is_not_of_the_form_is_refused_with_its_place, 0,
                        PLIM_LEN(refusals));
    tcase_add_loop_test(tcase, a_list_of_ids_names_each_once_and_the_place_of_what_is_wrong, 0,
                        PLIM_LEN(bad_lists));
    tcase_add_loop_test(tcase, a_quantity_is_a_share_a_count_or_a_duration, 0,
                        PLIM_LEN(quantities));
    tcase_add_loop_test(tcase, what_is_no_quantity_leaves_the_outputs_alone, 0,
                        PLIM_LEN(no_quantities));
    tcase_add_loop_test(tcase, a_threshold_has_a_direction_a_unit_and_the_text_it_was_written_as, 0,
                        PLIM_LEN(thresholds));
    tcase_add_test(tcase, a_title_is_trimmed_and_counted_in_characters);
    tcase_add_test(tcase, a_bare_date_is_a_day_and_a_time_is_not);
    tcase_add_test(tcase, what_is_absent_or_null_keeps_what_the_output_had);
}

PLIM_CHECK_MAIN("maturity.scalar", add_cases)
