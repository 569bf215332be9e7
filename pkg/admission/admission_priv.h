/* What policies of every format come to: rules, each with its match and its programs. */
#ifndef PLIM_ADMISSION_PRIV_H
#define PLIM_ADMISSION_PRIV_H

#include <stdbool.h>

#include "admission/about.h"
#include "admission/admission.h"
#include "admission/choice.h"
#include "admission/session.h"
#include "cel/env.h"
#include "cel/program.h"
#include "resource/identity.h"
#include "resource/selector.h"
#include "value/decode.h"

/* For which form of the object an expression is meant. Kyverno rewrites those about pods. */
enum admission_form { ADMISSION_FORM_OBJECT, ADMISSION_FORM_TEMPLATE, ADMISSION_FORM_CRONJOB };

enum admission_slot {
    ADMISSION_SLOT_OBJECT,
    ADMISSION_SLOT_OLD_OBJECT,
    ADMISSION_SLOT_REQUEST,
    ADMISSION_SLOT_NAMESPACE,
    ADMISSION_SLOT_AUTHORIZER,
    ADMISSION_SLOT_CHECK,
    ADMISSION_SLOT_IMAGES,     /* Kyverno's ValidatingPolicy alone has it */
    ADMISSION_SLOT_PARAMS,     /* where there is a paramKind */
    ADMISSION_SLOT_EXCEPTIONS, /* Kyverno's ValidatingPolicy: what its exceptions allow */
    ADMISSION_SLOTS,
};

struct admission_expression {
    struct plim_str name;
    struct plim_str text; /* as written */
    const struct cel_program *program;
};

struct admission_validation {
    const struct cel_program *program;
    const struct cel_program *message_program; /* NULL: none */
    struct plim_str message;
    struct plim_str reason;
    struct plim_str expression; /* as it is evaluated */
    struct plim_str field;      /* of the object, where it is about that one alone; or empty */
};

/* The expressions of a rule, for one form of objects. */
struct admission_logic {
    enum admission_slot given[ADMISSION_SLOTS]; /* what the first slots stand for */
    size_t slots;                               /* so many; those of the variables follow */
    struct admission_expression *variables;
    size_t variables_len;
    struct admission_expression *conditions;
    size_t conditions_len;
    struct admission_validation *validations;
    size_t validations_len;
    struct admission_expression *annotations; /* by their keys; strings, or null */
    size_t annotations_len;
};

/* What a rule is about: constraints as the API server has them, or Kyverno's blocks. */
struct admission_match {
    const struct value *constraints;
    const struct value *blocks, *exclude;
    /* Kinds that stand in for pods, from kinds (Kyverno's blocks) or resources (constraints); NULL
     * in what was written. */
    const struct value *controllers;
    struct plim_str namespace; /* of the policy: it sees nothing else. Empty: everything */
    bool equivalent;           /* another version of the group would be converted first */
};

/* The kind of the parameters. */
struct admission_param_kind {
    struct plim_str group, version, kind;
};

struct admission_preconditions; /* precondition.h */

/* What puts a policy to use: a ValidatingAdmissionPolicyBinding, or the paramRef of a rule. */
struct admission_binding {
    struct plim_str name, policy;
    struct admission_match match;
    const struct value *ref; /* paramRef, or NULL */
    unsigned actions;
    struct admission_binding *next; /* of the same policy */
};

/* A PolicyException: what it names is not judged. */
struct admission_exception {
    struct plim_str name; /* "NAMESPACE/NAME" or "NAME" */
    enum admission_format format;
    const struct value *named;    /* of ADMISSION_KYVERNO_RULE `exceptions`, else `policyRefs` */
    struct admission_match match; /* of ADMISSION_KYVERNO_RULE */
    struct admission_logic logic; /* of the other: its conditions */
    const struct value *images, *values;                 /* lists of what it allows; NULL: all is */
    const struct admission_preconditions *preconditions; /* of ADMISSION_KYVERNO_RULE; or NULL */
    bool passes;                                         /* reportResult: pass */
    struct admission_exception *next;                    /* of the set */
};

struct admission_waiver {
    const struct admission_exception *exception;
    struct admission_waiver *next; /* of the rule, in the order of the set */
};

struct admission_rule {
    enum admission_format format;
    struct plim_str kind;   /* of the document */
    struct value_node spec; /* of the document */
    const struct admission_about *about;
    struct plim_str policy, namespace, name;
    struct admission_match match;
    struct admission_logic logic;
    const struct admission_logic *gate; /* conditions of a ClusterPolicy's webhook; NULL: none */
    const struct admission_preconditions *preconditions; /* of a ClusterPolicy's rule; NULL: none */
    const struct value *context; /* what preconditions may name besides, and is not read; or NULL */
    struct admission_waiver *waivers;
    struct plim_str unsupported;                   /* why it is not evaluated; empty: it is */
    const struct admission_param_kind *param_kind; /* NULL: it has no parameters */
    struct admission_binding *bindings;            /* in the order in which they were added */
    unsigned actions;                              /* without a binding */
    bool payloads;                                 /* evaluation mode JSON: about payloads alone */
    bool unscored;
    bool alone; /* applyRules: One: once it applies, no other rule of its policy does */
    bool ignores_errors;
};

