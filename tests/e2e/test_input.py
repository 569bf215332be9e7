#!/usr/bin/env python3
"""What is wrong with the input is said with its place, and nothing is audited."""
import json
import os
import tempfile
import unittest

from program import CAPTURE, EXAMPLE, run

HEAD = "apiVersion: plimsoll.dev/v1alpha1\nkind: Fleet\nmetadata: {name: shop}\nspec:\n"


class Manifests(unittest.TestCase):
    EMPTY = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop, labels: , annotations: }
spec:
  replicas:
  template:
    metadata:
    spec:
      volumes:
      securityContext:
      containers: [{name: cart, image: 'a:1.2.3', env: , ports: , resources: , securityContext: }]
"""

    def findings(self, manifest):
        report = json.loads(run("audit", "-f", "-", "--policies", "strict", "-o", "json", stdin=manifest).stdout)
        return {(f["policy"], f["state"], f.get("message")) for f in report["findings"] if f["state"] != "pass"}

    def test_a_field_that_is_null_is_one_that_is_not_there(self):
        stated = "\n".join(line for line in self.EMPTY.splitlines() if not line.endswith(":") or "spec" in line or "template" in line)
        stated = stated.replace(", labels: , annotations: ", "").replace(", env: , ports: , resources: , securityContext: ", "")
        self.assertEqual(self.findings(self.EMPTY), self.findings(stated))
        self.assertNotIn("error", {state for _, state, _ in self.findings(self.EMPTY)})


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


class Redaction(unittest.TestCase):
    def refused(self, key=b"k" * 32, mode=0o600, spec="", arguments=("--redact",)):
        """What is said to `snapshot --redact --redact-key key`, before anything is asked of anybody."""
        with tempfile.TemporaryDirectory() as directory:
            with open(os.open(f"{directory}/key", os.O_WRONLY | os.O_CREAT), "wb") as file:
                file.write(key)
            os.chmod(f"{directory}/key", mode)
            with open(f"{directory}/own.yaml", "w") as file:
                file.write("# practices\n")
            with open(f"{directory}/plimsoll.yaml", "w") as file:
                file.write(HEAD + "  environments: [{name: prod}]\n  clusters: [{name: prod}]\n" + spec)
            result = run("snapshot", "-o", f"{directory}/out", "--redact-key", f"{directory}/key", *arguments, cwd=directory)
            self.assertFalse(os.path.exists(f"{directory}/out"))
        self.assertEqual((result.returncode, result.stdout, result.stderr.count("\n")), (2, "", 1), result.stderr)
        self.assertNotIn("kkkk", result.stderr)
        return result.stderr

    def test_a_key_that_is_too_short_or_too_long(self):
        self.assertIn("has 31 bytes, expected 32 to 4096", self.refused(b"k" * 31))
        self.assertIn("has 4097 bytes, expected 32 to 4096", self.refused(b"k" * 4097))

    def test_a_key_that_others_may_read(self):
        for mode in (0o640, 0o604, 0o620):
            self.assertIn(f"may be used by others than its owner (mode {mode:04o}): chmod go= it", self.refused(mode=mode))

    def test_a_key_that_is_no_file(self):
        self.assertIn("'/dev': it is no file", self.refused(arguments=("--redact", "--redact-key", "/dev")))
        self.assertIn("'/nonexistent/key': No such file", self.refused(arguments=("--redact", "--redact-key", "/nonexistent/key")))

    def test_a_key_for_nothing(self):
        self.assertIn("--redact-key is of --redact, which is missing", self.refused(arguments=()))

    def test_a_fleet_whose_files_cannot_be_redacted(self):
        self.assertIn("spec.modelFiles names files", self.refused(spec="  modelFiles: [own.yaml]\n"))
        self.assertIn("spec.libraryFiles names files", self.refused(spec="  libraryFiles: [own.yaml]\n"))

    def test_a_directory_of_captures_with_names(self):
        self.assertIn("has names: expected a directory without such", self.refused(arguments=("--redact", "-o", CAPTURE)))
        with tempfile.TemporaryDirectory() as directory:
            os.makedirs(f"{directory}/objects/ab")
            self.assertIn("objects of an unfinished capture", self.refused(arguments=("--redact", "-o", directory)))

    def test_a_pattern_that_ends_within_a_name(self):
        self.assertIn("'shop/web-*' is a pattern", self.refused(spec="  repositories: [{name: a, url: ./a, images: ['shop/*', 'shop/web-*']}]\n"))
        self.assertIn("'a*' is a pattern", self.refused(spec="  parity: {allowances: [{application: 'a*', reason: x}]}\n"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
