/*
 * Kyverno's functions of JMESPath. What is not here but in Kyverno is unknown.
 * Source: Kyverno 1.19 pkg/engine/jmespath/functions.go, arithmetic.go.
 */
#include <math.h>
#include <string.h>

#include "base/base64.h"
#include "base/buf.h"
#include "base/defs.h"
#include "base/hash.h"
#include "cel/program.h"
#include "value/build.h"
#include "value/json.h"

#include "precondition.h"

struct call {
    const struct admission_preconditions *preconditions;
    struct plim_arena *arena;
    struct plim_str name;
    const struct value *args;
    struct value result;
    struct plim_err *err;
};

typedef enum plim_code function(struct call *call);

static enum plim_code fail(const struct call *call, const char *why)
{
    return plim_err_set(call->err, PLIM_INVALID, "JMESPath function '%.*s': %s",
                        PLIM_STR_ARG(call->name), why);
}

/* It is there, but what it would give here is not. */
static enum plim_code give_unknown(struct call *call, const char *why)
{
    call->result = value_unknown(
        plim_str_from(plim_arena_printf(call->arena, "%.*s() %s", PLIM_STR_ARG(call->name), why)));
    return PLIM_OK;
}

static struct plim_str text_of(const struct call *call, size_t index)
{
    return value_str(&call->args[index]);
}

static double number_of(const struct call *call, size_t index)
{
    double number = 0;
    (void)admission_go_number(&call->args[index], &number);
    return number;
}

static enum plim_code give_text(struct call *call, const struct plim_buf *buf)
{
    call->result = value_string(plim_buf_str(buf));
    return PLIM_OK;
}

static bool is_ascii(struct plim_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((unsigned char)text.text[i] >= 0x80)
            return false;
    }
    return true;
}

/* ---- Texts */

static struct plim_str in_case(const struct call *call, struct plim_str text, char first, int by)
{
    char *copy = plim_arena_copy(call->arena, text.text, text.len);
    for (size_t i = 0; i < text.len; i++) {
        if (copy[i] >= first && copy[i] < first + 26)
            copy[i] = (char)(copy[i] + by);
    }
    return (struct plim_str){copy, text.len};
}

static enum plim_code to_upper(struct call *call)
{
    if (!is_ascii(text_of(call, 0)))
        return give_unknown(call, "of other letters than ASCII's is not evaluated");
    call->result = value_string(in_case(call, text_of(call, 0), 'a', 'A' - 'a'));
    return PLIM_OK;
}

static enum plim_code to_lower(struct call *call)
{
    if (!is_ascii(text_of(call, 0)))
        return give_unknown(call, "of other letters than ASCII's is not evaluated");
    call->result = value_string(in_case(call, text_of(call, 0), 'A', 'a' - 'A'));
    return PLIM_OK;
}

static enum plim_code equal_fold(struct call *call)
{
    if (!is_ascii(text_of(call, 0)) || !is_ascii(text_of(call, 1)))
        return give_unknown(call, "of other letters than ASCII's is not evaluated");
    call->result = value_bool(plim_str_equal(in_case(call, text_of(call, 0), 'A', 'a' - 'A'),
                                             in_case(call, text_of(call, 1), 'A', 'a' - 'A')));
    return PLIM_OK;
}

static size_t letter_bytes(struct plim_str text, size_t at)
{
    size_t len = 1;
    while (at + len < text.len && ((unsigned char)text.text[at + len] & 0xC0) == 0x80)
        len++;
    return len;
}

/* Where the part begins, from `at` on; the length of the text when nowhere. */
static size_t find(struct plim_str text, size_t at, struct plim_str part)
{
    while (at < text.len &&
           !plim_str_starts((struct plim_str){text.text + at, text.len - at}, part))
        at++;
    return at < text.len ? at : text.len;
}

/* most: negative for all. An empty part stands before each letter and at the end. */
static enum plim_code replace_some(struct call *call, double most)
{
    struct plim_str text = text_of(call, 0);
    struct plim_str part = text_of(call, 1);
    struct plim_buf buf = {.arena = call->arena};
    size_t at = 0;
    bool all = most < 0;
    if (part.len == 0)
        return give_unknown(call, "of an empty text is not evaluated");
    while (at < text.len) {
        size_t found = all || most >= 1 ? find(text, at, part) : text.len;
        plim_buf_append(&buf, text.text + at, found - at);
        at = found;
        if (found == text.len)
            break;
        plim_buf_append_str(&buf, text_of(call, 2));
        at += part.len;
        most -= 1;
    }
    return give_text(call, &buf);
}

