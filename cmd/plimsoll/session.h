/* What the commands that audit have in common: flags, inputs, reports, exit status. */
#ifndef PLIM_CMD_SESSION_H
#define PLIM_CMD_SESSION_H

#include "admission/choice.h"
#include "audit/audit.h"
#include "base/arena.h"
#include "report/compare.h"
#include "report/report.h"

#include "command.h"
#include "libraries.h"

struct admission_door;
struct maturity_set;
struct policy_set;
struct snapshot_reader;

/* How clusters are reached; the flags are kubectl's. */
struct session_connection {
    const char *cluster, *user, *server, *tls_server_name, *certificate_authority;
    const char *client_certificate, *client_key, *username, *as, *as_uid, *kuberc;
    char *token, *password; /* owned secrets */
    struct option_list as_groups, as_extras;
    bool all_contexts, insecure, no_compression, allow_unsafe_kubeconfig;
};

/* Filled by the flags in session_options. */
struct session_settings {
    const char *fleet; /* -c */
    struct option_list contexts, repos, outputs, policy_dirs, policies, manifests, exemptions;
    struct option_list policies_from;
    const char *kubeconfig, *snapshot, *fail_on, *baseline, *now, *cache_dir, *kustomize, *helm;
    const char *timeout, *cluster_timeout, *request_timeout, *in_flight, *in_flight_total;
    struct session_connection connection;
    bool keep_going, allow_unknown, include_passed, no_cache, quiet, verbose, debug;
    struct option_list namespaces;
    bool all_namespaces, explain_requests;
    bool clusters_optional; /* set by the command itself: nothing to audit is no mistake */

    /* Of single commands. */
    const char *desired, *live;                            /* drift */
    const char *evidence, *model, *library, *attestations; /* maturity */
    const char *out_dir;                                   /* snapshot */
    const char *role_name, *service_account;               /* rbac */
};

/* The flags of `audit`. */
extern const struct option session_options[];

/* Everything a run needs, opened. */
struct session {
    struct plim_arena *arena;
    struct option_list contexts; /* that flags name, patterns resolved */
    enum report_part part;
    struct audit_fleet fleet;
    const struct audit_cluster *door_clusters; /* of a fleet that is read for manifests */
    size_t door_cluster_count;
    struct policy_set *policies;
    struct admission_door *door;     /* native policies of files */
    struct admission_choice natives; /* which policies of doors */
    struct maturity_set *maturity;
    struct snapshot_reader *replay;
    struct plim_clock clock;
    struct audit_request request;
    struct plim_cancel cancel;
    struct libraries libraries;
};

/*
 * Open what the settings name; of the policies those that the part is made of. Fails with
 * PLIM_INVALID, PLIM_NOT_FOUND, PLIM_LIMIT or PLIM_IO; release in any case.
 */
PLIM_NODISCARD enum plim_code session_open(const struct session_settings *settings,
                                           enum report_part part, struct session *session_out,
                                           struct plim_err *err);
void session_release(struct session *session);

/* --now, or the system's clock. */
PLIM_NODISCARD enum plim_code session_clock(const char *now, struct plim_clock *clock_out,
                                            struct plim_err *err);

/* Fill session->contexts. wanted: without any, look for one that is meant anyway. Fails with
 * PLIM_INVALID, PLIM_NOT_FOUND, PLIM_LIMIT or PLIM_IO. */
PLIM_NODISCARD enum plim_code session_find_contexts(const struct session_settings *settings,
                                                    struct session *session, bool wanted,
                                                    struct plim_err *err);

/* Fill the parts of session->request that say how clusters are reached. Fails as kube_kuberc_load
 * does, and with PLIM_INVALID for flags that exclude each other. */
PLIM_NODISCARD enum plim_code session_connect(const struct session_settings *settings,
                                              struct session *session, struct plim_err *err);

/* The limits that the flags give. Fails with PLIM_INVALID, naming the flag. */
PLIM_NODISCARD enum plim_code session_limits(const struct session_settings *settings,
                                             struct audit_limits *limits_out, struct plim_err *err);

/* From here to `session_watch_end` Ctrl-C and the run's time limit end its reading early. Fails
 * with PLIM_IO. */
PLIM_NODISCARD enum plim_code session_watch(struct session *session, struct plim_err *err);
void session_watch_end(struct session *session);

/* The formats of -o exist and --fail-on is a severity: said before the work, not after it. */
PLIM_NODISCARD enum plim_code session_check_outputs(const struct session_settings *settings,
                                                    struct plim_err *err);

enum { SESSION_NO_STATUS = -1 };

/* Write the reports that -o asks for; text on standard output without one. */
PLIM_NODISCARD enum plim_code session_write(const struct session_settings *settings,
                                            enum report_part part, const struct value *report,
                                            int exit_status, struct plim_err *err);

/* Standard output. */
struct plim_sink session_screen(void);

/* A severity, or FINDING_SEVERITIES for "never"; NULL is medium. Fails with PLIM_INVALID. */
PLIM_NODISCARD enum plim_code session_parse_fail_on(const char *text, unsigned *severity_out,
                                                    struct plim_err *err);

/* Write the reports and tell the exit status. baseline: findings that do not count; NULL: none. */
PLIM_NODISCARD enum plim_code session_finish(const struct session_settings *settings,
                                             enum report_part part, const struct value *report,
                                             struct report_baseline *baseline,
                                             enum plim_exit *exit_out, struct plim_err *err);

/* What API servers said beside their answers, on standard error, as kubectl does: "Warning: ...";
 * and which clusters are one. */
void session_warn(const struct value *report);

/* Print what an audit would ask for: as a table, or with `-o json` as data. */
PLIM_NODISCARD enum plim_code session_explain(const struct session_settings *settings,
                                              struct session *session, struct plim_err *err);

/* Open, audit, report. */
PLIM_NODISCARD enum plim_code session_audit(struct session_settings *settings,
                                            enum report_part part, enum plim_exit *exit_out,
                                            struct plim_err *err);

#endif
