/* The terminal report: layout shared by its sections. */
#ifndef PLIM_REPORT_TEXT_PRIV_H
#define PLIM_REPORT_TEXT_PRIV_H

#include "base/arena.h"
#include "base/buf.h"
#include "report/report.h"
#include "value/pack.h"

enum report_color {
    REPORT_PLAIN,
    REPORT_BOLD,
    REPORT_DIM,
    REPORT_RED,
    REPORT_GREEN,
    REPORT_YELLOW,
    REPORT_BLUE,
};

struct report_text {
    struct plim_buf *buf;
    const struct report_style *style;
    size_t column;            /* where the next character goes, from 0 */
    struct plim_arena *arena; /* lives as long as the text is written */
    struct plim_arena *item;  /* of the item at hand */
    unsigned char *sections;  /* by finding: those that tell of it; NULL until one asks */
};

/* The i-th item of one of the long lists; lives until the next call. */
const struct value *report_text_item(struct report_text *text, const struct value *list, size_t i);

enum plim_code report_text_write(const struct value *report, const struct report_style *style,
                                 struct plim_buf *buf, struct plim_err *err);

/* ---- layout (text_layout.c). Control characters of `text` are shown escaped. */
void report_text_add(struct report_text *text, enum report_color color, struct plim_str part);
void report_text_add_c(struct report_text *text, enum report_color color, const char *part);
void report_text_printf(struct report_text *text, enum report_color color, const char *fmt, ...)
    PLIM_PRINTF(3, 4);
void report_text_pad(struct report_text *text, size_t column); /* blanks up to it; at least one */
void report_text_line(struct report_text *text); /* end the line, without blanks at its end */

/* Words from the current column on; lines that would pass the width continue at `indent`. */
void report_text_wrap(struct report_text *text, enum report_color color, struct plim_str part,
                      size_t indent);
size_t report_text_width(struct plim_str part); /* columns: code points */

/* ---- sections; each ends with an empty line when it printed anything. */
void report_text_sources(struct report_text *text, const struct value *report);
void report_text_levels(struct report_text *text, const struct value *report);
void report_text_summary(struct report_text *text, const struct value *report);
void report_text_parity(struct report_text *text, const struct value *report);
void report_text_releases(struct report_text *text, const struct value *report);
void report_text_coverage(struct report_text *text, const struct value *report);
void report_text_findings(struct report_text *text, const struct value *report);
void report_text_warnings(struct report_text *text, const struct value *report);
void report_text_unknown(struct report_text *text, const struct value *report);
void report_text_waived(struct report_text *text, const struct value *report);
void report_text_closing(struct report_text *text, const struct value *report);

#endif
