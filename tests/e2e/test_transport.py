#!/usr/bin/env python3
"""Servers that are not what they should be: certificates, redirections, bodies and headers that lie or never end."""
import contextlib
import gzip
import http.server
import json
import os
import resource
import shutil
import ssl
import subprocess
import tempfile
import threading
import unittest

from program import NOW, run

VERSION = json.dumps({"gitVersion": "v1.36.0"}).encode()
ANSWERS = {"/version": VERSION, "/api": b'{"kind": "APIVersions", "versions": []}', "/apis": b'{"kind": "APIGroupList", "groups": []}',
           "/api/v1/namespaces/kube-system": b'{"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": "kube-system", "uid": "u"}}'}


class Handler(http.server.BaseHTTPRequestHandler):
    """An API server without any kinds; `server.fault` may answer in its place."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self):
        self.server.heads.append(self.headers)
        if self.server.fault:
            self.server.fault(self)
        else:
            self.answer(ANSWERS.get(self.path.split("?")[0], b"{}"))

    def answer(self, body, **headers):
        self.raw("HTTP/1.1 200 OK", {"Content-Type": "application/json", "Content-Length": len(body), **headers}, body)

    def raw(self, status, headers, body=b""):
        lines = "".join(f"{name.replace('_', '-')}: {text}\r\n" for name, text in headers.items())
        self.wfile.write(f"{status}\r\n{lines}\r\n".encode() + body)

    def stall(self):
        self.server.over.wait(20)
        self.close_connection = True

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, fault=None, tls=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.fault, self.tls, self.heads, self.over = fault, tls, [], threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def finish_request(self, request, address):
        with contextlib.suppress(OSError):  # the client would not have it
            if not self.tls:
                super().finish_request(request, address)
                return
            request.settimeout(20)
            with self.tls.wrap_socket(request, server_side=True, do_handshake_on_connect=False) as secure:
                secure.do_handshake()
                super().finish_request(secure, address)

    def __exit__(self, *error):
        self.over.set()
        self.shutdown()
        self.server_close()


class Case(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.dir = tempfile.mkdtemp(prefix="plimsoll-transport-")
        cls.addClassCleanup(shutil.rmtree, cls.dir)

    def audit(self, server_, *arguments, **cluster):
        scheme = "https" if server_.tls else "http"
        cluster = {"server": f"{scheme}://127.0.0.1:{server_.server_port}", **cluster}
        path = f"{self.dir}/kubeconfig"
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump({"apiVersion": "v1", "kind": "Config", "clusters": [{"name": "c", "cluster": cluster}],
                       "users": [{"name": "u", "user": {"token": "planted"}}],
                       "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}]}, file)
        result = run("audit", "--debug", "--context", "c", "--kubeconfig", path, "--now", NOW, "-o", "json", "--no-cache", *arguments)
        self.assertIn(result.returncode, (0, 1, 3), result.stderr)
        self.assertNotIn("planted", result.stdout + result.stderr)
        self.assertNotIn("HTTP/2", result.stderr)
        return json.loads(result.stdout)["clusters"][0]

    def assert_reason(self, cluster, pattern):
        self.assertEqual(cluster["state"], "unreachable", cluster)
        self.assertRegex(cluster["unread"][0]["reason"], pattern)


class Certificates(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make("good", "IP:127.0.0.1,DNS:localhost")
        cls.make("other", "DNS:other.example.org")
        cls.make("old", "IP:127.0.0.1", "-not_after", "20200102000000Z", "-not_before", "20200101000000Z")

    @classmethod
    def make(cls, name, names, *dates):
        """A certificate that is its own authority; openssl's `ca` is the one that can set both dates."""
        base = f"{cls.dir}/{name}"
        subprocess.run(["openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", f"{base}.key", "-out", f"{base}.csr"],
                       check=True, stderr=subprocess.DEVNULL)
        with open(f"{base}.cnf", "w") as file:
            file.write(f"[ca]\ndefault_ca = d\n[d]\ndatabase = {base}.db\nnew_certs_dir = {cls.dir}\nserial = {base}.serial\ndefault_md = sha256\n"
                       f"policy = p\nx509_extensions = x\ndefault_days = 2\n[p]\ncommonName = supplied\n[x]\nsubjectAltName = {names}\n"
                       "basicConstraints = critical,CA:true\n")
        open(f"{base}.db", "w").close()
        with open(f"{base}.serial", "w") as file:
            file.write(f"{10 + len(name)}{len(names):02}\n")
        dates = [w.replace("-not_after", "-enddate").replace("-not_before", "-startdate") for w in dates]
        subprocess.run(["openssl", "ca", "-batch", "-selfsign", "-notext", "-config", f"{base}.cnf", "-keyfile", f"{base}.key", "-in", f"{base}.csr",
                        "-out", f"{base}.crt", *dates], check=True, stderr=subprocess.DEVNULL)

    def tls(self, name, highest=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)  # without ALPN: HTTP/1.1 is all it speaks
        context.load_cert_chain(f"{self.dir}/{name}.crt", f"{self.dir}/{name}.key")
        if highest:
            context.set_ciphers("ALL:@SECLEVEL=0")
            context.minimum_version = context.maximum_version = highest
        return context

    def trust(self, name):
        return {"certificate-authority": f"{self.dir}/{name}.crt"}

    def test_http_1_1_is_spoken_where_nothing_newer_is_offered(self):
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with self.subTest(version), Server(tls=self.tls("good", version)) as server:
                self.assertEqual(self.audit(server, **self.trust("good"))["version"], "v1.36.0")

    def test_what_cannot_be_trusted_is_not_asked(self):
        cases = (("good", self.trust("other"), "^cannot trust '.*': SSL certificate problem: self.signed certificate"),
                 ("good", {}, "^cannot trust '.*': SSL certificate problem: self.signed certificate"),
                 ("other", self.trust("other"), "^cannot trust '.*': SSL: no alternative certificate subject name matches target host name"),
                 ("old", self.trust("old"), "^cannot trust '.*': SSL certificate problem: certificate has expired"),
                 ("good", {**self.trust("good"), "tls-server-name": "wrong.example.org"},
                  "^cannot trust '.*': SSL: no alternative certificate subject name matches target host name 'wrong.example.org'"))
        for name, cluster, reason in cases:
            with self.subTest(name, **cluster), Server(tls=self.tls(name)) as server:
                self.assert_reason(self.audit(server, **cluster), reason)
                self.assertEqual(server.heads, [])

    def test_the_name_that_tls_asks_for_can_be_told(self):
        with Server(tls=self.tls("other")) as server:
            cluster = self.audit(server, **self.trust("other"), **{"tls-server-name": "other.example.org"})
            self.assertEqual(cluster["version"], "v1.36.0")
            self.assertEqual({head["Host"] for head in server.heads}, {f"127.0.0.1:{server.server_port}"})

    def test_nothing_is_verified_where_the_user_wants_it_so(self):
        with Server(tls=self.tls("old")) as server:
            self.assertEqual(self.audit(server, **{"insecure-skip-tls-verify": True})["version"], "v1.36.0")

    def test_tls_before_1_2_is_not_spoken(self):
        with Server(tls=self.tls("good", ssl.TLSVersion.TLSv1_1)) as server:
            self.assert_reason(self.audit(server, **self.trust("good")), "^no TLS connection to '")


