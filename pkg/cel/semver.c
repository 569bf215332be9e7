#include "semver.h"

#include <ctype.h>
#include <string.h>

static bool all_digits(struct plim_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!isdigit((unsigned char)text.text[i]))
            return false;
    return true;
}

/* The words for "1x" and "01" in the place of a number. */
struct fault_words {
    const char *character;
    const char *zeroes;
};

static const struct fault_words words[] = {
    {"Invalid character(s) found in major number", "Major number must not contain leading zeroes"},
    {"Invalid character(s) found in minor number", "Minor number must not contain leading zeroes"},
    {"Invalid character(s) found in patch number", "Patch number must not contain leading zeroes"},
    {"Invalid character(s) found in prerelease",
     "Numeric PreRelease version must not contain leading zeroes"},
    {"Invalid character(s) found in build meta data", NULL},
};
enum { WORDS_PRERELEASE = 3, WORDS_BUILD };

static const char *parse_number(struct plim_str text, const struct fault_words *fault,
                                uint64_t *number_out)
{
    uint64_t number = 0;
    if (text.len == 0 || !all_digits(text))
        return fault->character;
    if (text.len > 1 && text.text[0] == '0')
        return fault->zeroes;
    for (size_t i = 0; i < text.len; i++)
        if (__builtin_mul_overflow(number, (uint64_t)10, &number) ||
            __builtin_add_overflow(number, (uint64_t)(text.text[i] - '0'), &number))
            return "value out of range";
    *number_out = number;
    return NULL;
}

/* Identifiers between dots; numeric ones of a prerelease are numbers without leading zeros. */
static const char *check_identifiers(struct plim_str text, const struct fault_words *fault,
                                     struct plim_str *at_out)
{
    bool more = true;
    bool numbers = fault == &words[WORDS_PRERELEASE];
    while (more) {
        struct plim_str part;
        uint64_t number = 0;
        more = plim_str_cut(&text, '.', &part);
        *at_out = part;
        if (part.len == 0)
            return numbers ? "Prerelease is empty" : "Build meta data is empty";
        for (size_t i = 0; i < part.len; i++)
            if (!isalnum((unsigned char)part.text[i]) && part.text[i] != '-')
                return fault->character;
        const char *why = numbers && all_digits(part) ? parse_number(part, fault, &number) : NULL;
        if (why)
            return why;
    }
    return NULL;
}

const char *cel_semver_parse(struct plim_str text, struct cel_semver *version_out,
                             struct plim_str *at_out)
{
    struct cel_semver version = {0};
    struct plim_str parts[3];
    struct plim_str rest = text;
    *at_out = (struct plim_str){0};
    if (text.len == 0)
        return "Version string empty";
    if (!plim_str_cut(&rest, '.', &parts[0]) || !plim_str_cut(&rest, '.', &parts[1]))
        return "No Major.Minor.Patch elements found";
    struct plim_str build = rest;
    bool has_build = plim_str_cut(&build, '+', &rest);
    version.prerelease = rest;
    bool has_prerelease = plim_str_cut(&version.prerelease, '-', &parts[2]);
    const char *why = NULL;
    for (size_t i = 0; i < PLIM_LEN(parts) && !why; i++) {
        *at_out = parts[i];
        why = parse_number(parts[i], &words[i], &version.numbers[i]);
    }
    if (!why && has_prerelease)
        why = check_identifiers(version.prerelease, &words[WORDS_PRERELEASE], at_out);
    if (!why && has_build)
        why = check_identifiers(build, &words[WORDS_BUILD], at_out);
    if (!why)
        *version_out = version;
    return why;
}

static struct plim_str without_zeros(struct plim_arena *arena, struct plim_str part)
{
    if (part.len < 2)
        return part;
    while (part.len > 0 && part.text[0] == '0')
        part = (struct plim_str){part.text + 1, part.len - 1};
    if (part.len > 0 && isdigit((unsigned char)part.text[0]))
        return part;
    return plim_str_from(plim_arena_printf(arena, "0%.*s", PLIM_STR_ARG(part)));
}

const char *cel_semver_parse_loosely(struct plim_arena *arena, struct plim_str text,
                                     struct cel_semver *version_out, struct plim_str *at_out)
{
    *at_out = (struct plim_str){0};
    struct plim_str parts[3] = {PLIM_STR("0"), PLIM_STR("0"), PLIM_STR("0")};
    size_t count = 1;
    if (text.len > 0 && text.text[0] == 'v')
        text = (struct plim_str){text.text + 1, text.len - 1};
    if (plim_str_cut(&text, '.', &parts[0])) {
        parts[1] = text;
        count = 2;
        struct plim_str rest = text;
        if (plim_str_cut(&rest, '.', &parts[1])) {
            parts[2] = rest;
            count = 3;
        }
    }
    for (size_t i = 0; i < count; i++)
        parts[i] = without_zeros(arena, parts[i]);
    const struct plim_str *last = &parts[count - 1];
    for (size_t i = 0; count < 3 && i < last->len; i++)
        if (last->text[i] == '+' || last->text[i] == '-')
            return "Short version cannot contain PreRelease/Build meta data";
    const char *full = plim_arena_printf(arena, "%.*s.%.*s.%.*s", PLIM_STR_ARG(parts[0]),
                                         PLIM_STR_ARG(parts[1]), PLIM_STR_ARG(parts[2]));
    return cel_semver_parse(plim_str_from(full), version_out, at_out);
}

static int compare_identifiers(struct plim_str left, struct plim_str right)
{
    uint64_t a = 0;
    uint64_t b = 0;
    bool left_number = all_digits(left) && !parse_number(left, &words[WORDS_PRERELEASE], &a);
    bool right_number = all_digits(right) && !parse_number(right, &words[WORDS_PRERELEASE], &b);
    if (left_number != right_number)
        return left_number ? -1 : 1;
    return left_number ? (a > b) - (a < b) : plim_str_compare(left, right);
}

static int compare_prereleases(struct plim_str left, struct plim_str right)
{
    if (left.len == 0 || right.len == 0)
        return (left.len == 0) - (right.len == 0);
    for (;;) {
        struct plim_str a;
        struct plim_str b;
        bool more_left = plim_str_cut(&left, '.', &a);
        bool more_right = plim_str_cut(&right, '.', &b);
        int order = compare_identifiers(a, b);
        if (order != 0)
            return order;
        if (!more_left || !more_right)
            return more_left - more_right;
    }
}

int cel_semver_compare(const struct cel_semver *left, const struct cel_semver *right)
{
    for (size_t i = 0; i < PLIM_LEN(left->numbers); i++)
        if (left->numbers[i] != right->numbers[i])
            return left->numbers[i] < right->numbers[i] ? -1 : 1;
    int order = compare_prereleases(left->prerelease, right->prerelease);
    return (order > 0) - (order < 0);
}
