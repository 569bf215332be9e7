#!/usr/bin/env python3
"""Warnings of typed checking, `plimsoll lint --schemas`, beside what a real cluster writes into status.typeChecking of the same policies."""
import json
import os
import re
import subprocess
import tempfile
import time
import unittest

import objects
from door import ROOT, Door, main

PLIMSOLL = os.environ.get("PLIMSOLL", f"{ROOT}/build/plimsoll")
POLICIES = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies"
DEPLOYMENTS = [{"apiGroups": ["apps"], "apiVersions": ["v1"], "resources": ["deployments"]}]
WORKLOADS = [{"apiGroups": ["apps"], "apiVersions": ["v1"], "resources": ["deployments", "daemonsets", "statefulsets"]}]
PODS = [{"apiGroups": [""], "apiVersions": ["v1"], "resources": ["pods"]}]
CONFIG = [{"apiGroups": [""], "apiVersions": ["v1"], "resources": ["configmaps", "secrets"]}]
WIDGETS = [{"apiGroups": [objects.GROUP], "apiVersions": ["v1"], "resources": ["widgets"]}]
SCALERS = [{"apiGroups": ["autoscaling"], "apiVersions": ["v1", "v2"], "resources": ["horizontalpodautoscalers"]}]
ANYTHING = [{"apiGroups": ["*"], "apiVersions": ["*"], "resources": ["*"]}]
SUBRESOURCE = [{"apiGroups": ["apps"], "apiVersions": ["v1"], "resources": ["deployments/scale"]}]
UNSERVED = [{"apiGroups": ["apps"], "apiVersions": ["v1"], "resources": ["widgetsets"]}]
OF_CONFIG_MAP = {"paramKind": {"apiVersion": "v1", "kind": "ConfigMap"}}
OF_WIDGET = {"paramKind": {"apiVersion": f"{objects.GROUP}/v1", "kind": "Widget"}}


# The server takes a variable that holds an object for anything (k8s.io/apiserver, convertCelTypeToDeclType); here it keeps its fields.
TOLD_HERE_ALONE = {
    "variables-of-variables": "undefined field 'nam'",
    "variable-of-a-list": "undefined field 'nam'",
    "variable-of-an-object": "undefined field 'replica'",
    "variable-of-a-variable": "undefined field 'nam'",
    "variable-number-of-a-variable": "found no matching overload for '_==_' applied to '(int, string)'",
}


def variables(*pairs):
    return {"variables": [{"name": n, "expression": e} for n, e in pairs]}


