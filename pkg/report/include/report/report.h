/*
 * An AuditReport in the form that a reader wants. Every format is made from the JSON form alone, so
 * a saved report can be turned into any other. Its long lists may be packed (value/pack.h).
 */
#ifndef PLIM_REPORT_REPORT_H
#define PLIM_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/sink.h"
#include "value/value.h"

/* Which part of the report is shown; commands such as `drift` show one. Only text has parts; the
 * other formats always hold everything. */
enum report_part {
    REPORT_ALL,
    REPORT_DRIFT,
    REPORT_PARITY,
    REPORT_RELEASES,
    REPORT_MATURITY,
    REPORT_COVERAGE,
};

struct report_style {
    enum report_part part;
    bool color;      /* ANSI colours; they only repeat what words say */
    bool verbose;    /* list every warning */
    size_t width;    /* columns to wrap at; 0: do not wrap */
    int exit_status; /* shown in the closing line; negative: not shown */
};

/* The names that `-o` takes, in the order of the help. */
size_t report_format_count(void);
const char *report_format_name(size_t i);

/*
 * Write the report in a format.
 *
 * Fails with PLIM_INVALID on an unknown format ("unknown output format 'jsn'; did you mean
 * 'json'?"), or as the sink does.
 */
PLIM_NODISCARD enum plim_code report_write(const char *format, const struct value *report,
                                           const struct report_style *style,
                                           const struct plim_sink *sink, struct plim_err *err);

/* Only the check of the name, for flags. */
PLIM_NODISCARD enum plim_code report_format_check(const char *format, struct plim_err *err);

#endif
