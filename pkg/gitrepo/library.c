#include <git2.h>

#include "gitrepo/repo.h"

#include "failure_priv.h"

static enum plim_code configure(const char *home, const char *ca_file, struct plim_err *err)
{
    /* Nothing of a repository is ever run, so whose files it is made of does not matter; and audits
     * in containers read what another user has cloned. */
    int status = git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    if (status == 0 && home)
        status = git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_GLOBAL, home);
    if (status != 0)
        return gitrepo_fail(err, status, "set up the Git library");
    if (ca_file &&
        (status = git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, ca_file, NULL)) != 0) {
        (void)gitrepo_fail(err, status, "read certificates '%s'", ca_file);
        return err->code = PLIM_NOT_FOUND;
    }
    return PLIM_OK;
}

enum plim_code gitrepo_init(const char *home, const char *ca_file, struct plim_err *err)
{
    int status = git_libgit2_init();
    if (status < 0) {
        (void)gitrepo_fail(err, status, "start the Git library");
        return err->code = PLIM_BUG;
    }
    if (configure(home, ca_file, err) == PLIM_OK)
        return PLIM_OK;
    (void)git_libgit2_shutdown();
    return err->code;
}

void gitrepo_shutdown(void)
{
    (void)git_libgit2_shutdown();
}
