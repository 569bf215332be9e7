#!/usr/bin/env python3
"""What is inside that the door would refuse: `audit --policies-from` beside a real API server that is asked to create the same objects."""
import json
import os
import re
import subprocess
import tempfile
import unittest

from door import Door, main

NOW = "2026-11-28T12:00:00Z"
KINDS = {("v1", "Namespace"), ("v1", "ConfigMap"), ("v1", "Service"), ("v1", "Pod"), ("apps/v1", "Deployment"),
         ("rbac.authorization.k8s.io/v1", "Role")}
DENIED = re.compile(r"ValidatingAdmissionPolicy '([^']*)' with binding '[^']*' denied request: (.*)", re.DOTALL)
WARNED = re.compile(r"Validation failed for ValidatingAdmissionPolicy '([^']*)' with binding '[^']*': (.*?)\"?$", re.DOTALL)
ADMISSION = {"apiVersion": "admissionregistration.k8s.io/v1"}


def policy(name, resources, expression, message, group="apps", **spec):
    return {**ADMISSION, "kind": "ValidatingAdmissionPolicy", "metadata": {"name": name}, "spec": {
        "matchConstraints": {"resourceRules": [
            {"apiGroups": [group], "apiVersions": ["v1"], "operations": ["CREATE", "UPDATE"], "resources": resources}]},
        "validations": [{"expression": expression, **message}], **spec}}


def binding(name, of, actions, **spec):
    return {**ADMISSION, "kind": "ValidatingAdmissionPolicyBinding", "metadata": {"name": name},
            "spec": {"policyName": of, "validationActions": actions, **spec}}


LIMITS = {"paramKind": {"apiVersion": "v1", "kind": "ConfigMap"}}
POLICIES = [
    policy("owned", ["deployments"], "has(object.metadata.labels) && 'owner' in object.metadata.labels",
           {"messageExpression": "'nobody owns ' + object.metadata.namespace + '/' + object.metadata.name"}),
    binding("owned-everywhere", "owned", ["Deny"]),
    policy("few", ["deployments"], "object.spec.replicas <= int(params.data.most)",
           {"messageExpression": "'more than ' + params.data.most"}, **LIMITS),
    binding("few-by-namespace", "few", ["Deny", "Audit"], paramRef={"name": "limits", "parameterNotFoundAction": "Allow"}),
    binding("few-at-all", "few", ["Warn"], paramRef={"name": "limits", "namespace": "policies", "parameterNotFoundAction": "Deny"}),
    policy("typed", ["services"], "object.spec.type == 'ClusterIP'", {"message": "no other type"}, group=""),
    binding("typed-in-shop", "typed", ["Deny"],
            matchResources={"namespaceSelector": {"matchLabels": {"team": "shop"}}}),
    binding("typed-not-in-lab", "typed", ["Warn"],
            matchResources={"namespaceSelector": {"matchExpressions": [{"key": "lab", "operator": "DoesNotExist"}]}}),
    policy("quiet", ["configmaps", "roles"], "namespaceObject.metadata.?labels.team.orValue('') != 'shop'", {"message": "not in shop"}, group="*"),
    binding("quiet-here", "quiet", ["Deny"], matchResources={"objectSelector": {"matchLabels": {"checked": "yes"}}}),
    policy("errs", ["pods"], "object.metadata.labels.owner == 'me'", {"message": "not mine"}, group=""),
    binding("errs-here", "errs", ["Deny"]),
    policy("forgives", ["pods"], "object.metadata.labels.owner == 'me'", {"message": "forgiven"}, group="", failurePolicy="Ignore"),
    binding("forgives-here", "forgives", ["Deny"]),
    policy("labelled", ["namespaces"], "has(object.metadata.labels.team)", {"message": "no team"}, group=""),
    binding("labelled-here", "labelled", ["Warn"]),
    policy("unused", ["*"], "false", {"message": "never"}, group="*"),
]


def namespace(name, **labels):
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}


def thing(api_version, kind, space, name, labels=None, **rest):
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": name, "namespace": space, "labels": labels or {}}, **rest}


def deployment(space, name, replicas, labels=None):
    containers = [{"name": "c", "image": "registry.example.org/x:1"}]
    return thing("apps/v1", "Deployment", space, name, labels, spec={
        "replicas": replicas, "selector": {"matchLabels": {"a": name}},
        "template": {"metadata": {"labels": {"a": name}}, "spec": {"containers": containers}}})


