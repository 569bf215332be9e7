/* CODEOWNERS files: which paths have an owner. Who that is does not matter here. */
#ifndef PLIM_GITREPO_OWNERS_PRIV_H
#define PLIM_GITREPO_OWNERS_PRIV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum {
    GITREPO_OWNERS_BYTES_MAX = 3 << 20, /* GitHub reads no larger ones */
    GITREPO_OWNERS_RULES_MAX = 5000,
    GITREPO_OWNERS_SECTIONS_MAX = 200,
};

/*
 * GitHub: the last rule that fits decides, and one without owners takes them away.
 * GitLab: that of each section; one section that gives owners is enough.
 * Sources: GitHub, "About code owners"; GitLab, "Syntax of CODEOWNERS file".
 */
enum gitrepo_owners_syntax { GITREPO_OWNERS_GITHUB, GITREPO_OWNERS_GITLAB };

struct gitrepo_owners_rule {
    const char *glob;
    unsigned section;
    bool owned;
    bool excludes; /* GitLab's '!': no rule of the section counts */
};

/* All-zero covers nothing. */
struct gitrepo_owners {
    struct gitrepo_owners_rule *rules; /* in the arena */
    size_t len, cap;
    unsigned sections; /* at least 1 once there are rules */
};

/* Adds the rules of a file. Fails with PLIM_LIMIT, or PLIM_INVALID: what GitLab takes for a range
 * of characters. */
PLIM_NODISCARD enum plim_code gitrepo_owners_parse(struct plim_arena *arena, struct plim_str text,
                                                   enum gitrepo_owners_syntax syntax,
                                                   struct gitrepo_owners *owners,
                                                   struct plim_err *err);

/* Everything below `dir` ("" the top) has an owner, as an OWNERS file there says. Fails with
 * PLIM_LIMIT. */
PLIM_NODISCARD enum plim_code gitrepo_owners_add_directory(struct plim_arena *arena,
                                                           const char *dir,
                                                           struct gitrepo_owners *owners,
                                                           struct plim_err *err);

bool gitrepo_owners_cover(const struct gitrepo_owners *owners, const char *path);

#endif
