/*
 * Conditions in JMESPath: of Kyverno's rules, and of its exceptions.
 * Source: Kyverno 1.19 pkg/engine/variables.
 */
#ifndef PLIM_ADMISSION_PRECONDITION_H
#define PLIM_ADMISSION_PRECONDITION_H

#include "value/jmespath.h"

#include "judging.h"

/* The names of kyvernov1.ConditionOperators, in the order of operator_names. */
enum admission_operator {
    ADMISSION_OPERATOR_EQUAL,
    ADMISSION_OPERATOR_EQUALS,
    ADMISSION_OPERATOR_NOT_EQUAL,
    ADMISSION_OPERATOR_NOT_EQUALS,
    ADMISSION_OPERATOR_IN,
    ADMISSION_OPERATOR_ANY_IN,
    ADMISSION_OPERATOR_ALL_IN,
    ADMISSION_OPERATOR_NOT_IN,
    ADMISSION_OPERATOR_ANY_NOT_IN,
    ADMISSION_OPERATOR_ALL_NOT_IN,
    ADMISSION_OPERATOR_GREATER_OR_EQUAL,
    ADMISSION_OPERATOR_GREATER,
    ADMISSION_OPERATOR_LESS_OR_EQUAL,
    ADMISSION_OPERATOR_LESS,
    ADMISSION_OPERATOR_DURATION_GREATER_OR_EQUAL,
    ADMISSION_OPERATOR_DURATION_GREATER,
    ADMISSION_OPERATOR_DURATION_LESS_OR_EQUAL,
    ADMISSION_OPERATOR_DURATION_LESS,
    ADMISSION_OPERATORS,
};

extern const char *const admission_operator_names[ADMISSION_OPERATORS];

struct admission_condition {
    struct value key, value; /* as written, or rewritten for a form */
    enum admission_operator operator;
    struct plim_str message;
};

struct admission_condition_list {
    const struct admission_condition *items;
    size_t len;
    bool given;
};

struct admission_preconditions {
    struct admission_condition_list any, all;
    struct value_jmespath_functions functions;
    const struct cel_program *matches; /* text.matches(pattern) */
};

/* load_preconditions.c. node: the list of old, or `any` and `all`;
 * Fails with PLIM_INVALID. */
PLIM_NODISCARD enum plim_code admission_preconditions_read(
    const struct admission_reading *reading, const struct value_node *node,
    enum admission_form form, const struct admission_preconditions **preconditions_out);

/* preconditions.c: a bool, unknown, or an error in Kyverno's words; of what is false the messages
 * of its conditions. */
struct value admission_preconditions_meet(struct admission_judging *judging,
                                          const struct admission_preconditions *preconditions,
                                          struct plim_str *message_out);

/* substitute.c */
struct admission_substitution {
    struct plim_arena *arena;
    const struct value *root; /* what variables are looked up in */
    const struct value_jmespath_functions *functions;
    bool deletes; /* request.object stands for request.oldObject */
};

/* The document with its variables; unknown where one is, an error where one cannot be resolved. */
struct value admission_substitute(const struct admission_substitution *substitution,
                                  const struct value *document);

/* condition_operator.c: a bool, or unknown. */
struct value admission_operator_apply(enum admission_operator operator, const struct value * key,
                                      const struct value *value, struct plim_arena *arena);

/* kyverno_functions.c: a value_jmespath_functions.call, of a struct admission_preconditions. */
enum plim_code admission_kyverno_call(const struct value_jmespath_functions *caller,
                                      struct plim_arena *arena, struct plim_str name,
                                      const struct value *arguments, struct value *result_out,
                                      struct plim_err *err);

/* version_range.c: ">=1.2.0 <2.0.0 || 3.1.0"; false when it is no such thing. */
bool admission_version_range_has(struct plim_str range, struct plim_str version, bool *has_out);

/* go_text.c: time.ParseDuration in nanoseconds; strconv.ParseFloat; semver.Parse of
 * github.com/blang/semver; false where Go fails. */
bool admission_go_duration(struct plim_str text, int64_t *nanoseconds_out);
bool admission_go_float(struct plim_str text, double *number_out);
struct resource_version;
bool admission_go_version(struct plim_str text, struct resource_version *version_out);
bool admission_go_number(const struct value *value, double *number_out);
/* fmt.Sprint. */
struct plim_str admission_go_print(const struct value *value, struct plim_arena *arena);

#endif
