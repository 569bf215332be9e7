"""hack/bench policies: how long the program takes to start, and to load and compile all built-in policies. No servers.

`plimsoll version` starts and ends; `plimsoll policies` loads and compiles all in between. The rounds of both are interleaved; wall
time is the best of them, as what else the machine does only adds to it, and so is CPU time, which other programs disturb less.
"""
import argparse
import os

from common import PLIMSOLL, Run, row


def figure(runs):
    return f"{runs['wall'] * 1000:.1f} ms, cpu {runs['cpu'] * 1000:.1f} ms"


def best(runs):
    return {"wall": min(run.seconds for run in runs), "cpu": min(run.cpu for run in runs)}


def bench_start(rounds):
    rows = [(Run([PLIMSOLL, "version"], (0,)), Run([PLIMSOLL, "policies"], (0,), keep=True)) for _ in range(rounds)]
    start, policies = (best(runs) for runs in zip(*rows))
    more = {key: policies[key] - start[key] for key in start}
    row("start-up (plimsoll version)", f"{figure(start)}, best of {rounds}")
    count = len(rows[0][1].output.splitlines())
    row(f"{count} policies loaded, compiled", f"{figure(more)} more (plimsoll policies)")
    row("  policies / start-up", f"{policies['wall'] / start['wall']:.2f} x")
    row("  peak memory", f"{max(run.peak for _, run in rows) / 1e6:.0f} MB")


def main():
    parser = argparse.ArgumentParser(prog="hack/bench policies", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    row("machine", f"{os.cpu_count()} processors")
    bench_start(options.rounds)


if __name__ == "__main__":
    main()
