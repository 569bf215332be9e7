#!/usr/bin/env python3
"""Adds up test results: test-summary.py RESULT...

A RESULT is NAME=FILE: JUnit XML as ctest writes it, or a text that closes with "N passed, N failed". Prints every
test that failed or was skipped by name, then one line "N passed, N failed, N skipped"; fails when any failed.
"""
import re
import sys
import xml.etree.ElementTree


def read_junit(name, path):
    counts, lines = [0, 0, 0], []
    for case in xml.etree.ElementTree.parse(path).getroot().iter("testcase"):
        state = {"run": 0, "fail": 1}.get(case.get("status"), 2)
        counts[state] += 1
        if state:
            why = case.find("skipped") if state == 2 else case.find("failure")
            lines.append(f"{'FAILED ' if state == 1 else 'skipped'}  {name}: {case.get('name')}"
                         f"  {(why.get('message') or '') if why is not None else ''}".rstrip())
    return counts, lines


def read_text(name, path):
    with open(path, errors="replace") as file:
        text = file.read()
    skipped = re.findall(r"^skipped: (.*)$", text, re.M)
    closing = re.findall(r"(\d+) passed, (\d+) failed", text)
    if not closing:
        lines = [f"skipped  {name}: {s}" for s in skipped] or [f"FAILED   {name}: no closing line"]
        return [0, 0 if skipped else 1, len(skipped)], lines
    passed, failed = int(closing[-1][0]), int(closing[-1][1])
    lines = [f"FAILED   {name}: {failed} of {passed + failed}"] if failed else []
    return [passed, failed, len(skipped)], lines + [f"skipped  {name}: {s}" for s in skipped]


def main():
    total = [0, 0, 0]
    for result in sys.argv[1:]:
        name, _, path = result.partition("=")
        try:
            counts, lines = (read_junit if path.endswith(".xml") else read_text)(name, path)
        except (OSError, xml.etree.ElementTree.ParseError) as error:
            counts, lines = [0, 1, 0], [f"FAILED   {name}: {error}"]
        total = [a + b for a, b in zip(total, counts)]
        print("\n".join(lines + [f"{name}: {counts[0]} passed, {counts[1]} failed, {counts[2]} skipped"]))
    print(f"{total[0]} passed, {total[1]} failed, {total[2]} skipped")
    return 1 if total[1] or not total[0] else 0


if __name__ == "__main__":
    sys.exit(main())
