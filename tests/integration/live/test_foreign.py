#!/usr/bin/env python3
"""What other tools leave of a cluster, read as a cluster: blind where they are, and otherwise as the live audit."""
import json
import os
import unittest

from fleet import NOW, main
from server import Server

server = Server()

OBJECTS = """
apiVersion: v1
kind: Namespace
metadata: {name: shop}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {replicas: 2, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: 'nginx:latest'}]}}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {a: b}, ports: [{port: 80}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data: {a: b}
---
apiVersion: v1
kind: Secret
metadata: {name: card-gate, namespace: shop}
stringData: {key: hunter2hunter2}
"""
KINDS = ("deployments.apps", "services", "configmaps", "namespaces", "secrets")


def setUpModule():
    unittest.addModuleCleanup(server.stop)
    server.start()
    server.kubectl("apply", "-f", "-", stdin=OBJECTS)


def get(kind, form, *arguments):
    return server.kubectl("get", kind, "-o", form, *(arguments or ("-A",)))


def kubectl_get():
    for kind in KINDS:
        form = "json" if kind == "services" else "yaml"
        server.write(f"get/some/{kind}.{form}", get(kind, form))
    return "get"


def single_file():
    server.write("all.yaml", "---\n".join(get(kind, "yaml") for kind in KINDS))
    return "all.yaml"


