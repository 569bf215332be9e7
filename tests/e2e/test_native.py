#!/usr/bin/env python3
"""Policies of the door, beside ours in a directory of policies, judge what an audit reads."""
import json
import os
import re
import tempfile
import unittest

from program import EXAMPLE, run

POLICY = """apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: owned
  annotations: {policies.kyverno.io/title: Deployments name their owner, policies.kyverno.io/severity: critical}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]
  validations:
  - expression: has(object.metadata.labels) && 'owner' in object.metadata.labels
    messageExpression: "'nobody owns ' + object.metadata.name"
    reason: Forbidden
"""
BINDING = """---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: everywhere}
spec: {policyName: owned, validationActions: [%s]%s}
"""
LIMITED = """apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: few}
spec:
  paramKind: {apiVersion: v1, kind: ConfigMap}
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]
  validations: [{expression: object.spec.replicas <= int(params.data.most), message: too many}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: few-here}
spec: {policyName: few, validationActions: [Deny], paramRef: {name: limits, namespace: policies, parameterNotFoundAction: Deny}}
"""
LIMITS = "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: limits, namespace: policies}, data: {most: '2'}}\n"
OURS = """---
apiVersion: plimsoll.dev/v1alpha1
kind: AuditPolicy
metadata: {name: mine.own}
spec:
  title: Own
  category: mine
  severity: low
  why: A deployment that nobody owns is mended by nobody.
  remediation: Own it.
  subject: object
  match: {resourceRules: [{apiGroups: [apps], apiVersions: [v1], resources: [deployments]}]}
  validations: [{expression: 'false', message: own}]
"""
KYVERNO = """apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: pods}
spec:
  rules:
  - name: %s
    match: {any: [{resources: {kinds: [Pod]}}]}
    validate: %s
"""
CEL = "{cel: {expressions: [{expression: 'has(object.metadata.labels)', message: bare}]}}"
EXCEPTION = """{apiVersion: kyverno.io/v2, kind: PolicyException, metadata: {name: e, namespace: n}, spec: {
  exceptions: [{policyName: pods, ruleNames: [deep]}], match: {any: [{resources: {kinds: [Pod]}}]}}}
"""
ASKS = """apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: asks}
spec:
  matchConstraints:
    resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]
  validations: [{expression: "%s", message: refused}]
"""
POD = "{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}, spec: {containers: [{name: c, image: i}]}}\n"
WEB = """{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {replicas: 3, template: {spec: {}}}}
"""


def audit(policies, objects=WEB, *arguments):
    """What a directory with these policies says of the objects: results, findings by policy, exit status."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("policies/p.yaml", policies), ("objects.yaml", objects)):
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            with open(os.path.join(folder, name), "w") as file:
                file.write(text or "")
        source = ["-f", os.path.join(folder, "objects.yaml")] if objects else list(EXAMPLE)
        result = run("audit", *source, "--policy-dir", os.path.join(folder, "policies"), "-q", "-o", "json", *arguments)
    if not result.stdout:
        return result, [], {}
    report = json.loads(result.stdout)
    return result, [f for f in report["findings"] if "/" in f["policy"] or f["policy"].startswith("mine.")], report


def audit_itself(objects, *arguments, **files):
    """What manifests say of themselves by the policies among them."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {"objects": objects, **files}.items():
            with open(os.path.join(folder, f"{name}.yaml"), "w") as file:
                file.write(text)
        result = run("audit", "-f", folder, "--policies-from", "self", "-q", "-o", "json", *arguments)
    report = json.loads(result.stdout)
    return result, [f for f in report["findings"] if "/" in f["policy"] or f["policy"].startswith("door.")], report


