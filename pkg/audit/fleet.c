#include "audit/fleet.h"

#include <stdlib.h>

#include "base/alloc.h"
#include "base/clock.h"
#include "base/file.h"
#include "parity/parity.h"
#include "value/yaml.h"

#include "fleet_priv.h"

void *audit_fleet_items(struct plim_arena *arena, const struct value_node *map, const char *key,
                        size_t size, size_t *count_out)
{
    struct value_node list = value_node_get(map, key);
    *count_out = value_node_len(&list);
    return *count_out == 0 ? NULL : plim_arena_array(arena, *count_out, size);
}

enum plim_code audit_fleet_texts(struct plim_arena *arena, const struct value_node *map,
                                 const char *key, struct plim_str **texts_out, size_t *count_out,
                                 struct plim_err *err)
{
    size_t count = 0;
    struct plim_str *texts = audit_fleet_items(arena, map, key, sizeof(*texts), &count);
    struct value_node list = value_node_get(map, key);
    for (size_t i = 0; i < count; i++) {
        struct value_node item = value_node_at(&list, i);
        if (!value_is(item.value, VALUE_STRING))
            return value_node_fail(err, &item, "'%s' holds only strings", key);
        texts[i] = value_str(item.value);
    }
    *texts_out = texts;
    *count_out = count;
    return PLIM_OK;
}

struct plim_str audit_fleet_path(struct plim_arena *arena, const char *dir, struct plim_str text)
{
    if (text.len == 0)
        return text;
    return plim_str_from(plim_path_join(arena, dir, plim_arena_copy(arena, text.text, text.len)));
}

/* A misspelt kind would allow nothing, and nobody would know why. */
static enum plim_code check_kind(const struct value_node *allowance, struct plim_str pattern,
                                 struct plim_err *err)
{
    for (size_t i = 0; i < PARITY_DIFFERENCE_KINDS; i++) {
        struct plim_str name = plim_str_from(parity_difference_names[i]);
        if (pattern.len == 0 || plim_str_matches_glob(name, pattern))
            return PLIM_OK;
    }
    struct value_node kind = value_node_get(allowance, "kind");
    unsigned index = 0;
    return value_node_enum(&kind, "kind of difference", parity_difference_names,
                           PARITY_DIFFERENCE_KINDS, &index, err);
}

