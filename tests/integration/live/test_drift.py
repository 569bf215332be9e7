#!/usr/bin/env python3
"""Known damage to real clusters: exactly the findings that it must give, and no others."""
import contextlib
import hashlib
import json
import unittest

from fleet import Fleet, main

fleet = Fleet()
clean = None  # the audit before any damage


def setUpModule():
    global clean
    unittest.addModuleCleanup(fleet.stop)
    fleet.start()
    clean = fleet.audit()


def shop(*words):
    return ("-n", "shop") + words


def patch(kind, name, change):
    return shop("patch", kind, name, "-p", json.dumps(change))


def in_pods(change):
    return {"spec": {"template": change}}


def at(path, value):
    """A JSON patch of one field."""
    return json.dumps([{"op": "replace", "path": path, "value": value}])


def digest(image):
    """As hack/testbed/pods.py makes it."""
    return "sha256:" + hashlib.sha256(image.encode()).hexdigest()


SET_PROBE = {"httpGet": {"path": "/healthz", "port": 8080}}
# Nothing is wrong with it but that nobody knows it, and that it has no budget.
STRANGER = {
    "apiVersion": "apps/v1", "kind": "Deployment",
    "metadata": {"name": "stranger", "namespace": "tools", "labels": {"app.kubernetes.io/name": "stranger", "team": "tools"}},
    "spec": {"replicas": 2, "selector": {"matchLabels": {"app.kubernetes.io/name": "stranger"}}, "template": {
        "metadata": {"labels": {"app.kubernetes.io/name": "stranger"}},
        "spec": {"securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}, "containers": [{
            "name": "main", "image": "registry.example.org/shop/web:5.1.0@" + digest("registry.example.org/shop/web:5.1.0"),
            "readinessProbe": SET_PROBE, "livenessProbe": SET_PROBE,
            "resources": {"requests": {"cpu": "50m", "memory": "64Mi"}, "limits": {"memory": "64Mi"}},
            "securityContext": {"allowPrivilegeEscalation": False, "runAsNonRoot": True, "readOnlyRootFilesystem": True,
                                "capabilities": {"drop": ["ALL"]}}}]}}}}

CART = "spec.template.spec.containers[name=cart]"
WEB = "spec.template.spec.containers[name=web]"

