"""hack/bench memory: the peak memory of audits of one live cluster that grows."""
import argparse
import os
import shutil
import tempfile

from common import PLIMSOLL, Cluster, Run, row

TARGETS = {10000: 60, 100000: 150}  # MB


def main():
    parser = argparse.ArgumentParser(prog="hack/bench memory", description=__doc__)
    parser.add_argument("--objects", type=int, action="append", help=f"a size; repeats (default: {', '.join(map(str, TARGETS))})")
    options = parser.parse_args()
    work = tempfile.mkdtemp(prefix="plimsoll-bench-")
    cluster = Cluster("bench-a", f"{work}/bench-a")
    try:
        command = [PLIMSOLL, "audit", "-q", "-o", "json", "--kubeconfig", f"{cluster.dir}/kubeconfig", "--context", cluster.name]
        for count in sorted(options.objects or TARGETS):
            cluster.fill(count)
            run = Run(command, env={**os.environ, "HOME": work}, cwd=work)
            target = f"   (target {TARGETS[count]} MB)" if count in TARGETS else ""
            row(f"{count} objects", f"{run.peak / 1e6:.0f} MB{target}   {run.seconds:.2f} s, cpu {run.cpu:.2f} s, report of {run.size / 1e6:.0f} MB")
    finally:
        cluster.down()
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
