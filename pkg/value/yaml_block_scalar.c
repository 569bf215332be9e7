#include <stdint.h>
#include <string.h>

#include "value/utf8.h"

#include "yaml_block_priv.h"

/* What a byte needs no attention for; none of all that is not printable ASCII. */
enum {
    IN_PLAIN = 1,     /* inside a plain scalar: not space, ':' and '#' */
    BEGINS_PLAIN = 2, /* at its start: no indicator of YAML */
    IN_QUOTES = 4,    /* between quotes of either kind: not '\'', '"' and '\\' */
    IN_FLOW = 8,      /* inside a plain scalar in brackets: not ',', '?' and brackets either */
};

static const uint8_t classes[256] = {
    0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  /* from 0x00 */
    0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  0,  /* from 0x10 */
    4,  13, 9,  4,  15, 13, 13, 9,  15, 15, 13, 15, 5,  13, 15, 15, /* from 0x20 */
    15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 4,  15, 15, 15, 13, 5,  /* from 0x30 */
    13, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, /* from 0x40 */
    15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 5,  11, 5,  15, 15, /* from 0x50 */
    13, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, /* from 0x60 */
    15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 5,  13, 5,  15, 0,  /* from 0x70 */
};

static bool is_in(char byte, unsigned class)
{
    return (classes[(unsigned char)byte] & class) != 0;
}

/* Bytes of the character beyond ASCII at `at`; 0 for what libyaml refuses or takes for the end of a
 * line: U+0080 to U+009F, U+2028, U+2029, the byte order mark, U+FFFE and U+FFFF. */
static size_t wide_len(const struct value_yaml_block *block, const char *at)
{
    static const char *const odd[] = {"\xe2\x80\xa8", "\xe2\x80\xa9", "\xef\xbb\xbf",
                                      "\xef\xbf\xbe", "\xef\xbf\xbf"};
    if ((unsigned char)*at < 0x80)
        return 0;
    size_t len = value_utf8_char_len((struct plim_str){at, (size_t)(block->end - at)});
    if (len == 2 && at[0] == '\xc2' && (unsigned char)at[1] < 0xa0)
        return 0;
    for (size_t i = 0; i < PLIM_LEN(odd) && len == 3; i++)
        if (memcmp(at, odd[i], 3) == 0)
            return 0;
    return len;
}

/* Eight bytes of printable ASCII? A borrow from a lower byte can only make this answer no. */
static bool is_text_8(const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    const uint64_t ones = UINT64_C(0x0101010101010101);
    return (((word - 0x20 * ones) | word | (word + ones)) & (0x80 * ones)) == 0;
}

char *value_yaml_block_skip_text(const struct value_yaml_block *block, char *at)
{
    for (;;) {
        while (block->end - at >= 8 && is_text_8(at))
            at += 8;
        while ((*at >= ' ' && *at < 0x7f) || *at == '\t')
            at++;
        if (*at == '\n' || at == block->end)
            return at;
        size_t len = wide_len(block, at);
        if (len == 0)
            return NULL;
        at += len;
    }
}

bool value_yaml_block_end_line(struct value_yaml_block *block)
{
    char *at = block->at;
    while (*at == ' ')
        at++;
    if (*at == '#' && (at == block->line_start || at[-1] == ' '))
        at = value_yaml_block_skip_text(block, at);
    if (!at || (*at != '\n' && at != block->end))
        return false;
    if (at < block->end) {
        at++;
        block->line++;
        block->line_start = at;
    }
    block->at = at;
    return true;
}

static int hex_worth(char digit)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *found = digit != '\0' ? strchr(digits, digit) : NULL;
    return found ? (int)((found - digits) % 16) : -1;
}

/* Bytes of the escape at `at`, which stands for one byte; 0: give up. Go's JSON has the likes of
 * "\u003c" for '<', '>' and '&'. */
