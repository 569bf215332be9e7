#!/usr/bin/env python3
"""Ctrl-C, kill and time limits: what was read is reported, the rest is unknown, and nothing is left running."""
import http.server
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

from program import CAPTURE, NOW, PLIMSOLL

ENV = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}


DISCOVERY = {"kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "items": [{"metadata": {}, "versions": [
    {"version": "v1", "resources": [{"resource": name, "responseKind": {"group": "", "version": "v1", "kind": kind}, "scope": "Cluster",
                                     "singularResource": kind.lower(), "verbs": ["get", "list"]}
                                    for name, kind in (("namespaces", "Namespace"), ("configmaps", "ConfigMap"))]}]}]}
ANSWERS = {
    "/version": {"gitVersion": "v1.36.0"},
    "/api": DISCOVERY,
    "/apis": {**DISCOVERY, "items": []},
    "/api/v1/namespaces/kube-system": {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1",
                                       "metadata": {"name": "kube-system", "uid": "u"}},
    "/api/v1/namespaces": {"kind": "NamespaceList", "apiVersion": "v1", "metadata": {}, "items": []},
}


class Slow(http.server.BaseHTTPRequestHandler):
    """An API server that answers everything but the list of ConfigMaps."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        answer = ANSWERS.get(self.path.split("?")[0])
        if not answer:
            self.server.met.set()
            self.server.over.wait()
            return
        body = json.dumps(answer).encode()
        self.send_response(200)
        kind = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList" if self.path in ("/api", "/apis") else "application/json"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class SlowServer:
    def __init__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
        self.server.daemon_threads = True
        self.met = self.server.met = threading.Event()
        self.server.over = threading.Event()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.over.set()
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_port}"


class Stalled:
    """A server that takes connections and never answers; `met` is set with the first."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.met = threading.Event()
        self.kept = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection = self.socket.accept()[0]
            except OSError:
                return
            self.kept.append(connection)
            self.met.set()

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        for connection in self.kept:
            connection.close()

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.socket.getsockname()[1]


