#!/usr/bin/env python3
"""Lists that expire between their pages: etcd forgets the state that they began with."""
import collections
import json
import re
import unittest
import urllib.request

from fleet import main
from server import Server

server = Server()
COUNT = 700  # more than two pages


def setUpModule():
    unittest.addModuleCleanup(server.stop)
    server.start("--watch-cache=false")  # the cache would answer from memory for a while
    items = [{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": f"c-{i:04}", "namespace": "default"}, "data": {"k": "v" * 4000}}
             for i in range(COUNT)]
    server.kubectl("create", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List", "items": items}))
    server.kubectl("delete", "apiservice", "v1beta1.dead.example.com")
    # It looks at more than metadata, which fit into fewer pages.
    server.policies = server.policy("any", "", "configmaps", "has(object.data) || true")


def etcd(path, body):
    with open(server.path("solo/etcd.pid")) as file:
        with open(f"/proc/{file.read().strip()}/cmdline") as command:
            url = re.search(r"--listen-client-urls\0([^\0]+)", command.read()).group(1)
    with urllib.request.urlopen(urllib.request.Request(f"{url}/v3/kv/{path}", json.dumps(body).encode())) as answer:
        return json.load(answer)


def compact():
    """Only the present is left."""
    server.kubectl("annotate", "namespace", "default", "touched=now", "--overwrite")
    server.kubectl("annotate", "namespace", "default", "touched-", "--overwrite")
    etcd("compaction", {"revision": etcd("range", {"key": "AA=="})["header"]["revision"], "physical": True})


class Expired(unittest.TestCase):
    def audit(self, before_page):
        """before_page(number) is called before page `number` of the ConfigMaps is asked for, from 1 on; may answer in its place."""
        pages = []

        def change(path, headers):
            if "/configmaps?" in path and "continue=" in path:
                pages.append(path)
                return before_page(len(pages))
            return None

        with server.proxy(change) as url:
            audit = server.audit("--policy-dir", server.policies, "--policies", "any", "--include-passed", url=url)
        self.assertGreater(len(pages), 1)
        return audit

    def judged(self, audit):
        names = collections.Counter(f["object"]["name"] for f in audit.report["findings"] if f["state"] == "pass")
        self.assertEqual([name for name, times in names.items() if times > 1], [])
        return [name for name in sorted(names) if name.startswith("c-")]

    def unread(self, audit):
        return {u["resource"]: u["reason"] for u in audit.cluster("solo")["unread"]}

    def test_the_rest_is_read_with_the_token_in_the_refusal_and_the_list_is_marked(self):
        with server.recorded() as requests:
            audit = self.audit(lambda number: compact() if number == 1 else None)
        self.assertEqual(list(self.unread(audit)), ["configmaps"])
        self.assertIn("resumed at a newer state", self.unread(audit)["configmaps"])
        self.assertEqual(len(self.judged(audit)), COUNT)
        self.assertEqual((audit.code, audit.cluster("solo")["state"]), (3, "partial"))
        refused = [uri for verb, uri, code in requests if code == 410 and "/configmaps" in uri]
        self.assertEqual(len(refused), 1)

    def test_without_a_token_the_list_begins_anew_and_nothing_is_judged_twice(self):
        gone = (410, json.dumps({"kind": "Status", "apiVersion": "v1", "reason": "Expired", "message": "too old", "code": 410}).encode())
        audit = self.audit(lambda number: gone if number == 2 else None)
        self.assertIn("begun anew at a newer state", self.unread(audit)["configmaps"])
        self.assertEqual(len(self.judged(audit)), COUNT)
        self.assertEqual(audit.code, 3)

    def test_a_list_begins_anew_once(self):
        gone = (410, json.dumps({"kind": "Status", "apiVersion": "v1", "reason": "Expired", "message": "too old", "code": 410}).encode())
        audit = self.audit(lambda number: gone if number >= 1 else None)
        self.assertEqual((audit.code, list(self.unread(audit))), (3, ["configmaps"]))
        self.assertLess(len(self.judged(audit)), COUNT)

    def test_no_list_is_ever_asked_for_without_a_limit(self):
        with server.recorded() as requests:
            self.audit(lambda number: compact() if number == 1 else None)
        self.assertEqual([uri for verb, uri, _ in requests if verb == "list" and "limit=" not in uri], [])

    def test_without_compaction_the_list_is_whole(self):
        audit = self.audit(lambda number: None)
        self.assertEqual(self.unread(audit), {})
        self.assertEqual(len(self.judged(audit)), COUNT)


if __name__ == "__main__":
    main()
