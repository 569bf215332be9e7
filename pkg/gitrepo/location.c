#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/file.h"
#include "gitrepo/repo.h"

#include "location_priv.h"

static const struct {
    const char *name;
    enum gitrepo_scheme scheme;
} schemes[] = {
    {"http", GITREPO_SCHEME_HTTP},   {"https", GITREPO_SCHEME_HTTP},  {"ssh", GITREPO_SCHEME_SSH},
    {"git+ssh", GITREPO_SCHEME_SSH}, {"ssh+git", GITREPO_SCHEME_SSH}, {"git", GITREPO_SCHEME_GIT},
    {"file", GITREPO_SCHEME_FILE},
};

/* "scheme://rest" split; false without a scheme. */
static bool cut_scheme(const char *text, struct plim_str *scheme_out, const char **rest_out)
{
    const char *mark = strstr(text, "://");
    if (!mark || mark == text || memchr(text, '/', (size_t)(mark - text)))
        return false;
    *scheme_out = (struct plim_str){text, (size_t)(mark - text)};
    *rest_out = mark + 3;
    return true;
}

static bool find_scheme(struct plim_str name, enum gitrepo_scheme *scheme_out)
{
    for (size_t i = 0; i < PLIM_LEN(schemes); i++)
        if (strlen(schemes[i].name) == name.len &&
            strncasecmp(schemes[i].name, name.text, name.len) == 0) {
            *scheme_out = schemes[i].scheme;
            return true;
        }
    return false;
}

/* The length of "user@host:" in front of a path, or 0. A ':' behind a '/' belongs to a local path.
 */
static size_t scp_prefix(const char *text)
{
    size_t host_end = strcspn(text, ":/");
    if (text[host_end] != ':' || host_end == 0 || strstr(text, "://"))
        return 0;
    const char *at = memchr(text, '@', host_end);
    return at && at != text && at != text + host_end - 1 ? host_end + 1 : 0;
}

bool gitrepo_is_remote(const char *location)
{
    struct plim_str name;
    const char *rest = NULL;
    if (cut_scheme(location, &name, &rest))
        return true;
    return scp_prefix(location) > 0 && !plim_file_exists(location) && !plim_dir_exists(location);
}

