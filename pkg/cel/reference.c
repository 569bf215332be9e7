#include "cel/reference.h"

#include <string.h>

#include "reference_priv.h"

/* What enum cel_cost means. n, m: the size of what it is called on, or of the first argument, and
 * of the next; r: the result's; every quotient is rounded up. Source: cost.c. */
static const struct cost {
    const char *kubernetes;
    const char *cel; /* NULL: the same */
} costs[CEL_COST_COUNT] = {
    [CEL_COST_ONE] = {"1", NULL},
    [CEL_COST_ENCODE] = {"n/10", NULL},
    [CEL_COST_DECODE] = {"n/10", NULL},
    [CEL_COST_QUOTE] = {"n/10", NULL},
    [CEL_COST_FORMAT] = {"n/10", NULL},
    [CEL_COST_CONCAT] = {"1", NULL},
    [CEL_COST_AFFIX] = {"n/10", "m/10"},
    [CEL_COST_MEMBERSHIP] = {"m", NULL},
    [CEL_COST_SMALLER] = {"min(n, m)/10", NULL},
    [CEL_COST_EQUAL] = {"min(n, m)/10", NULL},
    [CEL_COST_JOINED] = {"(n + m)/10", NULL},
    [CEL_COST_MATCH] = {"(n + 1)/10 * m/4", NULL},
    [CEL_COST_MATCH_FUNCTION] = {"1", "(n + 1)/10 * m/4"},
    [CEL_COST_FIND] = {"(n + 1)/10 * m/4", "1"},
    [CEL_COST_CONTAINS] = {"n/10 * m/10", NULL},
    [CEL_COST_SCAN] = {"n/10 of each text, 1 of all else", "1 + n * m/10"},
    [CEL_COST_CHAR_AT] = {"1", "2 + n/10"},
    [CEL_COST_TRANSFORM] = {"n/10", "1 + n/10 + r"},
    [CEL_COST_TRIM] = {"n/10", "1 + n/10 + r"},
    [CEL_COST_SUBSTRING] = {"n/10", "1 + n/10 + r"},
    [CEL_COST_REPLACE] = {"n/5", "1 + n * m/10 + r"},
    [CEL_COST_SPLIT] = {"n/5", "11 + (n + 1)/10 + r"},
    [CEL_COST_JOIN] = {"r/5", "1 + (n + 1)/10 + r"},
    [CEL_COST_PARSE] = {"n/10", "1"},
    [CEL_COST_COPY] = {"n/10", "1"},
    [CEL_COST_CANONICAL] = {"n/5", "1"},
    [CEL_COST_HOLDS_IP] = {"n/5", "1"},
    [CEL_COST_HOLDS_IP_TEXT] = {"n/5 + m/10", "1"},
    [CEL_COST_HOLDS_CIDR] = {"1 + n/5 + n/10", "1"},
    [CEL_COST_HOLDS_CIDR_TEXT] = {"1 + n/5 + n/10 + m/10", "1"},
    [CEL_COST_VALIDATE] = {"(m + 1)/10 * the pattern's length/4", "1"},
    [CEL_COST_SLICE] = {"11 + r", NULL},
    [CEL_COST_RANGE] = {"11 + r", NULL},
    [CEL_COST_REVERSE] = {"11 + r", NULL},
    [CEL_COST_FLATTEN] = {"11 + n * levels", NULL},
    [CEL_COST_DISTINCT] = {"11 + 2 * n * n", NULL},
    [CEL_COST_SORT] = {"11 + 2 * n * n", NULL},
    [CEL_COST_SORT_BY] = {"11 + 2 * n * n", NULL},
    [CEL_COST_SET] = {"1 + n * m", NULL},
    [CEL_COST_SET_TWICE] = {"1 + 2 * n * m", NULL},
    [CEL_COST_EXTRACT] = {"1 + (n + 1)/10 * (m + 1)/4 + r", NULL},
    [CEL_COST_EXTRACT_ALL] = {"11 + (n + 1)/10 * (m + 1)/4 + r", NULL},
    [CEL_COST_SUBSTITUTE] = {"1 + (n + 1)/10 * (m + 1)/4 + r", NULL},
    [CEL_COST_AUTHORIZATION] = {"350000", NULL},
    [CEL_COST_SELECTOR] = {"10 + m/10 + 50 * m/2", NULL},
};

