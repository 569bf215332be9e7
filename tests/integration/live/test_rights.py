#!/usr/bin/env python3
"""What an audit asks for and with which rights: the least role, what a missing rule hides, namespaces, the printed plan."""
import json
import threading
import unittest

from fleet import NOW, main
from server import Server

server = Server()
URL_RULE, UID_RULE = 0, 1  # of a role


def setUpModule():
    unittest.addModuleCleanup(server.stop)
    server.start()
    server.kubectl("delete", "clusterrolebinding", "auditor")
    # Everybody may discover kinds by these, unless the administrator takes that away.
    server.kubectl("delete", "clusterrolebinding", "system:discovery", "system:public-info-viewer")
    server.kubectl("delete", "apiservice", "v1beta1.dead.example.com")
    for namespace in ("shop", "bank"):
        server.kubectl("create", "namespace", namespace)
        server.kubectl("apply", "-f", "-", stdin=json.dumps(config(namespace, "menu")))


def config(namespace, name):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "namespace": namespace}}


def read_roles(text):
    """The manifests, parsed as kubectl does."""
    out = server.kubectl("create", "--dry-run=client", "-o", "json", "-f", "-", stdin=text)
    decoder, found = json.JSONDecoder(), []
    while out.strip():
        manifest, end = decoder.raw_decode(out.strip())
        found.extend(manifest.get("items", [manifest]))
        out = out.strip()[end:]
    return found


def rbac(*flags):
    """As an administrator, who alone may ask before there is a role."""
    with open(server.path("solo/kubeconfig")) as file:
        config_file = server.write("admin", file.read().replace("ca.crt", server.path("solo/ca.crt")))
    result = server.run("rbac", "--kubeconfig", config_file, *flags)
    assert result.code == 0, result.err
    return result.out


