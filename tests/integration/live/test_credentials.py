#!/usr/bin/env python3
"""Who we are to a real API server: every kind of credential, and how each is renewed during a run."""
import json
import os
import pathlib
import shutil
import subprocess
import threading
import time
import unittest
import urllib.parse

from fleet import PLIMSOLL, TESTBED, Audit, main
from proxies import Proxy
from server import Server

server = Server()

KEYS = {
    "rsa": (["-newkey", "rsa:2048"], None),
    "rsa-pkcs1": (["-newkey", "rsa:2048"], ["rsa", "-traditional"]),
    "ec": (["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"], None),
    "ec-sec1": (["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"], ["ec"]),
    "ec-p384": (["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp384r1"], None),
    "ed25519": (["-newkey", "ed25519"], None),
}


def setUpModule():
    unittest.addModuleCleanup(server.stop)
    server.start()
    server.kubectl("apply", "-f", "-", stdin=json.dumps({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "impersonator"},
        "rules": [{"apiGroups": [""], "resources": ["users", "groups"], "verbs": ["impersonate"]},
                  {"apiGroups": ["authentication.k8s.io"], "resources": ["uids", "userextras/example.org%2fteam", "userextras/example.org/team"],
                   "verbs": ["impersonate"]}]}))
    server.kubectl("create", "clusterrolebinding", "impersonator", "--clusterrole=impersonator", "--user=auditor")
    server.kubectl("create", "clusterrolebinding", "readers", "--clusterrole=auditor", "--group=readers")


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], cwd=server.path("solo"), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def certificate(kind, user="auditor"):
    """A certificate of this user and its key of this kind, in files; returns their paths."""
    generate, convert = KEYS[kind]
    name = f"{user}-{kind}"
    openssl("req", *generate, "-nodes", "-subj", f"/CN={user}", "-keyout", f"{name}.key", "-out", f"{name}.csr")
    openssl("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.crt", "-CAkey", "tls.key", "-CAcreateserial", "-days", "2", "-out", f"{name}.crt")
    if convert:
        openssl(*convert, "-in", f"{name}.key", "-out", f"{name}.key")
    return server.path(f"solo/{name}.crt"), server.path(f"solo/{name}.key")


def kubeconfig(*users, url=None, mode=0o600):
    """A kubeconfig with contexts c0, c1, ... of these users."""
    cluster = {"server": url or server.url, **({} if url else {"certificate-authority": server.path("solo/ca.crt")})}
    content = {"apiVersion": "v1", "kind": "Config", "current-context": "c0", "clusters": [{"name": "solo", "cluster": cluster}],
               "users": [{"name": f"u{i}", "user": user} for i, user in enumerate(users)],
               "contexts": [{"name": f"c{i}", "context": {"cluster": "solo", "user": f"u{i}"}} for i in range(len(users))]}
    path = server.write("credentials/kubeconfig", json.dumps(content))
    os.chmod(path, mode)
    return path


def audit(config, *arguments, contexts=1, environment=None, stdin=subprocess.DEVNULL):
    env = {"PATH": f"{TESTBED}/bin:/usr/bin:/bin", "HOME": server.dir, "KUBECONFIG": config, **(environment or {}),
           **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}
    names = [word for i in range(contexts) for word in ("--context", f"c{i}")]
    return Audit(subprocess.run([PLIMSOLL, "audit", *names, "-o", "json", *arguments], cwd=server.dir, env=env, timeout=120,
                                stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True))


class Case(unittest.TestCase):
    def assert_read(self, result, name="c0"):
        self.assertIsNotNone(result.report, result.err)
        cluster = result.cluster(name)
        self.assertNotEqual(cluster["state"], "unreachable", cluster)
        self.assertGreater(cluster["objects"], 10)

    def assert_unread(self, result, reason, name="c0"):
        self.assertEqual(result.code, 3, result.err)
        self.assertEqual(result.cluster(name)["state"], "unreachable")
        self.assertIn(reason, json.dumps(result.cluster(name)))


