/* What a server's answer says in a line, and how requests are written. */
#ifndef KUBE_ANSWER_PRIV_H
#define KUBE_ANSWER_PRIV_H

#include "base/buf.h"
#include "kube/reader.h"

struct http_response;

extern const char kube_accept_discovery[];
extern const char kube_accept_metadata_list[];
extern const char kube_accept_metadata[];
extern const char kube_accept_protobuf_list[]; /* or JSON, where the server prefers it */
extern const char kube_accept_protobuf_metadata_list[];
/* The same, or whole objects of a server that cannot leave the rest out. */
extern const char kube_accept_metadata_or_more[];
extern const char kube_accept_protobuf_metadata_or_more[];

/* Why there is nothing to read: "HTTP 403: pods is forbidden", or why there is no answer. One line,
 * bounded; control characters become blanks. Owned by the arena. */
const char *kube_answer_reason(struct plim_arena *arena, const struct http_response *response);

/* The same; of a 403 also the right that would do: "HTTP 403: ...; needs: list pods in the core
 * group, cluster-wide". */
const char *kube_answer_refusal(struct plim_arena *arena, const struct http_response *response,
                                const char *needs);

/* The right that a list needs: "list deployments in the group apps, in the namespace shop". */
const char *kube_query_needs(struct plim_arena *arena, const struct kube_query *query);

/* The same of a single document: "get on the non-resource URL /version", or "get namespaces in the
 * core group, the one named kube-system". */
const char *kube_target_needs(struct plim_arena *arena, const char *target);

/* The fresh token that comes with a 410, copied into the arena; NULL without one. */
const char *kube_answer_fresh_token(struct plim_arena *arena, const struct http_response *response);

/* "&name=text", encoded; nothing when the text is NULL or "". */
void kube_target_add_parameter(struct plim_buf *target, const char *name, const char *text);

/* The path and query of a list's page. `token` NULL for the first. */
void kube_query_target(const struct kube_query *query, size_t page_objects, const char *token,
                       struct plim_buf *target);

/* "deployments.apps", "pods". Owned by the arena. */
const char *kube_resource_title(struct plim_arena *arena, const struct kube_resource *resource);

#endif
