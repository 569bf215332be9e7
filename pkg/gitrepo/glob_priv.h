/* Patterns over paths, as gitignore(5) has them once they begin at the top. */
#ifndef PLIM_GITREPO_GLOB_PRIV_H
#define PLIM_GITREPO_GLOB_PRIV_H

#include <stdbool.h>

/*
 * The whole path matches: '*' any run without '/', '?' one byte but '/', "**" and a '/' any number
 * of directories (none, too), a last "**" everything below, '\' takes the next byte as it is.
 * Takes at most the product of both lengths.
 */
bool gitrepo_glob_matches(const char *glob, const char *path);

#endif
