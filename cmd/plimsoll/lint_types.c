#include "lint_types.h"

#include <string.h>

#include "admission/type_check.h"
#include "base/alloc.h"
#include "base/file.h"
#include "kube/schema.h"

#include "options.h"

static bool has_schemas(const char *name)
{
    struct plim_str text = plim_str_from(name);
    return plim_str_ends(text, PLIM_STR(".json")) || plim_str_ends(text, PLIM_STR(".yaml")) ||
           plim_str_ends(text, PLIM_STR(".yml"));
}

static enum plim_code add_file(struct lint_types *types, const char *path, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    size_t taken = 0;
    if (plim_file_read(path, KUBE_SCHEMA_DOCUMENT_BYTES_MAX, &text, &len, err) != PLIM_OK ||
        kube_schema_store_add(types->store, path, (struct plim_str){text, len}, &taken, err) !=
            PLIM_OK)
        return err->code;
    if (taken == 0)
        return plim_err_set(err, PLIM_INVALID,
                            "%s: neither an OpenAPI v3 document nor a CustomResourceDefinition",
                            path);
    return PLIM_OK;
}

static enum plim_code add_path(struct lint_types *types, const char *path, struct plim_err *err)
{
    struct plim_dir_entry *entries = NULL;
    size_t count = 0;
    if (!plim_dir_exists(path))
        return add_file(types, path, err);
    enum plim_code code = plim_dir_list(types->arena, path, &entries, &count, err);
    bool any = false;
    for (size_t i = 0; i < count && code == PLIM_OK; i++) {
        if (entries[i].is_dir || !has_schemas(entries[i].name))
            continue;
        any = true;
        code = add_file(types, plim_path_join(types->arena, path, entries[i].name), err);
    }
    if (code == PLIM_OK && !any)
        return plim_err_set(err, PLIM_INVALID, "%s: no *.json, *.yaml or *.yml in it", path);
    return code;
}

enum plim_code lint_types_add(struct lint_types *types, const struct option_list *paths,
                              struct plim_err *err)
{
    enum plim_code code = PLIM_OK;
    for (size_t i = 0; i < paths->len && code == PLIM_OK; i++)
        code = add_path(types, paths->items[i], err);
    return code != PLIM_OK ? plim_err_wrap(err, "--schemas") : code;
}

/* Once each. */
static void note_missing(struct lint_types *types, struct plim_str group, struct plim_str version,
                         struct plim_str name)
{
    const char *text =
        plim_arena_printf(types->arena, "%.*s%s%.*s %.*s", PLIM_STR_ARG(group),
                          group.len > 0 ? "/" : "", PLIM_STR_ARG(version), PLIM_STR_ARG(name));
    struct plim_str rest = plim_buf_str(&types->missing);
    struct plim_str part;
    while (rest.len > 0) {
        (void)plim_str_cut(&rest, ',', &part);
        if (plim_str_is(plim_str_trim(part), text))
            return;
    }
    plim_buf_printf(&types->missing, "%s%s", types->missing.len > 0 ? ", " : "", text);
}

static struct admission_schema find(void *context, struct plim_str group, struct plim_str version,
                                    struct plim_str resource, struct plim_str kind)
{
    struct lint_types *types = context;
    struct kube_stored_schema found =
        kube_schema_store_find(types->store, group, version, resource, kind);
    if (found.schema == NULL)
        note_missing(types, group, version, resource.len > 0 ? resource : kind);
    return (struct admission_schema){found.kind, found.schema};
}

static void warn(void *context, const struct admission_warning *warning)
{
    const struct lint_types *types = context;
    types->warn(types->context, plim_arena_printf(types->arena, "%s:%u:%u: %.*s", warning->file,
                                                  warning->position.line, warning->position.column,
                                                  PLIM_STR_ARG(warning->text)));
}

void lint_types_check(struct lint_types *types, const struct admission_set *set)
{
    const struct admission_schemas schemas = {.find = find, .context = types};
    admission_check_types(set, &schemas, types->arena, warn, types);
}