class Certificates(Case):
    def test_every_kind_of_key(self):
        for kind in KEYS:
            with self.subTest(kind):
                cert, key = certificate(kind)
                self.assert_read(audit(kubeconfig({"client-certificate": cert, "client-key": key})))

    def test_the_server_sees_the_name_of_the_certificate(self):
        cert, key = certificate("ed25519", "somebody")
        server.kubectl("create", "clusterrolebinding", "somebody", "--clusterrole=auditor", "--user=somebody")
        self.assert_read(audit(kubeconfig({"client-certificate": cert, "client-key": key})))
        with open(server.path("solo/audit.log")) as log:
            self.assertTrue(any('"username":"somebody"' in line for line in log))

    def test_a_certificate_that_is_replaced_during_the_run(self):
        good, bad = certificate("ec"), [server.path(f"solo/expired.{end}") for end in ("crt", "key")]
        openssl("req", "-x509", "-newkey", "ed25519", "-nodes", "-subj", "/CN=auditor", "-days", "1", "-out", bad[0], "-keyout", bad[1])
        config = kubeconfig({"client-certificate": bad[0], "client-key": bad[1]})
        self.assert_unread(audit(config), "401")

        class Late(Proxy):
            """Replaces the files when the first connection is there."""

            def shake(self, _):
                for new, old in zip(good, bad):
                    shutil.copy(new, old)
                return True

        with Late(("127.0.0.1", urllib.parse.urlsplit(server.url).port)) as late:
            self.assert_read(audit(config, "--server", f"https://127.0.0.1:{late.port}"))


class Tokens(Case):
    def test_a_token_file_that_is_replaced_during_the_run(self):
        path, fresh = (server.write(f"credentials/{name}", f"{token}\n") for name, token in (("token", "old-token"), ("new", "auditor-token")))
        seen, lock = [], threading.Lock()

        def change(_, headers):
            seen.append(headers["Authorization"])
            if headers["Authorization"] == "Bearer auditor-token":
                return None
            with lock:
                if os.path.exists(fresh):
                    os.replace(fresh, path)
            return 401, b'{"kind": "Status", "code": 401, "message": "Unauthorized"}'

        with server.proxy(change) as url:
            result = audit(kubeconfig({"tokenFile": path}, url=url))
        self.assert_read(result)
        self.assertEqual(seen[0], "Bearer old-token")
        self.assertEqual(set(seen[-10:]), {"Bearer auditor-token"})

    def test_a_token_that_is_refused_and_not_replaced_is_not_sent_again(self):
        path = server.write("credentials/token", "wrong-token\n")
        result = audit(kubeconfig({"tokenFile": path}))
        self.assert_unread(result, "401")
        self.assertNotIn("wrong-token", result.out + result.err)


class Impersonation(Case):
    def seen(self):
        with open(server.path("solo/audit.log")) as log:
            entries = [json.loads(line) for line in log]
        return [e["impersonatedUser"] for e in entries if "impersonatedUser" in e and e["user"]["username"] == "auditor"]

    def test_user_uid_groups_and_extra_arrive(self):
        self.assert_read(audit(kubeconfig({"token": "auditor-token", "as": "jo", "as-uid": "u-7", "as-groups": ["readers", "others"],
                                           "as-user-extra": {"example.org/team": ["a", "b"]}})))
        who = self.seen()[-1]
        self.assertEqual(who["username"], "jo")
        self.assertEqual(who["uid"], "u-7")
        self.assertEqual(sorted(set(who["groups"]) - {"system:authenticated"}), ["others", "readers"])
        self.assertEqual(who["extra"], {"example.org/team": ["a", "b"]})


