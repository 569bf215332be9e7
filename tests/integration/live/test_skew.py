#!/usr/bin/env python3
"""Version skew: API servers 1.34 and 1.36 with the same objects give the same results."""
import json
import os
import unittest

from fleet import NOW, main
from server import Server

MINORS = ("1.34", "1.36")
clusters = {}

OBJECTS = [
    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}},
    {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"}, "spec": {
        "replicas": 2, "selector": {"matchLabels": {"app": "web"}}, "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {"containers": [{"name": "web", "image": "registry.example.org/shop/web:1.0.0", "ports": [{"containerPort": 80}]}]}}}},
    {"apiVersion": "batch/v1", "kind": "CronJob", "metadata": {"name": "tidy", "namespace": "shop"}, "spec": {
        "schedule": "0 3 * * *", "jobTemplate": {"spec": {"template": {"spec": {
            "restartPolicy": "Never", "containers": [{"name": "tidy", "image": "registry.example.org/shop/tidy"}]}}}}}},
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web", "namespace": "shop"}, "data": {"theme": "winter"}},
    {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "shop"}, "spec": {
        "selector": {"app": "web"}, "ports": [{"port": 80}]}},
    {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "web", "namespace": "shop"}, "spec": {
        "defaultBackend": {"service": {"name": "web", "port": {"number": 80}}}}},
    {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"podSelector": {}}},
    {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "web", "namespace": "shop"}, "spec": {
        "maxReplicas": 3, "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}}},
    {"apiVersion": "shop.example.com/v1", "kind": "Widget", "metadata": {"name": "wheel", "namespace": "shop"}, "spec": {
        "size": 4, "parts": [{"name": "a"}, {"name": "b", "port": 81}]}},
]
CHANGED = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web", "namespace": "shop"}, "data": {"theme": "summer"}}


def setUpModule():
    for minor in MINORS:
        clusters[minor] = Server()
        unittest.addModuleCleanup(clusters[minor].stop)
        # The newest is the one that needs no name.
        os.environ["PLIMSOLL_KUBE"] = minor if minor != MINORS[-1] else ""
        clusters[minor].start()
        documents = "".join("---\n" + json.dumps(o) + "\n" for o in OBJECTS)
        clusters[minor].kubectl("create", "-f", "-", stdin=documents)
        # One repository for both: what is said of it is the same.
        clusters[minor].repository("shop", *OBJECTS)
        clusters[minor].kubectl("apply", "--server-side", "--force-conflicts", "-f", "-", stdin=json.dumps(CHANGED))
    os.environ.pop("PLIMSOLL_KUBE")


def audit(minor, *arguments):
    server = clusters[minor]
    return server.audit("--repo", clusters[MINORS[0]].path("shop"), "--include-passed", *arguments)


# What a server itself has, and every version has other of.
OWN = ("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "FlowSchema", "PriorityLevelConfiguration", "APIService", "PriorityClass")


def own_accounts(minor):
    """Whom the bindings name that this API server makes for itself."""
    bindings = json.loads(clusters[minor].kubectl("get", "clusterrolebindings,rolebindings", "-A", "-o", "json",
                                                   "-l", "kubernetes.io/bootstrapping=rbac-defaults"))
    return {f"{s['namespace']}/ServiceAccount/{s['name']}" for b in bindings["items"] for s in b.get("subjects", ()) if s["kind"] == "ServiceAccount"}


def results(run):
    """But for the accounts of controllers that one of the versions does not have."""
    others = set.symmetric_difference(*map(own_accounts, MINORS))
    return [f for f in run.findings() if not any(f"/{kind}/" in f or f" {kind}/" in f for kind in OWN) and not others.intersection(f.split(" "))]


class Skew(unittest.TestCase):
    maxDiff = None

    def test_the_version_is_told(self):
        for minor in MINORS:
            with self.subTest(minor):
                self.assertRegex(audit(minor).cluster("solo")["version"], rf"^v{minor}\.[0-9]+$")

    def test_each_is_read_whole_but_for_the_group_that_is_gone(self):
        for minor in MINORS:
            with self.subTest(minor):
                run = audit(minor)
                self.assertEqual([u["resource"] for u in run.cluster("solo")["unread"]], ["dead.example.com/v1beta1"], run.err)

    def test_the_same_objects_have_the_same_findings(self):
        older, newer = (results(audit(minor)) for minor in MINORS)
        self.assertGreater(len(newer), 40)
        self.assertEqual(older, newer)

    def test_drift_is_found_and_nothing_else_is_taken_for_it(self):
        for minor in MINORS:
            with self.subTest(minor):
                drift = [f for f in audit(minor).findings("drift.in-sync", "drift.extra", "drift.missing") if " fail " in f]
                self.assertEqual(drift, ['drift.in-sync fail solo shop/ConfigMap/web data.theme "winter" -> "summer"'])

    def test_a_capture_of_each_gives_the_bytes_of_the_live_run(self):
        for minor in MINORS:
            with self.subTest(minor):
                server, capture = clusters[minor], clusters[minor].path("capture")
                repository = clusters[MINORS[0]].path("shop")
                made = server.run("snapshot", "--context", "solo", "--repo", repository, "--now", NOW, "-o", capture)
                self.assertIn(made.code, (0, 3), made.err)
                live = server.audit("--repo", repository)
                replayed = server.run("audit", "--snapshot", capture, "--now", NOW, "-o", "json")
                self.assertEqual(replayed.out, live.out)
                self.assertEqual(replayed.code, live.code)

    def test_each_kind_is_asked_for_once(self):
        for minor in MINORS:
            with self.subTest(minor), clusters[minor].recorded() as requests:
                audit(minor)
            paths = [uri for _, uri, _ in requests]
            self.assertEqual(sorted(paths), sorted(set(paths)))
            self.assertEqual([r for r in requests if r[2] not in (200, 304, 503)], [])


if __name__ == "__main__":
    main(older=MINORS[:-1])
