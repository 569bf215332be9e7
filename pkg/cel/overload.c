#include "overload.h"

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
        overload.has_params = overload.has_params || overload.args[i]->is_open;
    *overload_out = overload;
    return true;
}