bool cel_reference_environment_at(size_t i, struct cel_reference_environment *environment_out)
{
    const struct cel_environment *environment = cel_environment_at(i);
    if (environment)
        *environment_out = (struct cel_reference_environment){
            environment->name, environment->summary, environment->oldest, environment->newest};
    return environment != NULL;
}

/* What stands before the next comma that is in no parentheses. */
static struct plim_str cut_argument(struct plim_str *rest)
{
    size_t depth = 0;
    size_t len = 0;
    for (; len < rest->len && (depth > 0 || rest->text[len] != ','); len++)
        depth += (rest->text[len] == '(') - (size_t)(rest->text[len] == ')');
    struct plim_str argument = {rest->text, len};
    size_t skip = len < rest->len ? len + 2 : len; /* ", " */
    *rest = (struct plim_str){rest->text + skip, rest->len - skip};
    return argument;
}

/* "int + int -> int" of "_+_" and "(int, int) -> int". */
static const char *print_operator(struct plim_arena *arena, const struct cel_function *function)
{
    struct plim_str name = plim_str_from(function->name);
    const char *arrow = strstr(function->signature, " -> ");
    struct plim_str args = {function->signature + 1, (size_t)(arrow - function->signature) - 2};
    struct plim_str left = cut_argument(&args);
    if (plim_str_is(name, "@in"))
        return plim_arena_printf(arena, "%.*s in %.*s%s", PLIM_STR_ARG(left), PLIM_STR_ARG(args),
                                 arrow);
    if (name.text[0] != '_')
        return plim_arena_printf(arena, "%c%.*s%s", name.text[0], PLIM_STR_ARG(left), arrow);
    if (name.text[1] == '[')
        return plim_arena_printf(arena, "%.*s[%s%.*s]%s", PLIM_STR_ARG(left),
                                 name.text[2] == '?' ? "?" : "", PLIM_STR_ARG(args), arrow);
    struct plim_str sign = {name.text + 1, name.len - 2};
    return plim_arena_printf(arena, "%.*s %.*s %.*s%s", PLIM_STR_ARG(left), PLIM_STR_ARG(sign),
                             PLIM_STR_ARG(args), arrow);
}

static const char *print_signature(struct plim_arena *arena, const struct cel_function *function)
{
    const char *signature = function->signature;
    struct plim_str name = plim_str_from(function->name);
    if (name.text[name.len - 1] == '_' || name.text[name.len - 1] == ']' || name.text[0] == '@')
        return print_operator(arena, function);
    const char *method = strstr(signature, ".(");
    if (signature[0] == '(' || !method)
        return plim_arena_printf(arena, "%s%s", function->name, signature);
    return plim_arena_printf(arena, "%.*s.%s%s", (int)(method - signature), signature,
                             function->name, method + 1);
}

static const char *print_cost(struct plim_arena *arena, uint8_t cost)
{
    const struct cost *at = &costs[cost];
    return at->cel ? plim_arena_printf(arena, "%s; %s in `cel`", at->kubernetes, at->cel)
                   : at->kubernetes;
}

/* Has the selection the i-th function of the table, and none that takes its place? */
static bool offers(const struct cel_selection *selection, const struct cel_library *library,
                   const struct cel_functions *table, size_t i)
{
    const struct cel_selected *selected = cel_selection_find(selection, library->name);
    if (!selected || table->items[i].since > selected->version)
        return false;
    for (size_t k = i + 1; k < table->len; k++)
        if (table->items[k].since <= selected->version &&
            strcmp(table->items[k].name, table->items[i].name) == 0 &&
            strcmp(table->items[k].signature, table->items[i].signature) == 0)
            return false;
    return true;
}

