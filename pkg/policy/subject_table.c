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

/* In the order of enum policy_object_slot. */
static const struct policy_field object_fields[] = {
    {"object", "dyn?", NULL,
     "the object as the API server gave it, or the manifest; of a live Secret all but the metadata "
     "is unknown"},
    {"oldObject", "dyn", NULL, "null: a live object is judged as a CREATE of itself"},
    {"request", "dyn?", "{operation: CREATE}",
     "`operation` CREATE, `kind`, `resource`, `name`, `namespace`; `userInfo` is unknown"},
    {"params", "dyn", "{}", "the policy's `spec.params`"},
    {"namespaceObject", "dyn?", NULL, "the Namespace of the object; null for cluster-wide objects"},
    {"cluster", "string", NULL, "name of the cluster"},
    {"environment", "string", NULL, "environment of the cluster"},
    {"production", "bool", NULL, "the environment serves users"},
    {"origin", "string", "live",
     "`live`, or `git` for a manifest or a desired object that is missing"},
    {"podSpec", "dyn?", NULL, "pod spec of a Pod or of a workload's template; else null"},
    {"podPath", "string", NULL,
     "where the pod spec stands: `spec`, `spec.template.spec`, "
     "`spec.jobTemplate.spec.template.spec`; "
     "empty: it has none"},
    {"podMetadata", "dyn?", NULL,
     "metadata of the Pod or of the workload's template, `{}` where it has none; else null"},
    {"containers", "list(container)?", NULL,
     "of the pod spec: containers, then init, then ephemeral ones"},
    {"kubernetesVersion", "string?", NULL, "of the cluster, `v1.36.3`; empty: there is no cluster"},
    {"oldApis", "list(oldApi)?", NULL,
     "versions of Kubernetes' APIs with a decided end that the object is written in"},
    {"desired", "dyn?", NULL, "the object in Git; null when Git does not have it"},
    {"drift", "drift?", "{state: undeclared}", "the object compared with Git"},
    {"owner", "owner?", "{}", "who is responsible for the object"},
    {"application", "string", NULL, "application it belongs to; empty: none"},
};
_Static_assert(sizeof(object_fields) / sizeof(object_fields[0]) == POLICY_OBJECT_SLOTS,
               "one field for each slot");

static const struct policy_field container_fields[] = {
    {"name", "string", NULL, "of the container"},
    {"type", "string", "container", "`container`, `init`, `ephemeral`"},
    {"field", "string", NULL, "its path in the object: `spec.containers[name=web]`"},
    {"spec", "dyn", "{}", "as written"},
    {"security", "security", "{}", "what holds for it"},
};

static const struct policy_field security_fields[] = {
    {"allowPrivilegeEscalation", "dyn", NULL, "of the container"},
    {"appArmorProfile", "dyn", NULL, "else the pod's"},
    {"privileged", "dyn", NULL, "of the container"},
    {"procMount", "dyn", NULL, "of the container"},
    {"runAsGroup", "dyn", NULL, "else the pod's"},
    {"readOnlyRootFilesystem", "dyn", NULL, "of the container"},
    {"runAsNonRoot", "dyn", NULL, "else the pod's"},
    {"runAsUser", "dyn", NULL, "else the pod's"},
    {"seLinuxOptions", "dyn", NULL, "else the pod's"},
    {"seccompProfile", "dyn", NULL, "else the pod's"},
    {"windowsOptions", "dyn", NULL, "else the pod's"},
    {"added", "list(dyn)?", NULL, "`capabilities.add`"},
    {"dropped", "list(dyn)?", NULL, "`capabilities.drop`"},
};

static const struct policy_field old_api_fields[] = {
    {"version", "string", NULL, "`apps/v1beta1`"},
    {"source", "string", "object",
     "where it is written: `git`, `object`, `last-applied` (by kubectl)"},
    {"deprecated", "int", NULL, "since Kubernetes 1.N"},
    {"removed", "int", NULL, "not served from Kubernetes 1.N on"},
    {"replacement", "string", NULL, "`apps/v1`; empty: there is none"},
};

static const struct policy_field drift_fields[] = {
    {"state", "string?", "in-sync", "`in-sync`, `differs`, `missing`, or `undeclared`: not in Git"},
    {"differences", "list(difference)?", NULL, "field by field"},
};