# name: (rules, expression, more of the validation, more of the spec)
CASES = {
    "sound": (DEPLOYMENTS, "object.spec.replicas <= 5"),
    "misspelt": (DEPLOYMENTS, "object.spec.replica <= 5"),
    "misspelt-kind-of-object": (DEPLOYMENTS, "object.spce.replicas <= 5"),
    "deep": (DEPLOYMENTS, "object.spec.template.spec.containers.all(c, c.imagee != '')"),
    "deep-and-sound": (DEPLOYMENTS, "object.spec.template.spec.containers.all(c, c.image != '' && c.?resources.?limits.hasValue())"),
    "wrong-operand": (DEPLOYMENTS, "object.spec.replicas > 'five'"),
    "wrong-operand-of-text": (DEPLOYMENTS, "object.metadata.name > 5"),
    "equal-to-another-type": (DEPLOYMENTS, "object.spec.replicas == 'five'"),
    "text-method-of-a-number": (DEPLOYMENTS, "object.spec.replicas.startsWith('1')"),
    "index-of-no-list": (DEPLOYMENTS, "object.spec.replicas[0] == 1"),
    "in-a-number": (DEPLOYMENTS, "1 in object.spec.replicas"),
    "two-mistakes": (DEPLOYMENTS, "object.spec.replica <= 5 && object.spec.pause"),
    "several-lines": (DEPLOYMENTS, "object.spec.replicas <= 5 &&\n  object.spec.paus"),
    "labels-are-a-map": (DEPLOYMENTS, "object.metadata.labels.team == 'a' && object.metadata.labels['x'] == 'y'"),
    "labels-are-text": (DEPLOYMENTS, "object.metadata.labels.team == 5"),
    "metadata-misspelt": (DEPLOYMENTS, "object.metadata.nam == 'x'"),
    "has-of-nothing": (DEPLOYMENTS, "has(object.spec.replica)"),
    "optional-of-nothing": (DEPLOYMENTS, "object.spec.?replica.orValue(1) == 1"),
    "old-object": (DEPLOYMENTS, "oldObject.spec.replica == 1"),
    "old-object-sound": (DEPLOYMENTS, "oldObject == null || oldObject.spec.replicas <= object.spec.replicas"),
    "request": (DEPLOYMENTS, "request.userInfo.username != 'x' && request.operation == 'CREATE'"),
    "namespace": (DEPLOYMENTS, "namespaceObject.metadata.labels.env == 'x' && namespaceObject.status.phase == 'Active'"),
    "int-or-string": (DEPLOYMENTS, "object.spec.strategy.rollingUpdate.maxUnavailable == 1"),
    "quantity": (DEPLOYMENTS, "object.spec.template.spec.containers.all(c, quantity(c.resources.limits.cpu).isGreaterThan(quantity('1')))"),
    "time": (DEPLOYMENTS, "object.metadata.creationTimestamp < timestamp('2030-01-01T00:00:00Z')"),
    "time-is-no-text": (DEPLOYMENTS, "object.metadata.creationTimestamp.startsWith('2')"),
    "of-some-kinds": (WORKLOADS, "object.spec.replicas >= 1"),
    "of-some-kinds-otherwise": (WORKLOADS, "object.spec.updateStrategy.type == 'OnDelete'"),
    "of-no-kind": (WORKLOADS, "object.spec.nothing == 1"),
    "pods": (PODS, "object.spec.containers.exists(c, c.securityContext.privilegd)"),
    "pods-sound": (PODS, "object.spec.containers.exists(c, c.securityContext.privileged)"),
    "pods-env": (PODS, "object.spec.containers.all(c, c.env.all(e, e.value != '' && e.valueFrom.secretKeyRef.key != 5))"),
    "data": (CONFIG, "object.data.all(k, k != '' && object.data[k] != '')"),
    "data-is-text": (CONFIG, "object.data.key == 1"),
    "binary-data": (CONFIG, "object.binaryData.key == 'x'"),
    "type-of-secrets-alone": (CONFIG, "object.type == 'Opaque'"),
    "widgets": (WIDGETS, "object.spec.size > 3"),
    "widgets-misspelt": (WIDGETS, "object.spec.sice > 3"),
    "widgets-wrong-type": (WIDGETS, "object.spec.size > 'x'"),
    "two-versions": (SCALERS, "object.spec.metrics.size() > 0"),
    "anything": (ANYTHING, "object.spec.nothing == 1"),
    "subresource": (SUBRESOURCE, "object.spec.nothing == 1"),
    "unserved": (UNSERVED, "object.spec.nothing == 1"),
    "params-of-text": (DEPLOYMENTS, "object.spec.replicas <= int(params.data.most)", {}, OF_CONFIG_MAP),
    "params-misspelt": (DEPLOYMENTS, "object.spec.replicas <= int(params.dat.most)", {}, OF_CONFIG_MAP),
    "params-wrong-type": (DEPLOYMENTS, "object.spec.replicas <= params.data.most", {}, OF_CONFIG_MAP),
    "params-of-widgets": (DEPLOYMENTS, "object.spec.replicas <= params.spec.size", {}, OF_WIDGET),
    "params-of-widgets-misspelt": (DEPLOYMENTS, "object.spec.replicas <= params.spec.sice", {}, OF_WIDGET),
    "message": (DEPLOYMENTS, "object.spec.replicas <= 5", {"messageExpression": "'has ' + string(object.spec.replicas)"}),
    "message-misspelt": (DEPLOYMENTS, "object.spec.replicas <= 5", {"messageExpression": "'has ' + string(object.spec.replica)"}),
    "message-wrong-type": (DEPLOYMENTS, "object.spec.replicas <= 5", {"messageExpression": "'has ' + object.spec.replicas"}),
    "both-wrong": (DEPLOYMENTS, "object.spec.replica <= 5", {"messageExpression": "string(object.metadata.nam)"}),
    "variable": (DEPLOYMENTS, "variables.n <= 5", {}, variables(("n", "object.spec.replicas"))),
    "variable-wrong-type": (DEPLOYMENTS, "variables.n <= 'x'", {}, variables(("n", "object.spec.replicas"))),
    "variable-misspelt-inside": (DEPLOYMENTS, "variables.n <= 5", {}, variables(("n", "object.spec.replica"))),
    "variables-of-variables": (DEPLOYMENTS, "variables.all.all(c, c.nam != '')", {}, variables(
        ("spec", "object.spec.template.spec"), ("all", "variables.spec.containers"))),
    "variable-of-a-list": (DEPLOYMENTS, "variables.items.all(c, c.nam != '')", {}, variables(("items", "object.spec.template.spec.containers"))),
    "variable-of-an-object": (DEPLOYMENTS, "variables.spec.replica == 1", {}, variables(("spec", "object.spec"))),
    "variable-of-a-variable": (DEPLOYMENTS, "variables.b.nam == 'x'", {}, variables(("a", "object"), ("b", "variables.a.metadata"))),
    "variable-number-of-a-variable": (DEPLOYMENTS, "variables.b == 'x'", {}, variables(("a", "object.spec"), ("b", "variables.a.replicas"))),
    "condition-misspelt": (DEPLOYMENTS, "object.spec.replicas <= 5", {}, {"matchConditions": [{"name": "c", "expression": "object.spec.replica == 1"}]}),
    "annotation-misspelt": (DEPLOYMENTS, "object.spec.replicas <= 5", {}, {"auditAnnotations": [{"key": "k", "valueExpression": "string(object.spec.replica)"}]}),
}


