#include "index.h"

#include <string.h>

#include "macro.h"

static uint32_t hash_of(struct plim_str name)
{
    uint32_t hash = 2166136261U; /* FNV-1a */
    for (size_t i = 0; i < name.len; i++)
        hash = (hash ^ (unsigned char)name.text[i]) * 16777619U;
    return hash;
}

/* Where the name is, or would be. */
static struct cel_name *slot_of(const struct cel_index *index, struct plim_str name, uint32_t hash)
{
    size_t at = hash & index->mask;
    while (index->slots[at].name.len > 0 &&
           (index->slots[at].hash != hash || !plim_str_equal(index->slots[at].name, name)))
        at = (at + 1) & index->mask;
    return &index->slots[at];
}

const struct cel_name *cel_index_find(const struct cel_index *index, struct plim_str name)
{
    const struct cel_name *found = slot_of(index, name, hash_of(name));
    return found->name.len > 0 ? found : NULL;
}

bool cel_index_has_macro(const struct cel_index *index, size_t macro)
{
    return index->macros >> macro & 1;
}

static struct cel_name *take_slot(struct cel_index *index, const char *name)
{
    struct plim_str text = plim_str_from(name);
    uint32_t hash = hash_of(text);
    struct cel_name *slot = slot_of(index, text, hash);
    slot->name = text;
    slot->hash = hash;
    return slot;
}

/* The slot of a function; `last` is that of the one before, which has the same name mostly. */
static struct cel_name *slot_for(struct cel_index *index, const struct cel_function *function,
                                 struct cel_name *last)
{
    return last && strcmp(last->name.text, function->name) == 0 ? last
                                                                : take_slot(index, function->name);
}

/* All functions of an environment, one after the other. */
struct rows {
    const struct cel_selection *selection;
    const struct cel_function *declared;
    size_t declared_count;
    size_t library;
    size_t table;
    size_t item;
};

static const struct cel_function *next_row(struct rows *rows)
{
    if (rows->declared_count > 0) {
        rows->declared_count--;
        return rows->declared++;
    }
    while (rows->library < rows->selection->len) {
        const struct cel_selected *selected = &rows->selection->items[rows->library];
        const struct cel_functions *table =
            rows->table < CEL_LIBRARY_TABLES_MAX ? selected->library->tables[rows->table] : NULL;
        if (!table) {
            rows->library++;
            rows->table = 0;
        } else if (rows->item >= table->len) {
            rows->table++;
            rows->item = 0;
        } else {
            const struct cel_function *function = &table->items[rows->item++];
            if (function->since <= selected->version)
                return function;
        }
    }
    return NULL;
}

static size_t count_rows(struct rows rows)
{
    size_t count = 0;
    while (next_row(&rows))
        count++;
    return count;
}

/* The overload that `function` takes the place of, or NULL. */
static struct cel_overload *replaced(const struct cel_name *name, struct cel_overload *overloads,
                                     const struct cel_function *function)
{
    for (uint32_t i = 0; i < name->len; i++)
        if (name->items[i]->function->call &&
            strcmp(name->items[i]->function->signature, function->signature) == 0)
            return &overloads[name->items[i] - overloads];
    return NULL;
}

static void add_functions(struct plim_arena *arena, struct cel_index *index, const struct rows *all,
                          size_t count)
{
    const struct cel_overload **items =
        plim_arena_array(arena, count + 1, sizeof(const struct cel_overload *));
    struct cel_overload *overloads = plim_arena_array(arena, count + 1, sizeof *overloads);
    size_t used = 0;
    struct rows rows = *all;
    const struct cel_function *function = NULL;
    struct cel_name *name = NULL;
    while ((function = next_row(&rows))) {
        name = slot_for(index, function, name);
        name->len++;
    }
    for (size_t i = 0; i <= index->mask; i++) {
        index->slots[i].items = items;
        items += index->slots[i].len;
        index->slots[i].len = 0;
    }
    rows = *all;
    while ((function = next_row(&rows))) {
        name = slot_for(index, function, name);
        struct cel_overload *old = replaced(name, overloads, function);
        struct cel_overload *overload = old ? old : &overloads[used];
        if (!cel_overload_parse(arena, function, overload) || old)
            continue;
        name->items[name->len++] = &overloads[used++];
    }
}

static void add_macros(struct cel_index *index, const struct cel_selection *selection)
{
    const struct cel_macro *macro = NULL;
    for (size_t i = 0; (macro = cel_macro_at(i)); i++) {
        const struct cel_selected *selected = cel_selection_find(selection, macro->library);
        if (!selected || macro->since > selected->version)
            continue;
        index->macros |= (uint64_t)1 << i;
        take_slot(index, macro->name)->is_macro = true;
    }
}

const struct cel_index *cel_index_make(struct plim_arena *arena,
                                       const struct cel_selection *selection,
                                       const struct cel_function *declared, size_t count)
{
    const struct rows rows = {
        .selection = selection, .declared = declared, .declared_count = count};
    size_t functions = count_rows(rows);
    size_t size = 64;
    while (size < functions + CEL_MACROS_MAX) /* half as many names, at most */
        size *= 2;
    struct cel_index *index = plim_arena_alloc(arena, sizeof *index);
    *index = (struct cel_index){.slots = plim_arena_array(arena, size, sizeof *index->slots),
                                .mask = size - 1};
    add_functions(arena, index, &rows, functions);
    add_macros(index, selection);
    return index;
}
