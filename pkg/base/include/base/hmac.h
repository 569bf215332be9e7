/*
 * HMAC-SHA-256: one key, many short texts. Source: RFC 2104, FIPS 198-1.
 *
 * Threads: one hmac belongs to one thread at a time.
 */
#ifndef PLIM_BASE_HMAC_H
#define PLIM_BASE_HMAC_H

#include "base/str.h"

enum { PLIM_HMAC_BYTES = 32 };

struct plim_hmac;

/* The key is wiped when the hmac is freed, and never leaves it. */
struct plim_hmac *plim_hmac_new(struct plim_str key);
void plim_hmac_free(struct plim_hmac *hmac); /* NULL is a no-op */

/* Of `label`, a zero byte and `text`: what different labels give has nothing to do with each
 * other. */
void plim_hmac_digest(struct plim_hmac *hmac, const char *label, struct plim_str text,
                      unsigned char digest_out[PLIM_HMAC_BYTES]);

/* Bytes that nobody can guess, from the system. */
void plim_random_bytes(unsigned char *bytes_out, size_t len);

#endif