static enum plim_code replace(struct call *call)
{
    return replace_some(call, number_of(call, 3));
}

static enum plim_code replace_all(struct call *call)
{
    return replace_some(call, -1);
}

static enum plim_code split(struct call *call)
{
    struct plim_str text = text_of(call, 0);
    struct plim_str by = text_of(call, 1);
    struct value_list_builder list = {.arena = call->arena};
    size_t at = 0;
    while (by.len == 0 && at < text.len) {
        size_t len = letter_bytes(text, at);
        value_list_add(&list, value_string((struct plim_str){text.text + at, len}));
        at += len;
    }
    while (by.len > 0 && at <= text.len) {
        size_t end = find(text, at, by);
        value_list_add(&list, value_string((struct plim_str){text.text + at, end - at}));
        at = end == text.len ? text.len + 1 : end + by.len;
    }
    call->result = value_list_finish(&list);
    return PLIM_OK;
}

static bool is_among(struct plim_str letters, char letter)
{
    return letters.len > 0 && memchr(letters.text, letter, letters.len) != NULL;
}

static enum plim_code trim(struct call *call)
{
    struct plim_str text = text_of(call, 0);
    if (!is_ascii(text_of(call, 1)))
        return give_unknown(call, "of other letters than ASCII's is not evaluated");
    while (text.len > 0 && is_among(text_of(call, 1), text.text[0]))
        text = (struct plim_str){text.text + 1, text.len - 1};
    while (text.len > 0 && is_among(text_of(call, 1), text.text[text.len - 1]))
        text.len--;
    call->result = value_string(text);
    return PLIM_OK;
}

static enum plim_code trim_prefix(struct call *call)
{
    struct plim_str text = text_of(call, 0);
    size_t len = text_of(call, 1).len;
    if (plim_str_starts(text, text_of(call, 1)))
        text = (struct plim_str){text.text + len, text.len - len};
    call->result = value_string(text);
    return PLIM_OK;
}

static enum plim_code cut(struct call *call)
{
    struct plim_str text = text_of(call, 0);
    double most = number_of(call, 1);
    size_t at = 0;
    for (size_t count = 1; (double)count <= most && at < text.len; count++)
        at += letter_bytes(text, at);
    call->result = value_string((struct plim_str){text.text, at});
    return PLIM_OK;
}

static enum plim_code regex_match(struct call *call)
{
    const struct value pattern = call->args[0];
    const struct value text = value_string(admission_go_print(&call->args[1], call->arena));
    const struct value *const values[] = {&text, &pattern};
    const struct cel_bindings bindings = {.values = values, .len = PLIM_LEN(values)};
    call->result = cel_eval(call->preconditions->matches, &bindings, call->arena, NULL);
    return value_is(&call->result, VALUE_BOOL) ? PLIM_OK : fail(call, "error parsing regexp");
}

static enum plim_code pattern_match(struct call *call)
{
    call->result = value_bool(
        plim_str_matches_glob(admission_go_print(&call->args[1], call->arena), text_of(call, 0)));
    return PLIM_OK;
}

static enum plim_code to_boolean(struct call *call)
{
    struct plim_str text = in_case(call, text_of(call, 0), 'A', 'a' - 'A');
    if (!plim_str_is(text, "true") && !plim_str_is(text, "false"))
        return fail(call, plim_arena_printf(
                              call->arena,
                              "lowercase argument must be 'true' or 'false' (provided: '%.*s')",
                              PLIM_STR_ARG(text_of(call, 0))));
    call->result = value_bool(plim_str_is(text, "true"));
    return PLIM_OK;
}

static enum plim_code base64_decode(struct call *call)
{
    struct plim_buf buf = {.arena = call->arena};
    struct plim_err err = {0};
    if (plim_base64_decode(text_of(call, 0), &buf, &err) != PLIM_OK)
        return fail(call, "illegal base64 data");
    return give_text(call, &buf);
}

static enum plim_code base64_encode(struct call *call)
{
    struct plim_buf buf = {.arena = call->arena};
    plim_base64_encode(text_of(call, 0), &buf);
    return give_text(call, &buf);
}

