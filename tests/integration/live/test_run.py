#!/usr/bin/env python3
"""What a run does with the clusters that it is given: all, some, none; what it asks of them and what it keeps."""
import json
import os
import pathlib
import socket
import subprocess
import unittest

from fleet import NOW, Fleet, contents, main

fleet = Fleet()


def setUpModule():
    unittest.addModuleCleanup(fleet.stop)
    fleet.start()


def closed_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def of_cluster(audit, name):
    return [f for f in audit.report["findings"] if f.get("cluster") == name]


class Requests(unittest.TestCase):
    def test_an_audit_only_reads(self):
        fleet.audit()
        for environment in ("dev", "stage", "prod"):
            requests = fleet.requests(environment, "auditor")
            self.assertGreater(len(requests), 5)
            self.assertEqual({r["verb"] for r in requests} - {"get", "list"}, set())

    def test_each_kind_is_listed_once(self):
        before = len(fleet.requests("dev", "auditor"))
        fleet.audit()
        lists = [r["requestURI"] for r in fleet.requests("dev", "auditor")[before:] if r["verb"] == "list"]
        self.assertEqual(len(lists), len(set(lists)))

    def test_the_values_of_secrets_leave_the_server_for_nobody(self):
        fleet.kubectl("dev", "-n", "shop", "create", "secret", "generic", "card-gate", "--from-literal=key=hunter2hunter2")
        try:
            audit = fleet.audit()
            result = fleet.run("snapshot", "--now", NOW, "-o", fleet.path("with-secret"))
        finally:
            fleet.kubectl("dev", "-n", "shop", "delete", "secret", "card-gate")
        self.assertEqual(result.code, 0, result.err)
        captured = contents(fleet.path("with-secret"))
        self.assertIn(b"card-gate", captured)
        for secret in ("hunter2", "aHVudGVyMmh1bnRlcjI", "auditor-token"):
            self.assertNotIn(secret, audit.out + audit.err)
            self.assertNotIn(secret.encode(), captured)


class Repository(unittest.TestCase):
    """A copy of the repository with a file for each policy, beside the fleet's own."""

    @classmethod
    def setUpClass(cls):
        script = """git clone -q ../shop.git . && mkdir old && cp environments/prod/web/deployment.yaml old/ && head -c 9000000 /dev/urandom >backup.tar &&
            git branch forgotten && git add . && git -c user.name=A -c user.email=a@example.org commit -qm more"""
        os.makedirs(fleet.path("copied"))
        env = {"PATH": os.environ["PATH"], "GIT_COMMITTER_DATE": NOW, "GIT_AUTHOR_DATE": NOW}
        subprocess.run(["sh", "-c", script], cwd=fleet.path("copied"), env=env, check=True)
        cls.directory = fleet.fleet_file("copied-fleet", lambda text: text.replace("./shop.git", fleet.path("copied")))
        cls.policies = ("--policies", "git.manifests-owned,git.manifests-declared,git.branches-alive,git.files-small", "--include-passed")

    def states(self, report):
        return {f["policy"]: (f["state"], f.get("message", "")) for f in report["findings"] if f["policy"].startswith("git.")}

    def test_what_no_path_covers_what_is_large_and_what_has_an_owner(self):
        live = fleet.audit(*self.policies, cwd=self.directory).report
        found = self.states(live)
        self.assertEqual(found["git.manifests-declared"], ("warn", "1 manifests are in no path of the fleet: old/deployment.yaml"))
        self.assertEqual(found["git.files-small"], ("warn", "backup.tar has 8 MiB"))
        self.assertEqual(found["git.manifests-owned"][0], "pass")
        self.assertEqual(found["git.branches-alive"][0], "pass")

    def test_a_capture_tells_the_same(self):
        fleet.run("snapshot", "--now", NOW, "-o", fleet.path("copied-capture"), cwd=self.directory)
        live = fleet.audit(*self.policies, cwd=self.directory).report
        again = fleet.audit(*self.policies, "--snapshot", fleet.path("copied-capture"), cwd=self.directory).report
        self.assertEqual(self.states(again), self.states(live))

    def test_a_branch_is_old_one_day(self):
        later = fleet.run("audit", "--now", "2027-11-21T08:00:00Z", "-o", "json", *self.policies, cwd=self.directory).report
        state, message = self.states(later)["git.branches-alive"]
        self.assertEqual(state, "warn")
        self.assertRegex(message, "branch 'forgotten' was changed last 36[0-9] days ago")


