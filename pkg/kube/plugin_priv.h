/* One credential plugin as an authenticator; what may run, and in which environment. */
#ifndef KUBE_PLUGIN_PRIV_H
#define KUBE_PLUGIN_PRIV_H

#include "base/arena.h"
#include "http/authenticator.h"
#include "kube/plugin.h"

#include "config_priv.h"
#include "exec_credential_priv.h"

/*
 * The authenticator of a user with an `exec`: a new one, or that of an earlier user who has the
 * same. It belongs to `plugins`. Nothing runs yet.
 *
 * Fails with PLIM_INVALID, PLIM_LIMIT, PLIM_DENIED (the policy, or a file that others may write).
 */
PLIM_NODISCARD enum plim_code kube_plugins_add(struct kube_plugins *plugins,
                                               const struct kube_config_entry *user,
                                               const struct kube_exec_cluster *cluster,
                                               struct http_authenticator **authenticator_out,
                                               struct plim_err *err);

/* The variable's value, or NULL. */
const char *kube_environment_get(const char *const *environment, const char *name);

/*
 * What a plugin gets: of `environment` what it may have, then `own` (`own_count` of "NAME=value"),
 * then `last`. Later ones replace earlier ones of the same name. NULL-terminated, in the arena; the
 * texts are borrowed.
 */
const char **kube_plugin_environment(struct plim_arena *arena, const char *const *environment,
                                     const char *const *own, size_t own_count, const char *last);

/* The path without ".", empty parts and, where that is clear from the text, ".."; "." when nothing
 * is left. In the arena. Source: Go's filepath.Clean. */
const char *kube_path_clean(struct plim_arena *arena, const char *path);

/* The file that a command means: itself when it has a '/', else the first executable of that name
 * in the directories of `path` (relative ones are passed over, as Go's LookPath does). NULL when
 * there is none. In the arena. */
const char *kube_program_find(struct plim_arena *arena, const char *command, const char *path);

/* Fails with PLIM_DENIED, as kubectl words it. Source: client-go exec.go, checkAllowlistLocked. */
PLIM_NODISCARD enum plim_code kube_plugin_policy_check(const struct kube_plugin_policy *policy,
                                                       const char *command, const char *path,
                                                       struct plim_err *err);

#endif
