#!/usr/bin/env python3
"""Reports for other programs, read by what reads such files; and reports that were saved."""
import csv
import io
import json
import os
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree

from program import EXAMPLE, run

# Debian's package is for Debian's Python, whichever comes first in PATH.
READ_METRICS = """
import json, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
print(json.dumps({f.name: [[s.labels, s.value] for s in f.samples] for f in text_string_to_metric_families(sys.stdin.read())}))
"""
FORMATS = ("text", "json", "markdown", "sarif", "junit", "csv", "openmetrics")


def audit(form):
    return run("audit", *EXAMPLE, "-o", form).stdout


class Formats(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.report = json.loads(audit("json"))
        cls.findings = cls.report["findings"]

    def count(self, *states):
        return sum(f["state"] in states for f in self.findings)

    def test_csv_has_a_line_for_each_finding(self):
        rows = list(csv.DictReader(io.StringIO(audit("csv"), newline="")))
        self.assertEqual([r["fingerprint"] for r in rows], [f["fingerprint"] for f in self.findings])
        self.assertEqual([r["message"] for r in rows], [f.get("message", "") for f in self.findings])
        self.assertEqual([r["line"] for r in rows], [str(f.get("source", {}).get("line", "")) for f in self.findings])

    def test_junit_fails_what_failed_and_errs_what_is_unknown(self):
        root = xml.etree.ElementTree.fromstring(audit("junit"))
        self.assertEqual(root.tag, "testsuites")
        for element, states in (("failure", ["fail"]), ("error", ["unknown", "error"]), ("skipped", ["waived", "skip"])):
            self.assertEqual(len(root.findall(f".//testcase/{element}")), self.count(*states), element)
        self.assertEqual(int(root.get("tests")), len(self.findings))
        self.assertEqual({s.get("name") for s in root}, {f["policy"] for f in self.findings})
        self.assertEqual(sum(int(s.get("errors")) for s in root), int(root.get("errors")))

    def test_sarif_has_a_result_for_each_finding_and_a_rule_for_each_policy(self):
        document = json.loads(audit("sarif"))
        self.assertEqual(document["version"], "2.1.0")
        (only,) = document["runs"]
        rules = [rule["id"] for rule in only["tool"]["driver"]["rules"]]
        self.assertEqual(len(rules), len(set(rules)))
        self.assertEqual([r["partialFingerprints"]["plimsoll/v1"] for r in only["results"]], [f["fingerprint"] for f in self.findings])
        for result, finding in zip(only["results"], self.findings):
            self.assertEqual(rules[result["ruleIndex"]], finding["policy"])
            self.assertEqual(result["kind"] == "open", finding["state"] in ("unknown", "error"))
            if "path" in finding.get("source", {}):
                self.assertEqual(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], finding["source"]["path"])
        self.assertFalse(only["invocations"][0]["executionSuccessful"], "one cluster forbids two kinds")
        self.assertEqual(len(only["invocations"][0]["toolExecutionNotifications"]), 3)

    def test_markdown_fits_a_comment_and_names_each_policy_that_failed(self):
        text = audit("markdown")
        self.assertLess(len(text), 65536)
        self.assertTrue(text.startswith(f"## Plimsoll: {self.report['results']['fail']} failed, "))
        for policy in {f["policy"] for f in self.findings if f["state"] == "fail"}:
            self.assertIn(f"&times; {policy.replace('_', '&#95;')} (", text)
        self.assertEqual(text.count("<details>"), text.count("</details>"))


    def test_openmetrics_is_read_back_with_the_same_numbers(self):
        parsed = subprocess.run(["/usr/bin/python3", "-c", READ_METRICS], input=audit("openmetrics"), stdout=subprocess.PIPE,
                                check=True, universal_newlines=True)
        families = json.loads(parsed.stdout)
        self.assertEqual({labels["state"]: value for labels, value in families["plimsoll_results"]}, self.report["results"])
        findings = families["plimsoll_findings"]
        self.assertEqual(sum(value for _, value in findings), len(self.findings))
        self.assertEqual(sum(value for labels, value in findings if labels["state"] == "unknown"), self.count("unknown"))
        complete = {labels["cluster"]: value for labels, value in families["plimsoll_cluster_complete"]}
        self.assertEqual(complete, {c["name"]: c["state"] == "complete" for c in self.report["clusters"]})
        levels = {(labels["dimension"], labels["bound"]): value for labels, value in families["plimsoll_maturity_level"]
                  if labels["model"] == "gitops-ladder"}
        self.assertEqual((levels["declared", "floor"], levels["versioned", "ceiling"]), (1, 0))


class Saved(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.saved, self.dir = f"{directory.name}/report.json", directory.name
        run("audit", *EXAMPLE, "-o", f"json={self.saved}")

    def test_a_saved_report_gives_what_the_run_itself_would_have_given(self):
        for form in FORMATS:
            with self.subTest(form):
                result = run("report", self.saved, "-o", form)
                self.assertEqual((result.returncode, result.stderr), (0, ""))
                if form == "text":  # its last line tells the exit status of the run
                    self.assertEqual(result.stdout.splitlines()[:-1], audit(form).splitlines()[:-1])
                else:
                    self.assertEqual(result.stdout, audit(form))

    def test_several_at_once_and_from_standard_input(self):
        with open(self.saved) as file:
            result = run("report", "-", "-o", f"sarif={self.dir}/a.sarif", "-o", f"junit={self.dir}/a.xml", stdin=file.read())
        self.assertEqual((result.returncode, result.stdout), (0, ""))
        self.assertEqual(sorted(os.listdir(self.dir)), ["a.sarif", "a.xml", "report.json"])

    def test_what_is_no_report_is_told_in_one_line(self):
        other = f"{self.dir}/other"
        for content, complaint in (("{", "not a report in JSON: JSON is malformed"), ("[]", "expected an AuditReport"),
                                   ('{"kind": "Pod", "apiVersion": "v1"}', "expected an AuditReport")):
            with self.subTest(content):
                with open(other, "w") as file:
                    file.write(content)
                result = run("report", other, "-o", f"csv={self.dir}/out.csv")
                self.assertEqual(result.returncode, 2)
                self.assertIn(f"plimsoll report: {other}: {complaint}", result.stderr)
                self.assertEqual(result.stderr.count("\n"), 1)
                self.assertFalse(os.path.exists(f"{self.dir}/out.csv"))

    def test_a_format_that_is_none_and_a_file_that_is_not_there(self):
        self.assertIn("unknown output format 'sarf'; did you mean 'sarif'?", run("report", self.saved, "-o", "sarf").stderr)
        self.assertIn("No such file", run("report", f"{self.dir}/none.json").stderr)
        self.assertEqual(run("report").returncode, 2)

    def test_what_cannot_be_written_is_an_error(self):
        result = run("report", self.saved, "-o", "csv=/dev/full")
        self.assertEqual(result.returncode, 3)
        self.assertIn("/dev/full", result.stderr)
        self.assertEqual(run("report", self.saved, "-o", f"csv={self.dir}/none/out.csv").returncode, 3)


if __name__ == "__main__":
    unittest.main()