class Unreadable(unittest.TestCase):
    def test_a_cluster_that_does_not_answer_leaves_the_others_judged(self):
        port = closed_port()
        server = json.loads(fleet.kubectl("stage", "config", "view", "-o", "json"))["clusters"][0]["cluster"]["server"]
        whole = fleet.audit()
        audit = fleet.audit(kubeconfig=fleet.kubeconfig("no-stage", lambda c: c.replace(server, f"https://127.0.0.1:{port}")))
        self.assertEqual(audit.code, 3, audit.err)
        self.assertEqual(audit.cluster("stage-eu")["state"], "unreachable")
        self.assertIn(f"127.0.0.1:{port}", json.dumps(audit.cluster("stage-eu")))
        # What is said of stage beyond that is about its manifests in Git.
        known = [f for f in of_cluster(audit, "stage-eu") if f["state"] != "unknown"]
        self.assertEqual([f for f in known if "environments/stage/" not in f.get("source", {}).get("path", "")], [])
        objects = [[f for f in of_cluster(run, "prod-eu") if f["subject"] == "object"] for run in (whole, audit)]
        self.assertEqual(objects[0], objects[1])

    def test_a_wrong_token_is_told_with_the_servers_answer(self):
        audit = fleet.audit(kubeconfig=fleet.kubeconfig("wrong-token", lambda c: c.replace("auditor-token", "guessed")))
        self.assertEqual(audit.code, 3, audit.err)
        for name in ("dev-eu", "stage-eu", "prod-eu"):
            self.assertEqual(audit.cluster(name)["state"], "unreachable")
            self.assertIn("401", json.dumps(audit.cluster(name)))
        self.assertNotIn("guessed", audit.out + audit.err)

    def test_a_kind_that_may_not_be_listed_is_unknown_and_named(self):
        audit = fleet.audit()
        stage = audit.cluster("stage-eu")
        self.assertEqual(stage["state"], "partial")
        refused = {u["resource"]: u["reason"] for u in stage["unread"]}
        self.assertIn("403", refused["ingresses.networking.k8s.io"])
        self.assertEqual(audit.cluster("prod-eu")["state"], "complete")
        drift = [f for f in audit.report["findings"] if f["policy"].startswith("drift.")]
        self.assertEqual({(f["policy"], f["state"], f["cluster"]) for f in drift},
                         {(f"drift.{name}", "unknown", "stage-eu") for name in ("extra", "in-sync", "missing", "unmanaged")})
        self.assertTrue(all("HTTP 403" in f["reason"] for f in drift))

    def test_what_could_not_be_read_passes_nothing(self):
        results = fleet.audit("--include-passed").report["findings"]
        passed = {(f["cluster"], f["object"]["kind"]) for f in results
                  if f["policy"] == "drift.in-sync" and f["state"] == "pass" and "object" in f}
        self.assertIn(("prod-eu", "Ingress"), passed)
        self.assertNotIn(("stage-eu", "Ingress"), passed)

    def test_a_context_that_does_not_exist_is_a_usage_error(self):
        directory = fleet.fleet_file("wrong-context", lambda c: c.replace("context: dev-eu", "context: dev-us"))
        audit = fleet.audit(cwd=directory)
        self.assertEqual(audit.code, 2)
        self.assertIn("dev-us", audit.err)
        self.assertEqual(audit.out, "")


    def test_a_server_that_never_answers_costs_no_more_than_the_timeout(self):
        server = json.loads(fleet.kubectl("stage", "config", "view", "-o", "json"))["clusters"][0]["cluster"]["server"]
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            address = f"https://127.0.0.1:{silent.getsockname()[1]}"
            kubeconfig = fleet.kubeconfig("silent-stage", lambda c: c.replace(server, address))
            audit = fleet.audit("--request-timeout", "2s", kubeconfig=kubeconfig)
        self.assertEqual(audit.code, 3, audit.err)
        self.assertRegex(audit.cluster("stage-eu")["unread"][0]["reason"], r"^no connection to '.*' within 2 s$")
        self.assertEqual(audit.cluster("stage-eu")["state"], "unreachable")
        self.assertEqual(audit.cluster("prod-eu")["state"], "complete")

    def test_a_server_with_a_certificate_of_somebody_else_is_not_believed(self):
        authority = fleet.kubectl("dev", "config", "view", "--raw", "--flatten", "-o", "jsonpath={.clusters[0].cluster.certificate-authority-data}")
        other = fleet.kubectl("stage", "config", "view", "--raw", "--flatten", "-o", "jsonpath={.clusters[0].cluster.certificate-authority-data}")
        before = len(fleet.requests("dev", "auditor"))
        audit = fleet.audit(kubeconfig=fleet.kubeconfig("wrong-authority", lambda c: c.replace(authority, other)))
        self.assertEqual(audit.code, 3, audit.err)
        self.assertEqual(audit.cluster("dev-eu")["state"], "unreachable")
        self.assertEqual(len(fleet.requests("dev", "auditor")), before)

    def test_without_kustomize_what_it_makes_is_unknown(self):
        audit = fleet.audit("--kustomize", fleet.path("no-such-program"))
        self.assertEqual(audit.code, 3, audit.err)
        text = json.dumps(audit.report["repositories"])
        self.assertIn("environments/prod/cart", text)
        self.assertIn("no-such-program", text)
        # What is live of it is nobody's only as far as is known.
        self.assertEqual([f for f in audit.findings("drift.unmanaged", "drift.missing") if " unknown " not in f], [])

    def test_without_the_repository_the_clusters_are_still_judged(self):
        directory = fleet.fleet_file("no-repository", lambda c: c.replace("./shop.git", "./gone.git"))
        audit = fleet.audit(cwd=directory)
        self.assertEqual(audit.code, 3, audit.err)
        self.assertNotEqual(audit.report["repositories"][0]["state"], "complete")
        self.assertEqual(audit.cluster("prod-eu")["state"], "complete")
        self.assertEqual({f["state"] for f in audit.report["findings"] if f["policy"] == "drift.in-sync"}, {"unknown"})


