"""The example fleet on real API servers, and audits of it."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
PLIMSOLL = os.environ.get("PLIMSOLL", f"{ROOT}/build/plimsoll")
TESTBED = os.environ.get("PLIMSOLL_TESTBED", os.path.expanduser("~/.cache/plimsoll-testbed"))
NOW = "2026-11-21T08:00:00Z"  # the day after the last commit of the example's repository
SKIPPED = 77


class Audit:
    """What one run of the program left: exit code, report (of `-o json`), and both outputs."""

    def __init__(self, result):
        self.code = result.returncode
        self.out = result.stdout
        self.err = result.stderr
        self.report = json.loads(self.out) if self.out.lstrip().startswith("{") else None

    def findings(self, *prefixes):
        """The findings as a sorted list of texts: POLICY STATE CLUSTER OBJECT FIELD EXPECTED -> ACTUAL."""
        return sorted(describe(f) for f in self.report["findings"] if not prefixes or f["policy"].startswith(prefixes))

    def cluster(self, name):
        return next(c for c in self.report["clusters"] if c["name"] == name)


def describe(finding):
    obj = finding.get("object")
    what = "/".join([obj.get("namespace", ""), obj["kind"], obj["name"]]).lstrip("/") if obj else finding.get("application", "")
    words = [finding["policy"], finding["state"], finding.get("cluster", "-"), what, finding.get("field", "")]
    if finding["state"] in ("unknown", "error"):
        words.append("because " + finding["reason"])
    if "expected" in finding or "actual" in finding:
        words.append(f"{text(finding, 'expected')} -> {text(finding, 'actual')}")
    return " ".join(w for w in words if w)


def text(finding, key):
    return json.dumps(finding[key], sort_keys=True) if key in finding else "nothing"


class Fleet:
    """Three clusters and their repository, undamaged (hack/example/up). $PLIMSOLL_LIVE names the directory of some that run
    already, `--undamaged --audit-log`, and are left running: for those who write these tests."""

    def __init__(self):
        self.dir = os.environ.get("PLIMSOLL_LIVE") or tempfile.mkdtemp(prefix="plimsoll-live-")
        self.started = False

    def start(self):
        if "PLIMSOLL_LIVE" in os.environ:
            return
        self.started = True
        subprocess.run([f"{ROOT}/hack/example/up", self.dir, "--undamaged", "--audit-log"], check=True, stdout=subprocess.DEVNULL)

    def stop(self):
        if self.started:
            subprocess.run([f"{ROOT}/hack/example/down", self.dir], check=True)
            shutil.rmtree(self.dir)

    def path(self, name):
        return f"{self.dir}/{name}"

    def kubectl(self, environment, *arguments, stdin=None):
        """As an administrator."""
        return subprocess.run([f"{TESTBED}/bin/kubectl", "--kubeconfig", self.path(f"{environment}/kubeconfig"), *arguments],
                              check=True, input=stdin, stdout=subprocess.PIPE, universal_newlines=True).stdout

    def deploy(self, environment):
        """What the pipeline does: everything of Git is applied again."""
        flags = ["--server-side", "--force-conflicts", "--field-manager=pipeline"] if environment == "prod" else []
        subprocess.run([f"{ROOT}/hack/example/apply", self.path(f"{environment}/kubeconfig"), self.path("shop.git"), environment, *flags],
                       check=True)

    def tree(self, path):
        """A file of the repository."""
        return f"{ROOT}/hack/example/shop/{path}"

    def run_pods(self, environment, build=None):
        """What kubelets do. build: IMAGE=BUILD, as of hack/testbed/pods.py"""
        flags = ["--build", build] if build else []
        subprocess.run([f"{ROOT}/hack/testbed/pods.py", self.path(f"{environment}/kubeconfig"), *flags], check=True)

    def run(self, *arguments, kubeconfig=None, cwd=None):
        """The program, in a directory with plimsoll.yaml, as the user `auditor`."""
        env = {"PATH": f"{TESTBED}/bin:/usr/bin:/bin", "HOME": self.dir, "KUBECONFIG": kubeconfig or self.path("kubeconfig"),
               **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}
        result = subprocess.run([PLIMSOLL, *arguments], cwd=cwd or self.dir, env=env, timeout=120,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
        return Audit(result)

    def audit(self, *arguments, **options):
        return self.run("audit", "--now", NOW, "-o", "json", *arguments, **options)

    def fleet_file(self, name, change):
        """A directory with a changed plimsoll.yaml (and the repository in place); returns it."""
        directory = self.path(name)
        os.makedirs(directory, exist_ok=True)
        with open(self.path("plimsoll.yaml")) as file:
            content = change(file.read()).replace("./shop.git", self.path("shop.git"))
        with open(f"{directory}/plimsoll.yaml", "w") as file:
            file.write(content)
        return directory

    def kubeconfig(self, name, change):
        """A changed kubeconfig; returns its path."""
        with open(self.path("kubeconfig")) as file:
            content = change(file.read())
        with open(self.path(name), "w") as file:
            file.write(content)
        return self.path(name)

    def client_certificate(self, environment, user):
        """ENVIRONMENT/USER.crt and .key, signed by the authority that the API server trusts."""
        work = self.path(environment)
        for command in (["req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={user}", "-keyout", f"{user}.key", "-out", f"{user}.csr"],
                        ["x509", "-req", "-in", f"{user}.csr", "-CA", "ca.crt", "-CAkey", "tls.key", "-CAcreateserial", "-days", "2",
                         "-out", f"{user}.crt"]):
            subprocess.run(["openssl", *command], cwd=work, check=True, stderr=subprocess.DEVNULL)

    def requests(self, environment, user):
        """What the API server says that it was asked."""
        with open(self.path(f"{environment}/audit.log")) as file:
            entries = [json.loads(line) for line in file]
        return [e for e in entries if e["user"].get("username") == user]


def contents(capture):
    """Every byte of a directory of captures, decompressed."""
    paths = [os.path.join(folder, name) for folder, _, names in os.walk(capture) for name in names]
    packed = [path for path in paths if path.endswith(".zst")]
    unpacked = subprocess.run(["zstd", "-dcq", *packed], check=True, stdout=subprocess.PIPE).stdout if packed else b""
    return unpacked + b"".join(pathlib.Path(path).read_bytes() for path in paths if path not in packed)


def main(older=()):
    """Runs the tests of the script; says so when there are no servers to run them against. older: minor versions that it needs
    beside the newest."""
    core = ("kube-apiserver", "kube-controller-manager", "etcd", "kubectl", "kustomize")
    for what, program in [("core", f"bin/{p}") for p in core] + [("skew", f"{minor}/bin/kube-apiserver") for minor in older]:
        if not os.access(f"{TESTBED}/{program}", os.X_OK):
            print(f"skipped: no {program} in {TESTBED}; hack/testbed/build.sh {what} builds it")
            sys.exit(SKIPPED)
    unittest.main(verbosity=2)
