#!/usr/bin/env python3
"""Which policies a command works with: sets, categories, models, ids, and what the Fleet document chooses."""
import html.parser
import json
import os
import tempfile
import unittest

from program import EXAMPLE, ROOT, run


def ids(*arguments):
    result = run("policies", *arguments)
    assert result.returncode == 0, result.stderr
    return [line.split()[0] for line in result.stdout.splitlines()]


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w") as file:
        file.write(text)
    return path


FLEET = """apiVersion: plimsoll.dev/v1alpha1
kind: Fleet
metadata: {name: shop}
spec:
  clusters: [{name: a, snapshot: nowhere}]
  models: [opengitops]
  policies:
"""


POLICY = """apiVersion: plimsoll.dev/v1alpha1
kind: AuditPolicy
metadata: {name: own.policy}
spec:
  title: TITLE
  subject: cluster
  severity: low
  category: own
  why: WHY
  remediation: none
  references: ['javascript:alert(1)']
  validations: [{expression: 'true', message: m}]
"""


DEPLOYMENT = """apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {squad: shop}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: 'registry.example.org/web:latest', securityContext: {privileged: true}}]}
"""
EXEMPTION = """apiVersion: plimsoll.dev/v1alpha1
kind: Exemption
metadata: {name: web}
spec:
  policy: workload.not-privileged
  subject: {kind: Deployment, name: web}
  reason: needs the device
  owner: team-shop
  expires: '2999-12-31'
"""


class Ids(html.parser.HTMLParser):
    """The ids of a page, and what it leaves open."""

    def __init__(self):
        super().__init__()
        self.ids, self.unclosed = set(), []

    def handle_starttag(self, tag, attributes):
        self.ids.add(dict(attributes).get("id"))
        if tag not in ("meta", "input"):
            self.unclosed.append(tag)

    def handle_endtag(self, tag):
        assert self.unclosed.pop() == tag, tag


class Choice(unittest.TestCase):
    def test_every_policy_of_the_program_is_recommended_or_strict(self):
        self.assertEqual(ids("--policies", "strict"), ids())

    def test_the_default_is_recommended_and_what_models_count(self):
        default, recommended = set(ids("--policies", "default")), set(ids("--policies", "recommended"))
        counted = set(ids("--policies", "gitops-ladder,opengitops"))
        self.assertEqual(default, recommended | counted)
        self.assertTrue(counted - recommended)

    def test_a_fleet_chooses_models_and_policies(self):
        with tempfile.TemporaryDirectory() as folder:
            fleet = write(folder, "fleet.yaml", FLEET + "    select: [images, opengitops]\n    disable: [images.not-latest]\n")
            chosen = ids("-c", fleet)
            self.assertIn("images.no-prerelease", chosen)
            self.assertIn("git.manifests-present", chosen)
            self.assertNotIn("images.not-latest", chosen)
            self.assertNotIn("workload.not-privileged", chosen)
            self.assertEqual(ids("-c", fleet, "--policies", "workload.no-host-path"), ["workload.no-host-path"])

    def test_a_fleet_changes_parameters_and_severity(self):
        with tempfile.TemporaryDirectory() as folder:
            fleet = write(folder, "fleet.yaml", FLEET + "    params: {workload.owner-label: {labels: [team]}}\n    severity: {'*.owner-label': high}\n")
            shown = run("policies", "-c", fleet, "workload.owner-label").stdout
            self.assertIn('labels: ["team"]', shown)
            self.assertIn("severity     high", shown)
            fleet = write(folder, "fleet.yaml", FLEET + "    params: {workload.owner-label: {label: [team]}}\n")
            result = run("audit", "-c", fleet)
            self.assertEqual(result.returncode, 2)
            self.assertIn("fleet.yaml:8:37: unknown parameter 'label'; did you mean 'labels'?", result.stderr)

    def test_names_of_nothing_are_refused_with_their_place(self):
        with tempfile.TemporaryDirectory() as folder:
            fleet = write(folder, "fleet.yaml", FLEET + "    select: [image]\n")
            result = run("policies", "-c", fleet)
            self.assertEqual(result.returncode, 2)
            self.assertIn("fleet.yaml:8:14: there is no set, category, model or policy 'image'; did you mean 'images'?",
                          result.stderr)
        result = run("audit", *EXAMPLE, "--policies", "strickt")
        self.assertEqual(result.returncode, 2)
        self.assertIn("--policies: there is no set, category, model or policy 'strickt'; did you mean 'strict'?", result.stderr)

    def test_what_a_model_counts_and_nobody_judged_is_unknown(self):
        result = run("audit", *EXAMPLE, "--policies", "images", "-o", "json", "--allow-unknown", "-q")
        report = json.loads(result.stdout)
        self.assertTrue(all(finding["policy"].startswith("images.") for finding in report["findings"]))
        reasons = result.stdout.count("not among the policies of this run")
        self.assertGreater(reasons, 5)

    def test_a_part_of_the_report_has_only_its_policies(self):
        result = run("drift", *EXAMPLE, "--policies", "images", "-q")
        self.assertEqual(result.returncode, 2)
        self.assertIn("expected some of 'drift.*'", result.stderr)


