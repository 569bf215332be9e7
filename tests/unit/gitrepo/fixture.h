/* A private directory with real repositories in it, made by the git program. */
#ifndef PLIM_TEST_GITREPO_FIXTURE_H
#define PLIM_TEST_GITREPO_FIXTURE_H

#include "base/arena.h"
#include "gitrepo/repo.h"

/* For tcase_add_checked_fixture(). */
void fixture_open(void);
void fixture_close(void);

struct plim_arena *fixture_arena(void);

/* "name" in the private directory. */
const char *fixture_path(const char *name);

/* Run a shell script there, with fixed names and times; it has to succeed. Its output without the
 * last line end. */
const char *fixture_run(const char *script);

/* The repository at "name" and the commit of a revision. */
struct gitrepo *fixture_repo(const char *name);
struct gitrepo_commit fixture_commit(struct gitrepo *repo, const char *revision);

#endif