static enum plim_code digest(struct call *call)
{
    char text[PLIM_SHA256_TEXT_BYTES];
    struct plim_str of = text_of(call, 0);
    const char *found = plim_str_is(call->name, "sha256") ? plim_sha256_text(of.text, of.len, text)
                        : plim_str_is(call->name, "sha1") ? plim_sha1_text(of.text, of.len, text)
                                                          : plim_md5_text(of.text, of.len, text);
    call->result = value_string_c(plim_arena_printf(call->arena, "%s", found));
    return PLIM_OK;
}

static enum plim_code parse_json(struct call *call)
{
    struct plim_err err = {0};
    if (value_json_read(call->arena, text_of(call, 0), &call->result, &err) != PLIM_OK)
        return fail(call, err.msg);
    return PLIM_OK;
}

static enum plim_code semver_compare(struct call *call)
{
    bool is_met = false;
    if (plim_str_contains(text_of(call, 1), PLIM_STR("x")))
        return give_unknown(call, "of a range with x is not evaluated");
    if (!admission_version_range_has(text_of(call, 1), text_of(call, 0), &is_met))
        return fail(call, "could not parse the range");
    call->result = value_bool(is_met);
    return PLIM_OK;
}

/* ---- Numbers */

static enum plim_code calculate(struct call *call)
{
    double one = 0;
    double other = 0;
    char operation = call->name.text[0];
    if (!admission_go_number(&call->args[0], &one) || !admission_go_number(&call->args[1], &other))
        return give_unknown(call, "of quantities and durations is not evaluated");
    if ((operation == 'd' || plim_str_is(call->name, "modulo")) && fpclassify(other) == FP_ZERO)
        return fail(call, "Zero divisor passed");
    if (operation == 'a')
        call->result = value_double(one + other);
    else if (operation == 's')
        call->result = value_double(one - other);
    else if (operation == 'd')
        call->result = value_double(one / other);
    else if (plim_str_is(call->name, "multiply"))
        call->result = value_double(one * other);
    else if (trunc(one) < one || trunc(one) > one || trunc(other) < other || trunc(other) > other)
        return fail(call, "Non-integer argument(s) passed for modulo");
    else
        call->result = value_double(fmod(one, other));
    return PLIM_OK;
}

static enum plim_code sum(struct call *call)
{
    double total = 0;
    double number = 0;
    if (value_len(&call->args[0]) == 0)
        return fail(call, "at least one element in the array is required");
    for (size_t i = 0; i < value_len(&call->args[0]); i++) {
        if (!admission_go_number(value_at(&call->args[0], i), &number))
            return give_unknown(call, "of quantities and durations is not evaluated");
        total += number;
    }
    call->result = value_double(total);
    return PLIM_OK;
}

static enum plim_code round_to(struct call *call)
{
    double digits = number_of(call, 1);
    if (digits < 0 || trunc(digits) < digits)
        return fail(call, "Non-integer or negative digits passed");
    double shift = pow(10, digits);
    call->result = value_double(round(number_of(call, 0) * shift) / shift);
    return PLIM_OK;
}

/* ---- Maps and lists */

static enum plim_code label_match(struct call *call)
{
    const struct value *labels = &call->args[0];
    call->result = value_bool(true);
    for (uint32_t i = 0; i < labels->len; i++) {
        const struct value *has = value_get_str(&call->args[1], value_str(&labels->entries[i].key));
        if (has == NULL || !value_equal(has, &labels->entries[i].value))
            call->result = value_bool(false);
    }
    return PLIM_OK;
}

static enum plim_code lookup(struct call *call)
{
    const struct value *found = NULL;
    double index = -1;
    if (value_is(&call->args[0], VALUE_MAP)) {
        if (!value_is(&call->args[1], VALUE_STRING))
            return fail(call, "argument #2 is not of type String");
        found = value_get_str(&call->args[0], text_of(call, 1));
    } else {
        if (!admission_go_number(&call->args[1], &index) || trunc(index) < index)
            return fail(call, "argument #2 is not of type Number");
        if (index >= 0 && index < (double)value_len(&call->args[0]))
            found = value_at(&call->args[0], (size_t)index);
    }
    call->result = found != NULL ? *found : value_null();
    return PLIM_OK;
}

