"""Our verdicts of ValidatingAdmissionPolicies beside those of a real API server: the same objects are refused, with the same words."""
import json
import os
import re
import subprocess
import tempfile
import unittest

import door
import expressions
import objects

HERE = os.path.dirname(os.path.abspath(__file__))
JUDGE = os.environ.get("ADMISSION_JUDGE", f"{door.ROOT}/build/release/tests/admission_judge")
COUNT = int(os.environ.get("ORACLE_OBJECTS", "160"))
SEED = int(os.environ.get("ORACLE_SEED", "1"))
MADE_UP = int(os.environ.get("ORACLE_POLICIES", "32"))
TOGETHER = 8  # so many warnings are not cut short
SHOWN = 10  # differences

# What parameters the policies that have some are given.
PARAMS = [
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "limits", "namespace": "oracle-prod"}, "data": {"replicas": "2", "strict": "yes"}},
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "own", "namespace": "oracle-prod", "labels": {"own": "yes"}}, "data": {"length": "6"}},
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "own", "namespace": "oracle-dev", "labels": {"own": "yes"}}, "data": {"length": "none"}},
    {"apiVersion": "shop.example.com/v1", "kind": "Widget", "metadata": {"name": "b", "namespace": "oracle-dev", "labels": {"limit": "small"}}, "spec": {"size": 6}},
    {"apiVersion": "shop.example.com/v1", "kind": "Widget", "metadata": {"name": "a", "namespace": "oracle-dev", "labels": {"limit": "large"}}, "spec": {"size": 7}},
]
REFS = {
    "params-by-name": {"name": "limits", "namespace": "oracle-prod", "parameterNotFoundAction": "Deny"},
    "params-by-selector": {"selector": {"matchExpressions": [{"key": "limit", "operator": "Exists"}]}, "namespace": "oracle-dev", "parameterNotFoundAction": "Deny"},
    "params-that-are-not-there": {"name": "nobody", "namespace": "oracle-prod", "parameterNotFoundAction": "Deny"},
    "params-that-need-not-be-there": {"name": "nobody", "namespace": "oracle-prod", "parameterNotFoundAction": "Allow"},
    "params-of-the-objects-namespace": {"selector": {"matchLabels": {"own": "yes"}}, "parameterNotFoundAction": "Deny"},
}
POLICIES = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies"
SENTINEL = """
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: sentinel}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]}
  validations: [{expression: "false"}]
"""
WARNED = re.compile(r"(?s)Validation failed for ValidatingAdmissionPolicy '(.*?)' with binding '.*?': (.*)")
# What of a raw manifest, judged without its server, these policies say otherwise.
RAW = {
    "annotations-of-audits": "the server adds finalizers to volumes and claims",
    "arithmetic": "the server fills in spec.backoffLimit",
    "conditions": "empty labels are not kept; a Namespace is labelled; a Job without labels gets those of its template",
    "conditions-of-which-two-err": "so it is here",
    "other-versions": "the server fills in spec.size",
    "owner-label": "a Job without labels gets those of its template",
    "resources": "limits without requests are requests too",
    "selectors-of-absence": "so does one here",
    "unguarded-but-ignored": "and one here",
}
ADMIN = {"username": "admin", "uid": "admin", "groups": ["system:masters", "system:authenticated"]}


def rename(obj, prefix):
    """The object under another name, wherever it is told."""
    return json.loads(json.dumps(obj).replace(f'"{objects.PREFIX}-', f'"{prefix}-'))


def binding(policy, names, action="Deny"):
    """About objects of those names alone."""
    spec = {"policyName": policy, "validationActions": [action], "matchResources": {"resourceRules": [
        {"apiGroups": ["*"], "apiVersions": ["*"], "operations": ["*"], "resources": ["*/*"], "resourceNames": names}]}}
    if policy in REFS:
        spec["paramRef"] = REFS[policy]
    return {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding",
            "metadata": {"name": f"bind-{policy}"}, "spec": spec}


