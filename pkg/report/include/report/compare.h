/*
 * Two AuditReports side by side: what is new, what is gone, what changed. Findings are the same
 * when their fingerprints are (finding/finding.h); of several with one fingerprint each is matched
 * once. Only what failed, warned or could not be evaluated counts; the rest is no finding.
 */
#ifndef PLIM_REPORT_COMPARE_H
#define PLIM_REPORT_COMPARE_H

#include "base/arena.h"
#include "base/sink.h"
#include "value/value.h"

/*
 * A ReportComparison of plimsoll.dev/v1alpha1, in the arena; it borrows texts of both reports:
 *
 *     before, after  {id, startedAt}
 *     differ         which inputs are not the same: fleet, policies, models
 *     counts         {new, fixed, changed, unchanged, unknown}
 *     levels         [{model, modelTitle, dimension, title, before: {floor, ceiling}, after: ...}]
 *     new, fixed     findings, in the order of their report
 *     changed        [{before, after}]: other state, severity or message
 *     unknown        findings that `after` neither has nor could have had: its cluster was not
 *                    audited or not read, or the policy was unknown there. Never called fixed.
 */
struct value report_compare(struct plim_arena *arena, const struct value *before,
                            const struct value *after);

/* For people. Fails as the sink does. */
PLIM_NODISCARD enum plim_code report_compare_write_text(const struct value *comparison, bool color,
                                                        size_t width, const struct plim_sink *sink,
                                                        struct plim_err *err);

/* ---- findings that were there before */

struct report_baseline;

struct report_baseline *report_baseline_new(const struct value *report);
void report_baseline_free(struct report_baseline *baseline); /* NULL is a no-op */
void report_baseline_freep(struct report_baseline **baseline);

/* Whether the report had this finding; each of its findings answers once. */
bool report_baseline_take(struct report_baseline *baseline, const struct value *finding);

#endif
