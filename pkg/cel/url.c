#include "url.h"

#include <ctype.h>
#include <string.h>

static const char *const bad_escape = "invalid URL escape";

enum part { PART_HOST, PART_PATH, PART_QUERY, PART_USER, PART_FRAGMENT };

static int hex_digit(char c)
{
    if (isdigit((unsigned char)c))
        return c - '0';
    int letter = (c | 0x20) - 'a';
    return letter >= 0 && letter < 6 ? letter + 10 : -1;
}

/* The byte that "%41" at text[at] stands for, or -1. */
static int escape_at(struct plim_str text, size_t at)
{
    if (at + 2 >= text.len)
        return -1;
    int high = hex_digit(text.text[at + 1]);
    int low = hex_digit(text.text[at + 2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static bool is_host_byte(unsigned char c)
{
    return c >= 0x80 || isalnum(c) || strchr("!$&'()*+,;=:[]<>\"-_.~", c);
}

/* NULL, or what is wrong. */
static const char *unescape(struct plim_arena *arena, struct plim_str text, enum part part,
                            struct plim_str *out)
{
    char *plain = plim_arena_alloc(arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.text[i];
        if (c == '%') {
            int byte = escape_at(text, i);
            /* A host may escape only what is not ASCII, and the '%' of a zone. */
            if (byte < 0 || (part == PART_HOST && byte < 0x80 && byte != '%'))
                return bad_escape;
            plain[len++] = (char)byte;
            i += 2;
            continue;
        }
        if (part == PART_HOST && (c == '\0' || !is_host_byte((unsigned char)c)))
            return "invalid character in host name";
        plain[len++] = (char)(part == PART_QUERY && c == '+' ? ' ' : c);
    }
    *out = (struct plim_str){plain, len};
    return NULL;
}

bool cel_url_unescape_query(struct plim_arena *arena, struct plim_str text, struct plim_str *out)
{
    return unescape(arena, text, PART_QUERY, out) == NULL;
}

static bool is_plain_path_byte(unsigned char c)
{
    return isalnum(c) || (c && strchr("-_.~$&+,/:;=@", c));
}

/* The path as it is sent: as written when that is valid, else escaped anew. */
static const char *escape_path(struct plim_arena *arena, struct plim_str written,
                               struct plim_str *out)
{
    struct plim_str plain;
    const char *why = unescape(arena, written, PART_PATH, &plain);
    if (why)
        return why;
    bool valid = true;
    for (size_t i = 0; i < written.len; i++) {
        unsigned char c = (unsigned char)written.text[i];
        valid = valid && (is_plain_path_byte(c) || (c && strchr("!'()*[]%", c)));
    }
    *out = written;
    if (valid)
        return NULL;
    char *escaped = plim_arena_alloc(arena, plain.len * 3 + 1);
    size_t len = 0;
    for (size_t i = 0; i < plain.len; i++) {
        static const char digits[] = "0123456789ABCDEF";
        unsigned char c = (unsigned char)plain.text[i];
        if (is_plain_path_byte(c)) {
            escaped[len++] = (char)c;
            continue;
        }
        escaped[len++] = '%';
        escaped[len++] = digits[c >> 4];
        escaped[len++] = digits[c & 15];
    }
    *out = (struct plim_str){escaped, len};
    return NULL;
}

/* Cut "scheme:" off the front; false when the text begins with ':'. */
static bool cut_scheme(struct plim_arena *arena, struct plim_str *text, struct plim_str *scheme_out)
{
    *scheme_out = (struct plim_str){0};
    for (size_t i = 0; i < text->len; i++) {
        char c = text->text[i];
        if (c == ':') {
            char *lower = plim_arena_copy(arena, text->text, i);
            for (size_t k = 0; k < i; k++)
                lower[k] = (char)tolower((unsigned char)lower[k]);
            *scheme_out = (struct plim_str){lower, i};
            *text = (struct plim_str){text->text + i + 1, text->len - i - 1};
            return i > 0;
        }
        if (!isalpha((unsigned char)c) &&
            (i == 0 || !(isdigit((unsigned char)c) || (c && strchr("+-.", c)))))
            return true;
    }
    return true;
}

static bool is_port(struct plim_str text)
{
    if (text.len > 0 && text.text[0] != ':')
        return false;
    for (size_t i = 1; i < text.len; i++)
        if (!isdigit((unsigned char)text.text[i]))
            return false;
    return true;
}

/* Index behind the last `c`, or 0. */
static size_t behind_last(struct plim_str text, char c)
{
    size_t i = text.len;
    while (i > 0 && text.text[i - 1] != c)
        i--;
    return i;
}

static const char *parse_host(struct plim_arena *arena, struct plim_str host, struct cel_url *url)
{
    size_t colon = 0;
    while (colon < host.len && host.text[colon] != ':')
        colon++;
    if (plim_str_starts(host, PLIM_STR("["))) {
        size_t end = behind_last(host, ']');
        if (end == 0)
            return "missing ']' in host";
        if (!is_port((struct plim_str){host.text + end, host.len - end}))
            return "invalid port after host";
    } else if (!is_port((struct plim_str){host.text + colon, host.len - colon})) {
        return "invalid port after host";
    }
    return unescape(arena, host, PART_HOST, &url->host);
}

static const char *parse_authority(struct plim_arena *arena, struct plim_str authority,
                                   struct cel_url *url)
{
    size_t at = behind_last(authority, '@');
    if (at > 0) {
        url->user = (struct plim_str){authority.text, at - 1};
        for (size_t i = 0; i < url->user.len; i++) {
            char c = url->user.text[i];
            if (!isalnum((unsigned char)c) && !(c && strchr("-._:~!$&'()*+,;=%@", c)))
                return "net/url: invalid userinfo";
        }
        struct plim_str plain;
        const char *why = unescape(arena, url->user, PART_USER, &plain);
        if (why)
            return why;
    }
    return parse_host(arena, (struct plim_str){authority.text + at, authority.len - at}, url);
}

/* What both ParseRequestURI and Parse do; with `request` as the former does it. */
static const char *parse(struct plim_arena *arena, struct plim_str text, bool request,
                         struct cel_url *url)
{
    if (plim_str_is(text, "*")) {
        url->path = text;
        return NULL;
    }
    if (!cut_scheme(arena, &text, &url->scheme))
        return "missing protocol scheme";
    struct plim_str rest = text;
    (void)plim_str_cut(&rest, '?', &text);
    url->query = rest;
    if (!plim_str_starts(text, PLIM_STR("/"))) {
        if (url->scheme.len == 0 && request)
            return "invalid URI for request";
        if (url->scheme.len > 0) {
            url->opaque = text;
            return NULL;
        }
    }
    bool has_authority =
        (url->scheme.len > 0 || (!request && !plim_str_starts(text, PLIM_STR("///")))) &&
        plim_str_starts(text, PLIM_STR("//"));
    if (has_authority) {
        struct plim_str authority = {text.text + 2, text.len - 2};
        const char *slash = memchr(authority.text, '/', authority.len);
        if (slash)
            authority.len = (size_t)(slash - authority.text);
        text = (struct plim_str){authority.text + authority.len, text.len - 2 - authority.len};
        const char *why = parse_authority(arena, authority, url);
        if (why)
            return why;
    }
    return escape_path(arena, text, &url->path);
}

const char *cel_url_parse_request(struct plim_arena *arena, struct plim_str text,
                                  struct cel_url *url_out)
{
    struct cel_url url = {0};
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.text[i] < 0x20 || text.text[i] == 0x7f)
            return "net/url: invalid control character in URL";
    if (text.len == 0)
        return "empty url";
    const char *why = parse(arena, text, true, &url);
    if (!why)
        *url_out = url;
    return why;
}

const char *cel_url_parse(struct plim_arena *arena, struct plim_str text, struct cel_url *url_out)
{
    struct cel_url url;
    const char *why = cel_url_parse_request(arena, text, &url);
    if (why)
        return why;
    struct plim_str fragment = text;
    struct plim_str before;
    struct plim_str plain;
    (void)plim_str_cut(&fragment, '#', &before);
    url = (struct cel_url){.fragment = fragment};
    why = parse(arena, before, false, &url);
    if (!why)
        why = unescape(arena, fragment, PART_FRAGMENT, &plain);
    if (!why)
        *url_out = url;
    return why;
}

/* Bytes of the host before its port, and that port's colon. */
static size_t host_len(const struct cel_url *url)
{
    size_t colon = behind_last(url->host, ':');
    bool has_port = colon > 0 && is_port((struct plim_str){url->host.text + colon - 1,
                                                           url->host.len - colon + 1});
    return has_port ? colon - 1 : url->host.len;
}

struct plim_str cel_url_hostname(const struct cel_url *url)
{
    struct plim_str host = {url->host.text, host_len(url)};
    if (host.len >= 2 && host.text[0] == '[' && host.text[host.len - 1] == ']')
        return (struct plim_str){host.text + 1, host.len - 2};
    return host;
}

struct plim_str cel_url_port(const struct cel_url *url)
{
    size_t len = host_len(url);
    if (len == url->host.len)
        return (struct plim_str){0};
    return (struct plim_str){url->host.text + len + 1, url->host.len - len - 1};
}

bool cel_url_equal(const struct cel_url *left, const struct cel_url *right)
{
    return plim_str_equal(left->scheme, right->scheme) &&
           plim_str_equal(left->opaque, right->opaque) && plim_str_equal(left->user, right->user) &&
           plim_str_equal(left->host, right->host) && plim_str_equal(left->path, right->path) &&
           plim_str_equal(left->query, right->query) &&
           plim_str_equal(left->fragment, right->fragment);
}
