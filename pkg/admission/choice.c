#include "admission/choice.h"

/* "ClusterPolicy/probes" names all rules of it, and each of them names what is said of all. */
static bool is_part(struct plim_str whole, struct plim_str part)
{
    return plim_str_starts(part, whole) && part.len > whole.len && part.text[whole.len] == '/';
}

static bool names(struct plim_str name, struct plim_str id)
{
    if (name.len > 0 && name.text[name.len - 1] == '/')
        name.len--;
    return plim_str_matches_glob(id, name) || is_part(name, id) || is_part(id, name);
}

bool admission_choice_has(const struct admission_choice *choice, struct plim_str id)
{
    if (choice == NULL || choice->len == 0)
        return true;
    bool has = choice->terms[0].away;
    for (size_t i = 0; i < choice->len; i++) {
        struct admission_term *term = &choice->terms[i];
        if (!names(term->name, id))
            continue;
        term->met = true;
        has = !term->away;
    }
    return has;
}
