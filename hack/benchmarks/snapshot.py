"""hack/bench snapshot: captures of one live cluster that grows: their time beside the audit's, their bytes, a second one's share, and
the memory of making and of judging them."""
import argparse
import os
import shutil
import tempfile

from common import PLIMSOLL, Cluster, Run, row

SIZES = (100, 1000, 8000)
TARGET = 2  # % of the first capture that a second one of an unchanged cluster may add


def size_of(directory):
    return sum(os.path.getsize(os.path.join(top, name)) for top, _, names in os.walk(directory) for name in names)


def measure(cluster, work, count, rounds):
    common = ["-q", "--kubeconfig", f"{cluster.dir}/kubeconfig", "--context", cluster.name]
    run = lambda *words: Run([PLIMSOLL, *words], env={**os.environ, "HOME": work}, cwd=work)
    audits, captures, sizes = [], [], []
    for i in range(rounds):
        store = f"{work}/{count}-{i}"
        audits.append(run("audit", "-o", "json", *common))
        captures.append(run("snapshot", "-o", store, *common))
        sizes.append(size_of(store))
    again = run("snapshot", "-o", store, *common)
    added = size_of(store) - sizes[-1]
    replay = run("audit", "-q", "-o", "json", "--snapshot", store)
    audit, capture = (min(runs, key=lambda r: r.seconds) for runs in (audits, captures))
    row(f"{count} objects", f"{sizes[-1] / 1e3:,.0f} kB, {sizes[-1] / count:.0f} bytes an object")
    row("  capture / audit", f"{capture.seconds / audit.seconds:.2f} x   {capture.seconds:.2f} s, {audit.seconds:.2f} s")
    row("  a second capture", f"{added:,} bytes, {100 * added / sizes[-1]:.2f} % (target {TARGET} %)   {again.seconds:.2f} s")
    row("  judging it", f"{replay.seconds:.2f} s, {replay.peak / 1e6:.0f} MB   (live {audit.peak / 1e6:.0f} MB, capturing {capture.peak / 1e6:.0f} MB)")


def main():
    parser = argparse.ArgumentParser(prog="hack/bench snapshot", description=__doc__)
    parser.add_argument("--objects", type=int, action="append", help=f"a size; repeats (default: {', '.join(map(str, SIZES))})")
    parser.add_argument("--rounds", type=int, default=3, help="of which the best counts (default: 3)")
    options = parser.parse_args()
    work = tempfile.mkdtemp(prefix="plimsoll-bench-")
    cluster = Cluster("bench-a", f"{work}/bench-a")
    try:
        for count in sorted(options.objects or SIZES):
            cluster.fill(count)
            measure(cluster, work, count, options.rounds)
    finally:
        cluster.down()
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
