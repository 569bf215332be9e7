"""The pod-security policies against a real API server's own pod-security admission: thousands of pods, one verdict and one message."""
import collections
import copy
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import generate

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
sys.path.insert(0, f"{ROOT}/tests/integration/oracle")
from door import Door, main  # noqa: E402

PLIMSOLL = os.environ.get("PLIMSOLL", f"{ROOT}/build/plimsoll")
PODS = int(os.environ.get("PLIMSOLL_PODS", "1000"))
SEED = int(os.environ.get("PLIMSOLL_SEED", "20261128"))
LEVELS = ("baseline", "restricted")

# The order in which the API server lists checks, and from which version a check of `restricted` stands in for one of `baseline`.
CHECKS = ["baseline.apparmor", "baseline.capabilities", "baseline.host-namespaces", "baseline.host-path-volumes", "baseline.host-ports",
          "baseline.host-probes", "baseline.privileged", "baseline.proc-mount", "baseline.selinux", "baseline.seccomp", "baseline.sysctls",
          "baseline.windows-host-process", "restricted.privilege-escalation", "restricted.capabilities", "restricted.proc-mount",
          "restricted.volume-types", "restricted.run-as-non-root", "restricted.run-as-user", "restricted.seccomp"]
STANDS_IN = {"baseline.host-path-volumes": 0, "baseline.seccomp": 19, "baseline.capabilities": 22, "baseline.proc-mount": 35}


def minor(version):
    return 1000 if version == "latest" else int(version[len("v1."):])


def message(findings, level, version):
    """What the API server would say: every check that fails, with its detail; empty when none does."""
    words = []
    for check in CHECKS:
        in_level = check.startswith("baseline") if level == "baseline" else minor(version) < STANDS_IN.get(check, 1001)
        if in_level and check in findings:
            reason, _, detail = findings[check].partition(": ")
            words.append(f"{reason} ({detail})")
    return ", ".join(words)


