"""Applications of Argo CD with the real kustomize and helm: what they lead to in the same repository."""
import json
import os
import subprocess
import unittest

from workspace import Workspace, find_program

KUSTOMIZE = find_program("kustomize")
HELM = find_program("helm")

MAP = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n"
WEB = """apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template: {spec: {containers: [{name: web, image: 'h/web:1'}]}}
"""


def application(name, source, more="", kind="source"):
    return (f"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: {name}, namespace: argocd}}\nspec:\n"
            f"  destination: {{server: 'https://kubernetes.default.svc', namespace: prod}}\n{more}  {kind}: {source}\n")


class Argo(Workspace):
    def render(self, *arguments):
        done = subprocess.run([os.environ["PLIMSOLL"], "render", "--kustomize", KUSTOMIZE, "--helm", HELM, "-f", self.path("repo"),
                               *arguments], text=True, capture_output=True, env=self.environment(), timeout=60, check=False)
        self.assertIn(done.returncode, (0, 3), done.stderr)
        return done

    def objects(self, *arguments):
        done = self.render("-o", "json", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return {f"{item['kind']}/{item['metadata']['name']}": item for item in json.loads(done.stdout)["items"]}

    def source(self, path, more=""):
        return f"{{repoURL: 'https://git.example.org/team/fleet', targetRevision: HEAD, path: {path}{more}}}"

    def test_a_directory_has_what_its_patterns_say(self):
        for name in ("a", "b", "deep/c", "deep/d"):
            self.write(f"repo/apps/shop/{name}.yaml", MAP % name[-1])
        self.write("repo/apps/shop/e.json", '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "e"}}')
        for directory, names in (("", "abe"), (", directory: {recurse: true}", "abcde"),
                                 (", directory: {recurse: true, exclude: '{a.yaml,deep/d.yaml}'}", "bce"),
                                 (", directory: {include: '*.json'}", "e")):
            with self.subTest(directory):
                self.write("repo/argo/shop.yaml", application("shop", self.source("apps/shop", directory)))
                self.assertEqual(sorted(self.objects("shop")), [f"ConfigMap/{name}" for name in names])

    def test_kustomize_is_changed(self):
        self.write("repo/apps/shop/kustomization.yaml", "resources: [web.yaml]\n")
        self.write("repo/apps/shop/web.yaml", WEB)
        self.write("repo/argo/shop.yaml", application("shop", self.source(
            "apps/shop", ", kustomize: {namePrefix: eu-, images: ['h/web=other/web:2'], commonLabels: {a: b}}")))
        web = self.objects("shop")["Deployment/eu-web"]
        self.assertEqual(web["spec"]["template"]["spec"]["containers"][0]["image"], "other/web:2")
        self.assertEqual((web["metadata"]["labels"], web["metadata"]["namespace"]), ({"a": "b"}, "prod"))

    def test_a_chart_has_its_values(self):
        self.write("repo/charts/shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n")
        self.write("repo/charts/shop/values.yaml", "a: 1\nb: 1\nc: 1\nd: 1\n")
        self.write("repo/charts/shop/prod.yaml", "b: 2\nc: 2\nd: 2\n")
        self.write("repo/charts/shop/templates/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\n"
                                                          "data: {all: '{{ .Values.a }}{{ .Values.b }}{{ .Values.c }}{{ .Values.d }}'}\n")
        self.write("repo/argo/shop.yaml", application("shop", self.source(
            "charts/shop", ", helm: {valueFiles: [prod.yaml], values: 'c: 3\n', parameters: [{name: d, value: '4,x'}]}"
            .replace("'c: 3\n'", '"c: 3\\nd: 3\\n"'))))
        self.assertEqual(self.objects("shop")["ConfigMap/shop"]["data"], {"all": "1234,x"})

    def test_applications_of_applications_and_several_sources(self):
        self.write("repo/root.yaml", application("root", self.source("argo")))
        self.write("repo/argo/shop.yaml", application("shop", f"[{self.source('apps/a')}, {self.source('apps/b')}]", kind="sources"))
        self.write("repo/apps/a/a.yaml", MAP % "a")
        self.write("repo/apps/b/b.yaml", MAP % "b")
        self.assertEqual(sorted(self.objects("shop")), ["ConfigMap/a", "ConfigMap/b"])
        listed = self.render().stdout.splitlines()
        self.assertEqual(sorted(line.split()[1:3] for line in listed if line.startswith("Application ")),
                         [["argocd/root", "1"], ["argocd/shop", "1"], ["argocd/shop", "1"]])

    def test_what_is_not_here_is_unknown(self):
        self.write("repo/other/x.yaml", "a: 1\n")
        os.symlink("/etc", self.path("repo/link"))
        cases = {
            "its chart 'redis' is in https://charts.example.org, not in Git": "{repoURL: 'https://charts.example.org', chart: redis}",
            "leads outside of its source": self.source("../etc"),
            "does not exist": self.source("none"),
            "leads outside": self.source("link"),
            "a plugin makes its objects": self.source("other", ", plugin: {}"),
        }
        for reason, source in cases.items():
            with self.subTest(reason):
                self.write("repo/argo/shop.yaml", application("shop", source))
                done = self.render("shop")
                self.assertEqual((done.returncode, done.stdout), (3, ""))
                self.assertIn(reason, done.stderr)

    def test_values_outside_of_the_repository_are_not_read(self):
        self.write("repo/charts/shop/Chart.yaml", "apiVersion: v2\nname: shop\nversion: 1.0.0\n")
        for name in ("../../../../etc/hostname", "/../etc/hostname", "https://127.0.0.1:1/x"):
            with self.subTest(name):
                self.write("repo/argo/shop.yaml", application("shop", self.source("charts/shop", f", helm: {{valueFiles: ['{name}']}}")))
                done = self.render("shop")
                self.assertEqual((done.returncode, done.stdout), (3, ""), done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
