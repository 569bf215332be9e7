/* SHA-256 and, where others use them, SHA-512, SHA-1 and MD5; as lower-case hexadecimal. */
#ifndef PLIM_BASE_HASH_H
#define PLIM_BASE_HASH_H

#include <stddef.h>

#include "base/str.h"

enum {
    PLIM_MD5_TEXT_BYTES = 33,
    PLIM_SHA1_TEXT_BYTES = 41,
    PLIM_SHA256_TEXT_BYTES = 65,
    PLIM_SHA512_TEXT_BYTES = 129,
};

struct plim_sha256; /* several pieces, one digest */

struct plim_sha256 *plim_sha256_new(void);
void plim_sha256_add(struct plim_sha256 *hash, const void *bytes, size_t len);
/* Adds the length too, so that ("ab","c") and ("a","bc") differ. */
void plim_sha256_add_part(struct plim_sha256 *hash, struct plim_str part);

/* The digest; frees `hash`. */
void plim_sha256_finish(struct plim_sha256 *hash, char text_out[PLIM_SHA256_TEXT_BYTES]);

/* All at once; returns text_out. */
const char *plim_sha512_text(const void *bytes, size_t len, char text_out[PLIM_SHA512_TEXT_BYTES]);
const char *plim_sha256_text(const void *bytes, size_t len, char text_out[PLIM_SHA256_TEXT_BYTES]);

/* They prove nothing any more: for what others have named by them. */
const char *plim_sha1_text(const void *bytes, size_t len, char text_out[PLIM_SHA1_TEXT_BYTES]);
const char *plim_md5_text(const void *bytes, size_t len, char text_out[PLIM_MD5_TEXT_BYTES]);

#endif
