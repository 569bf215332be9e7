/* What proves to a server who we are, and to us who it is. Secrets: wiped on release. */
#ifndef KUBE_CREDENTIAL_PRIV_H
#define KUBE_CREDENTIAL_PRIV_H

#include "base/buf.h"

#include "config_priv.h"

enum { KUBE_CREDENTIAL_BYTES_MAX = 1024 * 1024 }; /* of a certificate, key or token */

struct kube_headers {
    char **items; /* owned; NULL-terminated when there are any */
    size_t len;
    size_t cap;
};

struct kube_credential {
    struct plim_buf certificate;   /* PEM */
    struct plim_buf key;           /* PEM */
    struct plim_buf authorization; /* value of the header */
    struct kube_headers headers;   /* impersonation */
};

void kube_buf_wipe(struct plim_buf *buf); /* PLIM_CLEANUP handler too */
/* Append "Bearer TOKEN" without the blanks around it; nothing when that is empty. */
void kube_bearer_write(struct plim_str token, struct plim_buf *authorization);
void kube_credential_release(struct kube_credential *credential);

/* The bytes of `FIELD-data` (base64), or else of the file that `FIELD` names; empty when neither is
 * there. Fails with PLIM_INVALID, PLIM_NOT_FOUND, PLIM_LIMIT or PLIM_IO. */
PLIM_NODISCARD enum plim_code kube_credential_read_field(const struct kube_config_entry *entry,
                                                         const char *field, struct plim_buf *bytes,
                                                         struct plim_err *err);

/* Append the file's bytes. Fails with PLIM_NOT_FOUND, PLIM_LIMIT or PLIM_IO. */
PLIM_NODISCARD enum plim_code kube_credential_read_file(const char *path, struct plim_buf *bytes,
                                                        struct plim_err *err);

/* Everything that a user entry holds. Fails as above, and with PLIM_INVALID for what is not
 * supported. */
PLIM_NODISCARD enum plim_code kube_credential_read(const struct kube_config_entry *user,
                                                   struct kube_credential *credential,
                                                   struct plim_err *err);

#endif
