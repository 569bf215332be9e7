"""Objects that an API server accepts, of every built-in kind that people write and of a custom one: valid, but as odd as that allows.
The same seed gives the same objects."""
import random

GROUP = "shop.example.com"
NAMESPACES = [
    {"apiVersion": "v1", "kind": "Namespace", "metadata": {
        "name": "oracle-prod", "labels": {"stage": "prod", "team": "shop"}, "annotations": {"example.com/limit": "3"}}},
    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "oracle-dev", "labels": {"stage": "dev"}}},
    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "oracle-bare"}},
]
WORDS = ["web", "db", "cache", "größe", "日本", "a b", "", "x" * 40, "true", "0", "null", "it's \"quoted\"", "back\\slash", "tab\tand\nline", "😀"]
LABELS = {"app": ["web", "db"], "team": ["shop", "ops", ""], "app.kubernetes.io/version": ["1.2.3", "v1.2.3", "1.2.3-rc.1"],
          "tier": ["front", "back"], "example.com/x_y": ["A.b-c"]}
QUANTITIES = ["100m", "0.1", "1", "1.5", "2000m", "1e0", "0.5"]
BYTES = ["64Mi", "128974848", "129e6", "129M", "123Mi", "1Gi", "1.5Gi", "0.5Gi", "1000k", "512Ki"]
PORTS = [80, 8080, 443, 65535, 1]


def crd():
    """Widgets: a schema with everything that has a type, defaults, a part that keeps unknown fields, and rules."""
    text, number = {"type": "string"}, {"type": "integer"}
    spec = {"type": "object", "properties": {
        "size": {"type": "integer", "default": 3}, "ratio": {"type": "number"}, "on": {"type": "boolean"},
        "mode": {"type": "string", "default": "fast"}, "note": {"type": "string", "nullable": True},
        "port": {"x-kubernetes-int-or-string": True}, "blob": {"type": "string", "format": "byte"},
        "when": {"type": "string", "format": "date-time"}, "day": {"type": "string", "format": "date"},
        "for": {"type": "string", "format": "duration"}, "address": text, "url": text, "version": text, "cost": text,
        "tags": {"type": "array", "x-kubernetes-list-type": "set", "items": text},
        "parts": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"],
                  "items": {"type": "object", "required": ["name"], "properties": {"name": text, "count": number, "weight": {"type": "number"}}}},
        "steps": {"type": "array", "items": number}, "settings": {"type": "object", "additionalProperties": text},
        "counts": {"type": "object", "additionalProperties": number},
        "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
        "in": text, "x-y": text, "a.b": text, "__z": text}}
    schema = {"type": "object", "properties": {"spec": spec}}
    versions = [{"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}},
                {"name": "v1beta1", "served": True, "storage": False, "schema": {"openAPIV3Schema": schema}}]
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": f"widgets.{GROUP}"},
            "spec": {"group": GROUP, "scope": "Namespaced", "names": {"plural": "widgets", "singular": "widget", "kind": "Widget"},
                     "versions": versions}}