static size_t unescape(const char *at, char *byte_out)
{
    static const char known[] = "\\\"/ntr";
    static const char meant[] = "\\\"/\n\t\r";
    const char *found = at[1] != '\0' ? strchr(known, at[1]) : NULL;
    if (found) {
        *byte_out = meant[found - known];
        return 2;
    }
    if (strncmp(at, "\\u00", 4) != 0 || hex_worth(at[4]) < 0 || hex_worth(at[5]) < 0)
        return 0;
    int point = hex_worth(at[4]) * 16 + hex_worth(at[5]);
    *byte_out = (char)point;
    return point > 0 && point < 0x80 ? 6 : 0;
}

/* wide_len inside a scalar: what follows on the line is as many columns further left. */
static size_t take_wide(struct value_yaml_block *block, const char *at)
{
    size_t len = wide_len(block, at);
    if (len > 0)
        block->line_start += len - 1;
    return len;
}

/* Ends of lines inside a scalar, `at` being the first, and the white space that the next line with
 * content begins with. */
static char *skip_ends(char *at, uint32_t *ends_out, char **line_start_out)
{
    *ends_out = 0;
    while (*at == '\n') {
        at++;
        (*ends_out)++;
        *line_start_out = at;
        while (*at == ' ')
            at++;
    }
    return at;
}

/* One end of a line is a space, each further one stands for itself. */
static char *write_fold(char *out, uint32_t ends)
{
    memset(out, ends == 1 ? ' ' : '\n', ends == 1 ? 1 : ends - 1);
    return out + (ends == 1 ? 1 : ends - 1);
}

static char *trim(char *out, const char *least)
{
    while (out > least && out[-1] == ' ')
        out--;
    return out;
}

/* Go on in the next line of a quoted scalar, where no document marker may stand. */
static char *fold_quoted(struct value_yaml_block *block, char *in, char **out)
{
    uint32_t ends;
    in = skip_ends(in, &ends, &block->line_start);
    block->line += ends;
    *out = write_fold(*out, ends);
    return in > block->line_start || (*in != '-' && *in != '.') ? in : NULL;
}

/* Bytes of the quoted scalar's next character; 0: give up. */
static size_t quoted_len(struct value_yaml_block *block, const char *at)
{
    if (is_in(*at, IN_QUOTES) || *at == '\'' || *at == '"' || *at == '\\')
        return 1;
    return take_wide(block, at);
}

/* The rest of a quoted scalar from its first byte on that needs a look. */
static char *rewrite_quoted(struct value_yaml_block *block, const char *start, char **from)
{
    char quote = start[-1];
    char *in = *from;
    char *out = in;
    const char *meant = start; /* white space before this is not that of a line's end */
    while (*in != quote || (quote == '\'' && in[1] == quote)) {
        if (*in == '\n') {
            out = trim(out, meant);
            in = fold_quoted(block, in, &out);
            meant = out;
            if (!in)
                return NULL;
            continue;
        }
        if (*in == '\\' && quote == '"') {
            size_t escape_len = unescape(in, out);
            if (escape_len == 0)
                return NULL;
            in += escape_len;
            meant = ++out;
            continue;
        }
        in += *in == quote; /* the first of two */
        size_t len = quoted_len(block, in);
        if (len == 0)
            return NULL;
        memmove(out, in, len);
        in += len;
        out += len;
    }
    value_yaml_block_wipe(out, in);
    *from = in;
    return out;
}

static bool scan_quoted(struct value_yaml_block *block, struct value_yaml_block_scalar *scalar_out)
{
    char quote = *block->at;
    struct value_position position = value_yaml_block_position(block, block->at);
    char *start = block->at + 1;
    char *at = start;
    while (is_in(*at, IN_QUOTES))
        at++;
    char *text_end = at;
    bool is_simple = *at == quote && (quote == '"' || at[1] != quote);
    if (!is_simple) {
        text_end = rewrite_quoted(block, start, &at);
        if (!text_end)
            return false;
    }
    *scalar_out = (struct value_yaml_block_scalar){
        .text = {start, (size_t)(text_end - start)},
        .position = position,
        .is_key = at[1] == ':' && value_yaml_block_is_gap(block, at + 2)};
    block->at = at + 1;
    return true;
}

