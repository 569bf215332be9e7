/* A compiled policy and the set that owns it. */
#ifndef PLIM_POLICY_POLICY_PRIV_H
#define PLIM_POLICY_POLICY_PRIV_H

#include "base/arena.h"
#include "base/hash.h"
#include "cel/program.h"
#include "cel/type.h"
#include "policy/policy.h"
#include "value/decode.h"
#include "value/value.h"

struct cel_env;
struct cel_variable;
struct policy_exemption;
struct policy_failure;

struct policy_condition {
    struct plim_str name;
    struct plim_str text;
    const struct cel_program *program;
    size_t shared; /* from 1 on: other policies have the same, true or false for one subject at
                    * once; 0: its own. Decided by policy_set_seal */
};

/* Programs are NULL where the document leaves the field out. */
struct policy_validation {
    const struct cel_program *each;
    const struct cel_program *expression;
    const struct cel_program *message_expression;
    const struct cel_program *field, *expected, *actual, *container, *manager, *changed_at;
    struct plim_str message;
    struct plim_str reported_by; /* id of the policy that reports this failure; empty: this one */
    bool reported_elsewhere;     /* that policy is in the set; decided by policy_set_seal */
};

/* One of match.resourceRules: lists of strings, "*" stands for all. */
struct policy_rule {
    const struct value *groups, *versions, *resources; /* NULL: all */
};

struct policy_match {
    const struct policy_rule *rules;
    size_t len;
    bool workloads;
    bool live, git;               /* origins */
    const struct value *selector; /* of objects' labels; NULL: all */
};

struct policy {
    struct policy_info info;
    struct value_node document; /* as it was read */
    struct policy_match match;
    struct value params;
    struct plim_str language; /* the name of the CEL environment */
    struct policy_condition *conditions;
    size_t conditions_len;
    const struct cel_program **variables;
    size_t variables_len;
    struct policy_validation *validations;
    size_t validations_len;
    const struct cel_program **whole_readers; /* those that look beyond an object's metadata */
    size_t whole_readers_len;
    struct plim_str reads_beyond; /* the first field that they look at, or "all" */
    bool reads_pod_spec;
    bool reads_managed_fields;
    char digest[PLIM_SHA256_TEXT_BYTES]; /* of the document's file and position: see document.c */
    unsigned source;                     /* counts the calls that added: a later one replaces */
};

/* Types and variables of the subjects, made once per set. */
struct policy_environment {
    const struct cel_variable *variables; /* of the subject, by slot */
    size_t len;
};

/* A CEL environment that policies of the set are written in. */
struct policy_language {
    struct plim_str name;
    const struct cel_env *base;                   /* its functions; without variables */
    const struct cel_env *plain[POLICY_SUBJECTS]; /* without a policy's own variables; or NULL */
    struct policy_language *next;
};

struct policy_set {
    struct plim_arena *arena;
    struct policy **items; /* owned array; policies are in the arena */
    size_t len;
    size_t cap;
    bool keeps_going;
    struct policy_failure *failures; /* owned array */
    size_t failure_len;
    size_t failure_cap;
    struct policy_exemption **exemptions; /* owned array; they are in the arena */
    size_t exemption_len;
    size_t exemption_cap;
    unsigned sources;
    bool sealed;
    bool passes_over;          /* documents of other groups */
    bool reads_managed_fields; /* some policy that was added does */
    struct policy_environment environments[POLICY_SUBJECTS];
    struct policy_language *languages; /* named so far */
    const struct policy_kind *kinds;
    size_t kinds_len;
    size_t subject_len[POLICY_SUBJECTS];
    size_t variables_max; /* most variables of one policy */
    size_t shared_len;    /* conditions that policies share */
    char digest[PLIM_SHA256_TEXT_BYTES];
};

struct policy *policy_set_get(const struct policy_set *set, struct plim_str id); /* or NULL */

/* Add a compiled one. Fails with PLIM_INVALID where the same source has the id already. */
PLIM_NODISCARD enum plim_code policy_set_insert(struct policy_set *set, struct policy *policy,
                                                struct plim_err *err);
/* What `part` holds may stand in `set`, which frees it. */
void policy_set_own(struct policy_set *set, struct policy_set *part);

/* The slot of `item`, behind the subject's slots and the policy's variables. */
size_t policy_item_slot(const struct policy_set *set, const struct policy *policy);

/* exemption.c: one Exemption document. */
struct value_node;
PLIM_NODISCARD enum plim_code policy_exemption_read(struct policy_set *set,
                                                    const struct value_node *document,
                                                    struct plim_err *err);
/* Note which name policies that are there now; before some are taken away, and at the end. */
void policy_exemptions_know(struct policy_set *set);
void policy_exemptions_seal(struct policy_set *set);

/* environment.c */
void policy_environments_make(struct policy_set *set);

/* language.c: an empty name is "plimsoll". Fails with PLIM_INVALID on an unknown one. */
PLIM_NODISCARD enum plim_code policy_language_find(struct policy_set *set, struct plim_str name,
                                                   struct policy_language **language_out,
                                                   struct plim_err *err);

/* document.c: one AuditPolicy document, compiled into the set's arena. */
PLIM_NODISCARD enum plim_code policy_document_read(struct policy_set *set,
                                                   const struct value_node *document,
                                                   struct plim_str text, struct policy **policy_out,
                                                   struct plim_err *err);

void policy_document_hash(const struct value *root, char text_out[PLIM_SHA256_TEXT_BYTES]);

/* rule.c */
PLIM_NODISCARD enum plim_code policy_match_read(struct plim_arena *arena,
                                                const struct value_node *node,
                                                struct policy_match *match_out,
                                                struct plim_err *err);
bool policy_match_kind(const struct policy_match *match, const struct policy_kind *kind,
                       struct plim_str version);
bool policy_match_rules(const struct policy_match *match, const struct policy_kind *kind,
                        struct plim_str version);
/* selector.c: NULL stays where it selects all. Fails with PLIM_INVALID. */
PLIM_NODISCARD enum plim_code policy_selector_read(const struct value_node *node,
                                                   const struct value **selector_out,
                                                   struct plim_err *err);
bool policy_match_selects(const struct policy_match *match, const struct value *object);
void policy_set_collect_kinds(struct policy_set *set);
bool policy_kind_is_workload(const struct policy_kind *kind);

/* shared.c: number the conditions that several policies of a subject have. */
void policy_conditions_share(struct policy_set *set);

/* reach.c: of a policy that is compiled, note which expressions look beyond metadata. */
void policy_reach_measure(struct plim_arena *arena, struct policy *policy);
/* Whether this one of its expressions does. */
bool policy_reads_whole(const struct policy *policy, const struct cel_program *program);

#endif
