#include "base/clock.h"

#include "scalar_priv.h"

enum { ID_BYTES_MAX = 64 };

/* Far above any real figure, far below where products of two overflow. */
static const int64_t quantity_max = 1000000000;

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

bool maturity_id_is_valid(struct plim_str text)
{
    if (text.len == 0 || text.len > ID_BYTES_MAX || text.text[0] == '.' || text.text[0] == '-')
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.text[i];
        if (!is_digit(byte) && !(byte >= 'a' && byte <= 'z') && byte != '.' && byte != '-')
            return false;
    }
    return true;
}

static enum plim_code check_id(const struct value_node *node, struct plim_str *id_out,
                               struct plim_err *err)
{
    if (!value_is(node->value, VALUE_STRING))
        return value_node_fail(err, node, "expected an id, found %s",
                               value_kind_name(node->value ? node->value->kind : VALUE_NULL));
    struct plim_str id = value_str(node->value);
    if (!maturity_id_is_valid(id))
        return value_node_fail(err, node,
                               "'%.*s' is not an id: lower-case letters, digits, '.' and '-', at "
                               "most %d",
                               PLIM_STR_ARG(id), ID_BYTES_MAX);
    *id_out = id;
    return PLIM_OK;
}

static bool is_absent(const struct value_node *node)
{
    return !node->value || node->value->kind == VALUE_NULL;
}

enum plim_code maturity_id_read(const struct value_node *map, const char *key,
                                struct plim_str *id_out, struct plim_err *err)
{
    struct value_node node = value_node_get(map, key);
    return is_absent(&node) ? PLIM_OK : check_id(&node, id_out, err);
}

static size_t count_characters(struct plim_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += ((unsigned char)text.text[i] & 0xC0U) != 0x80U;
    return count;
}

enum plim_code maturity_title_read(const struct value_node *map, const char *key,
                                   struct plim_str *title_out, struct plim_err *err)
{
    struct value_node node = value_node_get(map, key);
    if (is_absent(&node))
        return PLIM_OK;
    struct plim_str title = plim_str_trim(value_str(node.value));
    size_t count = count_characters(title);
    if (count == 0)
        return value_node_fail(err, &node, "'%s' is empty", key);
    if (count > MATURITY_TITLE_MAX)
        return value_node_fail(err, &node, "'%s' has %zu characters, at most %d are allowed", key,
                               count, MATURITY_TITLE_MAX);
    *title_out = title;
    return PLIM_OK;
}

/* Digits with at most one decimal, in tenths. */
static bool parse_tenths(struct plim_str text, int64_t *tenths_out)
{
    struct plim_str rest = text;
    struct plim_str whole;
    bool has_point = plim_str_cut(&rest, '.', &whole);
    if (whole.len == 0 || whole.len > 9 || (has_point && rest.len != 1))
        return false;
    int64_t number = 0;
    for (size_t i = 0; i < whole.len; i++) {
        if (!is_digit(whole.text[i]))
            return false;
        number = number * 10 + (whole.text[i] - '0');
    }
    if (has_point && !is_digit(rest.text[0]))
        return false;
    *tenths_out = number * 10 + (has_point ? rest.text[0] - '0' : 0);
    return true;
}

bool maturity_quantity_parse(struct plim_str text, enum maturity_unit *unit_out, int64_t *value_out)
{
    struct plim_err ignored = {0};
    struct plim_str number = text;
    int64_t value = 0;
    enum maturity_unit unit = MATURITY_UNIT_COUNT;
    if (plim_str_ends(text, PLIM_STR("%"))) {
        number.len--;
        unit = MATURITY_UNIT_RATIO;
        if (!parse_tenths(number, &value))
            return false;
    } else if (text.len > 0 && is_digit(text.text[text.len - 1])) {
        if (!parse_tenths(number, &value) || value % 10 != 0)
            return false;
        value /= 10;
    } else {
        unit = MATURITY_UNIT_DURATION;
        if (plim_duration_parse(text, &value, &ignored) != PLIM_OK)
            return false;
    }
    if (value < 0 || value > quantity_max)
        return false;
    *unit_out = unit;
    *value_out = value;
    return true;
}

enum plim_code maturity_share_read(const struct value_node *map, const char *key, int *share_out,
                                   struct plim_err *err)
{
    struct value_node node = value_node_get(map, key);
    if (is_absent(&node))
        return PLIM_OK;
    struct plim_str text = value_str(node.value);
    enum maturity_unit unit = MATURITY_UNIT_COUNT;
    int64_t share = 0;
    if (!maturity_quantity_parse(text, &unit, &share) || unit != MATURITY_UNIT_RATIO ||
        share > MATURITY_WHOLE)
        return value_node_fail(err, &node,
                               "'%.*s' is not a share from 0%% to 100%% with at most one decimal",
                               PLIM_STR_ARG(text));
    *share_out = (int)share;
    return PLIM_OK;
}

