#include "library.h"

#include <string.h>

static const struct cel_library *const libraries[] = {
    &cel_library_operators,   &cel_library_conversions, &cel_library_strings,
    &cel_library_strings_ext, &cel_library_times,       &cel_library_lists,
    &cel_library_math,        &cel_library_sets,        &cel_library_encoders,
    &cel_library_optionals,   &cel_library_regex,       &cel_library_network,
    &cel_library_quantity,    &cel_library_semver,      &cel_library_url,
    &cel_library_formats,
};

const struct cel_library *cel_library_at(size_t i)
{
    return i < PLIM_LEN(libraries) ? libraries[i] : NULL;
}

static bool accept(struct plim_str *text, const char *wanted)
{
    struct plim_str prefix = plim_str_from(wanted);
    if (!plim_str_starts(*text, prefix))
        return false;
    *text = (struct plim_str){text->text + prefix.len, text->len - prefix.len};
    return true;
}

bool cel_overload_parse(struct plim_arena *arena, const struct cel_function *function,
                        struct cel_overload *overload_out)
{
    struct cel_overload overload = {.function = function};
    struct plim_str text = plim_str_from(function->signature);
    if (!accept(&text, "(")) {
        overload.is_member = true;
        overload.args[overload.len++] = cel_type_parse(arena, &text);
        if (!overload.args[0] || !accept(&text, ".("))
            return false;
    }
    while (!accept(&text, ")")) {
        (void)accept(&text, ", ");
        const struct cel_type *type = cel_type_parse(arena, &text);
        if (!type || overload.len == CEL_ARGS_MAX)
            return false;
        overload.args[overload.len++] = type;
    }
    if (!accept(&text, " -> "))
        return false;
    overload.result = cel_type_parse(arena, &text);
    if (!overload.result || text.len > 0)
        return false;
    for (size_t i = 0; i < overload.len; i++)
        overload.has_params = overload.has_params || cel_type_has_params(overload.args[i]);
    *overload_out = overload;
    return true;
}

static bool is_offered(const struct cel_env *env, const struct cel_function *function)
{
    return !function->dialects || (function->dialects & env->dialect);
}

const struct cel_function *cel_function_next(const struct cel_env *env,
                                             struct cel_function_cursor *cursor)
{
    for (; cursor->library <= PLIM_LEN(libraries); cursor->library++, cursor->next = 0) {
        const struct cel_library *library =
            cursor->library > 0 ? libraries[cursor->library - 1] : NULL;
        size_t len = library ? library->len : env->declared_count;
        if (library && !(library->dialects & env->dialect))
            continue;
        while (cursor->next < len) {
            size_t i = cursor->next++;
            const struct cel_function *function =
                library ? &library->functions[i] : &env->declared[i];
            if (is_offered(env, function))
                return function;
        }
    }
    return NULL;
}

bool cel_functions_have_prefix(const struct cel_env *env, struct plim_str prefix)
{
    struct cel_function_cursor cursor = {0};
    const struct cel_function *function = NULL;
    while ((function = cel_function_next(env, &cursor)))
        if (plim_str_starts(plim_str_from(function->name), prefix) &&
            function->name[prefix.len] == '.')
            return true;
    return false;
}

enum { OVERLOADS_MAX = 64 };

struct found {
    const struct cel_function *items[OVERLOADS_MAX];
    size_t len;
};

struct cel_overload_set *cel_overloads_find(struct plim_arena *arena, const struct cel_env *env,
                                            struct plim_str name)
{
    struct found found = {.len = 0};
    struct cel_function_cursor cursor = {0};
    const struct cel_function *function = NULL;
    while ((function = cel_function_next(env, &cursor)))
        if (plim_str_is(name, function->name) && found.len < OVERLOADS_MAX)
            found.items[found.len++] = function;
    if (found.len == 0)
        return NULL;
    struct cel_overload_set *set = plim_arena_alloc(arena, sizeof *set);
    struct cel_overload *overloads = plim_arena_array(arena, found.len, sizeof *overloads);
    set->name = name;
    set->items = plim_arena_array(arena, found.len, sizeof(const struct cel_overload *));
    for (size_t i = 0; i < found.len; i++)
        if (cel_overload_parse(arena, found.items[i], &overloads[set->len])) {
            set->items[set->len] = &overloads[set->len];
            set->len++;
        }
    return set;
}
