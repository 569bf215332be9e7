#include "selection.h"

#include <string.h>

#include "base/buf.h"

static enum plim_code fail_library(struct plim_str name, struct plim_err *err)
{
    const char *names[CEL_LIBRARIES_MAX];
    size_t count = 0;
    struct plim_buf buf = {.max = 400};
    for (const struct cel_library *library; (library = cel_library_at(count)); count++) {
        names[count] = library->name;
        plim_buf_append_c(&buf, count > 0 ? ", " : "");
        plim_buf_append_c(&buf, library->name);
    }
    const char *near = plim_str_nearest(name, names, count);
    (void)plim_err_set(err, PLIM_INVALID, "unknown CEL library '%.*s'%s%s%s; there are %.*s",
                       PLIM_STR_ARG(name), near ? "; did you mean '" : "", near ? near : "",
                       near ? "'?" : "", PLIM_STR_ARG(plim_buf_str(&buf)));
    plim_buf_release(&buf);
    return PLIM_INVALID;
}

static bool read_version(struct plim_str text, unsigned newest, int *version_out)
{
    unsigned version = 0;
    if (text.len == 0 || text.len > 2)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.text[i] < '0' || text.text[i] > '9')
            return false;
        version = version * 10 + (unsigned)(text.text[i] - '0');
    }
    *version_out = (int)version;
    return version <= newest;
}

/* "strings" or "strings@2". */
static enum plim_code choose_library(const char *text, int *versions, struct plim_err *err)
{
    struct plim_str name;
    struct plim_str version = plim_str_from(text);
    bool versioned = plim_str_cut(&version, '@', &name);
    size_t at = 0;
    const struct cel_library *library = NULL;
    while ((library = cel_library_at(at)) && !plim_str_is(name, library->name))
        at++;
    if (!library)
        return fail_library(name, err);
    versions[at] = library->newest;
    if (versioned && !read_version(version, library->newest, &versions[at]))
        return plim_err_set(err, PLIM_INVALID,
                            "unknown version '%.*s' of the CEL library '%s'; expected 0 to %u",
                            PLIM_STR_ARG(version), library->name, (unsigned)library->newest);
    return PLIM_OK;
}

enum plim_code cel_selection_make(const struct cel_selection_spec *spec,
                                  struct cel_selection *selection_out, struct plim_err *err)
{
    int versions[CEL_LIBRARIES_MAX] = {0};
    struct cel_environment_choice choice;
    struct plim_str name = plim_str_from(spec->environment ? spec->environment : "plimsoll");
    enum plim_code code = cel_environment_choose(name, &choice, err);
    if (code != PLIM_OK)
        return code;
    const struct cel_library *library = NULL;
    for (size_t i = 0; (library = cel_library_at(i)); i++)
        versions[i] = cel_environment_version(&choice, library->name);
    for (size_t i = 0; code == PLIM_OK && i < spec->library_count; i++)
        code = choose_library(spec->libraries[i], versions, err);
    if (code != PLIM_OK)
        return code;
    selection_out->options = cel_environment_options(&choice);
    selection_out->len = 0;
    for (size_t i = 0; (library = cel_library_at(i)); i++)
        if (versions[i] >= 0)
            selection_out->items[selection_out->len++] =
                (struct cel_selected){library, (uint8_t)versions[i]};
    return PLIM_OK;
}

const struct cel_selected *cel_selection_find(const struct cel_selection *selection,
                                              const char *library)
{
    for (size_t i = 0; i < selection->len; i++)
        if (strcmp(selection->items[i].library->name, library) == 0)
            return &selection->items[i];
    return NULL;
}
