#include "resource/image.h"

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_numeric(struct plim_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!is_digit(text.text[i]))
            return false;
    }
    return text.len > 0;
}

/* Without leading zeros, as semver wants: "2024.01.05" is a date. */
static bool parse_number(struct plim_str text, int64_t *number_out)
{
    enum { DIGITS_MAX = 18 };
    if (!is_numeric(text) || text.len > DIGITS_MAX || (text.len > 1 && text.text[0] == '0'))
        return false;
    int64_t number = 0;
    for (size_t i = 0; i < text.len; i++)
        number = number * 10 + (text.text[i] - '0');
    *number_out = number;
    return true;
}

static bool is_identifier(struct plim_str text, bool zeros_allowed)
{
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.text[i];
        if (!is_digit(byte) && !(byte >= 'a' && byte <= 'z') && !(byte >= 'A' && byte <= 'Z') &&
            byte != '-')
            return false;
    }
    bool leading_zero = text.len > 1 && text.text[0] == '0' && is_numeric(text);
    return text.len > 0 && (zeros_allowed || !leading_zero);
}

static bool are_identifiers(struct plim_str text, bool zeros_allowed)
{
    struct plim_str rest = text;
    struct plim_str part = {0};
    bool more = true;
    while (more) {
        more = plim_str_cut(&rest, '.', &part);
        if (!is_identifier(part, zeros_allowed))
            return false;
    }
    return true;
}

bool resource_version_parse(struct plim_str text, struct resource_version *version_out)
{
    struct plim_str rest = text;
    if (rest.len > 1 && rest.text[0] == 'v')
        rest = (struct plim_str){rest.text + 1, rest.len - 1};
    struct resource_version version = {0};
    struct plim_str before_build = {0};
    bool built = plim_str_cut(&rest, '+', &before_build);
    version.build = rest;
    rest = before_build;
    struct plim_str numbers = {0};
    bool preliminary = plim_str_cut(&rest, '-', &numbers);
    version.prerelease = rest;
    if ((built && !are_identifiers(version.build, true)) ||
        (preliminary && !are_identifiers(version.prerelease, false)))
        return false;

    struct plim_str major = {0};
    struct plim_str minor = {0};
    if (!plim_str_cut(&numbers, '.', &major) || !plim_str_cut(&numbers, '.', &minor))
        return false;
    if (!parse_number(major, &version.major) || !parse_number(minor, &version.minor) ||
        !parse_number(numbers, &version.patch))
        return false;
    *version_out = version;
    return true;
}

static int compare_numbers(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

/* Numbers by value and below words; words by bytes. */
static int compare_identifiers(struct plim_str left, struct plim_str right)
{
    bool left_numeric = is_numeric(left);
    bool right_numeric = is_numeric(right);
    if (left_numeric != right_numeric)
        return left_numeric ? -1 : 1;
    if (left_numeric && left.len != right.len) /* no leading zeros: longer is larger */
        return left.len < right.len ? -1 : 1;
    return plim_str_compare(left, right);
}

static int compare_prereleases(struct plim_str left, struct plim_str right)
{
    if (left.len == 0 || right.len == 0)
        return (left.len == 0) - (right.len == 0); /* the release itself is the newer */
    struct plim_str left_part = {0};
    struct plim_str right_part = {0};
    while (left.len > 0 && right.len > 0) {
        (void)plim_str_cut(&left, '.', &left_part);
        (void)plim_str_cut(&right, '.', &right_part);
        int order = compare_identifiers(left_part, right_part);
        if (order != 0)
            return order;
    }
    return (left.len > 0) - (right.len > 0);
}

int resource_version_compare(const struct resource_version *left,
                             const struct resource_version *right)
{
    int order = compare_numbers(left->major, right->major);
    if (order == 0)
        order = compare_numbers(left->minor, right->minor);
    if (order == 0)
        order = compare_numbers(left->patch, right->patch);
    return order != 0 ? order : compare_prereleases(left->prerelease, right->prerelease);
}
