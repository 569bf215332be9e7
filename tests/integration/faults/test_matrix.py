#!/usr/bin/env python3
"""Never green when blind: every fault at every collector of a real cluster, beside a healthy one.

$PLIMSOLL_FAULTS: patterns COLLECTOR/FAULT, separated by commas, of the cells to test (default: all)."""
import concurrent.futures
import fnmatch
import json
import os
import re
import unittest

import http2
import matrix
import proxy as proxies
from bed import TIMEOUT, Bed
from fleet import main

ASKED_AT_MOST = 24  # times, of one path and query: 11 tries where the server names a time, of protobuf and of JSON
AT_ONCE, WAITING_AT_ONCE = 4, 12  # runs that work, and runs that mostly wait
SANITIZER = re.compile(r"Sanitizer|runtime error")
bed = None


def cluster(report, name):
    return next(c for c in report["clusters"] if c["name"] == name)


def results(report, name, *states):
    """What is said of the cluster, as a set of texts; of `bad` without fingerprints, into which its uid goes."""
    return {json.dumps({k: v for k, v in f.items() if name == "good" or k != "fingerprint"}, sort_keys=True) for f in report["findings"]
            if f.get("cluster") == name and (not states or f["state"] in states)}


def other_results_of_good(report):
    """Of the healthy cluster; what is about all clusters at once may have become unknown."""
    differences = results(report, "good") ^ results(bed.healthy[1], "good")
    return sorted(d for d in differences if json.loads(d)["policy"] not in matrix.OF_ALL_CLUSTERS)


def unknown_policies(report, name):
    return {f["policy"] for f in report["findings"] if f.get("cluster") == name and f["state"] == "unknown"}


def unread_of_good(report):
    """Why its results may be others."""
    return [f"unread of the healthy cluster: {u['resource']}: {u['reason']}" for u in cluster(report, "good")["unread"]]


def same_as_healthy(report):
    """A report's differences from one without the fault."""
    complaints = []
    for name in ("good", "bad"):
        if results(report, name) != results(bed.healthy[1], name):
            complaints.append(f"other results of {name}: "
                              f"{sorted(results(report, name) ^ results(bed.healthy[1], name))[:1]}")
        if cluster(report, name)["unread"] != cluster(bed.healthy[1], name)["unread"]:
            complaints.append(f"unread of {name}: {cluster(report, name)['unread']}")
    return complaints


def blind(report, expected, unread, policies, state):
    """What is wrong with a report of a run that could not read everything of `bad`."""
    complaints, found = unread_of_good(report), cluster(report, "bad")
    if found["state"] != state:
        complaints.append(f"state {found['state']}, not {state}")
    reasons = [u["reason"] for u in found["unread"] if u["resource"] == unread]
    # Of two ways to the same, each has its own.
    if not any(all(expected.search(part) for part in r.split("; its CustomResourceDefinition: ")) for r in reasons):
        complaints.append(f"no reason for {unread} like {expected.pattern}: {reasons or found['unread']}")
    claims = results(report, "bad", "pass", "fail", "warn") - results(bed.healthy[1], "bad")
    if claims:
        complaints.append(f"{len(claims)} results that a sighted run has not: {sorted(claims)[0]}")
    if set(policies) - unknown_policies(report, "bad"):
        complaints.append(f"not unknown: {sorted(set(policies) - unknown_policies(report, 'bad'))}")
    if other_results_of_good(report):
        complaints.append(f"{len(other_results_of_good(report))} other results of the healthy cluster: {other_results_of_good(report)[:4]}")
    return complaints


def judge(run, expected, unread=None, policies=(), state="partial"):
    code, report, errors = run
    if report is None:
        return [f"no report, exit {code}: {errors}"]
    complaints = blind(report, expected, unread, policies, state) if expected else same_as_healthy(report)
    wanted = 3 if expected else bed.healthy[0]
    if code != wanted:
        complaints.append(f"exit {code}, not {wanted}")
    if SANITIZER.search(errors):
        complaints.append(errors)
    if "admin-token" in errors + json.dumps(report):
        complaints.append("the token is told")
    return complaints


def limit_of(fault):
    """Seconds of a request: few only where nothing else ends it, or a busy machine would make faults of its own."""
    return TIMEOUT if fault in matrix.SLOW else None


def cell(collector, fault):
    of = matrix.COLLECTORS[collector]
    # gzip is spoken with other machines only.
    host = "0.0.0.0" if "gzip" in fault else "127.0.0.1"
    identity = f"{collector}-{fault}".replace(" ", "_").replace(",", "")
    server = bed.case(identity, of["request"], proxies.FAULTS[fault], of.get("accept"), host)
    run = bed.audit(identity, server, limit_of(fault))
    complaints = judge(run, matrix.reason(fault, collector), of.get("unread"), of.get("policies", ()), of.get("state", "partial"))
    if fault in matrix.OF_LISTS and matrix.WARNING % of["unread"] not in cluster(run[1], "bad").get("warnings", []):
        complaints.append(f"no warning of it: {run[2]}")
    seen = bed.proxy.cases[identity].seen
    if max(seen.values(), default=0) > ASKED_AT_MOST:
        complaints.append(f"asked too often: {seen}")
    return complaints if seen else ["the fault was never met"] + complaints


