"""The door of a real API server: what it says of thousands of objects that are created with dryRun=All, and nothing is kept.

    with Door() as door:
        door.create([namespace])                              # for good: what the questions need
        for answer in door.ask([pod, deployment]):            # the same order; nothing is created
            answer.allowed, answer.message, answer.object     # the object as defaults and the server complete it
"""
import concurrent.futures
import contextlib
import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
TESTBED = os.environ.get("PLIMSOLL_TESTBED", os.path.expanduser("~/.cache/plimsoll-testbed"))
SKIPPED = 77
AT_ONCE = 6  # connections: enough to keep two cores busy
AGGREGATED = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"


class Answer:
    """What the server said: the HTTP status, its whole document, the warnings of the headers."""

    def __init__(self, response):
        self.code = response.status
        self.body = json.loads(response.read() or b"{}")
        self.warnings = [unquoted(text) for text in response.headers.get_all("Warning") or []]

    @property
    def allowed(self):
        return self.code in (200, 201)

    @property
    def message(self):
        """Why not; empty when it is allowed."""
        return "" if self.allowed else self.body.get("message", "")

    @property
    def reason(self):
        return "" if self.allowed else self.body.get("reason", "")

    @property
    def object(self):
        return self.body if self.allowed else None


def unquoted(warning):
    """The text of a Warning header: 299 - "text"."""
    text = warning.encode("latin-1").decode()
    return re.sub(r"(?s)\\(.)", r"\1", text[text.index('"') + 1:text.rindex('"')])


class Door:
    """An API server of its own with etcd, on loopback. flags: more of the API server's; tier: as hack/testbed/cluster.sh has it."""

    def __init__(self, *flags, tier="control"):
        self.flags = flags
        self.tier = tier
        self.dir = None
        self.resources = {}  # (apiVersion, kind): (plural, namespaced)

    def __enter__(self):
        self.dir = tempfile.mkdtemp(prefix="plimsoll-door-")
        # Pods are asked about in namespaces that have no service accounts: nothing makes those here.
        flags = ["--disable-admission-plugins=ServiceAccount", *self.flags]
        try:
            subprocess.run([f"{ROOT}/hack/testbed/cluster.sh", "up", "door", f"{self.dir}/door", self.tier,
                            *(word for flag in flags for word in ("--api", flag))], check=True)
            with open(f"{self.dir}/door/kubeconfig") as file:
                address = file.read().split("https://")[1].split('"')[0]
            self.host, _, self.port = address.rpartition(":")
            self.context = ssl.create_default_context(cafile=f"{self.dir}/door/ca.crt")
            self.discover()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        subprocess.run([f"{ROOT}/hack/testbed/cluster.sh", "down", f"{self.dir}/door"], check=False)
        shutil.rmtree(self.dir, ignore_errors=True)

    def connect(self):
        connection = http.client.HTTPSConnection(self.host, int(self.port), context=self.context, timeout=60)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return contextlib.closing(connection)

    def request(self, method, path, body=None, accept="application/json"):
        """One request over a connection of its own. body: an object, or a document of YAML"""
        with self.connect() as connection:
            return self.send(connection, method, path, body, accept)

    @staticmethod
    def send(connection, method, path, body, accept="application/json"):
        headers = {"Authorization": "Bearer admin-token", "Accept": accept,
                   "Content-Type": "application/yaml" if isinstance(body, str) else "application/json"}
        data = body.encode() if isinstance(body, str) else None if body is None else json.dumps(body).encode()
        connection.request(method, path, data, headers)
        return Answer(connection.getresponse())

    def discover(self):
        """Learns which kinds there are; again after a CustomResourceDefinition was created."""
        for path in ("/api", "/apis"):
            for group in self.request("GET", path, accept=AGGREGATED).body["items"]:
                name = group["metadata"].get("name", "")
                for version in group["versions"]:
                    for resource in version.get("resources", []):
                        key = (f"{name}/{version['version']}".lstrip("/"), resource["responseKind"]["kind"])
                        self.resources.setdefault(key, (resource["resource"], resource["scope"] == "Namespaced"))

    def wait_for(self, api_version, kind):
        """Until the server serves that kind."""
        for _ in range(300):
            self.discover()
            if (api_version, kind) in self.resources:
                return
            time.sleep(0.1)
        raise AssertionError(f"{api_version} {kind} is not served")

    def namespaced(self, obj):
        return self.resources[obj["apiVersion"], obj["kind"]][1]

    def path(self, obj):
        """Where such an object is created."""
        plural, namespaced = self.resources[obj["apiVersion"], obj["kind"]]
        root = "/apis/" if "/" in obj["apiVersion"] else "/api/"
        space = f"/namespaces/{obj['metadata'].get('namespace', 'default')}" if namespaced else ""
        return f"{root}{obj['apiVersion']}{space}/{plural}"

    def post(self, obj, query=""):
        return self.request("POST", self.path(obj) + query, obj)

    def create(self, objects):
        """Creates them, in this order; each must be accepted. Returns the answers."""
        answers = []
        for obj in objects:
            answers.append(self.post(obj))
            if not answers[-1].allowed:
                raise AssertionError(f"{obj['kind']} {obj['metadata'].get('name')}: {answers[-1].message}")
        return answers

    def ask(self, objects):
        """The answers to dry-run creates of the objects, in their order. Nothing is created. Fields that the server does not know are
        errors."""
        answers = [None] * len(objects)
        todo = iter(enumerate(objects))

        def work(_):
            with self.connect() as connection:
                for i, obj in todo:
                    answers[i] = self.send(connection, "POST", self.path(obj) + "?dryRun=All&fieldValidation=Strict", obj)

        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            for _ in pool.map(work, range(AT_ONCE)):
                pass  # but for what went wrong
        return answers

    def until(self, obj, met):
        """Asks about one object until met(answer): policies, and labels of namespaces, take effect a moment after they are made."""
        for _ in range(300):
            answer = self.post(obj, "?dryRun=All")
            if met(answer):
                return
            time.sleep(0.1)
        raise AssertionError(f"the server still says {answer.code} {answer.message!r} of {obj['metadata'].get('name')}")


def main(*programs):
    """Runs the tests of the script; says so when there is no API server to run them against."""
    for program in ("kube-apiserver", "etcd", "kubectl", *programs):
        if not os.access(f"{TESTBED}/bin/{program}", os.X_OK):
            print(f"skipped: no bin/{program} in {TESTBED}; hack/testbed/build.sh core builds it")
            sys.exit(SKIPPED)
    unittest.main(module="__main__", verbosity=2)
