#!/usr/bin/env python3
"""Objects that name and select each other, on a real API server: what fits, what does not, and what is not known."""
import json
import threading
import unittest

from fleet import main
from server import Server

server = Server()
POLICIES = ("workload.service-selects-pods", "workload.service-port-exposed", "workload.ingress-backend-exists", "workload.budget-selects-pods",
            "workload.budget-fits-replicas", "workload.config-exists", "workload.service-account-exists", "workload.class-exists",
            "workload.autoscaler-target-exists", "workload.statefulset-service-exists", "governance.ingress-denied-by-default",
            "governance.pod-security-enforced", "governance.quota-set")
FLAGS = ("--policies", ",".join(POLICIES), "-n", "shop")

OBJECTS = """
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/enforce: privileged}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: cart, namespace: shop}
data: {url: x}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  replicas: 2
  selector: {matchLabels: {app: cart}}
  template:
    metadata: {labels: {app: cart}}
    spec:
      serviceAccountName: nobody
      priorityClassName: system-node-critical
      containers:
        - name: cart
          image: cart:1.0.0
          ports: [{name: http, containerPort: 8080}]
          env:
            - {name: URL, valueFrom: {configMapKeyRef: {name: cart, key: url}}}
            - {name: NAME, valueFrom: {configMapKeyRef: {name: cart, key: name}}}
            - {name: MAYBE, valueFrom: {secretKeyRef: {name: gone, key: x, optional: true}}}
            - {name: SECRET, valueFrom: {secretKeyRef: {name: gone, key: x}}}
---
apiVersion: v1
kind: Service
metadata: {name: cart, namespace: shop}
spec: {selector: {app: cart}, ports: [{name: a, port: 80, targetPort: http}, {name: b, port: 81, targetPort: htpp}]}
---
apiVersion: v1
kind: Service
metadata: {name: lost, namespace: shop}
spec: {selector: {app: lost}, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: cart, namespace: shop}
spec:
  rules:
    - http:
        paths:
          - {path: /, pathType: Prefix, backend: {service: {name: cart, port: {number: 80}}}}
          - {path: /b, pathType: Prefix, backend: {service: {name: cart, port: {number: 82}}}}
          - {path: /c, pathType: Prefix, backend: {service: {name: gone, port: {number: 80}}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: cart, namespace: shop}
spec: {selector: {matchLabels: {app: cart}}, minAvailable: 2}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: lost, namespace: shop}
spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: gone}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [Ingress]}
"""

WRONG = [
    "governance.pod-security-enforced: the level privileged is enforced",
    "governance.quota-set: the namespace has no ResourceQuota, and 1 workloads",
    "workload.autoscaler-target-exists: Deployment gone does not exist",
    "workload.budget-fits-replicas: none of its 2 pods may be evicted",
    "workload.config-exists: ConfigMap cart has no key name",
    "workload.config-exists: Secret gone does not exist",
    "workload.ingress-backend-exists: Service cart has no port 82",
    "workload.ingress-backend-exists: Service gone does not exist",
    "workload.service-account-exists: ServiceAccount nobody does not exist",
    "workload.service-port-exposed: port 81 leads to htpp, and no container of cart has a port of that name",
    "workload.service-selects-pods: no workload has pods with the labels of the selector",
]


def setUpModule():
    unittest.addModuleCleanup(server.stop)
    server.start()
    server.kubectl("delete", "apiservice", "v1beta1.dead.example.com")
    server.kubectl("apply", "-f", "-", stdin=OBJECTS)


def told(audit, state):
    return sorted(f"{f['policy']}: {f.get('message', '')}" for f in audit.report["findings"] if f["state"] == state)


def policies(audit, state):
    return {f["policy"] for f in audit.report["findings"] if f["state"] == state}


def without(resource):
    """The user `auditor` may list all but this."""
    group, _, name = resource.rpartition("/")
    kinds = server.kubectl("api-resources", "--verbs=list", "-o", "name").split()
    rules = [{"apiGroups": [kind.partition(".")[2]], "resources": [kind.partition(".")[0]], "verbs": ["get", "list"]}
             for kind in kinds if kind != (f"{name}.{group}" if group else name)]
    role = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "auditor"}, "rules": rules}
    server.kubectl("replace", "-f", "-", stdin=json.dumps(role))
    for _ in range(50):
        audit = server.audit(*FLAGS)
        if [u["resource"].partition(".")[0] for u in audit.cluster("solo").get("unread", [])] == [name]:
            return audit
        threading.Event().wait(0.2)
    raise AssertionError(f"{resource} is read all the same")


class Relations(unittest.TestCase):
    def test_1_what_does_not_fit_is_told_and_nothing_else(self):
        audit = server.audit(*FLAGS)
        self.assertEqual((told(audit, "fail"), told(audit, "warn")), ([w for w in WRONG if "quota" not in w], [w for w in WRONG if "quota" in w]))
        self.assertEqual(told(audit, "unknown"), [])

    def test_2_a_kind_that_may_not_be_read_is_unknown_and_never_absent(self):
        for resource, policy in (("configmaps", "workload.config-exists"), ("serviceaccounts", "workload.service-account-exists"),
                                 ("services", "workload.ingress-backend-exists"), ("apps/deployments", "workload.autoscaler-target-exists"),
                                 ("scheduling.k8s.io/priorityclasses", "workload.class-exists"), ("resourcequotas", "governance.quota-set")):
            with self.subTest(resource=resource):
                audit = without(resource)
                self.assertIn(policy, policies(audit, "unknown"))
                self.assertNotIn("does not exist", " ".join(m for m in told(audit, "fail") if m.startswith(policy) and "Secret" not in m))
                self.assertEqual(audit.code, 3)


if __name__ == "__main__":
    main()