def things(spaces):
    for space in spaces:
        yield deployment(space, "owned", 2, {"owner": "me"})
        yield deployment(space, "large", 9, {"owner": "me"})
        yield deployment(space, "lost", 5)
        for kind in ("ClusterIP", "NodePort"):
            yield thing("v1", "Service", space, kind.lower(), spec={"type": kind, "ports": [{"port": 80}], "selector": {"a": "b"}})
        for checked in ("yes", "no"):
            yield thing("v1", "ConfigMap", space, f"checked-{checked}", {"checked": checked}, data={"a": "b"})
            yield thing("rbac.authorization.k8s.io/v1", "Role", space, f"checked-{checked}", {"checked": checked}, rules=[])
        for labels in ({"owner": "me"}, {"owner": "you"}, {}):
            yield thing("v1", "Pod", space, "-".join(["pod", *labels.values()]), labels,
                        spec={"containers": [{"name": "c", "image": "registry.example.org/x:1"}]})


SPACES = [namespace("shop", team="shop"), namespace("lab", team="x", lab="yes"), namespace("plain"), namespace("policies")]
OBJECTS = [*SPACES, *things(["shop", "lab", "plain"]),
           thing("v1", "ConfigMap", "policies", "limits", data={"most": "7"}),
           thing("v1", "ConfigMap", "shop", "limits", data={"most": "4"})]
OTHERS = [*SPACES, *things(["plain", "shop"])]


def inside(door):
    """Every object of the kinds, as it would be created again."""
    for api_version, kind in sorted(KINDS):
        plural, _ = door.resources[api_version, kind]
        root = "/apis/" if "/" in api_version else "/api/"
        for item in door.request("GET", f"{root}{api_version}/{plural}").body["items"]:
            meta = {key: item["metadata"][key] for key in ("name", "namespace", "labels", "annotations") if key in item["metadata"]}
            for port in item.get("spec", {}).get("ports", []) if kind == "Service" else []:
                port.pop("nodePort", None)  # taken, which the server says before its policies are asked
            for address in ("clusterIP", "clusterIPs") if kind == "Service" else ():
                item["spec"].pop(address, None)
            yield {**{key: value for key, value in item.items() if key != "status"}, "metadata": meta, "apiVersion": api_version, "kind": kind}


def key(obj):
    return obj["kind"], obj["metadata"].get("namespace", ""), obj["metadata"]["name"]


