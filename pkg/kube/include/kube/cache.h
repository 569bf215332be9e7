/*
 * What clusters say of themselves, kept on disk between runs: discovery and OpenAPI documents.
 *
 * A server is always asked, so nothing is ever stale, only cheap. Discovery: with the ETag of what
 * we have; the answer 304, for this user and in this run, makes the kept body the answer. OpenAPI:
 * the index, which is never kept, names each document with the SHA-512 of its bytes; a kept
 * document with that digest is the document. So one file serves all users of a server, whose URL is
 * the key.
 *
 * Only bodies and their ETags are kept; they tell what kinds there are, nothing of objects. The
 * directory is made 0700 and its files 0600. A directory or file that others own or may write to is
 * not used, a file that is not whole is no file, and what cannot be written is not kept: the cache
 * never makes a run fail, nor its results differ. Any number of processes may share it.
 *
 * Source: KEP-3352 (ETag); k8s.io/kube-openapi pkg/handler3 (the hash).
 */
#ifndef PLIM_KUBE_CACHE_H
#define PLIM_KUBE_CACHE_H

struct http_transport;

enum {
    KUBE_CACHE_FILE_BYTES_MAX = 64 * 1024 * 1024,
    KUBE_CACHE_BYTES_MAX = 256 * 1024 * 1024, /* of all files; the longest unused go first */
    KUBE_CACHE_FILES_MAX = 1000,
    KUBE_CACHE_AGE_MAX_S = 30 * 24 * 3600 /* unused for so long, counted from the last use of any */
};

/*
 * A transport that asks `live` and answers as it would: status 200 and the whole body where that is
 * kept. It belongs behind what records answers.
 *
 * live  borrowed; freeing the result does not free it
 * dir   made if it is not there, its parents too
 */
struct http_transport *kube_cache_new(struct http_transport *live, const char *dir);

#endif
