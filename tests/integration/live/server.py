"""One real API server with custom resources and an API whose server is gone; audits of it, also as an old server would answer."""
import contextlib
import http.client
import http.server
import json
import os
import shutil
import ssl
import subprocess
import tempfile
import threading
import urllib.parse

from fleet import NOW, PLIMSOLL, ROOT, TESTBED, Audit

SETUP = """
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: auditor}
rules: [{apiGroups: ['*'], resources: ['*'], verbs: [get, list]}]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: auditor}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: auditor}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: auditor}]
---
apiVersion: v1
kind: Service
metadata: {name: gone, namespace: default}
spec: {ports: [{port: 443}]}
---
apiVersion: apiregistration.k8s.io/v1
kind: APIService
metadata: {name: v1beta1.dead.example.com}
spec:
  {group: dead.example.com, version: v1beta1, groupPriorityMinimum: 100, versionPriority: 100, insecureSkipTLSVerify: true,
   service: {name: gone, namespace: default, port: 443}}
"""

WIDGET_SCHEMA = {
    "type": "object", "description": "A widget.", "properties": {"spec": {"type": "object", "properties": {
        "size": {"type": "integer", "default": 3},
        "mode": {"type": "string"},
        "parts": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name", "port"], "items": {
            "type": "object", "required": ["name"], "properties": {
                "name": {"type": "string"}, "port": {"type": "integer", "default": 80}, "mode": {"type": "string", "default": "fast"}}}},
        "tags": {"type": "array", "x-kubernetes-list-type": "set", "items": {"type": "string"}},
        "steps": {"type": "array", "items": {"type": "string"}},
        "settings": {"type": "object", "x-kubernetes-map-type": "atomic", "additionalProperties": {"type": "string"}},
        "limits": {"type": "object", "default": {}, "properties": {"cpu": {"type": "string", "default": "1"}}}}}}}


def widgets():
    """A CustomResourceDefinition of two versions, of which v1 is preferred."""
    versions = [{"name": name, "served": True, "storage": name == "v1", "schema": {"openAPIV3Schema": WIDGET_SCHEMA},
                 "subresources": {"status": {}}} for name in ("v1alpha1", "v1")]
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "widgets.shop.example.com"},
            "spec": {"group": "shop.example.com", "scope": "Namespaced", "versions": versions,
                     "names": {"plural": "widgets", "singular": "widget", "kind": "Widget"}}}


