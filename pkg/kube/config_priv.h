/* What a kubeconfig is to those who connect. */
#ifndef KUBE_CONFIG_PRIV_H
#define KUBE_CONFIG_PRIV_H

#include <stdbool.h>

#include "base/arena.h"
#include "kube/config.h"
#include "value/decode.h"

/* One named cluster, user or context. */
struct kube_config_entry {
    const char *name;
    const char *dir;        /* of the file that it stands in */
    struct value_node node; /* the entry's content: under "cluster", "user" or "context" */
};

struct kube_config_section {
    struct kube_config_entry *entries;
    size_t len;
    size_t cap;
};

struct kube_config {
    struct plim_arena *arena;
    struct kube_config_section clusters;
    struct kube_config_section users;
    struct kube_config_section contexts;
    const char *current;  /* NULL: not set */
    const char **missing; /* files of KUBECONFIG that are not there, in their order */
    size_t missing_len;
    size_t missing_cap;
    struct value *files; /* owned; roots of what was read, to be wiped */
    size_t file_len;
    size_t file_cap;
};

/* NULL when there is none. */
const struct kube_config_entry *kube_config_find(const struct kube_config_section *section,
                                                 struct plim_str name);

/* A field's text, empty when absent or null. Fails with PLIM_INVALID when it is not a string. */
PLIM_NODISCARD enum plim_code kube_config_text(const struct kube_config_entry *entry,
                                               const char *field, struct plim_str *text_out,
                                               struct plim_err *err);
PLIM_NODISCARD enum plim_code kube_config_bool(const struct kube_config_entry *entry,
                                               const char *field, bool *value_out,
                                               struct plim_err *err);

/* Overwrite the text; every string in the value. */
void kube_text_wipe(struct plim_str secret);
void kube_value_wipe(const struct value *value);

#endif
