/*
 * Compiled CEL expressions: parse, check and plan once, evaluate many times.
 *
 * Source:  https://github.com/google/cel-spec/blob/master/doc/langdef.md
 * Threads: environments and programs are immutable once made; any number of threads may evaluate.
 */
#ifndef PLIM_CEL_PROGRAM_H
#define PLIM_CEL_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "value/value.h"

struct cel_attribute;
struct cel_env;
struct cel_program;
struct cel_type;

/* Bounds on untrusted expressions. Copy cel_default_limits and adjust. */
struct cel_limits {
    size_t source_bytes;    /* longest source text, bytes */
    unsigned depth;         /* deepest nesting, AST levels */
    unsigned comprehension; /* deepest nesting of comprehensions */
    uint64_t cost;          /* most cost units of one evaluation; 0 means no limit */
    size_t bytes;           /* most memory that one evaluation takes from its arena; 0: no limit */
};

extern const struct cel_limits cel_default_limits;

/* Something wrong in an expression, at a place in its text. */
struct cel_issue {
    uint32_t line;       /* from 1 */
    uint32_t column;     /* in code points, from 1 */
    const char *message; /* lower case, one line; owned by the arena given to cel_compile */
};

enum { CEL_ISSUES_MAX = 100 };

struct cel_issues {
    struct cel_issue items[CEL_ISSUES_MAX];
    size_t len;
};

/* "LINE:COLUMN: message", and below it the line of the source with a caret under the place. */
void cel_issue_print(const struct cel_issue *issue, struct plim_str source, struct plim_buf *buf);
/* "\n | LINE OF THE SOURCE\n | ....^": of a long line the part around the place. Nothing when the
 * place is not in the source. Control characters print as blanks. */
void cel_caret_print(struct plim_str source, struct value_position place, struct plim_buf *buf);

/*
 * Compile `source`, which may be released afterwards.
 *
 * arena        holds the program: it lives as long as the arena, as must `env`
 * issues_out   may be NULL; on PLIM_INVALID receives every issue, err the first one as
 *              "LINE:COLUMN: message"
 * Fails with PLIM_INVALID or PLIM_LIMIT.
 */
PLIM_NODISCARD enum plim_code cel_compile(struct plim_arena *arena, const struct cel_env *env,
                                          struct plim_str source, const struct cel_limits *limits,
                                          const struct cel_program **program_out,
                                          struct cel_issues *issues_out, struct plim_err *err);

/* The type of its result, as the checker deduced it. */
const struct cel_type *cel_program_type(const struct cel_program *program);

/* What expressions of Kyverno ask of others, and with which arguments: those of the function. */
enum cel_question {
    /* resource.Get: apiVersion and plural, or a map of apiVersion and kind; namespace or none;
     * name. A map, or null when there is none. */
    CEL_ASK_OBJECT,
    CEL_ASK_OBJECTS, /* resource.List: the same, no name, labels or none. A map with `items` */
    CEL_ASK_IMAGE,   /* image.GetMetadata: reference */
    CEL_ASK_CONTEXT, /* globalContext.Get: name(, projection) */
    CEL_ASK_GET,     /* http.Get, and Post: URL(, body)(, headers) */
    CEL_ASK_POST,
};

/* The answer; VALUE_ERROR; or VALUE_UNKNOWN with the reason. */
typedef struct value cel_ask_fn(void *context, enum cel_question question, const struct value *args,
                                size_t len, struct plim_arena *arena);

/* The values of an environment's variables for one evaluation. */
struct cel_bindings {
    /* By the index of the variable in its environment. NULL: `resolve` is asked for it, at most
     * once per occurrence; without `resolve` the variable is unknown. */
    const struct value *const *values;
    size_t len;
    const struct value *(*resolve)(void *context, size_t variable, struct plim_arena *arena);
    void *context;
    int64_t now; /* seconds since the epoch, for functions that ask the time; 0: not known */
    /* Cost units left for this evaluation and others that share them, or NULL: each takes what it
     * has cost; the one that needs more fails, and leaves none. */
    uint64_t *budget;
    /* May be NULL. Asked once in CEL_INTERRUPT_STEPS steps of loops; true ends the evaluation with
     * the error "operation interrupted". */
    bool (*interrupted)(void *context);
    /* Who answers the library kubernetes.authz, or NULL: what it is asked is unknown then. */
    const struct cel_authorizer *authorizer;
    /* Who answers the libraries kyverno.cluster and kyverno.image, with `context`; NULL: nobody, so
     * that it is unknown. */
    cel_ask_fn *ask;
    /* Parts of the variables that are unknown, whatever their values say; see cel/unknown.h. */
    const struct cel_attribute *unknowns;
    size_t unknown_count;
};

/* Kubernetes' limits: of one evaluation, of all those of one policy on one object, and the steps
 * between two questions for an interruption.
 * Source: k8s.io/apiserver/pkg/apis/cel/config.go. */
enum {
    CEL_COST_PER_CALL = 1000000,
    CEL_COST_PER_POLICY = 10000000,
    CEL_INTERRUPT_STEPS = 100,
};

/*
 * Evaluate. The result may borrow from the bindings, the program and the arena. What went wrong is
 * a value too: VALUE_ERROR with its message, or VALUE_UNKNOWN with a reason and what it waits for
 * (cel_unknown_trails). Unknown and error are absorbed by && and || as the specification says.
 *
 * cost_out  may be NULL; receives the cost units spent, one more than the limit once that is passed
 */
struct value cel_eval(const struct cel_program *program, const struct cel_bindings *bindings,
                      struct plim_arena *arena, uint64_t *cost_out);

/* Where in the source the error that cel_eval gave was raised; line 0 when that is not known: it is
 * no error, or lies past the first 64 KiB. Columns count code points. */
struct value_position cel_error_position(const struct cel_program *program,
                                         const struct value *error);

#endif
