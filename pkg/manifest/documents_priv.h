/* Documents among what was collected, to look up what agents' objects name. */
#ifndef PLIM_MANIFEST_DOCUMENTS_PRIV_H
#define PLIM_MANIFEST_DOCUMENTS_PRIV_H

#include "value/value.h"

#include "collector_priv.h"

struct manifest_met {
    struct value root;
    size_t item;        /* of the collector */
    size_t application; /* 1 + index of what was made of it; 0: nothing yet */
};

struct manifest_documents {
    const struct manifest_collector *collector;
    struct manifest_met *items; /* owned: objects of agents, in the order of the files */
    size_t len, cap;
    size_t scanned; /* items of the collector that were looked through */
};

void manifest_documents_release(struct manifest_documents *documents);

/* Look through the items that were collected since. */
void manifest_documents_scan(struct manifest_documents *documents);

struct manifest_wanted {
    const char *group; /* of the apiVersion */
    const char *kind;
    const char *namespace; /* a document without one counts as in it */
    const char *name;
};

/* Of the agents' objects that are wanted the one whose file is nearest to `from`; NULL when there
 * is none, or several that differ and are as near. */
const struct value *manifest_documents_find(const struct manifest_documents *documents,
                                            const struct manifest_wanted *wanted, const char *from);

/* The same of all objects; parsed for the occasion. */
const struct value *manifest_documents_seek(const struct manifest_documents *documents,
                                            const struct manifest_wanted *wanted, const char *from);

bool manifest_is_of_group(const struct value *root, const char *group);

#endif