class Catalogue(unittest.TestCase):
    def test_one_is_shown_with_what_fails_and_what_passes(self):
        shown = run("policies", "show", "exemptions.short-lived").stdout
        for part in ("sets         strict", "\nWhy\n", "\nRemediation\n", "\nParameters\ndays: 366", "\nFails\n", "\nPasses\n", "daysLeft: 367"):
            self.assertIn(part, shown)
        self.assertEqual(run("policies", "exemptions.short-lived").stdout, shown)
        self.assertEqual(run("policies", "show").returncode, 2)

    def test_the_catalogue_has_every_policy_once(self):
        markdown = run("policies", "docs").stdout
        headings = [line[4:] for line in markdown.splitlines() if line.startswith("### ")]
        self.assertEqual(sorted(headings), sorted(ids()))
        self.assertIn("models: `", markdown)
        few = run("policies", "docs", "--policies", "drift").stdout
        self.assertEqual(few.count("\n### "), len(ids("--policies", "drift")))

    def test_the_page_needs_no_other_file_and_shows_texts_as_texts(self):
        policy = POLICY.replace("TITLE", "'a < b & \"c\"'").replace("WHY", "<script>alert(1)</script>")
        with tempfile.TemporaryDirectory() as folder:
            write(folder, "policy.yaml", policy)
            result = run("policies", "docs", "-o", "html", "--policy-dir", folder, "--output-dir", folder)
            self.assertEqual((result.returncode, result.stdout), (0, ""), result.stderr)
            with open(os.path.join(folder, "policies.html")) as file:
                page = file.read()
        self.assertIn("a &lt; b &amp; &quot;c&quot;", page)
        self.assertNotIn("<script>alert", page)
        self.assertNotRegex(page, r'(src|<link[^>]* href)="')
        self.assertNotIn('href="javascript:', page)
        seen = Ids()
        seen.feed(page)
        self.assertEqual(seen.unclosed, [])
        self.assertLessEqual(set(ids()), seen.ids)

    def test_another_form_is_refused(self):
        result = run("policies", "docs", "-o", "pdf")
        self.assertEqual(result.returncode, 2)
        self.assertIn("-o 'pdf': expected markdown or html", result.stderr)


class Manifests(unittest.TestCase):
    """What a Fleet document says of policies holds for files, too; its clusters and repositories are left alone."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, name, text):
        return write(self.folder.name, name, text)

    def judge(self, policies):
        repositories = "  repositories: [{name: gone, url: ./nowhere}]\n"
        fleet = self.write("fleet.yaml", FLEET.replace("  models:", repositories + "  models:") + policies)
        result = run("audit", "-c", fleet, "-f", self.write("web.yaml", DEPLOYMENT), "-o", "json", "--include-passed")
        self.assertIn(result.returncode, (0, 1, 3), result.stderr)
        return json.loads(result.stdout)["findings"]

    def of(self, policies, policy):
        found, = [finding for finding in self.judge(policies) if finding["policy"] == policy]
        return found

    def test_the_fleet_chooses_the_policies(self):
        findings = self.judge("    select: [workload.not-privileged]\n")
        self.assertEqual({finding["policy"] for finding in findings}, {"workload.not-privileged"})

    def test_parameters_hold(self):
        select = "    select: [workload.owner-label]\n"
        self.assertEqual(self.of(select, "workload.owner-label")["state"], "warn")
        self.assertEqual(self.of(select + "    params: {workload.owner-label: {labels: [squad]}}\n", "workload.owner-label")["state"], "pass")

    def test_severities_hold(self):
        found = self.of("    select: [images]\n    severity: {images.not-latest: critical}\n", "images.not-latest")
        self.assertEqual(found["severity"], "critical")

    def test_policies_of_its_directories_are_judged(self):
        os.mkdir(os.path.join(self.folder.name, "own"))
        self.write("own/policy.yaml", POLICY.replace("subject: cluster", "subject: object"))
        self.assertEqual(self.of("    directories: [own]\n", "own.policy")["title"], "TITLE")

    def test_exemptions_hold(self):
        self.write("exemptions.yaml", EXEMPTION)
        found = self.of("    select: [workload.not-privileged]\n    exemptions: [exemptions.yaml]\n", "workload.not-privileged")
        self.assertEqual((found["state"], found["reason"]), ("waived", "needs the device (exemption 'web' of team-shop until 2999-12-31)"))

    def test_a_mistake_in_it_is_told(self):
        fleet = self.write("fleet.yaml", FLEET + "    select: [image]\n")
        result = run("audit", "-c", fleet, "-f", self.write("web.yaml", DEPLOYMENT))
        self.assertEqual(result.returncode, 2)
        self.assertIn("fleet.yaml:8:14: there is no set", result.stderr)


if __name__ == "__main__":
    unittest.main()