def policy(name):
    rules, expression, *more = CASES[name]
    validation, spec = (*more, {}, {})[:2]
    return {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy", "metadata": {"name": name}, "spec": {
        "matchConstraints": {"resourceRules": [{**rule, "operations": ["CREATE", "UPDATE"]} for rule in rules]},
        "validations": [{"expression": expression, **validation}], **spec}}


def normal(text):
    """[(kind or nothing, line, what is wrong)]: without what ours adds to help, the line that is shown, and the column, which is the
    parenthesis there and the name here where a function is called."""
    found = []
    for kind, line, what in re.findall(r"(?m)^(?:(\S*, Kind=\w+): )?(?:ERROR: [^:]*:)?(\d+):\d+: (.*)$", text):
        found.append((kind, line, re.sub(r"; (did you mean|expected) .*$| of '[^']*'(?=;|$)", "", what)))
    return found


class TypeChecking(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.door = cls.enterClassContext(Door(tier="controllers"))
        cls.door.post(objects.crd())
        cls.door.wait_for(f"{objects.GROUP}/v1", "Widget")
        cls.work = cls.enterClassContext(tempfile.TemporaryDirectory())
        for path in ("api/v1", "apis/apps/v1", "apis/autoscaling/v1", "apis/autoscaling/v2", f"apis/{objects.GROUP}/v1"):
            for _ in range(100):  # that of a new kind comes a moment later
                answer = cls.door.request("GET", f"/openapi/v3/{path}")
                if answer.code == 200:
                    break
                time.sleep(0.1)
            cls.write(f"schemas/{path.replace('/', '_')}.json", answer.body)
        for name in CASES:
            answer = cls.door.request("POST", POLICIES, policy(name))
            assert answer.code == 201, (name, answer.message)
            cls.write(f"policies/{name}.yaml", policy(name))

    @classmethod
    def write(cls, name, document):
        os.makedirs(os.path.dirname(f"{cls.work}/{name}"), exist_ok=True)
        with open(f"{cls.work}/{name}", "w") as file:
            json.dump(document, file)

    def theirs(self):
        """{policy: [(field, warning)]}, once the controller has looked at every policy."""
        for _ in range(600):
            found = {p["metadata"]["name"]: p.get("status", {}) for p in self.door.request("GET", POLICIES).body["items"]}
            if all("typeChecking" in status or "observedGeneration" in status for status in found.values()):
                break
            time.sleep(0.1)
        return {name: [(w["fieldRef"], w["warning"]) for w in status.get("typeChecking", {}).get("expressionWarnings", [])]
                for name, status in found.items()}

    def ours(self):
        run = subprocess.run([PLIMSOLL, "lint", "--schemas", f"{self.work}/schemas", f"{self.work}/policies"], cwd=self.work,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
        self.assertEqual(run.stderr, "")
        found = {name: [] for name in CASES}
        for text in re.split(r"(?m)^(?=warning: )", run.stdout)[1:]:
            place, _, said = text.partition(": ")[2].partition(": ")
            said = re.split(r"(?m)^(?:types are not checked|\d+ files)", said)[0]
            found[os.path.basename(place.split(":")[0])[:-len(".yaml")]].append(said)
        return found

    def test_the_same_expressions_are_warned_of_for_the_same_reasons(self):
        theirs, ours = self.theirs(), self.ours()
        self.assertGreater(sum(bool(w) for w in theirs.values()), 20)
        for name in CASES:
            with self.subTest(name=name):
                more = [[("apps/v1, Kind=Deployment", "1", TOLD_HERE_ALONE[name])]] if name in TOLD_HERE_ALONE else []
                self.assertEqual([normal(w) for w in ours[name]], [normal(w) for _, w in theirs[name]] + more)

    def test_kinds_without_a_schema_are_told(self):
        run = subprocess.run([PLIMSOLL, "lint", f"{self.work}/policies/sound.yaml", f"{self.work}/policies/params-of-widgets.yaml"],
                             cwd=self.work, stdout=subprocess.PIPE, universal_newlines=True)
        self.assertEqual(run.stdout, "types are not checked, for want of schemas (--schemas): apps/v1 deployments\n"
                                     "2 files, 0 errors, 0 warnings\n")


if __name__ == "__main__":
    main("kube-controller-manager")
