"""Kustomizations with the real kustomize, harmless and hostile ones."""
import os
import subprocess
import unittest

from workspace import Workspace, find_program

KUSTOMIZE = find_program("kustomize")

WEB = """apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 2
"""


class Kustomize(Workspace):
    def objects(self, files, subpath="", origin="git"):
        for name, text in files.items():
            if isinstance(text, str):
                self.write(f"repo/{name}", text)
        for name, text in files.items():
            if not isinstance(text, str):
                os.makedirs(os.path.dirname(self.path(f"repo/{name}")), exist_ok=True)
                os.symlink(text[0], self.path(f"repo/{name}"))
        self.run_script("git init -q repo; cd repo; git add .; git commit -q --allow-empty -m x")
        where = [self.path("repo"), subpath] if origin == "git" else [self.path(f"repo/{subpath}")]
        done = subprocess.run([os.environ["MANIFEST_PROBE"], KUSTOMIZE, origin, *where], text=True, capture_output=True,
                              env=self.environment(), timeout=60, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.splitlines()

    def assert_unreadable(self, words, files, subpath):
        lines = self.objects(files, subpath)
        self.assertEqual(len(lines), 1, lines)
        self.assertTrue(lines[0].startswith("unreadable "), lines)
        self.assertIn(words, lines[0])

    def test_an_overlay_points_to_the_lines_of_its_base(self):
        files = {
            "base/kustomization.yaml": "resources: [web.yaml]\n",
            "base/web.yaml": "# the shop's front\n" + WEB,
            "prod/kustomization.yaml": "resources: [../base]\nnamePrefix: prod-\npatches:\n- path: patch.yaml\n"
                                       "configMapGenerator:\n- name: settings\n  literals: [A=1]\n",
            "prod/patch.yaml": WEB.replace("2", "3"),
        }
        lines = self.objects(files)
        self.assertEqual(lines[1], "object Deployment/prod-web base/web.yaml:2 replicas:7")
        self.assertRegex(lines[0], r"^object ConfigMap/prod-settings-\w+ prod/kustomization.yaml:0 replicas:0$")
        self.assertEqual(len(lines), 2)
        on_disk = self.objects({}, "prod", "path")
        self.assertEqual(on_disk[1].replace(self.path("repo/"), ""), lines[1])

    def test_values_of_generated_secrets_are_noted_and_blanked(self):
        files = {"kustomization.yaml": "secretGenerator:\n- name: s\n  literals: [p=hunter2]\n"}
        lines = self.objects(files)
        self.assertEqual(lines[1], "secret kustomization.yaml:1")

    def test_nothing_is_fetched(self):
        self.assert_unreadable("is remote, and nothing is fetched",
                               {"a/kustomization.yaml": "resources: ['https://127.0.0.1:1/x.yaml']\n"}, "a")

    def test_a_base_outside_of_the_repository_is_refused(self):
        self.write("out/kustomization.yaml", "resources: []\n")
        self.assert_unreadable("leads outside the repository", {"a/kustomization.yaml": "resources: [../../out]\n"}, "a")

    def test_a_link_out_of_the_repository_is_not_followed(self):
        files = {"a/kustomization.yaml": "configMapGenerator:\n- name: x\n  files: [stolen]\n", "a/stolen": ("/etc/hostname",)}
        self.assert_unreadable("not rendered: kustomize:", files, "a")

    def test_an_absolute_path_is_not_read(self):
        files = {"a/kustomization.yaml": "configMapGenerator:\n- name: x\n  files: [/etc/hostname]\n"}
        self.assert_unreadable("not rendered: kustomize:", files, "a")

    def test_a_file_beside_the_kustomization_is_not_read(self):
        files = {"a/kustomization.yaml": "configMapGenerator:\n- name: x\n  files: [../b/secret]\n", "b/secret": "x\n"}
        self.assert_unreadable("not rendered: kustomize:", files, "a")

    def test_a_base_through_a_link_inside_is_followed(self):
        files = {"prod/kustomization.yaml": "resources: [../base]\n", "base": ("shared/base",),
                 "shared/base/kustomization.yaml": "resources: [web.yaml]\n", "shared/base/web.yaml": WEB}
        self.assertEqual(self.objects(files, "prod"), ["object Deployment/web shared/base/web.yaml:1 replicas:6"])

    def test_functions_and_plugins_do_not_run(self):
        ran = self.path("ran")
        files = {"a/kustomization.yaml": "transformers: [t.yaml]\nresources: [web.yaml]\n", "a/web.yaml": WEB,
                 "a/t.yaml": "apiVersion: x/v1\nkind: T\nmetadata:\n  name: t\n  annotations:\n"
                             "    config.kubernetes.io/function: |\n      exec: {path: ./run.sh}\n",
                 "a/run.sh": f"#!/bin/sh\ntouch {ran}\n"}
        self.assert_unreadable("not rendered: kustomize:", files, "a")
        self.assertFalse(os.path.exists(ran))


if __name__ == "__main__":
    unittest.main()
