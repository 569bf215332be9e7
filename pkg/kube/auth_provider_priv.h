/* The `auth-provider` of a user: the way before credential plugins, of which client-go has left
 * only OpenID Connect. Source: client-go plugin/pkg/client/auth/{gcp,azure,openstack,oidc}. */
#ifndef KUBE_AUTH_PROVIDER_PRIV_H
#define KUBE_AUTH_PROVIDER_PRIV_H

#include "credential_priv.h"

/*
 * Of "oidc" the id-token that stands there, while it is valid (to 10 s before its `exp`); we do not
 * fetch new ones, since kubectl would have to write them into the file. Nothing happens without a
 * provider, or when the user has a token, a password or a certificate, which go first.
 *
 * Fails with PLIM_INVALID, saying which plugin replaces the provider and where that is explained.
 */
PLIM_NODISCARD enum plim_code kube_auth_provider_read(const struct kube_config_entry *user,
                                                      struct kube_credential *credential,
                                                      struct plim_err *err);

#endif
