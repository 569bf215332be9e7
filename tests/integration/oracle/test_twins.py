"""A policy of Kyverno's and a ValidatingAdmissionPolicy with the same expressions come to the same about the same objects: those of the suites that
Kyverno has, beside the checkout or in $PLIMSOLL_ACCEPTANCE."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

import door

PLIMSOLL = os.environ.get("PLIMSOLL", f"{door.ROOT}/build/plimsoll")
JUDGE = os.environ.get("ADMISSION_JUDGE", f"{door.ROOT}/build/release/tests/admission_judge")
SUITES = os.path.join(os.environ.get("PLIMSOLL_ACCEPTANCE") or f"{door.ROOT}/../shared/acceptance", "kyverno")
SHARED = ("matchConditions", "variables", "validations", "failurePolicy")
ALL = {"resourceRules": [{"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["*"], "resources": ["*"]}]}


def documents(path):
    """Every document of a file of YAML, as our own reader has it; none when it has none."""
    result = subprocess.run([PLIMSOLL, "eval", "-f", path, "object"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, universal_newlines=True, check=False)
    text, found = result.stdout.strip(), []
    while text:
        document, end = json.JSONDecoder().raw_decode(text)
        found.append(document)
        text = text[end:].lstrip()
    return [document for document in found if isinstance(document, dict)]


def twin(name, spec):
    return {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy", "metadata": {"name": name}, "spec": spec}


def twin_of_policy(policy):
    """Of a ValidatingPolicy: (the rule, the twin)."""
    spec = {key: policy["spec"][key] for key in SHARED if key in policy["spec"]}
    spec["matchConstraints"] = policy["spec"]["matchConstraints"]
    return [("", twin(policy["metadata"]["name"], spec))]


def kinds_of(match):
    """The kinds of a match block that names nothing else, but operations; None of another."""
    kinds = []
    for block in [match] if "resources" in match else match.get("any", []):
        if set(block) != {"resources"} or set(block["resources"]) - {"kinds", "operations"}:
            return None
        kinds += block["resources"]["kinds"]
    return kinds if kinds and not any("*" in kind or "/" in kind for kind in kinds) else None


def twins_of_rules(policy):
    """Of each rule of a ClusterPolicy with CEL that is about kinds alone: (its name, the twin)."""
    for rule in policy["spec"].get("rules", []):
        cel = rule.get("validate", {}).get("cel", {})
        kinds = kinds_of(rule.get("match", {}))
        if not cel.get("expressions") or not kinds or "exclude" in rule or "paramKind" in cel:
            continue
        conditions = [{"name": "kind-of-the-rule", "expression": f"object.kind in {json.dumps(kinds)}"}, *rule.get("celPreconditions", [])]
        validations = [{"message": rule["validate"]["message"], **each} if "message" in rule["validate"] else each for each in cel["expressions"]]
        yield rule["name"], twin(policy["metadata"]["name"], {"matchConstraints": ALL, "matchConditions": conditions,
                                                              "variables": cel.get("variables", []), "validations": validations})


def judge(policy, objects):
    """What is said of each object; None when the policy is not taken."""
    with tempfile.TemporaryDirectory() as work:
        with open(f"{work}/p.yaml", "w") as file:
            json.dump(policy, file)
        with open(f"{work}/objects", "w") as file:
            file.writelines(json.dumps({"object": obj, "unbound": True}) + "\n" for obj in objects)
        result = subprocess.run([JUDGE, f"{work}/p.yaml", f"{work}/objects"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                universal_newlines=True, check=False)
    return [json.loads(line) for line in result.stdout.splitlines()] if result.returncode == 0 else None


def verdict(results, rule):
    """State and message of that rule, which Kyverno does not trim; nothing when it is not about the object, or a condition is false."""
    for result in results:
        state = {"warn": "fail"}.get(result["state"], result["state"])
        if result.get("rule", "") == rule and state != "not_applicable":
            return (state, result.get("message", "").strip()) if state == "fail" else (state,)
    return None


class Twins(unittest.TestCase):
    def test_policies_of_both_formats_come_to_the_same(self):
        compared, refused, differ = 0, 0, []
        for directory, _, files in sorted(os.walk(SUITES)):
            paths = [os.path.join(directory, name) for name in sorted(files) if name.endswith((".yaml", ".yml"))]
            everything = [document for path in paths for document in documents(path)]
            policies = [d for d in everything if d.get("kind") in ("ClusterPolicy", "ValidatingPolicy")]
            root = os.path.dirname(directory) if os.path.basename(directory).startswith(".") else directory
            objects = objects_below(root) if policies else []
            for policy in policies:
                originals = judge(policy, objects)
                for rule, other in twin_of_policy(policy) if policy["kind"] == "ValidatingPolicy" else twins_of_rules(policy):
                    said = judge(other, objects)
                    refused += said is None
                    for obj, left, right in zip(objects, originals or [], said or []):
                        mine, his = verdict(right, ""), verdict(left, rule)
                        compared += mine is not None
                        if mine is not None and mine != his:
                            differ.append(f"{policy['metadata']['name']}/{rule}, {obj['kind']} {obj['metadata'].get('name')}: {his}, its twin {mine}")
        print(f"{compared} verdicts; {refused} policies use what only Kyverno has", flush=True)
        self.assertGreater(compared, 500)
        self.assertEqual(len(differ), 0, "\n".join(differ[:30]))


def objects_below(root):
    """The resources of a suite."""
    paths = [os.path.join(directory, name) for directory, _, files in sorted(os.walk(root)) for name in sorted(files) if name.endswith((".yaml", ".yml"))]
    return [d for path in paths for d in documents(path) if "metadata" in d and d.get("apiVersion") and "kyverno.io" not in d["apiVersion"]]


if __name__ == "__main__":
    if not os.path.isdir(SUITES):
        print(f"skipped: no suites in {SUITES}")
        sys.exit(door.SKIPPED)
    unittest.main(verbosity=2)
