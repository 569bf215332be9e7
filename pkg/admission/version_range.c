/* Source: github.com/blang/semver/v4 range.go. */
#include <string.h>

#include "resource/image.h"

#include "precondition.h"

static bool is_among(struct plim_str letters, char letter)
{
    return memchr(letters.text, letter, letters.len) != NULL;
}

/* The operator in front, taken off. */
static struct plim_str take_comparator(struct plim_str *text)
{
    size_t len = 0;
    while (len < text->len && is_among(PLIM_STR("<>=!"), text->text[len]))
        len++;
    struct plim_str sign = {text->text, len};
    *text = plim_str_trim((struct plim_str){text->text + len, text->len - len});
    return sign;
}

static bool is_sign(struct plim_str sign, const char *one, const char *other)
{
    return plim_str_is(sign, one) || plim_str_is(sign, other);
}

/* ">=1.2.3" of a version; false in ok_out when it is no such thing. */
static bool is_in_bound(const struct resource_version *version, struct plim_str bound, bool *ok_out)
{
    struct resource_version other;
    struct plim_str sign = take_comparator(&bound);
    *ok_out = admission_go_version(bound, &other);
    int order = *ok_out ? resource_version_compare(version, &other) : 0;
    if (is_sign(sign, ">", ">="))
        return order > 0 || (order == 0 && sign.len > 1);
    if (is_sign(sign, "<", "<="))
        return order < 0 || (order == 0 && sign.len > 1);
    if (is_sign(sign, "!", "!="))
        return order != 0;
    *ok_out = *ok_out && (sign.len == 0 || is_sign(sign, "=", "=="));
    return order == 0;
}

/* The next bound, of a comparator and a version between which blanks may stand. */
static struct plim_str take_bound(struct plim_str *rest)
{
    size_t len = 0;
    *rest = plim_str_trim(*rest);
    while (len < rest->len && is_among(PLIM_STR("<>=!"), rest->text[len]))
        len++;
    while (len < rest->len && rest->text[len] == ' ')
        len++;
    while (len < rest->len && rest->text[len] != ' ')
        len++;
    struct plim_str bound = {rest->text, len};
    *rest = plim_str_trim((struct plim_str){rest->text + len, rest->len - len});
    return bound;
}

bool admission_version_range_has(struct plim_str range, struct plim_str version, bool *has_out)
{
    struct resource_version parsed = {0}; /* what is no version counts as 0.0.0 */
    struct plim_str rest = plim_str_trim(range);
    bool any = false;
    bool all = true;
    bool is_bound = rest.len > 0;
    (void)admission_go_version(version, &parsed);
    while (rest.len > 0 && is_bound) {
        struct plim_str bound = take_bound(&rest);
        if (plim_str_is(bound, "||")) {
            any = any || all;
            all = true;
            is_bound = rest.len > 0;
            continue;
        }
        all = is_in_bound(&parsed, bound, &is_bound) && all;
    }
    *has_out = any || all;
    return is_bound;
}
