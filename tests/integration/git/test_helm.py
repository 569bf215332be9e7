"""Charts with the real helm: alone, released by Flux, broken and hostile ones."""
import json
import os
import subprocess
import unittest

from workspace import Workspace, find_program

HELM = find_program("helm")

MAP = """apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-map
data:
  size: "{{ .Values.size }}"
  color: {{ .Values.color }}
  where: {{ .Release.Namespace }}
"""
HOOK = """apiVersion: v1
kind: Pod
metadata:
  name: check
  annotations: {helm.sh/hook: test}
spec: {}
"""
RELEASE = """apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: shop, namespace: flux-system}
spec:
  targetNamespace: prod
  chart:
    spec:
      chart: ./charts/shop
      sourceRef: {kind: GitRepository, name: flux-system}
"""


class Helm(Workspace):
    def setUp(self):
        super().setUp()
        self.write("repo/charts/shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n")
        self.write("repo/charts/shop/values.yaml", "size: 1\ncolor: blue\n")
        self.write("repo/charts/shop/templates/map.yaml", MAP)

    def render(self, *arguments, path="repo", program=HELM):
        done = subprocess.run([os.environ["PLIMSOLL"], "render", "--helm", program, "-f", self.path(path), *arguments],
                              text=True, capture_output=True, env=self.environment(), timeout=60, check=False)
        self.assertIn(done.returncode, (0, 3), done.stderr)
        return done

    def objects(self, *arguments, **options):
        items = json.loads(self.render("-o", "json", *arguments, **options).stdout)["items"]
        return {f"{item['kind']}/{item['metadata']['name']}": item for item in items}

    def test_a_chart_alone_has_its_own_values(self):
        self.write("repo/charts/shop/crds/crd.yaml", "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
                                                     "metadata: {name: a.example.org}\n")
        self.write("repo/charts/shop/templates/tests/check.yaml", HOOK)
        found = self.objects("--all")
        self.assertEqual(sorted(found), ["ConfigMap/shop-map", "CustomResourceDefinition/a.example.org", "Pod/check"])
        self.assertEqual(found["ConfigMap/shop-map"]["data"], {"size": "1", "color": "blue", "where": "default"})
        self.assertIn("repo/charts/shop/templates/map.yaml:0\n", self.render("--all").stdout)

    def test_a_release_of_flux_has_its_values(self):
        self.write("repo/apps/shop.yaml", RELEASE + "      valuesFiles: [values/a.yaml, values/b.yaml]\n"
                   "  values: {size: 4}\n  valuesFrom: [{kind: ConfigMap, name: vars}]\n")
        self.write("repo/apps/vars.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: vars, namespace: flux-system}\n"
                                          "data: {values.yaml: 'size: 3'}\n")
        self.write("repo/values/a.yaml", "size: 2\ncolor: red\n")
        self.write("repo/values/b.yaml", "color: green\n")
        found = self.objects("shop")
        self.assertEqual(found["ConfigMap/prod-shop-map"]["data"], {"size": "4", "color": "green", "where": "prod"})
        self.assertEqual(found["ConfigMap/prod-shop-map"]["metadata"]["namespace"], "prod")
        listed = self.render()
        self.assertEqual(listed.returncode, 0, listed.stdout)

    def test_dependencies_come_from_git_alone(self):
        self.write("repo/charts/shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n"
                   "dependencies: [{name: common, version: 1.0.0, repository: 'https://127.0.0.1:1/'}]\n")
        self.assertIn("missing in charts/ directory: common", self.render().stdout)
        self.write("repo/charts/shop/charts/common/Chart.yaml", "apiVersion: v2\nname: common\nversion: 1.0.0\n")
        self.write("repo/charts/shop/charts/common/templates/a.yaml", MAP.replace("-map", "-common"))
        self.write("repo/charts/shop/charts/common/values.yaml", "color: grey\n")
        self.assertEqual(sorted(self.objects("--all")), ["ConfigMap/shop-common", "ConfigMap/shop-map"])

    def test_what_is_not_in_git_is_unknown(self):
        cases = {
            "its chart 'podinfo' is in HelmRepository 'x', not in Git":
                RELEASE.replace("./charts/shop", "podinfo").replace("GitRepository, name: flux-system", "HelmRepository, name: x"),
            "its values are kept in Secret 'flux-system/s'": RELEASE + "  valuesFrom: [{kind: Secret, name: s}]\n",
            "its values of ConfigMap 'flux-system/none' are not declared in Git":
                RELEASE + "  valuesFrom: [{kind: ConfigMap, name: none}]\n",
            "its post-renderers are not understood": RELEASE + "  postRenderers: [{kustomize: {}}]\n",
            "'../../etc/hostname' is outside of its source": RELEASE + "      valuesFiles: [../../etc/hostname]\n",
            "its chart is outside of its source": RELEASE.replace("./charts/shop", "../shop"),
        }
        for reason, text in cases.items():
            with self.subTest(reason):
                self.write("repo/apps/shop.yaml", text)
                done = self.render("shop")
                self.assertEqual((done.returncode, done.stdout), (3, ""))
                self.assertIn(reason, done.stderr)

    def test_without_helm_it_is_unknown(self):
        done = self.render(program="/nonexistent/helm")
        self.assertIn("no helm program", done.stdout)
        self.assertEqual(done.returncode, 3)

    def test_nothing_outside_of_the_chart_is_read(self):
        os.symlink("/etc/hostname", self.path("repo/charts/shop/stolen"))
        os.symlink("/etc/hostname", self.path("repo/charts/shop/templates/stolen.yaml"))
        self.write("repo/charts/shop/templates/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
                   "data: {a: '{{ .Files.Get \"stolen\" }}{{ .Files.Get \"../../../etc/hostname\" }}{{ .Files.Get \"/etc/hostname\" }}'}\n")
        self.assertEqual(self.objects("--all")["ConfigMap/a"]["data"], {"a": ""})

    def test_random_values_are_not_known(self):
        self.write("repo/charts/shop/templates/map.yaml", MAP + "  token: {{ randAlphaNum 20 }}\n")
        first = self.render("--all").stdout
        self.assertEqual(first, self.render("--all").stdout)
        self.assertIn("some values are not known", first)


if __name__ == "__main__":
    unittest.main(verbosity=2)