class Themselves(unittest.TestCase):
    def test_manifests_are_judged_by_the_policies_among_them(self):
        result, (finding,), _ = audit_itself(WEB + "---\n" + POLICY + BINDING % ("Deny", ""), "--fail-on", "critical")
        self.assertEqual((finding["policy"], finding["state"], finding["message"], finding["reason"], finding["object"]["name"]),
                         ("ValidatingAdmissionPolicy/owned", "fail", "nobody owns web", "Forbidden, binding everywhere", "web"))
        self.assertEqual(finding["field"], "metadata.labels")
        self.assertEqual(result.returncode, 1, result.stderr)

    def test_it_is_what_a_directory_of_policies_says(self):
        waiver = "---\n" + EXCEPTION
        for policies in (POLICY, POLICY + BINDING % ("Warn", ""), LIMITED + LIMITS, LIMITED, KYVERNO % ("deep", CEL), KYVERNO % ("deep", CEL) + waiver,
                         KYVERNO % ("old", "{message: m, pattern: {spec: {x: y}}}")):
            with self.subTest(policies=policies):
                _, beside, _ = audit(policies, WEB + "---\n" + POD)
                _, inside, _ = audit_itself(WEB + "---\n" + POD, policies=policies)
                said = [[(f["policy"], f["state"], f.get("message"), f.get("reason"), f.get("object", {}).get("name")) for f in some] for some in (beside, inside)]
                self.assertEqual(*said)

    def test_names_choose_among_them(self):
        both = WEB + "---\n" + POLICY + "---\n" + KYVERNO % ("deep", CEL)
        for names, expected in (("ValidatingAdmissionPolicy/owned", {"ValidatingAdmissionPolicy/owned"}), ("-ClusterPolicy/*", {"ValidatingAdmissionPolicy/owned"}),
                                ("-ValidatingAdmissionPolicy/owned", {"ClusterPolicy/"}), ("*/o*", {"ValidatingAdmissionPolicy/owned"})):
            with self.subTest(names=names):
                result, findings, report = audit_itself(both, f"--policies={names}", "--include-passed")
                kinds = {f["policy"] if f["policy"].startswith("V") else "ClusterPolicy/" for f in findings}
                self.assertLessEqual(kinds, expected)
                self.assertEqual(names.startswith("-"), any("/" not in f["policy"] for f in report["findings"]))

    def test_a_name_that_no_policy_has_is_an_error(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "m.yaml"), "w") as file:
                file.write(WEB)
            result = run("audit", "-f", folder, "--policies", "ClusterPolicy/nope", "-q")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("--policies: there is no native policy 'ClusterPolicy/nope' in files of policies or at doors", result.stderr)

    def test_a_fleet_asks_for_it_too(self):
        fleet = "apiVersion: plimsoll.dev/v1alpha1\nkind: Fleet\nmetadata: {name: f}\nspec: {clusters: [{name: a}], policies: {from: [%s]}}\n"
        with tempfile.TemporaryDirectory() as folder:
            for name, text in {"f.yaml": fleet % "self", "g.yaml": fleet % "nowhere", "m/m.yaml": WEB + "---\n" + POLICY}.items():
                os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
                with open(os.path.join(folder, name), "w") as file:
                    file.write(text)
            said = [run("audit", "-f", f"{folder}/m", "-c", f"{folder}/{name}", "-q", *words, KUBECONFIG="/nowhere")
                    for name, words in (("f.yaml", ()), ("g.yaml", ()), ("g.yaml", ("--policies-from", "self")))]
        self.assertIn("nobody owns web", said[0].stdout)
        self.assertEqual(said[1].returncode, 2)
        self.assertIn("nobody owns web", said[2].stdout)

    def test_a_policy_that_is_not_understood_is_unknown_with_its_place(self):
        result, findings, _ = audit_itself(WEB, policies=POLICY.replace("has(object", "hos(object"))
        self.assertEqual([(f["policy"], f["state"]) for f in findings], [("ValidatingAdmissionPolicy/owned", "unknown")])
        self.assertIn("policies.yaml:1", findings[0]["reason"])
        self.assertEqual(result.returncode, 3)

    def test_parameters_in_a_file_that_cannot_be_read_are_not_absent(self):
        _, findings, _ = audit_itself(WEB, policies=LIMITED + LIMITS.replace("limits,", "others,"), broken="apiVersion: v1\nkind: [\n")
        self.assertEqual({(f["policy"], f["state"]) for f in findings}, {("ValidatingAdmissionPolicy/few", "unknown")})
        self.assertIn("broken.yaml", findings[0]["reason"])

    def test_values_of_secrets_are_no_parameters(self):
        policy = LIMITED.replace("kind: ConfigMap", "kind: Secret")
        secret = LIMITS.replace("kind: ConfigMap", "kind: Secret").replace("'2'", "Mg==")
        _, (finding,), _ = audit_itself(WEB, policies=policy + secret)
        self.assertEqual((finding["state"], finding["reason"]), ("unknown", "Secrets are not read"))

    def test_webhooks_are_not_asked_and_other_policies_are_told(self):
        hook = "{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: h}}\n---\n"
        other = "{apiVersion: admissionregistration.k8s.io/v1, kind: MutatingAdmissionPolicy, metadata: {name: m}}\n"
        _, (finding,), _ = audit_itself(WEB, policies=hook + other)
        self.assertEqual((finding["policy"], finding["reason"]), ("MutatingAdmissionPolicy/m", "documents of this kind are not evaluated"))


