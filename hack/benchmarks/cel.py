#!/usr/bin/env python3
"""hack/bench cel: our engine beside cel-go, on one thread, in one run, their rounds interleaved."""
import argparse
import math
import os
import statistics
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TESTBED = os.environ.get("PLIMSOLL_TESTBED", os.path.expanduser("~/.cache/plimsoll-testbed"))
CASES = f"{ROOT}/tests/bench/cel.json"
ENGINES = {"ours": f"{ROOT}/build/release/tests/bench/bench_cel", "cel-go": f"{TESTBED}/bin/cel-bench"}
TARGETS = {"evaluation": 5, "compilation": 10}  # times cel-go's speed


def measure(program, millis):
    """{name: (ns of an evaluation, ns of a compilation, result)}"""
    done = subprocess.run([program, CASES, str(millis)], check=True, capture_output=True, text=True,
                          env={**os.environ, "GOMAXPROCS": "1"})
    lines = (line.split("\t") for line in done.stdout.splitlines())
    return {name: (float(evaluation), float(compilation), result) for name, evaluation, compilation, result in lines}


def table(what, column, runs):
    """Prints the best of the rounds for each expression; returns the geometric mean of the ratios."""
    print(f"\n{what:<28} {'cel-go':>12} {'ours':>12} {'ratio':>9}")
    ratios = []
    for name in runs["ours"][0]:
        ours, theirs = (min(run[name][column] for run in runs[engine]) for engine in ("ours", "cel-go"))
        ratios.append(theirs / ours)
        print(f"{name:<28} {theirs:>9,.0f} ns {ours:>9,.0f} ns {ratios[-1]:>7.1f} x")
    mean = math.exp(statistics.fmean(map(math.log, ratios)))
    print(f"{'geometric mean':<28} {'':>12} {'':>12} {mean:>7.1f} x   (target {TARGETS[what]} x)")


def main():
    parser = argparse.ArgumentParser(prog="hack/bench cel", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--milliseconds", type=int, default=40, help="for each measurement")
    options = parser.parse_args()
    subprocess.run([f"{ROOT}/hack/build", "release", "bench_cel"], check=True)
    runs = {engine: [] for engine in ENGINES}
    for _ in range(options.rounds):
        for engine, program in ENGINES.items():
            runs[engine].append(measure(program, options.milliseconds))
    for name, (_, _, result) in runs["ours"][0].items():
        theirs = runs["cel-go"][0][name][2]
        if result != theirs:
            raise SystemExit(f"hack/bench: {name}: {result} here, {theirs} in cel-go")
    print(f"cel-go with OptOptimize and dyn input; one thread; best of {options.rounds} interleaved rounds")
    for column, what in enumerate(TARGETS):
        table(what, column, runs)


if __name__ == "__main__":
    main()