static const struct policy_field difference_fields[] = {
    {"field", "string", NULL, "path of the field"},
    {"verdict", "string", "differs", "`differs`, `missing` (only in Git), `extra` (only live)"},
    {"expected", "dyn", NULL, "value in Git; null when extra"},
    {"actual", "dyn", NULL, "live value; null when missing"},
    {"manager", "string", NULL, "field manager that wrote it last; empty: not known"},
    {"operation", "string", NULL, "`Apply` or `Update`; empty: not known"},
    {"time", "string", NULL, "when that was, RFC 3339; empty: not known"},
};

static const struct policy_field owner_fields[] = {
    {"kind", "string?", "none",
     "`argocd`, `flux`, `helm`; `git`: in a repository of this run, but no agent is known; "
     "`controller`: "
     "made by a controller or by the system; `platform`: part of the cluster itself; `none`"},
    {"name", "string?", NULL, "of the owner, for example the Argo CD Application"},
    {"namespace", "string?", NULL, "of the owner"},
    {"platform", "bool", NULL,
     "`kind` is `platform`; known to be false also where agents that may own it could not be "
     "asked"},
};

static const struct policy_field image_fields[] = {
    {"cluster", "string", NULL, "name of the cluster"},
    {"environment", "string", NULL, "environment of the cluster"},
    {"production", "bool", NULL, "the environment serves users"},
    {"application", "string", NULL, "application it belongs to; empty: none"},
    {"namespace", "string", NULL, "of the workload"},
    {"workload", "workload", "{}", "top-level workload that runs it"},
    {"container", "string", NULL, "name of the container"},
    {"containerType", "string", "container", "`container`, `init`, `ephemeral`"},
    {"reference", "string", NULL, "as written"},
    {"registry", "string", "docker.io", "`docker.io` when not stated"},
    {"registryStated", "bool", NULL, "the reference names its registry"},
    {"repository", "string", NULL, "`library/nginx`"},
    {"tag", "string", NULL, "empty: none; `latest` only when written"},
    {"digest", "string", NULL, "empty: none"},
    {"semver", "bool", NULL, "the tag is a release version, with or without `v`"},
    {"prerelease", "bool", NULL, "the version is a prerelease"},
    {"major", "int", "-1", "-1: no version"},
    {"minor", "int", "-1", "-1: no version"},
    {"patch", "int", "-1", "-1: no version"},
    {"runningDigests", "list(string)?", NULL,
     "digests that the pods of the workload report, sorted"},
    {"digestsOfReference", "list(string)?", NULL,
     "digests that the whole fleet runs under the same registry, repository and tag, sorted"},
    {"digestSites", "list(digestSite)", NULL, "where each of them runs"},
    {"running", "int?", NULL, "pods that report a digest"},
    {"sourceDeclared", "bool?", "true",
     "a repository of the fleet is declared as the image's source; unknown when none declares any"},
    {"gitTag", "gitTag?", "{$unknown: no repository is declared as the source of this image}",
     "the tag in the source repository; unknown when no repository is declared"},
};

static const struct policy_field workload_fields[] = {
    {"apiVersion", "string", "apps/v1", "of the workload"},
    {"kind", "string", "Deployment", "of the workload"},
    {"name", "string", NULL, "of the workload"},
};

static const struct policy_field digest_site_fields[] = {
    {"digest", "string", NULL, "`sha256:...`"},
    {"cluster", "string", NULL, "where it runs"},
    {"namespace", "string", NULL, "where it runs"},
    {"workload", "string", NULL, "that runs it"},
};

static const struct policy_field git_tag_fields[] = {
    {"found", "bool", NULL, "the repository has the tag"},
    {"name", "string", NULL, "as it stands there, for example `v1.8.0`"},
    {"commit", "string", NULL, "it points at"},
    {"repository", "string", NULL, "name of the source repository"},
};

