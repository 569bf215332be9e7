#!/usr/bin/env python3
"""Captures of a real API server: what a second one costs, what an interrupted one leaves, and whether a replay is the live run."""
import concurrent.futures
import http.client
import json
import os
import pathlib
import random
import resource
import shutil
import socket
import ssl
import subprocess
import threading
import urllib.parse
import unittest

from fleet import NOW, PLIMSOLL, contents, main
from server import Server

OBJECTS, THOUSAND = 8000, 1000
server = Server()


def deployment(number):
    labels = {"app.kubernetes.io/name": f"app-{number}", "team": random.Random(number).choice(["shop", "billing", "search"])}
    environment = [{"name": f"SETTING_{i}", "value": str(random.Random(number * 97 + i).getrandbits(64))} for i in range(6)]
    container = {"name": "main", "image": f"registry.example.org/app-{number}:1.{number % 7}.0", "env": environment,
                 "resources": {"limits": {"memory": "64Mi"}, "requests": {"cpu": f"{number % 50 + 1}m"}}}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": f"app-{number}", "namespace": "default", "labels": labels},
            "spec": {"replicas": number % 5, "selector": {"matchLabels": {"app.kubernetes.io/name": f"app-{number}"}},
                     "template": {"metadata": {"labels": labels}, "spec": {"containers": [container]}}}}


def create(numbers):
    at = urllib.parse.urlsplit(server.url)
    connection = http.client.HTTPSConnection(at.hostname, at.port, context=ssl._create_unverified_context())
    for number in numbers:
        connection.request("POST", "/apis/apps/v1/namespaces/default/deployments", json.dumps(deployment(number)),
                           {"Authorization": "Bearer admin-token", "Content-Type": "application/json"})
        response = connection.getresponse()
        assert response.status == 201, response.read()
        response.read()
    connection.close()


def setUpModule():
    unittest.addModuleCleanup(server.stop)
    server.start()
    capture("early")
    create(range(THOUSAND))
    capture("thousand")
    capture("thousand-twice")
    capture("thousand-twice")
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(create, (range(THOUSAND + i, OBJECTS, 4) for i in range(4))))


def capture(directory, *arguments, **options):
    result = server.run("snapshot", "--context", "solo", "--now", NOW, "-o", server.path(directory), *arguments, **options)
    assert result.code == 0, result.err
    return result


def size(directory):
    return sum(path.stat().st_size for path in pathlib.Path(server.path(directory)).rglob("*") if path.is_file())


def verify(directory):
    result = server.run("snapshot", "verify", server.path(directory))
    return result.code, result.out + result.err


def start(directory, **options):
    """A capture that goes on."""
    env = {"PATH": "/usr/bin:/bin", "HOME": server.dir, "KUBECONFIG": server.path("kubeconfig")}
    return subprocess.Popen([PLIMSOLL, "snapshot", "--context", "solo", "--now", NOW, "-o", server.path(directory)], env=env,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, universal_newlines=True, **options)


