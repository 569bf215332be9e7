/* What policies say about themselves, for people: one on the screen, or all as a document. */
#ifndef PLIM_CMD_CATALOGUE_H
#define PLIM_CMD_CATALOGUE_H

#include "base/arena.h"
#include "base/buf.h"
#include "policy/select.h"

struct catalogue {
    struct plim_arena *arena;
    const struct policy_set *set;       /* sealed */
    const struct policy_choice *choice; /* its groups are the models */
};

/* "recommended,mine"; in the arena. */
const char *catalogue_sets(struct plim_arena *arena, const struct policy_info *policy);

/* Everything about one, as text. */
void catalogue_print(const struct catalogue *catalogue, const struct policy_info *policy,
                     struct plim_buf *buf);

/* All of them: headings by category, a section for each policy. */
void catalogue_write_markdown(const struct catalogue *catalogue, struct plim_buf *buf);

/* The same as one HTML file without any other, light and dark, with a field to search. */
void catalogue_write_html(const struct catalogue *catalogue, struct plim_buf *buf);

#endif
