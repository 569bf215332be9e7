#include <stddef.h>

#include "glob_priv.h"

/* Where to go on after a mismatch: the wildcard takes more of the path. */
struct retry {
    const char *glob; /* NULL: there is no such wildcard */
    const char *path;
};

struct match {
    const char *start; /* of the glob */
    const char *glob;
    const char *path;
    struct retry star;
    struct retry directories; /* of "**" and a '/' */
};

static bool begins_segment(const struct match *match)
{
    return match->glob == match->start || match->glob[-1] == '/';
}

/* A directory more for "**", a byte more for '*': the later wildcard first, since whatever an
 * earlier '*' could take, it can take as well. */
static bool try_again(struct match *match)
{
    if (match->star.glob && *match->star.path != '\0' && *match->star.path != '/') {
        match->glob = match->star.glob;
        match->path = ++match->star.path;
        return true;
    }
    if (!match->directories.glob)
        return false;
    while (*match->directories.path != '\0' && *match->directories.path != '/')
        match->directories.path++;
    if (*match->directories.path == '\0')
        return false;
    match->glob = match->directories.glob;
    match->path = ++match->directories.path;
    match->star.glob = NULL;
    return true;
}

/* True when a wildcard stands here. */
static bool take_wildcard(struct match *match)
{
    if (match->glob[0] != '*')
        return false;
    if (match->glob[1] == '*' && match->glob[2] == '/' && begins_segment(match)) {
        match->glob += 3;
        match->directories = (struct retry){match->glob, match->path};
        match->star.glob = NULL;
        return true;
    }
    while (*match->glob == '*')
        match->glob++;
    match->star = (struct retry){match->glob, match->path};
    return true;
}

static bool take_byte(struct match *match)
{
    const char *glob = match->glob;
    if (*match->path == '\0' || *glob == '\0')
        return false;
    bool any = *glob == '?' && *match->path != '/';
    if (glob[0] == '\\' && glob[1] != '\0')
        glob++;
    if (!any && *glob != *match->path)
        return false;
    match->glob = glob + 1;
    match->path++;
    return true;
}

/* A last "**" is all that is left, if something is. */
static bool takes_rest(const struct match *match)
{
    return match->glob[0] == '*' && match->glob[1] == '*' && match->glob[2] == '\0' &&
           begins_segment(match) && *match->path != '\0';
}

bool gitrepo_glob_matches(const char *glob, const char *path)
{
    struct match match = {.start = glob, .glob = glob, .path = path};
    for (;;) {
        if (takes_rest(&match))
            return true;
        if (take_wildcard(&match))
            continue;
        if (*match.glob == '\0' && *match.path == '\0')
            return true;
        if (!take_byte(&match) && !try_again(&match))
            return false;
    }
}
