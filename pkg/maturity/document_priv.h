/* The documents as data. All pointers live in the set's arena or borrow from the documents read. */
#ifndef PLIM_MATURITY_DOCUMENT_PRIV_H
#define PLIM_MATURITY_DOCUMENT_PRIV_H

#include "maturity/document.h"
#include "maturity/evidence.h"

enum { MATURITY_WHOLE = 1000, MATURITY_HALF = 500 }; /* per mille */

/* '== 100%' is kept as '>= 100%' and '== 0' as '<= 0', so every threshold has a direction. */
struct maturity_threshold {
    bool is_set;
    bool is_below;  /* '<' or '<=': smaller is better */
    bool is_strict; /* '<' or '>' */
    enum maturity_unit unit;
    int64_t value; /* per mille, count or seconds */
    struct plim_str text;
};

enum maturity_form {
    MATURITY_FORM_POLICY,
    MATURITY_FORM_METRIC,
    MATURITY_FORM_ATTEST,
    MATURITY_FORM_PRACTICE,
    MATURITY_FORM_ALL,
    MATURITY_FORM_ANY,
    MATURITY_FORM_AT_LEAST,
};

enum maturity_measure {
    MATURITY_PASS_RATIO,
    MATURITY_FAIL_COUNT,
    MATURITY_PASS_COUNT,
    MATURITY_EXISTS,
};

enum maturity_on_empty {
    MATURITY_EMPTY_UNKNOWN,
    MATURITY_EMPTY_NOT_APPLICABLE,
    MATURITY_EMPTY_MET,
    MATURITY_EMPTY_UNMET,
};

enum maturity_class { MATURITY_CLASS_MEASURED, MATURITY_CLASS_PROXY, MATURITY_CLASS_ATTESTED };

struct maturity_answer {
    struct plim_str id;
    struct plim_str title;
    int value; /* per mille */
};

struct maturity_answer_set {
    struct plim_str id;
    struct maturity_answer *answers;
    size_t len;
};

enum maturity_production { MATURITY_ANY_ENVIRONMENT, MATURITY_PRODUCTION, MATURITY_NOT_PRODUCTION };

struct maturity_criterion {
    enum maturity_form form;
    enum maturity_measure measure;
    enum maturity_on_empty on_empty;
    enum maturity_production where_production;
    bool has_where;
    bool lift;                         /* group: attestations lift the caps of what is measured */
    int cap;                           /* per mille */
    int sustained_share;               /* per mille of the samples */
    int64_t sustained_for;             /* seconds; 0: not asked for */
    int64_t max_age;                   /* seconds; 0: any */
    int64_t window;                    /* seconds; 0: not stated */
    int64_t valid_for;                 /* seconds */
    int64_t minimum;                   /* of subjects, samples or members */
    struct plim_str where_environment; /* empty: any */
    struct plim_str id;                /* policy, metric or practice; the claim of an attestation */
    struct plim_str answers;           /* answer set, by name */
    const struct maturity_answer_set *answer_set; /* linked */
    struct maturity_threshold met;
    struct maturity_threshold partial;
    struct maturity_criterion *members;
    size_t member_count;
    size_t practice; /* linked: index in the set */
    size_t number;   /* position among the criteria of its practice, depth first */
    struct value_node node;
};

struct maturity_refs {
    struct plim_str *ids;
    size_t *practices; /* linked: indexes in the set */
    size_t len;
    struct value_node node;
};

struct maturity_practice {
    struct plim_str id;
    struct plim_str title;
    struct plim_str description;
    struct plim_str replaced_by;
    enum maturity_class class_;
    int effort;     /* 1..5 */
    int usefulness; /* 1..5 */
    bool waivable;
    bool retired;
    struct maturity_refs depends_on;
    struct maturity_refs implies;
    struct maturity_criterion criteria;
    size_t criteria_count; /* nodes of the tree */
    struct value_node node;
};

enum maturity_gate_kind { MATURITY_GATE_SHARE, MATURITY_GATE_COUNT };

/* 'all' is a share of 1000. */
struct maturity_gate {
    enum maturity_gate_kind kind;
    int64_t value; /* per mille of the weights, or practices */
};

struct maturity_cell_practice {
    struct plim_str ref;
    struct plim_str id; /* the model's own name for it; may be empty */
    int64_t weight;
    size_t practice; /* linked */
    struct value_node node;
};

struct maturity_requirement {
    size_t dimension;
    size_t level;
};

struct maturity_cell {
    bool is_defined;
    struct plim_str title; /* what the level is called in this dimension; may be empty */
    struct maturity_gate gate;
    struct maturity_cell_practice *practices;
    size_t practice_count;
    struct maturity_requirement *requires_other;
    size_t requires_count;
    struct value_node node;
};

struct maturity_level {
    struct plim_str id;
    struct plim_str title;
    struct plim_str description;
    int64_t weight; /* in the profile score */
};

struct maturity_dimension {
    struct plim_str id;
    struct plim_str title;
    struct plim_str description;
};