static const struct policy_field application_fields[] = {
    {"name", "string", NULL, "of the application"},
    {"cluster", "string", NULL, "name of the cluster"},
    {"environment", "string", NULL, "environment of the cluster"},
    {"production", "bool", NULL, "the environment serves users"},
    {"namespaces", "list(string)", NULL, "its objects are in, sorted"},
    {"declared", "bool?", NULL, "Git has manifests of it"},
    {"live", "bool?", "true", "the cluster has objects of it"},
    {"owner", "owner?", "{}", "who is responsible for it"},
    {"objects", "int", NULL, "desired objects"},
    {"liveObjects", "int", NULL, "live objects"},
    {"drift", "driftCounts", "{}", "its objects by drift"},
    {"sync", "sync?", "{}", "what the agent says"},
    {"source", "source", "{}", "where Git has it"},
    {"versions", "list(string)", NULL, "of its images, sorted"},
    {"database", "bool", NULL, "it seems to keep data in a database of its own"},
    {"migrationHook", "bool", NULL, "a Job or hook migrates its schema when it is deployed"},
    {"helm", "helm", "{}", "the Helm release"},
    {"unrendered", "string", NULL, "why its desired state could not be made; empty: it could"},
};

static const struct policy_field drift_counts_fields[] = {
    {"inSync", "int", NULL, "objects that equal Git"},
    {"differs", "int", NULL, "objects that differ from Git"},
    {"missing", "int", NULL, "objects of Git that are not live"},
    {"extra", "int", NULL, "live objects that Git does not have"},
    {"unknown", "int", NULL, "objects that could not be compared"},
};

static const struct policy_field sync_fields[] = {
    {"reported", "bool", NULL, "an agent reports on the application; else the rest says nothing"},
    {"status", "string", NULL, "`Synced`, `OutOfSync`, ... as reported"},
    {"health", "string", NULL, "`Healthy`, ... as reported"},
    {"suspended", "bool", NULL, "the agent is told not to reconcile"},
    {"automated", "bool", NULL, "new commits are applied without a person"},
    {"selfHeal", "bool", NULL, "changes in the cluster are undone"},
    {"prune", "bool", NULL, "objects removed from Git are removed"},
    {"revision", "string", NULL, "commit that was applied last"},
    {"targetRevision", "string", NULL, "branch, tag or commit that it follows"},
    {"pinned", "bool", NULL, "the target is a named branch, tag, version or commit"},
    {"reconciledAt", "string", NULL, "when the report was made, RFC 3339"},
    {"ageSeconds", "int", "-1", "of the report; -1: not reported"},
};

static const struct policy_field source_fields[] = {
    {"repository", "string", NULL, "name of the repository"},
    {"commit", "string", NULL, "that was read"},
    {"path", "string", NULL, "in the repository"},
};

static const struct policy_field helm_fields[] = {
    {"release", "string", NULL, "name of the release; empty: none"},
    {"recorded", "bool?", NULL, "the cluster has Helm's record of the release"},
};

static const struct policy_field parity_fields[] = {
    {"application", "string", NULL, "name of the application"},
    {"environments", "list(parityEnvironment)", NULL, "in promotion order"},
    {"differences", "list(parityDifference)", NULL, "between the environments"},
    {"sameVersion", "bool?", NULL, "each container runs one version everywhere"},
    {"sameDigest", "bool?", NULL, "each version is one digest everywhere"},
    {"digestsCompared", "int?", "1",
     "versions that run in two environments or more, so that there are digests to compare"},
    {"sameConfig", "bool?", NULL,
     "configuration has the same shape everywhere, but for allowances"},
    {"promotion", "list(skipped)", NULL,
     "versions that did not come through the environment before"},
};

static const struct policy_field parity_environment_fields[] = {
    {"name", "string", NULL, "of the environment"},
    {"clusters", "list(string)", NULL, "of the environment that have the application"},
    {"production", "bool", NULL, "the environment serves users"},
    {"present", "bool?", "true", "the application is there"},
    {"versions", "map(string)?", NULL, "container to tag or digest"},
    {"digests", "map(list(string))?", NULL, "container to running digests"},
    {"workloads", "list(string)?", NULL, "names of its workloads, sorted"},
    {"autoscaled", "list(string)?", NULL, "names of those that an autoscaler scales"},
    {"replicas", "int?", NULL,
     "sum over the application's workloads that no autoscaler scales, in the cluster that has "
     "most; "
     "-1: none"},
    {"env", "map(list(string))?", NULL, "container to names of its variables, sorted"},
    {"resources", "map(map(list(string)))?", NULL,
     "container to `requests.cpu`, `requests.memory`, `limits.cpu`, `limits.memory` to the amounts "
     "that its clusters have"},
    {"config", "map(list(string))?", NULL, "`ConfigMap/NAME` to its keys, sorted"},
};

