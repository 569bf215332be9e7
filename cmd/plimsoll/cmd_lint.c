/* Check documents for policies, exemptions, levels and fleets without running anything. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admission/admission.h"
#include "base/alloc.h"
#include "base/file.h"
#include "maturity/document.h"
#include "policy/files.h"
#include "policy/lint.h"
#include "value/yaml.h"

#include "documents.h"
#include "lint_types.h"
#include "policy_inputs.h"
#include "session.h"

struct settings {
    struct option_list policy_dirs;
    struct option_list schemas;
};

static const struct option options[] = {
    {"policy-dir", 0, OPTION_LIST, offsetof(struct settings, policy_dirs), "DIR",
     "policies that the documents may name, besides; repeats"},
    {"schemas", 0, OPTION_LIST, offsetof(struct settings, schemas), "PATH",
     "OpenAPI v3 documents and CustomResourceDefinitions, to check expressions by; repeats"},
    {0},
};

/* What was found so far, and what the documents may name. */
struct linting {
    const struct settings *settings;
    const struct option_list *paths;
    struct plim_arena *arena;
    struct policy_set *policies;
    struct admission_set *native;
    struct lint_types types;
    struct maturity_set *maturity;
    bool maturity_broken; /* after its first mistake it is of no use */
    size_t files, errors, warnings;
};

static void tell(void *context, bool error, const char *message)
{
    struct linting *linting = context;
    printf("%s%s\n", error ? "" : "warning: ", message);
    linting->errors += error;
    linting->warnings += !error;
}

static void warn(void *context, const char *message)
{
    tell(context, false, message);
}

/* A mistake is told and done with. */
static void note(struct linting *linting, enum plim_code code, const struct plim_err *err)
{
    if (code != PLIM_OK)
        tell(linting, true, err->msg);
}

/* ---- Fleets: what they choose and configure, of all policies there are. */

static enum plim_code add_paths(const struct linting *linting, struct policy_set *set,
                                struct plim_err *err)
{
    policy_set_keep_going(set);
    policy_set_pass_over_others(set);
    for (size_t i = 0; i < linting->paths->len; i++) {
        if (policy_set_add_dir(set, linting->paths->items[i], err) != PLIM_OK)
            return err->code;
    }
    return PLIM_OK;
}

static enum plim_code check_choice(const struct linting *linting, const struct audit_fleet *fleet,
                                   struct plim_err *err)
{
    static const struct option_list none = {0};
    PLIM_CLEANUP(policy_set_freep) struct policy_set *set = policy_set_new();
    struct maturity_set *models = maturity_set_new(linting->arena);
    struct policy_choice choice = {0};
    const struct policy_inputs inputs = {.fleet = fleet,
                                         .maturity = models,
                                         .exemptions = &none,
                                         .dirs = &linting->settings->policy_dirs,
                                         .names = &none};
    if (documents_add_embedded(linting->arena, models, err) != PLIM_OK ||
        documents_add_fleet(linting->arena, models, fleet, NULL, err) != PLIM_OK ||
        maturity_set_link(models, NULL, 0, err) != PLIM_OK ||
        add_paths(linting, set, err) != PLIM_OK ||
        policy_inputs_load(linting->arena, &inputs, set, err) != PLIM_OK ||
        policy_inputs_choice(linting->arena, &inputs, &choice, err) != PLIM_OK)
        return err->code;
    return policy_set_select(set, &choice, err);
}

static void check_fleet(struct linting *linting, const char *path, struct plim_str text)
{
    struct plim_err err = {0};
    struct audit_fleet fleet = {0};
    enum plim_code code = audit_fleet_parse(
        linting->arena, path, plim_path_dir(linting->arena, path), text, &fleet, &err);
    if (code == PLIM_OK)
        code = check_choice(linting, &fleet, &err);
    note(linting, code, &err);
}

/* ---- Files. */

static void check_document(struct linting *linting, const struct value_node *document,
                           struct plim_str text)
{
    struct plim_err err = {0};
    struct plim_str kind = value_node_text(document, "kind");
    if (!plim_str_starts(value_node_text(document, "apiVersion"), PLIM_STR("plimsoll.dev/")))
        return;
    if (plim_str_is(kind, "Fleet")) {
        check_fleet(linting, document->file, text);
    } else if (maturity_set_takes(kind) && !linting->maturity_broken) {
        enum plim_code code = maturity_set_add(linting->maturity, document, &err);
        linting->maturity_broken = code != PLIM_OK;
        note(linting, code, &err);
    }
}

