/* What would have been accepted instead, for issues. */
#include <limits.h>
#include <string.h>

#include "checker.h"
#include "macro.h"

enum {
    NAMES_MAX = 1024,
    NAME_BYTES_MAX = 128, /* longer ones have no others near */
    HINTS_MAX = 8,        /* issues further down mostly come of those above */
    SIGNATURES_MAX = 3,
    OVERLOADS_MAX = 64,
};

static bool is_silent(const struct cel_checker *checker)
{
    return checker->lenient || checker->source->issues->len >= HINTS_MAX;
}

struct candidates {
    const char *names[NAMES_MAX];
    size_t len;
};

static void add(struct candidates *candidates, const char *name)
{
    bool again = candidates->len > 0 && strcmp(candidates->names[candidates->len - 1], name) == 0;
    if (!again && candidates->len < NAMES_MAX)
        candidates->names[candidates->len++] = name;
}

static const char *nearest(struct cel_checker *checker, const struct candidates *candidates,
                           struct plim_str name)
{
    const char *near = NULL;
    if (name.len <= NAME_BYTES_MAX)
        near = plim_str_nearest(name, candidates->names, candidates->len);
    return near ? plim_arena_printf(checker->source->arena, "; did you mean '%s'?", near) : "";
}

const char *cel_hint_name(struct cel_checker *checker, struct plim_str name)
{
    struct candidates candidates;
    candidates.len = 0;
    if (is_silent(checker))
        return "";
    for (const struct cel_local *local = checker->locals; local; local = local->outer)
        add(&candidates,
            plim_arena_copy(checker->source->arena, local->name.text, local->name.len));
    for (size_t i = 0; i < checker->env->len; i++)
        add(&candidates, checker->env->variables[i].name);
    return nearest(checker, &candidates, name);
}

/* "math.least", "all". */
static const char *macro_text(struct cel_checker *checker, const struct cel_macro *macro)
{
    if (!macro->scope || macro->scope[0] == '\0')
        return macro->name;
    return plim_arena_printf(checker->source->arena, "%s.%s", macro->scope, macro->name);
}

/* Is it called so? */
static bool is_macro(const struct cel_macro *macro, struct plim_str name)
{
    size_t scope = macro->scope ? strlen(macro->scope) : 0;
    if (scope == 0)
        return plim_str_is(name, macro->name);
    return name.len > scope + 1 && name.text[scope] == '.' &&
           memcmp(name.text, macro->scope, scope) == 0 &&
           plim_str_is((struct plim_str){name.text + scope + 1, name.len - scope - 1}, macro->name);
}

const char *cel_hint_macro(struct cel_checker *checker, struct plim_str name)
{
    const struct cel_macro *macro = NULL;
    unsigned least = UINT_MAX;
    unsigned most = 0;
    for (size_t i = 0; !is_silent(checker) && (macro = cel_macro_at(i)); i++) {
        if (!cel_index_has_macro(checker->env->index, i) || !is_macro(macro, name))
            continue;
        least = macro->least < least ? macro->least : least;
        most = macro->most > most ? macro->most : most;
    }
    if (most == 0)
        return NULL;
    if (least == most)
        return plim_arena_printf(checker->source->arena, "; the macro takes %u argument%s", least,
                                 least == 1 ? "" : "s");
    return plim_arena_printf(checker->source->arena, "; the macro takes %u to %u arguments", least,
                             most);
}

const char *cel_hint_function(struct cel_checker *checker, struct plim_str name)
{
    struct candidates candidates;
    const struct cel_index *index = checker->env->index;
    const struct cel_macro *macro = NULL;
    candidates.len = 0;
    if (is_silent(checker))
        return "";
    for (size_t i = 0; i <= index->mask; i++)
        if (index->slots[i].len > 0)
            add(&candidates, index->slots[i].name.text);
    for (size_t i = 0; (macro = cel_macro_at(i)); i++)
        if (cel_index_has_macro(index, i))
            add(&candidates, macro_text(checker, macro));
    return nearest(checker, &candidates, name);
}

const char *cel_hint_field(struct cel_checker *checker, const struct cel_type *record,
                           struct plim_str name)
{
    struct candidates candidates;
    candidates.len = 0;
    if (is_silent(checker))
        return "";
    for (size_t i = 0; i < record->field_count; i++)
        add(&candidates, record->fields[i].name);
    return nearest(checker, &candidates, name);
}

/* How near a signature is: its shape first, then the arguments that fit. */
static unsigned rate(struct cel_checker *checker, const struct cel_overload *overload, bool member,
                     const struct cel_type *const *types, size_t len)
{
    enum { SAME_FORM = 2 * CEL_ARGS_MAX, SAME_COUNT = CEL_ARGS_MAX };
    unsigned rating =
        (overload->is_member == member ? SAME_FORM : 0U) + (overload->len == len ? SAME_COUNT : 0U);
    for (size_t i = 0; i < len && i < overload->len; i++)
        rating += cel_types_would_assign(&checker->types, types[i], overload->args[i]);
    return rating;
}

const char *cel_hint_overloads(struct cel_checker *checker, const struct cel_name *set, bool member,
                               const struct cel_type *const *types, size_t len)
{
    unsigned ratings[OVERLOADS_MAX];
    unsigned best = 0;
    size_t shown = 0;
    struct plim_buf buf = {0};
    if (is_silent(checker) || set->len == 0)
        return "";
    for (size_t i = 0; i < set->len && i < OVERLOADS_MAX; i++) {
        ratings[i] = rate(checker, set->items[i], member, types, len);
        best = ratings[i] > best ? ratings[i] : best;
    }
    plim_buf_append_c(&buf, set->len > 1 ? "; expected one of " : "; expected ");
    for (size_t i = 0; i < set->len && i < OVERLOADS_MAX && shown < SIGNATURES_MAX; i++) {
        if (ratings[i] < best)
            continue;
        plim_buf_append_c(&buf, shown > 0 ? ", " : "");
        plim_buf_append_c(&buf, set->items[i]->function->signature);
        shown++;
    }
    plim_buf_append_c(&buf, set->len > shown ? ", ..." : "");
    const char *text = plim_arena_copy(checker->source->arena, buf.text, buf.len);
    plim_buf_release(&buf);
    return text;
}