static bool may_begin_plain(const char *at, bool is_in_flow)
{
    if (*at == '-' || (*at == ':' && !is_in_flow))
        return is_in(at[1], IN_PLAIN);
    return is_in(*at, BEGINS_PLAIN) || (unsigned char)*at >= 0x80;
}

/* Behind the last byte of a plain scalar, where a gap or a key's colon begins; NULL: give up. */
static char *skip_plain(struct value_yaml_block *block)
{
    char *at = block->at;
    for (;;) {
        while (is_in(*at, IN_PLAIN))
            at++;
        char *gap = at;
        while (*at == ' ')
            at++;
        if (*at == '\n' || at == block->end || (*at == '#' && at > gap))
            return gap;
        if (*at == ':' && value_yaml_block_is_gap(block, at + 1))
            return at == gap ? at : NULL;
        size_t len = *at == ':' || *at == '#' || is_in(*at, IN_PLAIN) ? 1 : take_wide(block, at);
        if (len == 0)
            return NULL;
        at += len;
    }
}

/* Only the end of lines, then what ends a plain scalar in brackets: it has no more lines. */
static bool is_last_line(const char *at)
{
    while (*at == ' ' || *at == '\n')
        at++;
    return *at == ',' || *at == ']' || *at == '}';
}

/* In brackets, behind which a plain scalar's end needs no gap. */
static char *skip_plain_in_flow(struct value_yaml_block *block)
{
    char *at = block->at;
    for (;;) {
        while (is_in(*at, IN_FLOW))
            at++;
        char *gap = at;
        while (*at == ' ')
            at++;
        if (*at == ',' || *at == ']' || *at == '}' || (*at == '\n' && is_last_line(at)))
            return gap;
        if (*at == ':' && at[1] == ' ')
            return at == gap ? at : NULL;
        bool is_inside = *at == ':' ? is_in(at[1], IN_FLOW) : *at == '#' && at == gap;
        size_t len = is_inside || is_in(*at, IN_FLOW) ? 1 : take_wide(block, at);
        if (len == 0)
            return NULL;
        at += len;
    }
}

static bool scan(struct value_yaml_block *block, bool is_in_flow,
                 struct value_yaml_block_scalar *scalar_out)
{
    if (*block->at == '\'' || *block->at == '"')
        return scan_quoted(block, scalar_out);
    struct value_position position = value_yaml_block_position(block, block->at);
    char *start = block->at;
    if (!may_begin_plain(start, is_in_flow))
        return false;
    char *end = is_in_flow ? skip_plain_in_flow(block) : skip_plain(block);
    if (!end)
        return false;
    *scalar_out = (struct value_yaml_block_scalar){.text = {start, (size_t)(end - start)},
                                                   .position = position,
                                                   .is_plain = true,
                                                   .is_key = *end == ':'};
    block->at = end;
    return true;
}

bool value_yaml_block_scan(struct value_yaml_block *block,
                           struct value_yaml_block_scalar *scalar_out)
{
    return scan(block, false, scalar_out);
}

bool value_yaml_block_scan_in_flow(struct value_yaml_block *block,
                                   struct value_yaml_block_scalar *scalar_out)
{
    return scan(block, true, scalar_out);
}

bool value_yaml_block_read_more(struct value_yaml_block *block,
                                struct value_yaml_block_scalar *scalar)
{
    size_t indent = block->depth > 0 ? block->frames[block->depth - 1].position.column : SIZE_MAX;
    char *out = block->at;
    while (scalar->is_plain) {
        uint32_t ends;
        char *line_start = block->at;
        char *at = block->at;
        while (*at == ' ')
            at++;
        at = skip_ends(at, &ends, &line_start);
        if (*at == '\t')
            return false;
        if (ends == 0 || at == block->end || *at == '#' || (size_t)(at - line_start) < indent)
            break;
        block->at = at;
        block->line += ends;
        block->line_start = line_start;
        char *end = skip_plain(block);
        if (!end || *end == ':')
            return false;
        out = write_fold(out, ends);
        memmove(out, at, (size_t)(end - at));
        out += end - at;
        block->at = end;
        value_yaml_block_wipe(out, end);
        scalar->text.len = (size_t)(out - scalar->text.text);
    }
    return true;
}