static const struct policy_field parity_difference_fields[] = {
    {"kind", "string", NULL,
     "`presence`, `version`, `digest`, `replicas`, `env`, `config`, `repository` (of the image), "
     "`resources` (stated or not), `probes`, `security`, `ports`, `account`"},
    {"container", "string", NULL, "of the difference; empty: none"},
    {"field", "string", NULL, "path or name of what differs"},
    {"values", "map(dyn)", NULL, "environment to its value"},
    {"outliers", "list(string)", NULL, "environments that differ from the majority"},
    {"allowed", "bool", NULL, "an allowance of the fleet file covers it"},
    {"allowance", "string", NULL, "that allowance"},
};

static const struct policy_field skipped_fields[] = {
    {"environment", "string", NULL, "that runs the version"},
    {"before", "string", NULL, "environment that should have run it first and did not"},
    {"container", "string", NULL, "name of the container"},
    {"version", "string", NULL, "tag or digest"},
};

static const struct policy_field repository_fields[] = {
    {"name", "string", NULL, "of the repository"},
    {"url", "string", NULL, "without credentials"},
    {"revision", "string", NULL, "as asked for: a branch, tag or commit"},
    {"commit", "string", NULL, "that it is"},
    {"shallow", "bool", NULL, "the history is cut"},
    {"commits", "int", NULL, "of the first-parent history in the last 90 days"},
    {"mergeCommits", "int", NULL, "merges among them"},
    {"signedCommits", "int", NULL, "signed ones among them"},
    {"authors", "int", NULL, "different authors among them"},
    {"lastCommit", "string", NULL, "time of the newest, RFC 3339"},
    {"lastCommitAgeSeconds", "int", NULL, "age of the newest"},
    {"branches", "list(string)", NULL, "sorted"},
    {"tags", "list(tag)", NULL, "by name"},
    {"pipelines", "list(string)", NULL, "paths of pipeline definitions"},
    {"owners", "list(string)", NULL, "paths of CODEOWNERS and OWNERS files"},
    {"readme", "bool", NULL, "the root has a README"},
    {"paths", "list(string)", NULL, "that the fleet declares and that were read; empty: the top"},
    {"heads", "list(head)?", NULL, "its branches"},
    {"largeFiles", "list(largeFile)?", NULL,
     "files of 1 MiB and more; unknown of more than 50,000 files"},
    {"unowned", "list(string)?", NULL,
     "paths of manifests to which no CODEOWNERS or OWNERS file gives an owner; unknown without "
     "such files"},
    {"undeclared", "list(string)?", NULL,
     "YAML files with Kubernetes objects that none of `paths` covers, charts and kustomizations "
     "left out; unknown without paths"},
    {"manifests", "int", NULL, "Kubernetes objects in plain YAML or JSON files"},
    {"kustomizations", "int", NULL, "kustomization files"},
    {"charts", "int", NULL, "Helm charts"},
    {"plainSecrets", "list(string)?", NULL,
     "`path:line` of Secrets with readable values; unknown where none was seen and a file could "
     "not be read"},
    {"unreadable", "list(unreadable)", NULL, "files that could not be read"},
};

static const struct policy_field tag_fields[] = {
    {"name", "string", NULL, "of the tag"},
    {"annotated", "bool", NULL, "it is an object of its own, with tagger and message"},
    {"signed", "bool", NULL, "it carries a signature"},
    {"semver", "bool", NULL, "it is a release version, with or without `v`"},
    {"byAutomation", "bool", NULL, "its tagger is a machine account"},
    {"tagger", "string", NULL, "name and address"},
    {"commit", "string", NULL, "it points at"},
    {"time", "string", NULL, "when it was made, RFC 3339"},
};

static const struct policy_field head_fields[] = {
    {"name", "string", NULL, "of the branch"},
    {"commit", "string", NULL, "it points at"},
    {"lastCommit", "string", NULL, "time of that, RFC 3339"},
    {"ageSeconds", "int?", NULL, "age of that"},
};