def cut(handler):
    handler.raw("HTTP/1.1 200 OK", {"Content-Length": 1000}, b"{")
    handler.close_connection = True


def longer(handler):
    handler.raw("HTTP/1.1 200 OK", {"Content-Length": len(VERSION) - 1, "Connection": "close"}, VERSION * 2)
    handler.close_connection = True


def stalled(handler):
    handler.raw("HTTP/1.1 200 OK", {"Content-Length": 1000}, b"{")
    handler.stall()


def slow(handler):
    """A byte of the head now and then: never silent for long, never done."""
    try:
        for byte in b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100:
            handler.wfile.write(bytes([byte]))
            if handler.server.over.wait(0.1):
                return
    except OSError:
        pass
    handler.close_connection = True


def no_gzip(handler):
    handler.answer(VERSION, Content_Encoding="gzip")


NOWHERE = {"server": "https://nowhere.invalid"}
BOMB = gzip.compress(b" " * (300 * 1024 * 1024), 9)


def bomb(handler):
    handler.answer(BOMB, Content_Encoding="gzip")


class Faults(Case):
    def remote(self, server):
        """The server under a name that is not taken for this machine, which is not asked to compress."""
        return {"server": f"http://2130706433:{server.server_port}"}

    def test_each_is_named(self):
        cases = ((cut, "^the answer was cut short by '"), (longer, "^the answer cannot be read: "), (stalled, "^no complete answer from '.*' within 1 s$"),
                 (slow, "^no complete answer from '.*' within 1 s$"), (no_gzip, "^the answer is not what it says it is from '"))
        for fault, reason in cases:
            with self.subTest(fault.__name__), Server(fault) as server:
                self.assert_reason(self.audit(server, "--request-timeout", "1s", **self.remote(server)), reason)

    def test_a_bomb_is_stopped_while_it_is_unpacked(self):
        with Server(bomb) as server:
            self.assert_reason(self.audit(server, **self.remote(server)), "^the answer of '.*' unpacks to more than 200 times its size$")
        if not any(k.endswith("SAN_OPTIONS") for k in os.environ):  # sanitizers need memory of their own
            self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, 450 * 1024)

    def test_compressed_answers_are_read(self):
        def packed(handler):
            handler.answer(gzip.compress(ANSWERS[handler.path]), Content_Encoding="gzip")
        with Server(packed) as server:
            self.assertEqual(self.audit(server, **self.remote(server))["version"], "v1.36.0")
            self.assertEqual({head["Accept-Encoding"] for head in server.heads}, {"gzip"})

    def test_nobody_is_sent_elsewhere(self):
        with Server() as other:
            def away(handler):
                handler.raw("HTTP/1.1 302 Found", {"Location": f"http://127.0.0.1:{other.server_port}{handler.path}", "Content-Length": 0})
            with Server(away) as server:
                self.assert_reason(self.audit(server), "^HTTP 302$")
            self.assertEqual(other.heads, [])

    def test_a_name_that_nobody_knows_is_named(self):
        with Server() as server:
            self.assert_reason(self.audit(server, **NOWHERE), "^cannot find the host of 'https://nowhere.invalid'$")


if __name__ == "__main__":
    unittest.main(verbosity=2)
