"""hack/bench: start-up, manifests judged for themselves, and a live audit of two clusters beside curl.

The baseline of the live audit is one curl process that fetches the same kinds of both clusters over HTTP/2, unpaged, as JSON, and
throws them away. Rounds are interleaved; each figure is the best of its rounds.
"""
import argparse
import json
import os
import shutil
import tempfile

from common import PLIMSOLL, Cluster, Run, make_objects, row
from policies import bench_start

CLUSTERS = ("bench-a", "bench-b")


def unpaged(path):
    """The request without limit and continue: everything at once."""
    target, _, query = path.partition("?")
    kept = [field for field in query.split("&") if field and not field.startswith(("limit=", "continue="))]
    return target + ("?" + "&".join(kept) if kept else "")


def write_curl(path, clusters, requests):
    with open(path, "w") as file:
        # Not compressed: on loopback plimsoll does not ask for it either.
        file.write('header = "Authorization: Bearer admin-token"\ninsecure\nsilent\nfail\n')
        for cluster, asked in zip(clusters, requests):
            for target in dict.fromkeys(map(unpaged, asked)):
                file.write(f'url = "https://{cluster.server}{target}"\noutput = "/dev/null"\n')


def fetch(config):
    return Run(["curl", "--parallel", "--parallel-max", "64", "--http2", "-K", config], (0,))


def server_cpu(clusters, run):
    """(the run, CPU seconds of the API servers during it)"""
    before = sum(c.cpu_seconds() for c in clusters)
    done = run()
    return done, sum(c.cpu_seconds() for c in clusters) - before


def bench_live(work, options):
    clusters = []
    try:
        for name in CLUSTERS:
            clusters.append(Cluster(name, f"{work}/{name}"))
        for cluster in clusters:
            cluster.fill(options.objects // len(CLUSTERS))
        # Two users named `admin`, with the same token, are one.
        env = {**os.environ, "KUBECONFIG": ":".join(f"{c.dir}/kubeconfig" for c in clusters)}
        command = [PLIMSOLL, "audit", *(a for c in clusters for a in ("--context", c.name))]
        audit = lambda: Run(command, env=env, cwd=work)
        audit()  # warms the servers' caches
        offsets = [c.log_size() for c in clusters]
        Run([*command, "-o", "json=report.json"], env=env, cwd=work)
        requests = [c.requests_since(offset) for c, offset in zip(clusters, offsets)]
        write_curl(f"{work}/curl.conf", clusters, requests)
        audits, fetches = [], []
        for _ in range(options.rounds):
            audits.append(server_cpu(clusters, audit))
            fetches.append(server_cpu(clusters, lambda: fetch(f"{work}/curl.conf")))
        ours, ours_server = min(audits, key=lambda pair: pair[0].seconds)
        theirs, theirs_server = min(fetches, key=lambda pair: pair[0].seconds)
        with open(f"{work}/report.json") as file:
            objects = sum(c["objects"] for c in json.load(file)["clusters"])
        row("live audit, two clusters", f"{objects} objects, {sum(map(len, requests))} requests")
        for what, run, server in (("plimsoll audit", ours, ours_server), ("curl, the same kinds", theirs, theirs_server)):
            row(f"  {what}", f"{run.seconds:.3f} s   {objects / run.seconds:,.0f} objects/s   cpu: own {run.cpu:.2f} s, servers {server:.2f} s")
        row("  audit / curl", f"{ours.seconds / theirs.seconds:.2f} x")
        row("  peak memory", f"{max(r.peak for r, _ in audits) / 1e6:.0f} MB")
    finally:
        for cluster in clusters:
            cluster.down()


def to_yaml(value, indent=0, in_list=False):
    """Block style, as people write manifests."""
    pad = "  " * indent
    if isinstance(value, dict):
        lines = []
        for n, (key, item) in enumerate(value.items()):
            lead = "" if in_list and n == 0 else pad
            if isinstance(item, (dict, list)) and item:
                lines.append(f"{lead}{key}:\n{to_yaml(item, indent + 1)}")
            else:
                lines.append(f"{lead}{key}: {json.dumps(item)}\n")
        return "".join(lines)
    if isinstance(value, list):
        return "".join(f"{pad}- {to_yaml(item, indent + 1, True)}" for item in value)
    return f"{json.dumps(value)}\n"


def bench_manifests(work, options):
    os.makedirs(f"{work}/manifests")
    written = size = 0
    for _, obj in make_objects(options.manifests):
        text = to_yaml(obj)
        with open(f"{work}/manifests/{written:05d}.yaml", "w") as file:
            file.write(text)
        written, size = written + 1, size + len(text)
    runs = [Run([PLIMSOLL, "audit", "-f", f"{work}/manifests", "-o", "json"], cwd=work) for _ in range(options.rounds)]
    seconds = min(run.seconds for run in runs)
    row("plimsoll audit -f", f"{written} manifests, {size / 1e6:.1f} MB")
    row("  judged", f"{seconds:.3f} s   {written / seconds:,.0f} manifests/s   {size / seconds / 1e6:.1f} MB/s")
    row("  peak memory", f"{max(run.peak for run in runs) / 1e6:.0f} MB")


def main():
    parser = argparse.ArgumentParser(prog="hack/bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=20000, help="live ones, in both clusters together")
    parser.add_argument("--manifests", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    work = tempfile.mkdtemp(prefix="plimsoll-bench-")
    try:
        row("machine", f"{os.cpu_count()} processors; best of {options.rounds}")
        bench_start(20)
        bench_manifests(work, options)
        bench_live(work, options)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