static const struct policy_field large_file_fields[] = {
    {"path", "string", NULL, "in the repository"},
    {"bytes", "int", NULL, "of the file as Git keeps it"},
};

static const struct policy_field unreadable_fields[] = {
    {"path", "string", NULL, "in the repository"},
    {"reason", "string", NULL, "why it could not be read"},
};

static const struct policy_field cluster_fields[] = {
    {"name", "string", NULL, "of the cluster"},
    {"environment", "string", NULL, "environment of the cluster"},
    {"production", "bool", NULL, "the environment serves users"},
    {"server", "string", NULL, "URL of the API server"},
    {"uid", "string", NULL, "of the namespace kube-system: names the cluster for good"},
    {"version", "string", NULL, "`v1.36.3`"},
    {"major", "int", NULL, "of the version"},
    {"minor", "int", NULL, "of the version"},
    {"groups", "list(string)", NULL, "API groups it serves, sorted"},
    {"agents", "list(agent)?", NULL, "GitOps agents that run there"},
    {"admissionPolicies", "int?", NULL, "length of `enforcement`"},
    {"enforcingBindings", "int?", NULL, "how many of these deny"},
    {"enforcement", "list(enforcement)?", NULL,
     "policies at its door, by kind and name: ValidatingAdmissionPolicies, Kyverno's "
     "ClusterPolicies and ValidatingPolicies, Gatekeeper's constraints"},
    {"humanWriters", "list(string)?", NULL,
     "people and groups who may change workloads past Git: `User alice via ClusterRoleBinding x`"},
    {"namespaces", "int?", NULL, "namespaces there"},
    {"objects", "int", NULL, "objects that were read"},
    {"managed", "int", NULL, "of them under an agent"},
    {"owners", "map(int)", NULL, "kind of owner to number of objects"},
    {"unread", "list(unread)", NULL, "kinds that could not be listed"},
};

static const struct policy_field enforcement_fields[] = {
    {"kind", "string", NULL, "of the policy"},
    {"name", "string", NULL, "of the policy"},
    {"action", "string", NULL,
     "`deny`, `warn`, `audit` or `none`: the strictest that it takes; of a "
     "ValidatingAdmissionPolicy by its bindings"},
};

static const struct policy_field agent_fields[] = {
    {"kind", "string", NULL, "`argocd` or `flux`"},
    {"namespace", "string", NULL, "it runs in"},
    {"ready", "bool?", NULL, "all its controllers are available"},
};

static const struct policy_field unread_fields[] = {
    {"resource", "string", NULL, "plural and group"},
    {"reason", "string", NULL, "why it could not be listed"},
};