def judge(policies, lines):
    """What admission_judge says of each line, with these texts of YAML."""
    with tempfile.TemporaryDirectory() as work:
        with open(f"{work}/policies.yaml", "w") as file:
            file.write("\n---\n".join(policies))
        with open(f"{work}/objects", "w") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
        with open(f"{work}/others", "w") as file:
            json.dump(PARAMS, file)
        out = subprocess.run([JUDGE, f"{work}/policies.yaml", f"{work}/objects", f"{work}/others"], check=True,
                             stdout=subprocess.PIPE, universal_newlines=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def ours(results):
    """Our verdict as the server words it, with the reason: the first that denies; nothing when none does."""
    for result in results:
        if result["actions"]:
            return (f"ValidatingAdmissionPolicy '{result['policy']}' with binding '{result['binding']}' denied request: {result['message']}",
                    result.get("reason") or "Invalid")
        if result["state"] in ("unknown", "skip"):
            return f"{result['state']}: {result.get('message')}", ""
    return "", ""


def theirs(answer):
    """The same of the server, without the object that it is about."""
    found = re.fullmatch(r"(?s)\S+ \".*?\" is forbidden: (.*)", answer.message)
    return (found[1] if found else answer.message), answer.reason


class Oracle:
    """The server with all policies, each bound to objects of its own names, and what is asked of it."""

    def __init__(self, server):
        self.server = server
        server.create([*objects.NAMESPACES, objects.crd()])
        for version in ("v1", "v1beta1"):
            server.wait_for(f"{objects.GROUP}/{version}", "Widget")
        server.create(PARAMS)
        self.spaces = {n["metadata"]["name"]: server.request("GET", f"/api/v1/namespaces/{n['metadata']['name']}").body for n in objects.NAMESPACES}
        self.objects = objects.Generator(SEED).objects(COUNT)
        self.live = [self.completed(answer) for answer in server.ask(self.objects)]
        with open(f"{HERE}/policies.yaml") as file:
            self.texts = file.read().split("\n---\n")
        self.policies = [self.install(text) for text in self.texts]
        self.bindings = [binding(policy, [f"{self.prefix(policy)}-{i}" for i in range(COUNT)]) for policy in self.policies]
        server.create(self.bindings)
        self.make_up()
        # The server takes notice of all at once: of the last of these means of all before it.
        self.install(SENTINEL)
        server.create([binding("sentinel", ["sentinel"])])
        server.until({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "sentinel"}}, lambda answer: not answer.allowed)

    def make_up(self):
        """Policies that nobody wrote, those that are refused among them. They warn, so that one request tells of many."""
        made = expressions.Expressions(SEED, self.live)
        self.made_up = [made.policy(f"made-up-{i}") for i in range(MADE_UP)]
        self.taken = self.server.ask(self.made_up)
        self.warning = [policy for policy, answer in zip(self.made_up, self.taken) if answer.allowed]
        self.groups = [self.warning[i:i + TOGETHER] for i in range(0, len(self.warning), TOGETHER)]
        self.warnings = [binding(policy["metadata"]["name"], [f"q{g:02}-{i}" for i in range(COUNT)], "Warn")
                         for g, group in enumerate(self.groups) for policy in group]
        self.server.create([*self.warning, *self.warnings])

    @staticmethod
    def completed(answer):
        if not answer.allowed:
            raise AssertionError(f"not an object that a server accepts: {answer.message}")
        return answer.object

    def install(self, text):
        answer = self.server.request("POST", POLICIES, text)
        if not answer.allowed:
            raise AssertionError(answer.message)
        return answer.object["metadata"]["name"]

    def prefix(self, policy):
        """What names of the objects for that policy begin with."""
        return f"p{self.policies.index(policy) + 1:02}"

    def line(self, obj):
        """What admission_judge is asked."""
        space = obj["metadata"].get("namespace")
        return {"object": obj, "user": ADMIN, **({"namespace": self.spaces[space]} if space else {})}


def setUpModule():
    global oracle
    server = door.Door()
    unittest.addModuleCleanup(server.__exit__)
    oracle = Oracle(server.__enter__())


