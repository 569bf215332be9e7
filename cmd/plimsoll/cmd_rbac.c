/* The least rights with which an audit with these flags reads everything that it needs. */
#include <string.h>

#include "base/str.h"
#include "policy/policy.h"

#include "request_plan.h"
#include "session_rows.h"

static const struct option options[] = {
    SESSION_INPUT_ROWS SESSION_DOOR_ROW SESSION_SCOPE_ROWS SESSION_CONNECTION_ROWS
        SESSION_LIMIT_ROWS{"name", 0, OPTION_TEXT, SESSION_AT(role_name), "NAME",
                           "name of the roles (default: plimsoll-auditor)"},
    {"service-account", 0, OPTION_TEXT, SESSION_AT(service_account), "NAMESPACE/NAME",
     "make this account too, and bind the roles to it"},
    SESSION_END_ROW,
};

static bool is_dns_name(struct plim_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-.", text.text[i]))
            return false;
    }
    return text.len > 0 && text.len <= 253;
}

/* They are written into manifests. */
static enum plim_code check_names(const struct session_settings *settings, struct plim_err *err)
{
    struct plim_str name = plim_str_from(settings->service_account);
    struct plim_str namespace = {0};
    if (settings->role_name && !is_dns_name(plim_str_from(settings->role_name)))
        return plim_err_set(err, PLIM_INVALID, "--name '%s': expected the name of a role",
                            settings->role_name);
    if (settings->service_account &&
        (!plim_str_cut(&name, '/', &namespace) || !is_dns_name(namespace) || !is_dns_name(name)))
        return plim_err_set(err, PLIM_INVALID, "--service-account '%s': expected NAMESPACE/NAME",
                            settings->service_account);
    return PLIM_OK;
}

/* What cannot be told of kinds that only a cluster knows. */
static void print_gaps(const struct policy_set *policies, FILE *out)
{
    size_t count = 0;
    const struct policy_kind *kinds = policy_set_kinds(policies, &count);
    for (size_t i = 0; i < count; i++) {
        if (plim_str_is(kinds[i].group, "*") || plim_str_is(kinds[i].resource, "*")) {
            fputs("# Some policy wants kinds of every group, which are known with --context "
                  "alone.\n",
                  out);
            return;
        }
    }
}

/* A cluster that does not answer would leave its kinds out of the role. */
static enum plim_code check_reached(const struct value *plan, struct plim_err *err)
{
    const struct value *clusters = value_get(plan, "clusters");
    for (size_t i = 0; i < value_len(clusters); i++) {
        const struct value *cluster = value_at(clusters, i);
        struct plim_str reason = value_get_text(cluster, "reason");
        if (reason.len > 0)
            return plim_err_set(
                err, PLIM_IO, "cluster '%.*s' could not be asked for its kinds: %.*s",
                PLIM_STR_ARG(value_get_text(cluster, "name")), PLIM_STR_ARG(reason));
    }
    return PLIM_OK;
}

static enum plim_code run(void *context, const struct option_list *arguments,
                          enum plim_exit *exit_out, struct plim_err *err)
{
    (void)arguments;
    struct session_settings *settings = context;
    PLIM_CLEANUP(session_release) struct session session = {0};
    struct value plan = {0};
    settings->clusters_optional = true;
    if (check_names(settings, err) != PLIM_OK ||
        session_open(settings, REPORT_ALL, &session, err) != PLIM_OK ||
        audit_explain(session.arena, &session.request, &plan, err) != PLIM_OK ||
        check_reached(&plan, err) != PLIM_OK)
        return err->code;
    const struct role_options role = {
        .name = settings->role_name ? settings->role_name : "plimsoll-auditor",
        .service_account = settings->service_account,
    };
    if (session.fleet.cluster_count == 0)
        print_gaps(session.policies, stdout);
    request_plan_print_role(&plan, &role, stdout);
    *exit_out = PLIM_EXIT_CLEAN;
    return PLIM_OK;
}

const struct command command_rbac = {
    .name = "rbac",
    .arguments = "",
    .summary = "Print the least role with which an audit reads all that it needs",
    .details = "Without clusters (-c, --context, ./plimsoll.yaml) the role is for the policies' "
               "kinds alone; with them, for\n"
               "the kinds that they serve and that Git declares. The clusters are asked for their "
               "kinds only.\n",
    .options = options,
    .settings_bytes = sizeof(struct session_settings),
    .run = run,
};