struct admission_set {
    struct plim_arena *arena;
    const struct cel_env *bases[2]; /* Kubernetes', Kyverno's; made when first needed */
    struct cel_variable plain[ADMISSION_SLOTS];
    struct admission_rule **rules;
    size_t len, cap;
    size_t policies, documents;
    struct admission_binding *unbound; /* of policies that are not there yet, the last first */
    struct admission_exception *exceptions;
    const struct admission_choice *choice; /* NULL: everything */
    bool left_out;                         /* something is not chosen */
};

/* One document on its way in. */
struct admission_reading {
    struct admission_set *set;
    struct plim_str text; /* of the file */
    struct value_node document, metadata, spec;
    enum admission_format format;
    struct plim_err *err;
};

/* set.c: a rule of this document, to be filled and then added. */
struct admission_rule *admission_rule_new(const struct admission_reading *reading);
/* Policies, bindings, exceptions. */
bool admission_is_document(const struct resource_identity *identity);
void admission_set_append(struct admission_set *set, struct admission_rule *rule);

/* about.c. rule: its name as it is written; or empty */
const struct admission_about *admission_about_make(const struct admission_reading *reading,
                                                   struct plim_str rule);

/* load_constraints.c, for VAP and ValidatingPolicy; load_rules.c, for ClusterPolicy and Policy. */
PLIM_NODISCARD enum plim_code admission_constraints_load(struct admission_reading *reading);
PLIM_NODISCARD enum plim_code admission_rules_load(struct admission_reading *reading);

/* load_constraints.c: matchConstraints, or the matchResources of a binding. */
PLIM_NODISCARD enum plim_code admission_match_check(const struct admission_reading *reading,
                                                    const struct value_node *match);

/* check_policy.c: of a ValidatingAdmissionPolicy whose match was checked. */
PLIM_NODISCARD enum plim_code admission_policy_check(const struct admission_reading *reading);

/* load_binding.c */
PLIM_NODISCARD enum plim_code admission_binding_load(struct admission_reading *reading);
void admission_binding_attach(struct admission_set *set, struct admission_rule *rule);

/* load_exception.c */
PLIM_NODISCARD enum plim_code admission_exception_load(struct admission_reading *reading);
void admission_exceptions_attach(struct admission_set *set, struct admission_rule *rule);

/* load_rules.c: match or exclude of Kyverno. */
PLIM_NODISCARD enum plim_code admission_blocks_check(const struct value_node *match,
                                                     struct plim_err *err);

/* A paramKind, NULL where the node is absent, and a paramRef. Fail with PLIM_INVALID. */
PLIM_NODISCARD enum plim_code admission_param_kind_read(
    const struct admission_reading *reading, const struct value_node *node,
    const struct admission_param_kind **kind_out);
PLIM_NODISCARD enum plim_code admission_param_ref_check(const struct value_node *ref,
                                                        struct plim_err *err);
/* Deny where the list is absent. */
PLIM_NODISCARD enum plim_code admission_actions_read(const struct value_node *list,
                                                     unsigned *actions_out, struct plim_err *err);

/* logic.c */
struct admission_parts {
    /* Each may be absent, but not both validations and annotations. */
    struct value_node variables, conditions, validations, annotations;
    struct plim_str message; /* of validations without one; may be empty */
    enum admission_form form;
    bool params;          /* there is a variable of that name */
    bool payloads;        /* there are no images in them */
    bool conditions_only; /* of an exception */
};

PLIM_NODISCARD enum plim_code admission_logic_read(const struct admission_reading *reading,
                                                   const struct admission_parts *parts,
                                                   struct admission_logic *logic_out);

/* autogen.c */
struct plim_str admission_rewrite(struct plim_arena *arena, struct plim_str text,
                                  enum admission_form form, enum admission_format format);

/* match.c. NO and YES are certain. */
enum admission_answer { ADMISSION_NO, ADMISSION_MAYBE, ADMISSION_YES };

struct admission_subject {
    const struct admission_request *request;
    struct resource_identity identity;
    struct plim_str resource; /* plural */
    bool namespaced;
    const struct value *labels;           /* NULL: none */
    const struct value *namespace_labels; /* NULL: none */
    bool namespace_known;
};

struct admission_subject admission_subject_make(struct plim_arena *arena,
                                                const struct admission_request *request);
struct plim_str admission_operation(const struct admission_request *request);
enum admission_answer admission_constraints_match(const struct admission_match *match,
                                                  const struct admission_subject *subject);

/* Whether it could match an object of this kind, whatever its name and labels. False is certain. */
bool admission_constraints_may(const struct admission_match *match,
                               const struct admission_subject *subject);

/* match_blocks.c: a kind as Kyverno's blocks have it. */
struct admission_kind_pattern {
    struct plim_str group, version, kind;
    bool whole;      /* no subresource */
    bool everything; /* all kinds, and their subresources */
};

struct admission_kind_pattern admission_kind_parse(struct plim_str text);
bool admission_blocks_may(const struct admission_match *match,
                          const struct admission_subject *subject);
enum admission_answer admission_blocks_match(const struct admission_match *match,
                                             const struct admission_subject *subject);

/* judge.c */
struct admission_audience {
    struct plim_arena *arena;
    admission_sink *sink;
    void *context;
};

void admission_rules_judge(const struct admission_rule *const *rules, size_t len,
                           const struct admission_subject *subject,
                           const struct admission_audience *audience);

enum admission_answer admission_both(enum admission_answer left, enum admission_answer right);

#endif