class Credentials(unittest.TestCase):
    """Each way to be the user `auditor` reads the same objects."""

    def objects(self, user):
        kubeconfig = fleet.kubeconfig("credentials", lambda c: c.replace("    token: auditor-token", user))
        audit = fleet.audit(kubeconfig=kubeconfig)
        return [c["objects"] for c in audit.report["clusters"]]

    def setUp(self):
        self.expected = [c["objects"] for c in fleet.audit().report["clusters"]]

    def test_a_token_file_beside_the_kubeconfig(self):
        pathlib.Path(fleet.path("token")).write_text("auditor-token\n")
        self.assertEqual(self.objects("    tokenFile: token"), self.expected)

    def test_a_client_certificate(self):
        config = {"contexts": [], "clusters": [], "users": [], "apiVersion": "v1", "kind": "Config"}
        for environment in ("dev", "stage", "prod"):
            fleet.client_certificate(environment, "auditor")
            name = f"{environment}-eu"
            server = json.loads(fleet.kubectl(environment, "config", "view", "-o", "json"))["clusters"][0]["cluster"]["server"]
            config["clusters"].append({"name": name, "cluster": {"server": server, "certificate-authority": f"{environment}/ca.crt"}})
            config["users"].append({"name": name, "user": {
                "client-certificate": f"{environment}/auditor.crt", "client-key": f"{environment}/auditor.key"}})
            config["contexts"].append({"name": name, "context": {"cluster": name, "user": name}})
        audit = fleet.audit(kubeconfig=fleet.kubeconfig("certificates", lambda _: json.dumps(config)))
        self.assertEqual([c["objects"] for c in audit.report["clusters"]], self.expected)


class ExitCode(unittest.TestCase):
    """Of the fleet as the pipeline left it."""

    # Without what cannot be evaluated (the kinds that the auditor may not list in stage, the tags of an image that is not
    # the shop's, the digests of a version that runs only once), and without a target that is missed.
    def whole(self, content):
        lines = [line for line in content.partition("  maturity:")[0].split("\n") if "stage-eu" not in line]
        return "\n".join(lines) + "  policies: {disable: [images.tag-in-git, parity.same-digest]}\n"

    def test_nothing_at_or_above_the_threshold_is_0(self):
        directory = fleet.fleet_file("whole", self.whole)
        self.assertEqual(fleet.audit("--fail-on", "critical", cwd=directory).code, 0)

    def test_findings_at_or_above_the_threshold_are_1(self):
        directory = fleet.fleet_file("whole", self.whole)
        self.assertEqual(fleet.audit("--fail-on", "low", cwd=directory).code, 1)

    def test_something_that_could_not_be_evaluated_is_3(self):
        self.assertEqual(fleet.audit("--fail-on", "critical").code, 3)

    def test_unknown_can_be_allowed(self):
        directory = fleet.fleet_file("no-target", lambda c: c.partition("  maturity:")[0])
        self.assertEqual(fleet.audit("--fail-on", "critical", "--allow-unknown", cwd=directory).code, 0)

    def test_a_flag_that_does_not_exist_is_2(self):
        self.assertEqual(fleet.run("audit", "--fail-onn", "low").code, 2)


class Replay(unittest.TestCase):
    def test_a_capture_gives_the_bytes_of_the_live_run(self):
        capture = fleet.path("capture")
        self.assertEqual(fleet.run("snapshot", "--now", NOW, "-o", capture).code, 0)
        for form in ("json", "text"):
            live = fleet.run("audit", "--now", NOW, "-o", form)
            replayed = fleet.run("audit", "--now", NOW, "-o", form, "--snapshot", capture,
                                 kubeconfig="/dev/null", cwd=capture)
            self.assertEqual(replayed.out, live.out)
            self.assertEqual(replayed.code, live.code)

    def test_two_audits_of_the_same_state_are_the_same_bytes(self):
        self.assertEqual(fleet.audit().out, fleet.audit().out)


class Flags(unittest.TestCase):
    def test_contexts_and_a_repository_are_enough(self):
        os.makedirs(fleet.path("empty"), exist_ok=True)
        audit = fleet.run("audit", "--now", NOW, "-o", "json", "--context", "prod-eu", "--repo",
                          fleet.path("shop.git") + "@main:environments/prod", cwd=fleet.path("empty"))
        self.assertEqual([c["name"] for c in audit.report["clusters"]], ["prod-eu"])
        self.assertEqual(audit.findings("drift."), [])


if __name__ == "__main__":
    main()