class Generator:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def maybe(self, obj, key, make, chance=0.5):
        """obj[key] = make() in so many of the cases."""
        if self.random.random() < chance:
            obj[key] = make() if callable(make) else make

    def one(self, *choices):
        return self.random.choice(choices)

    def some(self, choices, most):
        return self.random.sample(choices, self.random.randint(0, min(most, len(choices))))

    def labels(self):
        return {key: self.random.choice(LABELS[key]) for key in self.some(list(LABELS), 4)}

    def metadata(self, name, namespace=True):
        meta = {"name": name}
        if namespace:
            meta["namespace"] = self.random.choice(NAMESPACES)["metadata"]["name"]
        self.maybe(meta, "labels", self.labels, 0.7)
        self.maybe(meta, "annotations", lambda: {key: self.random.choice(WORDS) for key in self.some(["note", "example.com/owner", "a.b/c"], 3)})
        self.maybe(meta, "finalizers", ["example.com/keep"], 0.1)
        return meta

    # Pods and what makes them

    def resources(self):
        made = {}
        for key in self.some(["requests", "limits"], 2):
            made[key] = {}
            self.maybe(made[key], "cpu", lambda key=key: self.random.choice(QUANTITIES) if key == "requests" else self.one("2", "4", "2500m"))
            self.maybe(made[key], "memory", lambda key=key: self.random.choice(BYTES) if key == "requests" else self.one("2Gi", "4G", "8e9"))
        return made

    def env(self):
        env = []
        for name in self.some(["A", "B", "DEBUG", "URL", "a.b-c"], 4):
            entry = {"name": name}
            kind = self.random.random()
            if kind < 0.6:
                entry["value"] = self.random.choice(WORDS)
            elif kind < 0.75:
                entry["valueFrom"] = {"fieldRef": {"fieldPath": "metadata.name"}}
            elif kind < 0.9:
                entry["valueFrom"] = {"secretKeyRef": {"name": "s", "key": "k", "optional": True}}
            env.append(entry)
        return env

    def probe(self):
        probe = self.one({"httpGet": {"path": "/", "port": self.one(80, "http")}}, {"tcpSocket": {"port": self.one(5432, "pg")}}, {"exec": {"command": ["true"]}},
                         {"grpc": {"port": 9000}})
        self.maybe(probe, "periodSeconds", lambda: self.one(1, 10, 600))
        return probe

    def container_security(self):
        made = {}
        self.maybe(made, "runAsNonRoot", lambda: self.one(True, False))
        self.maybe(made, "runAsUser", lambda: self.one(0, 1000, 65534))
        self.maybe(made, "readOnlyRootFilesystem", lambda: self.one(True, False))
        self.maybe(made, "allowPrivilegeEscalation", False, 0.3)
        if "allowPrivilegeEscalation" not in made:
            self.maybe(made, "privileged", lambda: self.one(True, False), 0.3)
        self.maybe(made, "capabilities", lambda: self.one({"drop": ["ALL"]}, {"add": ["NET_ADMIN"]}, {"drop": ["ALL"], "add": ["CHOWN"]}, {}))
        self.maybe(made, "seccompProfile", {"type": "RuntimeDefault"}, 0.3)
        return made

    def container(self, name):
        made = {"name": name, "image": self.one("nginx", "nginx:1.25", "registry.example.com:5000/shop/web:v1.2.3", "nginx:latest",
                                                "ghcr.io/a/b@sha256:" + "0" * 64, "a/b:1@sha256:" + "f" * 64)}
        self.maybe(made, "resources", self.resources)
        self.maybe(made, "env", self.env)
        self.maybe(made, "securityContext", self.container_security)
        self.maybe(made, "readinessProbe", self.probe, 0.4)
        self.maybe(made, "livenessProbe", self.probe, 0.2)
        self.maybe(made, "ports", lambda: [{"containerPort": port, **self.one({}, {"protocol": "TCP"}, {"name": f"p{port}"})}
                                           for port in self.some(PORTS, 2)])
        self.maybe(made, "command", lambda: [self.random.choice(WORDS) for _ in range(2)], 0.3)
        self.maybe(made, "args", lambda: self.one([], ["--x"], ["--y=1", ""]), 0.3)
        self.maybe(made, "imagePullPolicy", lambda: self.one("Always", "IfNotPresent", "Never"), 0.3)
        return made

    def pod_spec(self, restart=None):
        spec = {"containers": [self.container(name) for name in ["app", "sidecar", "c-3"][:self.one(1, 1, 2, 3)]]}
        self.maybe(spec, "initContainers", lambda: [self.container(name) for name in ["init", "wait"][:self.one(1, 2)]], 0.3)
        for container in spec.get("initContainers", []):
            container.pop("readinessProbe", None)
            container.pop("livenessProbe", None)
        self.maybe(spec, "volumes", lambda: self.some([
            {"name": "tmp", "emptyDir": {}}, {"name": "host", "hostPath": {"path": "/var/run"}}, {"name": "cfg", "configMap": {"name": "c"}},
            {"name": "mem", "emptyDir": {"medium": "Memory", "sizeLimit": self.random.choice(BYTES)}}], 3))
        self.maybe(spec, "securityContext", lambda: self.one({}, {"runAsNonRoot": True}, {"fsGroup": 0, "sysctls": []}, {"runAsUser": 1}))
        self.maybe(spec, "nodeSelector", lambda: {"disk": self.one("ssd", "")}, 0.3)
        self.maybe(spec, "tolerations", lambda: self.one([], [{"operator": "Exists"}], [{"key": "a", "value": "b", "effect": "NoSchedule"}]), 0.3)
        self.maybe(spec, "hostNetwork", False, 0.2)
        self.maybe(spec, "hostPID", lambda: self.one(True, False), 0.2)
        self.maybe(spec, "serviceAccountName", lambda: self.one("default", "web"), 0.4)
        self.maybe(spec, "automountServiceAccountToken", lambda: self.one(True, False), 0.3)
        self.maybe(spec, "terminationGracePeriodSeconds", lambda: self.one(0, 30, 3600), 0.3)
        self.maybe(spec, "hostAliases", [{"ip": "10.0.0.1", "hostnames": ["a", "b"]}], 0.1)
        self.maybe(spec, "imagePullSecrets", lambda: self.one([], [{"name": "pull"}]), 0.2)
        if restart:
            spec["restartPolicy"] = restart
        return spec

    def template(self, restart=None):
        template = {"metadata": {"labels": {**self.labels(), "app": "x"}}, "spec": self.pod_spec(restart)}
        self.maybe(template["metadata"], "annotations", {"checksum/config": "abc"}, 0.3)
        return template

    def pod(self, name):
        return {"apiVersion": "v1", "kind": "Pod", "metadata": self.metadata(name), "spec": self.pod_spec(self.one(None, "Never", "OnFailure"))}

    def replicated(self, kind, name):
        spec = {"selector": {"matchLabels": {"app": "x"}}, "template": self.template()}
        self.maybe(spec, "replicas", lambda: self.one(0, 1, 3, 1000), 0.7)
        if kind == "Deployment":
            self.maybe(spec, "strategy", lambda: self.one({"type": "Recreate"}, {"rollingUpdate": {"maxSurge": self.one(1, "25%", "100%")}}))
            self.maybe(spec, "revisionHistoryLimit", lambda: self.one(0, 10), 0.3)
        self.maybe(spec, "minReadySeconds", 5, 0.2)
        return {"apiVersion": "apps/v1", "kind": kind, "metadata": self.metadata(name), "spec": spec}

    def stateful_set(self, name):
        made = self.replicated("StatefulSet", name)
        made["spec"]["serviceName"] = "x"
        self.maybe(made["spec"], "volumeClaimTemplates", lambda: [
            {"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": self.random.choice(BYTES)}}}}])
        return made

    def daemon_set(self, name):
        made = self.replicated("DaemonSet", name)
        made["spec"].pop("replicas", None)
        return made

    def job_spec(self):
        spec = {"template": self.template(self.one("Never", "OnFailure"))}
        self.maybe(spec, "backoffLimit", lambda: self.one(0, 6))
        self.maybe(spec, "ttlSecondsAfterFinished", 100, 0.3)
        self.maybe(spec, "parallelism", lambda: self.one(0, 2), 0.3)
        return spec

    def job(self, name):
        return {"apiVersion": "batch/v1", "kind": "Job", "metadata": self.metadata(name), "spec": self.job_spec()}

    def cron_job(self, name):
        spec = {"schedule": self.one("* * * * *", "0 3 * * 1-5", "@daily"), "jobTemplate": {"spec": self.job_spec()}}
        self.maybe(spec, "suspend", lambda: self.one(True, False))
        self.maybe(spec, "timeZone", lambda: self.one("Europe/Berlin", "Etc/UTC"))
        self.maybe(spec, "concurrencyPolicy", lambda: self.one("Forbid", "Replace", "Allow"))
        return {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": self.metadata(name), "spec": spec}

    # The rest of what namespaces hold

    def service(self, name):
        ports = [{"port": port, **({"name": f"p{port}"})} for port in self.some(PORTS, 3)] or [{"port": 80}]
        for port in ports:
            self.maybe(port, "targetPort", lambda: self.one(8080, "http", 1))
        spec = {"ports": ports}
        self.maybe(spec, "selector", lambda: self.one({"app": "web"}, {"app": "x", "tier": "back"}))
        self.maybe(spec, "type", lambda: self.one("ClusterIP", "LoadBalancer", "NodePort"))
        self.maybe(spec, "sessionAffinity", lambda: self.one("None", "ClientIP"), 0.3)
        if spec.get("type") == "LoadBalancer":
            self.maybe(spec, "loadBalancerSourceRanges", lambda: self.one(["10.0.0.0/8"], ["0.0.0.0/0", "192.168.0.0/16"]))
        if spec.get("type", "ClusterIP") == "ClusterIP":
            self.maybe(spec, "clusterIP", "None", 0.4)
        self.maybe(spec, "externalIPs", lambda: self.one(["1.2.3.4"], ["203.0.113.7", "2001:db8::1"]), 0.2)
        return {"apiVersion": "v1", "kind": "Service", "metadata": self.metadata(name), "spec": spec}

    def external_service(self, name):
        return {"apiVersion": "v1", "kind": "Service", "metadata": self.metadata(name), "spec": {"type": "ExternalName", "externalName": "db.example.com"}}

    def config_map(self, name):
        made = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": self.metadata(name)}
        self.maybe(made, "data", lambda: {key: self.random.choice(WORDS) for key in self.some(["a", "b.yaml", "C_d", "url", "limit"], 4)}, 0.8)
        self.maybe(made, "binaryData", {"bin": "AAEC/w=="}, 0.3)
        self.maybe(made, "immutable", lambda: self.one(True, False), 0.3)
        return made

    def secret(self, name):
        made = {"apiVersion": "v1", "kind": "Secret", "metadata": self.metadata(name)}
        self.maybe(made, "data", {"key": "dmFsdWU=", "empty": ""})
        self.maybe(made, "stringData", {"plain": "text"})
        return made

    def service_account(self, name):
        made = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": self.metadata(name)}
        self.maybe(made, "automountServiceAccountToken", lambda: self.one(True, False))
        self.maybe(made, "imagePullSecrets", [{"name": "a"}, {"name": "b"}])
        return made

    def claim(self, name):
        spec = {"accessModes": self.one(["ReadWriteOnce"], ["ReadWriteMany", "ReadOnlyMany"]),
                "resources": {"requests": {"storage": self.random.choice(BYTES)}}}
        self.maybe(spec, "storageClassName", lambda: self.one("", "fast"))
        return {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": self.metadata(name), "spec": spec}

    def quota(self, name):
        hard = {key: value for key, value in self.some([("cpu", "10"), ("memory", "1.5Gi"), ("pods", "1e2"), ("count/jobs.batch", 5)], 4)}
        return {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": self.metadata(name), "spec": {"hard": hard} if hard else {}}

    def limit_range(self, name):
        return {"apiVersion": "v1", "kind": "LimitRange", "metadata": self.metadata(name), "spec": {"limits": [
            {"type": "Container", "default": {"cpu": self.random.choice(QUANTITIES)}, "defaultRequest": {"cpu": "50m"}}]}}

    def ingress(self, name):
        backend = {"service": {"name": "web", "port": self.one({"number": 80}, {"name": "http"})}}
        rules = []
        for host in self.some(["a.example.com", "*.example.com", None], 3):
            rule = {"http": {"paths": [{"path": "/", "pathType": self.one("Prefix", "Exact"), "backend": backend}]}}
            if host:
                rule["host"] = host
            rules.append(rule)
        spec = {"rules": rules} if rules else {"defaultBackend": backend}
        self.maybe(spec, "tls", lambda: self.one([{"hosts": ["a.example.com"], "secretName": "t"}], [{}]))
        self.maybe(spec, "ingressClassName", "nginx")
        return {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": self.metadata(name), "spec": spec}

    def network_policy(self, name):
        spec = {"podSelector": self.one({}, {"matchLabels": {"app": "web"}}, {"matchExpressions": [{"key": "app", "operator": "In", "values": ["a", "b"]}]})}
        self.maybe(spec, "policyTypes", lambda: self.one(["Ingress"], ["Ingress", "Egress"], ["Egress"]))
        self.maybe(spec, "ingress", lambda: self.one([], [{}], [{"from": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}}], "ports": [
            {"port": self.one(80, "http")}, {"port": 8000, "endPort": 9000, "protocol": "UDP"}]}]))
        return {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": self.metadata(name), "spec": spec}

    def budget(self, name):
        spec = self.one({"minAvailable": self.one(0, 1, "50%")}, {"maxUnavailable": self.one(1, "25%")}, {})
        self.maybe(spec, "selector", {"matchLabels": {"app": "web"}}, 0.8)
        return {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": self.metadata(name), "spec": spec}

    def autoscaler(self, name):
        spec = {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}, "maxReplicas": self.one(2, 10)}
        self.maybe(spec, "minReplicas", lambda: self.one(1, 2))
        self.maybe(spec, "metrics", [{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}}])
        return {"apiVersion": "autoscaling/v2" if "metrics" in spec else self.one("autoscaling/v2", "autoscaling/v1"), "kind": "HorizontalPodAutoscaler",
                "metadata": self.metadata(name), "spec": spec}

    def lease(self, name):
        spec = {}
        self.maybe(spec, "holderIdentity", "me")
        self.maybe(spec, "acquireTime", "2026-01-02T03:04:05.678901Z")
        self.maybe(spec, "leaseDurationSeconds", 15)
        return {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": self.metadata(name), "spec": spec}

    def endpoint_slice(self, name):
        kind, address = self.one(("IPv4", "10.0.0.1"), ("FQDN", "a.example.com"))
        return {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "metadata": self.metadata(name), "addressType": kind,
                "endpoints": [{"addresses": [address]}], "ports": self.one([], [{"port": 80, "name": "http"}], [{"name": ""}])}

    # Access

    def rules(self):
        return [{"apiGroups": self.one([""], ["*"], ["apps", "batch"]), "resources": self.one(["pods"], ["*"], ["pods/log", "secrets"]),
                 "verbs": self.one(["get", "list"], ["*"], ["create"]), **self.one({}, {"resourceNames": ["x"]})} for _ in range(self.one(0, 1, 2))]

    def role(self, name):
        made = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": self.metadata(name), "rules": self.rules()}
        if not made["rules"]:
            made["rules"] = None  # an empty list is there at the door, but is not kept
        return made

    def cluster_role(self, name):
        made = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": self.metadata(name, False), "rules": self.rules()}
        self.maybe(made, "aggregationRule", {"clusterRoleSelectors": [{"matchLabels": {"a": "b"}}]}, 0.2)
        if not made["rules"]:
            made["rules"] = [{"nonResourceURLs": ["/healthz", "/x/*"], "verbs": ["get"]}]
        return made

    def subjects(self):
        return self.some([{"kind": "User", "name": "a"}, {"kind": "Group", "name": "system:authenticated"},
                          {"kind": "ServiceAccount", "name": "sa", "namespace": "oracle-dev"}], 3)

    def role_binding(self, name):
        made = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": self.metadata(name),
                "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": self.one("Role", "ClusterRole"), "name": self.one("view", "admin")}}
        self.maybe(made, "subjects", self.subjects, 0.8)
        return made

    def cluster_role_binding(self, name):
        return {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": self.metadata(name, False),
                "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": self.one("view", "cluster-admin")},
                "subjects": self.subjects()}

    # Of the cluster

    def namespace(self, name):
        return {"apiVersion": "v1", "kind": "Namespace", "metadata": self.metadata(name, False)}

    def volume(self, name):
        return {"apiVersion": "v1", "kind": "PersistentVolume", "metadata": self.metadata(name, False), "spec": {
            "capacity": {"storage": self.random.choice(BYTES)}, "accessModes": ["ReadWriteOnce"], "hostPath": {"path": "/data"}}}

    def storage_class(self, name):
        made = {"apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": self.metadata(name, False), "provisioner": "example.com/p"}
        self.maybe(made, "reclaimPolicy", lambda: self.one("Delete", "Retain"))
        self.maybe(made, "parameters", {"type": "fast"})
        self.maybe(made, "allowVolumeExpansion", lambda: self.one(True, False))
        return made

    def priority_class(self, name):
        made = {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": self.metadata(name, False), "value": self.one(0, -5, 1000000)}
        self.maybe(made, "description", lambda: self.random.choice(WORDS))
        return made

    def ingress_class(self, name):
        return {"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "metadata": self.metadata(name, False), "spec": {"controller": "example.com/c"}}

    def runtime_class(self, name):
        return {"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": self.metadata(name, False), "handler": "runc"}

    def node(self, name):
        made = {"apiVersion": "v1", "kind": "Node", "metadata": self.metadata(name, False)}
        self.maybe(made, "spec", {"unschedulable": True, "taints": [{"key": "a", "effect": "NoSchedule"}]})
        return made

    def webhooks(self, name):
        """Policies are never asked about these."""
        return {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration", "metadata": self.metadata(name, False)}

    def widget(self, name):
        spec = {}
        choices = {
            "size": lambda: self.one(0, -1, 9007199254740993, 3), "ratio": lambda: self.one(0.5, 1.25, -2.5, 1e-7), "on": lambda: self.one(True, False),
            "mode": lambda: self.random.choice(WORDS), "note": lambda: self.one(None, "text"), "port": lambda: self.one(80, "http", "50%"),
            "blob": "AAEC/w==", "when": lambda: self.one("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.5+01:00"),
            "day": "2026-02-28", "for": lambda: self.one("1h30m", "90s"),
            "address": lambda: self.one("10.1.2.3", "2001:db8::1", "10.0.0.0/8", "fe80::/10", "no address"),
            "url": lambda: self.one("https://user@example.com:8080/a/b?x=1&x=2&y=", "not a url", "/path", "http://[::1]:80/"),
            "version": lambda: self.one("1.2.3", "v1.2.3", "1.0.0-alpha.1+b", "1.2"), "cost": lambda: self.random.choice(QUANTITIES + BYTES + ["x"]),
            "tags": lambda: self.some(["a", "b", "ü", "A"], 4), "steps": lambda: [self.one(1, 2, 3, -4) for _ in range(self.one(0, 1, 3))],
            "parts": lambda: [{"name": part, **self.one({}, {"count": 2}, {"count": 3, "weight": 0.5})} for part in self.some(["p", "q", "r"], 3)],
            "settings": lambda: {key: self.random.choice(WORDS) for key in self.some(["k", "with space", "ü", "x.y/z"], 3)},
            "counts": lambda: {key: self.one(1, 0, -7) for key in self.some(["k", "l"], 2)},
            "free": lambda: self.one({}, {"list": [1, "two", None, {"three": 3.5}], "deep": {"er": True}}, {"list": "no list"}, {"n": 1}),
            "in": "reserved", "x-y": "dash", "a.b": "dot", "__z": "underscores"}
        for key, make in choices.items():
            self.maybe(spec, key, make, 0.45)
        made = {"apiVersion": f"{GROUP}/{self.one('v1', 'v1', 'v1beta1')}", "kind": "Widget", "metadata": self.metadata(name)}
        self.maybe(made, "spec", spec, 0.95)
        return made

    def makers(self):
        """Each with its share of the objects."""
        return [
            (self.pod, 8), (lambda name: self.replicated("Deployment", name), 6), (self.stateful_set, 3), (self.daemon_set, 2),
            (lambda name: self.replicated("ReplicaSet", name), 1), (self.job, 2), (self.cron_job, 2), (self.service, 4), (self.external_service, 1),
            (self.config_map, 3), (self.secret, 1), (self.service_account, 1), (self.claim, 2), (self.quota, 1), (self.limit_range, 1),
            (self.ingress, 2), (self.network_policy, 2), (self.budget, 2), (self.autoscaler, 1), (self.lease, 1), (self.endpoint_slice, 1),
            (self.role, 2), (self.cluster_role, 2), (self.role_binding, 2), (self.cluster_role_binding, 1), (self.namespace, 2), (self.volume, 1),
            (self.storage_class, 1), (self.priority_class, 1), (self.ingress_class, 1), (self.runtime_class, 1), (self.node, 1), (self.webhooks, 1),
            (self.widget, 7)]

    def objects(self, count):
        """So many, each kind among them; named NAME-0, NAME-1, ..."""
        makers = [make for make, share in self.makers() for _ in range(share)]
        return [makers[i % len(makers)](f"{PREFIX}-{i}") for i in range(count)]


PREFIX = "p00"  # of each name, to be replaced for each policy: what keeps the policies apart