class EachObjectAndEachPolicy(unittest.TestCase):
    def test_ours_refuse_what_the_server_refuses_in_the_same_words(self):
        pairs = [(policy, i) for policy in oracle.policies for i in range(COUNT)]
        answers = oracle.server.ask([rename(oracle.objects[i], oracle.prefix(policy)) for policy, i in pairs])
        lines = [oracle.line(rename(oracle.live[i], oracle.prefix(policy))) for policy, i in pairs]
        verdicts = judge([*oracle.texts, *map(json.dumps, oracle.bindings)], lines)
        refused = dict.fromkeys(oracle.policies, 0)
        differ = []
        for (policy, i), answer, results in zip(pairs, answers, verdicts):
            refused[policy] += not answer.allowed
            if ours(results) != theirs(answer):
                differ.append(f"{policy}, {oracle.objects[i]['kind']} {i}:\n  ours    {ours(results)}\n  server  {theirs(answer)}")
        print(f"{len(pairs)} verdicts, {sum(refused.values())} refusals", flush=True)
        self.assertEqual(len(differ), 0, "\n".join(differ[:SHOWN]))
        self.assertEqual([policy for policy in oracle.policies if refused[policy] == 0], ["params-that-need-not-be-there"])

    def test_a_raw_manifest_differs_where_the_server_adds_what_is_asked_for(self):
        pairs = [(policy, i) for policy in oracle.policies for i in range(COUNT)]
        texts = [*oracle.texts, *map(json.dumps, oracle.bindings)]
        live, raw = (judge(texts, [oracle.line(rename(objs[i], oracle.prefix(policy))) for policy, i in pairs]) for objs in (oracle.live, oracle.objects))
        differ = [policy for (policy, _), left, right in zip(pairs, live, raw) if bool(ours(left)[0]) != bool(ours(right)[0])]
        print(f"{len(differ)} of {len(pairs)} verdicts of raw manifests are others", flush=True)
        self.assertLess(len(differ), len(pairs) // 50)
        self.assertEqual(set(differ) - set(RAW), set())

    def test_so_it_is_for_policies_that_are_made_up(self):
        pairs = [(g, i) for g in range(len(oracle.groups)) for i in range(COUNT)]
        answers = oracle.server.ask([rename(oracle.objects[i], f"q{g:02}") for g, i in pairs])
        verdicts = judge([json.dumps(document) for document in [*oracle.warning, *oracle.warnings]],
                         [oracle.line(rename(oracle.live[i], f"q{g:02}")) for g, i in pairs])
        differ, count = [], 0
        for (g, i), answer, results in zip(pairs, answers, verdicts):
            server = dict(found.groups() for found in map(WARNED.fullmatch, answer.warnings) if found)
            own = {result["policy"]: result["message"] for result in results if result["actions"] or result["state"] == "unknown"}
            count += len(server)
            for policy in oracle.groups[g]:
                name = policy["metadata"]["name"]
                if own.get(name) != server.get(name):
                    differ.append(f"{policy['spec']}, {oracle.objects[i]['kind']} {i}:\n  ours    {own.get(name)}\n  server  {server.get(name)}")
        print(f"{len(oracle.warning) * COUNT} verdicts, {count} refusals", flush=True)
        self.assertEqual(len(differ), 0, "\n".join(differ[:SHOWN]))


class BadPolicies(unittest.TestCase):
    def test_what_the_server_does_not_take_is_refused_with_its_place(self):
        with open(f"{HERE}/refused.yaml") as file:
            texts = file.read().split("\n---\n")
        self.assertGreaterEqual(len(texts), 30)
        for text in texts:
            with self.subTest(re.findall("(?m)^# (.*)", text)[-1]), tempfile.TemporaryDirectory() as work:
                answer = oracle.server.request("POST", f"{POLICIES}?dryRun=All&fieldValidation=Strict", text)
                self.assertEqual(answer.code, 422, answer.message)
                with open(f"{work}/p.yaml", "w") as file:
                    file.write(text)
                result = subprocess.run([JUDGE, "p.yaml"], cwd=work, stderr=subprocess.PIPE, universal_newlines=True, check=False)
                self.assertEqual(result.returncode, 2)
                self.assertRegex(result.stderr, r"\Ap\.yaml:\d+:\d+: \S")

    def test_what_is_made_up_is_taken_by_both_or_by_neither(self):
        for policy, answer in zip(oracle.made_up, oracle.taken):
            with self.subTest(policy["spec"]), tempfile.TemporaryDirectory() as work:
                with open(f"{work}/p.yaml", "w") as file:
                    json.dump(policy, file)
                result = subprocess.run([JUDGE, f"{work}/p.yaml"], stderr=subprocess.PIPE, universal_newlines=True, check=False)
                self.assertEqual(result.returncode, 0 if answer.allowed else 2, result.stderr or answer.message)


if __name__ == "__main__":
    door.main()
