/* Whether a certificate and a key belong together. */
#ifndef KUBE_KEY_PAIR_PRIV_H
#define KUBE_KEY_PAIR_PRIV_H

#include <stdbool.h>

#include "base/str.h"

/* Both PEM; of a chain the first certificate counts. False too for what cannot be read, encrypted
 * keys included. */
bool kube_key_fits(struct plim_str certificate, struct plim_str key);

#endif
