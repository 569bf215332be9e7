/* The static estimate from inside: what is known of an expression before it is evaluated. */
#ifndef PLIM_CEL_APPRAISAL_H
#define PLIM_CEL_APPRAISAL_H

#include "ast.h"
#include "env_priv.h"
#include "origin.h"
#include "overload.h"
#include "span.h"

/* Of a container: how large what is in it can be. */
struct cel_contents {
    bool known;
    bool is_list;
    struct cel_span key; /* of a list, an index */
    struct cel_span item;
};

/* A text's code points, a container's items. */
struct cel_extent {
    bool known;
    struct cel_span span;
};

struct cel_appraisal {
    struct cel_span cost;      /* with all it is made of */
    const struct cel_ast *ast; /* NULL: made by a macro */
    const struct cel_type *type;
    struct cel_origin origin;
    struct cel_extent extent;
    struct cel_contents contents;
};

struct cel_estimator {
    struct cel_bindings_of_types types;
    const struct cel_env *env;
    struct cel_appraisal *locals; /* by slot */
};

struct cel_appraisal cel_appraise(struct cel_estimator *estimator, const struct cel_ast *ast);
struct cel_appraisal cel_appraise_fold(struct cel_estimator *estimator, const struct cel_ast *ast);
struct cel_appraisal cel_appraise_bind(struct cel_estimator *estimator, const struct cel_ast *ast);
struct cel_appraisal cel_appraise_optional(struct cel_estimator *estimator,
                                           const struct cel_ast *ast);
/* With no cost yet. */
struct cel_appraisal cel_appraisal_begin(struct cel_estimator *estimator,
                                         const struct cel_ast *ast);
/* Give what has no size yet the one that is declared where it lies, or that of its type. */
void cel_appraisal_settle(const struct cel_estimator *estimator, struct cel_appraisal *appraisal);
/* Size it anew, for origins change. */
void cel_appraisal_measure(const struct cel_estimator *estimator, struct cel_appraisal *appraisal);

/* Of a type from a schema: what that allows. */
struct cel_extent cel_extent_of_type(const struct cel_type *type);
struct cel_extent cel_extent_of(struct cel_span span);
/* What is known, or any. */
struct cel_span cel_extent_or_any(struct cel_extent extent);
/* Of either. */
struct cel_contents cel_contents_join(const struct cel_contents *left,
                                      const struct cel_contents *right);

/* One call, by one of the overloads that may be meant. */
struct cel_call {
    const struct cel_overload *overload;
    const struct cel_appraisal *args; /* the receiver is the first */
    size_t len;
    const struct cel_type *place; /* what was declared where the first lies, or NULL */
};

/* What it costs beside its arguments; result_out: how large the result is, when that is known. */
struct cel_span cel_estimate_call(unsigned options, const struct cel_call *call,
                                  struct cel_extent *result_out);

#endif