# What it is, environment, the kubectl commands that damage, those that mend (PIPELINE: Git is applied again), and how the
# findings change: those that appear, and those that are GONE.
PIPELINE = "pipeline"
GONE = "gone: "
DAMAGES = [
    ("replicas by kubectl scale", "prod",
     [shop("scale", "deployment", "web", "--replicas=7")], PIPELINE,
     ["drift.in-sync fail prod-eu shop/Deployment/web spec.replicas 3 -> 7",
      "workload.budget-set warn prod-eu shop/Deployment/web spec.replicas nothing -> 7",
      GONE + "workload.budget-set warn prod-eu shop/Deployment/web spec.replicas nothing -> 3"]),
    ("a variable added", "prod",
     [shop("set", "env", "deployment/cart", "DEBUG=true")], [shop("set", "env", "deployment/cart", "DEBUG-")],
     [f'drift.extra fail prod-eu shop/Deployment/cart {CART}.env[name=DEBUG] nothing -> {{"name": "DEBUG", "value": "true"}}',
      "parity.same-config fail - cart containers[name=cart].env[name=DEBUG] nothing -> "
      '{"dev": false, "prod": true, "stage": false}']),
    ("a variable changed, in what kustomize made", "stage",
     [shop("set", "env", "deployment/cart", "SESSION_TTL=5m")], PIPELINE,
     [f'drift.in-sync fail stage-eu shop/Deployment/cart {CART}.env[name=SESSION_TTL].value "30m" -> "5m"']),
    ("a variable removed, from what server-side apply made", "prod",
     [shop("set", "env", "deployment/web", "CART_URL-")], PIPELINE,
     [f'drift.in-sync fail prod-eu shop/Deployment/web {WEB}.env[name=CART_URL] '
      '{"name": "CART_URL", "value": "http://cart.shop.svc"} -> nothing',
      "parity.same-config fail - web containers[name=web].env[name=CART_URL] nothing -> "
      '{"dev": true, "prod": false, "stage": true}']),
    ("an older image", "dev",
     [shop("set", "image", "deployment/orders", "orders=registry.example.org/shop/orders:3.1.4")], PIPELINE,
     ["drift.in-sync fail dev-eu shop/Deployment/orders spec.template.spec.containers[name=orders].image "
      '"registry.example.org/shop/orders:3.2.0" -> "registry.example.org/shop/orders:3.1.4"',
      'images.tag-in-git fail dev-eu shop/Deployment/orders "3.1.4" -> nothing',
      'images.version-label warn dev-eu shop/Deployment/orders metadata.labels[app.kubernetes.io/version] "3.1.4" -> "3.2.0"',
      'parity.promotion-order fail - orders nothing -> "3.2.0"',
      "parity.same-version warn - orders image"]),
    ("an object deleted", "stage", [shop("delete", "service", "mail")], PIPELINE,
     ["drift.missing fail stage-eu shop/Service/mail",
      GONE + 'gitops.managed warn stage-eu shop/Service/mail nothing -> "git"']),
    ("a Deployment that nobody declares", "prod",
     [("create", "namespace", "tools"), ("create", "-f", "-", json.dumps(STRANGER))], [("delete", "namespace", "tools")],
     ["drift.unmanaged fail prod-eu tools/Deployment/stranger",
      "git.manifests-present fail prod-eu stranger",
      "helm.release-owned warn prod-eu stranger",
      "workload.budget-set warn prod-eu tools/Deployment/stranger spec.replicas nothing -> 2"]),
    ("a label added", "stage",
     [shop("label", "deployment", "web", "owner=somebody")], [shop("label", "deployment", "web", "owner-")],
     ['drift.extra fail stage-eu shop/Deployment/web metadata.labels.owner nothing -> "somebody"']),
    ("a label removed, from an object without namespace", "prod",
     [("label", "namespace", "shop", "app.kubernetes.io/part-of-")], PIPELINE,
     ["drift.in-sync fail prod-eu Namespace/shop metadata.labels['app.kubernetes.io/part-of'] \"shop\" -> nothing"]),
    ("a setting changed", "prod",
     [patch("configmap", "web", {"data": {"theme": "summer"}})], PIPELINE,
     ['drift.in-sync fail prod-eu shop/ConfigMap/web data.theme "winter" -> "summer"']),
    ("a setting added", "dev",
     [patch("configmap", "web", {"data": {"banner": "sale"}})], [patch("configmap", "web", {"data": {"banner": None}})],
     ['drift.extra fail dev-eu shop/ConfigMap/web data.banner nothing -> "sale"',
      'parity.same-config fail - web ConfigMap/web.banner nothing -> {"dev": true, "prod": false, "stage": false}']),
    ("a setting removed", "stage",
     [patch("configmap", "web", {"data": {"theme": None}})], PIPELINE,
     ['drift.in-sync fail stage-eu shop/ConfigMap/web data.theme "winter" -> nothing',
      'parity.same-config fail - web ConfigMap/web.theme nothing -> {"dev": true, "prod": true, "stage": false}']),
    ("a default changed that Git does not state", "prod",
     [patch("deployment", "web", {"spec": {"progressDeadlineSeconds": 900}})],
     [patch("deployment", "web", {"spec": {"progressDeadlineSeconds": 600}})],
     ["drift.extra fail prod-eu shop/Deployment/web spec.progressDeadlineSeconds nothing -> 900"]),
    ("rights widened, in a list that is replaced whole", "prod",
     [("patch", "clusterrole", "plimsoll", "--type", "json", "-p", at("/rules/0/verbs", ["get", "list", "watch"]))], PIPELINE,
     ['drift.in-sync fail prod-eu ClusterRole/plimsoll rules[0].verbs ["get", "list"] -> ["get", "list", "watch"]']),
    ("another port, the key of its list", "dev",
     [shop("patch", "service", "web", "--type", "json", "-p", at("/spec/ports/0/port", 81))],
     [shop("patch", "service", "web", "--type", "json", "-p", at("/spec/ports/0/port", 80))],
     ["drift.extra fail dev-eu shop/Service/web spec.ports[port=81] nothing -> "
      '{"name": "http", "port": 81, "protocol": "TCP", "targetPort": "http"}',
      'drift.in-sync fail dev-eu shop/Service/web spec.ports[port=80] {"name": "http", "port": 80, "targetPort": "http"} -> nothing']),
    ("a CronJob suspended", "stage",
     [patch("cronjob", "reports", {"spec": {"suspend": True}})], [patch("cronjob", "reports", {"spec": {"suspend": False}})],
     ["drift.extra fail stage-eu shop/CronJob/reports spec.suspend nothing -> true"]),
    ("pods bound to some nodes", "stage",
     [patch("deployment", "thumbnails", in_pods({"spec": {"nodeSelector": {"disk": "fast"}}}))],
     [patch("deployment", "thumbnails", in_pods({"spec": {"nodeSelector": None}}))],
     ['drift.extra fail stage-eu shop/Deployment/thumbnails spec.template.spec.nodeSelector nothing -> {"disk": "fast"}']),
    # What is no damage.
    ("the same quantity in other words", "prod",
     [patch("deployment", "web", in_pods({"spec": {"containers": [
         {"name": "web", "resources": {"limits": {"memory": "262144Ki"}}}]}}))], [], []),
    ("pods started again", "dev",
     [shop("rollout", "restart", "deployment/thumbnails")],
     [patch("deployment", "thumbnails", in_pods({"metadata": {"annotations": None}}))], []),
]


