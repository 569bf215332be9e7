"""hack/bench metadata: audits of ConfigMaps and custom resources, by a policy that looks at their metadata and by one that looks at all."""
import argparse
import json
import os
import re
import shutil
import tempfile

from common import PLIMSOLL, Cluster, Run, labels, row

POLICIES = {"metadata": "object.metadata.?labels.team.hasValue()",
            "whole": "object.metadata.?labels.team.hasValue() && (has(object.data) || has(object.spec))"}
KINDS = [{"apiGroups": [""], "resources": ["configmaps"]}, {"apiGroups": ["bench.example.org"], "resources": ["settings"]}]


def policy(name):
    return {"apiVersion": "plimsoll.dev/v1alpha1", "kind": "AuditPolicy", "metadata": {"name": f"bench.{name}"}, "spec": {
        "title": "Somebody answers for it", "subject": "object", "severity": "low", "category": "bench", "why": "Because.",
        "remediation": "None.", "match": {"resourceRules": KINDS}, "validations": [{"expression": POLICIES[name], "message": "nobody"}]}}


def definition():
    schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    return {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": {"name": "settings.bench.example.org"},
            "spec": {"group": "bench.example.org", "scope": "Namespaced", "names": {"plural": "settings", "kind": "Setting"},
                     "versions": [{"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}]}}


def objects(count, size):
    texts = {f"key-{k}": "x" * (size // 8) for k in range(8)}
    for i in range(count):
        meta = {"name": f"app-{i}", "labels": labels(i)}
        yield "/api/v1/namespaces/default/configmaps", {"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta, "data": texts}
        yield "/apis/bench.example.org/v1/namespaces/default/settings", {
            "apiVersion": "bench.example.org/v1", "kind": "Setting", "metadata": meta, "spec": texts}


def measure(work, cluster, name, rounds):
    with open(f"{work}/{name}.yaml", "w") as file:
        json.dump(policy(name), file)
    command = [PLIMSOLL, "audit", "-o", "json", "--kubeconfig", f"{cluster.dir}/kubeconfig", "--context", cluster.name,
               "--policy-dir", f"{work}/{name}.yaml", "--policies", f"bench.{name}"]
    env = {**os.environ, "HOME": work}
    with open(f"{work}/debug", "w+") as log:
        Run(["sh", "-c", 'exec "$@" --debug 2>debug', "sh", *command], env=env, cwd=work)
        size = sum(int(n) for n in re.findall(r"(\d+) bytes", log.read()))
    runs = []
    for _ in range(rounds):
        before = cluster.cpu_seconds()
        run = Run(command, env=env, cwd=work)
        runs.append((run.seconds, run.cpu, cluster.cpu_seconds() - before, run.peak))
    seconds, cpu, server, peak = min(runs)
    row(name, f"{size / 1e6:.1f} MB   {seconds:.2f} s, cpu {cpu:.2f} s, of the server {server:.2f} s   {peak / 1e6:.0f} MB of memory")


def main():
    parser = argparse.ArgumentParser(prog="hack/bench metadata", description=__doc__)
    parser.add_argument("--objects", type=int, default=5000, help="of each of the two kinds")
    parser.add_argument("--bytes", type=int, default=4096, help="in each, beside the metadata")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    work = tempfile.mkdtemp(prefix="plimsoll-bench-")
    cluster = Cluster("bench-a", f"{work}/bench-a")
    try:
        cluster.post([("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition())])
        cluster.wait("/apis/bench.example.org/v1")
        cluster.post(objects(options.objects, options.bytes))
        for name in POLICIES:
            measure(work, cluster, name, options.rounds)
    finally:
        cluster.down()
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
