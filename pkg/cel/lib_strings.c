/* Text functions of the specification: size, contains, startsWith, endsWith, matches. */
#include <string.h>

#include "library.h"
#include "pattern.h"
#include "text.h"
#include "utf8.h"

static struct value size(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    switch (args[0].kind) {
    case VALUE_STRING:
        return value_int((int64_t)cel_utf8_count(value_str(&args[0])));
    case VALUE_BYTES:
    case VALUE_LIST:
    case VALUE_MAP:
        return value_int(args[0].len);
    default:
        return cel_no_overload();
    }
}

static struct value contains(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_bool(cel_text_find(value_str(&args[0]), value_str(&args[1])) != SIZE_MAX);
}

static struct value starts_with(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_bool(plim_str_starts(value_str(&args[0]), value_str(&args[1])));
}

static struct value ends_with(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)frame;
    (void)len;
    return value_bool(plim_str_ends(value_str(&args[0]), value_str(&args[1])));
}

static struct value matches(struct cel_frame *frame, const struct value *args, size_t len)
{
    (void)len;
    struct value failure;
    const struct cel_pattern *pattern = cel_pattern_of(frame, &args[1], &failure);
    return pattern ? value_bool(cel_pattern_matches(pattern, args[0].text, args[0].len)) : failure;
}

static const struct cel_function functions[] = {
    {"size", "(bytes) -> int", size, CEL_COST_ONE, CEL_FUNCTION_CHECKS, 0,
     "code points, bytes, items or entries"},
    {"size", "bytes.() -> int", size, CEL_COST_ONE, CEL_FUNCTION_CHECKS, 0, NULL},
    {"size", "(list(T)) -> int", size, CEL_COST_ONE, CEL_FUNCTION_CHECKS, 0, NULL},
    {"size", "list(T).() -> int", size, CEL_COST_ONE, CEL_FUNCTION_CHECKS, 0, NULL},
    {"size", "(map(K, V)) -> int", size, CEL_COST_ONE, CEL_FUNCTION_CHECKS, 0, NULL},
    {"size", "map(K, V).() -> int", size, CEL_COST_ONE, CEL_FUNCTION_CHECKS, 0, NULL},
    {"size", "(string) -> int", size, CEL_COST_ONE, CEL_FUNCTION_CHECKS, 0, NULL},
    {"size", "string.() -> int", size, CEL_COST_ONE, CEL_FUNCTION_CHECKS, 0, NULL},
    {"contains", "string.(string) -> bool", contains, CEL_COST_CONTAINS, 0, 0,
     "the text is somewhere in it"},
    {"startsWith", "string.(string) -> bool", starts_with, CEL_COST_AFFIX, 0, 0,
     "it begins with the text"},
    {"endsWith", "string.(string) -> bool", ends_with, CEL_COST_AFFIX, 0, 0,
     "it ends with the text"},
    {"matches", "(string, string) -> bool", matches, CEL_COST_MATCH_FUNCTION, CEL_FUNCTION_PATTERN,
     0, "the pattern (RE2) matches somewhere in it"},
    {"matches", "string.(string) -> bool", matches, CEL_COST_MATCH, CEL_FUNCTION_PATTERN, 0, NULL},
};

const struct cel_functions cel_functions_text = {functions, PLIM_LEN(functions)};