static enum plim_code check_file(void *context, const char *path, struct plim_err *err)
{
    struct linting *linting = context;
    PLIM_CLEANUP(plim_freep) char *text = NULL;
    size_t len = 0;
    struct value_yaml_list list = {0};
    struct plim_err failure = {0};
    linting->files++;
    if (plim_file_read(path, DOCUMENT_BYTES_MAX, &text, &len, err) != PLIM_OK)
        return err->code;
    struct plim_str whole = plim_arena_copy_str(linting->arena, (struct plim_str){text, len});
    const char *file = plim_arena_copy_c(linting->arena, path);
    bool ours = plim_str_contains(whole, PLIM_STR("plimsoll.dev/"));
    if (ours && value_yaml_read(linting->arena, file, whole, VALUE_YAML_DOCUMENT, &list,
                                &failure) != PLIM_OK)
        return PLIM_OK; /* the policies' reading tells it */
    note(linting, admission_set_add(linting->native, file, whole, &failure), &failure);
    if (plim_str_contains(whole, PLIM_STR("CustomResourceDefinition")))
        note(linting, kube_schema_store_add(linting->types.store, file, whole, NULL, &failure),
             &failure);
    for (size_t i = 0; i < list.len; i++) {
        struct value_node document = {file, &list.items[i].root, list.items[i].position};
        check_document(linting, &document, whole);
    }
    return PLIM_OK;
}

static enum plim_code load_policies(struct linting *linting, struct plim_err *err)
{
    if (policy_set_add_embedded(linting->policies, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < linting->settings->policy_dirs.len; i++) {
        if (policy_set_add_dir(linting->policies, linting->settings->policy_dirs.items[i], err) !=
            PLIM_OK)
            return err->code;
    }
    if (add_paths(linting, linting->policies, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < policy_set_failure_len(linting->policies); i++)
        tell(linting, true, policy_set_failure_at(linting->policies, i)->message);
    policy_set_lint(linting->policies, tell, linting);
    return PLIM_OK;
}

/* Practices name policies; those that could not be used have been told of already. */
static void link_models(struct linting *linting)
{
    struct plim_err err = {0};
    size_t count = policy_set_len(linting->policies);
    size_t failed = policy_set_failure_len(linting->policies);
    struct plim_str *ids = plim_arena_array(linting->arena, count + failed + 1, sizeof(*ids));
    for (size_t i = 0; i < count; i++)
        ids[i] = policy_set_at(linting->policies, i)->id;
    for (size_t i = 0; i < failed; i++)
        ids[count + i] = policy_set_failure_at(linting->policies, i)->policy;
    if (!linting->maturity_broken)
        note(linting, maturity_set_link(linting->maturity, ids, count + failed, &err), &err);
}

static enum plim_code check_all(struct linting *linting, struct plim_err *err)
{
    if (documents_add_embedded(linting->arena, linting->maturity, err) != PLIM_OK ||
        load_policies(linting, err) != PLIM_OK ||
        lint_types_add(&linting->types, &linting->settings->schemas, err) != PLIM_OK)
        return err->code;
    for (size_t i = 0; i < linting->paths->len; i++) {
        if (policy_files_visit(linting->paths->items[i], check_file, linting, err) != PLIM_OK)
            return err->code;
    }
    link_models(linting);
    lint_types_check(&linting->types, linting->native);
    if (linting->types.missing.len > 0)
        printf("types are not checked, for want of schemas (--schemas): %s\n",
               linting->types.missing.text);
    return PLIM_OK;
}

static enum plim_code run(void *context, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    PLIM_CLEANUP(policy_set_freep) struct policy_set *policies = policy_set_new();
    PLIM_CLEANUP(admission_set_freep) struct admission_set *native = admission_set_new();
    PLIM_CLEANUP(kube_schema_store_freep)
    struct kube_schema_store *schemas = kube_schema_store_new();
    struct linting linting = {
        .settings = context,
        .paths = arguments,
        .arena = arena,
        .policies = policies,
        .native = native,
        .types = {.arena = arena, .store = schemas, .warn = warn, .context = &linting},
        .maturity = maturity_set_new(arena),
    };
    linting.types.missing.arena = arena;
    if (arguments->len == 0)
        return plim_err_set(err, PLIM_INVALID, "expected PATH...; see --help");
    if (check_all(&linting, err) != PLIM_OK)
        return err->code;
    printf("%zu files, %zu errors, %zu warnings\n", linting.files, linting.errors,
           linting.warnings);
    *exit_out = linting.errors > 0     ? PLIM_EXIT_USAGE
                : linting.warnings > 0 ? PLIM_EXIT_FINDINGS
                                       : PLIM_EXIT_CLEAN;
    return PLIM_OK;
}

const struct command command_lint = {
    .name = "lint",
    .arguments = "PATH...",
    .summary = "Check policies, exemptions, models and fleets without running them",
    .details =
        "\nEvery *.yaml and *.yml below each PATH but cases: AuditPolicies, admission policies "
        "of Kubernetes and Kyverno,\nExemptions, practice libraries, models and Fleets. "
        "Exits with 2 on errors, with 1 on warnings.\n",
    .options = options,
    .settings_bytes = sizeof(struct settings),
    .most_arguments = COMMAND_ANY,
    .run = run,
};