class Store(unittest.TestCase):
    def test_a_second_capture_of_an_unchanged_cluster_adds_less_than_2_percent(self):
        capture("twice")
        first = size("twice")
        capture("twice")
        added = size("twice") - first
        thousand = size("thousand-twice") / size("thousand") - 1
        print(f"{OBJECTS} objects: first {first} bytes, second {added} bytes, {100 * added / first:.2f} %; {THOUSAND}: {100 * thousand:.2f} %")
        self.assertLess(added, first * 0.01)
        self.assertLess(thousand, 0.02)
        self.assertEqual(verify("twice")[0], 0)

    def test_a_table_of_requests_that_is_damaged_is_told_and_nothing_is_removed(self):
        shutil.copytree(server.path("thousand-twice"), server.path("damaged-table"))
        manifest = json.loads(sorted(pathlib.Path(server.path("damaged-table")).glob("captures/*.json"))[-1].read_text())
        table = manifest["clusters"][0]["table"]["sha256"]
        path = pathlib.Path(server.path("damaged-table"), "objects", table[:2], f"{table}.zst")
        path.write_bytes(path.read_bytes()[:-1])
        code, out = verify("damaged-table")
        self.assertEqual((code, out.count(f"{table}.zst' is damaged")), (1, 2), out)
        for words in (("audit", "--snapshot", server.path("damaged-table")), ("snapshot", "prune", server.path("damaged-table"), "--keep", "1")):
            result = server.run(*words)
            self.assertEqual((result.code, result.out, f"{table}.zst' is damaged" in result.err), (2, "", True), result.err)

    def test_one_changed_object_costs_its_neighbours_alone(self):
        capture("changed")
        first = size("changed")
        server.kubectl("label", "deployment", "app-500", f"touched=n{random.getrandbits(32)}")
        capture("changed")
        self.assertLess(size("changed") - first, first * 0.35)

    def test_captures_at_once_into_one_directory_are_all_whole(self):
        children = [start("at-once") for _ in range(3)]
        self.assertEqual([child.wait() for child in children], [0, 0, 0], [child.stderr.read() for child in children])
        for child in children:
            child.stderr.close()
        code, out = verify("at-once")
        self.assertEqual((code, out.split(",")[0]), (0, "3 captures"))

    def test_each_capture_can_be_named_and_the_newest_is_the_default(self):
        capture("named", "--now", "2026-01-01T00:00:00Z")
        capture("named", "--now", "2026-01-02T00:00:00Z")
        listed = server.run("snapshot", "list", server.path("named")).out.splitlines()
        self.assertEqual([line.split()[1] for line in listed], ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"])
        for path in (server.path("named"), server.path("named/" + listed[0].split()[0])):
            self.assertEqual(server.run("audit", "--snapshot", path, "--now", NOW, "-o", "json").out, server.audit().out)

    def test_pruning_leaves_the_newest_whole(self):
        for day in (1, 2, 3):
            capture("pruned", "--now", f"2026-01-0{day}T00:00:00Z")
        before = server.run("audit", "--snapshot", server.path("pruned"), "--now", NOW, "-o", "json").out
        result = server.run("snapshot", "prune", server.path("pruned"), "--keep", "1")
        self.assertEqual(result.code, 0, result.err)
        self.assertEqual(verify("pruned")[1].split(",")[0], "1 capture")
        self.assertEqual(server.run("audit", "--snapshot", server.path("pruned"), "--now", NOW, "-o", "json").out, before)


class Interrupted(unittest.TestCase):
    """What follows on the capture of the almost empty cluster."""

    def follow(self, name):
        shutil.rmtree(server.path(name), ignore_errors=True)
        shutil.copytree(server.path("early"), server.path(name))
        return server.path(name)

    def test_a_kill_at_any_time_leaves_the_earlier_capture_and_a_store_that_works(self):
        whole = os.listdir(server.path("early/captures"))[0]
        earlier = server.path(f"killed/captures/{whole}")
        self.follow("killed")
        before = server.run("audit", "--snapshot", earlier, "--now", NOW, "-o", "json").out
        times = random.Random(5)
        finished = 0
        for i in range(25):
            self.follow("killed")
            child = start("killed")
            threading.Event().wait(times.uniform(0.0, 1.5))
            child.kill()
            finished += child.poll() == 0
            child.communicate()
            with self.subTest(i):
                self.assertIn(whole, os.listdir(server.path("killed/captures")))
                self.assertEqual(verify("killed")[0], 0, verify("killed"))
        print(f"{finished} of 25 captures were faster than their end")
        capture("killed")
        self.assertEqual(verify("killed")[0], 0)
        self.assertEqual(server.run("audit", "--snapshot", earlier, "--now", NOW, "-o", "json").out, before)
        self.assertEqual(server.run("snapshot", "prune", server.path("killed"), "--keep", "1").code, 0)
        self.assertEqual(list(pathlib.Path(server.path("killed")).rglob("*.tmp")), [])
        self.assertEqual(verify("killed")[0], 0)

    def test_a_disk_that_takes_no_more_is_an_error_that_names_the_file(self):
        self.follow("full")
        child = start("full", restore_signals=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8000, 8000)))
        _, err = child.communicate()
        self.assertEqual(child.returncode, 3, err)
        self.assertRegex(err, r"full/objects/.*: File too large")
        self.assertEqual(verify("full")[0], 0)
        self.assertEqual(verify("full")[1].split(",")[0], "1 capture")


class Replay(unittest.TestCase):
    def test_a_blind_run_is_replayed_as_blind(self):
        """A refused kind, a group that is down, and a cluster that does not answer."""
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]  # nobody listens there

        def refuse(path, headers):
            status = {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 403, "reason": "Forbidden", "message": "no"}
            return (403, json.dumps(status).encode()) if "/configmaps" in path or "/services" in path else None

        with server.proxy(refuse) as url:
            config = server.write("kubeconfig-blind", json.dumps({
                "apiVersion": "v1", "kind": "Config", "users": [{"name": "auditor", "user": {"token": "auditor-token"}}],
                "clusters": [{"name": n, "cluster": {"server": u}} for n, u in (("seen", url), ("gone", f"http://127.0.0.1:{port}"))],
                "contexts": [{"name": n, "context": {"cluster": n, "user": "auditor"}} for n in ("seen", "gone")]}))
            flags = ("--kubeconfig", config, "--context", "seen", "--context", "gone", "--now", NOW)
            live = server.run("audit", *flags, "-o", "json", "--include-passed")
            self.assertEqual(server.run("snapshot", *flags, "-o", server.path("blind")).code, 0)
        replayed = server.run("audit", "--snapshot", server.path("blind"), "--now", NOW, "-o", "json", "--include-passed")
        self.assertEqual((live.code, replayed.code), (3, 3), live.err)
        self.assertIn("403", live.out)
        self.assertIn("dead.example.com", live.out)
        self.assertEqual(live.cluster("gone")["state"], "unreachable")
        self.assertEqual(replayed.out, live.out)

    def test_no_credential_and_no_value_of_a_secret_is_in_a_capture(self):
        server.kubectl("create", "secret", "generic", "card-gate", "--from-literal=key=hunter2hunter2")
        capture("secrets")
        everything = contents(server.path("secrets"))
        self.assertIn(b"card-gate", everything)
        for secret in (b"hunter2", b"aHVudGVyMmh1bnRlcjI", b"auditor-token"):
            self.assertNotIn(secret, everything)


class Damage(unittest.TestCase):
    def test_every_altered_file_is_found_and_named(self):
        shutil.copytree(server.path("early"), server.path("damaged"))
        files = [path for path in pathlib.Path(server.path("damaged")).rglob("*") if path.is_file()]
        for path in random.Random(3).sample(files, 4) + [f for f in files if f.suffix == ".json"]:
            whole = path.read_bytes()
            for name, bytes_ in (("cut", whole[:-1]), ("altered", whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:]), ("empty", b"")):
                with self.subTest(path.suffix, how=name):
                    path.write_bytes(bytes_)
                    code, out = verify("damaged")
                    self.assertEqual(code, 1, out)
                    self.assertIn(str(path), out)
            path.write_bytes(whole)
        self.assertEqual(verify("damaged")[0], 0)


if __name__ == "__main__":
    main()
