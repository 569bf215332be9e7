/*
 * Policies: AuditPolicy documents, loaded strictly and compiled once.
 *
 *     struct policy_set *set = policy_set_new();
 *     policy_set_add_embedded(set, &err);          what the program carries
 *     policy_set_add_dir(set, "team-policies", &err);  adds, or replaces by id
 *     policy_set_select(set, &choice, &err);           select.h; left out: all
 *     policy_set_seal(set);
 *
 * Messages read "FILE:LINE:COLUMN: what is wrong"; of an expression, the place is that of the error
 * inside it, wherever the YAML puts it.
 *
 * Threads: a sealed set is immutable; any number of sessions (evaluate.h) may use it.
 */
#ifndef PLIM_POLICY_POLICY_H
#define PLIM_POLICY_POLICY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"
#include "finding/finding.h"
#include "policy/subject.h"
#include "value/decode.h"
#include "value/value.h"

enum {
    POLICY_FILE_BYTES_MAX = 1 << 20,
    POLICY_DIR_DEPTH_MAX = 16,
    POLICY_VALIDATIONS_MAX = 64,
    POLICY_VARIABLES_MAX = 64,
};

enum policy_unit { POLICY_UNIT_SUBJECT, POLICY_UNIT_ITEM };

/* What a policy says about itself. Texts are NUL-terminated and live as long as the set; empty:
 * absent. */
struct policy_info {
    size_t index; /* in the set, and in arrays of tallies */
    struct plim_str id;
    struct plim_str title;
    enum policy_subject subject;
    enum finding_severity severity;
    enum policy_unit unit; /* what a tally counts */
    struct plim_str category;
    const struct value *sets; /* list of names: "recommended", "strict" or others; NULL: none */
    struct plim_str why;
    struct plim_str remediation;
    const struct value *references; /* list of strings */
    const struct value *params;     /* map: the defaults, or what the Fleet says */
    const struct value *params_schema;
    struct plim_str file;
    struct value_position position; /* of the document */
    bool embedded;
};

struct policy_set;

struct policy_set *policy_set_new(void);
void policy_set_free(struct policy_set *set); /* NULL is a no-op */
void policy_set_freep(struct policy_set **set);

/*
 * Add the AuditPolicies of one YAML file. A policy of an earlier call with the same id is replaced.
 * The other kinds of plimsoll.dev are passed over.
 *
 * file  for messages
 * text  is not kept
 * Fails with PLIM_INVALID or PLIM_LIMIT.
 */
PLIM_NODISCARD enum plim_code policy_set_add(struct policy_set *set, const char *file,
                                             struct plim_str text, struct plim_err *err);

/* From now on documents of other groups, which somebody else reads, are passed over instead of
 * refused; files without a document of plimsoll.dev are not even looked at. */
void policy_set_pass_over_others(struct policy_set *set);

PLIM_NODISCARD enum plim_code policy_set_add_embedded(struct policy_set *set, struct plim_err *err);

/* Every *.yaml and *.yml below `path`, but nothing in folders named "cases"; one file is fine too.
 * An id that stands twice is an error. Fails with PLIM_INVALID, PLIM_NOT_FOUND, PLIM_LIMIT or
 * PLIM_IO. */
PLIM_NODISCARD enum plim_code policy_set_add_dir(struct policy_set *set, const char *path,
                                                 struct plim_err *err);

/*
 * Take over what a Fleet document says of single policies. Before sealing.
 *
 * policies  spec.policies of a Fleet: `params: {ID: {NAME: VALUE}}`, `severity: {ID_OR_GLOB:
 * LEVEL}` Fails with PLIM_INVALID: no such policy, parameter or severity, or a value of another
 * type.
 */
PLIM_NODISCARD enum plim_code policy_set_configure(struct policy_set *set,
                                                   const struct value_node *policies,
                                                   struct plim_err *err);

/* Order by id and index; nothing can be added afterwards. */
void policy_set_seal(struct policy_set *set);

/* Of a sealed set, in byte order of the ids. */
size_t policy_set_len(const struct policy_set *set);
const struct policy_info *policy_set_at(const struct policy_set *set, size_t i);
const struct policy_info *policy_set_find(const struct policy_set *set,
                                          struct plim_str id); /* or NULL */
size_t policy_set_subject_len(const struct policy_set *set, enum policy_subject subject);

/* SHA-256 over the documents in use, in order of the ids: the report's inputs.policies. */
const char *policy_set_digest(const struct policy_set *set);

/* Whether an expression that was added may look at metadata.managedFields. */
bool policy_set_reads_managed_fields(const struct policy_set *set);

/* A kind of object that some policy wants to see; "*" stands for all. */
struct policy_kind {
    struct plim_str group;    /* "" is the core group */
    struct plim_str resource; /* plural: "deployments" */
};

/* What the loaded policies make an audit list, sorted, without repetition. A policy without
 * resourceRules and workloads judges whatever is read anyhow and asks for nothing. */
const struct policy_kind *policy_set_kinds(const struct policy_set *set, size_t *count_out);

/* Whether the policy at this index is one of those that ask for the kind. */
bool policy_set_asks(const struct policy_set *set, size_t policy, const struct policy_kind *kind);

/* The label selector, in Kubernetes' notation, that all policies that ask for the kind have in
 * common; NULL when they have none, or not the same. And whether an object meets it. */
const char *policy_set_selector(struct plim_arena *arena, const struct policy_set *set,
                                const struct policy_kind *kind);
bool policy_set_selects(const struct policy_set *set, const struct policy_kind *kind,
                        const struct value *object);

/*
 * Whether the policy at this index may look at more of a live object of the kind than apiVersion,
 * kind and metadata. False is certain.
 *
 * what_out  where true: the first field that it looks at, "podSpec", or "all"
 */
bool policy_set_needs_whole(const struct policy_set *set, size_t policy,
                            const struct policy_kind *kind, struct plim_str *what_out);

#endif