def must_gather():
    """As `oc adm must-gather` writes it (openshift/oc, pkg/cli/admin: mustgather.go, inspect/util.go, namespace.go, pod.go and secret.go)."""
    top, base = "must-gather.local.1", "must-gather.local.1/quay-io-openshift-sha256-0"
    for name, text in {"timestamp": "now", "event-filter.html": "<html>", "must-gather.logs": "gathering: [", "quay-io-openshift-sha256-0/version": "4.18",
                       "quay-io-openshift-sha256-0/etcd_info/endpoint_health.json": "Error: [no member",
                       "quay-io-openshift-sha256-0/host_files/manifests/etcd.yaml": json.dumps(deployment("of-a-node", "default"))}.items():
        server.write(f"{top}/{name}", text)
    for namespace in json.loads(get("namespaces", "json"))["items"]:
        name = namespace["metadata"]["name"]
        server.write(f"{base}/cluster-scoped-resources/core/namespaces/{name}.yaml", "---\n" + get("namespace", "yaml", name))
        server.write(f"{base}/namespaces/{name}/{name}.yaml", "---\n" + get("namespace", "yaml", name))
        for kind in KINDS:
            if kind != "namespaces":
                resource, _, group = kind.partition(".")
                server.write(f"{base}/namespaces/{name}/{group or 'core'}/{resource}.yaml", "---\n" + elide(get(kind, "yaml", "-n", name)))
    pods = f"{base}/namespaces/shop/pods/web-1"
    server.write(f"{pods}/web-1.yaml", json.dumps({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web-1", "namespace": "shop"}, "spec": {}}))
    server.write(f"{pods}/c/c/metrics.json", "# HELP a gauge: [\n")
    return top


def elide(text):
    """What becomes of a Secret's values."""
    return text.replace("aHVudGVyMmh1bnRlcjI=", "MTQgYnl0ZXMgbG9uZw==")


def deployment(name, namespace):
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name, "namespace": namespace}, "spec": {}}


def cluster_info_dump():
    server.kubectl("cluster-info", "dump", "--all-namespaces", "--output-directory", server.path("dump"))
    return "dump"


def judged(audit, kinds):
    """What was found wrong in objects of these kinds."""
    return sorted((f["policy"], f["object"]["kind"], f["object"].get("namespace", ""), f["object"]["name"], f.get("field", ""))
                  for f in audit.report["findings"]
                  if f["state"] in ("fail", "warn") and f.get("object", {}).get("kind") in kinds)


def unknown_of(audit, policy, name):
    """Why a policy could not judge an object."""
    found = [f for f in audit.report["findings"] if f["policy"] == policy and f.get("object", {}).get("name") == name]
    return "; ".join(f["reason"] if f["state"] == "unknown" else f["state"] for f in found)


SOURCES = ((kubectl_get, {"Deployment", "Service", "ConfigMap"}, KINDS), (single_file, {"Deployment", "Service", "ConfigMap"}, KINDS),
           (must_gather, {"Deployment", "Service", "ConfigMap"}, KINDS), (cluster_info_dump, {"Deployment", "Service"}, KINDS[:2]))


class Foreign(unittest.TestCase):
    def test_objects_are_judged_as_live_and_nothing_else_is_known(self):
        live = server.audit()
        for make, kinds, resources in SOURCES:
            with self.subTest(make.__name__):
                audit = server.run("audit", "--snapshot", server.path(make()), "--now", NOW, "-o", "json")
                self.assertEqual(audit.code, 3, audit.err)
                self.assertIn(("Deployment", "web"), {(kind, name) for _, kind, _, name, _ in judged(audit, kinds)})
                self.assertLessEqual(set(judged(audit, kinds)), set(judged(live, kinds)))
                of_pods = [[f for f in judged(a, {"Deployment"}) if f[0].startswith("workload.")] for a in (audit, live)]
                self.assertTrue(of_pods[0])
                self.assertEqual(of_pods[0], [f for f in of_pods[1] if f[0] != "workload.budget-set"])
                self.assertIn("workload.budget-set", {f[0] for f in of_pods[1]})
                self.assertRegex(unknown_of(audit, "workload.budget-set", "web"), "does not have poddisruptionbudgets$")
                cluster = audit.report["clusters"][0]
                self.assertEqual(cluster["state"], "partial")
                unread = {u["resource"]: u["reason"] for u in cluster["unread"]}
                for resource in resources:
                    if resource in unread:
                        self.assertIn("does not tell whether these are all", unread[resource])
                self.assertIn("does not have clusterroles", unread["clusterroles.rbac.authorization.k8s.io"])
                self.assertIn("does not tell which other kinds there are", unread["discovery of /apis"])
                self.assertNotIn("of-a-node", audit.out)
                self.assertNotIn("hunter2", audit.out + audit.err)
                self.assertNotIn("aHVudGVyMmh1bnRlcjI", audit.out + audit.err)

    def test_it_stands_in_a_fleet_too(self):
        fleet = {"apiVersion": "plimsoll.dev/v1alpha1", "kind": "Fleet", "metadata": {"name": "f"},
                 "spec": {"environments": [{"name": "prod"}], "clusters": [
                     {"name": "old", "environment": "prod", "snapshot": server.path(kubectl_get())}]}}
        path = server.write("fleet.yaml", json.dumps(fleet))
        audit = server.run("audit", "-c", path, "--now", NOW, "-o", "json")
        self.assertEqual((audit.code, audit.cluster("old")["state"]), (3, "partial"), audit.err)

    def test_nothing_is_absent_because_a_directory_lacks_it(self):
        """What Git declares and the directory does not have is not missing from the cluster: no object, no kind, no agent."""
        repository = server.repository("desired", deployment("elsewhere", "shop"), *(
            {"apiVersion": version, "kind": kind, "metadata": {"name": kind.lower(), "namespace": "shop"}}
            for version, kind in (("argoproj.io/v1alpha1", "Application"), ("argoproj.io/v1alpha1", "Rollout"),
                                  ("kustomize.toolkit.fluxcd.io/v1", "Kustomization"), ("shop.example.com/v1", "Widget"))))
        audit = server.run("audit", "--snapshot", server.path(kubectl_get()), "--repo", repository, "--now", NOW, "-o", "json")
        missing = [f for f in audit.report["findings"] if f["policy"] == "drift.missing"]
        self.assertEqual({f["state"] for f in missing}, {"unknown"})
        for group in ("argoproj.io", "kustomize.toolkit.fluxcd.io", "shop.example.com"):
            reason = f"{group} could not be read: '{server.path('get')}' does not tell which other kinds there are"
            self.assertIn(reason, {f["reason"] for f in missing})
        agent = [f for f in audit.report["findings"] if f["policy"] == "gitops.agent-running"]
        self.assertEqual([f["state"] for f in agent], ["unknown"])

    def test_policies_on_custom_kinds_are_unknown_too(self):
        policies = server.policy("widgets-pass", "shop.example.com", "widgets")
        audit = server.run("audit", "--snapshot", server.path(kubectl_get()), "--policy-dir", policies, "--now", NOW, "-o", "json")
        self.assertEqual([f["state"] for f in audit.report["findings"] if f["policy"] == "widgets-pass"], ["unknown"])

    def test_definitions_tell_of_their_kinds_and_not_that_these_are_all(self):
        server.write("crds/crds.yaml", get("customresourcedefinitions", "yaml"))
        audit = server.run("audit", "--snapshot", server.path("crds"), "--policy-dir", server.policy("widgets-pass", "shop.example.com", "widgets"),
                           "--now", NOW, "-o", "json")
        unread = {u["resource"]: u["reason"] for u in audit.report["clusters"][0]["unread"]}
        self.assertIn("does not have widgets", unread["widgets.shop.example.com"])
        self.assertIn("does not tell which other kinds there are", unread["discovery of /apis"])

    def test_mistakes_name_file_and_line(self):
        for text, message in (("a: [", "bad.yaml:2:1: "), ("---\nkind: Pod\n---\n", "bad.yaml:2: expected an object with apiVersion"),
                              ("a: b\n", "has objects of Kubernetes")):
            with self.subTest(text):
                server.write("bad/bad.yaml", text)
                audit = server.run("audit", "--snapshot", server.path("bad"), "--now", NOW, "-o", "json")
                self.assertEqual((audit.code, audit.out), (2, ""))
                self.assertIn(message, audit.err)

    def test_no_link_is_followed(self):
        server.write("links/ns.yaml", get("namespaces", "yaml"))
        os.symlink(server.path(kubectl_get()), server.path("links/out"))
        os.symlink(server.path("get/some/deployments.apps.yaml"), server.path("links/file.yaml"))
        audit = server.run("audit", "--snapshot", server.path("links"), "--now", NOW, "-o", "json")
        reasons = {u["resource"]: u["reason"] for u in audit.report["clusters"][0]["unread"]}
        self.assertIn("does not have deployments", reasons["deployments.apps"])


if __name__ == "__main__":
    main()
