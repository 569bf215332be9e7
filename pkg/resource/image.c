#include "resource/image.h"

#include <string.h>

static bool is_lower(char byte)
{
    return byte >= 'a' && byte <= 'z';
}

static bool is_upper(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_hex(char byte)
{
    return is_digit(byte) || (byte >= 'a' && byte <= 'f') || (byte >= 'A' && byte <= 'F');
}

static enum plim_code fail(struct plim_err *err, struct plim_str reference, const char *why)
{
    struct plim_str shown = reference;
    if (shown.len > 200)
        shown.len = 200;
    return plim_err_set(err, PLIM_INVALID, "image reference '%.*s': %s", PLIM_STR_ARG(shown), why);
}

/* tag := [\w][\w.-]{0,127} */
static bool is_tag(struct plim_str tag)
{
    enum { TAG_MAX = 128 };
    if (tag.len == 0 || tag.len > TAG_MAX || tag.text[0] == '.' || tag.text[0] == '-')
        return false;
    for (size_t i = 0; i < tag.len; i++) {
        char byte = tag.text[i];
        if (!is_lower(byte) && !is_upper(byte) && !is_digit(byte) && !strchr("_.-", byte))
            return false;
    }
    return memchr(tag.text, '\0', tag.len) == NULL;
}

/* algorithm ':' 32 or more hexadecimal digits */
static bool is_digest(struct plim_str digest)
{
    enum { HEX_MIN = 32 };
    struct plim_str hex = digest;
    struct plim_str algorithm = {0};
    if (!plim_str_cut(&hex, ':', &algorithm) || algorithm.len == 0 || hex.len < HEX_MIN ||
        (!is_lower(algorithm.text[0]) && !is_upper(algorithm.text[0])))
        return false;
    for (size_t i = 0; i < hex.len; i++) {
        if (!is_hex(hex.text[i]))
            return false;
    }
    for (size_t i = 0; i < algorithm.len; i++) {
        char byte = algorithm.text[i];
        if (!is_lower(byte) && !is_upper(byte) && !is_digit(byte) &&
            (byte == '\0' || !strchr("-_+.", byte)))
            return false;
    }
    return true;
}

/* Bytes of a separator at the start of `text`: one of ". _ __" or a run of "-"; 0 when there is
 * none. */
static size_t measure_separator(struct plim_str text)
{
    size_t dashes = 0;
    while (dashes < text.len && text.text[dashes] == '-')
        dashes++;
    if (dashes > 0 || text.len == 0)
        return dashes;
    if (text.text[0] == '.')
        return 1;
    if (text.text[0] != '_')
        return 0;
    return text.len > 1 && text.text[1] == '_' ? 2 : 1;
}

/* path-component := [a-z0-9]+ (separator [a-z0-9]+)* */
static bool is_component(struct plim_str part)
{
    size_t at = 0;
    while (at < part.len) {
        size_t start = at;
        while (at < part.len && (is_lower(part.text[at]) || is_digit(part.text[at])))
            at++;
        if (at == start)
            return false;
        if (at == part.len)
            return true;
        size_t separator = measure_separator((struct plim_str){part.text + at, part.len - at});
        if (separator == 0)
            return false;
        at += separator;
    }
    return false;
}

static bool has_upper(struct plim_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (is_upper(text.text[i]))
            return true;
    }
    return false;
}

static enum plim_code check_repository(struct plim_str repository, struct plim_str reference,
                                       struct plim_err *err)
{
    enum { REPOSITORY_MAX = 255 };
    if (has_upper(repository))
        return fail(err, reference, "the repository must be lower case");
    if (repository.len > REPOSITORY_MAX)
        return fail(err, reference, "the repository is longer than 255 bytes");
    struct plim_str rest = repository;
    struct plim_str part = {0};
    bool more = true;
    while (more) {
        more = plim_str_cut(&rest, '/', &part);
        if (!is_component(part))
            return fail(err, reference, "the repository is malformed");
    }
    return PLIM_OK;
}

