#!/usr/bin/env python3
"""The reports of the captured example fleet, byte by byte."""
import json
import os
import tempfile
import unittest

from program import EXAMPLE, GoldenCase, run


class Reports(GoldenCase):
    def test_audit_as_text(self):
        result = run("audit", *EXAMPLE)
        self.assert_golden("audit.txt", result.stdout)
        self.assertEqual(result.stderr, "")

    def test_audit_as_json(self):
        self.assert_golden_json("audit.json", run("audit", *EXAMPLE, "-o", "json").stdout)

    def test_parts_as_text(self):
        for part in ("drift", "parity", "releases", "maturity"):
            with self.subTest(part):
                self.assert_golden(f"{part}.txt", run(part, *EXAMPLE).stdout)

    def test_text_stays_within_the_width(self):
        for columns in (60, 80, 100, 140):
            with self.subTest(columns):
                lines = run("audit", *EXAMPLE, COLUMNS=str(columns)).stdout.splitlines()
                self.assertEqual([line for line in lines if len(line) > columns], [])

    def test_the_same_input_gives_the_same_bytes(self):
        self.assertEqual(run("audit", *EXAMPLE, "-o", "json").stdout, run("audit", *EXAMPLE, "-o", "json").stdout)

    def test_no_colour_outside_of_a_terminal(self):
        self.assertNotIn("\x1b", run("audit", *EXAMPLE).stdout)

    def test_the_exit_status_tells_the_damage(self):
        self.assertIn(run("audit", *EXAMPLE).returncode, (1, 3))

    def test_several_reports_from_one_run(self):
        with tempfile.TemporaryDirectory() as directory:
            result = run("audit", *EXAMPLE, "-o", f"json={directory}/report.json", "-o", f"text={directory}/report.txt")
            self.assertEqual(result.stdout, "")
            with open(f"{directory}/report.json") as file:
                self.assertEqual(json.load(file)["kind"], "AuditReport")
            self.assertEqual(sorted(os.listdir(directory)), ["report.json", "report.txt"])


class Example(unittest.TestCase):
    """What hack/example/README.md says is wrong with the fleet is what the report says."""

    def setUp(self):
        self.findings = json.loads(run("audit", *EXAMPLE, "-o", "json").stdout)["findings"]

    def found(self, **wanted):
        def fits(finding):
            flat = {**finding, **{"object_" + k: v for k, v in finding.get("object", {}).items()}}
            return all(flat.get(k) == v for k, v in wanted.items())
        return [f for f in self.findings if fits(f)]


if __name__ == "__main__":
    unittest.main(verbosity=2)