static enum plim_code object_from_lists(struct call *call)
{
    struct value_map_builder map = {.arena = call->arena};
    for (size_t i = 0; i < value_len(&call->args[0]); i++) {
        const struct value *value = value_at(&call->args[1], i);
        value_map_add_str(&map, admission_go_print(value_at(&call->args[0], i), call->arena),
                          value != NULL ? *value : value_null());
    }
    call->result = value_map_finish(&map);
    return PLIM_OK;
}

/* Arguments, a letter each: s a string, n a number, a an array, o an object, t a string or number,
 * c an object or array, * anything. */
static const struct {
    const char *name;
    const char *arguments;
    function *run;
} functions[] = {
    {"add", "**", calculate},
    {"base64_decode", "s", base64_decode},
    {"base64_encode", "s", base64_encode},
    {"divide", "**", calculate},
    {"equal_fold", "ss", equal_fold},
    {"label_match", "oo", label_match},
    {"lookup", "ct", lookup},
    {"md5", "s", digest},
    {"modulo", "**", calculate},
    {"multiply", "**", calculate},
    {"object_from_lists", "aa", object_from_lists},
    {"parse_json", "s", parse_json},
    {"pattern_match", "st", pattern_match},
    {"regex_match", "st", regex_match},
    {"replace", "sssn", replace},
    {"replace_all", "sss", replace_all},
    {"round", "nn", round_to},
    {"semver_compare", "ss", semver_compare},
    {"sha1", "s", digest},
    {"sha256", "s", digest},
    {"split", "ss", split},
    {"subtract", "**", calculate},
    {"sum", "a", sum},
    {"to_boolean", "s", to_boolean},
    {"to_lower", "s", to_lower},
    {"to_upper", "s", to_upper},
    {"trim", "ss", trim},
    {"trim_prefix", "ss", trim_prefix},
    {"truncate", "sn", cut},
};

/* compare() gives an integer, which no comparison in JMESPath takes for equal to a number. */
static const char others[] =
    " compare image_normalize is_external_url items parse_yaml path_canonicalize random "
    "regex_replace_all "
    "regex_replace_all_literal time_add time_after time_before time_between time_diff time_now "
    "time_now_utc time_parse time_since time_to_cron time_truncate time_utc x509_decode ";

static bool is_other(const struct call *call)
{
    const char *word = plim_arena_printf(call->arena, " %.*s ", PLIM_STR_ARG(call->name));
    return strstr(others, word) != NULL;
}

static bool is_of(const struct value *value, char letter)
{
    double number = 0;
    switch (letter) {
    case 's':
        return value_is(value, VALUE_STRING);
    case 'n':
        return admission_go_number(value, &number);
    case 't':
        return value_is(value, VALUE_STRING) || admission_go_number(value, &number);
    case 'a':
        return value_is(value, VALUE_LIST);
    case 'o':
        return value_is(value, VALUE_MAP);
    case 'c':
        return value_is(value, VALUE_LIST) || value_is(value, VALUE_MAP);
    default:
        return true;
    }
}

static enum plim_code check_arguments(const struct call *call, const struct value *arguments,
                                      const char *wanted)
{
    if (strlen(wanted) != value_len(arguments))
        return plim_err_set(call->err, PLIM_INVALID, "incorrect number of args");
    for (size_t i = 0; i < value_len(arguments); i++) {
        if (!is_of(value_at(arguments, i), wanted[i]))
            return plim_err_set(call->err, PLIM_INVALID, "Invalid type for argument %zu of %.*s",
                                i + 1, PLIM_STR_ARG(call->name));
    }
    return PLIM_OK;
}

enum plim_code admission_kyverno_call(const struct value_jmespath_functions *caller,
                                      struct plim_arena *arena, struct plim_str name,
                                      const struct value *arguments, struct value *result_out,
                                      struct plim_err *err)
{
    const struct admission_preconditions *preconditions =
        (const void *)((const char *)caller - offsetof(struct admission_preconditions, functions));
    struct call call = {preconditions, arena, name, arguments->items, value_null(), err};
    enum plim_code code = PLIM_NOT_FOUND;
    size_t which = 0;
    while (which < PLIM_LEN(functions) && !plim_str_is(name, functions[which].name))
        which++;
    if (which < PLIM_LEN(functions)) {
        code = check_arguments(&call, arguments, functions[which].arguments);
        if (code == PLIM_OK)
            code = functions[which].run(&call);
    } else if (is_other(&call)) {
        code = give_unknown(&call, "is not evaluated");
    }
    *result_out = call.result;
    return code;
}
