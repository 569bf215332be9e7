/* Text out of repositories, which may hold any bytes. */
#ifndef PLIM_GITREPO_TEXT_PRIV_H
#define PLIM_GITREPO_TEXT_PRIV_H

#include "base/arena.h"

/* A copy that is UTF-8 without control characters: what is neither becomes '?'. NULL gives "". */
char *gitrepo_text_copy(struct plim_arena *arena, const char *text);

#endif