class Inside(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="plimsoll-inside-"))
        cls.a = cls.enterClassContext(Door())
        cls.b = cls.enterClassContext(Door())
        cls.a.create(OBJECTS)
        cls.b.create(OTHERS)
        cls.a.create(POLICIES)
        cls.b.create([policy("own", ["services"], "false", {"message": "own"}, group=""), binding("own-here", "own", ["Deny"])])
        cls.a.until(deployment("plain", "canary", 1), lambda answer: "'owned'" in answer.message)
        cls.a.until(thing("v1", "Pod", "plain", "canary", {"owner": "you"}, spec={"containers": [{"name": "c", "image": "x"}]}),
                    lambda answer: "not mine" in answer.message or "forgiven" in answer.message)
        cls.a.until(namespace("canary"), lambda answer: any("labelled" in text for text in answer.warnings))
        cls.write_config("admin", "admin-token")
        cls.write_config("auditor", "auditor-token")

    @classmethod
    def write_config(cls, user, token):
        config = {"apiVersion": "v1", "kind": "Config", "users": [{"name": user, "user": {"token": token}}],
                  "contexts": [{"name": name, "context": {"cluster": name, "user": user}} for name in "ab"],
                  "clusters": [{"name": name, "cluster": {"server": f"https://{door.host}:{door.port}",
                                                          "certificate-authority": f"{door.dir}/door/ca.crt"}}
                               for name, door in (("a", cls.a), ("b", cls.b))]}
        with open(f"{cls.dir}/{user}.yaml", "w") as file:
            json.dump(config, file)

    def plimsoll(self, command, *words, user="admin"):
        live = [] if "--snapshot" in words else ["--kubeconfig", f"{self.dir}/{user}.yaml"]
        return subprocess.run([os.environ["PLIMSOLL"], command, *live, "--no-cache", *words], capture_output=True, text=True, check=False)

    def audit(self, *words, **rest):
        result = self.plimsoll("audit", "-q", "-o", "json", "--now", NOW, *words, **rest)
        self.assertTrue(result.stdout, result.stderr)
        return json.loads(result.stdout)

    @staticmethod
    def said(report, cluster):
        """What the findings of a cluster say: refused and warned, by object."""
        refused, warned = {}, {}
        for finding in report["findings"]:
            kind, _, name = finding["policy"].partition("/")
            if kind != "ValidatingAdmissionPolicy" or finding.get("cluster") != cluster or "object" not in finding:
                continue
            obj = finding["object"]
            into = {"fail": refused, "warn": warned}.get(finding["state"])
            if into is not None:
                into.setdefault((obj["kind"], obj.get("namespace", ""), obj["name"]), set()).add((name, finding["message"]))
        return refused, warned

    def door_says(self, objects):
        refused, warned = {}, {}
        for obj, answer in zip(objects, self.a.ask(objects)):
            denial = DENIED.search(answer.message)
            if denial:
                refused[key(obj)] = denial.groups()
            for text in answer.warnings:
                warning = WARNED.search(text)
                if warning:
                    warned.setdefault(key(obj), set()).add(warning.groups())
        return refused, warned

    def test_exactly_what_the_door_refuses_is_found_in_both_clusters(self):
        report = self.audit("--context", "a", "--context", "b", "--policies-from", "a")
        for name, door in (("a", self.a), ("b", self.b)):
            with self.subTest(cluster=name):
                refused, warned = self.said(report, name)
                wanted, warnings = self.door_says(list(inside(door)))
                self.assertGreater(len(wanted), 5)
                self.assertEqual(sorted(refused), sorted(wanted))
                for obj, denial in wanted.items():
                    self.assertIn(denial, refused[obj])
                self.assertEqual(warned, warnings)

    def test_the_door_of_a_cluster_that_is_not_audited_will_do(self):
        self.assertEqual(self.said(self.audit("--context", "b", "--policies-from", "a"), "b"),
                         self.said(self.audit("--context", "a", "--context", "b", "--policies-from", "a"), "b"))

    def test_self_is_the_own_door_of_each(self):
        report = self.audit("--context", "a", "--context", "b", "--policies-from", "self")
        names = {name: {policy for found in self.said(report, name)[0].values() for policy, _ in found} for name in "ab"}
        self.assertEqual(names["b"], {"own"})
        self.assertIn("owned", names["a"])
        self.assertNotIn("own", names["a"])

    def test_manifests_are_judged_by_it_before_they_are_applied(self):
        with open(f"{self.dir}/objects.json", "w") as file:
            json.dump(deployment("plain", "new", 1), file)
        report = self.audit("-f", f"{self.dir}/objects.json", "--policies-from", "a")
        found = {(f["policy"], f["state"], f.get("message")) for f in report["findings"] if f["policy"].startswith("Validating")}
        self.assertEqual(found, {("ValidatingAdmissionPolicy/owned", "fail", "nobody owns plain/new")})

    def test_a_capture_gives_the_same_bytes(self):
        capture = f"{self.dir}/capture"
        for cluster in (["a", "b"], ["b"]):
            words = [word for name in cluster for word in ("--context", name)]
            with self.subTest(cluster=cluster):
                made = self.plimsoll("snapshot", "-q", "-o", f"{capture}-{len(cluster)}", *words, "--policies-from", "a")
                self.assertEqual(made.returncode, 0, made.stderr)
                live = self.plimsoll("audit", "-q", "-o", "json", "--now", NOW, *words, "--policies-from", "a").stdout
                again = self.plimsoll("audit", "-q", "-o", "json", "--now", NOW, "--snapshot", f"{capture}-{len(cluster)}", "--policies-from", "a").stdout
                self.assertEqual(*(re.sub(r'"(seconds|throttledSeconds|server)": *[^,}]*', "", text) for text in (live, again)))

    def test_what_is_asked_is_told_before_and_in_the_role(self):
        plan = json.loads(self.plimsoll("audit", "--explain-requests", "-o", "json", "--context", "b", "--policies-from", "a").stdout)
        paths = {cluster["name"]: [request["path"] for request in cluster["requests"]] for cluster in plan["clusters"]}
        root = "/apis/admissionregistration.k8s.io/v1/"
        self.assertEqual([path.split("?")[0] for path in paths["a"]],
                         [root + "validatingadmissionpolicies", root + "validatingadmissionpolicybindings", "/api/v1/configmaps"])
        role = self.plimsoll("rbac", "--context", "a", "--policies-from", "a").stdout
        self.assertIn("resources: ['validatingadmissionpolicybindings'], verbs: [list]", role)
        self.assertIn("resources: ['services'], verbs: [list]", role)

    def fleet(self, doors, *clusters):
        with open(f"{self.dir}/doors.yaml", "w") as file:
            json.dump({"apiVersion": "plimsoll.dev/v1alpha1", "kind": "Fleet", "metadata": {"name": "doors"}, "spec": {
                "clusters": [{"name": name, "context": context} for name, context in clusters], "policies": {"from": doors}}}, file)
        return "-c", f"{self.dir}/doors.yaml"

    def test_a_fleet_names_the_doors_and_the_flag_overrides_it(self):
        both = ("a", "a"), ("b", "b")
        for doors in ["a"], ["self"]:
            fleet = self.fleet(doors, *both)
            flags = self.audit("--context", "a", "--context", "b", "--policies-from", *doors)
            self.assertEqual(self.said(self.audit(*fleet), "b"), self.said(flags, "b"))
            self.assertNotEqual(self.said(flags, "b"), ({}, {}))
            self.assertEqual(self.said(self.audit(*fleet, "--policies-from", "b"), "a"),
                             self.said(self.audit("--context", "a", "--policies-from", "b"), "a"))

    def test_the_plan_the_role_and_manifests_follow_the_fleet(self):
        fleet = self.fleet(["eu"], ("eu", "a"))
        plan = self.plimsoll("audit", "--explain-requests", *fleet).stdout
        self.assertIn("validatingadmissionpolicybindings", plan)
        self.assertIn("resources: ['validatingadmissionpolicybindings'], verbs: [list]", self.plimsoll("rbac", *fleet).stdout)
        with open(f"{self.dir}/objects.json", "w") as file:
            json.dump(deployment("plain", "new", 1), file)
        report = self.audit("-f", f"{self.dir}/objects.json", *fleet)
        self.assertEqual({f["policy"] for f in report["findings"] if f["policy"].startswith("Validating")}, {"ValidatingAdmissionPolicy/owned"})

    def test_a_redacted_capture_keeps_whose_doors_judge(self):
        capture = f"{self.dir}/redacted-doors"
        made = self.plimsoll("snapshot", "-q", "--redact", "-o", capture, *self.fleet(["eu", "self"], ("eu", "a"), ("us", "b")))
        self.assertEqual(made.returncode, 0, made.stderr)
        again = self.plimsoll("audit", "-q", "-o", "json", "--now", NOW, "--snapshot", capture)
        found = {f["policy"] for f in json.loads(again.stdout)["findings"]}
        self.assertTrue(any(name.startswith("ValidatingAdmissionPolicy/") for name in found), (found, again.stderr))

    def test_a_door_of_a_fleet_that_is_not_there_is_a_mistake(self):
        result = self.plimsoll("audit", *self.fleet(["nowhere"], ("b", "b")))
        self.assertEqual(result.returncode, 2)
        self.assertIn("doors.yaml: spec.policies.from: no kubeconfig has a context 'nowhere'", result.stderr)

    def asking(self, *words, expression="size(%s.filter(c, c.kind == 'ConfigMap' && c.metadata.name == 'limits')) == 1", **rest):
        """What a policy says of deployments that asks for the ConfigMaps beside them."""
        with open(f"{self.dir}/asks.yaml", "w") as file:
            json.dump({"apiVersion": "policies.kyverno.io/v1", "kind": "ValidatingPolicy", "metadata": {"name": "asks"}, "spec": {
                "matchConstraints": policy("x", ["deployments"], "true", {})["spec"]["matchConstraints"],
                "validations": [{"message": "no limits", "expression": expression % "resource.List('v1', 'configmaps', object.metadata.namespace).items"}]}}, file)
        report = self.audit(*words, "--policy-dir", f"{self.dir}/asks.yaml", "--policies", "git.commits-signed", "--include-passed", **rest)
        return {(f.get("object", {}).get("namespace"), f["state"], f.get("reason", "")) for f in report["findings"] if f["policy"].endswith("/asks")}

    def test_expressions_ask_for_what_the_cluster_has(self):
        self.assertEqual({found[:2] for found in self.asking("--context", "a")}, {("shop", "pass"), ("lab", "fail"), ("plain", "fail")})
        self.assertEqual({found[:2] for found in self.asking("--context", "b")}, {("shop", "fail"), ("plain", "fail")})

    def test_what_may_be_elsewhere_or_was_not_read_is_not_absent(self):
        (*_, reason), = self.asking("--context", "b", "-n", "shop")
        self.assertIn("configmaps may be in namespaces that this audit leaves out", reason)
        self.assertEqual({found[1] for found in self.asking("--context", "b", user="auditor")}, {"unknown"})

    def test_the_kinds_that_are_asked_for_are_planned_and_captured(self):
        self.asking("--context", "a")
        words = ("--policy-dir", f"{self.dir}/asks.yaml", "--policies", "git.commits-signed")
        plan = json.loads(self.plimsoll("audit", "--explain-requests", "-o", "json", "--context", "a", *words).stdout)
        request, = (one for one in plan["clusters"][0]["requests"] if one["resource"] == "configmaps")
        self.assertEqual((request["mode"], request["wantedBy"]), ("full", ["policies of the door ask for it"]))
        self.assertIn("resources: ['configmaps'], verbs: [list]", self.plimsoll("rbac", *words, "--context", "a").stdout)
        self.assertEqual(self.plimsoll("snapshot", "-q", "-o", f"{self.dir}/asked", "--context", "a", *words).returncode, 0)
        self.assertEqual(self.asking("--snapshot", f"{self.dir}/asked"), self.asking("--context", "a"))

    def unequal(self, environments, user="admin"):
        """State and messages of the two policies on what doors enforce, with a in the first of the environments and b in the last."""
        fleet = f"{self.dir}/fleet.yaml"
        with open(fleet, "w") as file:
            json.dump({"apiVersion": "plimsoll.dev/v1alpha1", "kind": "Fleet", "metadata": {"name": "doors"}, "spec": {
                "environments": environments, "clusters": [{"name": "a"}, {"name": "b"}]}}, file)
        report = self.audit("-c", fleet, "--policies", "governance.enforcement-*", "--include-passed", user=user)
        return {(f["policy"].partition(".")[2], f["state"], f.get("message", f.get("reason", ""))) for f in report["findings"]
                if f["policy"].startswith("governance.") and f["state"] != "not_applicable"}

    def test_what_stage_refuses_and_production_lets_in_is_told(self):
        found = self.unequal([{"name": "stage", "match": {"cluster": "a"}}, {"name": "prod", "production": True, "match": {"cluster": "b"}}])
        self.assertEqual(found, {("enforcement-in-production", "fail", f"ValidatingAdmissionPolicy {name}: none in b, deny in a")
                                 for name in ("owned", "few", "typed", "quiet", "errs", "forgives")})

    def test_clusters_of_one_environment_are_held_against_each_other(self):
        found = self.unequal([{"name": "prod", "production": True, "match": {"cluster": "*"}}])
        self.assertIn(("enforcement-equal", "fail", "ValidatingAdmissionPolicy own: none in a, deny in b"), found)
        self.assertIn(("enforcement-equal", "fail", "ValidatingAdmissionPolicy labelled: none in b, warn in a"), found)
        self.assertEqual(len(found), 8)

    def test_doors_that_may_not_be_read_are_not_equal(self):
        found = self.unequal([{"name": "prod", "match": {"cluster": "*"}}], user="auditor")
        (policy_id, state, reason), = found
        self.assertEqual((policy_id, state), ("enforcement-equal", "unknown"))
        self.assertIn("the policies at the door of a: ", reason)

    def test_a_door_that_may_not_be_read_is_unknown_and_that_is_said_once(self):
        report = self.audit("--context", "b", "--policies-from", "a", user="auditor")
        reasons = [f["reason"] for f in report["findings"] if f["policy"] == "door.readable"]
        self.assertEqual(len(reasons), len(set(reasons)))
        self.assertTrue(any("of a could not be read" in reason and "403" in reason for reason in reasons), reasons)

    def test_a_context_that_is_not_there_is_a_mistake(self):
        result = self.plimsoll("audit", "--context", "b", "--policies-from", "nowhere")
        self.assertEqual(result.returncode, 2)
        self.assertIn("--policies-from: no kubeconfig has a context 'nowhere'", result.stderr)


if __name__ == "__main__":
    main()
