/* The flags that audits share, as rows of a command's table. */
#ifndef PLIM_CMD_SESSION_ROWS_H
#define PLIM_CMD_SESSION_ROWS_H

#include <stddef.h>

#include "session.h"

#define SESSION_AT(field) offsetof(struct session_settings, field)

/* How clusters are reached; kubectl's names and letters. */
#define SESSION_CONNECTION_ROWS                                                                     \
    {"all-contexts", 0,                                                                             \
     OPTION_SWITCH,  SESSION_AT(connection.all_contexts),                                           \
     NULL,           "audit every context of the kubeconfig, in its order"},                        \
        {"cluster",   0,                                                                            \
         OPTION_TEXT, SESSION_AT(connection.cluster),                                               \
         "NAME",      "kubeconfig cluster to use instead of the context's"},                        \
        {"user",      0,                                                                            \
         OPTION_TEXT, SESSION_AT(connection.user),                                                  \
         "NAME",      "kubeconfig user to use instead of the context's"},                           \
        {"server",    's',                                                                          \
         OPTION_TEXT, SESSION_AT(connection.server),                                                \
         "URL",       "API server to ask instead of the kubeconfig's"},                             \
        {"tls-server-name",                                                                         \
         0,                                                                                         \
         OPTION_TEXT,                                                                               \
         SESSION_AT(connection.tls_server_name),                                                    \
         "NAME",                                                                                    \
         "name to verify the server's certificate against"},                                        \
        {"certificate-authority",                                                                   \
         0,                                                                                         \
         OPTION_TEXT,                                                                               \
         SESSION_AT(connection.certificate_authority),                                              \
         "FILE",                                                                                    \
         "certificates to trust instead of the kubeconfig's"},                                      \
        {"insecure-skip-tls-verify",      0,    OPTION_SWITCH,                                      \
         SESSION_AT(connection.insecure), NULL, "do not verify the server's certificate"},          \
        {"disable-compression",                                                                     \
         0,                                                                                         \
         OPTION_SWITCH,                                                                             \
         SESSION_AT(connection.no_compression),                                                     \
         NULL,                                                                                      \
         "do not accept compressed answers"},                                                       \
        {"token",       0,                                                                          \
         OPTION_SECRET, SESSION_AT(connection.token),                                               \
         "TOKEN",       "bearer token; better a file that the kubeconfig names"},                   \
        {"username",  0,                                                                            \
         OPTION_TEXT, SESSION_AT(connection.username),                                              \
         "NAME",      "user of basic authentication"},                                              \
        {"password",    0,                                                                          \
         OPTION_SECRET, SESSION_AT(connection.password),                                            \
         "PASSWORD",    "its password; better in the kubeconfig"},                                  \
        {"client-certificate",                                                                      \
         0,                                                                                         \
         OPTION_TEXT,                                                                               \
         SESSION_AT(connection.client_certificate),                                                 \
         "FILE",                                                                                    \
         "client certificate (PEM)"},                                                               \
        {"client-key", 0, OPTION_TEXT, SESSION_AT(connection.client_key), "FILE", "its key (PEM)"}, \
        {"as", 0, OPTION_TEXT, SESSION_AT(connection.as), "USER", "act as this user"},              \
        {"as-group",  0,                                                                            \
         OPTION_LIST, SESSION_AT(connection.as_groups),                                             \
         "GROUP",     "act as a member of this group; repeats"},                                    \
        {"as-uid", 0, OPTION_TEXT, SESSION_AT(connection.as_uid), "UID", "act under this uid"},     \
        {"as-user-extra", 0,                                                                        \
         OPTION_LIST,     SESSION_AT(connection.as_extras),                                         \
         "KEY=VALUE",     "act with this extra; repeats"},                                          \
        {"kuberc",    0,                                                                            \
         OPTION_TEXT, SESSION_AT(connection.kuberc),                                                \
         "FILE",      "kubectl's preferences, for their credentialPluginPolicy"},                   \
        {"allow-unsafe-kubeconfig",                                                                 \
         0,                                                                                         \
         OPTION_SWITCH,                                                                             \
         SESSION_AT(connection.allow_unsafe_kubeconfig),                                            \
         NULL,                                                                                      \
         "run credential plugins of kubeconfigs that others may write"},

#define SESSION_LIMIT_ROWS                                                                         \
    {"timeout", 0, OPTION_TEXT, SESSION_AT(timeout), "DURATION", "limit of the whole run, as 5m"}, \
        {"cluster-timeout", 0,                                                                     \
         OPTION_TEXT,       SESSION_AT(cluster_timeout),                                           \
         "DURATION",        "limit of everything read from one cluster, as 90s"},                  \
        {"request-timeout", 0,                                                                     \
         OPTION_TEXT,       SESSION_AT(request_timeout),                                           \
         "DURATION",        "limit of one request, as 10s; 0: none (default: 60s)"},               \
        {"max-in-flight",       0,   OPTION_TEXT,                                                  \
         SESSION_AT(in_flight), "N", "requests at once to one cluster (default: 16)"},             \
        {"max-in-flight-total",       0,   OPTION_TEXT,                                            \
         SESSION_AT(in_flight_total), "N", "requests at once to all clusters (default: 128)"},     \
        {"debug",           0,    OPTION_SWITCH,                                                   \
         SESSION_AT(debug), NULL, "a line for each request on standard error"},

