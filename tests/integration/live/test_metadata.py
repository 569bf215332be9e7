#!/usr/bin/env python3
"""Kinds of which policies look at nothing but metadata: the server sends no more, and reports are the same to the byte."""
import base64
import json
import os
import subprocess
import threading
import unittest

from fleet import NOW, main
from server import Server

METADATA = "as=PartialObjectMetadataList"
server = Server()

# All that metadata can have, and nothing that only some servers keep.
ODD = {"name": "odd", "namespace": "default", "labels": {"z": "1", "a": "2", "app": ""}, "annotations": {"z/z": "é\n", "a/a": "{}"},
       "finalizers": ["example.org/b", "example.org/a"]}


def widget(metadata):
    return {"apiVersion": "shop.example.com/v1", "kind": "Widget", "metadata": {"namespace": "default", **metadata},
            "spec": {"size": 7, "settings": {"only": "whole"}}}


def setUpModule():
    unittest.addModuleCleanup(server.stop)
    server.start()
    server.kubectl("delete", "apiservice", "v1beta1.dead.example.com")
    request = subprocess.run(["openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x", "-keyout", os.devnull],
                             check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    with open(os.path.join(os.path.dirname(__file__), "protobuf_objects.yaml"), encoding="utf-8") as file:
        server.kubectl("apply", "--server-side", "-f", "-", stdin=file.read().replace("@CSR@", base64.b64encode(request).decode()))
    server.kubectl("apply", "-f", "-", stdin=json.dumps(widget(ODD)))
    uid = json.loads(server.kubectl("get", "widget", "odd", "-o", "json"))["metadata"]["uid"]
    owner = {"uid": uid, "name": "odd", "kind": "Widget", "controller": True, "blockOwnerDeletion": False, "apiVersion": "shop.example.com/v1"}
    server.kubectl("apply", "-f", "-", stdin=json.dumps(widget({"name": "owned", "ownerReferences": [owner], "labels": {}})))
    server.kubectl("apply", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "metadata": ODD, "data": {"only": "whole"}}))
    server.kubectl("apply", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": f"page-{n}", "namespace": "default"}} for n in range(250)]}))
    threading.Event().wait(2)  # what controllers add to new namespaces and objects


def policies(name, *validations):
    """A directory with a policy on everything."""
    server.write(f"{name}/policy.yaml", "---\n".join(json.dumps({
        "apiVersion": "plimsoll.dev/v1alpha1", "kind": "AuditPolicy", "metadata": {"name": f"{name}.n{number}"}, "spec": {
            "title": "Anything", "subject": "object", "severity": "low", "category": "test", "why": "Because.", "remediation": "None.",
            "match": {"resourceRules": [{"apiGroups": ["*"], "resources": ["*"]}]},
            "validations": [{"expression": "false", "message": "so it is", **validation}]}}) + "\n"
        for number, validation in enumerate(validations)))
    return server.path(name)


def only(name, *flags):
    return ("--policy-dir", server.path(name), "--policies", f"{name}.*", *flags)


def modes(*flags):
    plan = json.loads(server.audit("--explain-requests", *flags).out)["clusters"][0]["requests"]
    return {request["resource"]: request for request in plan}


class Metadata(unittest.TestCase):
    maxDiff = 2000

    def replayed(self, name, *flags):
        """The live report, and that of a capture."""
        captured = server.run("snapshot", "--context", "solo", "--now", NOW, "-o", server.path(f"capture-{name}"), *flags)
        self.assertEqual(captured.code, 0, captured.err)
        live = server.audit(*flags)
        again = server.run("audit", "--snapshot", server.path(f"capture-{name}"), "--now", NOW, "-o", "json", *flags)
        return live, again

    def assert_same(self, live, again):
        self.assertEqual(live.err, again.err)
        self.assertEqual(live.report["findings"], again.report["findings"])
        self.assertEqual(live.out.replace(server.url, ""), again.out.replace(server.url, ""))

    def test_a_capture_gives_the_same_report(self):
        policies("same", {"messageExpression": "object.metadata.name + ' ' + object.kind", "actual": "object.metadata.labels"},
                 {"actual": "object.metadata.ownerReferences"}, {"actual": "object.metadata.map(k, k)"},
                 {"actual": "object.metadata.annotations", "expected": "owner"},
                 {"actual": "{'drift': drift.state, 'request': request.name, 'application': application, 'spec': podSpec == null}"})
        self.assertEqual(modes(*only("same"))["widgets"]["mode"], "metadata")
        live, again = self.replayed("same", *only("same"))
        self.assertGreater(len(live.report["findings"]), 2000)
        self.assertIn("Widget", {f["object"]["kind"] for f in live.report["findings"] if "actual" in f})
        self.assert_same(live, again)

    def test_managed_fields_are_the_same_too(self):
        policies("managers", {"actual": "object.metadata"})
        self.assert_same(*self.replayed("managers", *only("managers")))

    def test_the_built_in_policies_give_the_same_report(self):
        self.assert_same(*self.replayed("all"))

    def test_it_is_the_report_of_whole_objects(self):
        """A policy that looks at everything makes all of it be read; of the other one the results are the same."""
        policies("part", {"messageExpression": "object.metadata.name", "actual": "object.metadata"}, {"actual": "owner"})
        policies("whole", {"messageExpression": "'%s'.format([object]).size() > 0 ? 'a' : 'b'"})
        part = server.audit(*only("part"))
        whole = server.audit(*only("part"), *only("whole"))
        self.assertEqual({m["mode"] for r, m in modes(*only("part"), *only("whole")).items() if r != "secrets"}, {"full"})
        mine = [f for f in whole.report["findings"] if f["policy"].startswith("part.")]
        ordered = lambda findings: [json.dumps(f) for f in findings if f["object"]["kind"] != "Lease"]
        self.assertEqual(ordered(part.report["findings"]), ordered(mine))
        self.assertEqual(part.report["coverage"], whole.report["coverage"])
        self.assertEqual(part.cluster("solo")["objects"], whole.cluster("solo")["objects"])


class Plan(unittest.TestCase):
    def test_it_says_what_is_read_whole_and_for_whom(self):
        policies("plan", {"actual": "object.metadata.name"})
        plan = modes(*only("plan"))
        self.assertEqual(plan["configmaps"]["mode"], "metadata")
        self.assertNotIn("because", plan["configmaps"])
        self.assertEqual(plan["namespaces"]["because"], "tells of other objects")
        policies("data", {"expression": "has(object.data)"})
        self.assertEqual(modes(*only("data"))["configmaps"]["because"], "policy data.n0 reads data")
        self.assertEqual(modes(*only("data"))["secrets"]["mode"], "metadata")
        self.assertEqual(modes()["configmaps"]["because"], "facts of images and applications")
        git = server.repository("git", widget({"name": "odd"}))
        self.assertEqual(plan["daemonsets"]["because"], "its annotations tell of the rest")
        self.assertEqual(modes(*only("plan"), "--repo", git)["widgets"]["because"], "compared with Git")

    def test_as_text(self):
        policies("plan", {"actual": "object.metadata.name"})
        out = server.run("audit", "--context", "solo", "--explain-requests", *only("plan")).out
        self.assertRegex(out, r"/api/v1/configmaps\?limit=100 +metadata  policy plan\.n0\n")
        self.assertRegex(out, r"/api/v1/namespaces\?limit=100 +full .*; full: tells of other objects\n")


class Selectors(unittest.TestCase):
    """A policy on objects with a label asks for no others."""

    def setUp(self):
        server.kubectl("label", "--overwrite", "configmap", "page-1", "page-2", "page-249", "team=shop")
        server.write("team/policy.yaml", json.dumps({
            "apiVersion": "plimsoll.dev/v1alpha1", "kind": "AuditPolicy", "metadata": {"name": "team.n0"}, "spec": {
                "title": "Anything", "subject": "object", "severity": "low", "category": "test", "why": "Because.", "remediation": "None.",
                "match": {"resourceRules": [{"apiGroups": [""], "resources": ["configmaps"]}],
                          "objectSelector": {"matchExpressions": [{"key": "team", "operator": "In", "values": ["shop", "bank"]}]}},
                "validations": [{"expression": "false", "message": "so it is"}]}}))

    def test_others_are_not_asked_for(self):
        self.assertEqual(modes(*only("team"))["configmaps"]["selector"], "team in (shop,bank)")
        with server.recorded() as requests:
            audit = server.audit(*only("team"))
        self.assertEqual([uri for _, uri, _ in requests if "configmaps" in uri],
                         ["/api/v1/configmaps?limit=100&labelSelector=team%20in%20%28shop%2Cbank%29"])
        self.assertEqual(sorted(f["object"]["name"] for f in audit.report["findings"]), ["page-1", "page-2", "page-249"])

    def test_a_capture_has_all_and_gives_the_same_report(self):
        captured = server.run("snapshot", "--context", "solo", "--now", NOW, "-o", server.path("capture-team"), *only("team"))
        self.assertEqual(captured.code, 0, captured.err)
        live = server.audit(*only("team"))
        again = server.run("audit", "--snapshot", server.path("capture-team"), "--now", NOW, "-o", "json", *only("team"))
        self.assertEqual(live.out.replace(server.url, ""), again.out.replace(server.url, ""))
        policies("all", {"expression": "false"})
        others = server.run("audit", "--snapshot", server.path("capture-team"), "--now", NOW, "-o", "json", *only("all"))
        self.assertGreater(sum(f.get("object", {}).get("kind") == "ConfigMap" for f in others.report["findings"]), 250)

    def test_who_wants_all_gets_all(self):
        policies("all", {"expression": "false"})
        both = modes(*only("team"), *only("all"))["configmaps"]
        self.assertNotIn("selector", both)
        git = server.repository("git-team", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "page-3", "namespace": "default"}})
        audit = server.audit(*only("team"), "--repo", git)
        self.assertEqual(audit.report["summary"]["drift"]["missing"], 0)


