"""hack/bench drift: desired and live objects compared, beside `kubectl diff`.

The manifests are in Git and were applied by kubectl on the client side, so that all three sides of a merge are there; some objects
were changed by hand since. `kubectl diff` is run on some of the manifests and its time scaled to all of them; both must tell the same
objects of those that it was given. The comparison alone, in one thread, is measured by tests/bench/bench_drift.c on the same objects as
the server has them. Rounds are interleaved; each figure is the best of its rounds.
"""
import argparse
import concurrent.futures
import http.client
import itertools
import json
import os
import re
import shutil
import ssl
import subprocess
import tempfile

from audit import to_yaml
from common import NAMESPACES, PLIMSOLL, ROOT, Cluster, Run, make_objects, row

CHANGED = 10  # one in so many was changed by hand
BENCH = f"{ROOT}/build/release/tests/bench/bench_drift"
KUBECTL = f"{os.environ.get('PLIMSOLL_TESTBED', os.path.expanduser('~/.cache/plimsoll-testbed'))}/bin/kubectl"
APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def applied(obj):
    """The object as `kubectl apply` creates it."""
    text = json.dumps(obj, sort_keys=True, separators=(",", ":")) + "\n"
    return {**obj, "metadata": {**obj["metadata"], "annotations": {APPLIED: text}}}


def changed(obj):
    """The same after somebody's hand, in a field that the manifest states."""
    obj = json.loads(json.dumps(obj))
    obj["metadata"]["labels"]["team"] = "changed-by-hand"
    return obj


def fill(cluster, pairs):
    """As they were applied, and then changed."""
    cluster.post(("/api/v1/namespaces", {"metadata": {"name": f"bench-{i}"}}) for i in range(NAMESPACES))
    cluster.wait("/api/v1/namespaces/bench-0/serviceaccounts")
    context = ssl.create_default_context(cafile=f"{cluster.dir}/ca.crt")

    def send(share):
        connection = http.client.HTTPSConnection(cluster.server, context=context)
        for n, (path, obj) in share:
            calls = [("POST", f"{path}?fieldManager=kubectl-client-side-apply", applied(obj), "application/json")]
            if n % CHANGED == 0:
                calls.append(("PATCH", f"{path}/{obj['metadata']['name']}?fieldManager=kubectl-edit",
                              {"metadata": {"labels": changed(obj)["metadata"]["labels"]}}, "application/merge-patch+json"))
            for method, target, body, kind in calls:
                connection.request(method, target, json.dumps(body), {"Authorization": "Bearer admin-token", "Content-Type": kind})
                response = connection.getresponse()
                answer = response.read()
                if response.status not in (200, 201):
                    raise SystemExit(f"hack/bench: {method} {target}: {response.status} {answer[:200]!r}")

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(send, (itertools.islice(enumerate(pairs), k, None, 8) for k in range(8))))


def write_manifests(directory, pairs):
    os.makedirs(directory)
    for n, (_, obj) in enumerate(pairs):
        with open(f"{directory}/{n:05d}.yaml", "w") as file:
            file.write(to_yaml(obj))


def make_repository(directory, pairs):
    write_manifests(f"{directory}/manifests", pairs)
    for command in (["init", "-q"], ["add", "."],
                    ["-c", "user.name=bench", "-c", "user.email=bench@example.org", "commit", "-q", "-m", "manifests"]):
        subprocess.run(["git", "-C", directory, *command], check=True)


def names_of_kubectl(text):
    """kind/namespace/name: its files are called by group, version, kind, namespace and name."""
    found = re.findall(rb"^diff .* \S+/LIVE-[0-9]+/(\S+) ", text, re.M)
    return {tuple(re.sub(r"^(?:\S+\.)?v[0-9]\w*\.", "", name.decode()).split(".", 2)) for name in found}


