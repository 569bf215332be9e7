#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "policy/policy.h"
#include "snapshot/writer.h"
#include "value/build.h"
#include "value/json.h"

#include "policy_inputs.h"
#include "redaction.h"

/* ---- What cannot be judged under pseudonyms. */

static bool is_letter(char byte)
{
    return isalnum((unsigned char)byte) || byte == '-' || byte == '_';
}

/* "shop/web-*": what it matches cannot be told from pseudonyms; "shop/" and a star can. */
static bool splits_names(struct plim_str pattern)
{
    for (size_t i = 0; i < pattern.len; i++) {
        if (pattern.text[i] != '*' && pattern.text[i] != '?')
            continue;
        if ((i > 0 && is_letter(pattern.text[i - 1])) ||
            (i + 1 < pattern.len && is_letter(pattern.text[i + 1])))
            return true;
    }
    return false;
}

static enum plim_code check_pattern(const struct audit_fleet *fleet, struct plim_str pattern,
                                    struct plim_err *err)
{
    if (!splits_names(pattern))
        return PLIM_OK;
    return plim_err_set(err, PLIM_INVALID,
                        "--redact: %s: '%.*s' is a pattern that ends within a name: expected whole "
                        "names between its separators",
                        fleet->file, PLIM_STR_ARG(pattern));
}

enum plim_code redaction_check_fleet(const struct audit_fleet *fleet, struct plim_err *err)
{
    static const char *const of_policies[] = {"params", "severity", "exemptions"};
    if (fleet->library_file_count > 0 || fleet->model_file_count > 0)
        return plim_err_set(err, PLIM_INVALID,
                            "--redact: %s: spec.%s names files, whose texts cannot be redacted: "
                            "leave them out",
                            fleet->file,
                            fleet->library_file_count > 0 ? "libraryFiles" : "modelFiles");
    for (size_t i = 0; i < PLIM_LEN(of_policies); i++) {
        if (value_get(fleet->policies.value, of_policies[i]))
            return plim_err_set(err, PLIM_INVALID,
                                "--redact: %s: spec.policies.%s cannot be redacted: leave it out",
                                fleet->file, of_policies[i]);
    }
    for (size_t i = 0; i < fleet->repository_count; i++) {
        const struct audit_repository *repository = &fleet->repositories[i];
        for (size_t k = 0; k < repository->image_count; k++) {
            if (check_pattern(fleet, repository->images[k], err) != PLIM_OK)
                return err->code;
        }
    }
    for (size_t i = 0; i < fleet->allowance_count; i++) {
        if (check_pattern(fleet, fleet->allowances[i].application, err) != PLIM_OK ||
            check_pattern(fleet, fleet->allowances[i].field, err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

/* ---- The document. */

static struct value write_texts(struct plim_arena *arena, const struct plim_str *texts,
                                size_t count)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < count; i++)
        value_list_add(&list, value_string(texts[i]));
    return value_list_finish(&list);
}

static struct value write_environments(struct plim_arena *arena, const struct audit_fleet *fleet)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < fleet->environment_count; i++) {
        struct value_map_builder map = {.arena = arena};
        value_map_add(&map, "name", value_string(fleet->environments[i].name));
        value_map_add(&map, "production", value_bool(fleet->environments[i].production));
        value_list_add(&list, value_map_finish(&map));
    }
    return value_list_finish(&list);
}

static struct value write_clusters(struct plim_arena *arena, const struct audit_fleet *fleet)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < fleet->cluster_count; i++) {
        const struct audit_cluster *cluster = &fleet->clusters[i];
        struct value_map_builder map = {.arena = arena};
        value_map_add(&map, "name", value_string(cluster->name));
        value_map_add_text(&map, "environment", audit_fleet_environment_name(fleet, i));
        if (cluster->namespace_count > 0)
            value_map_add(&map, "namespaces",
                          write_texts(arena, cluster->namespaces, cluster->namespace_count));
        value_list_add(&list, value_map_finish(&map));
    }
    return value_list_finish(&list);
}

static void add_paths(struct plim_arena *arena, const struct audit_repository *repository,
                      struct value_map_builder *map)
{
    struct value_map_builder paths = {.arena = arena};
    for (size_t i = 0; i < repository->path_count; i++) {
        const struct audit_path *path = &repository->paths[i];
        if (path->scope.len == 0)
            value_map_add_text(map, "path", path->path);
        else
            value_map_add_str(&paths, path->scope, value_string(path->path));
    }
    if (paths.len > 0)
        value_map_add(map, "paths", value_map_finish(&paths));
}

static struct value write_repositories(struct plim_arena *arena, const struct audit_fleet *fleet)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < fleet->repository_count; i++) {
        const struct audit_repository *repository = &fleet->repositories[i];
        struct value_map_builder map = {.arena = arena};
        value_map_add(&map, "name", value_string(repository->name));
        value_map_add(&map, "url", value_string(repository->url));
        value_map_add(&map, "revision", value_string(repository->revision));
        add_paths(arena, repository, &map);
        value_map_add(&map, "images",
                      write_texts(arena, repository->images, repository->image_count));
        value_map_add(&map, "manifests", value_bool(repository->desired));
        value_list_add(&list, value_map_finish(&map));
    }
    return value_list_finish(&list);
}

