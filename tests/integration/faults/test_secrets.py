#!/usr/bin/env python3
"""Secrets are planted wherever the program meets some; then every byte that it leaves is searched for them."""
import base64
import json
import os
import pathlib
import resource
import signal
import subprocess
import time
import unittest

import proxy as proxies
from bed import PROGRAM_PATH, Bed
from fleet import NOW, PLIMSOLL, contents, main

bed = None
TOKEN = "admin-token"  # the one that the server believes
PLANTED = {what: f"planted-{what}-5f2c9e" for what in (
    "bearer", "password", "proxy-password", "url-password", "git-token", "token-file", "exec-token", "exec-variable", "environment",
    "secret-value", "secret-key", "applied-value")}


def setUpModule():
    global bed
    bed = Bed()
    unittest.addModuleCleanup(bed.stop)
    bed.start()
    bed.kubectl("good", "create", "-f", "-", stdin=json.dumps(secret("created", PLANTED["secret-value"])))
    # Leaves its whole input in the annotation of the last applied configuration.
    bed.kubectl("good", "apply", "-f", "-", stdin=json.dumps(secret("applied", PLANTED["applied-value"])))
    annotations = json.loads(bed.kubectl("good", "-n", "shop", "get", "secret", "applied", "-o", "json"))["metadata"]["annotations"]
    assert needles()["applied-value"][1] in json.dumps(annotations).encode()


def secret(name, text):
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name, "namespace": "shop"},
            "data": {"key": base64.b64encode(text.encode()).decode()}}


def needles():
    """{what: [bytes]...}: each secret as it is and as base64 has it at each of the three places in a group."""
    texts = {**PLANTED, "token": TOKEN}
    found = {}
    for what, text in texts.items():
        shifted = [base64.b64encode(b"\0" * shift + text.encode()) for shift in range(3)]
        found[what] = [text.encode()] + [code[4 if shift else 0:-4] for shift, code in enumerate(shifted)]
    key = pathlib.Path(bed.path("client.key"))
    if key.exists():
        found["client key"] = [line.encode() for line in key.read_text().splitlines() if line and "-----" not in line]
    return found


def leaks(data, where):
    return [f"{what} in {where}" for what, texts in needles().items() if any(text in data for text in texts)]


def users():
    """{name: (user, changes of the cluster)}: each kind of credential; what only the error path can show is refused by the server."""
    key, certificate = bed.client_certificate("good", "client")
    bed.write("token-file", PLANTED["token-file"])
    plugin = bed.write("plugin", f"#!/bin/sh\n/usr/bin/env >>{bed.path('plugin-child')}\necho '" + json.dumps({
        "apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential", "status": {"token": PLANTED["exec-token"]}}) + "'\n")
    os.chmod(plugin, 0o700)
    port = proxies.closed_port()
    return {
        "believed": ({"token": TOKEN}, {}),
        "bearer": ({"token": PLANTED["bearer"]}, {}),
        "basic": ({"username": "u", "password": PLANTED["password"]}, {}),
        "key": ({"client-key-data": base64.b64encode(key).decode(),
                 "client-certificate-data": base64.b64encode(certificate).decode()}, {}),
        "file": ({"tokenFile": bed.path("token-file")}, {}),
        "exec": ({"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": plugin, "interactiveMode": "Never",
                           "env": [{"name": "A_TOKEN", "value": PLANTED["exec-variable"]}]}}, {}),
        "proxy": ({"token": PLANTED["bearer"]}, {"proxy-url": f"http://u:{PLANTED['proxy-password']}@127.0.0.1:{port}"}),
        "url": ({"token": PLANTED["bearer"]}, {"server": f"https://u:{PLANTED['url-password']}@127.0.0.1:{port}"}),
        "header": ({"token": PLANTED["bearer"] + "\nX: y"}, {}),
    }


def write_config():
    config = {"apiVersion": "v1", "kind": "Config", "users": [], "clusters": [], "contexts": []}
    for name, (user, changes) in users().items():
        server = {"server": f"https://{bed.address['good']}", "certificate-authority": bed.path("good/ca.crt"), **changes}
        config["users"].append({"name": name, "user": user})
        config["clusters"].append({"name": name, "cluster": server})
        config["contexts"].append({"name": name, "context": {"cluster": name, "user": name}})
    return bed.write("planted", json.dumps(config))