struct list {
    struct plim_arena *arena;
    const struct cel_selection *only; /* or NULL */
    struct cel_selection environments[CEL_REFERENCE_ENVIRONMENTS_MAX];
    size_t environment_count;
    struct cel_reference_entry *entries;
    size_t len;
    size_t cap;
};

static void add(struct list *list, const struct cel_reference_entry *entry)
{
    if (list->len == list->cap) {
        size_t cap = list->cap ? 2 * list->cap : 512;
        struct cel_reference_entry *grown = plim_arena_array(list->arena, cap, sizeof *grown);
        if (list->len > 0)
            memcpy(grown, list->entries, list->len * sizeof *grown);
        list->entries = grown;
        list->cap = cap;
    }
    list->entries[list->len++] = *entry;
}

static void add_table(struct list *list, const struct cel_library *library,
                      const struct cel_functions *table)
{
    const char *summary = "";
    for (size_t i = 0; i < table->len; i++) {
        const struct cel_function *function = &table->items[i];
        summary = function->summary ? function->summary : summary;
        /* What a macro stands for is no one's to call. */
        if (strchr(function->name, '@') && strcmp(function->name, "@in") != 0)
            continue;
        if (list->only && !offers(list->only, library, table, i))
            continue;
        struct cel_reference_entry entry = {
            .library = library->name,
            .since = function->since,
            .name = function->name,
            .signature = print_signature(list->arena, function),
            .cost = print_cost(list->arena, function->cost),
            .summary = summary,
        };
        for (size_t k = 0; k < list->environment_count; k++)
            if (offers(&list->environments[k], library, table, i))
                entry.environments |= 1U << k;
        add(list, &entry);
    }
}

static bool has_macro(const struct cel_selection *selection, const struct cel_macro *macro)
{
    const struct cel_selected *selected = cel_selection_find(selection, macro->library);
    return selected && macro->since <= selected->version;
}

static void add_macros(struct list *list, const struct cel_library *library)
{
    const struct cel_macro *macro = NULL;
    for (size_t i = 0; (macro = cel_macro_at(i)); i++) {
        if (strcmp(macro->library, library->name) != 0 ||
            (list->only && !has_macro(list->only, macro)))
            continue;
        struct cel_reference_entry entry = {
            .library = library->name,
            .since = macro->since,
            .name = macro->scope && macro->scope[0]
                        ? plim_arena_printf(list->arena, "%s.%s", macro->scope, macro->name)
                        : macro->name,
            .signature = macro->signature,
            .cost = "what its parts cost",
            .summary = macro->summary,
            .is_macro = true,
        };
        for (size_t k = 0; k < list->environment_count; k++)
            if (has_macro(&list->environments[k], macro))
                entry.environments |= 1U << k;
        add(list, &entry);
    }
}

size_t cel_reference_collect(struct plim_arena *arena, const struct cel_selection *only,
                             const struct cel_reference_entry **entries_out)
{
    struct list list = {.arena = arena, .only = only};
    const struct cel_environment *environment = NULL;
    for (size_t i = 0; (environment = cel_environment_at(i)); i++) {
        const struct cel_selection_spec spec = {.environment = environment->name};
        if (cel_selection_make(&spec, &list.environments[i], &(struct plim_err){0}) != PLIM_OK)
            break; /* not reached: it is in the table */
        list.environment_count++;
    }
    const struct cel_library *library = NULL;
    for (size_t i = 0; (library = cel_library_at(i)); i++) {
        add_macros(&list, library);
        for (size_t k = 0; k < CEL_LIBRARY_TABLES_MAX && library->tables[k]; k++)
            add_table(&list, library, library->tables[k]);
    }
    *entries_out = list.entries;
    return list.len;
}

size_t cel_reference_list(struct plim_arena *arena, const struct cel_reference_entry **entries_out)
{
    return cel_reference_collect(arena, NULL, entries_out);
}
