#!/usr/bin/env python3
"""Failures that somebody answers for are waived, never passed; exemptions that are over, of no use or misspelt are findings."""
import json
import os
import tempfile
import unittest

from program import EXAMPLE, run

EXEMPTION = """---
apiVersion: plimsoll.dev/v1alpha1
kind: Exemption
metadata: {{name: {name}}}
spec:
  policy: {policy}
  subject: {subject}
  reason: {reason}
  owner: team-cart
  expires: '{expires}'
"""
DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels: {app.kubernetes.io/part-of: shop}
  annotations: {%s}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - {name: web, image: 'registry.example.org/web:1.0.0', securityContext: {privileged: true}}
"""


def exemption(name, policy="drift.extra", subject="{cluster: 'prod-*', namespace: shop, name: cart}", expires="2026-12-31",
              reason="until the release"):
    return EXEMPTION.format(name=name, policy=policy, subject=subject, expires=expires, reason=reason)


class Exempted(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, "w") as file:
            file.write(text)
        return path

    def audit(self, *arguments):
        result = run(*(arguments or ("audit", *EXAMPLE)), "-o", "json", "-q")
        self.assertIn(result.returncode, (0, 1, 3), result.stderr)
        return json.loads(result.stdout)

    def example(self, *exemptions):
        return self.audit("audit", *EXAMPLE, "--exemptions", self.write("exemptions.yaml", "".join(exemptions)))

    def states(self, report, policy):
        return sorted({finding["state"] for finding in report["findings"] if finding["policy"] == policy})


class Clusters(Exempted):
    def test_a_failure_is_waived_with_reason_owner_and_end(self):
        report = self.example(exemption("cart"))
        found, = [finding for finding in report["findings"] if finding["state"] == "waived"]
        self.assertEqual(found["reason"], "until the release (exemption 'cart' of team-cart until 2026-12-31)")
        self.assertEqual((found["policy"], found["object"]["name"]), ("drift.extra", "cart"))
        self.assertIn("message", found)
        self.assertEqual(report["results"]["waived"], 1)

    def test_nothing_becomes_a_pass_and_no_level_rises(self):
        plain, exempted = self.audit(), self.example(exemption("everything", policy="'*'", subject="{cluster: '*'}"))
        self.assertEqual(exempted["results"]["pass"] - plain["results"]["pass"], 1 + 1 + 1)  # the exemption's own
        self.assertGreater(exempted["results"]["waived"], 50)
        for before, after in zip(plain["assessments"], exempted["assessments"]):
            levels = [[(d["id"], d["level"]) for d in a["dimensions"]] for a in (before, after)]
            self.assertEqual(*levels)

    def test_one_that_is_over_waives_nothing_and_is_a_finding(self):
        report = self.example(exemption("cart", expires="2026-11-01"))
        self.assertEqual(report["results"]["waived"], 0)
        self.assertEqual(self.states(report, "exemptions.expired"), ["fail"])

    def test_one_for_no_policy_is_a_finding(self):
        self.assertEqual(self.states(self.example(exemption("x", policy="drift.xtra")), "exemptions.unknown-policy"), ["fail"])

    def test_whether_one_is_of_use_is_unknown_while_not_all_was_read(self):
        report = self.example(exemption("x", subject="{namespace: nowhere}"))
        self.assertEqual(self.states(report, "exemptions.unused"), ["unknown"])

    def test_they_are_found_beside_policies(self):
        self.write("team.yaml", exemption("cart"))
        report = self.audit("audit", *EXAMPLE, "--policy-dir", self.folder.name)
        self.assertEqual(report["results"]["waived"], 1)

    def test_an_image_of_a_workload_is_a_subject_too(self):
        report = self.example(exemption("cart", policy="images.tag-immutable", subject="{kind: Deployment, name: cart}"))
        self.assertIn("waived", self.states(report, "images.tag-immutable"))

    def test_reports_show_them_as_waived(self):
        path = self.write("exemptions.yaml", exemption("cart"))
        said = {form: run("audit", *EXAMPLE, "--exemptions", path, "-o", form, "-q").stdout
                for form in ("text", "markdown", "sarif", "junit")}
        reason = "until the release (exemption 'cart' of team-cart until 2026-12-31)"
        self.assertIn("Waived (each one: -o json)\n      1  prod-eu  " + reason, said["text"])
        self.assertIn("### Waived", said["markdown"])
        self.assertIn('"justification":"' + reason, said["sarif"])
        self.assertRegex(said["junit"], r"<skipped[^>]*>until the release \(exemption")


class Manifests(Exempted):
    def test_annotations_of_linters_are_honoured(self):
        manifest = self.write("web.yaml", DEPLOYMENT % "ignore-check.kube-linter.io/privileged-container: needs the device")
        report = self.audit("audit", "-f", manifest, "--include-passed")
        found, = [finding for finding in report["findings"] if finding["policy"] == "workload.not-privileged"]
        self.assertEqual(found["state"], "waived")
        self.assertEqual(found["reason"], "needs the device (annotation ignore-check.kube-linter.io/privileged-container)")

    def test_they_are_honoured_where_its_images_and_what_selects_its_pods_are_judged(self):
        for annotation, policy in (("kube-score/ignore: 'pod-probes, deployment-has-poddisruptionbudget'", "workload.budget-set"),
                                   ("checkov.io/skip1: CKV_K8S_43=built on site", "images.digest-pinned")):
            with self.subTest(annotation=annotation):
                manifest = self.write("web.yaml", DEPLOYMENT % annotation)
                report = self.audit("audit", "-f", manifest, "--include-passed")
                found = {f["policy"]: f for f in report["findings"] if f["policy"] in ("workload.budget-set", "images.digest-pinned")}
                self.assertEqual(sorted(f["state"] for f in found.values()), ["waived", "warn"])
                self.assertEqual(found[policy]["state"], "waived")
                self.assertIn(f"annotation {annotation.split(':')[0]}", found[policy]["reason"])

    def test_exemptions_hold_for_files(self):
        manifest = self.write("web.yaml", DEPLOYMENT % "")
        path = self.write("exemptions.yaml", exemption("web", policy="workload.*", subject="{kind: Deployment, name: web}"))
        report = self.audit("audit", "-f", manifest, "--exemptions", path)
        self.assertEqual(self.states(report, "workload.not-privileged"), ["waived"])
        self.assertEqual(report["results"]["fail"], 0)

    def test_a_document_without_owner_is_refused(self):
        path = self.write("exemptions.yaml", exemption("web").replace("  owner: team-cart\n", ""))
        result = run("audit", *EXAMPLE, "--exemptions", path)
        self.assertEqual(result.returncode, 2)
        self.assertIn("exemptions.yaml:6:3: missing required field 'owner'", result.stderr)

    def test_nothing_else_stands_among_them(self):
        result = run("audit", *EXAMPLE, "--exemptions", self.write("x.yaml", DEPLOYMENT % ""))
        self.assertEqual(result.returncode, 2)
        self.assertIn("x.yaml:1:", result.stderr)


if __name__ == "__main__":
    unittest.main()