class Judge:
    """What the program says of objects, by the standard of one version."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="plimsoll-pod-security-")

    def close(self):
        shutil.rmtree(self.dir)

    def policies(self, version):
        """A copy of the pack with that version as its parameter."""
        copied = f"{self.dir}/{version}"
        shutil.copytree(f"{ROOT}/policies/pod-security", copied)
        for folder in os.listdir(copied):
            path = f"{copied}/{folder}/policy.yaml"
            with open(path) as file:
                text = file.read()
            with open(path, "w") as file:
                file.write(text.replace("version: latest", f"version: {version}"))
        return copied

    def findings(self, objects, version):
        """{(namespace, kind, name): {check: message}}; that of every object is there."""
        manifests = f"{self.dir}/objects.json"
        with open(manifests, "w") as file:
            json.dump({"apiVersion": "v1", "kind": "List", "items": objects}, file)
        result = subprocess.run([PLIMSOLL, "audit", "-f", manifests, "-o", "json", "--policies", "pod-security", "--fail-on", "never",
                                 "--policy-dir", self.policies(version)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
        if result.returncode != 0:
            raise AssertionError(f"exit {result.returncode}: {result.stderr}")
        told = {(o["metadata"].get("namespace", ""), o["kind"], o["metadata"]["name"]): {} for o in objects}
        for finding in json.loads(result.stdout)["findings"]:
            if finding["policy"].startswith("pod-security."):
                where = finding["object"]
                check = finding["policy"][len("pod-security."):]
                told[where.get("namespace", ""), where["kind"], where["name"]][check] = finding["message"]
                assert finding["state"] == "fail", finding
        return told


def placed(objects, namespace):
    made = copy.deepcopy(objects)
    for obj in made:
        obj["metadata"]["namespace"] = namespace
    return made


def namespace(mode, level, version):
    return f"{mode}-{level}-{version.replace('.', '-')}"


class Standard(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.door = Door().__enter__()
        cls.addClassCleanup(cls.door.__exit__)
        cls.judge = Judge()
        cls.addClassCleanup(cls.judge.close)
        cls.door.create([cls.labeled(mode, level, version) for level in LEVELS
                         for mode, version in [("warn", "latest")] + [("enforce", v) for v in ["latest", *generate.VERSIONS]]])
        probe = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "probe"}, "spec": {"hostPID": True, **generate.bare(generate.random.Random(0))}}
        for level in LEVELS:
            cls.door.until(placed([probe], namespace("enforce", level, generate.VERSIONS[-1]))[0], lambda answer: answer.code == 403)

    @staticmethod
    def labeled(mode, level, version):
        prefix = "pod-security.kubernetes.io"
        labels = {f"{prefix}/{mode}": level, f"{prefix}/{mode}-version": version}
        return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": namespace(mode, level, version), "labels": labels}}

    def server_messages(self, pods):
        """Per pod what the server forbids, empty when it would take the pod, None when it is no pod at all."""
        return [said(answer) for answer in self.door.ask(pods)]

    def compare(self, pods, level, version):
        """The messages of both, where the pod is valid."""
        pods = placed(pods, namespace("enforce", level, version))
        findings = self.judge_of(pods, version)
        compared = collections.Counter()
        for pod, theirs in zip(pods, self.server_messages(pods)):
            key = (pod["metadata"]["namespace"], "Pod", pod["metadata"]["name"])
            compared["invalid" if theirs is None else "refused" if theirs else "allowed"] += 1
            if theirs is not None:
                ours = message(findings[key], level, version)
                self.assertEqual(ours, theirs, f"{level} {version} of {json.dumps(pod)}")
        return compared

    def judge_of(self, objects, version):
        judged = Judge()
        try:
            return judged.findings(objects, version)
        finally:
            judged.close()

    def test_a_pod_is_refused_for_the_same_reasons(self):
        pods = generate.pods(SEED, PODS)
        for level in LEVELS:
            compared = self.compare(pods, level, "latest")
            print(f"{level} latest: {dict(compared)}", file=sys.stderr)
            self.assertGreater(min(compared["refused"], compared["allowed"]), PODS // 20)

    def test_each_version_is_as_it_was(self):
        compared = collections.Counter()
        for number, version in enumerate(generate.VERSIONS):
            pods = generate.pods(SEED + 1 + number, PODS // 20)
            for level in LEVELS:
                compared += self.compare(pods, level, version)
        print(f"{len(generate.VERSIONS)} versions: {dict(compared)}", file=sys.stderr)

    def test_a_controller_is_warned_of_for_the_same_reasons(self):
        objects = generate.controllers(SEED + 1000, PODS // 5)
        for level in LEVELS:
            these = placed(objects, namespace("warn", level, "latest"))
            findings = self.judge_of(these, "latest")
            answers = self.door.ask(these)
            compared = collections.Counter()
            for obj, answer in zip(these, answers):
                if not answer.allowed:
                    compared["invalid"] += 1
                    continue
                ours = message(findings[obj["metadata"]["namespace"], obj["kind"], obj["metadata"]["name"]], level, "latest")
                self.assertEqual(ours, warning(answer), f"{level} of {json.dumps(obj)}")
                compared["warned" if ours else "silent"] += 1
            print(f"{level} of controllers: {dict(compared)}", file=sys.stderr)

    def test_every_check_of_every_level_was_seen_to_fail(self):
        pods = placed(generate.pods(SEED, PODS), "x")
        failed = collections.Counter(check for found in self.judge_of(pods, "latest").values() for check in found)
        self.assertEqual(sorted(failed), sorted(CHECKS))


def said(answer):
    """What pod security says of a pod; empty: nothing against it; None: it is no pod that the server takes."""
    if answer.allowed or answer.reason == "Invalid":
        return "" if answer.allowed else None
    found = re.search(r'violates PodSecurity "[^"]*": (.*)', answer.message, re.S)
    if answer.reason != "Forbidden" or not found:
        raise AssertionError(f"{answer.code} {answer.reason} {answer.message}")
    return found.group(1)


def warning(answer):
    """What the server warns of pod security; its other warnings are of fields that are deprecated."""
    found = (re.match(r'would violate PodSecurity "[^"]*": (.*)', text, re.S) for text in answer.warnings)
    return next((match.group(1) for match in found if match), "")


if __name__ == "__main__":
    main()