/* host := name | IPv4 | '[' IPv6 ']', then an optional port */
static bool is_registry(struct plim_str text)
{
    size_t at = 0;
    bool bracketed = text.len > 0 && text.text[0] == '[';
    if (bracketed) {
        at = 1;
        while (at < text.len && (is_hex(text.text[at]) || text.text[at] == ':'))
            at++;
        if (at == 1 || at == text.len || text.text[at] != ']')
            return false;
        at++;
    }
    size_t host = at;
    while (!bracketed && at < text.len &&
           (is_lower(text.text[at]) || is_upper(text.text[at]) || is_digit(text.text[at]) ||
            text.text[at] == '-' || text.text[at] == '.'))
        at++;
    if (!bracketed && (at == host || text.text[0] == '-' || text.text[0] == '.'))
        return false;
    if (at == text.len)
        return true;
    if (text.text[at++] != ':' || at == text.len)
        return false;
    while (at < text.len && is_digit(text.text[at]))
        at++;
    return at == text.len;
}

/* The first component is a registry when it could not be part of a Docker Hub name. */
static bool looks_like_registry(struct plim_str first)
{
    return memchr(first.text, '.', first.len) || memchr(first.text, ':', first.len) ||
           plim_str_is(first, "localhost") || has_upper(first);
}

static void split_name(struct plim_arena *arena, struct plim_str name, struct resource_image *image)
{
    struct plim_str rest = name;
    struct plim_str first = {0};
    if (plim_str_cut(&rest, '/', &first) && first.len > 0 && looks_like_registry(first)) {
        image->registry = first;
        image->repository = rest;
        image->registry_stated = true;
    } else {
        image->registry = PLIM_STR("docker.io");
        image->repository = name;
    }
    if (plim_str_is(image->registry, "index.docker.io"))
        image->registry = PLIM_STR("docker.io");
    bool hub = plim_str_is(image->registry, "docker.io");
    if (hub && image->repository.len > 0 &&
        !memchr(image->repository.text, '/', image->repository.len))
        image->repository = plim_str_from(
            plim_arena_printf(arena, "library/%.*s", PLIM_STR_ARG(image->repository)));
}

/* Cut "name:tag"; a colon before the last slash is a registry's port. */
static bool cut_tag(struct plim_str *name, struct plim_str *tag_out)
{
    for (size_t i = name->len; i > 0 && name->text[i - 1] != '/'; i--) {
        if (name->text[i - 1] != ':')
            continue;
        *tag_out = (struct plim_str){name->text + i, name->len - i};
        name->len = i - 1;
        return true;
    }
    return false;
}

enum plim_code resource_image_parse(struct plim_arena *arena, struct plim_str text,
                                    struct resource_image *image_out, struct plim_err *err)
{
    if (text.len == 0)
        return plim_err_set(err, PLIM_INVALID, "the image reference is empty");
    if (text.len > RESOURCE_IMAGE_MAX)
        return fail(err, text, "longer than 4096 bytes");
    struct resource_image image = {.reference = text};
    struct plim_str digest = text;
    struct plim_str name = {0};
    if (plim_str_cut(&digest, '@', &name)) {
        if (!is_digest(digest))
            return fail(err, text, "the digest is malformed");
        image.digest = digest;
    }
    if (cut_tag(&name, &image.tag) && !is_tag(image.tag))
        return fail(err, text, "the tag is malformed");
    if (name.len == 0)
        return fail(err, text, "the repository is missing");
    split_name(arena, name, &image);
    if (!is_registry(image.registry))
        return fail(err, text, "the registry is malformed");
    if (check_repository(image.repository, text, err) != PLIM_OK)
        return err->code;
    *image_out = image;
    return PLIM_OK;
}

struct plim_str resource_image_canonical(struct plim_arena *arena,
                                         const struct resource_image *image)
{
    struct plim_str separator = PLIM_STR(":");
    struct plim_str last = image->tag;
    if (last.len == 0 && image->digest.len > 0) {
        separator = PLIM_STR("@");
        last = image->digest;
    } else if (last.len == 0) {
        last = PLIM_STR("latest");
    }
    const struct plim_str parts[] = {image->registry, PLIM_STR("/"), image->repository, separator,
                                     last};
    return plim_str_from(plim_arena_join(arena, parts, PLIM_LEN(parts), '\0'));
}

struct plim_str resource_image_id_digest(struct plim_str image_id)
{
    struct plim_str digest = image_id;
    struct plim_str before = {0};
    if (!plim_str_cut(&digest, '@', &before))
        digest = image_id;
    return plim_str_starts(digest, PLIM_STR("sha256:")) && is_digest(digest) ? digest
                                                                             : (struct plim_str){0};
}
