#include "base/defs.h"
#include "policy/subject.h"

const char *const policy_subject_names[POLICY_SUBJECTS] = {
    "object",  "image", "application", "parity",    "repository", "cluster",
    "account", "fleet", "relation",    "exemption", "namespace",
};

const char *const policy_subject_records[POLICY_SUBJECTS] = {
    "object",  "image", "application", "parity",    "repository", "cluster",
    "account", "fleet", "relation",    "exemption", "ns",
};

#include "subject_cluster.inc"
#include "subject_delivery.inc"
#include "subject_namespace.inc"
#include "subject_object.inc"
#include "subject_relation.inc"
#include "subject_repository.inc"

#define RECORD(name, doc, fields)                 \
    {                                             \
        (name), (doc), (fields), PLIM_LEN(fields) \
    }

static const struct policy_record records[] = {
    RECORD("object", "variables of the subject `object`: a live or desired Kubernetes object",
           object_fields),
    RECORD("container", "one container of an object's pods", container_fields),
    RECORD("security", "the securityContext of a container; null: neither says it",
           security_fields),
    RECORD("oldApi", "a version of an API that ends", old_api_fields),
    RECORD("drift", "an object compared with Git", drift_fields),
    RECORD("difference", "one field that is not as Git says", difference_fields),
    RECORD("owner", "who is responsible for an object", owner_fields),
    RECORD("image", "one container of a top-level workload in a cluster", image_fields),
    RECORD("workload", "the workload of an image", workload_fields),
    RECORD("digestSite", "where a digest runs", digest_site_fields),
    RECORD("gitTag", "a version looked up in its source repository", git_tag_fields),
    RECORD("application", "one application in one cluster", application_fields),
    RECORD("driftCounts", "objects of an application by drift", drift_counts_fields),
    RECORD("sync", "what the GitOps agent reports about an application", sync_fields),
    RECORD("source", "where Git has an application", source_fields),
    RECORD("helm", "the Helm release of an application", helm_fields),
    RECORD("parity", "one application across the environments of the fleet", parity_fields),
    RECORD("parityEnvironment", "the application in one environment", parity_environment_fields),
    RECORD("parityDifference", "something that is not the same everywhere",
           parity_difference_fields),
    RECORD("skipped", "a version that skipped an environment", skipped_fields),
    RECORD("repository", "one Git repository", repository_fields),
    RECORD("tag", "a tag of a repository", tag_fields),
    RECORD("head", "a branch of a repository", head_fields),
    RECORD("largeFile", "a large file of a repository", large_file_fields),
    RECORD("unreadable", "a file that could not be read", unreadable_fields),
    RECORD("cluster", "one cluster", cluster_fields),
    RECORD("enforcement", "what a door does about a policy", enforcement_fields),
    RECORD("enforcementGap", "a policy about which one cluster does less than another",
           enforcement_gap_fields),
    RECORD("agent", "a GitOps agent in a cluster", agent_fields),
    RECORD("unread", "a kind that could not be listed", unread_fields),
    RECORD("account", "whoever a binding of RBAC names, in one cluster", account_fields),
    RECORD("accountBinding", "a binding that names the account", account_binding_fields),
    RECORD("grant", "one rule that an account holds by one binding", grant_fields),
    RECORD("fleet", "the whole run", fleet_fields),
    RECORD("relation",
           "one object that names others, selects others, or is named, joined with them; none of "
           "what controllers make",
           relation_fields),
    RECORD("reference", "an object that another one names", reference_fields),
    RECORD("selected", "a workload whose pods are selected", selected_fields),
    RECORD("objectName", "an object by its name", object_name_fields),
    RECORD("selectedBy", "what selects the pods of a workload, or scales it", selected_by_fields),
    RECORD("podSelector", "one of those", pod_selector_fields),
    RECORD("servicePort", "a port of a Service", service_port_fields),
    RECORD("budget", "what a PodDisruptionBudget allows", budget_fields),
    RECORD("ns", "one Namespace of a cluster: the variable of the subject `namespace`",
           namespace_fields),
    RECORD("podSecurity", "levels of Pod Security", pod_security_fields),
    RECORD("twin", "a namespace of the same name in another cluster", twin_fields),
    RECORD("exemption", "an Exemption of this run", exemption_fields),
};

const struct policy_record *policy_records(size_t *count_out)
{
    *count_out = PLIM_LEN(records);
    return records;
}
