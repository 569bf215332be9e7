"""hack/bench door: what admission policies add to an audit of files, about kinds that are there and about kinds that are not."""
import argparse
import json
import os
import shutil
import tempfile

from common import PLIMSOLL, Run, make_objects, row

KINDS = [("apps", "deployments"), ("", "services"), ("", "configmaps"), ("networking.k8s.io", "networkpolicies")]


def policies(count, kinds):
    """That many ValidatingAdmissionPolicies, in turn about these kinds."""
    for i in range(count):
        group, resource = kinds[i % len(kinds)]
        yield {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy", "metadata": {"name": f"bench-{i}"}, "spec": {
            "matchConstraints": {"resourceRules": [
                {"apiGroups": [group], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": [resource]}]},
            "variables": [{"name": "team", "expression": "object.metadata.?labels.team.orValue('')"}],
            "validations": [{"expression": f"variables.team != 'team-{100 + i}'", "message": "not this team"}]}}


def ours(count):
    """As many AuditPolicies that say the same."""
    for i in range(count):
        group, resource = KINDS[i % len(KINDS)]
        yield {"apiVersion": "plimsoll.dev/v1alpha1", "kind": "AuditPolicy", "metadata": {"name": f"bench.p{i}"}, "spec": {
            "title": "Another team has it", "subject": "object", "severity": "low", "category": "bench", "why": "Because.", "remediation": "None.",
            "match": {"resourceRules": [{"apiGroups": [group], "resources": [resource]}]},
            "variables": [{"name": "team", "expression": "object.metadata.?labels.team.orValue('')"}],
            "validations": [{"expression": f"variables.team != 'team-{100 + i}'", "message": "not this team"}]}}


def write(path, documents):
    with open(path, "w") as file:
        file.writelines("---\n" + json.dumps(document) + "\n" for document in documents)
    return path


def main():
    parser = argparse.ArgumentParser(prog="hack/bench door", description=__doc__)
    parser.add_argument("--objects", type=int, default=4000)
    parser.add_argument("--policies", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    work = tempfile.mkdtemp(prefix="plimsoll-bench-")
    try:
        files = write(f"{work}/objects.yaml", (obj for _, obj in make_objects(options.objects)))
        absent = [("bench.example.org", f"things{i}") for i in range(10)]
        cases = {"none": [], "kinds that are not there": policies(options.policies, absent),
                 "a quarter for each object": policies(options.policies, KINDS),
                 "the same as AuditPolicies": ours(options.policies)}
        for i, (name, documents) in enumerate(cases.items()):
            path = write(f"{work}/policies-{i}.yaml", documents)
            command = [PLIMSOLL, "audit", "-f", files, "-o", "json", "--policies", "bench.*" if i == 3 else "git.manifests-present",
                       *(["--policy-dir", path] if i else [])]
            runs = [Run(command, env={**os.environ, "HOME": work}, cwd=work) for _ in range(options.rounds)]
            best = min(runs, key=lambda run: run.cpu)
            row(name, f"{best.seconds:.2f} s, cpu {best.cpu:.2f} s   {best.peak / 1e6:.0f} MB of memory")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