class PluginCase(Case):
    def plugin(self, status, before=""):
        """A plugin that gives this status (a shell word); each run leaves a byte in `runs`."""
        self.runs_file = pathlib.Path(server.path("credentials/runs"))
        self.runs_file.parent.mkdir(exist_ok=True)
        self.runs_file.write_text("")
        path = server.write("credentials/plugin", "#!/bin/sh\n" f"printf x >>{self.runs_file}\nruns=$(wc -c <{self.runs_file})\n{before}\n" + (
            "printf '{\"kind\": \"ExecCredential\", \"apiVersion\": \"%s\", \"status\": %s}' "
            f"\"$1\" {status}\n"))
        os.chmod(path, 0o700)

    def runs(self):
        return len(self.runs_file.read_text())

    def user(self, version="v1", **more):
        name = f"client.authentication.k8s.io/{version}"
        return {"exec": {"apiVersion": name, "command": "./plugin", "args": [name], "interactiveMode": "Never", **more}}


class Plugins(PluginCase):
    def test_both_versions_give_tokens(self):
        for version in ("v1", "v1beta1"):
            with self.subTest(version):
                self.plugin("""'{"token": "auditor-token"}'""")
                self.assert_read(audit(kubeconfig(self.user(version))))
                self.assertEqual(self.runs(), 1)

    def test_three_contexts_of_the_same_plugin_run_it_once(self):
        self.plugin("""'{"token": "auditor-token"}'""", before="sleep 0.3")
        result = audit(kubeconfig(self.user(), self.user(), self.user()), contexts=3)
        for name in ("c0", "c1", "c2"):
            self.assert_read(result, name)
        self.assertEqual(self.runs(), 1)

    def test_a_certificate_with_its_key(self):
        cert, key = certificate("ec")
        status = json.dumps({"clientCertificateData": pathlib.Path(cert).read_text(), "clientKeyData": pathlib.Path(key).read_text()})
        self.plugin(f"'{status}'")
        self.assert_read(audit(kubeconfig(self.user())))
        self.assertEqual(self.runs(), 1)

    def test_a_refused_token_is_fetched_anew_exactly_once(self):
        self.plugin('''"{\\"token\\": \\"$([ "$runs" = 1 ] && echo stale || echo auditor-token)\\"}"''')
        self.assert_read(audit(kubeconfig(self.user())))
        self.assertEqual(self.runs(), 2)

    def test_a_token_that_stays_refused_is_not_fetched_without_end(self):
        self.plugin("""'{"token": "nobodys-token"}'""")
        result = audit(kubeconfig(self.user()))
        self.assert_unread(result, "401")
        self.assertEqual(self.runs(), 2)
        self.assertNotIn("nobodys-token", result.out + result.err)

    def test_an_expired_token_is_fetched_anew(self):
        """The first expires two seconds after it was given; the server is slow enough to notice."""
        self.plugin('''"{\\"token\\": \\"auditor-token\\", \\"expirationTimestamp\\": \\"$(date -u -d "+2 seconds" +%Y-%m-%dT%H:%M:%SZ)\\"}"''')
        with server.proxy(lambda path, headers: time.sleep(1)) as url:
            result = audit(kubeconfig(self.user(), url=url), "--now", "2020-01-01T00:00:00Z")
        self.assert_read(result)
        self.assertGreaterEqual(self.runs(), 2)

    def test_what_a_plugin_complains_about_is_the_reason(self):
        self.plugin("'{}'", before="echo the session has ended >&2; exit 4")
        self.assert_unread(audit(kubeconfig(self.user())), "credential plugin './plugin': failed with exit code 4: the session has ended")
        self.assertEqual(self.runs(), 1)

    def test_endless_output_is_cut_off(self):
        self.plugin("'{}'", before="exec cat /dev/zero")
        self.assert_unread(audit(kubeconfig(self.user())), "wrote more than 1048576 bytes")

    def test_one_that_hangs_holds_up_its_cluster_alone(self):
        self.plugin("'{}'", before="sleep 300")
        begin = time.monotonic()
        fleet = {"apiVersion": "plimsoll.dev/v1alpha1", "kind": "Fleet", "metadata": {"name": "two"}, "spec": {
            "environments": [{"name": "test"}], "clusters": [
                {"name": "c0", "context": "c0", "environment": "test"},
                {"name": "c1", "context": "c1", "environment": "test", "limits": {"timeout": "3s"}}]}}
        path = server.write("credentials/plimsoll.yaml", json.dumps(fleet))
        result = audit(kubeconfig({"token": "auditor-token"}, self.user()), "-c", path, contexts=0)
        self.assert_read(result)
        self.assert_unread(result, "the time for", "c1")
        self.assertLess(time.monotonic() - begin, 150)  # half of what it sleeps

    def test_one_that_must_ask_needs_a_terminal(self):
        self.plugin("'{}'")
        self.assert_unread(audit(kubeconfig(self.user(interactiveMode="Always"))), "standard input is not a terminal")
        self.assertEqual(self.runs(), 0)

    def test_one_that_asks_has_the_terminal(self):
        self.plugin('''"{\\"token\\": \\"$answer\\"}"''', before="read -r answer")
        primary, secondary = os.openpty()
        os.write(primary, b"auditor-token\n")
        result = audit(kubeconfig(self.user(interactiveMode="IfAvailable")), stdin=secondary)
        os.close(primary)
        os.close(secondary)
        self.assert_read(result)

    def test_its_environment_is_clean(self):
        self.plugin('''"{\\"token\\": \\"$([ -z "$GITHUB_TOKEN" ] && [ "$AWS_PROFILE" = p ] && echo auditor-token)\\"}"''')
        self.assert_read(audit(kubeconfig(self.user()), environment={"GITHUB_TOKEN": "secret", "AWS_PROFILE": "p"}))

    def test_none_runs_for_a_kubeconfig_that_others_may_write(self):
        self.plugin("""'{"token": "auditor-token"}'""")
        config = kubeconfig(self.user(), mode=0o666)
        self.assert_unread(audit(config), "may be written by others (mode 0666)")
        self.assertEqual(self.runs(), 0)
        self.assert_read(audit(config, "--allow-unsafe-kubeconfig"))

    def test_old_ways_say_what_replaces_them(self):
        result = audit(kubeconfig({"auth-provider": {"name": "gcp"}}, {"token": "auditor-token"},
                                  self.user("v1alpha1")), contexts=3)
        self.assert_unread(result, "gke-gcloud-auth-plugin")
        self.assert_read(result, "c1")
        self.assert_unread(result, "invalid apiVersion 'client.authentication.k8s.io/v1alpha1'", "c2")


