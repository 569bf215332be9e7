#include <stdlib.h>

#include "base/alloc.h"

#include "names_priv.h"

void resource_names_add(struct resource_names *names, struct plim_str name)
{
    if (name.len == 0)
        return;
    PLIM_GROW(names->items, names->len, names->cap);
    names->items[names->len++] = name;
}

static int compare_names(const void *left, const void *right)
{
    return plim_str_compare(*(const struct plim_str *)left, *(const struct plim_str *)right);
}

const struct plim_str *resource_names_finish(struct resource_names *names,
                                             struct plim_intern *texts, size_t *count_out)
{
    size_t count = 0;
    if (names->len > 1)
        qsort(names->items, names->len, sizeof(*names->items), compare_names);
    for (size_t i = 0; i < names->len; i++) {
        if (count == 0 || !plim_str_equal(names->items[count - 1], names->items[i]))
            names->items[count++] = plim_intern_str(texts, names->items[i]);
    }
    const struct plim_str *sorted =
        plim_intern_array(texts, names->items, count, sizeof(*names->items));
    free(names->items);
    *names = (struct resource_names){0};
    *count_out = count;
    return sorted;
}