static const struct policy_field account_fields[] = {
    {"cluster", "string", NULL, "name of the cluster"},
    {"environment", "string", NULL, "environment of the cluster"},
    {"production", "bool", NULL, "the environment serves users"},
    {"kind", "string", "ServiceAccount", "`User`, `Group` or `ServiceAccount`"},
    {"name", "string", NULL, "as bindings have it"},
    {"namespace", "string", NULL, "of a ServiceAccount; else empty"},
    {"title", "string", NULL, "`User alice`, `ServiceAccount shop/deployer`"},
    {"human", "bool", NULL, "a User or Group whose name does not begin with `system:`"},
    {"everybody", "bool", NULL,
     "the groups `system:authenticated` and `system:unauthenticated`, the user `system:anonymous`"},
    {"workload", "bool", NULL,
     "a ServiceAccount that is not `system`, or the group of all of them or of a namespace's"},
    {"system", "bool", NULL,
     "another `system:` name, or a ServiceAccount in kube-system, kube-public or kube-node-lease"},
    {"agent", "string", NULL, "`argocd` or `flux` for the account of its controllers; else empty"},
    {"exists", "bool?", "true", "the ServiceAccount is there; of users and groups always true"},
    {"bindings", "list(accountBinding)", NULL, "that name the account, by title"},
    {"grants", "list(grant)", NULL, "each rule of each of these roles; the first 256"},
    {"grantCount", "int", NULL, "all of them"},
    {"administers", "list(grant)", NULL,
     "grants of every verb on every resource; here and below one for each binding: its widest "
     "rule"},
    {"wildcardVerbs", "list(grant)", NULL, "with the verb `*`"},
    {"wildcardResources", "list(grant)", NULL, "on the resource `*`"},
    {"writesWorkloads", "list(grant)", NULL, "changes Pods or what makes them"},
    {"writesConfiguration", "list(grant)", NULL,
     "changes ConfigMaps, Secrets, Services, Ingresses, network policies, autoscalers, budgets"},
    {"createsPods", "list(grant)", NULL, "creates Pods, or what makes them"},
    {"entersPods", "list(grant)", NULL, "exec, attach or port-forward"},
    {"readsSecrets", "list(grant)", NULL, "get, list or watch of Secrets"},
    {"impersonates", "list(grant)", NULL, "acts as other users, groups or accounts"},
    {"escalates", "list(grant)", NULL, "the verbs `bind` and `escalate` on roles"},
    {"createsTokens", "list(grant)", NULL, "asks for tokens of service accounts"},
    {"changesAdmission", "list(grant)", NULL, "changes admission webhooks or policies"},
    {"proxiesNodes", "list(grant)", NULL, "reaches the kubelet's API through `nodes/proxy`"},
    {"approvesCertificates", "list(grant)", NULL, "approves requests for client certificates"},
    {"steersAgents", "list(grant)", NULL,
     "changes what GitOps agents follow: Applications, projects, Kustomizations, releases, "
     "sources"},
};

static const struct policy_field account_binding_fields[] = {
    {"title", "string", NULL, "`ClusterRoleBinding admins`, `RoleBinding shop/deployers`"},
    {"namespace", "string", NULL, "of a RoleBinding; empty: it holds everywhere"},
    {"role", "string", NULL, "`ClusterRole edit`, `Role shop/deployer`"},
    {"roleFound", "bool?", "true", "the role is there"},
};

static const struct policy_field grant_fields[] = {
    {"binding", "string", NULL, "title of the binding that gives it"},
    {"role", "string", NULL, "title of the role"},
    {"namespace", "string", NULL, "where it holds; empty: everywhere"},
    {"scope", "string", NULL, "`in shop`, or `everywhere`"},
    {"all", "bool", NULL, "every verb on every resource: `cluster-admin`, or that in a namespace"},
    {"verbs", "list(string)", NULL, "of the rule"},
    {"apiGroups", "list(string)", NULL, "of the rule"},
    {"resources", "list(string)", NULL, "of the rule"},
    {"resourceNames", "list(string)", NULL, "of the rule; empty: all"},
    {"nonResourceURLs", "list(string)", NULL, "of the rule"},
};

static const struct policy_field fleet_fields[] = {
    {"clusters", "list(string)", NULL, "names, sorted"},
    {"environments", "list(string)", NULL, "names in promotion order"},
    {"production", "list(string)", NULL, "names of those that serve users"},
    {"repositories", "list(string)", NULL, "names, sorted"},
    {"kubernetesVersions", "list(string)?", NULL, "different versions, sorted"},
    {"applications", "int", NULL, "different applications"},
    {"enforcementUnequal", "list(enforcementGap)?", NULL,
     "where a cluster does less about a policy than another of its environment; unknown where "
     "there is none and the policies of a cluster could not be read"},
    {"enforcementUnequalCompared", "int?", "1",
     "policies that a cluster could be held to, because another of its environment has them; "
     "unknown as above"},
    {"enforcementMissing", "list(enforcementGap)?", NULL,
     "where a cluster of production does not deny what another environment denies; unknown as "
     "above"},
    {"enforcementMissingCompared", "int?", "1",
     "policies that a cluster of production could be held to, because another environment denies "
     "by them; unknown as above"},
};

static const struct policy_field enforcement_gap_fields[] = {
    {"kind", "string", NULL, "of the policy"},
    {"name", "string", NULL, "of the policy"},
    {"cluster", "string", NULL, "that does less"},
    {"environment", "string", NULL, "of that cluster"},
    {"action", "string", NULL, "there: `warn`, `audit`, or `none` (also without the policy)"},
    {"otherCluster", "string", NULL, "that does most"},
    {"otherAction", "string", NULL, "there"},
};