class Preferences(PluginCase):
    """kuberc: which plugins may run."""

    def kuberc(self, content):
        return server.write("credentials/kuberc", "apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\n" + content)

    def test_its_policy_holds(self):
        self.plugin("""'{"token": "auditor-token"}'""")
        config, path = kubeconfig(self.user()), server.path("credentials/plugin")
        denied = self.kuberc("credentialPluginPolicy: DenyAll\n")
        self.assert_unread(audit(config, "--kuberc", denied), "not allowed: kuberc sets the policy to 'DenyAll'")
        self.assert_unread(audit(config, environment={"KUBERC": denied}), "DenyAll")
        listed = self.kuberc("credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{command: /usr/bin/aws}]\n")
        self.assert_unread(audit(config, "--kuberc", listed), "is not permitted by the credential plugin allowlist")
        self.assertEqual(self.runs(), 0)
        listed = self.kuberc(f"credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{{command: {path}}}]\n")
        self.assert_read(audit(config, "--kuberc", listed))
        self.assertEqual(self.runs(), 1)

    def test_a_broken_one_that_nobody_named_stops_plugins_and_nothing_else(self):
        self.plugin("""'{"token": "auditor-token"}'""")
        home = os.path.dirname(os.path.dirname(server.write("home/.kube/kuberc", "kind: [")))
        result = audit(kubeconfig(self.user(), {"token": "auditor-token"}), contexts=2, environment={"HOME": home})
        self.assert_unread(result, ".kube/kuberc:2:1: ")
        self.assert_read(result, "c1")
        self.assertEqual(self.runs(), 0)

    def test_a_wrong_one_is_a_mistake_of_the_user(self):
        result = audit(kubeconfig({"token": "auditor-token"}), "--kuberc", self.kuberc("credentialPluginPolicy: Deny\n"))
        self.assertEqual(result.code, 2)
        self.assertIn("unknown plugin policy: 'Deny'", result.err)


