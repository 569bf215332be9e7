"""What kubectl diff and what plimsoll say of the same objects: which fields would change."""
import json
import os
import re
import subprocess

import yaml

from door import ROOT, TESTBED

PLIMSOLL = os.environ.get("PLIMSOLL", f"{ROOT}/build/plimsoll")
# Not of the manifest: counted or set by the server for each write.
OWN_BUSINESS = {("metadata", "generation"), ("metadata", "resourceVersion"), ("metadata", "managedFields")}


def identity(obj):
    return obj["kind"], obj["metadata"].get("namespace", ""), obj["metadata"]["name"]


def changed(live, merged, path=()):
    """Paths, lists as [], at which the two differ."""
    if live == merged or path in OWN_BUSINESS or path[-1:] == ("deprecated.daemonset.template.generation",):
        return set()
    if isinstance(live, dict) and isinstance(merged, dict):
        found = set()
        for key in live.keys() | merged.keys():  # null is nothing
            found |= changed(live.get(key), merged.get(key), path + (key,))
        return found
    if isinstance(live, list) and isinstance(merged, list) and len(live) == len(merged):
        found = set()
        for pair in zip(live, merged):
            found |= changed(*pair, path + ("[]",))
        return found
    return {path}


class Loader(yaml.CSafeLoader):
    """Times stay texts."""


Loader.yaml_implicit_resolvers = {key: [rule for rule in rules if rule[0] != "tag:yaml.org,2002:timestamp"]
                                  for key, rules in yaml.CSafeLoader.yaml_implicit_resolvers.items()}


def read_tree(directory):
    made = {}
    for name in os.listdir(directory):
        with open(f"{directory}/{name}") as file:
            obj = yaml.load(file, Loader)
        if obj:
            made[identity(obj)] = obj
    return made


class Kubectl:
    """kubectl diff as the administrator. work: a directory for its files"""

    def __init__(self, kubeconfig, work):
        self.kubeconfig = kubeconfig
        self.work = work
        self.refused = []  # identities of which the server would not take the manifest

    def run(self, *words, check=True, environment=None):
        return subprocess.run([f"{TESTBED}/bin/kubectl", "--kubeconfig", self.kubeconfig, *words], check=check, text=True, capture_output=True,
                              env={**os.environ, **(environment or {})})

    def diff(self, manifests, server_side):
        """{identity: changed paths} of the objects that apply would change. manifests: {identity: object}; those refused are left out."""
        todo = dict(manifests)
        self.refused = []
        while True:
            with open(f"{self.work}/list.json", "w") as file:
                json.dump({"apiVersion": "v1", "kind": "List", "items": list(todo.values())}, file)
            subprocess.run(["rm", "-rf", f"{self.work}/LIVE", f"{self.work}/MERGED"], check=True)
            words = ["--server-side", "--force-conflicts"] if server_side else []
            done = self.run("diff", *words, "-f", f"{self.work}/list.json", check=False, environment={"KUBECTL_EXTERNAL_DIFF": f"{self.work}/keep"})
            if done.returncode <= 1:
                break
            errors = "\n".join(line for line in done.stderr.splitlines() if not line.startswith("Warning:"))
            bad = [key for key in todo if re.search(rf"(?<![\w-]){re.escape(key[2])}(?![\w-])", errors)]
            if not bad:
                raise AssertionError(f"kubectl diff: {done.stderr}")
            for key in bad:
                self.refused.append(key)
                del todo[key]
        if not os.path.exists(f"{self.work}/LIVE"):
            return {}
        live, merged = read_tree(f"{self.work}/LIVE"), read_tree(f"{self.work}/MERGED")
        differences = {key: changed(live.get(key, {}), merged.get(key, {})) for key in live.keys() | merged.keys()}
        return {key: paths for key, paths in differences.items() if paths}

    def prepare(self):
        with open(f"{self.work}/keep", "w") as file:
            file.write(f"#!/bin/sh\ncp -r \"$1\" {self.work}/LIVE\ncp -r \"$2\" {self.work}/MERGED\n! diff -rq \"$1\" \"$2\" >/dev/null\n")
        os.chmod(f"{self.work}/keep", 0o755)