static const struct policy_field relation_fields[] = {
    {"cluster", "string", NULL, "name of the cluster"},
    {"environment", "string", NULL, "environment of the cluster"},
    {"production", "bool", NULL, "the environment serves users"},
    {"origin", "string", "live", "`live`, or `git` where manifests are judged without a cluster"},
    {"application", "string", NULL, "application it belongs to; empty: none"},
    {"owner", "owner?", "{}", "who is responsible for the object"},
    {"apiVersion", "string", NULL, "of the object"},
    {"kind", "string", NULL, "of the object"},
    {"namespace", "string", NULL, "of the object; empty: of the cluster"},
    {"name", "string", NULL, "of the object"},
    {"labels", "map(string)?", NULL, "of the object"},
    {"replicas", "int?", "-1",
     "pods that a workload is asked to have, or an autoscaler's least; -1: no such"},
    {"hostNetwork", "bool?", NULL, "its pods use the network of their node"},
    {"references", "list(reference)?", NULL, "objects that it names"},
    {"referredBy", "list(objectName)?", NULL,
     "objects that name it, as far as they were seen; unknown: none was, and some may not have "
     "been read"},
    {"hasPods", "bool", NULL, "it is a Pod, Deployment, StatefulSet, DaemonSet, Job or CronJob"},
    {"hasSelector", "bool?", NULL, "it selects pods by their labels"},
    {"selectsAll", "bool?", NULL, "its selector is empty: that is every pod of its namespace"},
    {"selects", "list(selected)?", NULL,
     "workloads whose pods it selects, as far as they were seen; of a workload, others than "
     "itself; "
     "of "
     "manifests, those among them; unknown: none was seen, and some may not have been read"},
    {"selectedBy", "selectedBy?", "{}", "what selects its pods, or scales it"},
    {"type", "string?", NULL, "of a Service: `ClusterIP`, `NodePort`, ...; empty: another kind"},
    {"headless", "bool?", NULL, "a Service without an address of its own"},
    {"ports", "list(servicePort)?", NULL, "of a Service"},
    {"readyEndpoints", "int?", NULL, "ready addresses of a Service; unknown without a cluster"},
    {"budget", "budget?", "{}", "what a PodDisruptionBudget allows"},
};

static const struct policy_field reference_fields[] = {
    {"field", "string", NULL, "path of the field that names the object"},
    {"apiVersion", "string", "v1", "of the object that is named"},
    {"kind", "string", NULL, "of it"},
    {"namespace", "string", NULL, "of it; empty: of the cluster"},
    {"name", "string", NULL, "of it"},
    {"key", "string", NULL,
     "in a ConfigMap or Secret, or the port of a Service by name or number; empty: the object as a "
     "whole"},
    {"optional", "bool", NULL, "the object works without it"},
    {"found", "bool?", "true",
     "the object is there; without a cluster, of what is not among the manifests: false of "
     "Services "
     "and workloads, else unknown"},
    {"keyFound", "bool?", "true", "and so is the key; as `found` where no key is asked for"},
    {"headless", "bool", NULL, "it is a Service without an address of its own"},
};

static const struct policy_field selected_fields[] = {
    {"kind", "string", "Deployment", "of the workload, or of what made the pods"},
    {"namespace", "string", NULL, "of it"},
    {"name", "string", NULL, "of it"},
    {"replicas", "int", "-1", "pods that it is asked to have; -1: no such number"},
};

static const struct policy_field object_name_fields[] = {
    {"kind", "string", "Deployment", "of the object"},
    {"namespace", "string", NULL, "of the object"},
    {"name", "string", NULL, "of the object"},
};

static const struct policy_field selected_by_fields[] = {
    {"services", "list(podSelector)?", NULL, "Services that lead to them"},
    {"disruptionBudgets", "list(podSelector)?", NULL, "PodDisruptionBudgets that cover them"},
    {"networkPolicies", "list(podSelector)?", NULL, "NetworkPolicies that apply to them"},
    {"autoscalers", "list(podSelector)?", NULL, "HorizontalPodAutoscalers that scale it"},
};

