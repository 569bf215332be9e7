#!/usr/bin/env python3
"""Documents are checked without running them; with --keep-going what cannot be loaded is unknown, never passed over."""
import json
import os
import tempfile
import unittest

from program import EXAMPLE, run

POLICY = """apiVersion: plimsoll.dev/v1alpha1
kind: AuditPolicy
metadata: {name: %s}
spec:
  title: It is right
  subject: cluster
  severity: low
  category: own
  why: because
  remediation: repair it
%s"""
HEAD = "apiVersion: plimsoll.dev/v1alpha1\nkind: %s\nmetadata: {name: own}\nspec:\n"
GOOD = "  validations: [{expression: 'cluster.objects > 0', message: m}]\n"
WARNINGS = {
    "  validations: [{expression: 'cluster.objects > 0 || true', message: m}]\n":
        "policy.yaml:11:30: the validation never fails where the policy applies",
    "  validations: [{expression: 'false && cluster.production', message: m}]\n":
        "policy.yaml:11:30: the validation fails wherever the policy applies",
    "  matchConditions: [{name: a, expression: 'false'}]\n" + GOOD:
        "policy.yaml:11:21: the condition is always false: the policy never applies",
    "  matchConditions: [{name: a, expression: '1 < 2'}]\n" + GOOD:
        "policy.yaml:11:21: the condition is always true: it decides nothing",
    "  matchConditions: [{name: a, expression: cluster.production}, {name: b, expression: '!(cluster.production)'}]\n" + GOOD:
        "policy.yaml:11:64: the condition excludes an earlier one: the policy never applies",
    "  matchConditions: [{name: a, expression: cluster.objects > 0}]\n" + GOOD:
        "policy.yaml:12:30: the validation never fails where the policy applies",
}
ERRORS = {
    "policy": (POLICY % ("own.a", "  params: {limit: 1}\n  validations: [{expression: 'cluster.objects > params.lmit', message: m}]\n"),
               "x.yaml:12:30: parameter 'lmit' is read, but spec.params lacks it; did you mean 'limit'?"),
    "field": (POLICY % ("own.a", "  validation: []\n" + GOOD), "x.yaml:11:3: unknown field 'validation'; did you mean 'validations'?"),
    "type": (POLICY % ("own.a", "  validations: [{expression: cluster.objets > 0, message: m}]\n"),
             "x.yaml:11:37: undefined field 'objets' of 'cluster'; did you mean 'objects'?"),
    "exemption": (HEAD % "Exemption" + "  policy: drift.in-sink\n  subject: {name: a}\n  reason: r\n  owner: o\n  expires: '2027-01-01'\n",
                  "x.yaml:1:1: exemption 'own': there is no policy 'drift.in-sink'; did you mean 'drift.in-sync'?"),
    "fleet": (HEAD % "Fleet" + "  clusters: [{name: a}]\n  policies: {select: [recomended]}\n",
              "x.yaml:6:23: there is no set, category, model or policy 'recomended'; did you mean 'recommended'?"),
    "parameter": (HEAD % "Fleet" + "  clusters: [{name: a}]\n  policies: {params: {workload.owner-label: {labels: team}}}\n",
                  "x.yaml:6:54: parameter 'labels': expected array, found string"),
    "library": (HEAD % "PracticeLibrary" + "  version: 1.0.0\n  title: t\n  practices:\n    - {id: a, title: t, class: measured, effort: 1, usefulness: 1, "
                "criteria: {policy: no.such, measure: exists}}\n", "no.such"),
    "native": ("apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: a}\nspec:\n"
               "  matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}\n"
               "  validations: [{expression: 'object.metadata.name =='}]\n", "x.yaml:6:"),
    "yaml": ("apiVersion: plimsoll.dev/v1alpha1\nkind: [\n", "x.yaml:3:1: "),
    "kind": (HEAD % "AuditPolicie", "x.yaml:2:7: unknown kind 'AuditPolicie'"),
}
DEFINITION = ("apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: gauges.x.io}\nspec:\n"
              "  group: x.io\n  scope: Namespaced\n  names: {plural: gauges, kind: Gauge}\n  versions: [{name: v1, served: true, storage: true, schema: "
              "{openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}}}]\n")