def connection(fault, later):
    expected = re.compile(matrix.CONNECTIONS[fault])
    context = bed.connections[fault]
    identity = f"{fault}-{later}".replace(" ", "_")
    bed.case(identity, "^$", None)
    listener = bed.proxy.later(4, context) if later else context
    run = bed.audit(identity, f"https://127.0.0.1:{bed.proxy.listen(listener)}/{identity}", limit_of(fault))
    if later:
        return judge(run, expected, "deployments.apps", matrix.COLLECTORS["list"]["policies"])
    return judge(run, expected, "discovery", matrix.COLLECTORS["all discovery"]["policies"], "unreachable")


def frames(fault, how):
    expected = matrix.HTTP2[fault, how]
    case = http2.Case(fault, how, matrix.FIRST[how])
    identity = re.sub("[^a-z]+", "_", f"frames {fault} {how}".lower())
    run = bed.audit(identity, f"https://127.0.0.1:{bed.frames.listen(case)}", limit_of(fault))
    complaints = judge(run, expected and re.compile(expected), "deployments.apps", matrix.COLLECTORS["list"]["policies"])
    return complaints if case.met else ["the fault was never met"] + complaints


def address_of(fault):
    return {"refused": f"127.0.0.1:{proxies.closed_port()}", "unknown host": f"{'x' * 64}.example.org:6443"}[fault]


def judge_unreached(run, fault):
    return judge(run, re.compile(matrix.UNREACHED[fault]), "discovery", matrix.COLLECTORS["all discovery"]["policies"], "unreachable")


def unreached(fault):
    return judge_unreached(bed.audit(fault.replace(" ", "_"), f"https://{address_of(fault)}"), fault)


def unreached_among_many(fault):
    """One of twelve clusters: all others are read whole, and of each the same is said."""
    others = {}
    for i in range(10):
        server = bed.case(f"{fault}-{i}".replace(" ", "_"), "^$", None)
        others[f"other-{i}"] = {"server": server, "certificate-authority": bed.path("ca.crt")}
    run = bed.audit(f"{fault} among many".replace(" ", "_"), f"https://{address_of(fault)}", others=others)
    complaints = judge_unreached(run, fault)
    for name in others:
        said = {text.replace(name, "bad") for text in results(run[1], name)}
        differences = {d for d in said ^ results(bed.healthy[1], "bad") if json.loads(d)["policy"] not in matrix.OF_ALL_CLUSTERS}
        if cluster(run[1], name)["unread"] or differences:
            complaints.append(f"{name}: {cluster(run[1], name)['unread']}, {len(differences)} other results: {sorted(differences)[:2]}")
    return complaints


def cells():
    """(collector, fault, function that returns complaints)... of all"""
    for fault in matrix.FAULTS:
        for collector in matrix.COLLECTORS:
            if collector in matrix.LISTS or fault not in matrix.OF_LISTS:
                yield collector, fault, lambda c=collector, f=fault: cell(c, f)
    for fault in matrix.CONNECTIONS:
        yield "whole cluster", fault, lambda f=fault: connection(f, False)
        yield "all lists", fault, lambda f=fault: connection(f, True)
    for fault in matrix.UNREACHED:
        yield "whole cluster", fault, lambda f=fault: unreached(f)
        yield "one of many", fault, lambda f=fault: unreached_among_many(f)
    for fault, how in matrix.HTTP2:
        yield matrix.COLUMNS[how], fault, lambda f=fault, h=how: frames(f, h)


def print_table(outcomes):
    columns = list(dict.fromkeys(collector for collector, _ in outcomes))
    rows = list(dict.fromkeys(fault for _, fault in outcomes))
    width = max(map(len, rows)) + 2
    print("\n" + "fault".ljust(width) + "  ".join(columns))
    for fault in rows:
        marks = []
        for collector in columns:
            complaints = outcomes.get((collector, fault))
            marks.append(("-" if complaints is None else "WRONG" if complaints else "ok").ljust(len(collector)))
        print(fault.ljust(width) + "  ".join(marks))


class Matrix(unittest.TestCase):
    maxDiff = None

    def test_the_run_without_a_fault_reads_everything(self):
        code, report, errors = bed.healthy
        self.assertEqual([c["state"] for c in report["clusters"]], ["complete", "complete"], errors)
        passed = {f["policy"] for f in report["findings"] if f["state"] == "pass" and f.get("cluster") == "bad"}
        needed = {p for c in matrix.COLLECTORS.values() for p in c.get("policies", ()) if p.startswith(("t.", "drift."))}
        self.assertEqual(needed - passed, set())

    def test_every_fault_at_every_collector(self):
        wanted = os.environ.get("PLIMSOLL_FAULTS", "*").split(",")
        todo = [(c, f, run) for c, f, run in cells() if any(fnmatch.fnmatch(f"{c}/{f}", w) for w in wanted)]
        pool = concurrent.futures.ThreadPoolExecutor
        with pool(AT_ONCE) as working, pool(WAITING_AT_ONCE) as waiting:
            runs = {(c, f): (waiting if f in matrix.REFUSALS + matrix.SLOW else working).submit(run) for c, f, run in todo}
            outcomes = {cell: run.result() for cell, run in runs.items()}
        print_table(outcomes)
        for (collector, fault), complaints in outcomes.items():
            with self.subTest(collector=collector, fault=fault):
                self.assertEqual(complaints, [])


def setUpModule():
    global bed
    bed = Bed()
    unittest.addModuleCleanup(bed.stop)
    bed.start()


if __name__ == "__main__":
    main()
