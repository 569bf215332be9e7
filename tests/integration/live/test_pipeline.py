#!/usr/bin/env python3
"""Two clusters, one of which withholds an answer until the other has been asked everything: neither waits for the other."""
import contextlib
import json
import threading
import unittest

from fleet import NOW, main
from server import Server

PATIENCE = 25  # seconds, less than the program has for any answer: it never runs out when nothing is wrong
WIDGET = {"apiVersion": "shop.example.com/v1", "kind": "Widget", "metadata": {"name": "one", "namespace": "default"}, "spec": {}}
server = Server()


def setUpModule():
    unittest.addModuleCleanup(server.stop)
    server.start()


class Gate:
    """Holds an answer back until all of `wanted` was asked for elsewhere."""

    def __init__(self, held, wanted):
        self.held, self.wanted = held, wanted
        self.asked, self.lock = [], threading.Lock()
        self.open = threading.Event()
        self.opened = None  # whether it was, when the answer that is held back went out

    def note(self, path, headers):
        with self.lock:
            self.asked.append(path)
            if self.wanted <= set(self.asked):
                self.open.set()

    def hold(self, path, headers):
        if self.held and path.startswith(self.held):
            opened = self.open.wait(PATIENCE)
            self.opened = opened if self.opened is None else self.opened and opened


def kubeconfig(urls):
    return server.write("two", json.dumps({
        "apiVersion": "v1", "kind": "Config", "users": [{"name": "auditor", "user": {"token": "auditor-token"}}],
        "clusters": [{"name": name, "cluster": {"server": url}} for name, url in urls.items()],
        "contexts": [{"name": name, "context": {"cluster": name, "user": "auditor"}} for name in urls]}))


class Pipeline(unittest.TestCase):
    def audit(self, gate):
        """Of both, through proxies; and what was said of them, but for where they were."""
        with contextlib.ExitStack() as stack:
            urls = {"held": stack.enter_context(server.proxy(gate.hold)), "quick": stack.enter_context(server.proxy(gate.note))}
            audit = server.run("audit", "--kubeconfig", kubeconfig(urls), "--context", "held", "--context", "quick", "--no-cache",
                               "--repo", server.repository(f"repository-{id(gate)}", WIDGET), "--now", NOW, "-o", "json")
        text = audit.out
        for name, url in urls.items():
            text = text.replace(url, name)
        report = json.loads(text)
        for cluster in report["clusters"]:
            self.assertEqual(cluster["state"], "partial", cluster)  # the server has an API whose own server is gone
        return {key: report[key] for key in ("clusters", "findings", "summary")}

    def test_a_cluster_is_asked_everything_while_another_withholds_an_answer(self):
        free = Gate(None, set())
        expected = self.audit(free)
        self.assertGreater(len(free.asked), 10)
        for held in ("/version", "/apis", "/openapi/v3", "/api/v1/namespaces?", "/api/v1/pods?"):
            with self.subTest(held):
                gate = Gate(held, set(free.asked))
                report = self.audit(gate)
                self.assertIs(gate.opened, True)
                self.assertEqual(sorted(gate.asked), sorted(free.asked))
                self.assertEqual(report["clusters"], expected["clusters"])
                self.assertEqual(report["summary"], expected["summary"])


if __name__ == "__main__":
    main()
