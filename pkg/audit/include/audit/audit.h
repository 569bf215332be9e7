/*
 * The pipeline: collect, judge, assess. Reads clusters and repositories, gives subjects to the
 * policies, results to the practices, and returns an AuditReport (design, section 9).
 *
 * What could not be read is in the report as unknown, with its reason; it never fails the run.
 */
#ifndef PLIM_AUDIT_AUDIT_H
#define PLIM_AUDIT_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/fleet.h"
#include "base/cancel.h"
#include "base/clock.h"
#include "base/err.h"
#include "finding/finding.h"
#include "http/client.h"
#include "kube/overrides.h"
#include "kube/plugin.h"
#include "value/value.h"

struct admission_choice;
struct admission_door;
struct maturity_set;
struct policy_set;
struct report_baseline;
struct snapshot_reader;
struct snapshot_writer;

/* A line of progress: what is being read of which cluster; as kube_progress_fn. On the thread of
 * audit_run. */
typedef void audit_progress_fn(void *context, const char *cluster, const char *what,
                               uint64_t objects, uint64_t expected);

/* Where the run's inputs are; all borrowed, NULL where not given. */
struct audit_places {
    const char *kubeconfig;      /* --kubeconfig */
    const char *kubeconfig_list; /* KUBECONFIG */
    const char *home;            /* HOME */
    const char *cache_dir;       /* mirrors of remote repositories */
    const char
        *cluster_cache_dir; /* what clusters say of themselves (kube/cache.h); NULL: asked anew */
    const char *kustomize, *helm;    /* programs; NULL: in PATH */
    const char *pod_host, *pod_port; /* KUBERNETES_SERVICE_HOST and _PORT, for "in-cluster" */
    struct http_proxy_environment proxies;
};

struct audit_request {
    const struct audit_fleet *fleet;   /* matched */
    const struct policy_set *policies; /* sealed */
    const struct admission_door *door; /* closed: native policies of files; or NULL */
    const char *const *policies_from; /* contexts or clusters whose doors judge; "self": its own, of
                                       * manifests what they hold */
    size_t policies_from_count;
    const char *policies_from_origin;             /* who names them, for messages */
    const struct admission_choice *native_choice; /* which of their policies; NULL: all */
    const struct maturity_set *maturity;          /* linked; NULL: no assessment */
    struct plim_clock clock;
    const char *version; /* of the program */
    struct audit_places places;
    struct kube_plugin_settings plugins; /* of credential plugins; all-zero: an empty environment */
    struct kube_overrides overrides;     /* what flags say instead of kubeconfigs */
    const struct snapshot_reader *replay; /* read everything from this capture, or NULL */
    struct snapshot_writer *record;       /* keep everything that is read here, or NULL */
    const char *const *manifests;         /* paths to judge as objects, with no cluster */
    size_t manifest_count;
    const char *live_manifests; /* compare `manifests` with these as if they were live, or NULL */
    const struct plim_str *namespaces; /* the only ones of every cluster, whatever the fleet says */
    size_t namespace_count;            /* 0: as the fleet says */
    bool include_passed;
    struct audit_limits limits;       /* of the command line: they come before the fleet's */
    const struct plim_cancel *cancel; /* ends the reading early; NULL: never */
    audit_progress_fn *progress;      /* may be NULL */
    void *progress_context;
};

/*
 * Run an audit.
 *
 * arena       holds the report
 * report_out  an AuditReport
 * A run that is cancelled still succeeds: what was not read by then is unknown for that reason, and
 * the report says `interrupted: true`.
 * Fails with PLIM_INVALID or PLIM_NOT_FOUND (configuration: a context that no kubeconfig has, a
 * capture that does not fit), PLIM_LIMIT or PLIM_IO.
 */
PLIM_NODISCARD enum plim_code audit_run(struct plim_arena *arena,
                                        const struct audit_request *request,
                                        struct value *report_out, struct plim_err *err);

/* Read everything that audit_run would and judge nothing; for captures. Fails as audit_run, and
 * with PLIM_UNAVAILABLE when it is cancelled: half a capture is none. */
PLIM_NODISCARD enum plim_code audit_capture(const struct audit_request *request,
                                            struct plim_err *err);

/*
 * What audit_run would ask of each cluster, and why; nothing is asked but discovery. A fleet
 * without clusters: what would be asked of any, as far as it can be told without one.
 *
 * plan_out  {clusters: [{name, server, reason (why it could not be reached), discovery: [path],
 *           requests: [{path, group, version, resource, namespaced, namespace, mode, wantedBy}],
 *           notAsked: [{resource, reason}], unread: [{resource, reason}]}]}
 * Fails as audit_run does.
 */
PLIM_NODISCARD enum plim_code audit_explain(struct plim_arena *arena,
                                            const struct audit_request *request,
                                            struct value *plan_out, struct plim_err *err);

/* What a report means for the exit status. */
struct audit_outcome {
    size_t findings;     /* failed results at or above the severity asked for */
    size_t accepted;     /* those among them that were left out: the baseline has them */
    size_t unknown;      /* results, clusters, repositories and kinds that could not be evaluated */
    size_t below_target; /* dimensions whose proven level is below their target */
    bool interrupted;    /* the run ended early: nothing may be concluded from what is not there */
};

/* baseline  findings that do not count since an earlier report had them; NULL: none */
struct audit_outcome audit_outcome_of(const struct value *report, enum finding_severity fail_on,
                                      struct report_baseline *baseline);

/* Of a finding in a report; one that we do not know is critical. */
enum finding_severity audit_severity_of(const struct value *finding);

#endif