class Workspace(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.mkdtemp(prefix="plimsoll-interrupt-")
        self.addCleanup(shutil.rmtree, self.dir)
        self.server = self.make_server()
        self.addCleanup(self.server.close)

    make_server = Stalled

    def write(self, name, text, mode=0o600):
        path = f"{self.dir}/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, mode), "w") as file:
            file.write(text)
        return path

    def sleeper(self, name):
        """A program that tells its number in a file and then takes its time."""
        path = f"{self.dir}/{name}.pid"
        return path, self.write(f"bin/{name}", f"#!/bin/sh\necho $$ > {path}.new\n/bin/mv {path}.new {path}\n/bin/sleep 300\n", 0o700)

    def wait_for(self, path):
        for _ in range(400):
            if os.path.exists(path):
                break
            time.sleep(0.05)

    def assert_gone(self, path):
        with open(path) as file:
            self.assertRaises(ProcessLookupError, os.kill, int(file.read()), 0)

    def fleet(self, user=None, **spec):
        """Two clusters: one of a capture, one that stalls."""
        config = self.write("kubeconfig", json.dumps({
            "apiVersion": "v1", "kind": "Config", "clusters": [{"name": "slow", "cluster": {"server": self.server.url}}],
            "users": [{"name": "slow", "user": user or {}}],
            "contexts": [{"name": "slow", "context": {"cluster": "slow", "user": "slow"}}]}))
        clusters = [{"name": "dev-eu", "snapshot": CAPTURE}, {"name": "slow", "kubeconfig": config}]
        return self.write("plimsoll.yaml", json.dumps({"apiVersion": "plimsoll.dev/v1alpha1", "kind": "Fleet",
                                                       "metadata": {"name": "f"}, "spec": {"clusters": clusters, **spec}}))

    def repository(self):
        """A repository of one kustomization."""
        self.write("repo/kustomization.yaml", "resources: [a.yaml]\n")
        self.write("repo/a.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n")
        git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C", f"{self.dir}/repo"]
        for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"]):
            subprocess.run([*git, *words], check=True)
        return f"{self.dir}/repo"

    def start(self, *arguments):
        """The program in a process group of its own, as a shell starts it."""
        return subprocess.Popen([PLIMSOLL, *arguments], env=ENV, cwd=self.dir, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                universal_newlines=True, start_new_session=True)

    def audit(self, *arguments, **spec):
        return self.start("audit", "-c", self.fleet(**spec), "--now", NOW, "--cache-dir", f"{self.dir}/cache", *arguments)

    def finish(self, child):
        out, err = child.communicate(timeout=30)
        return child.returncode, out, err


class Marked(Workspace):
    def check_marked(self, result):
        code, out, err = result
        self.assertEqual(code, 3, err)
        report = json.loads(out)
        self.assertEqual((report["run"]["interrupted"], report["run"]["reason"]), (True, "interrupted"))
        return report


class HalfRead(Marked):
    """One cluster is read whole, of the other a list is awaited."""

    make_server = SlowServer

    def test_the_first_signal_gives_a_marked_report_of_what_was_read(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                self.server.met.clear()
                child = self.audit("-o", "json")
                self.assertTrue(self.server.met.wait(20))
                time.sleep(0.5)  # what comes from the capture takes a moment too
                os.kill(child.pid, number)
                good, slow = self.check_marked(self.finish(child))["clusters"]
                self.assertEqual(good["state"], "complete")
                self.assertGreater(good["objects"], 100)
                self.assertEqual((slow["state"], slow["unread"]), ("partial", [{"resource": "configmaps", "reason": "interrupted"}]))

    def test_the_run_ends_in_time(self):
        for arguments, spec in ((["--timeout", "2s"], {}), ([], {"limits": {"timeout": "2s"}})):
            with self.subTest(arguments, **spec):
                code, out, err = self.finish(self.audit("-o", "json", *arguments, **spec))
                self.assertEqual(code, 3, err)
                report = json.loads(out)
                reason = "the time for the whole run was up after 2 s"
                self.assertEqual((report["run"]["interrupted"], report["run"]["reason"]), (True, reason))
                self.assertGreater(report["clusters"][0]["objects"], 100)
                self.assertEqual(report["clusters"][1]["unread"], [{"resource": "configmaps", "reason": reason}])


class Signals(Marked):

    def test_the_text_says_so_first(self):
        child = self.audit("--allow-unknown")
        self.assertTrue(self.server.met.wait(20))
        os.kill(child.pid, signal.SIGINT)
        code, out, _ = self.finish(child)
        self.assertEqual(code, 3)
        self.assertEqual(out.splitlines()[0], "Ended early: interrupted. What was not read by then is unknown.")

    def test_the_second_signal_ends_at_once(self):
        child = self.audit("-o", f"json={self.dir}/report.json")
        self.assertTrue(self.server.met.wait(20))
        os.kill(child.pid, signal.SIGSTOP)  # both wait when it goes on
        os.kill(child.pid, signal.SIGINT)
        os.kill(child.pid, signal.SIGTERM)
        os.kill(child.pid, signal.SIGCONT)
        self.assertIn(self.finish(child)[0], (-signal.SIGTERM, -signal.SIGINT))
        self.assertFalse(os.path.exists(f"{self.dir}/report.json"))

    def test_a_renderer_ends_with_it(self):
        pid_file, program = self.sleeper("kustomize")
        child = self.audit("-o", "json", "--kustomize", program, repositories=[{"name": "r", "url": self.repository()}])
        self.wait_for(pid_file)
        os.kill(child.pid, signal.SIGINT)
        report = self.check_marked(self.finish(child))
        self.assert_gone(pid_file)
        self.assertIn("interrupted", report["repositories"][0]["unread"][0]["reason"])
        self.assertEqual({c["state"] for c in report["clusters"]}, {"unreachable"})

    def test_a_credential_plugin_ends_with_it(self):
        pid_file, program = self.sleeper("login")
        child = self.audit("-o", "json", user={"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": program,
                                                        "interactiveMode": "Never"}})
        self.wait_for(pid_file)
        os.kill(child.pid, signal.SIGINT)
        report = self.check_marked(self.finish(child))
        self.assert_gone(pid_file)
        self.assertEqual(report["clusters"][1]["unread"][0]["reason"], "interrupted")

    def test_a_git_fetch_ends_with_it(self):
        child = self.audit("-o", "json", repositories=[{"name": "r", "url": f"{self.server.url}/r.git"}])
        self.assertTrue(self.server.met.wait(20))
        os.kill(child.pid, signal.SIGINT)
        report = self.check_marked(self.finish(child))
        self.assertEqual((report["repositories"][0]["state"], report["repositories"][0]["reason"]),
                         ("unreachable", f"repository '{self.server.url}/r.git': interrupted"))

    def test_an_interrupted_capture_is_none(self):
        child = self.start("snapshot", "-c", self.fleet(), "-o", f"{self.dir}/capture")
        self.assertTrue(self.server.met.wait(20))
        os.kill(child.pid, signal.SIGINT)
        code, _, err = self.finish(child)
        self.assertEqual((code, err.splitlines()[-1]), (3, "plimsoll snapshot: interrupted"))
        self.assertEqual(os.listdir(f"{self.dir}/capture/captures"), [])


class Limits(Workspace):
    def test_a_cluster_that_stalls_does_not_hold_the_others_up(self):
        for arguments, spec in ((["--cluster-timeout", "1s"], {}), ([], {"limits": {"clusterTimeout": "1s"}})):
            with self.subTest(arguments, **spec):
                code, out, err = self.finish(self.audit("-o", "json", *arguments, **spec))
                self.assertEqual(code, 3, err)
                report = json.loads(out)
                good, slow = report["clusters"]
                self.assertNotIn("interrupted", report["run"])
                self.assertGreater(good["objects"], 100)
                self.assertEqual((slow["state"], slow["unread"][0]["reason"]),
                                 ("unreachable", f"the time for '{self.server.url}' was up after 1 s"))

    def test_a_limit_that_is_none_is_a_mistake(self):
        for flag, text, message in (("--timeout", "soon", "'soon' is not a duration; expected the form 36h, 7d or 1h30m"),
                                    ("--cluster-timeout", "25d", "'25d' is longer than 24d"),
                                    ("--max-in-flight", "0", "'0' is not a number from 1 to 1000"),
                                    ("--max-in-flight-total", "x", "'x' is not a number from 1 to 1000")):
            with self.subTest(flag):
                code, _, err = self.finish(self.start("audit", "--snapshot", CAPTURE, flag, text))
                self.assertEqual((code, err), (2, f"plimsoll audit: {flag}: {message}\n"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
