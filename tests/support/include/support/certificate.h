/* Certificates made on the spot, so that none stands in the sources. */
#ifndef PLIM_SUPPORT_CERTIFICATE_H
#define PLIM_SUPPORT_CERTIFICATE_H

#include "base/buf.h"

/* Append a self-signed certificate and its new Ed25519 key, both PEM. Ends the test when that
 * fails. */
void plim_certificate_make(struct plim_buf *certificate, struct plim_buf *key);

#endif
