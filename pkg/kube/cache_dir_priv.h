/* The files of the cache. */
#ifndef KUBE_CACHE_DIR_PRIV_H
#define KUBE_CACHE_DIR_PRIV_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/str.h"
#include "http/transport.h"

struct kube_cache_dir;

struct kube_cache_entry {
    char etag[HTTP_ETAG_BYTES];
    struct plim_buf body; /* owned */
};

/* NULL when it cannot be made, or others own it or may write to it. */
struct kube_cache_dir *kube_cache_dir_open(const char *path);

/* Removes what is too old or too much first. NULL is a no-op. */
void kube_cache_dir_free(struct kube_cache_dir *dir);

/* key: PLIM_SHA256_TEXT_BYTES of it; names the file. False when there is none that is whole. */
bool kube_cache_dir_load(const struct kube_cache_dir *dir, const char *key,
                         struct kube_cache_entry *entry_out);

/* Replaces in one step; does nothing where it cannot. */
void kube_cache_dir_save(struct kube_cache_dir *dir, const char *key, const char *etag,
                         struct plim_str body);

/*
 * The text of a file:
 *
 *     plimsoll cluster cache 1 SHA256_OF_THE_REST
 *     KEY
 *     ETAG
 *     BODY...
 *
 * False when it is not that, for this key; the outputs borrow from it.
 */
bool kube_cache_file_parse(struct plim_str text, const char *key, struct plim_str *etag_out,
                           struct plim_str *body_out);

/* An ETag that may stand in a header and in a file. */
bool kube_cache_etag_is_sound(struct plim_str etag);

#endif
