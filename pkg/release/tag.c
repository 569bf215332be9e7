#include <string.h>

#include "release/release.h"

/* Without the "v" of "v1.2"; a "v" before a letter belongs to a word. */
static struct plim_str strip_v(struct plim_str tag)
{
    bool versioned = tag.len > 1 && tag.text[0] == 'v' && tag.text[1] >= '0' && tag.text[1] <= '9';
    return versioned ? (struct plim_str){tag.text + 1, tag.len - 1} : tag;
}

static struct plim_str last_part(struct plim_str repository)
{
    size_t start = repository.len;
    while (start > 0 && repository.text[start - 1] != '/')
        start--;
    return (struct plim_str){repository.text + start, repository.len - start};
}

/* What is left of "cart-v1.4.0" after "cart" and one of "-", "/", "@": the rest; else empty. */
static struct plim_str strip_name(struct plim_str tag, struct plim_str name)
{
    if (!plim_str_starts(tag, name) || tag.len < name.len + 2 || !strchr("-/@", tag.text[name.len]))
        return (struct plim_str){0};
    return (struct plim_str){tag.text + name.len + 1, tag.len - name.len - 1};
}

const struct release_tag *release_tag_find(const struct release_repository *repository,
                                           struct plim_str image_repository, struct plim_str tag)
{
    struct plim_str wanted = strip_v(tag);
    struct plim_str name = last_part(image_repository);
    const struct release_tag *plain = NULL;
    if (wanted.len == 0)
        return NULL;
    for (size_t i = 0; i < repository->tag_count; i++) {
        const struct release_tag *candidate = &repository->tags[i];
        struct plim_str rest = strip_name(candidate->name, name);
        if (rest.len > 0 && plim_str_equal(strip_v(rest), wanted))
            return candidate; /* names the image too: nearer than a tag of the whole repository */
        if (!plain && plim_str_equal(strip_v(candidate->name), wanted))
            plain = candidate;
    }
    return plain;
}