#define SESSION_INPUT_ROWS                                                                          \
    {"fleet",           'c',    OPTION_TEXT,                                                        \
     SESSION_AT(fleet), "FILE", "Fleet document (default: ./plimsoll.yaml when it exists)"},        \
        {"context",                                                                                 \
         0,                                                                                         \
         OPTION_LIST,                                                                               \
         SESSION_AT(contexts),                                                                      \
         "NAME",                                                                                    \
         "audit this kubeconfig context, or all like 'prod-*'; repeats, in promotion order"},       \
        {"kubeconfig",           0,      OPTION_TEXT,                                               \
         SESSION_AT(kubeconfig), "FILE", "kubeconfig (default: $KUBECONFIG, ~/.kube/config)"},      \
        {"repo",                                                                                    \
         0,                                                                                         \
         OPTION_LIST,                                                                               \
         SESSION_AT(repos),                                                                         \
         "PATH_OR_URL[@REVISION][:SUBPATH]",                                                        \
         "Git repository of the manifests; repeats"},                                               \
        {"snapshot",  0,                                                                            \
         OPTION_TEXT, SESSION_AT(snapshot),                                                         \
         "DIR",       "judge a capture, or a dump of kubectl or must-gather, alone"},               \
        {"policy-dir", 0,                                                                           \
         OPTION_LIST,  SESSION_AT(policy_dirs),                                                     \
         "DIR",        "more policies; replaces built-in ones of the same id; repeats"},            \
        {"policies",                                                                                \
         0,                                                                                         \
         OPTION_LIST,                                                                               \
         SESSION_AT(policies),                                                                      \
         "NAME[,NAME...]",                                                                          \
         "only these: set, category, model, id, 'images.*', KIND/NAME; -NAME takes away"},          \
        {"exemptions",           0,      OPTION_LIST,                                               \
         SESSION_AT(exemptions), "PATH", "Exemption documents: file or directory; repeats"},        \
        {"keep-going",  0,                                                                          \
         OPTION_SWITCH, SESSION_AT(keep_going),                                                     \
         NULL,          "leave out policies that cannot be loaded: unknown, and exit 3"},           \
        {"now",           0,      OPTION_TEXT,                                                      \
         SESSION_AT(now), "TIME", "take this as the present (RFC 3339), for reproducible reports"}, \
        {"cache-dir",                                                                               \
         0,                                                                                         \
         OPTION_TEXT,                                                                               \
         SESSION_AT(cache_dir),                                                                     \
         "DIR",                                                                                     \
         "mirrors of remote repositories, kinds of clusters (default: ~/.cache/plimsoll)"},         \
        {"no-cache",           0,    OPTION_SWITCH,                                                 \
         SESSION_AT(no_cache), NULL, "ask clusters anew which kinds they serve"},                   \
        {"kustomize",           0,         OPTION_TEXT,                                             \
         SESSION_AT(kustomize), "PROGRAM", "kustomize to run (default: the one in PATH)"},          \
        {"helm",           0,         OPTION_TEXT,                                                  \
         SESSION_AT(helm), "PROGRAM", "helm to run (default: the one in PATH)"},                    \
        {"verbose", 'v', OPTION_SWITCH, SESSION_AT(verbose), NULL, "list every warning"},           \
        {"quiet", 'q', OPTION_SWITCH, SESSION_AT(quiet), NULL, "no progress on standard error"},

#define SESSION_DOOR_ROW        \
    {"policies-from",           \
     0,                         \
     OPTION_LIST,               \
     SESSION_AT(policies_from), \
     "CONTEXT",                 \
     "judge by this cluster's admission policies too; self: each by its own, -f by those in it"},

#define SESSION_SCOPE_ROWS                                                    \
    {"namespace", 'n',                                                        \
     OPTION_LIST, SESSION_AT(namespaces),                                     \
     "NAME",      "audit namespaced kinds in this namespace alone; repeats"}, \
        {"all-namespaces",           'A',  OPTION_SWITCH,                     \
         SESSION_AT(all_namespaces), NULL, "in all of them, whatever the Fleet document says"},

#define SESSION_EXPLAIN_ROW           \
    {                                 \
        "explain-requests",           \
        0,                            \
        OPTION_SWITCH,                \
        SESSION_AT(explain_requests), \
        NULL,                         \
        "only print what would be asked of each cluster, and why"},

#define SESSION_FILE_ROW                 \
    {"filename",  'f',                   \
     OPTION_LIST, SESSION_AT(manifests), \
     "PATH",      "judge manifests instead: file, directory or -; repeats"},

#define SESSION_REPORT_ROWS                                                                       \
    {"output",        'o',                                                                        \
     OPTION_LIST,     SESSION_AT(outputs),                                                        \
     "FORMAT[=FILE]", "text, json, markdown, sarif, junit, csv or openmetrics; repeats"},         \
        {"fail-on",                                                                               \
         0,                                                                                       \
         OPTION_TEXT,                                                                             \
         SESSION_AT(fail_on),                                                                     \
         "SEVERITY",                                                                              \
         "lowest severity that gives exit 1: info low medium high critical never (default: "      \
         "medium)"},                                                                              \
        {"baseline",           0,      OPTION_TEXT,                                               \
         SESSION_AT(baseline), "FILE", "a saved report: what it has does not give exit 1"},       \
        {"allow-unknown",           0,    OPTION_SWITCH,                                          \
         SESSION_AT(allow_unknown), NULL, "do not exit 3 when something could not be evaluated"}, \
        {"include-passed",           0,    OPTION_SWITCH,                                         \
         SESSION_AT(include_passed), NULL, "list passed results too"},

#define SESSION_END_ROW \
    {                   \
        0               \
    }

#endif