class Asking(unittest.TestCase):
    """Expressions that ask for other objects, of manifests."""
    LIMITS = "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: limits, namespace: shop}, data: {most: '2'}}\n"
    MOST = "object.spec.replicas <= int(resource.Get(%s, object.metadata.namespace, 'limits').data.most)"
    BY_PLURAL, BY_KIND = MOST % "'v1', 'configmaps'", MOST % "{'apiVersion': 'v1', 'kind': 'ConfigMap'}"

    def said(self, expression, objects):
        _, findings, report = audit(ASKS % expression, objects)
        return [(f["state"], f.get("message"), f.get("reason")) for f in findings], report["results"]["skip"]

    def test_what_the_manifests_declare_is_there(self):
        for limit, said in (("2", [("fail", "refused", "")]), ("3", [])):
            for expression in (self.BY_PLURAL, self.BY_KIND):
                found, _ = self.said(expression, WEB + self.LIMITS.replace("'2'", f"'{limit}'"))
                self.assertEqual([(state, message, reason or "") for state, message, reason in found], said)

    def test_what_they_do_not_declare_is_not_absent(self):
        absent = "resource.Get('v1', 'configmaps', 'shop', 'limits') != dyn(null)"
        for expression in (self.BY_PLURAL, self.BY_KIND, absent, "size(resource.List('v1', 'configmaps', 'shop').items) == 0"):
            for objects in (WEB, WEB + self.LIMITS.replace("shop", "cart"), WEB + self.LIMITS.replace("limits", "other")):
                found, skipped = self.said(expression, objects)
                self.assertEqual(found, [])
                self.assertGreater(skipped, self.said("true", objects)[1], expression)

    def test_a_list_of_some_is_not_all(self):
        found, skipped = self.said("size(resource.List('v1', 'configmaps', 'shop').items) == 1", WEB + self.LIMITS)
        self.assertEqual(found, [])
        self.assertGreater(skipped, self.said("true", WEB + self.LIMITS)[1])

    def test_values_of_secrets_are_never_told(self):
        secret = "---\n{apiVersion: v1, kind: Secret, metadata: {name: limits, namespace: shop}, stringData: {most: '2'}}\n"
        found, _ = self.said(self.BY_PLURAL.replace("configmaps", "secrets"), WEB + secret)
        self.assertEqual(found, [("unknown", None, "Secrets are not read")])


