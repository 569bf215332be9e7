/*
 * Credentials and certificate authorities in files that others replace during a run: those of a
 * pod, and a kubeconfig's tokenFile, client-certificate with client-key, and certificate-authority.
 * Read again when they were last looked at 50 s ago, and at once when a server refuses them. A file
 * that cannot be read, or is empty, changes nothing; nor does a certificate whose key has not come
 * yet. Source: client-go transport/token_source.go (a period of one minute, ten seconds early),
 * cert_rotation.go and ca_rotation.go (ClientsAllowCARotation).
 */
#ifndef KUBE_ROTATION_PRIV_H
#define KUBE_ROTATION_PRIV_H

#include "base/clock.h"
#include "base/str.h"
#include "http/authenticator.h"

enum { KUBE_ROTATION_SECONDS = 50 };

struct kube_rotation;

struct kube_rotation_start {
    const char *token_path;         /* NULL: no token to be read again */
    const char *authorization;      /* "Bearer TOKEN", as read from there already */
    const char *certificate_path;   /* NULL: no certificate to be read again; else both are there */
    const char *key_path;           /* of its key */
    struct plim_str certificate;    /* as read from there already */
    struct plim_str key;            /* as read from there already */
    const char *ca_path;            /* NULL: no authority to be read again */
    struct plim_str ca;             /* as read from there already */
    const struct plim_clock *clock; /* borrowed; NULL: the system's */
};

/* Everything but the clock is copied. */
struct kube_rotation *kube_rotation_new(const struct kube_rotation_start *start);
struct http_authenticator *kube_rotation_authenticator(struct kube_rotation *rotation);
void kube_rotation_free(struct kube_rotation *rotation); /* wipes; NULL is a no-op */

#endif
