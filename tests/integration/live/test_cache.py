#!/usr/bin/env python3
"""Discovery and OpenAPI on disk: cheaper, never different."""
import json
import os
import pathlib
import subprocess
import unittest

from fleet import NOW, PLIMSOLL, contents, main
from server import Server, widgets

server = Server()
POLICIES = ("--policies", "drift.*")
WIDGET = {"apiVersion": "shop.example.com/v1", "kind": "Widget", "metadata": {"name": "wheel", "namespace": "default"}, "spec": {"size": 1}}


def setUpModule():
    unittest.addModuleCleanup(server.stop)
    server.start()
    server.kubectl("apply", "-f", "-", stdin=json.dumps(WIDGET))
    server.flags = ["--repo", server.repository("shop", WIDGET), *POLICIES]


def answers(requests):
    """{path: status} of what a cache has to do with; 304: it has not changed."""
    return {uri.split("?")[0]: code for _, uri, code in requests if uri in ("/api", "/apis") or uri.startswith("/openapi")}


class Cache(unittest.TestCase):
    def setUp(self):
        self.home = server.path(self.id())
        os.makedirs(self.home)
        self.clusters = pathlib.Path(self.home, ".cache/plimsoll/clusters")

    def audit(self, *flags):
        with server.recorded() as requests:
            audit = server.audit(*server.flags, *flags, home=self.home)
        self.assertEqual(audit.code, 1 if audit.report and audit.findings("drift") else 0, audit.err)
        return audit, answers(requests)

    def test_a_second_run_is_the_same_and_is_sent_nothing_twice(self):
        first, asked = self.audit()
        self.assertEqual(asked, {"/api": 200, "/apis": 200, "/openapi/v3": 200, "/openapi/v3/apis/shop.example.com/v1": 200})
        second, asked = self.audit()
        self.assertEqual(asked, {"/api": 304, "/apis": 304, "/openapi/v3": 200})
        self.assertEqual(first.out, second.out)
        self.assertEqual(oct(self.clusters.stat().st_mode)[-3:], "700")
        self.assertEqual({oct(f.stat().st_mode)[-3:] for f in self.clusters.iterdir()}, {"600"})
        for file in self.clusters.iterdir():
            self.assertNotIn(b"auditor", file.read_bytes())

    def test_without_a_cache_nothing_is_kept(self):
        cached, _ = self.audit()
        for flags in (["--no-cache"], ["--cache-dir", ""]):
            with self.subTest(flags):
                audit, asked = self.audit(*flags)
                self.assertEqual(set(asked.values()), {200})
                self.assertEqual(audit.out, cached.out)
        self.assertEqual(len(list(self.clusters.iterdir())), 3)

    def test_a_new_kind_is_known_at_once(self):
        self.audit()
        changed = widgets()
        changed["metadata"]["name"] = "gadgets.shop.example.com"
        changed["spec"]["names"] = {"plural": "gadgets", "singular": "gadget", "kind": "Gadget"}
        server.kubectl("apply", "-f", "-", stdin=json.dumps(changed))
        try:
            server.kubectl("wait", "--for=condition=Established", "crd/gadgets.shop.example.com")
            server.wait_for("/apis/shop.example.com/v1", "gadgets")
            with server.recorded() as requests:
                server.audit("--policy-dir", server.policy("gadgets", "shop.example.com", "gadgets"), "--policies", "gadgets", home=self.home)
            self.assertIn("/apis/shop.example.com/v1/gadgets", [uri.split("?")[0] for _, uri, _ in requests])
        finally:
            server.kubectl("delete", "crd", "gadgets.shop.example.com")
            server.wait_for_schemas(without="Gadget")

    def test_damaged_files_are_replaced(self):
        first, _ = self.audit()
        for damage in (lambda b: b[:-1], lambda b: b"", lambda b: b.replace(b"widgets", b"gadgets"), lambda b: b"\0" * len(b)):
            for file in self.clusters.iterdir():
                file.write_bytes(damage(file.read_bytes()) + b"x")
            audit, asked = self.audit()
            self.assertEqual(set(asked.values()), {200})
            self.assertEqual(audit.out, first.out)
        self.assertEqual(self.audit()[1]["/apis"], 304)

    def test_a_capture_has_the_answers_and_not_that_they_are_unchanged(self):
        live, _ = self.audit()
        for name in ("cold", "warm"):
            flags = ["--no-cache"] if name == "cold" else []
            capture = server.run("snapshot", "--context", "solo", *server.flags[:2], "--now", NOW, "-o", server.path(f"{self.id()}/{name}"),
                                 *flags, home=self.home)
            self.assertEqual(capture.code, 0, capture.err)
            replayed = server.run("audit", "--snapshot", server.path(f"{self.id()}/{name}"), "--now", NOW, "-o", "json", *POLICIES, home=self.home)
            self.assertEqual(replayed.report["findings"], live.report["findings"])
            self.assertEqual([u["resource"] for u in replayed.cluster("solo")["unread"]], ["dead.example.com/v1beta1"])
        captured = contents(pathlib.Path(self.home, "warm"))
        self.assertIn(b'"status":200', captured)
        self.assertNotIn(b'"status":304', captured)

    def test_many_runs_at_once_share_it(self):
        expected, _ = self.audit("--no-cache")
        env = {"PATH": "/usr/bin:/bin", "HOME": self.home, "KUBECONFIG": server.path("kubeconfig")}
        command = [PLIMSOLL, "audit", "--context", "solo", "--now", NOW, "-o", "json", "-q", *server.flags]
        runs = [subprocess.Popen(command, env=env, cwd=server.dir, stdout=subprocess.PIPE, universal_newlines=True) for _ in range(6)]
        self.assertEqual({run.communicate(timeout=60)[0] for run in runs}, {expected.out})
        self.assertEqual(len(list(self.clusters.iterdir())), 3)


if __name__ == "__main__":
    main()