def steps(field):
    """A path as a finding has it, like those of changed(): ports[containerPort=80].name is ports, [], name."""
    made = []
    for bracket, quoted, word in re.findall(r"\[('(?:[^'\\]|\\.)*'|[^\]]*)\]|(\"[^\"]*\")|([^.\[\]]+)", field):
        if bracket.startswith("'"):
            made.append(bracket[1:-1].replace("\\'", "'"))
        elif bracket:
            made.append("[]")
        else:
            made.append(word or quoted)
    return tuple(made)


class Plimsoll:
    """What `plimsoll drift` says. unknown: of which objects it could not say everything"""

    def __init__(self, work):
        self.work = work

    def run(self, *words):
        done = subprocess.run([PLIMSOLL, "drift", *words, "-o", "json"], text=True, capture_output=True)
        if done.returncode not in (0, 1, 3):  # 3: some of it is unknown, as are the values of Secrets
            raise AssertionError(f"plimsoll drift: {done.stderr}")
        differs, extra, unknown = {}, {}, {}
        for finding in json.loads(done.stdout)["findings"]:
            if not finding["policy"].startswith("drift.") or "object" not in finding:
                continue
            key = finding["object"]["kind"], finding["object"].get("namespace", ""), finding["object"]["name"]
            if finding["state"] == "unknown":
                unknown.setdefault(key, set()).add(finding.get("reason") or finding.get("message"))
            elif finding["state"] == "fail" and finding["policy"] in ("drift.in-sync", "drift.missing"):
                differs.setdefault(key, set()).add(steps(finding.get("field", "")))
            elif finding["state"] == "fail" and finding["policy"] == "drift.extra":
                extra.setdefault(key, set()).add(steps(finding.get("field", "")))
        return differs, extra, unknown

    def write(self, name, objects):
        with open(f"{self.work}/{name}", "w") as file:
            json.dump({"apiVersion": "v1", "kind": "List", "items": objects}, file)
        return f"{self.work}/{name}"

    def offline(self, desired, live):
        return self.run("--desired", self.write("desired.json", desired), "--live", self.write("live.json", live))

    def cluster(self, kubeconfig, context, desired):
        git = ["git", "-C", f"{self.work}/git", "-c", "user.name=oracle", "-c", "user.email=oracle@example.com"]
        if not os.path.exists(f"{self.work}/git"):
            os.makedirs(f"{self.work}/git")
            subprocess.run([*git, "init", "-q"], check=True)
        self.write("git/list.json", desired)
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "manifests"], check=True)
        return self.run("--kubeconfig", kubeconfig, "--context", context, "--repo", f"{self.work}/git")


FOLLOWS = {"apiGroup", "sessionAffinityConfig", "externalTrafficPolicy", "rollingUpdate"}  # fields that the server sets by what another one holds


def is_limit(obj, path):
    """Differences that we leave out: pkg/drift/README.md."""
    return path[0] == "rules" and "aggregationRule" in obj or path[-1] in FOLLOWS


def has_twin_ports(obj):
    """Of two ports with one number kubectl may take one for the other, and then shows nothing or what makes no sense."""
    def walk(value):
        if isinstance(value, dict):
            numbers = [port.get("containerPort", port.get("port")) for port in value.get("ports", []) or [] if isinstance(port, dict)]
            return len(numbers) != len(set(map(str, numbers))) or any(walk(below) for below in value.values())
        return isinstance(value, list) and any(walk(below) for below in value)
    return walk(obj)


def related(one, other):
    """One path is the other, or leads to it."""
    return one[:len(other)] == other or other[:len(one)] == one


def unmatched(ours, theirs):
    """Paths of either side that the other does not have."""
    return ([path for path in ours if not any(related(path, other) for other in theirs)],
            [path for path in theirs if not any(related(path, other) for other in ours)])
