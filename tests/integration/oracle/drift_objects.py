"""Objects with the lists, defaults and structures that are applied in different ways, besides those of objects.py."""
import objects

GADGETS = "tools.example.com"
LIMITS = "oracle-limits"


def crd():
    """Gadgets: a plain list of maps with defaults, lists of every type, a nested default, a map that is written whole."""
    text, number = {"type": "string"}, {"type": "integer"}
    step = {"type": "object", "properties": {"name": text, "image": text, "retries": {"type": "integer", "default": 3},
                                             "when": {"type": "object", "default": {}, "properties": {"policy": {"type": "string", "default": "always"}}}}}
    spec = {"type": "object", "properties": {
        "mode": {"type": "string", "default": "fast"}, "note": text, "size": {"type": "integer", "default": 1}, "port": {"x-kubernetes-int-or-string": True},
        "resources": {"type": "object", "properties": {"limits": {"type": "object", "additionalProperties": text}}},
        "steps": {"type": "array", "items": step},
        "parts": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"], "items": {
            "type": "object", "required": ["name"], "properties": {"name": text, "count": {"type": "integer", "default": 2}}}},
        "doors": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["port", "protocol"], "items": {
            "type": "object", "required": ["port"], "properties": {"port": number, "protocol": {"type": "string", "default": "TCP"}, "name": text}}},
        "tags": {"type": "array", "x-kubernetes-list-type": "set", "items": text},
        "words": {"type": "array", "items": text},
        "selector": {"type": "object", "x-kubernetes-map-type": "atomic", "properties": {"matchLabels": {"type": "object", "additionalProperties": text}}},
        "retry": {"type": "object", "default": {"times": 5}, "properties": {"times": number, "pause": {"type": "string", "default": "1s"}}},
        "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}}
    schema = {"type": "object", "properties": {"spec": spec}}
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": f"gadgets.{GADGETS}"}, "spec": {
        "group": GADGETS, "scope": "Namespaced", "names": {"plural": "gadgets", "singular": "gadget", "kind": "Gadget"},
        "versions": [{"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}]}}


def gadget(i):
    spec = {"steps": [{"name": "a", "image": "x:1"}, {"name": "b", "retries": 5, "when": {}}], "parts": [{"name": "p"}, {"name": "q", "count": 7}],
            "doors": [{"port": 80}, {"port": 80, "protocol": "UDP"}, {"port": 443, "name": "tls"}], "tags": ["a", "b", "c"], "words": ["one", "two"],
            "selector": {"matchLabels": {"app": "x"}}, "port": 80 + i, "resources": {"limits": {"memory": "1Gi"}}, "free": {"list": [1, {"a": None}]}}
    return {"apiVersion": f"{GADGETS}/v1", "kind": "Gadget", "metadata": meta(f"gadget-{i}"), "spec": spec if i % 2 == 0 else {"words": ["one"], "retry": {}}}


def meta(name, namespace="oracle-prod"):
    made = {"name": f"{objects.PREFIX}-{name}", "labels": {"app": "x", "made": "by-hand"}, "annotations": {"example.com/note": "n"}}
    return {**made, "namespace": namespace} if namespace else made


def pod_spec():
    return {
        "initContainers": [{"name": "wait", "image": "wait:1"}],
        "containers": [{
            "name": "app", "image": "shop/app:1.2.3", "args": ["--listen", ":80"], "command": ["app"],
            "env": [{"name": "A", "value": "1"}, {"name": "B", "value": ""}, {"name": "POD", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
                    {"name": "CPU", "valueFrom": {"resourceFieldRef": {"resource": "limits.cpu"}}}],
            "envFrom": [{"configMapRef": {"name": "c"}}],
            "ports": [{"containerPort": 80, "name": "http"}, {"containerPort": 53, "name": "dns", "protocol": "UDP"}],
            "resources": {"requests": {"cpu": "0.1", "memory": "1024Mi"}, "limits": {"cpu": 1, "memory": "1Gi"}},
            "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}, {"name": "cfg", "mountPath": "/cfg", "readOnly": True}],
            "livenessProbe": {"httpGet": {"path": "/", "port": "http"}}, "readinessProbe": {"tcpSocket": {"port": 80}, "periodSeconds": 3},
            "lifecycle": {"preStop": {"httpGet": {"port": 80}}}, "securityContext": {"capabilities": {"drop": ["ALL"], "add": ["CHOWN", "KILL"]}}}, {
            "name": "sidecar", "image": "shop/sidecar"}],
        "volumes": [{"name": "tmp", "emptyDir": {}}, {"name": "cfg", "configMap": {"name": "c", "items": [{"key": "a", "path": "a"}]}},
                    {"name": "all", "projected": {"sources": [{"serviceAccountToken": {"path": "t"}}, {"configMap": {"name": "c"}},
                                                              {"downwardAPI": {"items": [{"path": "l", "fieldRef": {"fieldPath": "metadata.labels"}}]}}]}},
                    {"name": "secret", "secret": {"secretName": "s"}}, {"name": "host", "hostPath": {"path": "/x"}}],
        "tolerations": [{"key": "a", "operator": "Exists"}, {"key": "b", "value": "c", "effect": "NoSchedule"}],
        "affinity": {"podAntiAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 1, "podAffinityTerm": {
            "topologyKey": "kubernetes.io/hostname", "labelSelector": {"matchLabels": {"app": "x"}}}}]}},
        "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "ScheduleAnyway"}],
        "imagePullSecrets": [{"name": "a"}, {"name": "b"}], "hostAliases": [{"ip": "10.0.0.1", "hostnames": ["h"]}], "serviceAccountName": "sa",
        "securityContext": {"sysctls": [{"name": "net.ipv4.tcp_syncookies", "value": "1"}], "supplementalGroups": [1, 2]}}