static enum plim_code read_allowance(const struct value_node *node,
                                     struct audit_allowance *allowance, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"application", VALUE_STRING, 0}, {"field", VALUE_STRING, 0},
        {"kind", VALUE_STRING, 0},        {"reason", VALUE_STRING, VALUE_FIELD_REQUIRED},
        {"expires", VALUE_STRING, 0},
    };
    if (value_node_check(node, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    *allowance = (struct audit_allowance){.application = value_node_text(node, "application"),
                                          .field = value_node_text(node, "field"),
                                          .kind = value_node_text(node, "kind"),
                                          .reason = value_node_text(node, "reason")};
    if (check_kind(node, allowance->kind, err) != PLIM_OK)
        return err->code;
    struct value_node expires = value_node_get(node, "expires");
    if (!expires.value)
        return PLIM_OK;
    if (plim_time_parse(value_str(expires.value), &allowance->expires, err) != PLIM_OK)
        return value_node_fail(err, &expires, "'expires' must be a date such as '2027-03-31'");
    return PLIM_OK;
}

static enum plim_code read_files(const struct fleet_reader *reader, const struct value_node *spec,
                                 const char *key, struct plim_str **files_out, size_t *count_out,
                                 struct plim_err *err)
{
    struct plim_arena *arena = reader->arena;
    if (audit_fleet_texts(arena, spec, key, files_out, count_out, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < *count_out; i++)
        (*files_out)[i] = audit_fleet_path(arena, reader->dir, (*files_out)[i]);
    return PLIM_OK;
}

static enum plim_code read_policies(struct plim_arena *arena, const struct fleet_reader *reader,
                                    const struct value_node *spec, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"select", VALUE_LIST, 0},     {"disable", VALUE_LIST, 0}, {"directories", VALUE_LIST, 0},
        {"from", VALUE_LIST, 0},       {"params", VALUE_MAP, 0},   {"severity", VALUE_MAP, 0},
        {"exemptions", VALUE_LIST, 0},
    };
    struct audit_fleet *fleet = reader->fleet;
    struct value_node node = value_node_get(spec, "policies");
    if (!node.value)
        return PLIM_OK;
    struct plim_str *ignored = NULL;
    size_t ignored_count = 0;
    fleet->policies = node;
    if (value_node_check(&node, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        audit_fleet_texts(arena, &node, "select", &ignored, &ignored_count, err) != PLIM_OK ||
        audit_fleet_texts(arena, &node, "disable", &ignored, &ignored_count, err) != PLIM_OK ||
        audit_fleet_texts(arena, &node, "from", &fleet->policies_from, &fleet->policies_from_count,
                          err) != PLIM_OK ||
        audit_fleet_texts(arena, &node, "directories", &fleet->policy_directories,
                          &fleet->policy_directory_count, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < fleet->policy_directory_count; i++)
        fleet->policy_directories[i] =
            audit_fleet_path(arena, reader->dir, fleet->policy_directories[i]);
    return read_files(reader, &node, "exemptions", &fleet->exemption_files,
                      &fleet->exemption_file_count, err);
}

static enum plim_code read_models(struct plim_arena *arena, const struct fleet_reader *reader,
                                  const struct value_node *spec, struct plim_err *err)
{
    struct audit_fleet *fleet = reader->fleet;
    if (audit_fleet_texts(arena, spec, "models", &fleet->models, &fleet->model_count, err) !=
            PLIM_OK ||
        read_files(reader, spec, "modelFiles", &fleet->model_files, &fleet->model_file_count,
                   err) != PLIM_OK ||
        read_files(reader, spec, "libraryFiles", &fleet->library_files, &fleet->library_file_count,
                   err) != PLIM_OK)
        return err->code;
    return read_files(reader, spec, "attestations", &fleet->attestation_files,
                      &fleet->attestation_file_count, err);
}

static enum plim_code read_parity(struct plim_arena *arena, const struct fleet_reader *reader,
                                  const struct value_node *spec, struct plim_err *err)
{
    static const struct value_field fields[] = {{"allowances", VALUE_LIST, 0}};
    struct audit_fleet *fleet = reader->fleet;
    struct value_node node = value_node_get(spec, "parity");
    if (!node.value)
        return PLIM_OK;
    if (value_node_check(&node, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    fleet->allowances = audit_fleet_items(arena, &node, "allowances", sizeof(*fleet->allowances),
                                          &fleet->allowance_count);
    struct value_node list = value_node_get(&node, "allowances");
    for (size_t i = 0; i < fleet->allowance_count; i++) {
        struct value_node item = value_node_at(&list, i);
        if (read_allowance(&item, &fleet->allowances[i], err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

static enum plim_code read_applications(const struct fleet_reader *reader,
                                        const struct value_node *spec, struct plim_err *err)
{
    static const struct value_field fields[] = {{"label", VALUE_STRING, VALUE_FIELD_REQUIRED}};
    struct value_node node = value_node_get(spec, "applications");
    if (!node.value)
        return PLIM_OK;
    if (value_node_check(&node, fields, PLIM_LEN(fields), err) != PLIM_OK)
        return err->code;
    reader->fleet->application_label = value_node_text(&node, "label");
    return PLIM_OK;
}

static enum plim_code read_spec(struct plim_arena *arena, const struct fleet_reader *reader,
                                const struct value_node *spec, struct plim_err *err)
{
    static const struct value_field fields[] = {
        {"environments", VALUE_LIST, 0}, {"clusters", VALUE_LIST, 0},
        {"repositories", VALUE_LIST, 0}, {"policies", VALUE_MAP, 0},
        {"models", VALUE_LIST, 0},       {"modelFiles", VALUE_LIST, 0},
        {"libraryFiles", VALUE_LIST, 0}, {"maturity", VALUE_MAP, 0},
        {"attestations", VALUE_LIST, 0}, {"parity", VALUE_MAP, 0},
        {"applications", VALUE_MAP, 0},  {"limits", VALUE_MAP, 0},
    };
    if (value_node_check(spec, fields, PLIM_LEN(fields), err) != PLIM_OK ||
        audit_fleet_read_limits(spec, &reader->fleet->limits, err) != PLIM_OK ||
        audit_fleet_read_environments(arena, reader, spec, err) != PLIM_OK ||
        audit_fleet_read_clusters(arena, reader, spec, err) != PLIM_OK ||
        audit_fleet_read_repositories(arena, reader, spec, err) != PLIM_OK ||
        read_policies(arena, reader, spec, err) != PLIM_OK ||
        read_models(arena, reader, spec, err) != PLIM_OK ||
        read_parity(arena, reader, spec, err) != PLIM_OK)
        return err->code;
    return read_applications(reader, spec, err);
}

static enum plim_code check_head(const struct value_node *root, struct plim_err *err)
{
    static const struct value_field metadata_fields[] = {
        {"name", VALUE_STRING, VALUE_FIELD_REQUIRED}};
    if (value_node_check_document(root, err) != PLIM_OK)
        return err->code;
    struct value_node version = value_node_get(root, "apiVersion");
    struct value_node kind = value_node_get(root, "kind");
    struct value_node metadata = value_node_get(root, "metadata");
    if (!value_is_string(version.value, "plimsoll.dev/v1alpha1"))
        return value_node_fail(err, &version, "expected apiVersion 'plimsoll.dev/v1alpha1'");
    if (!value_is_string(kind.value, "Fleet"))
        return value_node_fail(err, &kind, "expected kind 'Fleet', not '%.*s'",
                               PLIM_STR_ARG(value_str(kind.value)));
    return value_node_check(&metadata, metadata_fields, PLIM_LEN(metadata_fields), err);
}

enum plim_code audit_fleet_parse(struct plim_arena *arena, const char *file, const char *dir,
                                 struct plim_str text, struct audit_fleet *fleet_out,
                                 struct plim_err *err)
{
    struct value_yaml_list documents = {0};
    if (value_yaml_read(arena, file, text, VALUE_YAML_DOCUMENT, &documents, err) != PLIM_OK)
        return err->code;
    if (documents.len != 1)
        return plim_err_set(err, PLIM_INVALID,
                            "%s:1:1: expected one document of kind Fleet, not %zu", file,
                            documents.len);
    struct value *root_value = plim_arena_alloc(arena, sizeof(*root_value));
    *root_value = documents.items[0].root;
    struct value_node root = {file, root_value, documents.items[0].position};
    if (check_head(&root, err) != PLIM_OK)
        return err->code;

    struct audit_fleet fleet = {.file = file, .document = root};
    struct value_node metadata = value_node_get(&root, "metadata");
    struct value_node spec = value_node_get(&root, "spec");
    fleet.name = value_node_text(&metadata, "name");
    struct fleet_reader reader = {.arena = arena, .fleet = &fleet, .dir = dir};
    if (read_spec(arena, &reader, &spec, err) != PLIM_OK ||
        audit_fleet_match(&fleet, err) != PLIM_OK)
        return err->code;
    *fleet_out = fleet;
    return PLIM_OK;
}

enum plim_code audit_fleet_load(struct plim_arena *arena, const char *path,
                                struct audit_fleet *fleet_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    if (plim_file_read(path, AUDIT_FLEET_BYTES_MAX, &text, &len, err) != PLIM_OK)
        return err->code;
    return audit_fleet_parse(arena, plim_arena_copy_c(arena, path), plim_path_dir(arena, path),
                             (struct plim_str){text, len}, fleet_out, err);
}