static const struct policy_field pod_selector_fields[] = {
    {"name", "string", NULL, "of the object, in the same namespace"},
    {"ingress", "bool", NULL, "a NetworkPolicy that limits what comes in"},
    {"egress", "bool", NULL, "a NetworkPolicy that limits what goes out"},
};

static const struct policy_field service_port_fields[] = {
    {"name", "string", NULL, "of the port; empty: none"},
    {"port", "int", NULL, "number that clients use"},
    {"protocol", "string", "TCP", "`TCP`, `UDP`, `SCTP`"},
    {"target", "string", NULL, "name or number of the port of the pods"},
    {"named", "bool", NULL, "the target is a name"},
    {"exposed", "bool?", "true", "a container of some selected workload declares that port"},
};

static const struct policy_field budget_fields[] = {
    {"pods", "int", NULL, "least number of pods that the covered workloads are asked to have"},
    {"allowed", "int", NULL, "of them may be evicted at once while all are healthy"},
    {"never", "bool", NULL,
     "none may, however many there are: maxUnavailable 0, minAvailable 100 %"},
};

static const struct policy_field exemption_fields[] = {
    {"name", "string", NULL, "of the document"},
    {"policy", "string", NULL, "id or pattern of the policies whose failures it waives"},
    {"reason", "string", NULL, "why"},
    {"owner", "string", NULL, "who answers for it"},
    {"expires", "string", NULL, "until when, as the document says it"},
    {"expired", "bool", NULL, "it waives nothing any more"},
    {"daysLeft", "int", NULL, "whole days until then; negative: since then"},
    {"known", "bool", "true", "some policy has such an id"},
    {"chosen", "bool", "true", "and one of those is judged in this run"},
    {"used", "bool?", "true", "it waived a failure in this run"},
};

static const struct policy_field namespace_fields[] = {
    {"cluster", "string", NULL, "name of the cluster"},
    {"environment", "string", NULL, "environment of the cluster"},
    {"production", "bool", NULL, "the environment serves users"},
    {"origin", "string", "live", "`live`, or `git` where manifests are judged without a cluster"},
    {"name", "string", NULL, "of the namespace"},
    {"labels", "map(string)", NULL, "of the namespace"},
    {"annotations", "map(string)", NULL, "of the namespace"},
    {"platform", "bool", NULL, "`kube-system`, `kube-public` or `kube-node-lease`"},
    {"owner", "owner?", "{}", "who is responsible for the Namespace itself"},
    {"podSecurity", "podSecurity", "{}", "levels of Pod Security that its labels ask for"},
    {"quotas", "list(string)?", NULL, "names of its ResourceQuotas"},
    {"limitRanges", "list(string)?", NULL, "names of its LimitRanges"},
    {"networkPolicies", "list(string)?", NULL, "names of its NetworkPolicies"},
    {"deniesIngress", "bool?", NULL, "one of them takes all pods and lets nothing in"},
    {"deniesEgress", "bool?", NULL, "one of them takes all pods and lets nothing out"},
    {"workloads", "int?", NULL, "workloads and pods in it that no other object controls"},
    {"services", "int?", NULL, "Services in it"},
    {"claims", "int?", NULL, "PersistentVolumeClaims in it"},
    {"unowned", "int?", NULL,
     "objects in it, of the kinds that `relation` knows, that nobody is responsible for"},
    {"twins", "list(twin)", NULL, "namespaces of that name in other clusters of the environment"},
};

static const struct policy_field pod_security_fields[] = {
    {"enforce", "string", NULL, "`privileged`, `baseline`, `restricted`; empty: not said"},
    {"audit", "string", NULL, "the same"},
    {"warn", "string", NULL, "the same"},
    {"enforceVersion", "string", NULL, "of the standard, `latest` or `v1.36`; empty: not said"},
};

static const struct policy_field twin_fields[] = {
    {"cluster", "string", NULL, "where it is"},
    {"enforce", "string", NULL, "level of Pod Security that it enforces; empty: not said"},
    {"quota", "bool?", NULL, "it has a ResourceQuota"},
    {"limitRange", "bool?", NULL, "it has a LimitRange"},
    {"deniesIngress", "bool?", NULL, "as of `ns`"},
    {"deniesEgress", "bool?", NULL, "as of `ns`"},
};

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