class Native(unittest.TestCase):
    def test_a_finding_has_the_messages_of_the_door(self):
        _, (finding,), _ = audit(POLICY)
        self.assertEqual({key: finding[key] for key in ("policy", "title", "severity", "state", "message", "reason")},
                         {"policy": "ValidatingAdmissionPolicy/owned", "title": "Deployments name their owner",
                          "severity": "critical", "state": "fail", "message": "nobody owns web", "reason": "Forbidden"})
        self.assertEqual(finding["object"]["name"], "web")
        self.assertEqual(finding["source"]["line"], 1)

    def test_the_binding_says_what_a_failure_is(self):
        for actions, state in (("Deny", "fail"), ("Warn", "warn"), ("Audit", "warn"), ("Deny, Audit", "fail")):
            _, (finding,), _ = audit(POLICY + BINDING % (actions, ""))
            self.assertEqual((finding["state"], finding["reason"]), (state, "Forbidden, binding everywhere"))

    def test_without_a_cluster_a_namespace_is_skipped_and_never_passed(self):
        selector = ", matchResources: {namespaceSelector: {matchLabels: {team: shop}}}"
        _, findings, report = audit(POLICY + BINDING % ("Deny", selector))
        self.assertEqual(findings, [])
        self.assertGreater(report["results"]["skip"], 0)

    def test_parameters_stand_beside_policies(self):
        _, (finding,), _ = audit(LIMITED + LIMITS)
        self.assertEqual((finding["state"], finding["message"], finding["reason"]),
                         ("fail", "too many", "binding few-here, parameter policies/limits"))

    def test_parameters_that_nobody_gave_are_unknown(self):
        result, (finding,), _ = audit(LIMITED)
        self.assertEqual((finding["state"], finding["reason"]), ("unknown", "no parameters of kind ConfigMap are given"))
        self.assertEqual(result.returncode, 3)

    def test_ours_may_stand_in_the_same_file(self):
        _, findings, _ = audit(POLICY + OURS)
        self.assertEqual([f["policy"] for f in findings], ["ValidatingAdmissionPolicy/owned", "mine.own"])

    def test_rules_that_are_not_evaluated_are_told_once(self):
        pods = "".join('---\n{apiVersion: v1, kind: Pod, metadata: {name: p%d, namespace: shop}}\n' % i for i in range(3))
        _, findings, report = audit(KYVERNO % ("old", "{message: x, pattern: {spec: {hostPID: false}}}"), pods)
        self.assertEqual([(f["policy"], f["state"], f["reason"]) for f in findings],
                         [("ClusterPolicy/pods/old", "skip", "only rules with validate.cel are evaluated")])
        self.assertGreaterEqual(report["results"]["skip"], 3)

    def test_who_asked_is_unknown(self):
        cel = "{cel: {expressions: [{expression: \"request.userInfo.username == 'x'\"}]}}"
        _, findings, _ = audit(KYVERNO % ("who", cel), '{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop}}')
        self.assertEqual([f["state"] for f in findings], ["unknown"])

    def test_a_stranger_is_refused_with_its_place(self):
        result, _, _ = audit(POLICY.replace("admissionregistration.k8s.io/v1", "admissionregistration.k8s.oi/v1"))
        self.assertEqual(result.returncode, 2)
        self.assertIn("p.yaml:1:1: expected a policy, or a parameter of one", result.stderr)

    def test_a_slip_in_an_expression_is_refused_with_its_place(self):
        result, _, _ = audit(POLICY.replace("object.metadata.name\"", "objekt.metadata.name\""))
        self.assertEqual(result.returncode, 2)
        self.assertRegex(result.stderr, r"p\.yaml:11:\d+: .*objekt")

    def test_captures_are_judged_in_every_cluster_the_same_each_time(self):
        first, findings, _ = audit(POLICY, None)
        second, _, _ = audit(POLICY, None)
        self.assertEqual({f["cluster"] for f in findings}, {"dev-eu", "stage-eu", "prod-eu"})
        self.assertEqual(*(re.sub(r'"(seconds|throttledSeconds)": *[^,}]*', "", result.stdout) for result in (first, second)))


if __name__ == "__main__":
    unittest.main()
