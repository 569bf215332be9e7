/* The writers of format.c's table; each in the file of its name. */
#ifndef PLIM_REPORT_FORMATS_PRIV_H
#define PLIM_REPORT_FORMATS_PRIV_H

#include "report/report.h"

typedef enum plim_code report_write_fn(const struct value *report, const struct report_style *style,
                                       const struct plim_sink *sink, struct plim_err *err);

report_write_fn report_csv_write;
report_write_fn report_junit_write;
report_write_fn report_markdown_write;
report_write_fn report_openmetrics_write;
report_write_fn report_sarif_write;

#endif
