#!/usr/bin/env python3
"""`plimsoll test` on suites that are written for Kyverno's command line."""
import os
import tempfile
import unittest

from program import run

POLICY = """apiVersion: kyverno.io/v1
kind: ClusterPolicy
metadata: {name: no-host}
spec:
  rules:
  - name: no-host
    match: {any: [{resources: {kinds: [Pod], operations: [CREATE]}}]}
    validate: {cel: {expressions: [{expression: "!has(object.spec.hostNetwork)", message: "no host network"}]}}
"""
OBJECTS = """apiVersion: v1
kind: Pod
metadata: {name: good}
spec: {}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: bad}
spec: {template: {spec: {hostNetwork: true}}}
"""
SUITE = """apiVersion: cli.kyverno.io/v1alpha1
kind: Test
metadata: {name: no-host}
policies: [../policy.yaml]
resources: [objects.yaml]
results:
- {policy: no-host, rule: no-host, kind: Pod, resources: [good], result: pass}
- {policy: no-host, rule: no-host, kind: Deployment, resources: [bad], result: fail}
"""
PARAMETERS = """apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: most}
spec:
  paramKind: {apiVersion: v1, kind: ConfigMap}
  matchConstraints: {resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]}
  validations: [{expression: "object.spec.replicas <= int(params.data.most)"}]
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata: {name: most}
spec:
  policyName: most
  paramRef: {name: most, namespace: settings, parameterNotFoundAction: Deny}
  validationActions: [Deny]
"""
LIMIT = """apiVersion: v1
kind: ConfigMap
metadata: {name: most, namespace: settings}
data: {most: '3'}
"""
SCALED = """apiVersion: cli.kyverno.io/v1alpha1
kind: Test
metadata: {name: most}
policies: [../policy.yaml]
resources: [scaled.yaml]
paramResources: [limit.yaml]
results:
- {policy: most, isValidatingAdmissionPolicy: true, kind: Deployment, resources: [three], result: pass}
- {policy: most, isValidatingAdmissionPolicy: true, kind: Deployment, resources: [four], result: fail}
"""
BASES = """apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: bases}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
  variables:
  - {name: allowed, expression: 'resource.Get("v1", "configmaps", "platform", "bases").data.allowed.split(",")'}
  validations:
  - expression: object.spec.containers.all(c, image.GetMetadata(c.image).manifest.annotations.base in variables.allowed)
"""
CONTEXT = """apiVersion: cli.kyverno.io/v1alpha1
kind: Context
metadata: {name: context}
spec:
  resources:
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: bases, namespace: platform}, data: {allowed: 'a,b'}}
  images:
  - {image: shop/web, manifest: {annotations: {base: b}}}
  - {image: shop/cart, manifest: {annotations: {base: c}}}
"""
BASED = """apiVersion: cli.kyverno.io/v1alpha1
kind: Test
metadata: {name: bases}
policies: [../policy.yaml]
resources: [based.yaml]
context: context.yaml
results:
- {policy: bases, isValidatingPolicy: true, kind: Pod, resources: [web], result: pass}
- {policy: bases, isValidatingPolicy: true, kind: Pod, resources: [cart], result: fail}
- {policy: bases, isValidatingPolicy: true, kind: Pod, resources: [mail], result: error}
"""
MOCKED = """apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: mocked}
spec:
  matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [pods]}]}
  validations:
  - expression: globalContext.Get('limits', '').most == 3 && http.Get('https://door.example/allowed').body.ok
  - expression: request.operation == 'CREATE' || oldObject.metadata.name == 'never'
"""
MOCKS = """apiVersion: cli.kyverno.io/v1alpha1
kind: Test
metadata: {name: mocked}
policies: [../policy.yaml]
resources: [objects.yaml]
globalContextEntries:
- {name: limits, data: {most: 3}}
apiCallResponses:
- {url: 'https://door.example/allowed', method: GET, response: {body: {ok: true}}}
results:
- {policy: mocked, isValidatingPolicy: true, kind: Pod, resources: [good], result: pass}
- {policy: mocked, isValidatingPolicy: true, kind: Pod, resources: [good], operation: UPDATE, result: fail}
"""
JSON_POLICY = """apiVersion: policies.kyverno.io/v1
kind: ValidatingPolicy
metadata: {name: small}
spec:
  evaluation: {mode: JSON}
  validations: [{expression: "object.size < 2", message: too large}, {expression: "object.size + 1.0 > 0.0"}]
---
""" + POLICY
JSON_SUITE = """apiVersion: cli.kyverno.io/v1alpha1
kind: Test
metadata: {name: small}
policies: [../policy.yaml]
resources: [objects.yaml]
jsonPayloads: [./data/one.json, two.yaml]
results:
- {policy: small, resources: [data/one.json], result: pass}
- {policy: small, resources: [two.yaml], result: fail}
- {policy: small, kind: Pod, resources: [good], result: error}
- {policy: no-host, rule: no-host, resources: [good], result: pass}
- {policy: no-host, rule: no-host, resources: [bad], result: fail}
- {policy: no-host, rule: no-host, resources: [data/one.json], result: pass}
"""
EXCEPTION = """apiVersion: kyverno.io/v2
kind: PolicyException
metadata: {name: batch, namespace: ops}
spec:
  exceptions: [{policyName: no-host, ruleNames: [no-host, autogen-no-host]}]
  match: {any: [{resources: {kinds: [Deployment], names: [bad]}}]}
"""


