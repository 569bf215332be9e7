/*
 * Judging subjects.
 *
 *     struct policy_session *session = policy_session_new(set, now);      one per worker
 *     struct policy_tally *tallies = policy_tallies_new(set);             one per scope and worker
 *     struct policy_input input = {.subject = POLICY_IMAGE, .values = values, .tallies = tallies};
 *     policy_evaluate(session, &input, arena, sink, context);
 *
 * Unknown is never a pass: an expression that needs something unknown gives FINDING_UNKNOWN with
 * the reason.
 */
#ifndef PLIM_POLICY_EVALUATE_H
#define PLIM_POLICY_EVALUATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "finding/finding.h"
#include "policy/policy.h"
#include "value/value.h"

/* How often each state occurred, per policy: the evidence that practices are measured by. Counts
 * subjects, or items where the policy's unit is `item`. */
struct policy_tally {
    uint64_t counts[FINDING_STATES];
};

struct policy_tally *policy_tallies_new(const struct policy_set *set); /* zeroed; free() */
void policy_tallies_add(struct policy_tally *into, const struct policy_tally *from, size_t len);
uint64_t policy_tally_failed(const struct policy_tally *tally); /* fail and warn */

/* Whether the failure of this policy is waived, and why; reason_out in the arena. */
typedef bool policy_waive_fn(void *context, const struct policy_info *policy,
                             struct plim_arena *arena, struct plim_str *reason_out);

/* One subject. Everything is borrowed. */
struct policy_input {
    enum policy_subject subject;

    /* By slot (subject.h): POLICY_OBJECT_SLOTS or POLICY_RECORD_SLOTS of them. NULL: what the slot
     * says there, else unknown. */
    const struct value *const *values;

    /* Of the subject `object` only. `resource` may be empty: guessed from the kind as kubectl does.
     */
    struct plim_str group, version, kind, resource;
    bool from_git; /* a manifest, or an object that is desired but missing */
    /* Not empty: of the object nothing but apiVersion, kind and metadata were read. What else an
     * expression looks at is unknown to it, for this reason. */
    struct plim_str partial;

    /* Where a failure may be waived: asked once per policy that fails. NULL: nowhere. */
    policy_waive_fn *waive;
    void *waive_context;

    struct policy_tally *tallies; /* policy_set_len of them, added to; NULL: nothing is counted */
};

/* One result. Texts live in the arena given to policy_evaluate, or in the set. */
struct policy_result {
    const struct policy_info *policy;
    enum finding_state state; /* pass, fail, warn, waived, error, unknown or not_applicable */
    struct plim_str message;  /* of fail, warn and waived: a sentence */
    struct plim_str reason;   /* of waived, unknown and error */
    struct plim_str field, container;
    struct plim_str expected, actual; /* JSON, at most POLICY_VALUE_BYTES_MAX */
    struct plim_str manager, changed_at;
    const struct value *item; /* what `each` stood at; NULL without */
};

enum { POLICY_VALUE_BYTES_MAX = 4096 };

typedef void policy_sink(void *context, const struct policy_result *result);

struct policy_session; /* scratch memory of one worker */

struct policy_session *policy_session_new(const struct policy_set *set, int64_t now);
void policy_session_free(struct policy_session *session); /* NULL is a no-op */
void policy_session_freep(struct policy_session **session);

/*
 * Judge one subject by every policy that matches it, in the order of the set.
 *
 * arena  for results and intermediate values; the caller resets it when it is done with the results
 * sink   gets each failing validation or item, each unknown and error, and otherwise one pass or
 *        not_applicable per policy. A failure that another policy of the set reports (`reportedBy`)
 * is counted in the tallies and not given to the sink.
 */
void policy_evaluate(struct policy_session *session, const struct policy_input *input,
                     struct plim_arena *arena, policy_sink *sink, void *context);

/* The subject could not be read at all (a kind that may not be listed, a cluster that does not
 * answer): every policy that would have matched gets one unknown. `input->values` is not looked at.
 */
void policy_evaluate_unread(struct policy_session *session, const struct policy_input *input,
                            struct plim_str reason, policy_sink *sink, void *context);

/* What the result says about itself; the caller adds where it was found. Texts are borrowed. */
void policy_result_fill(const struct policy_result *result, struct finding *finding_out);

#endif
