#!/usr/bin/env python3
"""What is wrong with the input is said with its place, and nothing is audited."""
import os
import tempfile
import unittest

from program import EXAMPLE, run

HEAD = "apiVersion: plimsoll.dev/v1alpha1\nkind: Fleet\nmetadata: {name: shop}\nspec:\n"


class FleetFile(unittest.TestCase):
    def refused(self, content):
        with tempfile.TemporaryDirectory() as directory:
            with open(f"{directory}/plimsoll.yaml", "w") as file:
                file.write(content)
            result = run("audit", cwd=directory)
        self.assertEqual((result.returncode, result.stdout), (2, ""), result.stderr)
        return result.stderr

    def test_an_unknown_field_is_named_with_its_place_and_the_likely_one(self):
        self.assertRegex(self.refused(HEAD + "  enviroments: []\n"),
                         r"plimsoll\.yaml:5:3: unknown field 'enviroments'.*'environments'")

    def test_a_key_that_stands_twice(self):
        self.assertRegex(self.refused(HEAD + "  models: []\n  models: []\n"), r"plimsoll\.yaml:6:3: .*'models'")

    def test_a_wrong_type(self):
        self.assertRegex(self.refused(HEAD + "  environments: {dev: true}\n"), r"plimsoll\.yaml:5:17: .*environments.*list")

    def test_a_missing_field(self):
        self.assertRegex(self.refused(HEAD + "  clusters:\n    - {context: dev-eu}\n"), r"plimsoll\.yaml:6:7: .*name")

    def test_a_cluster_in_no_environment(self):
        self.assertRegex(self.refused(HEAD + "  environments:\n    - {name: dev, match: {cluster: 'dev-*'}}\n"
                                      "  clusters:\n    - {name: prod-eu}\n"), r"plimsoll\.yaml:8:7: .*prod-eu.*no environment")

    def test_another_kind(self):
        self.assertRegex(self.refused(HEAD.replace("Fleet", "Flet") + "  models: []\n"), r"plimsoll\.yaml:2:7: expected kind 'Fleet'")

    def test_a_fleet_without_clusters_is_no_clean_run(self):
        self.assertIn("there are no clusters under spec.clusters", self.refused(HEAD + "  models: []\n"))

    def test_text_that_is_no_yaml(self):
        self.assertRegex(self.refused(HEAD + "  models: [a\n"), r"plimsoll\.yaml:\d+:\d+: ")

    def test_a_path_for_an_environment_that_does_not_exist(self):
        self.assertRegex(self.refused(HEAD + "  repositories:\n    - {name: shop, url: ., paths: {qa: x}}\n"),
                         r"plimsoll\.yaml:6:\d+: .*'qa'")


class Arguments(unittest.TestCase):
    def refused(self, *arguments, cwd="/"):
        result = run(*arguments, cwd=cwd)
        self.assertEqual((result.returncode, result.stdout), (2, ""), result.stderr)
        self.assertNotIn("\n\n", result.stderr.strip(), "not the whole help")
        return result.stderr

    def test_an_unknown_flag_names_the_likely_one(self):
        self.assertRegex(self.refused("audit", "--snapshott", "x"), r"--snapshott.*--snapshot\b")

    def test_an_unknown_command_names_the_likely_one(self):
        self.assertRegex(self.refused("adit"), r"adit.*audit")

    def test_an_unknown_report_format(self):
        self.assertIn("jsn", self.refused("audit", *EXAMPLE, "-o", "jsn"))

    def test_a_moment_that_is_none(self):
        self.assertIn("yesterday", self.refused("audit", *EXAMPLE, "--now", "yesterday"))

    def test_a_severity_that_is_none(self):
        self.assertIn("severe", self.refused("audit", *EXAMPLE, "--fail-on", "severe"))

    def test_a_capture_that_is_not_there(self):
        self.assertIn("/nonexistent/capture", self.refused("audit", "--snapshot", "/nonexistent/capture"))

    def test_nothing_to_audit(self):
        with tempfile.TemporaryDirectory() as directory:
            self.assertIn("plimsoll.yaml", self.refused("audit", cwd=directory))


class Captures(unittest.TestCase):
    def test_a_damaged_capture_is_not_judged(self):
        with tempfile.TemporaryDirectory() as directory:
            name = "captures/20260415T060000Z-0001-ba7816bf8f01cfea.json"
            os.makedirs(f"{directory}/captures")
            with open(f"{directory}/{name}", "w") as file:
                file.write("{")
            result = run("audit", "--snapshot", directory)
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn(name, result.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
