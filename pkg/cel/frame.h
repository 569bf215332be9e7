/* One evaluation under way, as the implementations of functions see it. */
#ifndef PLIM_CEL_FRAME_H
#define PLIM_CEL_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "cel/program.h"
#include "value/value.h"

struct cel_pattern;

struct cel_frame {
    const struct cel_program *program;
    const struct cel_bindings *bindings;
    const struct cel_bindings *given; /* `bindings` as the caller gave them, where they declare
                                       * attributes unknown; else NULL */
    struct plim_arena *arena;
    struct value *locals;          /* by slot */
    uint64_t *debts;               /* by slot: units for the first who asks for a bound local */
    const struct value **resolved; /* by variable: what bindings->resolve answered; NULL until it
                                    * is asked */
    const struct value **kept;     /* what lies at paths asked for before */
    unsigned options;              /* enum cel_option */
    uint64_t cost;
    uint64_t cost_max; /* once passed, the result is an error whatever else comes */
    uint64_t work;     /* what no cost stands for, yet must end; bounded by cost_max too */
    uint32_t steps;    /* of all loops */
    const struct cel_pattern *pattern; /* of the call under way, when it is a constant; or NULL */
    bool interrupted;
    bool is_full;       /* more memory was asked for than there may be */
    size_t bytes_max;   /* to be taken from the arena; 0: no limit */
    size_t bytes_begin; /* the arena had before */
};

/* VALUE_ERROR with a message in the arena. */
struct value cel_fail(struct cel_frame *frame, const char *fmt, ...) PLIM_PRINTF(2, 3);
struct value cel_no_overload(void); /* what a call makes more exact: refusal.h */
bool cel_is_no_overload(const struct value *value);

/* An error or unknown: passed on by whoever receives it. */
static inline bool cel_is_failed(const struct value *value)
{
    return value->kind >= VALUE_UNKNOWN;
}

/* ---- Memory. Whatever grows with its arguments asks first; what does not is bounded by the cost.
 */

/* Do so many bytes more fit under the limit? Once they do not the evaluation is over, and its
 * result an error, whatever the caller goes on to return. */
bool cel_room(struct cel_frame *frame, size_t bytes);
/* Room for a text of `len` bytes, or for `count` items and one more, that the caller fills; NULL
 * when it does not fit: then the result is cel_stop_failure. */
char *cel_text_take(struct cel_frame *frame, size_t len);
struct value *cel_items_take(struct cel_frame *frame, size_t count);
struct value cel_text(struct cel_frame *frame, struct plim_str text); /* a string value, copied */
struct value cel_optional_of(struct cel_frame *frame, const struct value *value);
struct value cel_optional_none(void);

/* False once the limit is passed: the evaluation is over. */
static inline bool cel_spend(struct cel_frame *frame, uint64_t cost)
{
    frame->cost += cost;
    return frame->cost <= frame->cost_max;
}

/* The same for work that has no price: comparing keys, copying texts. */
bool cel_work(struct cel_frame *frame, uint64_t units);

/* The pattern that a function was given, or NULL with an error in failure_out. */
const struct cel_pattern *cel_pattern_of(struct cel_frame *frame, const struct value *text,
                                         struct value *failure_out);

/* What bindings->resolve, which there is, says of a variable: it is asked once. */
const struct value *cel_resolve(struct cel_frame *frame, uint32_t slot);

/* Why the evaluation was stopped. */
struct value cel_stop_failure(struct cel_frame *frame);

#endif