struct maturity_model {
    struct plim_str id;
    struct plim_str version;
    struct plim_str title;
    struct plim_str source_title;
    struct plim_str source_url;
    struct plim_str below_id; /* what having no level is called; may be empty */
    struct plim_str below_title;
    bool headline_is_profile;
    bool overall_is_minimum;
    struct maturity_gate gate;
    int pass_at; /* per mille */
    int64_t promote_after;
    int64_t demote_after;
    struct maturity_level *levels; /* ascending */
    size_t level_count;
    struct maturity_dimension *dimensions;
    size_t dimension_count;
    struct maturity_cell *cells; /* dimension * level_count + level */
    struct value_node node;
};

/* A bare date is the whole day: `time` is its first second, `is_day` tells. */
struct maturity_date {
    int64_t time;
    bool is_day;
};

struct maturity_attestation {
    struct plim_str id;
    struct plim_str practice;
    struct plim_str answer;
    struct plim_str statement;
    struct plim_str owner;
    struct plim_str reviewer;
    struct plim_str reason;
    struct plim_str supersedes;
    struct maturity_scope scope;
    bool inherit;
    struct maturity_date issued;
    struct maturity_date expires;
    size_t practice_index; /* linked */
    struct value_node node;
};

struct maturity_target {
    struct plim_str model;
    struct plim_str dimension; /* empty: every dimension */
    struct plim_str level;
    struct plim_str owner;
    struct plim_str by_text;
    struct maturity_date by; /* by_text empty: no date */
    struct maturity_scope scope;
    struct value_node node;
};

struct maturity_exclusion {
    struct plim_str practice;
    struct plim_str reason;
    struct plim_str justification;
    struct plim_str approver;
    struct plim_str expires_text;
    struct maturity_date expires;
    struct maturity_scope scope;
    size_t practice_index; /* linked */
    struct value_node node;
};

struct maturity_environment {
    struct plim_str name;
    bool production;
};

struct maturity_attestation_policy {
    int64_t max_validity; /* seconds; 0: no limit of its own */
    int64_t grace;        /* seconds */
    bool reviewer_must_differ;
    bool require_signed_commit;
};

struct maturity_fleet {
    bool is_set;
    struct maturity_environment *environments;
    size_t environment_count;
    struct maturity_target *targets;
    size_t target_count;
    struct maturity_exclusion *exclusions;
    size_t exclusion_count;
    struct plim_str *hidden; /* dimension ids */
    size_t hidden_count;
    struct maturity_attestation_policy policy;
    struct maturity_scope scope;
    struct value nouns; /* map of texts, or null */
    struct value_node node;
};

struct maturity_library {
    struct plim_str id;
    struct plim_str version;
    struct value_node node;
};

struct maturity_set {
    struct plim_arena *arena;
    struct maturity_library *libraries;
    size_t library_count;
    struct maturity_answer_set *answer_sets;
    size_t answer_set_count;
    struct maturity_practice *practices;
    size_t practice_count;
    struct maturity_model *models;
    size_t model_count;
    struct maturity_attestation *attestations;
    size_t attestation_count;
    struct maturity_commit *commits;
    size_t commit_count;
    struct maturity_fleet fleet;
    bool linked;
};

/* A copy of `items` with room for one more at items[len], zeroed; amortised by powers of two. */
void *maturity_array_grow(struct plim_arena *arena, void *items, size_t len, size_t item_size);
#define MATURITY_GROW(arena, items, len) \
    ((items) = maturity_array_grow((arena), (items), (len), sizeof(*(items))))

/* apiVersion, kind, metadata.name and spec; the rest of the document is not allowed. */
enum plim_code maturity_header_read(const struct value_node *document, struct plim_str *name_out,
                                    struct value_node *spec_out, struct plim_err *err);

/* The readers of `spec`; `name` is metadata.name. They fail with PLIM_INVALID or PLIM_LIMIT. */
enum plim_code maturity_library_read(struct maturity_set *set, struct plim_str name,
                                     const struct value_node *spec, struct plim_err *err);
enum plim_code maturity_model_read(struct maturity_set *set, struct plim_str name,
                                   const struct value_node *spec, struct plim_err *err);
enum plim_code maturity_attestation_read(struct maturity_set *set, struct plim_str name,
                                         const struct value_node *spec, struct plim_err *err);
enum plim_code maturity_fleet_read(struct maturity_set *set, const struct value_node *spec,
                                   struct plim_err *err);
enum plim_code maturity_criterion_read(struct plim_arena *arena, const struct value_node *node,
                                       struct maturity_practice *practice, struct plim_err *err);

/* The index by id, or the count when there is none. */
size_t maturity_practice_find(const struct maturity_set *set, struct plim_str id);
size_t maturity_model_find(const struct maturity_set *set, struct plim_str id);
size_t maturity_level_find(const struct maturity_model *model, struct plim_str id);
size_t maturity_dimension_find(const struct maturity_model *model, struct plim_str id);

/* No practice depends on itself, nor is its value made of itself. Fails with PLIM_INVALID. */
enum plim_code maturity_cycles_check(const struct maturity_set *set, struct plim_err *err);

bool maturity_practice_implies(const struct maturity_practice *practice, size_t other);

#endif
