"""What the benchmarks share: clusters with generated objects, and measured runs of programs."""
import concurrent.futures
import http.client
import itertools
import json
import os
import ssl
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PLIMSOLL = os.environ.get("PLIMSOLL", f"{ROOT}/build/plimsoll")
NAMESPACES = 20
ACCEPTED = (0, 1, 3)  # exit statuses of an audit that ran
KINDS = 4  # of make_objects, equally many


def labels(i):
    return {"app.kubernetes.io/name": f"app-{i}", "app.kubernetes.io/part-of": "bench", "team": f"team-{i % 7}"}


def pod_spec(i):
    probe = {"httpGet": {"path": "/healthz", "port": 8080}}
    return {"containers": [
        {"name": name, "image": f"registry.example.org/bench/{name}-{i % 97}:1.{i % 30}.0",
         "env": [{"name": f"SETTING_{k}", "value": f"value {k} of application {i}"} for k in range(6)],
         "ports": [{"name": "http", "containerPort": 8080}], "readinessProbe": probe, "livenessProbe": probe,
         "resources": {"requests": {"cpu": "50m", "memory": "64Mi"}, "limits": {"memory": "128Mi"}},
         "securityContext": {"allowPrivilegeEscalation": False, "runAsNonRoot": True}}
        for name in ("main", "proxy")]}


def make_objects(count):
    """(path of the collection, object): a quarter each Deployments, Services, ConfigMaps and NetworkPolicies."""
    for i in range((count + KINDS - 1) // KINDS):
        namespace = f"bench-{i % NAMESPACES}"
        meta = {"name": f"app-{i}", "namespace": namespace, "labels": labels(i)}
        yield f"/apis/apps/v1/namespaces/{namespace}/deployments", {
            "apiVersion": "apps/v1", "kind": "Deployment", "metadata": meta,
            "spec": {"replicas": 2, "selector": {"matchLabels": labels(i)},
                     "template": {"metadata": {"labels": labels(i)}, "spec": pod_spec(i)}}}
        yield f"/api/v1/namespaces/{namespace}/services", {
            "apiVersion": "v1", "kind": "Service", "metadata": meta,
            "spec": {"clusterIP": "None", "selector": labels(i), "ports": [{"name": "http", "port": 80, "targetPort": "http"}]}}
        yield f"/api/v1/namespaces/{namespace}/configmaps", {
            "apiVersion": "v1", "kind": "ConfigMap", "metadata": meta,
            "data": {f"key-{k}": f"value {k} of application {i}" for k in range(8)}}
        yield f"/apis/networking.k8s.io/v1/namespaces/{namespace}/networkpolicies", {
            "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": meta,
            "spec": {"podSelector": {"matchLabels": labels(i)}, "policyTypes": ["Ingress"],
                     "ingress": [{"from": [{"podSelector": {"matchLabels": {"team": f"team-{i % 7}"}}}],
                                  "ports": [{"protocol": "TCP", "port": 8080}]}]}}


class Cluster:
    def __init__(self, name, directory):
        self.name, self.dir = name, directory
        subprocess.run([f"{ROOT}/hack/testbed/cluster.sh", "up", name, directory, "control", "--audit-log"], check=True)
        with open(f"{directory}/kubeconfig") as file:
            self.server = file.read().partition('server: "https://')[2].partition('"')[0]

    def down(self):
        subprocess.run([f"{ROOT}/hack/testbed/cluster.sh", "down", self.dir], check=True)

    def post(self, objects):
        connection = http.client.HTTPSConnection(self.server, context=ssl.create_default_context(cafile=f"{self.dir}/ca.crt"))
        for path, obj in objects:
            connection.request("POST", path, json.dumps(obj), {"Authorization": "Bearer admin-token", "Content-Type": "application/json"})
            response = connection.getresponse()
            answer = response.read()
            if response.status not in (201, 409):
                raise SystemExit(f"hack/bench: POST {path}: {response.status} {answer[:200]!r}")

    def get(self, path):
        connection = http.client.HTTPSConnection(self.server, context=ssl.create_default_context(cafile=f"{self.dir}/ca.crt"))
        connection.request("GET", path, headers={"Authorization": "Bearer admin-token"})
        response = connection.getresponse()
        if response.status != 200:
            raise SystemExit(f"hack/bench: GET {path}: {response.status}")
        return json.load(response)

    def wait(self, path):
        """Until the server knows it."""
        for _ in range(300):
            connection = http.client.HTTPSConnection(self.server, context=ssl.create_default_context(cafile=f"{self.dir}/ca.crt"))
            connection.request("GET", path, headers={"Authorization": "Bearer admin-token"})
            if connection.getresponse().status == 200:
                return
            time.sleep(0.1)
        raise SystemExit(f"hack/bench: {path} is not served")

    def fill(self, count):
        """That many objects, those that are there already included."""
        self.post(("/api/v1/namespaces", {"metadata": {"name": f"bench-{i}"}}) for i in range(NAMESPACES))
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(self.post, (itertools.islice(make_objects(count), k, None, 8) for k in range(8))))

    def log_size(self):
        return os.path.getsize(f"{self.dir}/audit.log")

    def requests_since(self, offset):
        """What was asked for: paths and queries, each once, in order."""
        with open(f"{self.dir}/audit.log") as file:
            file.seek(offset)
            entries = (json.loads(line) for line in file)
            return list(dict.fromkeys(e["requestURI"] for e in entries
                                      if e["verb"] in ("get", "list") and e["user"]["username"] == "admin"))

    def cpu_seconds(self):
        """That the API server has used so far."""
        with open(f"{self.dir}/apiserver.pid") as file:
            pid = file.read().strip()
        with open(f"/proc/{pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Run:
    """One run of a program: seconds, cpu (seconds), peak (bytes), code, size of its output, and the output itself if it is kept. It
    counts as memory of the programs that are started after it: those take over ours until they become themselves."""

    def __init__(self, command, accepted=ACCEPTED, keep=False, **options):
        with tempfile.TemporaryFile() as out:
            begin = time.monotonic()
            child = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, **options)
            errors = child.stderr.read().decode(errors="replace")
            _, status, usage = os.wait4(child.pid, 0)
            self.seconds = time.monotonic() - begin
            child.returncode = self.code = os.waitstatus_to_exitcode(status)
            self.cpu, self.peak = usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024
            self.size = out.tell()
            out.seek(0)
            self.output = out.read() if keep else None
        if self.code not in accepted:
            raise SystemExit(f"hack/bench: {' '.join(command)}: exit {self.code}: {errors[-500:]}")


def row(what, figure):
    print(f"{what:<34} {figure}", flush=True)
