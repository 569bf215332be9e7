#!/usr/bin/env python3
"""Two saved reports side by side, and a report as the baseline of another run."""
import json
import tempfile
import unittest

from program import EXAMPLE, run

AUDIT = ("audit", *EXAMPLE, "--quiet", "--allow-unknown")


class Saved(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.dir = directory.name
        self.now = self.save("now", json.loads(run(*AUDIT, "-o", "json").stdout))

    def save(self, name, report):
        path = f"{self.dir}/{name}.json"
        with open(path, "w") as file:
            json.dump(report, file)
        return path

    def changed(self, name, change):
        """The path of a report in which `change` was done to the list of findings."""
        with open(self.now) as file:
            report = json.load(file)
        change(report["findings"])
        return self.save(name, report)

    def without(self, policy):
        return self.changed("before", lambda findings: findings.__setitem__(slice(None), [f for f in findings if f["policy"] != policy]))


class Diff(Saved):
    def test_a_report_is_equal_to_itself(self):
        result = run("diff", self.now, self.now)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertRegex(result.stdout, r"^0 new, 0 fixed, 0 changed, 0 no longer known, [1-9][0-9]* as before\n$")

    def test_what_is_new_gives_exit_1_unless_it_is_below_the_threshold(self):
        before = self.without("images.not-latest")
        result = run("diff", before, self.now)
        self.assertEqual(result.returncode, 1)
        self.assertIn("New (2)\n  fail    high      images.not-latest", result.stdout)
        self.assertEqual(run("diff", before, self.now, "--fail-on", "critical").returncode, 0)
        self.assertEqual(run("diff", before, self.now, "--fail-on", "never").returncode, 0)

    def test_what_is_gone_is_fixed(self):
        result = run("diff", self.now, self.without("images.not-latest"), "-o", "json")
        comparison = json.loads(result.stdout)
        self.assertEqual(result.returncode, 0)
        self.assertEqual(comparison["counts"]["fixed"], 2)
        self.assertEqual({f["policy"] for f in comparison["fixed"]}, {"images.not-latest"})

    def test_what_is_gone_because_nobody_looked_is_not_fixed(self):
        def blind(findings):
            gone = next(f for f in findings if f["policy"] == "drift.unmanaged" and f["state"] == "fail")
            findings.remove(gone)
            findings.append(dict(gone, state="unknown", fingerprint="0" * 32, reason="HTTP 403"))

        result = run("diff", self.now, self.changed("after", blind))
        self.assertEqual(result.returncode, 3)
        self.assertIn("No longer known (", result.stdout)
        self.assertNotIn("Fixed", result.stdout)

    def test_mistakes_are_told_in_one_line(self):
        for arguments, complaint in (((self.now,), "expected BEFORE AFTER"), ((self.now, "README.md"), "README.md: not a report in JSON"),
                                     ((self.now, self.now, "-o", "xml"), "expected text or json"),
                                     ((self.now, self.now, "--fail-on", "bad"), "unknown severity 'bad'")):
            with self.subTest(complaint):
                result = run("diff", *arguments)
                self.assertEqual((result.returncode, result.stderr.count("\n")), (2, 1))
                self.assertIn(complaint, result.stderr)


class Baseline(Saved):
    def test_what_it_has_does_not_fail_a_run_and_stays_in_the_report(self):
        self.assertEqual(run(*AUDIT, "--fail-on", "high").returncode, 1)
        result = run(*AUDIT, "--fail-on", "high", "--baseline", self.now, "-o", "json", "-o", f"text={self.dir}/text")
        self.assertIn("against the baseline: 0 new, ", result.stderr)
        with open(self.now) as file:
            self.assertEqual(json.loads(result.stdout)["findings"], json.load(file)["findings"])

    def test_what_is_new_fails_it(self):
        result = run(*AUDIT, "--baseline", self.without("images.not-latest"))
        self.assertEqual(result.returncode, 1)
        self.assertIn("against the baseline: 2 new, ", result.stderr)

    def test_it_hides_nothing_that_is_unknown(self):
        self.assertEqual(run("audit", *EXAMPLE, "--quiet", "--baseline", self.now).returncode, 3)

    def test_one_that_is_none_is_told_before_the_work(self):
        result = run("audit", "--snapshot", "/nonexistent", "--baseline", "README.md")
        self.assertEqual(result.returncode, 2)
        self.assertIn("--baseline: README.md: not a report in JSON", result.stderr)


if __name__ == "__main__":
    unittest.main()
