"""What the tests of faults run against: two real servers, a proxy before one of them, and the objects on both."""
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../live"))
import http2
import proxy as proxies
from fleet import NOW, PLIMSOLL, ROOT, TESTBED
from server import widgets

TIMEOUT = 5  # seconds of one request, where a fault is an answer that never ends
PROGRAM_PATH = f"{TESTBED}/bin:/usr/bin:/bin"


def deployment(number):
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": f"d{number}", "namespace": "shop"}, "spec": {
        "replicas": 2, "selector": {"matchLabels": {"app": f"d{number}"}}, "template": {
            "metadata": {"labels": {"app": f"d{number}"}},
            "spec": {"containers": [{"name": "main", "image": f"registry.example.org/shop/d{number}:1.0.0"}]}}}}


def named(kind, name, **more):
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name, "namespace": "shop"}, **more}


def widget(*tags):
    return {**named("Widget", "wheel", spec={"tags": tags}), "apiVersion": "shop.example.com/v1"}


def policy(name, group, resource):
    return {"apiVersion": "plimsoll.dev/v1alpha1", "kind": "AuditPolicy", "metadata": {"name": name}, "spec": {
        "title": "Anything", "subject": "object", "severity": "low", "category": "test", "why": "Because.", "remediation": "None.",
        "validations": [{"expression": "true", "message": "never"}],
        "match": {"resourceRules": [{"apiGroups": [group], "resources": [resource]}]}}}


