#include "base/str.h"

#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"

struct plim_str plim_str_from(const char *text)
{
    return text ? (struct plim_str){text, strlen(text)} : (struct plim_str){0};
}

bool plim_str_equal(struct plim_str left, struct plim_str right)
{
    return left.len == right.len && plim_bytes_same(left.text, right.text, left.len);
}

bool plim_str_is(struct plim_str left, const char *right)
{
    return plim_str_equal(left, plim_str_from(right));
}

bool plim_str_starts(struct plim_str text, struct plim_str prefix)
{
    return text.len >= prefix.len && plim_bytes_same(text.text, prefix.text, prefix.len);
}

bool plim_str_ends(struct plim_str text, struct plim_str suffix)
{
    return text.len >= suffix.len &&
           plim_bytes_same(text.text + (text.len - suffix.len), suffix.text, suffix.len);
}

bool plim_str_contains(struct plim_str text, struct plim_str part)
{
    for (size_t i = 0; i + part.len <= text.len; i++) {
        if (plim_bytes_same(text.text + i, part.text, part.len))
            return true;
    }
    return false;
}

int plim_str_compare(struct plim_str left, struct plim_str right)
{
    size_t shared = left.len < right.len ? left.len : right.len;
    int order = shared > 0 ? memcmp(left.text, right.text, shared) : 0;
    if (order != 0)
        return order;
    return (left.len > right.len) - (left.len < right.len);
}

bool plim_str_cut(struct plim_str *rest, char separator, struct plim_str *before_out)
{
    struct plim_str whole = *rest;
    const char *at = whole.len > 0 ? memchr(whole.text, separator, whole.len) : NULL;
    if (!at) {
        *before_out = whole;
        *rest = (struct plim_str){0};
        return false;
    }
    size_t len = (size_t)(at - whole.text);
    *before_out = (struct plim_str){whole.text, len};
    *rest = (struct plim_str){at + 1, whole.len - len - 1};
    return true;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

struct plim_str plim_str_trim(struct plim_str text)
{
    while (text.len > 0 && is_blank(text.text[0])) {
        text.text++;
        text.len--;
    }
    while (text.len > 0 && is_blank(text.text[text.len - 1]))
        text.len--;
    return text;
}

bool plim_str_matches_glob(struct plim_str text, struct plim_str pattern)
{
    size_t at = 0;
    size_t in_pattern = 0;
    size_t after_star = 0; /* 0: no star yet */
    size_t star_ends = 0;  /* where the text goes on when that star is tried again */
    while (at < text.len) {
        if (in_pattern < pattern.len && pattern.text[in_pattern] == '*') {
            after_star = ++in_pattern;
            star_ends = at;
        } else if (in_pattern < pattern.len &&
                   (pattern.text[in_pattern] == '?' || pattern.text[in_pattern] == text.text[at])) {
            in_pattern++;
            at++;
        } else if (after_star > 0) {
            in_pattern = after_star;
            at = ++star_ends;
        } else {
            return false;
        }
    }
    while (in_pattern < pattern.len && pattern.text[in_pattern] == '*')
        in_pattern++;
    return in_pattern == pattern.len;
}

static size_t least(size_t one, size_t other)
{
    return one < other ? one : other;
}

enum { NAME_WIDTH = 48 };

/* The row of the edit table for left[i], from the rows of left[i - 1] and left[i - 2]. */
static void fill_row(struct plim_str left, struct plim_str right, size_t i, size_t *const rows[3])
{
    size_t *row = rows[0];
    const size_t *above = rows[1];
    row[0] = i + 1;
    for (size_t j = 0; j < right.len; j++) {
        bool same = left.text[i] == right.text[j];
        row[j + 1] = least(least(row[j], above[j + 1]) + 1, above[j] + (same ? 0 : 1));
        if (i > 0 && j > 0 && left.text[i] == right.text[j - 1] &&
            left.text[i - 1] == right.text[j])
            row[j + 1] = least(row[j + 1], rows[2][j - 1] + 1);
    }
}

size_t plim_str_distance(struct plim_str left, struct plim_str right, size_t most)
{
    size_t apart = left.len > right.len ? left.len - right.len : right.len - left.len;
    if (apart > most)
        return most + 1;
    size_t width = right.len + 1;
    size_t few[3 * NAME_WIDTH]; /* names are short */
    PLIM_CLEANUP(plim_freep) size_t *many = NULL;
    if (width > NAME_WIDTH)
        many = plim_calloc(3 * width, sizeof(*many));
    size_t *cells = many ? many : few;
    size_t *rows[3] = {cells, cells + width, cells + 2 * width};
    for (size_t j = 0; j < width; j++)
        rows[0][j] = j;
    for (size_t i = 0; i < left.len; i++) {
        size_t *oldest = rows[2];
        rows[2] = rows[1];
        rows[1] = rows[0];
        rows[0] = oldest;
        fill_row(left, right, i, rows);
    }
    return least(rows[0][right.len], most + 1);
}

const char *plim_str_nearest(struct plim_str text, const char *const *candidates, size_t count)
{
    const char *nearest = NULL;
    size_t best = text.len / 3 + 1;
    for (size_t i = 0; i < count && best > 0; i++) {
        size_t distance = plim_str_distance(text, plim_str_from(candidates[i]), best - 1);
        if (distance < best) {
            best = distance;
            nearest = candidates[i];
        }
    }
    return nearest;
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ (hash >> 29);
}

/* Eight bytes at a time, by multiplication with the golden ratio. Source: D. Knuth, The Art of
 * Computer Programming, volume 3, section 6.4. */
uint64_t plim_str_hash(struct plim_str text)
{
    uint64_t hash = text.len;
    size_t at = 0;
    for (; at + sizeof(uint64_t) <= text.len; at += sizeof(uint64_t)) {
        uint64_t word;
        memcpy(&word, text.text + at, sizeof(word));
        hash = mix(hash, word);
    }
    uint64_t rest = 0;
    if (at < text.len)
        memcpy(&rest, text.text + at, text.len - at);
    return mix(hash, rest);
}