def names_of_plimsoll(text, wanted):
    found = set()
    for finding in json.loads(text)["findings"]:
        obj = finding.get("object")
        if finding["state"] == "fail" and obj and finding["policy"] == "drift.in-sync" and obj["name"] in wanted:
            found.add((obj["kind"], obj["namespace"], obj["name"]))
    return found


def bench_comparison(work, cluster, pairs):
    """Of what the server has, with managedFields, beside the manifests."""
    live = {}
    for path in {re.sub(r"/namespaces/[^/]+", "", path) for path, _ in pairs}:
        for item in cluster.get(path)["items"]:
            live[path.rpartition("/")[2], item["metadata"]["namespace"], item["metadata"]["name"]] = item
    kinds = {obj["kind"]: (obj["apiVersion"], path.rpartition("/")[2]) for path, obj in pairs}
    found = []
    for _, obj in pairs:
        version, resource = kinds[obj["kind"]]
        item = live[resource, obj["metadata"]["namespace"], obj["metadata"]["name"]]
        found.append({"apiVersion": version, "kind": obj["kind"], **item})
    for name, objects in (("desired", [obj for _, obj in pairs]), ("live", found)):
        with open(f"{work}/{name}.json", "w") as file:
            json.dump(objects, file)
    subprocess.run([f"{ROOT}/hack/build", "release", "bench_drift"], check=True)
    out = Run([BENCH, f"{work}/desired.json", f"{work}/live.json", "2000"], (0,), keep=True).output.split()
    row("  the comparison alone", f"{float(out[2]) / 1000:.1f} us an object, {int(out[1])} of {int(out[0])} differ")


def bench_live(work, options, pairs):
    cluster = Cluster("bench", f"{work}/bench")
    try:
        fill(cluster, pairs)
        some = pairs[:options.some]
        make_repository(f"{work}/git", pairs)
        write_manifests(f"{work}/some", some)
        env = {**os.environ, "KUBECONFIG": f"{cluster.dir}/kubeconfig"}
        ours = lambda: Run([PLIMSOLL, "drift", "--context", cluster.name, "--repo", f"{work}/git:manifests", "-o", "json"],
                           env=env, cwd=work, keep=True)
        theirs = lambda: Run([KUBECTL, "diff", "--server-side=false", "-f", f"{work}/some"], (0, 1), env=env, cwd=work, keep=True)
        runs = [(ours(), theirs()) for _ in range(options.rounds)]
        mine, other = (min(side, key=lambda run: run.seconds) for side in zip(*runs))
        wanted = {obj["metadata"]["name"] for _, obj in some}
        found = names_of_plimsoll(mine.output, wanted), names_of_kubectl(other.output)
        scaled = other.seconds * len(pairs) / len(some)
        row("live, of one cluster", f"{len(pairs)} objects, every {CHANGED}th changed by hand")
        row("  plimsoll drift", f"{mine.seconds:.2f} s   cpu {mine.cpu:.2f} s   {mine.peak / 1e6:.0f} MB")
        row("  kubectl diff", f"{other.seconds:.2f} s for {len(some)}, {scaled:.0f} s for as many")
        row("  kubectl diff / plimsoll drift", f"{scaled / mine.seconds:.0f} x")
        row("  objects that differ", f"the same: {len(found[0])} of the {len(some)}")
        bench_comparison(work, cluster, pairs)
        if found[0] != found[1] or not found[0]:
            raise SystemExit(f"hack/bench: not the same: only plimsoll {sorted(found[0] - found[1])[:5]}, "
                             f"only kubectl {sorted(found[1] - found[0])[:5]}")
    finally:
        cluster.down()


def main():
    parser = argparse.ArgumentParser(prog="hack/bench drift", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=10000)
    parser.add_argument("--some", type=int, default=200, help="for kubectl, which takes much longer")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    work = tempfile.mkdtemp(prefix="plimsoll-bench-")
    try:
        row("machine", f"{os.cpu_count()} processors; best of {options.rounds}")
        bench_live(work, options, list(make_objects(options.objects)))
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
