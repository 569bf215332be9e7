#!/usr/bin/env python3
"""A real API server behind real proxies: http, https, socks5, of a context or of the environment, as kubectl goes by them."""
import json
import os
import subprocess
import unittest
import urllib.parse

from fleet import NOW, PLIMSOLL, Audit, main
from proxies import Connect, Socks, tls_of
from server import Server

server = Server()
LOGIN = "ann:pla nted"


def setUpModule():
    unittest.addModuleCleanup(server.stop)
    server.start()


class Behind(unittest.TestCase):
    def setUp(self):
        self.port = urllib.parse.urlsplit(server.url).port
        self.upstream = ("127.0.0.1", self.port)

    def audit(self, host="kube.invalid", environment=None, **cluster):
        """Of a server that only a proxy can find; its certificate is for localhost."""
        config = server.write("kubeconfig-behind", json.dumps({
            "apiVersion": "v1", "kind": "Config", "users": [{"name": "auditor", "user": {"token": "auditor-token"}}],
            "contexts": [{"name": "solo", "context": {"cluster": "solo", "user": "auditor"}}],
            "clusters": [{"name": "solo", "cluster": {"server": f"https://{host}:{self.port}", "tls-server-name": "localhost",
                                                      "certificate-authority": server.path("solo/ca.crt"), **cluster}}]}))
        env = {"PATH": "/usr/bin:/bin", "HOME": server.dir, **(environment or {}),
               **{k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")}}
        flags = ["--policy-dir", server.policy("nodes", "", "nodes"), "--policies", "nodes", "--kubeconfig", config]
        return Audit(subprocess.run([PLIMSOLL, "audit", "--context", "solo", "--now", NOW, "-o", "json", *flags], env=env, cwd=server.dir,
                                    timeout=120, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True))

    def check_read(self, audit, proxy, login=None):
        self.assertEqual((audit.code, audit.cluster("solo")["version"][:2]), (0, "v1"), audit.out)
        self.assertEqual(set(proxy.seen), {(f"kube.invalid:{self.port}", login)})
        self.assertNotIn(b"auditor-token", proxy.bytes)

    def reason(self, audit):
        self.assertEqual((audit.code, audit.cluster("solo")["state"]), (3, "unreachable"), audit.out)
        self.assertNotIn("nted", audit.out + audit.err)
        return audit.cluster("solo")["unread"][0]["reason"].replace(f":{self.port}'", "'")


class OfTheContext(Behind):
    def test_http(self):
        with Connect(self.upstream, login=LOGIN) as proxy:
            self.check_read(self.audit(**{"proxy-url": f"http://ann:pla%20nted@127.0.0.1:{proxy.port}"}), proxy, LOGIN)

    def test_https(self):
        with Connect(self.upstream, tls=tls_of(server.path("solo/ca.crt"), server.path("solo/tls.key"))) as proxy:
            self.check_read(self.audit(**{"proxy-url": f"https://127.0.0.1:{proxy.port}"}), proxy)

    def test_socks5(self):
        with Socks(self.upstream, login=LOGIN) as proxy:
            self.check_read(self.audit(**{"proxy-url": f"socks5://ann:pla%20nted@127.0.0.1:{proxy.port}"}), proxy, LOGIN)

    def test_it_comes_before_the_environment_whatever_that_exempts(self):
        with Connect(self.upstream) as proxy:
            audit = self.audit(environment={"HTTPS_PROXY": "http://127.0.0.1:1", "NO_PROXY": "*"}, **{"proxy-url": f"http://127.0.0.1:{proxy.port}"})
            self.check_read(audit, proxy)

    def test_an_unknown_scheme_is_refused(self):
        self.assertIn("proxy url: scheme 'ftp' is none of http, https and socks5",
                      self.reason(self.audit(**{"proxy-url": "ftp://ann:planted@127.0.0.1"})))


class Refusals(Behind):
    def test_a_tunnel_that_is_refused_is_named(self):
        for refuse in (403, 407, 502):
            with self.subTest(refuse), Connect(self.upstream, refuse=refuse) as proxy:
                audit = self.audit(**{"proxy-url": f"http://ann:planted@127.0.0.1:{proxy.port}"})
                self.assertEqual(self.reason(audit), f"the proxy refused the way to 'https://kube.invalid': HTTP {refuse}")

    def test_socks5_that_refuses_is_named(self):
        for options in ({"refuse": 2}, {"login": "other:one"}):
            with self.subTest(**options), Socks(self.upstream, **options) as proxy:
                audit = self.audit(**{"proxy-url": f"socks5://ann:planted@127.0.0.1:{proxy.port}"})
                self.assertEqual(self.reason(audit), "the proxy refused the way to 'https://kube.invalid'")

    def test_a_proxy_that_is_gone_is_named(self):
        self.assertEqual(self.reason(self.audit(**{"proxy-url": "http://127.0.0.1:1"})),
                         "cannot connect to 'https://kube.invalid' through its proxy: Connection refused")

    def test_a_proxy_that_cannot_be_found_is_named(self):
        self.assertEqual(self.reason(self.audit(**{"proxy-url": "http://proxy.invalid:3128"})),
                         "cannot find the proxy to 'https://kube.invalid'")


class OfTheEnvironment(Behind):
    def test_https_proxy_leads_to_what_only_it_can_find(self):
        for name in ("HTTPS_PROXY", "https_proxy"):
            for scheme in ("http://", ""):
                with self.subTest(name, scheme=scheme), Connect(self.upstream) as proxy:
                    self.check_read(self.audit(environment={name: f"{scheme}127.0.0.1:{proxy.port}"}), proxy)

    def test_no_proxy_is_matched_with_the_real_host_and_not_with_the_name_for_tls(self):
        with Connect(self.upstream) as proxy:
            environment = {"HTTPS_PROXY": f"http://127.0.0.1:{proxy.port}", "NO_PROXY": "localhost"}
            self.check_read(self.audit(environment=environment), proxy)
            proxy.seen.clear()
            for exempt in ("kube.invalid", ".invalid", "*.invalid", "invalid", f"kube.invalid:{self.port}", "*"):
                with self.subTest(exempt):
                    audit = self.audit(environment={**environment, "NO_PROXY": exempt})
                    self.assertEqual(self.reason(audit), "cannot find the host of 'https://kube.invalid'")
            self.assertEqual(proxy.seen, [])

    def test_this_machine_is_reached_without_it(self):
        for host in ("127.0.0.1", "localhost"):
            with self.subTest(host):
                self.assertEqual(self.audit(host=host, environment={"HTTPS_PROXY": "http://127.0.0.1:1"}).code, 0)

    def test_all_proxy_and_the_proxy_of_http_are_not_for_https(self):
        audit = self.audit(environment={"ALL_PROXY": "http://127.0.0.1:1", "HTTP_PROXY": "http://127.0.0.1:1"})
        self.assertEqual(self.reason(audit), "cannot find the host of 'https://kube.invalid'")


if __name__ == "__main__":
    main()