class Flags(Case):
    """kubectl's flags in place of what the kubeconfig says."""

    def test_each_replaces_its_field(self):
        cert, key = certificate("ec")
        ca, me, nobody = server.path("solo/ca.crt"), {"token": "auditor-token"}, {}
        for name, users, elsewhere, flags in (
                ("token", [nobody], False, ["--token", "auditor-token"]),
                ("certificate", [nobody], False, ["--client-certificate", cert, "--client-key", key]),
                ("server", [me], True, ["--server", server.url, "--certificate-authority", ca]),
                ("insecure", [me], True, ["-s", server.url, "--insecure-skip-tls-verify"]),
                ("server name", [me], True, ["-s", server.url, "--certificate-authority", ca, "--tls-server-name", "kubernetes.default.svc"]),
                ("user", [nobody, me], False, ["--user", "u1"]),
                ("impersonation", [me], False, ["--as", "jo", "--as-group", "readers", "--as-uid", "u-8", "--as-user-extra", "example.org/team=c"])):
            with self.subTest(name):
                config = kubeconfig(*users, url="https://127.0.0.1:9" if elsewhere else None)
                self.assert_read(audit(config, *flags))

    def test_contexts_by_pattern_and_all_of_them(self):
        config = kubeconfig(*[{"token": "auditor-token"}] * 3)
        for flags in (["--context", "c?"], ["--all-contexts"], ["--context", "c2", "--context", "c*"]):
            with self.subTest(flags):
                result = audit(config, *flags, contexts=0)
                self.assertEqual(sorted(c["name"] for c in result.report["clusters"]), ["c0", "c1", "c2"])
        self.assertEqual(audit(config, "--context", "x*", contexts=0).code, 2)

    def test_the_current_context_is_meant_when_only_a_connection_is_named(self):
        self.assert_read(audit(kubeconfig({}), "--token", "auditor-token", contexts=0))

    def test_no_kubeconfig_in_a_pod_means_its_own_cluster(self):
        result = audit(server.path("credentials/none"), contexts=0, environment={
            "KUBERNETES_SERVICE_HOST": "127.0.0.1", "KUBERNETES_SERVICE_PORT": "1"})
        self.assertIn("/var/run/secrets/kubernetes.io/serviceaccount", result.err + result.out)

    def test_missing_files_are_told_once(self):
        result = audit("/nonexistent/config:" + kubeconfig(*[{"token": "auditor-token"}] * 2), contexts=2)
        self.assert_read(result)
        self.assertEqual(result.err.count("kubeconfig '/nonexistent/config' of KUBECONFIG does not exist"), 1)

    def test_one_server_cannot_be_several_clusters(self):
        result = audit(kubeconfig({}, {}), "--server", server.url, contexts=2)
        self.assertEqual(result.code, 2)
        self.assertIn("--server means one cluster, and there are 2", result.err)

    def test_secrets_are_not_seen_among_the_processes(self):
        self.words = []

        def change(path, headers):
            if not self.words:
                self.words = [w for w in map(self.read, pathlib.Path("/proc").glob("[0-9]*/cmdline")) if b"plimsoll\0audit" in w]

        with server.proxy(change) as url:
            result = audit(kubeconfig({}, url=url), "--token", "auditor-token")
        self.assert_read(result)
        self.assertTrue(any(b"--token" in w for w in self.words))
        self.assertFalse(any(b"auditor-token" in w for w in self.words))

    def read(self, path):
        try:
            return path.read_bytes()
        except OSError:
            return b""


if __name__ == "__main__":
    main()
