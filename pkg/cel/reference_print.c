#include <string.h>

#include "reference_priv.h"

static const char preface[] =
    "# Functions of CEL\n"
    "\n"
    "Generated from the tables of `library.c`, `macro.c`, `environment.c` and `lib_*.c`.\n"
    "`plimsoll eval --functions` prints the same.\n"
    "\n"
    "Beside these the language has `&&`, `||`, `?:`, selection of fields (`e.f`, `e.?f`), lists\n"
    "`[1, ?e]` and maps `{k: v, ?k: e}`.\n"
    "\n"
    "*Since* is the version of the library, as `--library NAME@VERSION` asks for it. *Cost* is in "
    "units,\n"
    "as Kubernetes counts them: n is the size (code points, bytes, items, entries) of what a "
    "function\n"
    "is called on, or of its first argument, m of the next, r of the result; 1 of what has no "
    "size.\n"
    "Every quotient is rounded up. A name, selection or index costs 1, a list literal 10, a map "
    "literal\n"
    "30.\n";

static void print_environments(struct plim_buf *buf)
{
    struct cel_reference_environment at;
    plim_buf_append_c(buf, "\n| environment | what it is | versions |\n|---|---|---|\n");
    for (size_t i = 0; cel_reference_environment_at(i, &at); i++) {
        plim_buf_printf(buf, "| `%s` | %s | ", at.name, at.summary);
        if (at.newest > 0)
            plim_buf_printf(buf, "`%s@1.%u` to `%s@1.%u`, the newest if none is named", at.name,
                            at.oldest, at.name, at.newest);
        plim_buf_append_c(buf, " |\n");
    }
}

/* The release that began with the version it has now; 0: always there. */
static unsigned release_of(const struct cel_environment *environment, const char *library)
{
    unsigned since = 0;
    for (size_t i = 0; i < environment->len; i++)
        if (strcmp(environment->uses[i].library, library) == 0)
            since = environment->uses[i].since;
    return since;
}

/* "Version 5 in `cel`, 2 in `kubernetes` (since 1.29)." */
static void print_versions(struct plim_buf *buf, const struct cel_library *library)
{
    const struct cel_environment *environment = NULL;
    const char *before = "Version ";
    for (size_t i = 0; (environment = cel_environment_at(i)); i++) {
        const struct cel_environment_choice choice = {environment, UINT8_MAX};
        int version = cel_environment_version(&choice, library->name);
        unsigned since = release_of(environment, library->name);
        if (version < 0)
            continue;
        version = version > library->newest ? library->newest : version;
        plim_buf_printf(buf, "%s%d in `%s`", before, version, environment->name);
        if (since > 0)
            plim_buf_printf(buf, " (since 1.%u)", since);
        before = ", ";
    }
    plim_buf_append_c(buf, ".\n");
}

static const struct cel_library *library_named(const char *name)
{
    const struct cel_library *library = NULL;
    for (size_t i = 0; (library = cel_library_at(i)); i++)
        if (strcmp(library->name, name) == 0)
            return library;
    return NULL;
}

static void print_where(struct plim_buf *buf, unsigned environments)
{
    struct cel_reference_environment at;
    size_t count = 0;
    while (cel_reference_environment_at(count, &at))
        count++;
    if (environments == (1U << count) - 1) {
        plim_buf_append_c(buf, "all");
        return;
    }
    bool any = false;
    for (size_t i = 0; cel_reference_environment_at(i, &at); i++) {
        if (!(environments >> i & 1))
            continue;
        plim_buf_append_c(buf, any ? ", " : "");
        plim_buf_append_c(buf, at.name);
        any = true;
    }
}

static void print_heading(struct plim_buf *buf, const struct cel_library *library,
                          enum cel_reference_form form)
{
    if (form == CEL_REFERENCE_TEXT) {
        plim_buf_printf(buf, "%s%s: %s\n", buf->len > 0 ? "\n" : "", library->name,
                        library->summary);
        return;
    }
    plim_buf_printf(buf, "\n## %s\n\n%s. ", library->name, library->summary);
    print_versions(buf, library);
    plim_buf_append_c(buf, "\n| | since | environments | cost | what it gives |\n"
                           "|---|---|---|---|---|\n");
}

static void print_entry(struct plim_buf *buf, const struct cel_reference_entry *entry,
                        enum cel_reference_form form)
{
    if (form == CEL_REFERENCE_TEXT) {
        plim_buf_printf(buf, "  %-58s %s\n", entry->signature, entry->summary);
        plim_buf_printf(buf, "  %58s since %u; in ", "", entry->since);
        print_where(buf, entry->environments);
        plim_buf_printf(buf, "; cost: %s\n", entry->cost);
        return;
    }
    plim_buf_printf(buf, "| `%s` | %u | ", entry->signature, entry->since);
    print_where(buf, entry->environments);
    plim_buf_printf(buf, " | %s | %s |\n", entry->cost, entry->summary);
}

/* "abs" and "math.abs" are both names of math.abs. */
static bool is_named(const struct cel_reference_entry *entry, const char *name)
{
    const char *last = strrchr(entry->name, '.');
    return strcmp(entry->name, name) == 0 || (last && strcmp(last + 1, name) == 0);
}

enum plim_code cel_reference_print(const struct cel_reference_query *query, struct plim_buf *buf,
                                   struct plim_err *err)
{
    struct cel_selection selection;
    const struct cel_selection_spec spec = {query->environment, query->libraries,
                                            query->library_count};
    enum plim_code code = cel_selection_make(&spec, &selection, err);
    if (code != PLIM_OK)
        return code;
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    const struct cel_reference_entry *entries = NULL;
    size_t len = cel_reference_collect(arena, query->environment ? &selection : NULL, &entries);
    const char *library = "";
    if (query->form == CEL_REFERENCE_MARKDOWN) {
        plim_buf_append_c(buf, preface);
        print_environments(buf);
    }
    for (size_t i = 0; i < len; i++) {
        if (query->name && !is_named(&entries[i], query->name))
            continue;
        if (strcmp(library, entries[i].library) != 0)
            print_heading(buf, library_named(entries[i].library), query->form);
        library = entries[i].library;
        print_entry(buf, &entries[i], query->form);
    }
    return PLIM_OK;
}
