/* One page of a list: from its bytes to its items. */
#ifndef KUBE_PAGE_PRIV_H
#define KUBE_PAGE_PRIV_H

#include "kube/reader.h"

struct value_json_reader;

struct kube_page_options {
    struct value_json_reader *json; /* borrowed */
    bool managed_fields_text;       /* as in kube_reader_config */
};

struct kube_page_content {
    struct value items;    /* a list; each with apiVersion and kind */
    struct plim_str token; /* metadata.continue */
    uint64_t remaining;    /* metadata.remainingItemCount, a hint; 0: not told, or incredible */
    bool borrows;          /* from the body */
    bool lacks_fields;     /* the server knows fields that we do not: JSON would have them */
    bool garbled;          /* also on failure: protobuf that makes no sense; JSON may */
};

/*
 * Decode one page, in JSON or protobuf.
 *
 * body  with VALUE_JSON_PADDING readable bytes behind it
 * Fails with PLIM_INVALID or PLIM_LIMIT: neither encoding, not a list, or full objects where only
 * metadata may come.
 */
PLIM_NODISCARD enum plim_code kube_page_read(const struct kube_page_options *options,
                                             struct plim_arena *arena, struct plim_str body,
                                             const struct kube_query *query,
                                             struct kube_page_content *content_out,
                                             struct plim_err *err);

bool kube_resource_is_secret(const struct kube_resource *resource);

#endif
