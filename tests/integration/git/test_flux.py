"""A repository as Flux reads it (tests/data/flux), rendered with the real kustomize."""
import json
import os
import shutil
import subprocess
import unittest

from workspace import Workspace, find_program

KUSTOMIZE = find_program("kustomize")
DATA = os.path.abspath(f"{os.path.dirname(__file__)}/../../data/flux")


class Flux(Workspace):
    def setUp(self):
        super().setUp()
        shutil.copytree(DATA, self.path("repo"))

    def commit(self):
        self.run_script("git init -q repo; cd repo; git add .; git commit -q -m x")

    def render(self, *arguments):
        done = subprocess.run([os.environ["PLIMSOLL"], "render", "--kustomize", KUSTOMIZE, *arguments], text=True,
                              capture_output=True, env=self.environment(), timeout=60, check=False)
        self.assertIn(done.returncode, (0, 3), done.stderr)
        return done

    def objects(self, *arguments):
        items = json.loads(self.render("-o", "json", *arguments).stdout)["items"]
        return {f"{item['kind']}/{item['metadata']['name']}": item for item in items}

    def test_applications_are_listed(self):
        self.commit()
        done = self.render("--repo", f"{self.path('repo')}:clusters/prod")
        lines = [line.split()[1:4] for line in done.stdout.splitlines() if line.startswith("Kustomization")]
        self.assertEqual(sorted(lines), [["flux-system/flux-system", "5", "clusters/prod"], ["flux-system/infra", "2", "infra"],
                                         ["flux-system/shop", "3", "apps/prod:"],
                                         ["flux-system/vendor", "0", "clusters/prod/kustomization.yaml:"]])
        self.assertIn("apps/prod: suspended", done.stdout)
        self.assertIn("the source OCIRepository 'flux-system/vendor' is not Git", done.stdout)
        self.assertEqual(done.returncode, 3)

    def test_an_application_is_rendered_as_flux_does(self):
        self.commit()
        for where in ("", ":clusters/prod"):
            found = self.objects("--repo", self.path("repo") + where, "shop")
            web = found["Deployment/eu-web"]
            container = web["spec"]["template"]["spec"]["containers"][0]
            self.assertEqual((web["metadata"]["namespace"], web["metadata"]["labels"], web["metadata"]["annotations"]),
                             ("shop-prod", {"team": "shop"}, {"owner": "shop@example.org"}))
            self.assertEqual((web["spec"]["replicas"], container["image"]), (3, "registry.example.org/web:1.4.2"))
            self.assertEqual(container["resources"], {"limits": {"memory": "64Mi"}})
            self.assertEqual(container["env"], [{"name": "REGION", "value": "eu-west"}, {"name": "HOST", "value": "web.example.org"}])
            self.assertNotIn("team", web["spec"]["template"]["metadata"]["labels"])
            self.assertEqual(found["ConfigMap/eu-script"]["data"], {"run.sh": "echo ${region}"})

    def test_what_comes_from_a_secret_is_not_known_and_not_shown(self):
        shown = self.render("-f", self.path("repo"), "shop").stdout
        self.assertIn("# some values are not known: variable 'token': its value is kept in Secret 'flux-system/cluster-secrets'", shown)
        self.assertNotIn("hunter2", self.render("-f", self.path("repo"), "--all").stdout + shown)

    def test_positions_are_those_of_the_sources(self):
        shown = self.render("-f", self.path("repo"), "shop").stdout
        self.assertIn("apps/base/web.yaml:1\n", shown)

    def test_a_repository_within_another_is_understood(self):
        self.commit()
        self.run_script("mkdir outer; git init -q outer; rm -rf repo/.git; mv repo outer/fleet")
        self.assertIn("Deployment/eu-web", self.objects("-f", self.path("outer/fleet/clusters/prod"), "shop"))

    def test_nothing_outside_of_the_repository_is_read(self):
        for path in ("../../etc", "/etc", "apps/link"):
            with self.subTest(path):
                os.makedirs(self.path("repo/apps"), exist_ok=True)
                if not os.path.islink(self.path("repo/apps/link")):
                    os.symlink("/etc", self.path("repo/apps/link"))
                self.write("repo/clusters/prod/shop.yaml",
                           "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
                           "metadata: {name: shop, namespace: flux-system}\nspec:\n"
                           f"  path: {path}\n  sourceRef: {{kind: GitRepository, name: flux-system}}\n")
                done = self.render("-f", self.path("repo"), "shop")
                self.assertEqual((done.returncode, done.stdout), (3, ""), done.stderr)

    def test_changes_cannot_name_files_outside(self):
        for change in ("components: [../../../../etc]", "components: ['https://127.0.0.1:1/x']",
                       "patches: [{path: /etc/hostname}]", "patchesStrategicMerge: [/etc/hostname]"):
            with self.subTest(change):
                self.write("repo/clusters/prod/shop.yaml",
                           "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n"
                           "metadata: {name: shop, namespace: flux-system}\nspec:\n  path: apps/prod\n"
                           f"  {change}\n  sourceRef: {{kind: GitRepository, name: flux-system}}\n")
                done = self.render("-f", self.path("repo"), "shop")
                self.assertEqual((done.returncode, done.stdout), (3, ""), done.stderr)
                self.assertIn("not rendered", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