class Server:
    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="plimsoll-server-")

    def start(self, *flags):
        """flags: of the API server"""
        more = [word for flag in flags for word in ("--api", flag)]
        subprocess.run([f"{ROOT}/hack/testbed/cluster.sh", "up", "solo", self.path("solo"), "control", "--audit-log", *more],
                       check=True)
        with open(self.path("solo/kubeconfig")) as file:
            self.config = file.read().replace("admin-token", "auditor-token").replace("ca.crt", self.path("solo/ca.crt"))
        self.write("kubeconfig", self.config)
        self.url = json.loads(self.kubectl("config", "view", "-o", "json"))["clusters"][0]["cluster"]["server"]
        self.kubectl("apply", "-f", "-", stdin=SETUP)
        self.kubectl("apply", "-f", "-", stdin=json.dumps(widgets()))
        self.kubectl("wait", "--for=condition=Established", "crd/widgets.shop.example.com")
        self.wait_for("/apis", "shop.example.com", "dead.example.com")
        self.wait_for_schemas()

    def stop(self):
        subprocess.run([f"{ROOT}/hack/testbed/cluster.sh", "down", self.path("solo")], check=True)
        shutil.rmtree(self.dir)

    def path(self, name):
        return f"{self.dir}/{name}"

    def write(self, name, text):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(os.open(self.path(name), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
        return self.path(name)

    def kubectl(self, *arguments, stdin=None):
        return subprocess.run([f"{TESTBED}/bin/kubectl", "--kubeconfig", self.path("solo/kubeconfig"), *arguments], check=True,
                              input=stdin, stdout=subprocess.PIPE, universal_newlines=True).stdout

    def wait_for(self, path, *words):
        """Until the server's answer names all of them."""
        for _ in range(300):
            answer = self.kubectl("get", "--raw", path)
            if all(word in answer for word in words):
                return
            threading.Event().wait(0.1)
        raise AssertionError(f"{path} does not name {words}")

    def get(self, path):
        """The status and body of an answer; redirects are not followed."""
        upstream = urllib.parse.urlsplit(self.url)
        connection = http.client.HTTPSConnection(upstream.hostname, upstream.port, context=ssl._create_unverified_context())
        connection.request("GET", path, headers={"Authorization": "Bearer admin-token"})
        response = connection.getresponse()
        answer = (response.status, response.read())
        connection.close()
        return answer

    def wait_for_schemas(self, without="no such word"):
        """Until the index names the documents as they are: for a while after a change it has their former digests."""
        for _ in range(300):
            if without.encode() in self.get("/openapi/v3/apis/shop.example.com/v1")[1]:
                threading.Event().wait(0.1)
                continue
            paths = json.loads(self.get("/openapi/v3")[1])["paths"]
            wanted = [paths.get(f"apis/shop.example.com/{version}", {}).get("serverRelativeURL") for version in ("v1", "v1alpha1")]
            if all(url and self.get(url)[0] == 200 for url in wanted):
                return
            threading.Event().wait(0.1)
        raise AssertionError("the index of schemas does not settle")

    def repository(self, name, *objects):
        """A Git repository with these manifests; returns its path."""
        files = "".join("---\n" + json.dumps(o) + "\n" for o in objects)
        self.write(f"{name}/objects.yaml", files)
        git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C", self.path(name)]
        for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "objects"]):
            subprocess.run([*git, *words], check=True)
        return self.path(name)

    def policy(self, name, group, resource, expression="true"):
        """A directory with one policy, on these kinds, that everything passes."""
        self.write(f"{name}/{name}/policy.yaml", json.dumps({
            "apiVersion": "plimsoll.dev/v1alpha1", "kind": "AuditPolicy", "metadata": {"name": name}, "spec": {
                "title": "Anything", "subject": "object", "severity": "low", "category": "test", "why": "Because.",
                "remediation": "None.", "validations": [{"expression": expression, "message": "never"}],
                "match": {"resourceRules": [{"apiGroups": [group], "resources": [resource]}]}}}))
        return self.path(name)

    def run(self, *arguments, url=None, home=None):
        """The program as the user `auditor`; url: of a proxy in between."""
        config = self.path("kubeconfig")
        if url:
            config = self.write("kubeconfig-proxy", json.dumps({
                "apiVersion": "v1", "kind": "Config", "current-context": "solo", "clusters": [{"name": "solo", "cluster": {"server": url}}],
                "users": [{"name": "auditor", "user": {"token": "auditor-token"}}],
                "contexts": [{"name": "solo", "context": {"cluster": "solo", "user": "auditor"}}]}))
        env = {"PATH": f"{TESTBED}/bin:/usr/bin:/bin", "HOME": home or self.dir, "KUBECONFIG": config,
               **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}
        return Audit(subprocess.run([PLIMSOLL, *arguments], cwd=self.dir, env=env, timeout=120, stdout=subprocess.PIPE,
                                    stderr=subprocess.PIPE, universal_newlines=True))

    def audit(self, *arguments, **options):
        return self.run("audit", "--context", "solo", "--now", NOW, "-o", "json", *arguments, **options)

    def requests(self):
        """[METHOD URI STATUS]... of `auditor`, as the API server tells."""
        with open(self.path("solo/audit.log")) as file:
            entries = [json.loads(line) for line in file]
        return [(e["verb"], e["requestURI"], e.get("responseStatus", {}).get("code")) for e in entries
                if e["user"].get("username") == "auditor"]

    @contextlib.contextmanager
    def recorded(self):
        """The requests that are made within, in a list that is there afterwards."""
        before, made = len(self.requests()), []
        yield made
        made.extend(self.requests()[before:])

    @contextlib.contextmanager
    def proxy(self, change):
        """A plain HTTP server before the real one; change(path, headers) may change the request's headers, or return (status, body[, headers])
        to answer in the server's place. Yields its URL."""
        upstream = urllib.parse.urlsplit(self.url)

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "accept-encoding")}
                answer = change(self.path, headers)
                kind, tag = "application/json", None
                if not answer:
                    connection = http.client.HTTPSConnection(upstream.hostname, upstream.port, context=ssl._create_unverified_context())
                    connection.request("GET", self.path, headers=headers)
                    response = connection.getresponse()
                    answer = (response.status, response.read())
                    kind, tag = response.getheader("Content-Type"), response.getheader("ETag")
                    connection.close()
                self.send_response(answer[0])
                more = answer[2].items() if len(answer) > 2 else ()
                for name, value in (("Content-Type", kind), ("ETag", tag), ("Content-Length", str(len(answer[1]))), *more):
                    if value:
                        self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer[1])

            def log_message(self, *arguments):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
