#!/usr/bin/env python3
"""What the fields of custom resources are: from OpenAPI v3, from definitions, from nowhere."""
import contextlib
import copy
import json
import unittest

from fleet import main
from server import Server

server = Server()
POLICIES = ("--policies", "drift.in-sync", "--policies", "drift.extra")


def setUpModule():
    unittest.addModuleCleanup(server.stop)
    server.start()


def widget(spec, version="v1", name="wheel"):
    return {"apiVersion": f"shop.example.com/{version}", "kind": "Widget", "metadata": {"name": name, "namespace": "default"}, "spec": spec}


DESIRED = widget({"size": 1, "parts": [{"name": "hub"}, {"name": "rim", "port": 81}], "tags": ["red", "blue"], "steps": ["cut", "sand"],
                  "settings": {"a": "x"}})


def apply(spec):
    server.kubectl("delete", "widgets", "--all")
    server.kubectl("apply", "--server-side", "--field-manager=pipeline", "-f", "-", stdin=json.dumps(widget(spec)))


def edit(change):
    server.kubectl("patch", "widget", "wheel", "--field-manager=kubectl-edit", "--type=merge", "-p", json.dumps({"spec": change}))


def schema_requests(requests):
    return [uri for verb, uri, _ in requests if "openapi" in uri or "customresourcedefinitions" in uri]


def without_openapi(path, headers):
    """Servers before 1.24."""
    return (404, b"404 page not found") if path.startswith("/openapi/v3") else None


def without_any(path, headers):
    if path.startswith("/openapi/v3") or "customresourcedefinitions" in path:
        return (403, json.dumps({"kind": "Status", "message": "schemas are secret"}).encode())
    return None


def garbage(path, headers):
    if "customresourcedefinitions" in path:
        return (500, b"")
    return (200, b'{"components": {"schemas": [') if path.startswith("/openapi/v3/apis/shop") else None


class Schemas(unittest.TestCase):
    def test_defaults_are_no_drift(self):
        filled = copy.deepcopy(DESIRED["spec"])
        filled["parts"][0]["mode"] = "fast"
        apply(filled)
        edit({"limits": {"cpu": "1"}})  # what the server would have filled in
        repository = server.repository("filled", DESIRED)
        for source, address in (("openapi", contextlib.nullcontext()), ("definition", server.proxy(without_openapi))):
            with self.subTest(source), address as url:
                audit = server.audit("--repo", repository, *POLICIES, url=url)
                self.assertEqual(audit.findings("drift"), [], audit.err)
                self.assertEqual(audit.code, 0)

    def test_apply_would_restore_the_order_of_keyed_lists_and_sets(self):
        moved = copy.deepcopy(DESIRED["spec"])
        moved["parts"].reverse()
        moved["tags"].reverse()
        apply(moved)
        audit = server.audit("--repo", server.repository("moved", DESIRED), *POLICIES)
        self.assertEqual([f.split(" default/Widget/wheel ")[1] for f in audit.findings("drift")], [
            'spec.parts [{"name": "hub"}, {"name": "rim", "port": 81}] -> '
            '[{"mode": "fast", "name": "rim", "port": 81}, {"mode": "fast", "name": "hub", "port": 80}]',
            'spec.tags ["red", "blue"] -> ["blue", "red"]'])

    def test_what_differs_is_found_by_the_keys_of_its_list(self):
        apply(DESIRED["spec"])
        changed = copy.deepcopy(DESIRED["spec"])
        changed["parts"] = [{"name": "rim", "port": 81, "mode": "slow"}, {"name": "hub"}, {"name": "nut"}]
        changed["steps"].reverse()
        edit({"parts": changed["parts"], "steps": changed["steps"], "settings": {"b": "y"}})
        audit = server.audit("--repo", server.repository("changed", DESIRED), *POLICIES)
        self.assertEqual([f.split(" default/Widget/wheel ")[1] for f in audit.findings("drift")], [
            'spec.parts[name=nut] nothing -> {"mode": "fast", "name": "nut", "port": 80}',
            'spec.parts[name=rim].mode nothing -> "slow"',
            'spec.parts [{"name": "hub"}, {"name": "rim", "port": 81}] -> [{"mode": "slow", "name": "rim", "port": 81}, '
            '{"mode": "fast", "name": "hub", "port": 80}, {"mode": "fast", "name": "nut", "port": 80}]',
            'spec.settings.b nothing -> "y"',
            'spec.steps[0] "cut" -> "sand"',
            'spec.steps[1] "sand" -> "cut"'])

    def test_a_schema_that_cannot_be_read_is_named_and_what_depends_on_it_is_unknown(self):
        moved = copy.deepcopy(DESIRED["spec"])
        moved["tags"].reverse()
        apply(moved)
        repository = server.repository("blind", DESIRED)
        for change, reason in ((without_any, "HTTP 403: schemas are secret"), (garbage, "the answer cannot be read: ")):
            with self.subTest(reason), server.proxy(change) as url:
                audit = server.audit("--repo", repository, *POLICIES, url=url)
                unread = {u["resource"]: u["reason"] for u in audit.cluster("solo")["unread"]}
                self.assertIn("schema of widgets.shop.example.com", unread)
                self.assertIn(reason, unread["schema of widgets.shop.example.com"])
                self.assertEqual(audit.code, 3, audit.err)
                self.assertEqual({f.split(": ")[0] for f in audit.findings("drift")}, {
                    f"drift.{name} unknown solo default/Widget/wheel because the schema of widgets.shop.example.com could not be read"
                    for name in ("extra", "in-sync")})

    def test_schemas_are_asked_for_when_git_declares_custom_resources_and_only_theirs(self):
        apply(DESIRED["spec"])
        config = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "plain", "namespace": "default"}}
        for name, objects, expected in (
                ("none", [config], []),
                ("some", [config, DESIRED, widget({}, name="other"), widget({}, "v1alpha1", "third")],
                 ["/openapi/v3", "/openapi/v3/apis/shop.example.com/v1?hash", "/openapi/v3/apis/shop.example.com/v1alpha1?hash"])):
            with self.subTest(name):
                with server.recorded() as requests:
                    server.audit("--no-cache", "--repo", server.repository(name, *objects), *POLICIES)
                self.assertEqual(sorted(uri.split("=")[0] for uri in schema_requests(requests)), expected)

    def test_a_capture_has_the_schemas(self):
        moved = copy.deepcopy(DESIRED["spec"])
        moved["tags"].reverse()
        apply(moved)
        flags = ["--repo", server.repository("captured", DESIRED)]
        self.assertEqual(server.run("snapshot", "--context", "solo", *flags, "-o", server.path("capture")).code, 0)
        live = server.audit(*flags, *POLICIES)
        replayed = server.run("audit", "--snapshot", server.path("capture"), "--now", "2026-11-21T08:00:00Z", "-o", "json", *POLICIES)
        self.assertEqual(replayed.report["findings"], live.report["findings"])
        self.assertEqual(replayed.findings("drift.in-sync fail"), [])
        self.assertEqual([u["resource"] for u in replayed.cluster("solo")["unread"]], ["dead.example.com/v1beta1"])


if __name__ == "__main__":
    main()