@contextlib.contextmanager
def damaged(environment, do, mend):
    try:
        for command in do:
            if command[-2] == "-":
                fleet.kubectl(environment, *command[:-1], stdin=command[-1])
            else:
                fleet.kubectl(environment, *command)
        fleet.run_pods(environment)
        yield
    finally:
        if mend is PIPELINE:
            fleet.deploy(environment)
        else:
            for command in mend:
                fleet.kubectl(environment, *command)
        fleet.run_pods(environment)


def changes(audit):
    before, after = set(clean.findings()), set(audit.findings())
    return sorted(after - before | {GONE + finding for finding in before - after})


class Drift(unittest.TestCase):
    maxDiff = None

    def test_nothing_differs_before_any_damage(self):
        unread = [f for f in clean.findings("drift.") if " unknown stage-eu because " in f]
        self.assertEqual(clean.findings("drift."), unread)

    def test_known_damage_gives_exactly_its_findings(self):
        for what, environment, do, mend, findings in DAMAGES:
            with self.subTest(what):
                with damaged(environment, do, mend):
                    audit = fleet.audit()
                self.assertEqual(changes(audit), sorted(findings))
                self.assertEqual(fleet.audit().findings(), clean.findings(), "after it was mended")

    def test_two_damages_do_not_hide_each_other(self):
        first, second = DAMAGES[0], DAMAGES[1]
        with damaged(*first[1:4]), damaged(*second[1:4]):
            audit = fleet.audit()
        self.assertEqual(changes(audit), sorted(first[4] + second[4]))


class Images(unittest.TestCase):
    def test_a_tag_that_was_pushed_again_shows_in_every_workload_that_uses_it(self):
        image = "registry.example.org/shop/orders:3.2.0"
        try:
            fleet.kubectl("prod", *shop("delete", "pods", "-l", "app.kubernetes.io/name=orders"))
            fleet.run_pods("prod", build=f"{image}=again")
            audit = fleet.audit()
        finally:
            fleet.kubectl("prod", *shop("delete", "pods", "-l", "app.kubernetes.io/name=orders"))
            fleet.run_pods("prod")
        both = json.dumps(sorted([digest(image), digest(image + "again")]))
        self.assertEqual(changes(audit), sorted(
            [f"images.tag-immutable fail {cluster} shop/{workload} nothing -> {both}"
             for cluster in ("dev-eu", "stage-eu", "prod-eu") for workload in ("Deployment/orders", "Job/orders-migrate")]
            + ["parity.same-digest fail - orders"]))


class Source(unittest.TestCase):
    """A finding says where Git declares what differs, and who wrote it in the cluster."""

    def difference(self, what):
        _, environment, do, mend, _ = next(d for d in DAMAGES if d[0].startswith(what))
        with damaged(environment, do, mend):
            findings = fleet.audit().report["findings"]
        return next(f for f in findings if f["policy"] in ("drift.in-sync", "drift.extra") and f["state"] == "fail")

    def test_a_plain_manifest_by_line(self):
        finding = self.difference("replicas")
        self.assertEqual(finding["source"]["path"], "environments/prod/web/deployment.yaml")
        with open(fleet.tree(f"{finding['source']['path']}")) as file:
            self.assertIn("replicas: 3", file.read().splitlines()[finding["source"]["line"] - 1])

    def test_a_kustomization_by_the_file_of_its_base(self):
        finding = self.difference("a variable changed")
        self.assertEqual(finding["source"]["path"], "bases/cart/deployment.yaml")
        self.assertEqual(len(finding["source"]["commit"]), 40)

    def test_the_writer_of_the_live_field(self):
        self.assertIn("kubectl-set", json.dumps(self.difference("a variable added")))


if __name__ == "__main__":
    main()
