/* Following the objects of GitOps agents to what they apply. */
#ifndef PLIM_MANIFEST_FOLLOW_PRIV_H
#define PLIM_MANIFEST_FOLLOW_PRIV_H

#include "manifest/application.h"

#include "argo_priv.h"
#include "documents_priv.h"
#include "flux_priv.h"

struct manifest_followed {
    struct manifest_application application;
    struct manifest_recipe recipe;
    const char *dir; /* in the tree: it is made of what lies there; NULL: of nothing here */
    unsigned depth;  /* applications that declare it, one within the other */
    size_t leader;   /* index of the first one of the same object: it has several sources */
    bool valid;
};

struct manifest_follower {
    struct manifest_collector *collector;
    struct manifest_documents documents;
    struct manifest_followed *items; /* owned */
    size_t len, cap;
    struct plim_map *known; /* what an agent is asked for, to 1 + its index */
    const char *url;        /* of the repository; NULL not known */
    /* The directory that was asked for, where the top of the tree need not be that of a repository:
     * paths that lead nowhere from the top are tried from it and from those above. NULL: it is. */
    const char *asked;
};

void manifest_follower_release(struct manifest_follower *follower);

/* Everything that the objects met so far lead to, and so on. charts: releases of charts, too, which
 * comes last. Fails with PLIM_LIMIT (MANIFEST_TOTAL_MAX). */
PLIM_NODISCARD enum plim_code manifest_follow(struct manifest_follower *follower, bool charts,
                                              struct plim_err *err);

/* An application was made of the directory or one above it. */
bool manifest_follower_covers(const struct manifest_follower *follower, const char *dir);

/*
 * What applications are made of is not also declared as it stands: such items are dropped, and with
 * them applications that nothing else declares. The others get their final places.
 */
void manifest_follower_finish(struct manifest_follower *follower, struct manifest_files *files);

#endif
