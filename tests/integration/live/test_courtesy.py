#!/usr/bin/env python3
"""What a server asks of its clients: to wait, to come one by one, to hear its warnings."""
import json
import threading
import unittest

from fleet import main
from server import Server

server = Server()
DEPRECATED = "shop.example.com/v1 Gadget is deprecated; say \"widget\", not 'gadget'"


def setUpModule():
    unittest.addModuleCleanup(server.stop)
    server.start()


class Warnings(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        versions = [{"name": "v1", "served": True, "storage": True, "deprecated": True, "deprecationWarning": DEPRECATED,
                     "schema": {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}}]
        server.kubectl("apply", "-f", "-", stdin=json.dumps({
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "gadgets.shop.example.com"},
            "spec": {"group": "shop.example.com", "scope": "Namespaced", "versions": versions,
                     "names": {"plural": "gadgets", "singular": "gadget", "kind": "Gadget"}}}))
        server.kubectl("wait", "--for=condition=Established", "crd/gadgets.shop.example.com")
        server.wait_for("/apis/shop.example.com/v1", "gadgets")
        items = [{"apiVersion": "shop.example.com/v1", "kind": "Gadget", "metadata": {"name": f"g{i}", "namespace": "default"}}
                 for i in range(600)]  # of several pages, each with its warning
        server.kubectl("create", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))
        cls.flags = ["--policy-dir", server.policy("gadgets", "shop.example.com", "gadgets"), "--policies", "gadgets"]

    def test_each_is_told_once(self):
        audit = server.audit(*self.flags)
        self.assertEqual(audit.code, 0, audit.err)
        self.assertEqual(audit.cluster("solo")["warnings"], [DEPRECATED])
        self.assertEqual(audit.err.splitlines().count(f"Warning: solo: {DEPRECATED}"), 1)

    def test_a_replay_tells_the_same(self):
        capture = server.path("capture")
        made = server.run("snapshot", "--context", "solo", "-o", capture, *self.flags)
        self.assertEqual(made.code, 0, made.err)
        replay = server.run("audit", "--snapshot", capture, "-o", "json", *self.flags)
        self.assertEqual(replay.cluster("solo")["warnings"], [DEPRECATED])

    def test_without_any_there_is_no_list(self):
        audit = server.audit("--policy-dir", server.policy("nodes", "", "nodes"), "--policies", "nodes")
        self.assertNotIn("warnings", audit.cluster("solo"))
        self.assertNotIn("Warning", audit.err)


class Waiting(unittest.TestCase):
    def busy(self, path, times):
        """A change for server.proxy: refuses this path a few times, as priority and fairness does."""
        lock, left = threading.Lock(), [times]

        def change(asked, headers):
            with lock:
                if asked.startswith(path) and left[0] > 0:
                    left[0] -= 1
                    return 429, b'{"kind": "Status", "message": "too many requests"}', {"Retry-After": "1"}
            return None
        return server.proxy(change)

    def audit(self, url, *arguments):
        return server.audit("--policy-dir", server.policy("maps", "", "configmaps"), "--policies", "maps", *arguments, url=url)

    def test_the_time_is_counted_and_told(self):
        with self.busy("/api/v1/configmaps", 2) as url:
            audit = self.audit(url)
        self.assertEqual(audit.code, 0, audit.err)
        self.assertAlmostEqual(audit.cluster("solo")["throttledSeconds"], 2, delta=0.1)
        with self.busy("/api/v1/configmaps", 1) as url:
            text = server.run("audit", "--context", "solo", "--policy-dir", server.policy("maps", "", "configmaps"), "--policies", "maps", url=url)
        self.assertIn("waited 1.0 s on throttling", text.out)

    def test_a_server_that_never_has_time_is_named(self):
        with self.busy("/api/v1/configmaps", 1000) as url:
            audit = self.audit(url, "--cluster-timeout", "3s")
        self.assertEqual(audit.code, 3, audit.err)
        self.assertIn({"resource": "configmaps", "reason": "HTTP 429: too many requests"}, audit.cluster("solo")["unread"])

    def test_no_more_are_in_flight_than_allowed(self):
        lock, now, most, asked_for = threading.Lock(), [0], [0], []

        def change(asked, headers):
            with lock:
                asked_for.append(asked)
                now[0] += 1
                most[0] = max(most[0], now[0])
            threading.Event().wait(0.02)
            with lock:
                now[0] -= 1
        for flag in ("--max-in-flight", "--max-in-flight-total"):
            with self.subTest(flag), server.proxy(change) as url:
                most[0] = 0
                asked_for.clear()
                server.audit(flag, "2", url=url)
                self.assertGreater(len(asked_for), 20)
                self.assertEqual(most[0], 2)


class Debug(unittest.TestCase):
    def test_each_request_is_a_line_without_secrets_and_goes_by_http_2(self):
        with server.recorded() as requests:
            audit = server.audit("--debug", "--no-cache", "--policy-dir", server.policy("maps", "", "configmaps"), "--policies", "maps")
        lines = [line for line in audit.err.splitlines() if ": GET " in line]
        self.assertEqual(len(lines), len(requests))
        self.assertEqual(lines, [line for line in audit.err.splitlines() if not line.startswith("Warning: ")])
        for line in lines:
            self.assertRegex(line, f"^plimsoll: debug: GET {server.url}/[^ ]*: 200, [0-9]+ bytes, [0-9.]+ s, HTTP/2$")
        self.assertNotRegex(audit.err, "auditor-token|Bearer|Authorization")

    def test_what_is_tried_again_is_told(self):
        with Waiting.busy(self, "/api/v1/configmaps", 1) as url:
            audit = server.audit("--debug", "--policy-dir", server.policy("maps", "", "configmaps"), "--policies", "maps", url=url)
        self.assertRegex(audit.err, r"GET http://127.0.0.1:[0-9]+/api/v1/configmaps\?limit=[0-9]+: 429, again in 1\.0 s\n")

    def test_without_it_there_is_none(self):
        self.assertNotIn("debug", server.audit("--policies", "maps", "--policy-dir", server.policy("maps", "", "configmaps")).err)


if __name__ == "__main__":
    main()
