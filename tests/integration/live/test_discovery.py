#!/usr/bin/env python3
"""Which kinds a cluster serves: every form of discovery, groups that are down, kinds under two names."""
import contextlib
import json
import unittest

from fleet import main
from server import Server

server = Server()


def setUpModule():
    unittest.addModuleCleanup(server.stop)
    server.start()


def as_old(path, headers):
    """Servers before 1.26 know nothing of the aggregated form."""
    if path in ("/api", "/apis"):
        headers["Accept"] = "application/json"


def without_the_dead(path, headers):
    """As an old server, without the seconds for which a group that is down is asked again and again."""
    if path.startswith("/apis/dead."):
        return 404, b"404 page not found"
    return as_old(path, headers)


def forms(old=as_old):
    """(name, context manager that gives the URL to use; None: the server's own)"""
    return (("aggregated", contextlib.nullcontext()), ("legacy", server.proxy(old)))


def thing(version, kind, name):
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name, "namespace": "default"}, "spec": {"size": 3}}


def lists(requests):
    return sorted(uri.split("?")[0] for verb, uri, _ in requests if verb == "list")


class FailedGroups(unittest.TestCase):
    def test_a_group_that_is_down_is_named_and_the_rest_is_right(self):
        widget = thing("shop.example.com/v1", "Widget", "wheel")
        server.kubectl("apply", "-f", "-", stdin=json.dumps(widget))
        repository = server.repository("alive", widget)
        for form, address in forms():
            with self.subTest(form), address as url:
                audit = server.audit("--repo", repository, "--policies", "drift.in-sync", "--policies", "drift.missing", url=url)
                self.assertEqual(audit.code, 0, audit.err + audit.out)
                cluster = audit.cluster("solo")
                self.assertEqual([u["resource"] for u in cluster["unread"]], ["dead.example.com/v1beta1"])
                self.assertRegex(cluster["unread"][0]["reason"], "stale" if form == "aggregated" else "HTTP 503: service unavailable")
                self.assertEqual(audit.findings("drift.in-sync", "drift.missing"), [])

    def test_what_git_declares_in_a_group_that_is_down_is_unknown_not_missing(self):
        repository = server.repository("dead", thing("dead.example.com/v1beta1", "Ghost", "boo"))
        for form, address in forms():
            with self.subTest(form), address as url:
                audit = server.audit("--repo", repository, "--policies", "drift.in-sync", "--policies", "drift.missing", url=url)
                self.assertEqual(audit.code, 3, audit.err)
                found = audit.findings("drift.missing")
                self.assertEqual(len(found), 1, found)
                self.assertRegex(found[0], "drift.missing unknown solo because dead.example.com could not be read: ")

    def test_a_policy_on_a_group_that_is_down_is_unknown(self):
        for form, address in forms():
            with self.subTest(form), address as url:
                policies = ["--policy-dir", server.policy("ghosts", "dead.example.com", "ghosts"), "--policies", "ghosts"]
                audit = server.audit(*policies, url=url)
                self.assertEqual(audit.code, 3, audit.err)
                self.assertEqual([f.split(" because ")[0] for f in audit.findings("ghosts")], ["ghosts unknown solo"])


class Kinds(unittest.TestCase):
    def test_both_forms_give_the_same_report(self):
        reports = []
        policies = ["--policy-dir", server.policy("all", "*", "*"), "--policies", "all", "--include-passed"]
        for _, address in forms(without_the_dead):
            with address as url:
                report = server.audit(*policies, url=url).report
                reports.append([f for f in report["findings"] if f["state"] == "pass"])
        self.assertGreater(len(reports[0]), 100)
        self.assertEqual(reports[0], reports[1])

    def test_every_kind_that_can_be_listed_is_listed_once_and_nothing_else(self):
        restless = {"events", "events.events.k8s.io", "leases.coordination.k8s.io", "endpointslices.discovery.k8s.io", "endpoints",
                    "componentstatuses", "controllerrevisions.apps"}
        names = server.kubectl("api-resources", "--verbs=list", "-o", "name").split()
        for form, address in forms(without_the_dead):
            with self.subTest(form), address as url, server.recorded() as requests:
                server.audit("--policy-dir", server.policy("all", "*", "*"), "--policies", "all", url=url)
            listed = lists(requests)
            self.assertEqual(sorted(f"{u.split('/')[-1]}.{u.split('/')[2]}" if u.startswith("/apis/") else u.split("/")[-1] for u in listed),
                             sorted(set(names) - restless))

    def test_the_preferred_version_is_read_unless_git_states_another(self):
        for stated, read in ((None, "v1"), ("v1", "v1"), ("v1alpha1", "v1alpha1")):
            flags = ["--policy-dir", server.policy("widgets", "shop.example.com", "widgets"), "--policies", "widgets"]
            if stated:
                flags += ["--repo", server.repository(f"stated-{stated}", thing(f"shop.example.com/{stated}", "Widget", "wheel"))]
            for form, address in forms(without_the_dead):
                with self.subTest(form, stated=stated), address as url:
                    with server.recorded() as requests:
                        server.audit(*flags, url=url)
                    self.assertEqual([u for u in lists(requests) if "widgets" in u], [f"/apis/shop.example.com/{read}/widgets"])

    def test_events_are_read_of_one_of_their_two_groups(self):
        for group, path in (("*", "/api/v1/events"), ("events.k8s.io", "/apis/events.k8s.io/v1/events")):
            for form, address in forms(without_the_dead):
                with self.subTest(form, group=group), address as url:
                    with server.recorded() as requests:
                        server.audit("--policy-dir", server.policy("events", group, "events"), "--policies", "events", url=url)
                    self.assertEqual([u for u in lists(requests) if "events" in u], [path])


class Requests(unittest.TestCase):
    def test_four_requests_tell_what_a_cluster_is(self):
        with server.recorded() as requests:
            server.audit("--policy-dir", server.policy("widgets", "shop.example.com", "widgets"), "--policies", "widgets")
        self.assertEqual(sorted(uri for verb, uri, _ in requests if verb != "list"), ["/api", "/api/v1/namespaces/kube-system", "/apis", "/version"])


if __name__ == "__main__":
    main()
