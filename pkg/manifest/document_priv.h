/* What a YAML document is. */
#ifndef PLIM_MANIFEST_DOCUMENT_PRIV_H
#define PLIM_MANIFEST_DOCUMENT_PRIV_H

#include "value/value.h"

/* Groups of documents that never stand in a cluster: programs read them. */
bool manifest_document_is_foreign(struct plim_str api_version);
bool manifest_document_is_object(const struct value *root); /* a named object of a cluster */
bool manifest_document_is_list(const struct value *root);   /* `items` are objects */
bool manifest_document_is_secret(const struct value *root);
bool manifest_document_is_encrypted(const struct value *root); /* by SOPS */

#endif
