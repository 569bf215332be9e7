"""hack/bench peers: manifests judged beside kube-score and beside Kyverno's command line.

kube-score judges generated manifests by all its checks, plimsoll by its recommended policies. Kyverno's command line and plimsoll judge
some of them by the same ten ValidatingPolicies, and must find the same. Rounds are interleaved; each figure is the best of its rounds.
"""
import argparse
import collections
import glob
import json
import os
import shutil
import tempfile

from audit import to_yaml
from common import PLIMSOLL, ROOT, Run, make_objects, row

POLICIES = f"{ROOT}/hack/benchmarks/kyverno"
NAMES = "ValidatingPolicy"


def program(name):
    return f"{os.environ.get('PLIMSOLL_TESTBED', os.path.expanduser('~/.cache/plimsoll-testbed'))}/bin/{name}"


def write(directory, count):
    os.makedirs(directory)
    for n, (_, obj) in enumerate(make_objects(count)):
        with open(f"{directory}/{n:05d}.yaml", "w") as file:
            file.write(to_yaml(obj))
    return sorted(glob.glob(f"{directory}/*.yaml"))


def compare(what, ours, theirs, rounds):
    """The better of both, and how often ours goes into theirs."""
    pairs = [(ours(), theirs()) for _ in range(rounds)]
    mine, other = (min(runs, key=lambda run: run.seconds) for runs in zip(*pairs))
    row(f"  {what}", f"{other.seconds:.3f} s   cpu {other.cpu:.2f} s   {other.peak / 1e6:.0f} MB")
    row("  plimsoll", f"{mine.seconds:.3f} s   cpu {mine.cpu:.2f} s   {mine.peak / 1e6:.0f} MB")
    row(f"  {what} / plimsoll", f"{other.seconds / mine.seconds:.1f} x")
    return mine, other


def verdicts_of_kyverno(text):
    """How many fail and how many pass, in the report that it prints."""
    return collections.Counter(line.split()[1] for line in text.decode().splitlines() if line.strip().startswith("result: "))


def verdicts_of_plimsoll(text):
    findings = (f for f in json.loads(text)["findings"] if f["policy"].startswith(NAMES))
    return collections.Counter("pass" if f["state"] == "pass" else "fail" for f in findings if f["state"] != "not_applicable")


def bench_kube_score(work, options):
    files = write(f"{work}/all", options.manifests)
    row("kube-score", f"{len(files)} manifests, {sum(map(os.path.getsize, files)) / 1e6:.1f} MB")
    compare("kube-score score", lambda: Run([PLIMSOLL, "audit", "-f", f"{work}/all"], cwd=work),
            lambda: Run([program("kube-score"), "score", *files], (0, 1), cwd=work), options.rounds)


def bench_kyverno(work, options):
    files = write(f"{work}/some", options.some)
    shutil.copytree(POLICIES, f"{work}/policies")
    row("Kyverno's command line", f"{len(files)} manifests, 10 policies")
    ours, theirs = compare(
        "kyverno apply",
        lambda: Run([PLIMSOLL, "audit", "-f", f"{work}/some", "--policy-dir", f"{work}/policies", "--include-passed", "-o", "json"],
                    keep=True, cwd=work),
        lambda: Run([program("kubectl-kyverno"), "apply", f"{work}/policies/policies.yaml", "--policy-report",
                     "--resource", f"{work}/some"], (0, 1), keep=True, cwd=work), max(1, options.rounds // 4))
    found = verdicts_of_plimsoll(ours.output), verdicts_of_kyverno(theirs.output)
    row("  verdicts", "the same: " + ", ".join(f"{n} {state}" for state, n in sorted(found[0].items())))
    if found[0] != found[1] or not found[0]["fail"] or not found[0]["pass"]:
        raise SystemExit(f"hack/bench: not the same verdicts: plimsoll {dict(found[0])}, kyverno {dict(found[1])}")


def main():
    parser = argparse.ArgumentParser(prog="hack/bench peers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--manifests", type=int, default=4000, help="for kube-score")
    parser.add_argument("--some", type=int, default=400, help="for Kyverno, which takes much longer")
    parser.add_argument("--rounds", type=int, default=8, help="with Kyverno a quarter as many")
    options = parser.parse_args()
    work = tempfile.mkdtemp(prefix="plimsoll-bench-")
    try:
        row("machine", f"{os.cpu_count()} processors; best of {options.rounds}")
        bench_kube_score(work, options)
        bench_kyverno(work, options)
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