class Secrets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.config = write_config()
        cls.home = bed.path("planted-home")
        cls.kustomize = bed.write("kustomize", f"#!/bin/sh\necho \"kustomize $*\" >>{bed.path('child')}\n"
                                               f"/usr/bin/env >>{bed.path('child')}\necho '[]'\n")
        os.chmod(cls.kustomize, 0o700)
        os.makedirs(cls.home)

    def environment(self):
        return {"PATH": PROGRAM_PATH, "HOME": self.home, "KUBECONFIG": self.config, "CLOUD_SECRET": PLANTED["environment"],
                **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}

    def run_program(self, *arguments):
        run = subprocess.run([PLIMSOLL, *arguments], cwd=self.home, env=self.environment(), timeout=120, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE)
        self.assertEqual(leaks(run.stdout, "the output") + leaks(run.stderr, "standard error"), [], arguments)
        return run

    def contexts(self):
        return [word for name in users() for word in ("--context", name)]

    def git(self):
        return f"https://u:{PLANTED['git-token']}@127.0.0.1:{proxies.closed_port()}/shop.git"

    def test_reports_in_every_form(self):
        for form in ("json", "text"):
            run = self.run_program("audit", *self.contexts(), "--now", NOW, "-v", "--debug", "-o", form, "--repo", bed.path("repo"), "--repo", self.git(),
                                   "--include-passed", "--kustomize", self.kustomize)
            self.assertIn(run.returncode, (2, 3) if form == "text" else (3,), run.stderr)
            if form == "json":
                states = {c["name"]: c["state"] for c in json.loads(run.stdout)["clusters"]}
                self.assertEqual({n for n, s in states.items() if s == "complete"}, {"believed", "key"}, states)

    def test_what_it_starts_knows_no_secret(self):
        bed.write("kustomized/kustomization.yaml", "resources: []\n")
        for words in (["init", "-q"], ["add", "."], ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "k"]):
            subprocess.run(["git", "-C", bed.path("kustomized"), *words], check=True)
        self.run_program("audit", "--context", "believed", "--repo", bed.path("kustomized"), "--kustomize", self.kustomize, "--now", NOW)
        child = pathlib.Path(bed.path("child")).read_bytes()
        self.assertIn(b"kustomize", child)
        self.assertEqual(leaks(child, "a child"), [])

    def test_a_credential_plugin_knows_its_own_secrets_only(self):
        self.run_program("audit", "--context", "exec", "--now", NOW, "-o", "json")
        child = pathlib.Path(bed.path("plugin-child")).read_bytes()
        self.assertIn(f"A_TOKEN={PLANTED['exec-variable']}".encode(), child)
        self.assertEqual(set(leaks(child, "a plugin")) - {"exec-variable in a plugin"}, set())

    def test_captures_and_what_is_made_of_them(self):
        capture = bed.path("planted-capture")
        for context in users():
            self.run_program("snapshot", "--context", context, "--repo", bed.path("repo"), "--now", NOW, "-o", f"{capture}/{context}")
            self.assertEqual(leaks(contents(f"{capture}/{context}"), f"the capture of {context}"), [])
        run = self.run_program("audit", "--snapshot", f"{capture}/believed", "--now", NOW, "-o", "json", "--include-passed")
        self.assertEqual([c["state"] for c in json.loads(run.stdout)["clusters"]], ["complete"])
        self.assertIn(b"registry.example.org/shop/d0", contents(f"{capture}/believed"))

    def test_caches(self):
        self.run_program("audit", *self.contexts(), "--repo", self.git(), "--now", NOW, "-o", "json", "--cache-dir", f"{self.home}/cache")
        self.assertEqual(leaks(contents(self.home), "the home directory"), [])

    def test_usage_errors(self):
        for words in (["--context", "nobody"], ["--context", "believed", "--repo", self.git() + "@@:"],
                      ["--context", "believed", "--contxt", "x"], ["--kubeconfig", "/dev/null", "--context", "bearer"]):
            self.assertIn(self.run_program("audit", *words).returncode, (2, 3))
        broken = bed.write("broken", pathlib.Path(self.config).read_text()[:-40])
        self.assertEqual(self.run_program("audit", "--kubeconfig", broken, "--context", "bearer").returncode, 2)


class Process(unittest.TestCase):
    """While it runs, and when it dies."""

    @classmethod
    def setUpClass(cls):
        cls.config = write_config()

    def start(self):
        """One that waits for a server that stalls."""
        server = bed.case("waits", "^/version$", proxies.FAULTS["stalls"])
        config = bed.config("waits", {"waits": {"server": server, "certificate-authority": bed.path("ca.crt")}})
        unlimited = lambda: resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
        process = subprocess.Popen([PLIMSOLL, "audit", "--context", "waits", "--kubeconfig", config], cwd=bed.path("runs"),
                                   env={"PATH": PROGRAM_PATH, "HOME": bed.dir}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   preexec_fn=unlimited)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        while not bed.proxy.cases["waits"].seen:
            self.assertIsNone(process.poll())
            time.sleep(0.02)
        return process

    def test_its_command_line_has_no_secret(self):
        process = self.start()
        self.assertEqual(leaks(pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes(), "the command line"), [])

    def test_it_leaves_no_core(self):
        process = self.start()
        limits = pathlib.Path(f"/proc/{process.pid}/limits").read_text().splitlines()
        self.assertEqual([line.split()[4] for line in limits if line.startswith("Max core file size")], ["0"])
        process.send_signal(signal.SIGABRT)
        _, status = os.waitpid(process.pid, 0)
        self.assertFalse(os.WCOREDUMP(status))


if __name__ == "__main__":
    main()
