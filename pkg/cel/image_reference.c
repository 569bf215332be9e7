#include "image_reference.h"

#include <string.h>

enum { TAG_BYTES_MAX = 128, REPOSITORY_BYTES_MIN = 2, REPOSITORY_BYTES_MAX = 255, HASH_BYTES = 64 };

#define DEFAULT_REGISTRY "index.docker.io"

static const char lower[] = "abcdefghijklmnopqrstuvwxyz0123456789_-.";

static bool is_made_of(struct plim_str text, const char *set, const char *more)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.text[i] == '\0' ||
            (strchr(set, text.text[i]) == NULL && strchr(more, text.text[i]) == NULL))
            return false;
    }
    return true;
}

/* The place of the last such byte, or the length. */
static size_t last_of(struct plim_str text, char byte)
{
    for (size_t i = text.len; i > 0; i--) {
        if (text.text[i - 1] == byte)
            return i - 1;
    }
    return text.len;
}

/* A colon behind the last slash begins a tag; any other belongs to a port. */
static bool cut_tag(struct plim_str *base, struct plim_str *tag_out)
{
    size_t at = last_of(*base, ':');
    struct plim_str tag = {0};
    if (at < base->len)
        tag = (struct plim_str){base->text + at + 1, base->len - at - 1};
    if (at == base->len || plim_str_contains(tag, PLIM_STR("/")))
        return true;
    *tag_out = tag;
    base->len = at;
    return tag.len > 0 && tag.len <= TAG_BYTES_MAX &&
           is_made_of(tag, lower, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

static bool names_registry(struct plim_str text)
{
    return plim_str_contains(text, PLIM_STR(".")) || plim_str_contains(text, PLIM_STR(":")) ||
           plim_str_is(text, "localhost");
}

static bool parse_repository(struct plim_arena *arena, struct plim_str base,
                             struct cel_image *image)
{
    struct plim_str rest = base;
    struct plim_str first;
    bool divided = plim_str_cut(&rest, '/', &first);
    bool stated = divided && names_registry(first);
    image->repository = stated ? rest : base;
    image->registry = stated ? first : PLIM_STR(DEFAULT_REGISTRY);
    if (plim_str_is(image->registry, "docker.io"))
        image->registry = PLIM_STR(DEFAULT_REGISTRY);
    if (image->repository.len < REPOSITORY_BYTES_MIN ||
        image->repository.len > REPOSITORY_BYTES_MAX || !is_made_of(image->repository, lower, "/"))
        return false;
    if (plim_str_is(image->registry, DEFAULT_REGISTRY) &&
        !plim_str_contains(image->repository, PLIM_STR("/")))
        image->repository = plim_str_from(
            plim_arena_printf(arena, "library/%.*s", PLIM_STR_ARG(image->repository)));
    return is_made_of(image->registry, lower, "ABCDEFGHIJKLMNOPQRSTUVWXYZ:[]");
}

static bool is_digest(struct plim_str text)
{
    struct plim_str prefix = PLIM_STR("sha256:");
    struct plim_str hash = {0};
    if (!plim_str_starts(text, prefix))
        return false;
    hash = (struct plim_str){text.text + prefix.len, text.len - prefix.len};
    return hash.len == HASH_BYTES && is_made_of(hash, "0123456789abcdef", "");
}

bool cel_image_parse(struct plim_arena *arena, struct plim_str text, struct cel_image *image_out)
{
    struct cel_image image = {.reference = text};
    struct plim_str digest = text;
    struct plim_str base;
    bool pinned = plim_str_cut(&digest, '@', &base);
    if (pinned && !is_digest(digest))
        return false;
    if (!cut_tag(&base, &image.tag) || !parse_repository(arena, base, &image))
        return false;
    if (pinned)
        image.digest = digest;
    else if (image.tag.len == 0)
        image.tag = PLIM_STR("latest");
    *image_out = image;
    return true;
}

bool cel_image_equal(const struct cel_image *left, const struct cel_image *right)
{
    return plim_str_equal(left->reference, right->reference);
}