class Bed:
    """Two real servers with the same objects, `good` read directly and `bad` through the proxy; a repository with the manifests."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="plimsoll-faults-")
        self.address = {}

    def path(self, name):
        return f"{self.dir}/{name}"

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(os.open(self.path(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
        return self.path(name)

    def start(self):
        objects = [deployment(i) for i in range(5)] + [named("ConfigMap", f"c{i}", data={"a": "b"}) for i in range(5)]
        # In sync for those who know that its tags are a set.
        declared, objects = objects + [widget("a", "b")], objects + [widget("b", "a")]
        secrets = [named("Secret", f"s{i}", stringData={"a": "b"}) for i in range(3)]
        everything = {"apiVersion": "v1", "kind": "List",
                      "items": [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}, *objects, *secrets]}
        with concurrent.futures.ThreadPoolExecutor() as pool:
            for each in [pool.submit(self.start_cluster, name, everything) for name in ("good", "bad")]:
                each.result()
        self.write("repo/objects.yaml", "".join(f"---\n{json.dumps(o)}\n" for o in declared))
        for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "objects"]):
            subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C", self.path("repo"), *words], check=True)
        for name, group in (("deployments", "apps"), ("configmaps", ""), ("secrets", "")):
            self.write(f"policies/t.{name}/policy.yaml", json.dumps(policy(f"t.{name}", group, name)))
        self.proxy = proxies.Proxy(self.dir, self.address["bad"], "admin-token")
        self.connections = proxies.connections(self.proxy)
        self.frames = http2.Proxy(self.address["bad"], self.proxy.good)
        self.healthy = self.audit("healthy", self.case("healthy", "^$", None))

    def start_cluster(self, name, everything):
        subprocess.run([f"{ROOT}/hack/testbed/cluster.sh", "up", name, self.path(name), "control"], check=True)
        self.kubectl(name, "create", "-f", "-", stdin=json.dumps(widgets()))
        self.wait_for(name, "/apis", "shop.example.com")
        self.wait_for(name, "/openapi/v3", "apis/shop.example.com/v1")
        self.kubectl(name, "create", "-f", "-", stdin=json.dumps(everything))
        server = json.loads(self.kubectl(name, "config", "view", "-o", "json"))["clusters"][0]["cluster"]["server"]
        self.address[name] = server.partition("://")[2]

    def stop(self):
        self.proxy.close()
        self.frames.close()
        for name in self.address:
            subprocess.run([f"{ROOT}/hack/testbed/cluster.sh", "down", self.path(name)], check=True)
        shutil.rmtree(self.dir)

    def kubectl(self, name, *arguments, stdin=None):
        return subprocess.run([f"{TESTBED}/bin/kubectl", "--kubeconfig", self.path(f"{name}/kubeconfig"), *arguments], check=True,
                              input=stdin, stdout=subprocess.PIPE, universal_newlines=True).stdout

    def wait_for(self, name, path, word):
        """Until the server's answer has it."""
        for _ in range(600):
            if word in self.kubectl(name, "get", "--raw", path):
                return
            time.sleep(0.1)
        raise AssertionError(f"{path} of {name} does not name {word}")

    def case(self, identity, pattern, fault, accept=None, host="127.0.0.1"):
        """The address of a server that has the fault."""
        self.proxy.cases[identity] = proxies.Case(pattern, fault, accept)
        return f"https://{host}:{self.proxy.port}/{identity}"

    def config(self, identity, clusters):
        """A kubeconfig with a context for each."""
        return self.write(f"runs/{identity}", json.dumps({
            "apiVersion": "v1", "kind": "Config", "users": [{"name": "admin", "user": {"token": "admin-token"}}],
            "clusters": [{"name": n, "cluster": c} for n, c in clusters.items()],
            "contexts": [{"name": n, "context": {"cluster": n, "user": "admin"}} for n in clusters]}))

    def client_certificate(self, name, file):
        """(key, certificate), PEM, of an administrator of the cluster."""
        path = self.path(file)
        self.proxy.openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", "/O=system:masters/CN=admin", "-keyout", f"{path}.key",
                           "-out", f"{path}.csr")
        self.proxy.openssl("x509", "-req", "-in", f"{path}.csr", "-CA", self.path(f"{name}/ca.crt"), "-CAkey",
                           self.path(f"{name}/tls.key"), "-CAcreateserial", "-days", "2", "-out", f"{path}.crt")
        with open(f"{path}.key", "rb") as key, open(f"{path}.crt", "rb") as certificate:
            return key.read(), certificate.read()

    def fleet(self, identity, clusters, limits):
        """A Fleet document with a cluster for each context. limits: of one cluster, {name: limits}; others have a minute, in which
        a server answers on the busiest machine: what is late there is no fault of ours."""
        return self.write(f"runs/{identity}.yaml", json.dumps({
            "apiVersion": "plimsoll.dev/v1alpha1", "kind": "Fleet", "metadata": {"name": "faults"}, "spec": {
                "environments": [{"name": n, "match": {"cluster": n}} for n in clusters],
                "clusters": [{"name": n, **({"limits": limits[n]} if n in limits else {})} for n in clusters],
                "repositories": [{"name": "repo", "url": self.path("repo")}]}}))

    def audit(self, identity, server, timeout=None, others=None):
        """(exit status, report or None, standard error). timeout: seconds of one request to `bad`;
        others: more clusters than `good` and `bad`, as a kubeconfig has them"""
        clusters = {"good": {"server": f"https://{self.address['good']}", "certificate-authority": self.path("good/ca.crt")},
                    **(others or {}), "bad": {"server": server, "certificate-authority": self.path("ca.crt")}}
        fleet = self.fleet(identity, clusters, {"bad": {"requestTimeout": f"{timeout}s"}} if timeout else {})
        env = {"PATH": PROGRAM_PATH, "HOME": self.path(f"homes/{identity}"), "KUBECONFIG": self.config(identity, clusters),
               **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}
        # A time that only a run reaches which never ends.
        run = subprocess.run([
            PLIMSOLL, "audit", "--fleet", fleet, "--policy-dir", self.path("policies"), "--now", NOW, "-o", "json", "--include-passed",
            "--fail-on", "never"], cwd=self.path("runs"), env=env, timeout=600, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            universal_newlines=True)
        report = json.loads(run.stdout) if run.stdout.startswith("{") else None
        return run.returncode, report, run.stderr
