/* Levels: of an audit, or of evidence given in a file. */
#include <stdlib.h>

#include "maturity/assess.h"
#include "value/build.h"

#include "documents.h"
#include "session_rows.h"
#include "version.h"

static const struct option options[] = {
    SESSION_INPUT_ROWS SESSION_SCOPE_ROWS SESSION_CONNECTION_ROWS SESSION_LIMIT_ROWS{
        "evidence", 0, OPTION_TEXT, SESSION_AT(evidence), "FILE",
        "assess this Evidence document instead of auditing"},
    {"model", 0, OPTION_TEXT, SESSION_AT(model), "FILE",
     "model to assess, with --evidence (default: built-in ones)"},
    {"library", 0, OPTION_TEXT, SESSION_AT(library), "FILE",
     "practice library, with --evidence (default: the built-in one)"},
    {"attestations", 0, OPTION_TEXT, SESSION_AT(attestations), "FILE",
     "attestations, with --evidence"},
    SESSION_REPORT_ROWS SESSION_END_ROW,
};

/* The fleet's environments and its part about maturity. */
static enum plim_code add_fleet(struct plim_arena *arena, struct maturity_set *set,
                                const char *path, struct plim_err *err)
{
    struct audit_fleet fleet = {0};
    if (!path)
        return PLIM_OK;
    if (audit_fleet_load(arena, path, &fleet, err) != PLIM_OK)
        return err->code;
    return documents_add_fleet(arena, set, &fleet, NULL, err);
}

static enum plim_code add_optional(struct plim_arena *arena, struct maturity_set *set,
                                   const char *path, struct plim_err *err)
{
    return path ? documents_add_file(arena, set, NULL, path, NULL, err) : PLIM_OK;
}

static enum plim_code load(const struct session_settings *settings, struct plim_arena *arena,
                           struct maturity_set *set, struct maturity_evidence *evidence,
                           struct plim_err *err)
{
    bool own = settings->library || settings->model;
    if ((!own && documents_add_embedded(arena, set, err) != PLIM_OK) ||
        add_optional(arena, set, settings->library, err) != PLIM_OK ||
        add_optional(arena, set, settings->model, err) != PLIM_OK ||
        add_optional(arena, set, settings->attestations, err) != PLIM_OK ||
        add_fleet(arena, set, settings->fleet, err) != PLIM_OK ||
        documents_add_file(arena, set, evidence, settings->evidence, NULL, err) != PLIM_OK)
        return err->code;
    return maturity_set_link(set, NULL, 0, err);
}

static struct value make_report(struct plim_arena *arena, struct value assessments)
{
    struct value_map_builder map = {.arena = arena};
    value_map_add(&map, "apiVersion", value_string_c("plimsoll.dev/v1alpha1"));
    value_map_add(&map, "kind", value_string_c("AuditReport"));
    value_map_add(&map, "assessments", assessments);
    return value_map_finish(&map);
}

static enum plim_code assess(const struct session_settings *settings, struct plim_arena *arena,
                             struct value *report_out, struct plim_err *err)
{
    struct maturity_set *set = maturity_set_new(arena);
    struct maturity_evidence *evidence = maturity_evidence_new(arena);
    struct plim_clock clock = {0};
    if (session_clock(settings->now, &clock, err) != PLIM_OK ||
        load(settings, arena, set, evidence, err) != PLIM_OK)
        return err->code;
    struct value_list_builder list = {.arena = arena};
    for (size_t i = 0; i < maturity_set_model_count(set); i++) {
        struct maturity_request request = {.set = set,
                                           .evidence = evidence,
                                           .model = maturity_set_model_at(set, i).id,
                                           .now = plim_clock_now(&clock),
                                           .engine = PLIM_VERSION};
        struct value result = {0};
        if (maturity_assess(arena, &request, &result, err) != PLIM_OK)
            return err->code;
        value_list_add(&list, result);
    }
    *report_out = make_report(arena, value_list_finish(&list));
    return PLIM_OK;
}

static enum plim_code run(void *context, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    (void)arguments;
    struct session_settings *settings = context;
    if (!settings->evidence && (settings->model || settings->library || settings->attestations))
        return plim_err_set(err, PLIM_INVALID,
                            "--model, --library and --attestations need --evidence");
    if (!settings->evidence)
        return session_audit(settings, REPORT_MATURITY, exit_out, err);
    PLIM_CLEANUP(plim_arena_freep) struct plim_arena *arena = plim_arena_new();
    struct value report = {0};
    if (session_check_outputs(settings, err) != PLIM_OK ||
        assess(settings, arena, &report, err) != PLIM_OK)
        return err->code;
    return session_finish(settings, REPORT_MATURITY, &report, NULL, exit_out, err);
}

const struct command command_maturity = {
    .name = "maturity",
    .arguments = "",
    .summary = "Name the level that is proven, the one that is possible, and the next step",
    .options = options,
    .settings_bytes = sizeof(struct session_settings),
    .run = run,
};
