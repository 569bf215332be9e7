#include "level_text_priv.h"

int64_t report_level_rank(const struct value *assessment, const struct value *id)
{
    const struct value *levels = value_get(assessment, "levels");
    for (size_t i = 0; i < value_len(levels); i++) {
        if (id && plim_str_equal(value_get_text(value_at(levels, i), "id"), value_str(id)))
            return (int64_t)i;
    }
    return REPORT_NO_LEVEL;
}

struct plim_str report_level_title(const struct value *assessment, int64_t rank)
{
    if (rank == REPORT_NO_LEVEL) {
        struct plim_str below = value_get_text(assessment, "model.belowTitle");
        return below.len > 0 ? below : PLIM_STR("none");
    }
    return value_get_text(value_at(value_get(assessment, "levels"), (size_t)rank), "title");
}

void report_level_print(const struct value *assessment, const struct value *dimension, int64_t rank,
                        struct plim_buf *name)
{
    const struct value *cell =
        rank == REPORT_NO_LEVEL ? NULL : value_at(value_get(dimension, "levels"), (size_t)rank);
    struct plim_str title = value_get_text(cell, "title");
    plim_buf_clear(name);
    if (title.len > 0)
        plim_buf_printf(name, "%lld %.*s", (long long)rank + 1, PLIM_STR_ARG(title));
    else
        plim_buf_append_str(name, report_level_title(assessment, rank));
}

/* "16 more of 60 for images.tag-in-git": the first criterion that holds a practice back. */
static void print_criterion(const struct value *blocker, struct plim_buf *note)
{
    const struct value *criteria = value_get(blocker, "criteria");
    for (size_t i = 0; i < value_len(criteria); i++) {
        const struct value *criterion = value_at(criteria, i);
        struct plim_str policy = value_get_text(criterion, "policy");
        struct plim_str reason = value_get_text(criterion, "reason");
        int64_t missing = value_int_or(value_get(criterion, "missing"), 0);
        if (missing > 0) {
            plim_buf_printf(note, ": %lld more of %lld for %.*s", (long long)missing,
                            (long long)value_int_or(value_get(criterion, "total"), 0),
                            PLIM_STR_ARG(policy));
            return;
        }
        if (reason.len > 0) {
            plim_buf_printf(note, ": %.*s", PLIM_STR_ARG(reason));
            return;
        }
    }
}

void report_blockers_print(const struct value *blockers, struct plim_buf *note)
{
    const struct value *first = value_at(blockers, 0);
    if (!first)
        return;
    plim_buf_append_str(note, value_get_text(first, "practice"));
    print_criterion(first, note);
    if (value_len(blockers) > 1)
        plim_buf_printf(note, " (+%zu)", value_len(blockers) - 1);
}