static struct value write_allowances(struct plim_arena *arena, const struct audit_fleet *fleet)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < fleet->allowance_count; i++) {
        const struct audit_allowance *allowance = &fleet->allowances[i];
        struct value_map_builder map = {.arena = arena};
        char expires[PLIM_TIME_TEXT_BYTES];
        value_map_add_text(&map, "application", allowance->application);
        value_map_add_text(&map, "field", allowance->field);
        value_map_add_text(&map, "kind", allowance->kind);
        value_map_add(&map, "reason", value_string_c("redacted"));
        if (allowance->expires > 0)
            value_map_add(&map, "expires",
                          value_string_c(plim_arena_copy_c(
                              arena, plim_time_format(allowance->expires, expires))));
        value_list_add(&list, value_map_finish(&map));
    }
    struct value_map_builder parity = {.arena = arena};
    value_map_add(&parity, "allowances", value_list_finish(&list));
    return value_map_finish(&parity);
}

/* Names that the program knows; the others might be the owner's. */
static struct value write_names(struct plim_arena *arena, const struct policy_set *known,
                                const struct policy_choice *choice, const struct value *names)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < value_len(names); i++) {
        struct plim_str name = value_str(value_at(names, i));
        bool away = plim_str_starts(name, PLIM_STR("-"));
        if (policy_set_knows(known, choice, (struct plim_str){name.text + away, name.len - away}))
            value_list_add(&list, value_string(name));
    }
    return value_list_finish(&list);
}

/* Contexts go: clusters of the fleet have their names. */
static struct value write_doors(struct plim_arena *arena, const struct audit_fleet *fleet)
{
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < fleet->policies_from_count; i++) {
        struct plim_str name = fleet->policies_from[i];
        for (size_t k = 0; k < fleet->cluster_count; k++) {
            if (plim_str_equal(fleet->clusters[k].context, name))
                name = fleet->clusters[k].name;
        }
        value_list_add(&list, value_string(name));
    }
    return value_list_finish(&list);
}

static enum plim_code write_policies(struct plim_arena *arena, const struct session *session,
                                     struct value *policies_out, struct plim_err *err)
{
    static const struct option_list none = {0};
    PLIM_CLEANUP(policy_set_freep) struct policy_set *known = policy_set_new();
    const struct policy_inputs inputs = {
        .fleet = &session->fleet, .maturity = session->maturity, .dirs = &none, .names = &none};
    struct policy_choice choice = {0};
    if (policy_set_add_embedded(known, err) != PLIM_OK ||
        policy_inputs_choice(arena, &inputs, &choice, err) != PLIM_OK)
        return err->code;
    const struct value *policies = session->fleet.policies.value;
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "select",
                  write_names(arena, known, &choice, value_get(policies, "select")));
    value_map_add(&map, "disable",
                  write_names(arena, known, &choice, value_get(policies, "disable")));
    if (session->fleet.policies_from_count > 0)
        value_map_add(&map, "from", write_doors(arena, &session->fleet));
    *policies_out = value_map_finish(&map);
    return PLIM_OK;
}

/* Targets say what is to be reached; exclusions and the rest are prose of people. */
static struct value write_maturity(struct plim_arena *arena, const struct audit_fleet *fleet)
{
    static const char *const fields[] = {"model", "dimension", "level", "by", "scope"};
    const struct value *targets = value_get_path(fleet->document.value, "spec.maturity.targets");
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < value_len(targets); i++) {
        const struct value *target = value_at(targets, i);
        struct value_map_builder map = {.arena = arena};
        for (size_t k = 0; k < PLIM_LEN(fields); k++) {
            const struct value *field = value_get(target, fields[k]);
            if (field)
                value_map_add(&map, fields[k], *field);
        }
        value_list_add(&list, value_map_finish(&map));
    }
    struct value_map_builder maturity = {.arena = arena};
    value_map_add(&maturity, "targets", value_list_finish(&list));
    return value_map_finish(&maturity);
}

static struct value write_spec(struct plim_arena *arena, const struct audit_fleet *fleet,
                               struct value policies)
{
    struct value_map_builder spec = {.arena = arena};
    value_map_add(&spec, "environments", write_environments(arena, fleet));
    value_map_add(&spec, "clusters", write_clusters(arena, fleet));
    value_map_add(&spec, "repositories", write_repositories(arena, fleet));
    value_map_add(&spec, "policies", policies);
    value_map_add(&spec, "models", write_texts(arena, fleet->models, fleet->model_count));
    value_map_add(&spec, "parity", write_allowances(arena, fleet));
    value_map_add(&spec, "maturity", write_maturity(arena, fleet));
    if (fleet->application_label.len > 0) {
        struct value_map_builder applications = {.arena = arena};
        value_map_add(&applications, "label", value_string(fleet->application_label));
        value_map_add(&spec, "applications", value_map_finish(&applications));
    }
    return value_map_finish(&spec);
}

enum plim_code redaction_put_fleet(const struct session *session, struct snapshot_writer *writer,
                                   struct plim_err *err)
{
    PLIM_CLEANUP(plim_buf_release) struct plim_buf text = {0};
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value_map_builder metadata = {.arena = arena};
    struct value_map_builder root = {.arena = arena};
    struct value policies = {0};
    if (write_policies(arena, session, &policies, err) != PLIM_OK)
        return err->code;
    value_map_add(&metadata, "name", value_string(session->fleet.name));
    value_map_add(&root, "apiVersion", value_string_c("plimsoll.dev/v1alpha1"));
    value_map_add(&root, "kind", value_string_c("Fleet"));
    value_map_add(&root, "metadata", value_map_finish(&metadata));
    value_map_add(&root, "spec", write_spec(arena, &session->fleet, policies));
    struct value fleet = value_map_finish(&root);
    if (value_json_write(&fleet, VALUE_JSON_PRETTY, &text, err) != PLIM_OK)
        return err->code;
    return snapshot_put(writer, "fleet.yaml", plim_buf_str(&text), err);
}