static int hex_digit(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    return byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

/* Percent-encoding undone. Source: RFC 3986, section 2.1. */
static char *decode(struct plim_arena *arena, struct plim_str text)
{
    char *decoded = plim_arena_copy(arena, text.text ? text.text : "", text.len);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        int high = decoded[i] == '%' && i + 2 < text.len ? hex_digit(decoded[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(decoded[i + 2]) : -1;
        if (low >= 0) {
            decoded[len++] = (char)(high * 16 + low);
            i += 2;
        } else {
            decoded[len++] = decoded[i];
        }
    }
    decoded[len] = '\0';
    return decoded;
}

/* `rest` is what stands behind "scheme://". */
static void parse_authority(struct plim_arena *arena, struct plim_str scheme, const char *rest,
                            struct gitrepo_location *location)
{
    struct plim_str authority = {rest, strcspn(rest, "/?#")};
    struct plim_str user_info = {0};
    for (size_t i = authority.len; i > 0; i--) {
        if (rest[i - 1] != '@')
            continue;
        user_info = (struct plim_str){rest, i - 1};
        authority = (struct plim_str){rest + i, authority.len - i};
        break;
    }
    const char *path = authority.text + authority.len;
    struct plim_str user = {0};
    (void)plim_str_cut(&user_info, ':', &user);
    location->user = decode(arena, user);
    location->password = decode(arena, user_info);
    size_t host_len = authority.len > 0 && authority.text[0] == '['
                          ? strcspn(authority.text, "]") + 1
                          : strcspn(authority.text, ":/?#");
    location->host =
        plim_arena_copy(arena, authority.text, host_len < authority.len ? host_len : authority.len);
    bool keep_user = location->scheme == GITREPO_SCHEME_SSH && user.len > 0;
    location->url = plim_arena_printf(arena, "%.*s://%.*s%s%.*s%s", PLIM_STR_ARG(scheme),
                                      keep_user ? (int)user.len : 0, rest, keep_user ? "@" : "",
                                      PLIM_STR_ARG(authority), path);
}

static void parse_scp(struct plim_arena *arena, const char *text, size_t prefix,
                      struct gitrepo_location *location)
{
    struct plim_str rest = {text, prefix - 1};
    struct plim_str user;
    (void)plim_str_cut(&rest, '@', &user);
    location->scheme = GITREPO_SCHEME_SSH;
    location->url = plim_arena_copy_c(arena, text);
    location->user = plim_arena_copy(arena, user.text, user.len);
    location->host = plim_arena_copy(arena, rest.text, rest.len);
}

enum plim_code gitrepo_location_parse(struct plim_arena *arena, const char *text,
                                      struct gitrepo_location *location_out, struct plim_err *err)
{
    if (text[0] == '\0')
        return plim_err_set(err, PLIM_INVALID, "the repository's path or URL is empty");
    if (strlen(text) > GITREPO_LOCATION_MAX)
        return plim_err_set(err, PLIM_INVALID,
                            "the repository's path or URL is larger than %d bytes",
                            GITREPO_LOCATION_MAX);
    struct gitrepo_location location = {.host = "", .user = ""};
    location.password = plim_arena_copy_c(arena, "");
    struct plim_str scheme = {0};
    const char *rest = NULL;
    if (cut_scheme(text, &scheme, &rest)) {
        if (!find_scheme(scheme, &location.scheme))
            return plim_err_set(
                err, PLIM_INVALID,
                "repositories are not read by '%.*s://'; use http, https, ssh, git or "
                "file",
                PLIM_STR_ARG(scheme));
        parse_authority(arena, scheme, rest, &location);
    } else if (gitrepo_is_remote(text)) {
        parse_scp(arena, text, scp_prefix(text), &location);
    } else {
        location.scheme = GITREPO_SCHEME_PATH;
        location.url = plim_arena_copy_c(arena, text);
    }
    *location_out = location;
    return PLIM_OK;
}

char *gitrepo_redact(struct plim_arena *arena, const char *location)
{
    struct plim_str scheme = {0};
    const char *rest = NULL;
    if (!cut_scheme(location, &scheme, &rest))
        return plim_arena_copy_c(arena, location);
    struct gitrepo_location parsed = {.scheme = GITREPO_SCHEME_HTTP};
    (void)find_scheme(scheme, &parsed.scheme);
    parse_authority(arena, scheme, rest, &parsed);
    /* Some servers take tokens as a query. */
    bool has_query = parsed.scheme == GITREPO_SCHEME_HTTP;
    return plim_arena_copy(arena, parsed.url,
                           has_query ? strcspn(parsed.url, "?#") : strlen(parsed.url));
}

/* Where the revision and the sub-path may begin: not in a scheme, user, host or port. */
static size_t skip_authority(const char *text)
{
    struct plim_str scheme = {0};
    const char *rest = NULL;
    if (cut_scheme(text, &scheme, &rest))
        return (size_t)(rest - text) + strcspn(rest, "/");
    size_t prefix = scp_prefix(text);
    if (prefix == 0)
        return 0;
    /* "repo@main:deploy" and "git@host:path" look alike: a directory of that name decides. */
    char head[GITREPO_LOCATION_MAX + 1];
    size_t at = strcspn(text, "@");
    memcpy(head, text, at);
    head[at] = '\0';
    return plim_dir_exists(head) || plim_file_exists(head) ? 0 : prefix;
}

enum plim_code gitrepo_spec_parse(struct plim_arena *arena, const char *text,
                                  struct gitrepo_spec *spec_out, struct plim_err *err)
{
    struct gitrepo_location unused;
    if (gitrepo_location_parse(arena, text, &unused, err) != PLIM_OK)
        return err->code;
    struct gitrepo_spec spec = {plim_arena_copy_c(arena, text), "", ""};
    if (!plim_dir_exists(text) && !plim_file_exists(text)) {
        size_t start = skip_authority(text);
        size_t len = start + strcspn(text + start, "@:");
        spec.location = plim_arena_copy(arena, text, len);
        struct plim_str rest = plim_str_from(text + len);
        struct plim_str revision = {0};
        if (rest.len > 0 && rest.text[0] == '@') {
            rest = plim_str_from(rest.text + 1);
            (void)plim_str_cut(&rest, ':', &revision);
        } else if (rest.len > 0) {
            rest = plim_str_from(rest.text + 1);
        }
        spec.revision = plim_arena_copy(arena, revision.text ? revision.text : "", revision.len);
        spec.subpath = plim_arena_copy(arena, rest.text ? rest.text : "", rest.len);
    }
    if (spec.location[0] == '\0')
        return plim_err_set(err, PLIM_INVALID, "the repository's path or URL is empty");
    *spec_out = spec;
    return PLIM_OK;
}