enum plim_code maturity_duration_read(const struct value_node *map, const char *key,
                                      int64_t *seconds_out, struct plim_err *err)
{
    struct value_node node = value_node_get(map, key);
    if (is_absent(&node))
        return PLIM_OK;
    struct plim_str text = value_str(node.value);
    struct plim_err why = {0};
    int64_t seconds = 0;
    if (plim_duration_parse(text, &seconds, &why) != PLIM_OK)
        return value_node_fail(err, &node, "%s", why.msg);
    if (seconds <= 0 || seconds > quantity_max * 10)
        return value_node_fail(err, &node, "duration '%.*s' is not above zero, or too long",
                               PLIM_STR_ARG(text));
    *seconds_out = seconds;
    return PLIM_OK;
}

enum plim_code maturity_date_read(const struct value_node *map, const char *key,
                                  struct maturity_date *date_out, struct plim_err *err)
{
    enum { DATE_BYTES = sizeof("2026-04-15") - 1 };
    struct value_node node = value_node_get(map, key);
    if (is_absent(&node))
        return PLIM_OK;
    struct plim_str text = value_str(node.value);
    struct plim_err why = {0};
    struct maturity_date date = {.is_day = text.len == DATE_BYTES};
    if (plim_time_parse(text, &date.time, &why) != PLIM_OK)
        return value_node_fail(err, &node, "%s", why.msg);
    *date_out = date;
    return PLIM_OK;
}

/* The comparison at the start of `text`; moves `text` behind it. */
static bool cut_comparison(struct plim_str *text, struct maturity_threshold *threshold,
                           bool *is_equal)
{
    static const struct {
        const char *sign;
        bool below;
        bool strict;
        bool equal;
    } signs[] = {{">=", false, false, false},
                 {"<=", true, false, false},
                 {"==", false, false, true},
                 {">", false, true, false},
                 {"<", true, true, false}};
    for (size_t i = 0; i < PLIM_LEN(signs); i++) {
        struct plim_str sign = plim_str_from(signs[i].sign);
        if (!plim_str_starts(*text, sign))
            continue;
        threshold->is_below = signs[i].below;
        threshold->is_strict = signs[i].strict;
        *is_equal = signs[i].equal;
        *text = plim_str_trim((struct plim_str){text->text + sign.len, text->len - sign.len});
        return true;
    }
    return false;
}

enum plim_code maturity_threshold_read(const struct value_node *map, const char *key,
                                       struct maturity_threshold *threshold_out,
                                       struct plim_err *err)
{
    struct value_node node = value_node_get(map, key);
    if (is_absent(&node))
        return PLIM_OK;
    struct maturity_threshold threshold = {.is_set = true, .text = value_str(node.value)};
    struct plim_str rest = plim_str_trim(threshold.text);
    bool is_equal = false;
    if (!cut_comparison(&rest, &threshold, &is_equal) ||
        !maturity_quantity_parse(rest, &threshold.unit, &threshold.value))
        return value_node_fail(err, &node,
                               "threshold '%.*s' is not a comparison such as '>= 95%%', '== 0' or "
                               "'<= 24h'",
                               PLIM_STR_ARG(threshold.text));
    bool is_whole = threshold.unit == MATURITY_UNIT_RATIO && threshold.value == MATURITY_WHOLE;
    if (is_equal && !is_whole && threshold.value != 0)
        return value_node_fail(
            err, &node, "threshold '%.*s': '==' goes with 0 and 100%% only; say '>=' or '<='",
            PLIM_STR_ARG(threshold.text));
    if (is_equal)
        threshold.is_below = !is_whole;
    *threshold_out = threshold;
    return PLIM_OK;
}

enum plim_code maturity_integer_read(const struct value_node *map, const char *key,
                                     struct maturity_bounds bounds, int64_t *number_out,
                                     struct plim_err *err)
{
    struct value_node node = value_node_get(map, key);
    if (is_absent(&node))
        return PLIM_OK;
    int64_t number = value_int_or(node.value, bounds.min - 1);
    if (number < bounds.min || number > bounds.max)
        return value_node_fail(err, &node, "'%s' must be a whole number from %lld to %lld", key,
                               (long long)bounds.min, (long long)bounds.max);
    *number_out = number;
    return PLIM_OK;
}

bool maturity_flag_read(const struct value_node *map, const char *key, bool otherwise)
{
    struct value_node node = value_node_get(map, key);
    return value_bool_or(node.value, otherwise);
}

enum plim_code maturity_ids_read(struct plim_arena *arena, const struct value_node *map,
                                 const char *key, struct maturity_refs *refs_out,
                                 struct plim_err *err)
{
    struct value_node list = value_node_get(map, key);
    size_t len = value_node_len(&list);
    struct plim_str *ids = plim_arena_array(arena, len, sizeof(*ids));
    for (size_t i = 0; i < len; i++) {
        struct value_node item = value_node_at(&list, i);
        if (check_id(&item, &ids[i], err) != PLIM_OK)
            return err->code;
        for (size_t k = 0; k < i; k++) {
            if (plim_str_equal(ids[k], ids[i]))
                return value_node_fail(err, &item, "'%.*s' stands twice", PLIM_STR_ARG(ids[i]));
        }
    }
    *refs_out = (struct maturity_refs){.ids = ids, .len = len, .node = list};
    return PLIM_OK;
}
