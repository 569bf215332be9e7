/* For tests of what a user entry says: one user "u" from a text. */
#ifndef KUBECONFIG_CHECK_H
#define KUBECONFIG_CHECK_H

#include "base/buf.h"
#include "kube/config.h"
#include "support/plim_check.h"

#include "config_priv.h"

/* The entry of the user whose content is `user` (flow YAML), as if it stood in the file `file`. */
static inline const struct kube_config_entry *read_user(struct kube_config **config,
                                                        const char *file, const char *user)
{
    struct plim_err err = {0};
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    plim_buf_printf(&text, "users: [{name: u, user: %s}]", user);
    plim_assert_ok(kube_config_add(config, file, plim_buf_str(&text), &err), &err);
    return &(*config)->users.entries[0];
}

#endif