TYPED = ("apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingAdmissionPolicy\nmetadata: {name: a}\nspec:\n  matchConstraints: {resourceRules: ["
         "{apiGroups: [x.io], apiVersions: [v1], operations: [CREATE], resources: [gauges]}]}\n  validations: [{expression: object.spec.sice > 1}]\n")
TYPE_WARNING = ("warning: x.yaml:6:30: x.io/v1, Kind=Gauge: 1:12: undefined field 'sice' of 'Gauge.spec'; did you mean 'size'?\n"
                " | object.spec.sice > 1\n | ...........^\n")


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, name, text):
        path = os.path.join(self.folder.name, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
        return path


class Lint(Folder):
    def test_our_own_policies_are_clean(self):
        result = run("lint", "policies")
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertRegex(result.stdout, r"^\d+ files, 0 errors, 0 warnings\n$")

    def test_what_is_of_no_use_is_a_warning(self):
        for rest, message in WARNINGS.items():
            with self.subTest(message):
                for case in ("pass", "fail"):
                    self.write(f"cases/{case}/x.yaml", "objects: 1\n")
                self.write("policy.yaml", POLICY % ("own.a", rest))
                result = run("lint", self.folder.name)
                self.assertEqual(result.returncode, 1, result.stdout)
                self.assertEqual(result.stdout, f"warning: {self.folder.name}/{message}\n1 files, 0 errors, 1 warnings\n")

    def test_failures_listed_by_each_are_no_mistake(self):
        for case in ("pass", "fail"):
            self.write(f"cases/{case}/x.yaml", "objects: 1\n")
        self.write("policy.yaml", POLICY % ("own.a", "  validations: [{each: cluster.groups, expression: 'false', message: m}]\n"))
        self.assertEqual(run("lint", self.folder.name).returncode, 0)

    def test_cases_are_missed(self):
        path = self.write("policy.yaml", POLICY % ("own.a", GOOD))
        result = run("lint", path)
        self.assertEqual(result.stdout, f"warning: {path}:1:1: no cases in cases/pass\nwarning: {path}:1:1: no cases in cases/fail\n"
                                        "1 files, 0 errors, 2 warnings\n")

    def test_what_cannot_work_is_an_error(self):
        for name, (text, message) in ERRORS.items():
            with self.subTest(name):
                path = self.write("x.yaml", text)
                result = run("lint", path)
                self.assertEqual(result.returncode, 2, result.stdout)
                self.assertIn(message, result.stdout)
                self.assertIn(" 1 errors,", result.stdout)

    def test_every_document_is_told_of(self):
        self.write("a.yaml", ERRORS["field"][0])
        self.write("b.yaml", ERRORS["kind"][0] + "---\n" + ERRORS["type"][0].replace("own.a", "own.b"))
        self.assertIn(" 3 errors,", run("lint", self.folder.name).stdout)

    def test_a_path_that_is_not_there(self):
        self.assertEqual(run("lint", f"{self.folder.name}/none").returncode, 2)
        self.assertEqual(run("lint").returncode, 2)


class Coverage(Folder):
    POLICY = POLICY % ("own.a", "  matchConditions: [{name: a, expression: cluster.production}]\n"
                                "  validations: [{expression: \"cluster.objects > 0 || cluster.name == 'x'\", message: m}]\n")

    def cover(self, **cases):
        path = self.write("policy.yaml", self.POLICY)
        for folder, case in cases.items():
            self.write(f"cases/{folder}/x.yaml", case)
        result = run("test", "--coverage", self.folder.name)
        return result.returncode, result.stdout.replace(path, "policy.yaml")

    def test_what_no_case_has_seen_is_told_with_its_place(self):
        code, said = self.cover(**{"pass": "{production: true, objects: 1}\n", "fail": "{production: true, objects: 0}\n"})
        self.assertEqual(code, 0, said)
        self.assertEqual(said, "own.a policy.yaml:11:51: never false\n | cluster.production\n | ........^\n"
                               "own.a policy.yaml:12:67: never true\n | cluster.objects > 0 || cluster.name == 'x'\n"
                               " | ....................................^\n"
                               "1 policies\n2 of 4 parts of expressions were both true and false\n2 passed, 0 failed\n")

    def test_cases_that_see_everything(self):
        code, said = self.cover(**{"pass": "{production: true, objects: 1}\n---\n{production: true, name: x}\n",
                                   "fail": "{production: true, objects: 0}\n", "skip": "{production: false}\n"})
        self.assertEqual((code, said), (0, "1 policies\n4 of 4 parts of expressions were both true and false\n3 passed, 0 failed\n"))


class KeepGoing(Folder):
    def audit(self, *flags):
        return run("audit", *EXAMPLE, "--policy-dir", self.folder.name, "-o", "json", "-q", *flags)

    def test_what_cannot_be_loaded_ends_the_run_without_it(self):
        self.write("x.yaml", ERRORS["type"][0])
        result = self.audit()
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn(ERRORS["type"][1], result.stderr)

    def test_what_cannot_be_loaded_is_unknown_and_the_others_judge(self):
        self.write("x.yaml", ERRORS["type"][0])
        self.write("y.yaml", POLICY % ("own.b", "  validations: [{expression: cluster.objects < 0, message: m}]\n"))
        result = self.audit("--keep-going")
        self.assertEqual(result.returncode, 3, result.stderr)
        findings = json.loads(result.stdout)["findings"]
        unknown, = [finding for finding in findings if finding["policy"] == "own.a"]
        self.assertEqual(unknown["state"], "unknown")
        self.assertIn(ERRORS["type"][1], unknown["reason"])
        self.assertEqual({finding["state"] for finding in findings if finding["policy"] == "own.b"}, {"warn"})

    def test_none_of_ours_answers_for_one_that_replaces_it(self):
        self.write("x.yaml", ERRORS["type"][0].replace("own.a", "images.not-latest"))
        findings = json.loads(self.audit("--keep-going").stdout)["findings"]
        self.assertEqual([finding["state"] for finding in findings if finding["policy"] == "images.not-latest"], ["unknown"])

    def test_policies_of_the_door_that_cannot_be_loaded_are_unknown_too(self):
        path = self.write("x.yaml", ERRORS["native"][0])
        findings = json.loads(self.audit("--keep-going").stdout)["findings"]
        self.assertEqual([finding["state"] for finding in findings if finding["policy"] == path], ["unknown"])


class Types(Folder):
    def lint(self, *arguments):
        return run("lint", *arguments, "x.yaml", cwd=self.folder.name)

    def test_an_expression_that_does_not_fit_its_kind_is_warned_of(self):
        self.write("x.yaml", TYPED)
        self.write("schemas/crd.yaml", DEFINITION)
        for arguments in (["--schemas", "schemas/crd.yaml"], ["--schemas", "schemas"], ["schemas/crd.yaml"]):
            with self.subTest(arguments=arguments):
                result = self.lint(*arguments)
                self.assertEqual((result.returncode, result.stderr), (1, ""))
                self.assertEqual(result.stdout[:len(TYPE_WARNING)], TYPE_WARNING)

    def test_kinds_without_a_schema_are_told(self):
        self.write("x.yaml", TYPED)
        result = self.lint()
        self.assertEqual((result.returncode, result.stdout), (
            0, "types are not checked, for want of schemas (--schemas): x.io/v1 gauges\n1 files, 0 errors, 0 warnings\n"))

    def test_a_file_without_schemas_is_refused(self):
        self.write("x.yaml", TYPED)
        result = self.lint("--schemas", "x.yaml")
        self.assertEqual((result.returncode, result.stdout, result.stderr), (
            2, "", "plimsoll lint: --schemas: x.yaml: neither an OpenAPI v3 document nor a CustomResourceDefinition\n"))

    def test_a_directory_without_schemas_is_refused(self):
        self.write("x.yaml", TYPED)
        self.write("schemas/notes.txt", "")
        result = self.lint("--schemas", "schemas")
        self.assertEqual((result.returncode, result.stdout, result.stderr), (
            2, "", "plimsoll lint: --schemas: schemas: no *.json, *.yaml or *.yml in it\n"))


if __name__ == "__main__":
    unittest.main()