def workload(kind, **spec):
    return {"apiVersion": "apps/v1", "kind": kind, "metadata": meta(kind.lower()), "spec": {
        "selector": {"matchLabels": {"app": "x"}}, "template": {"metadata": {"labels": {"app": "x"}}, "spec": pod_spec()}, **spec}}


def webhooks(kind, name):
    hook = {"admissionReviewVersions": ["v1"], "sideEffects": "None", "clientConfig": {"service": {"namespace": "none", "name": "none"}}, "rules": [
        {"apiGroups": ["none.example.com"], "apiVersions": ["v1"], "resources": ["nothings"], "operations": ["CREATE"]}]}
    return {"apiVersion": "admissionregistration.k8s.io/v1", "kind": kind, "metadata": meta(name, None), "webhooks": [
        {"name": "one.example.com", **hook}, {"name": "two.example.com", "failurePolicy": "Ignore", **hook}]}


def by_hand():
    rbac = "rbac.authorization.k8s.io"
    made = [
        workload("Deployment", replicas=2, strategy={"type": "RollingUpdate"}), workload("DaemonSet"),
        workload("StatefulSet", serviceName="x", volumeClaimTemplates=[{"metadata": {"name": "data"}, "spec": {
            "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1024Mi"}}}}]),
        {"apiVersion": "v1", "kind": "Service", "metadata": meta("service"), "spec": {"selector": {"app": "x"}, "ports": [
            {"name": "http", "port": 80}, {"name": "dns", "port": 53, "protocol": "UDP"}, {"name": "dns-tcp", "port": 53, "protocol": "TCP"}]}},
        {"apiVersion": "v1", "kind": "Service", "metadata": meta("node"), "spec": {"type": "NodePort", "ports": [{"port": 80, "targetPort": "http"}]}},
        {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": meta("autoscaler"), "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "other"}, "maxReplicas": 5, "metrics": [
                {"type": "Resource", "resource": {"name": "memory", "target": {"type": "AverageValue", "averageValue": "1024Mi"}}},
                {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}}],
            "behavior": {"scaleDown": {"stabilizationWindowSeconds": 60, "policies": [{"type": "Pods", "value": 1, "periodSeconds": 60}]}}}},
        {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": meta("policy"), "spec": {
            "podSelector": {}, "ingress": [{"from": [{"podSelector": {"matchLabels": {"a": "b"}}}], "ports": [{"port": 80}, {"port": "http"}]}]}},
        {"apiVersion": f"{rbac}/v1", "kind": "RoleBinding", "metadata": meta("binding"), "roleRef": {"apiGroup": rbac, "kind": "Role", "name": "r"}, "subjects": [
            {"kind": "User", "name": "a"}, {"kind": "ServiceAccount", "name": "s", "namespace": "n"}]},
        {"apiVersion": f"{rbac}/v1", "kind": "ClusterRole", "metadata": meta("role", None), "rules": [
            {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"]}, {"nonResourceURLs": ["/x"], "verbs": ["get"]}]},
        {"apiVersion": f"{rbac}/v1", "kind": "ClusterRole", "metadata": meta("aggregated", None),
         "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": {"a": "b"}}]}, "rules": []},
        {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": meta("budget"), "spec": {
            "minAvailable": 1, "selector": {"matchLabels": {"app": "x"}}}},
        {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": meta("cronjob"), "spec": {"schedule": "@daily", "jobTemplate": {"spec": {"template": {
            "spec": {**pod_spec(), "restartPolicy": "Never"}}}}}},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta("config"), "data": {"a": "1", "b": "two\nlines\n", "n": ""}},
        {"apiVersion": "v1", "kind": "Secret", "metadata": meta("secret"), "stringData": {"a": "1"}, "data": {"b": "dHdv"}},
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": meta("account"), "imagePullSecrets": [{"name": "a"}], "secrets": [{"name": "s"}]},
        {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": meta("class", None), "provisioner": "example.com/p", "allowedTopologies": [
            {"matchLabelExpressions": [{"key": "zone", "values": ["a"]}]}]},
        webhooks("ValidatingWebhookConfiguration", "validating"), webhooks("MutatingWebhookConfiguration", "mutating"),
    ]
    return made + [gadget(i) for i in range(4)]


def all_objects(seed, count):
    """Of every kind; those that would forbid others in a namespace of their own."""
    made = by_hand() + objects.Generator(seed).objects(count)
    for obj in made:
        if obj["kind"] in ("ResourceQuota", "LimitRange"):
            obj["metadata"]["namespace"] = LIMITS
    return made