class Kyverno(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.dir = directory.name

    def write(self, name, text):
        path = f"{self.dir}/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)

    def suite(self, name="one", policy=POLICY, suite=SUITE):
        self.write(f"{name}/policy.yaml", policy)
        self.write(f"{name}/test/objects.yaml", OBJECTS)
        self.write(f"{name}/test/kyverno-test.yaml", suite)

    def test_results_as_expected_pass(self):
        self.suite()
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, "1 suites\n2 passed, 0 failed\n", ""))

    def test_a_suite_can_be_named_itself(self):
        self.suite()
        result = run("test", f"{self.dir}/one/test/kyverno-test.yaml")
        self.assertEqual((result.returncode, result.stdout), (0, "1 suites\n2 passed, 0 failed\n"))

    def test_a_difference_is_told_in_one_line(self):
        self.suite(suite=SUITE.replace("result: fail", "result: pass"))
        result = run("test", "test", cwd=f"{self.dir}/one")
        self.assertEqual(result.returncode, 1)
        self.assertEqual(result.stdout, "FAIL test/kyverno-test.yaml:8:66: no-host/no-host, Deployment bad: expected pass, got fail: "
                                        "no host network\n1 suites\n1 passed, 1 failed\n")

    def test_parameters_come_from_the_suite(self):
        self.suite(policy=PARAMETERS, suite=SCALED)
        self.write("one/test/limit.yaml", LIMIT)
        self.write("one/test/scaled.yaml", "\n---\n".join(
            f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec: {{replicas: {replicas}}}"
            for name, replicas in (("three", 3), ("four", 4))))
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual((result.returncode, result.stdout), (0, "1 suites\n2 passed, 0 failed\n"))

    def test_what_an_exception_of_the_suite_names_is_skipped(self):
        self.suite(suite=SUITE.replace("results:", "exceptions: [exception.yaml]\nresults:").replace("result: fail", "result: skip"))
        self.write("one/test/exception.yaml", EXCEPTION)
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual((result.returncode, result.stdout), (0, "1 suites\n2 passed, 0 failed\n"))

    def test_a_context_answers_for_a_cluster_and_a_registry(self):
        self.suite(policy=BASES, suite=BASED)
        self.write("one/test/context.yaml", CONTEXT)
        self.write("one/test/based.yaml", "\n---\n".join(
            f"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec: {{containers: [{{image: shop/{name}}}]}}" for name in ("web", "cart", "mail")))
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual((result.returncode, result.stdout), (0, "1 suites\n3 passed, 0 failed\n"))

    def test_what_no_context_answers_is_unknown(self):
        self.suite(policy=BASES, suite=BASED.replace("context: context.yaml\n", "").replace("resources: [mail], result: error", "resources: [web], result: pass"))
        self.write("one/test/based.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{image: shop/web}]}\n")
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual(result.returncode, 1)
        self.assertIn("expected pass, got unknown: no registry is asked for images\n", result.stdout)

    def test_contexts_servers_and_the_operation_are_as_the_suite_says(self):
        self.suite(policy=MOCKED, suite=MOCKS)
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual((result.returncode, result.stdout), (0, "1 suites\n2 passed, 0 failed\n"))

    def test_objects_of_a_global_context_may_stand_in_files(self):
        policy = MOCKED.replace("globalContext.Get('limits', '').most == 3", "globalContext.Get('limits', '').map(o, o.kind) == ['Pod', 'Deployment', 'Pod', 'Deployment']")
        suite = MOCKS.replace("data: {most: 3}", "resourceFiles: [objects.yaml, ./objects.yaml]")
        self.suite(policy=policy, suite=suite)
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual((result.returncode, result.stdout), (0, "1 suites\n2 passed, 0 failed\n"))
        for change, message in (("resourceFiles: [../policy.yaml]", "7:34: expected a path below the suite"),
                                ("resourceFiles: [none.yaml]", "7:34: 'test/none.yaml' does not exist"),
                                ("resources: [], data: {}", "7:3: expected one of 'data', 'resources', 'resourceFiles'"),
                                ("data: [1]", "7:3: 'data' must be a map")):
            self.suite(policy=policy, suite=MOCKS.replace("data: {most: 3}", change))
            result = run("test", "test", cwd=f"{self.dir}/one")
            self.assertEqual((result.returncode, result.stdout.splitlines()[0]), (2, f"FAIL test/kyverno-test.yaml: test/kyverno-test.yaml:{message}"))

    def test_paths_and_projections_of_a_global_context_are_followed(self):
        data = "data: {all: [{kind: a, most: 1}, {kind: b, most: 3}]}, fieldPath: \"all[?kind == 'b']\", projections: [{name: most, path: '[0].most'}]"
        self.suite(policy=MOCKED.replace("Get('limits', '').most", "Get('limits', 'most')"), suite=MOCKS.replace("data: {most: 3}", data))
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual((result.returncode, result.stdout), (0, "1 suites\n2 passed, 0 failed\n"))

    def test_a_mock_that_is_not_understood_is_told_where_it_stands(self):
        for change, message in (("fieldPath: a", '46: Unknown key "a" in path'), ("fieldPath: 'sum(@)'", "46: an argument of a wrong type of sum"),
                                ("projections: [{name: a, path: 'a['}]", "65: column 3: expected an index, a slice or '*'")):
            self.suite(policy=MOCKED, suite=MOCKS.replace("data: {most: 3}", "data: {most: 3}, " + change))
            result = run("test", "test", cwd=f"{self.dir}/one")
            self.assertEqual(result.returncode, 2)
            self.assertIn(f"test/kyverno-test.yaml:7:{message}\n", result.stdout)

    def test_objects_may_be_described(self):
        self.suite(suite=SUITE.replace("resources: [bad]", "resourceSpecs: [{group: apps, version: v1, kind: Deployment, name: bad}]")
                   .replace("resources: [good]", "resourceSpecs: [{group: apps, kind: Pod, name: good}]"))
        result = run("test", f"{self.dir}/one/test")
        self.assertIn("Pod good: expected pass, got no such object\n1 suites\n1 passed, 1 failed\n", result.stdout)

    def test_namespaces_of_the_values_are_known(self):
        policy = POLICY.replace("!has(object.spec.hostNetwork)", "namespaceObject.metadata.annotations.host == 'no'")
        self.suite(policy=policy, suite=SUITE.replace("results:", "variables: values.yaml\nresults:").replace("result: fail", "result: pass"))
        self.write("one/test/values.yaml", "namespaces: [{apiVersion: v1, kind: Namespace, metadata: {name: default, annotations: {host: 'no'}}}]\n")
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual((result.returncode, result.stdout), (0, "1 suites\n2 passed, 0 failed\n"))

    def test_what_makes_no_sense_here_is_told_where_it_stands(self):
        for change, message in (("httpPayloads: [a.json]\nresults:", "6:15: 'httpPayloads': only objects and JSON are judged"),
                                ("jsonPayload: objects.yaml\nresults:", "6:14: 'test/objects.yaml': expected one document, a map"),
                                ("resources: [objects.yaml]\nresults:\n- {policy: no-host, isMutatingPolicy: true, resources: [good], result: pass}",
                                 "7:39: 'isMutatingPolicy': only policies that validate are evaluated"),
                                ("resources: [objects.yaml]\nresults:\n- {policy: no-host, rule: no-host, kind: Pod, resources: [good, yes], result: pass}",
                                 "7:65: expected the name of an object"),
                                ("checks: [{assert: {status: pass}}]\nresults:", "6:10: assertions of 'checks' are not evaluated")):
            self.suite(suite=SUITE.replace("resources: [objects.yaml]\nresults:" if change.startswith("resources") else "results:", change))
            result = run("test", "test", cwd=f"{self.dir}/one")
            self.assertIn(message, result.stdout)
            self.assertNotEqual(result.returncode, 0)

    def test_policies_and_objects_may_be_directories(self):
        self.suite(suite=SUITE.replace("../policy.yaml", "../policies/").replace("objects.yaml", "objects"))
        self.write("one/policies/deep/policy.yml", POLICY)
        self.write("one/policies/README.md", "- [")
        self.write("one/policies/.hidden/policy.yaml", "- [")
        self.write("one/test/objects/all.yaml", OBJECTS)
        self.write("one/test/objects/deep/more.yaml", "- [")
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual((result.returncode, result.stdout), (0, "1 suites\n2 passed, 0 failed\n"))

    def test_policies_may_stand_in_a_list(self):
        self.suite(policy="apiVersion: v1\nkind: List\nitems:\n- " + POLICY.strip().replace("\n", "\n  ") + "\n")
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual((result.returncode, result.stdout), (0, "1 suites\n2 passed, 0 failed\n"))

    def test_operations_of_single_objects_are_for_rules_alone(self):
        validating = MOCKED.replace("'https://door.example/allowed').body.ok", "'https://door.example/allowed').body.ok || true")
        policy = POLICY.replace(", operations: [CREATE]", "").replace("!has(object.spec.hostNetwork)", "request.operation == 'UPDATE'") + "---\n" + validating
        self.suite(policy=policy, suite=MOCKS.replace(", operation: UPDATE, result: fail", ", result: pass").replace("results:", "variables: values.yaml\nresults:") +
                   "- {policy: no-host, rule: no-host, kind: Pod, resources: [good], result: pass}\n")
        self.write("one/test/values.yaml", "policies: [{name: no-host, resources: [{name: good, values: {request.operation: UPDATE}}]},"
                                           " {name: mocked, resources: [{name: good, values: {request.operation: UPDATE}}]}]\n")
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual((result.returncode, result.stdout), (0, "1 suites\n3 passed, 0 failed\n"))

    def test_namespaces_of_the_values_come_before_those_among_the_objects(self):
        policy = POLICY.replace("!has(object.spec.hostNetwork)", "namespaceObject.metadata.annotations.host == 'no'")
        self.suite(policy=policy, suite=SUITE.replace("results:", "variables: values.yaml\nresults:").replace("result: fail", "result: pass"))
        self.write("one/test/values.yaml", "namespaces: [{apiVersion: v1, kind: Namespace, metadata: {name: default, annotations: {host: 'no'}}}]\n")
        self.write("one/test/objects.yaml", OBJECTS + "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: default, annotations: {host: 'yes'}}\n")
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual((result.returncode, result.stdout), (0, "1 suites\n2 passed, 0 failed\n"))

    def test_payloads_are_judged_by_policies_about_json(self):
        self.suite(policy=JSON_POLICY, suite=JSON_SUITE)
        self.write("one/test/data/one.json", '{"size": 1}')
        self.write("one/test/two.yaml", "size: 2\n")
        result = run("test", "test", cwd=f"{self.dir}/one")
        self.assertEqual(result.stdout, "FAIL test/kyverno-test.yaml:13:48: no-host/no-host, data/one.json: expected pass, got no such policy about JSON\n"
                                        "1 suites\n5 passed, 1 failed\n")

    def test_an_object_that_is_not_there_fails(self):
        self.suite(suite=SUITE.replace("[good]", "[other]"))
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual(result.returncode, 1)
        self.assertIn("Pod other: expected pass, got no such object\n", result.stdout)

    def test_of_several_objects_one_that_is_not_there_is_told(self):
        self.suite(suite=SUITE.replace("[good]", "[good, other]"))
        result = run("test", "test", cwd=f"{self.dir}/one")
        self.assertEqual((result.returncode, result.stdout),
                         (0, "NOTE test/kyverno-test.yaml:7:65: no-host/no-host, Pod other: expected pass, no such object\n1 suites\n"
                             "1 results are about nothing that the policy speaks of\n2 passed, 0 failed\n"))

    def test_a_rule_that_says_nothing_of_an_object_is_told_and_no_pass(self):
        self.suite(suite=SUITE.replace("rule: no-host, kind: Pod", "rule: other, kind: Pod"))
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual(result.returncode, 0)
        self.assertIn("no-host/other, Pod good: expected pass, the policy says nothing about it\n", result.stdout)
        self.assertIn("\n1 passed, 0 failed\n", result.stdout)

    def test_suites_of_which_nothing_was_judged_do_not_succeed(self):
        self.suite(suite=SUITE.replace("rule: no-host", "rule: other"))
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual(result.returncode, 1)
        self.assertIn("\n0 passed, 0 failed\n", result.stdout)

    def test_a_kind_that_is_wrong_finds_the_object_by_its_name(self):
        self.suite(suite=SUITE.replace("kind: Deployment", "kind: Pod"))
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual((result.returncode, result.stdout), (0, "1 suites\n2 passed, 0 failed\n"))

    def test_a_result_without_objects_is_about_all_of_them(self):
        self.suite(suite=SUITE.replace(", resources: [good]", ""))
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual(result.returncode, 1)
        self.assertIn("Deployment bad: expected pass, got fail: no host network\n1 suites\n2 passed, 1 failed\n", result.stdout)

    def test_a_file_may_hold_several_suites(self):
        self.suite(suite=SUITE + "---\n" + SUITE.replace("result: fail", "result: pass"))
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual(result.returncode, 1)
        self.assertIn("Deployment bad: expected pass, got fail: no host network\n2 suites\n3 passed, 1 failed\n", result.stdout)

    def test_an_expression_that_fails_is_an_error_of_policies_in_cel(self):
        policy = PARAMETERS.split("---")[0].replace("  paramKind: {apiVersion: v1, kind: ConfigMap}\n", "").replace("params.data.most", "object.spec.most")
        self.suite(policy=policy, suite=SCALED.replace("paramResources: [limit.yaml]\n", "").replace("pass", "error").replace("fail", "error"))
        self.write("one/test/scaled.yaml", "\n---\n".join(
            f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\nspec: {{replicas: 1}}" for name in ("three", "four")))
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual((result.returncode, result.stdout), (0, "1 suites\n2 passed, 0 failed\n"))

    def test_resources_of_the_cluster_are_found(self):
        self.suite(policy=BASES, suite=BASED.replace("context: context.yaml", "clusterResources: [cluster.yaml]\ncontext: context.yaml"))
        self.write("one/test/cluster.yaml", CONTEXT[:CONTEXT.index("  images:")].replace("kind: Context", "kind: ClusterResource"))
        self.write("one/test/context.yaml", CONTEXT[:CONTEXT.index("  resources:")] + CONTEXT[CONTEXT.index("  images:"):])
        self.write("one/test/based.yaml", "\n---\n".join(
            f"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec: {{containers: [{{image: shop/{name}}}]}}" for name in ("web", "cart", "mail")))
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual((result.returncode, result.stdout), (0, "1 suites\n3 passed, 0 failed\n"))

    def test_a_policy_that_is_not_there_is_not_skipped(self):
        self.suite(suite=SUITE.replace("policy: no-host", "policy: no-hosts").replace("result: pass", "result: skip"))
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual(result.returncode, 1)
        self.assertIn("Pod good: expected skip, got no such policy\n", result.stdout)

    def test_a_wrong_policy_gives_exit_2_and_other_suites_are_run(self):
        self.suite("one/a", policy=POLICY.replace("object.spec.hostNetwork)", "objekt.spec.hostNetwork)"))
        self.suite("one/b")
        result = run("test", "one/a/test", "one/b/test", cwd=self.dir)
        self.assertEqual(result.returncode, 2)
        self.assertIn("one/a/test/../policy.yaml:8:55: undeclared reference to 'objekt'", result.stdout)
        self.assertIn("2 suites\n2 passed, 1 failed\n", result.stdout)

    def test_what_is_not_supported_is_never_a_pass(self):
        self.suite(policy=POLICY.replace("cel: {expressions: [", "deny: {conditions: [").replace("expression:", "key:"))
        result = run("test", f"{self.dir}/one/test")
        self.assertEqual(result.returncode, 1)
        self.assertIn("expected pass, got not evaluated: only rules with validate.cel are evaluated\n", result.stdout)


if __name__ == "__main__":
    unittest.main()