def bind(roles, without=None):
    """Gives `auditor` these roles; without: (index of the role, index of the rule) that is left out."""
    server.kubectl("delete", "clusterroles,clusterrolebindings", "-l", "test=rights", "--wait=false")
    server.kubectl("delete", "roles,rolebindings", "-A", "-l", "test=rights", "--wait=false")
    objects = []
    for number, role in enumerate(json.loads(json.dumps(roles))):
        if without and without[0] == number:
            del role["rules"][without[1]]
        role["metadata"]["labels"] = {"test": "rights"}
        objects += [role, {"apiVersion": role["apiVersion"], "kind": role["kind"] + "Binding", "metadata": dict(role["metadata"]),
                           "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": role["kind"], "name": role["metadata"]["name"]},
                           "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "auditor"}]}]
    server.kubectl("apply", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": objects}))
    threading.Event().wait(0.3)


def audit_until(holds, *flags):
    """The authorizer learns of roles a moment after they are there."""
    for _ in range(50):
        audit = server.audit(*flags)
        if audit.report and holds(audit):
            break
        threading.Event().wait(0.2)
    return audit


def unread(audit):
    return {u["resource"]: u["reason"] for u in audit.cluster("solo").get("unread", [])}


def is_complete(audit):
    return audit.cluster("solo")["state"] == "complete"


def title(rule):
    group = rule["apiGroups"][0]
    return rule["resources"][0] + ("." + group if group else "")


class LeastRole(unittest.TestCase):
    def test_with_it_the_audit_is_refused_nothing(self):
        bind(read_roles(rbac("--context", "solo")))
        audit_until(is_complete)
        with server.recorded() as requests:
            audit = server.audit()
        self.assertEqual(unread(audit), {})
        self.assertGreater(len(requests), 20)
        self.assertEqual([r for r in requests if r[2] == 403], [])

    def test_it_is_what_is_asked_for_and_nothing_else(self):
        role, = read_roles(rbac("--context", "solo"))
        bind([role])
        audit_until(is_complete)
        with server.recorded() as requests:
            server.audit()
        asked = sorted(uri.split("?")[0].rpartition("/")[2] for verb, uri, _ in requests if verb == "list")
        self.assertEqual(sorted(rule["resources"][0] for rule in role["rules"] if rule["verbs"] == ["list"]), asked)

    def test_without_any_one_of_its_rules_that_kind_is_unknown_and_the_rule_is_named(self):
        role, = read_roles(rbac("--context", "solo"))
        for index, rule in enumerate(role["rules"]):
            with self.subTest(rule=json.dumps(rule)):
                bind([role], without=(0, index))
                audit = audit_until(lambda a: len(unread(a)) == 1)
                if index == URL_RULE:
                    what, needs = "discovery", "needs: get on the non-resource URL /api"
                elif index == UID_RULE:
                    what, needs = "namespaces/kube-system", "needs: get namespaces in the core group, the one named kube-system"
                else:
                    what, group = title(rule), rule["apiGroups"][0]
                    where = f"group {group}" if group else "core group"
                    needs = f"needs: list {rule['resources'][0]} in the {where}, cluster-wide"
                self.assertEqual(audit.code, 3, audit.err)
                self.assertEqual(list(unread(audit)), [what])
                self.assertIn("HTTP 403", unread(audit)[what])
                self.assertTrue(unread(audit)[what].endswith(needs), unread(audit)[what])

    def test_fewer_policies_need_fewer_rules(self):
        role, = read_roles(rbac("--context", "solo", "--policies", "drift.unmanaged"))
        kinds = {title(rule) for rule in role["rules"][UID_RULE + 1:]}
        self.assertIn("deployments.apps", kinds)
        self.assertNotIn("secrets", kinds)
        self.assertNotIn("roles.rbac.authorization.k8s.io", kinds)

    def test_without_a_cluster_it_allows_all_that_the_policies_need_of_one(self):
        role, = read_roles(rbac())
        bind([role])
        audit = audit_until(is_complete)
        self.assertEqual(unread(audit), {})

    def test_it_is_printed_the_same_every_time(self):
        self.assertEqual(rbac("--context", "solo"), rbac("--context", "solo"))

    def test_what_git_declares_is_in_it(self):
        widget = {"apiVersion": "shop.example.com/v1", "kind": "Widget", "metadata": {"name": "wheel", "namespace": "shop"}}
        repository = server.repository("declared", widget)
        role, = read_roles(rbac("--context", "solo", "--repo", repository))
        self.assertIn("widgets", [rule.get("resources", [""])[0] for rule in role["rules"]])
        bind([role])
        audit_until(is_complete, "--repo", repository)
        plan = server.audit("--repo", repository, "--explain-requests").report["clusters"][0]
        with server.recorded() as requests:
            audit = server.audit("--repo", repository, "--no-cache")
        self.assertEqual(unread(audit), {})
        self.assertIn("/openapi/v3/apis/shop.example.com/v1", plan["discovery"])
        self.assertEqual(sorted(uri.split("?hash=")[0] for _, uri, _ in requests),
                         sorted(plan["discovery"] + [r["path"] for r in plan["requests"]]))

    def test_an_account_is_made_and_bound(self):
        text = rbac("--context", "solo", "--service-account", "bank/auditor", "--name", "reader")
        kinds = {m["kind"]: m for m in read_roles(text)}
        self.assertEqual(sorted(kinds), ["ClusterRole", "ClusterRoleBinding", "ServiceAccount"])
        server.kubectl("apply", "-f", "-", stdin=text)
        allowed = server.kubectl("auth", "can-i", "list", "pods", "--as", "system:serviceaccount:bank:auditor", "-A")
        self.assertEqual(allowed.strip(), "yes")
        server.kubectl("delete", "-f", "-", stdin=text)


class Namespaces(unittest.TestCase):
    def test_roles_of_the_namespaces_are_enough_for_an_audit_of_them(self):
        roles = read_roles(rbac("--context", "solo", "-n", "shop", "-n", "bank"))
        self.assertEqual(sorted((r["kind"], r["metadata"].get("namespace")) for r in roles if r["kind"] == "Role"),
                         [("Role", "bank"), ("Role", "shop")])
        bind(roles)
        audit_until(is_complete, "-n", "shop", "-n", "bank")
        with server.recorded() as requests:
            audit = server.audit("-n", "shop", "-n", "bank")
        self.assertEqual(unread(audit), {})
        self.assertEqual(audit.cluster("solo")["namespaces"], ["shop", "bank"])
        self.assertEqual([r for r in requests if r[2] == 403], [])
        self.assertNotIn("/api/v1/configmaps", {uri.split("?")[0] for _, uri, _ in requests})

    def test_objects_that_git_declares_elsewhere_are_not_missing(self):
        bind(read_roles(rbac("--context", "solo")))
        audit_until(is_complete)
        repository = server.repository("two", config("shop", "absent"), config("bank", "absent"))
        for flags, missing in ((["-n", "shop"], ["shop"]), ([], ["bank", "shop"])):
            audit = server.audit("--repo", repository, "--policies", "drift.missing", *flags)
            self.assertEqual(sorted(f["object"]["namespace"] for f in audit.report["findings"] if f["state"] == "fail"), missing)

    def test_a_fleet_document_limits_a_cluster_as_well_and_a_flag_undoes_it(self):
        bind(read_roles(rbac("--context", "solo")))
        audit_until(is_complete)
        fleet = server.write("fleet.yaml", json.dumps({
            "apiVersion": "plimsoll.dev/v1alpha1", "kind": "Fleet", "metadata": {"name": "f"},
            "spec": {"clusters": [{"name": "solo", "namespaces": ["bank"]}], "environments": [{"name": "solo"}]}}))
        run = lambda *flags: server.run("audit", "-c", fleet, "--now", NOW, "-o", "json", *flags)
        self.assertEqual(run().cluster("solo")["namespaces"], ["bank"])
        self.assertNotIn("namespaces", run("-A").cluster("solo"))

    def test_a_capture_keeps_the_limits(self):
        bind(read_roles(rbac("--context", "solo")))
        audit_until(is_complete)
        directory = server.path("limited")
        self.assertEqual(server.run("snapshot", "--context", "solo", "-n", "shop", "--now", NOW, "-o", directory).code, 0)
        live = server.audit("-n", "shop")
        again = server.run("audit", "--snapshot", directory, "--now", NOW, "-o", "json")
        self.assertEqual(again.report, live.report)


class Fallback(unittest.TestCase):
    """ConfigMaps may be listed in `shop` alone; all the rest everywhere."""

    def bind(self, *without):
        role, = read_roles(rbac("--context", "solo"))
        kept = [r for r in role["rules"] if r.get("resources", [""])[0] not in ("configmaps", *without) or "resourceNames" in r]
        local = {"apiVersion": role["apiVersion"], "kind": "Role", "metadata": {"name": "local", "namespace": "shop"},
                 "rules": [{"apiGroups": [""], "resources": ["configmaps"], "verbs": ["list"]}]}
        bind([dict(role, rules=kept), local])

    def settle(self, *flags):
        return audit_until(lambda a: "readIn" in json.dumps(a.cluster("solo")), *flags)

    def test_a_kind_that_is_refused_is_read_where_it_may_be_and_unknown_elsewhere(self):
        self.bind()
        audit = self.settle("--include-passed")
        item, = audit.cluster("solo")["unread"]
        self.assertEqual((item["resource"], item["readIn"]), ("configmaps", ["shop"]))
        self.assertTrue(item["reason"].endswith("needs: list configmaps in the core group, cluster-wide"))
        self.assertEqual((audit.cluster("solo")["state"], audit.code), ("partial", 3))
        blind = [f for f in audit.report["findings"] if f["state"] == "unknown" and "configmaps" in f.get("reason", "")]
        self.assertTrue(all("configmaps could only be read in shop: HTTP 403" in f["reason"] for f in blind))
        self.assertGreater(len(blind), 0)

    def test_what_git_declares_is_missing_where_was_looked_and_unknown_elsewhere(self):
        self.bind()
        repository = server.repository("three", config("shop", "absent"), config("shop", "menu"), config("bank", "absent"))
        audit = self.settle("--repo", repository, "--policies", "drift.missing", "--include-passed")
        states = {(f["object"]["namespace"], f["object"]["name"]): f["state"] for f in audit.report["findings"]
                  if "namespace" in f.get("object", {})}
        self.assertEqual(states[("shop", "absent")], "fail")
        self.assertEqual(states[("shop", "menu")], "pass")
        self.assertNotIn(("bank", "absent"), states)  # counted as unknown, once for all that the reason hides
        self.assertIn("configmaps could only be read in shop", json.dumps(audit.report["findings"]))
        self.assertEqual(audit.report["summary"]["drift"]["unknown"], 1)

    def test_only_what_was_refused_is_asked_for_by_namespace(self):
        self.bind()
        self.settle()
        with server.recorded() as requests:
            server.audit()
        local = {uri.split("?")[0].rpartition("/")[2] for verb, uri, _ in requests if verb == "list" and "/namespaces/" in uri}
        self.assertEqual(local, {"configmaps"})

    def test_without_the_list_of_namespaces_those_are_tried_that_git_names(self):
        self.bind("namespaces")
        repository = server.repository("four", config("shop", "menu"))
        audit = self.settle("--repo", repository)
        self.assertEqual({u["resource"]: u.get("readIn") for u in audit.cluster("solo")["unread"]},
                         {"configmaps": ["shop"], "namespaces": None})

    def test_a_capture_of_it_is_as_blind(self):
        self.bind()
        self.settle()
        live = server.audit()
        directory = server.path("refused")
        self.assertEqual(server.run("snapshot", "--context", "solo", "--now", NOW, "-o", directory).code, 0)
        again = server.run("audit", "--snapshot", directory, "--now", NOW, "-o", "json")
        self.assertEqual(again.report, live.report)


class OneCluster(unittest.TestCase):
    def test_under_two_contexts_is_told_and_counted_once(self):
        bind(read_roles(rbac("--context", "solo")))
        once = audit_until(is_complete)
        config_file = json.loads(server.kubectl("config", "view", "--raw", "--flatten", "-o", "json", "--kubeconfig",
                                                server.path("kubeconfig")))
        config_file["contexts"].append(dict(config_file["contexts"][0], name="again"))
        path = server.write("two-contexts", json.dumps(config_file))
        audit = server.audit("--context", "again", "--kubeconfig", path)
        self.assertNotIn("sameAs", audit.cluster("solo"))
        self.assertEqual(audit.cluster("again")["sameAs"], "solo")
        self.assertIn("Warning: again: the same cluster as solo", audit.err)
        self.assertEqual(audit.report["coverage"]["objects"], once.report["coverage"]["objects"])
        self.assertEqual(audit.report["summary"]["drift"], once.report["summary"]["drift"])
        apart = [server.run("audit", "--now", NOW, "-o", "json", "--kubeconfig", path, "-c", server.write("apart.yaml", json.dumps({
            "apiVersion": "plimsoll.dev/v1alpha1", "kind": "Fleet", "metadata": {"name": "f"}, "spec": {
                "environments": [{"name": "solo"}, {"name": "again"}],
                "clusters": [{"name": "solo", "namespaces": ["shop"]}, {"name": "again", "namespaces": ["bank"]}]}})))]
        self.assertNotIn("sameAs", json.dumps(apart[0].report["clusters"]))


class Plan(unittest.TestCase):
    def setUp(self):
        bind(read_roles(rbac("--context", "solo")))
        audit_until(is_complete)

    def test_what_is_printed_is_what_is_asked(self):
        for flags in ([], ["--policies", "drift.*"], ["-n", "shop"]):
            with self.subTest(flags):
                with server.recorded() as explained:
                    plan = server.audit("--explain-requests", *flags)
                with server.recorded() as requests:
                    server.audit(*flags)
                cluster, = plan.report["clusters"]
                self.assertEqual(plan.code, 0)
                self.assertEqual([uri for verb, uri, _ in explained if verb == "list"], [])
                self.assertEqual(sorted(uri for _, uri, _ in explained), sorted(cluster["discovery"]))
                self.assertEqual(sorted(uri for _, uri, _ in requests if "continue=" not in uri),
                                 sorted(cluster["discovery"] + [r["path"] for r in cluster["requests"]]))

    def test_kinds_that_nobody_needs_are_named_and_not_listed(self):
        plan = server.audit("--explain-requests", "--policies", "drift.unmanaged")
        cluster, = plan.report["clusters"]
        unasked = {item["resource"]: item["reason"] for item in cluster["notAsked"]}
        self.assertEqual(unasked["secrets"], "no policy, fact or desired object needs it")
        with server.recorded() as requests:
            server.audit("--policies", "drift.unmanaged")
        listed = {uri.split("?")[0].rpartition("/")[2] for verb, uri, _ in requests if verb == "list"}
        self.assertEqual(listed & {name.partition(".")[0] for name in unasked}, set())

    def test_every_request_says_who_wants_it(self):
        cluster, = server.audit("--explain-requests").report["clusters"]
        self.assertTrue(all(r["wantedBy"] for r in cluster["requests"]))

    def test_a_table_is_for_people(self):
        out = server.run("audit", "--context", "solo", "--explain-requests").out
        self.assertRegex(out, r"(?m)^  /api/v1/secrets\?\S+ +metadata  releases of Helm")


if __name__ == "__main__":
    main()
