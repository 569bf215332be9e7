/* The words that may stay in a redacted capture. Everything that is not among them, and has no
 * shape that says it is no name, becomes a pseudonym. */
#ifndef SNAPSHOT_REDACT_WORDS_PRIV_H
#define SNAPSHOT_REDACT_WORDS_PRIV_H

#include <stdbool.h>

#include "base/str.h"

enum snapshot_words {
    SNAPSHOT_WORDS_NAMES,        /* stay wherever they stand: "default", "kube-system", "prod" */
    SNAPSHOT_WORDS_FIELDS,       /* keys of maps that are structure: "spec", "replicas" */
    SNAPSHOT_WORDS_CONSTANTS,    /* values of fields that are no names: "ClusterIP", "Always" */
    SNAPSHOT_WORDS_KINDS,        /* kinds, plurals, groups and what stands where they do */
    SNAPSHOT_WORDS_DOMAIN_PARTS, /* in front of those ends: "toolkit", "node-role" */
    SNAPSHOT_WORDS_DOMAINS,      /* ends of dotted texts: "kubernetes.io", "argoproj.io" */
    SNAPSHOT_WORDS_SYSTEM,       /* behind "system:" */
    SNAPSHOT_WORDS_SUFFIXES,     /* in versions behind their numbers: "rc", "alpine" */
    SNAPSHOT_WORDS_SCHEMA,       /* keywords of schemas that are kept; all others are dropped */
    SNAPSHOT_WORDS_MANAGERS,     /* of metadata.managedFields, whole */
    SNAPSHOT_WORDS_LISTS,
};

bool snapshot_word_is(enum snapshot_words list, struct plim_str text);

#endif
