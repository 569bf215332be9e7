#!/usr/bin/env python3
"""The reports of the captured example fleet, byte by byte."""
import json
import os
import re
import tempfile
import unittest

from program import EXAMPLE, GoldenCase, run, run_on_terminal


class Reports(GoldenCase):
    def test_audit_as_text(self):
        result = run("audit", *EXAMPLE, "--quiet")
        self.assert_golden("audit.txt", result.stdout)
        self.assertEqual(result.stderr, "")

    def test_audit_as_json(self):
        self.assert_golden_json("audit.json", run("audit", *EXAMPLE, "-o", "json").stdout)

    def test_parts_as_text(self):
        for part in ("drift", "coverage", "parity", "releases", "maturity"):
            with self.subTest(part):
                self.assert_golden(f"{part}.txt", run(part, *EXAMPLE).stdout)

    def test_text_stays_within_the_width(self):
        for columns in (120, 160):
            with self.subTest(columns):
                lines = run("audit", *EXAMPLE, COLUMNS=str(columns)).stdout.splitlines()
                self.assertEqual([line for line in lines if len(line) > columns], [])

    def test_the_same_input_gives_the_same_bytes(self):
        self.assertEqual(run("audit", *EXAMPLE, "-o", "json").stdout, run("audit", *EXAMPLE, "-o", "json").stdout)

    def test_no_colour_outside_of_a_terminal(self):
        self.assertNotIn("\x1b", run("audit", *EXAMPLE).stdout)

    def test_a_terminal_gets_colour_its_width_and_the_same_words(self):
        seen = run_on_terminal("audit", *EXAMPLE, columns=120)
        self.assertIn("\x1b[", seen)
        words = re.sub(r"\x1b\[[0-9;]*m", "", seen)
        self.assertEqual(re.sub(" +\n", "\n", words), run("audit", *EXAMPLE, COLUMNS="120").stdout)

    def test_no_colour_where_the_user_wants_none(self):
        self.assertNotIn("\x1b", run_on_terminal("audit", *EXAMPLE, NO_COLOR="1"))

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

    @classmethod
    def setUpClass(cls):
        cls.report = json.loads(run("audit", *EXAMPLE, "-o", "json").stdout)

    def found(self, policy, cluster=None, name=None, state="fail"):
        """The fields of interest of the findings that fit."""
        return [(f.get("field", ""), f.get("expected"), f.get("actual")) for f in self.report["findings"]
                if (f["policy"], f["state"]) == (policy, state) and cluster in (None, f.get("cluster"))
                and name in (None, f.get("object", {}).get("name"), f.get("application"))]

    def test_replicas_set_by_hand(self):
        self.assertEqual(self.found("drift.in-sync"), [("spec.replicas", 3, 7)])

    def test_a_variable_set_by_hand(self):
        field = "spec.template.spec.containers[name=cart].env[name=DEBUG]"
        self.assertEqual(self.found("drift.extra"), [(field, None, {"name": "DEBUG", "value": "true"})])

    def test_a_deleted_service(self):
        self.assertEqual(len(self.found("drift.missing")), 1)
        self.assertEqual(len(self.found("drift.missing", "stage-eu", "mail")), 1)

    def test_a_deployment_of_nobody(self):
        self.assertEqual(len(self.found("drift.unmanaged")), 1)
        self.assertEqual(len(self.found("drift.unmanaged", "prod-eu", "debug-shell")), 1)

    def test_tags_that_name_no_release(self):
        self.assertEqual(len(self.found("images.not-latest", "dev-eu", "thumbnails")), 1)
        self.assertEqual(len(self.found("images.no-moving-tag", "dev-eu", "search")), 1)

    def test_a_tag_with_two_digests(self):
        for cluster in ("stage-eu", "prod-eu"):
            self.assertEqual(len(self.found("images.tag-immutable", cluster, "cart")), 1)
        self.assertEqual(len(self.found("images.tag-immutable")), 2)

    def test_a_version_that_skipped_stage(self):
        self.assertEqual(self.found("parity.promotion-order"), [("", None, "0.9.3")])

    def test_an_image_of_no_git_tag(self):
        for cluster in ("stage-eu", "prod-eu"):
            self.assertEqual(len(self.found("images.tag-in-git", cluster, "thumbnails")), 1)
        self.assertEqual(len(self.found("images.tag-in-git")), 2)

    def test_a_kind_that_may_not_be_listed(self):
        stage = next(c for c in self.report["clusters"] if c["name"] == "stage-eu")
        self.assertEqual(stage["state"], "partial")
        self.assertIn("ingresses.networking.k8s.io", [u["resource"] for u in stage["unread"]])
        self.assertTrue(self.found("drift.in-sync", "stage-eu", state="unknown"))

    def test_people_who_may_change_production(self):
        self.assertEqual(len(self.found("cluster.no-human-writers")), 1)
        self.assertEqual(len(self.found("cluster.no-human-writers", "prod-eu")), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
