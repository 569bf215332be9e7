#include "text_priv.h"

const struct value *report_text_item(struct report_text *text, const struct value *list, size_t i)
{
    plim_arena_reset(text->item);
    return value_list_item(list, i, text->item);
}

enum plim_code report_text_write(const struct value *report, const struct report_style *style,
                                 struct plim_buf *buf, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *item = plim_arena_new();
    struct report_text text = {.buf = buf, .style = style, .arena = arena, .item = item};
    enum report_part part = style->part;
    report_text_sources(&text, report);
    if (part == REPORT_ALL || part == REPORT_MATURITY)
        report_text_levels(&text, report);
    if (part != REPORT_MATURITY)
        report_text_summary(&text, report);
    if (part == REPORT_PARITY)
        report_text_parity(&text, report);
    if (part == REPORT_RELEASES)
        report_text_releases(&text, report);
    if (part == REPORT_COVERAGE)
        report_text_coverage(&text, report);
    if (part != REPORT_MATURITY) {
        report_text_findings(&text, report);
        report_text_warnings(&text, report);
        report_text_unknown(&text, report);
        report_text_waived(&text, report);
    }
    report_text_closing(&text, report);
    return buf->failed ? plim_err_set(err, PLIM_LIMIT, "report is larger than %zu bytes", buf->max)
                       : PLIM_OK;
}