class Requests(unittest.TestCase):
    def accepts(self, *flags):
        """What the server is asked to send, by path."""
        seen = {}
        with server.proxy(lambda path, headers: seen.update({path.partition("?")[0]: headers.get("Accept", "")})) as url:
            audit = server.audit(*flags, url=url)
        return seen, audit

    def test_metadata_are_asked_for_in_protobuf(self):
        policies("asks", {"actual": "object.metadata.name"})
        seen, audit = self.accepts(*only("asks"))
        for path in ("/api/v1/configmaps", "/apis/shop.example.com/v1/widgets"):
            self.assertIn("application/vnd.kubernetes.protobuf;" + METADATA, seen[path])
        self.assertNotIn(METADATA, seen["/api/v1/namespaces"])
        self.assertEqual(audit.cluster("solo")["state"], "complete")

    def test_a_capture_holds_whole_objects(self):
        policies("asks", {"actual": "object.metadata.name"})
        captured = server.run("snapshot", "--context", "solo", "--now", NOW, "-o", server.path("kept"), *only("asks"))
        self.assertEqual(captured.code, 0, captured.err)
        policies("more", {"expression": "object.kind != 'Widget' || object.spec.settings.only == 'whole'"})
        again = server.run("audit", "--snapshot", server.path("kept"), "--now", NOW, "-o", "json", "--include-passed", *only("more"))
        widgets = [f["state"] for f in again.report["findings"] if f["object"]["kind"] == "Widget"]
        self.assertEqual(widgets, ["pass", "pass"])

    def test_a_server_that_cannot_leave_anything_out_may_send_it(self):
        def answer(path, headers):
            if "widgets" in path:
                headers["Accept"] = "application/json"
            return None

        policies("asks", {"actual": "object.metadata.name"})
        with server.proxy(answer) as url:
            whole = server.audit(*only("asks"), url=url)
        self.assertEqual(whole.cluster("solo")["state"], "complete")
        ours = server.audit(*only("asks")).report["findings"]
        self.assertEqual([f for f in ours if f["object"]["kind"] == "Widget"],
                         [f for f in whole.report["findings"] if f["object"]["kind"] == "Widget"])

    def test_of_secrets_policies_see_the_metadata_and_no_more(self):
        server.kubectl("create", "secret", "generic", "key", "--from-literal=key=hunter2")
        policies("secrets", {"expression": "object.kind != 'Secret' || object.metadata.name != 'key'", "message": "seen"},
                 {"expression": "object.kind != 'Secret' || !has(object.data)"})
        audit = server.audit(*only("secrets"))
        key = {f["policy"]: f for f in audit.report["findings"] if f.get("object", {}).get("kind") == "Secret"}
        self.assertEqual((key["secrets.n0"]["state"], key["secrets.n0"]["message"]), ("warn", "seen"))
        unknown = [f for f in audit.report["findings"] if f["state"] == "unknown" and f["policy"] == "secrets.n1"]
        self.assertEqual({f["reason"] for f in unknown}, {"only the metadata of this kind is read"})


if __name__ == "__main__":
    main()
