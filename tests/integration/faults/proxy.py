"""A proxy before a real API server, which answers one request as no real server does on demand.

Every case has a path of its own, https://127.0.0.1:PORT/ID, so that many run at once. Its TLS is the proxy's own. Of faults in the
connection itself each has a port of its own, since nothing was asked yet when they happen."""
import contextlib
import gzip
import http.client
import json
import queue
import re
import socket
import ssl
import struct
import subprocess
import threading
import time
import urllib.parse
import zlib

STATUS = {
    401: ("Unauthorized", "Unauthorized"), 403: ("Forbidden", "the test forbids it"), 404: ("NotFound", "the test does not find it"),
    410: ("Expired", "the provided continue parameter is too old"), 429: ("TooManyRequests", "too many requests of the test"),
    500: ("InternalError", "the test breaks"), 503: ("ServiceUnavailable", "the test is tired"),
}
PATIENCE = 60  # seconds that a stalled answer stalls: longer than any client waits here
BOMB = 3 << 30  # bytes of an answer that is small on the wire


class Exchange:
    """One request that came to the proxy, and the ways to answer it."""

    def __init__(self, proxy, stream, target, accept):
        self.proxy = proxy
        self.stream = stream
        self.target = target
        self.accept = accept

    def fetch(self):
        """What the real server answers: (status, content type, body)."""
        connection = self.proxy.upstreams.get()
        connection.request("GET", self.target, headers={"Accept": self.accept, "Authorization": self.proxy.authorization})
        response = connection.getresponse()
        answer = response.status, response.getheader("Content-Type", ""), response.read()
        self.proxy.upstreams.put(connection)
        return answer

    @staticmethod
    def head_bytes(status, kind, headers):
        lines = [f"HTTP/1.1 {status} {http.client.responses[status]}", f"Content-Type: {kind}"]
        lines += [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def head(self, status=200, kind="application/json", **headers):
        self.stream.sendall(self.head_bytes(status, kind, headers))

    def reply(self, status, body, kind="application/json", **headers):
        self.stream.sendall(self.head_bytes(status, kind, {"Content_Length": len(body), **headers}) + body)

    def forward(self):
        status, kind, body = self.fetch()
        self.reply(status, body, kind)

    def refuse(self, code, metadata=None, **headers):
        reason, message = STATUS[code]
        self.reply(code, json.dumps({"kind": "Status", "apiVersion": "v1", "metadata": metadata or {}, "status": "Failure",
                                     "message": message, "reason": reason, "code": code}).encode(), **headers)

    def reset(self):
        """Half of the answer, then RST."""
        status, kind, body = self.fetch()
        self.head(status, kind, Content_Length=len(body))
        self.stream.sendall(body[:len(body) // 2])
        time.sleep(0.05)
        self.stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raise Hangup()

    def changed(self, change):
        """The real answer, otherwise framed or with other bytes, and nothing else wrong with it."""
        _, kind, body = self.fetch()
        self.reply(200, change(body), kind)


class Upstreams:
    """Connections to the real server that are free: a TLS handshake takes it longer than most answers."""

    def __init__(self, address):
        self.address = address
        self.trusting = ssl._create_unverified_context()
        self.free = queue.SimpleQueue()

    def get(self):
        try:
            return self.free.get_nowait()
        except queue.Empty:
            return http.client.HTTPSConnection(self.address, context=self.trusting, timeout=60)

    def put(self, connection):
        self.free.put(connection)


class Closing:
    """A stream on which every answer says that it is the connection's last."""

    def __init__(self, stream):
        self.stream = stream

    def sendall(self, data):
        self.stream.sendall(data.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1) if data.startswith(b"HTTP/") else data)


class Hangup(Exception):
    """The connection is to be closed now."""


def member(text):
    """A change: one more member, first in the document."""
    return lambda body: body.replace(b"{", b"{" + text + b",", 1)


def truncate(body):
    return body[:len(body) * 2 // 3]


def shorter(exchange):
    _, kind, body = exchange.fetch()
    exchange.head(200, kind, Content_Length=2 * len(body))
    exchange.stream.sendall(body)
    raise Hangup()


def longer(exchange):
    _, kind, body = exchange.fetch()
    exchange.head(200, kind, Content_Length=len(body) // 2)
    exchange.stream.sendall(body)
    raise Hangup()


def unfinished(exchange):
    _, kind, body = exchange.fetch()
    exchange.head(200, kind, Transfer_Encoding="chunked")
    exchange.stream.sendall(b"%x\r\n%s\r\n" % (len(body), body))
    raise Hangup()


def stall(exchange):
    _, kind, body = exchange.fetch()
    exchange.head(200, kind, Content_Length=len(body))
    exchange.stream.sendall(body[:len(body) // 2])
    exchange.proxy.closing.wait(PATIENCE)
    raise Hangup()


def drip(exchange):
    for byte in b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Slow: " + b"x" * 600:
        exchange.stream.sendall(bytes([byte]))
        if exchange.proxy.closing.wait(0.1):
            raise Hangup()
    raise Hangup()


def endless(exchange):
    exchange.head(200, Transfer_Encoding="chunked")
    chunk = b'{"kind":"X","items":["' + b"x" * 65514
    for _ in range(PATIENCE * 50):
        exchange.stream.sendall(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        if exchange.proxy.closing.wait(0.02):
            break
    raise Hangup()


def make_bomb():
    """gzip of one list without end; its trailer is not right, which nobody gets to see."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    begin = packer.compress(b'{"kind":"X","items":[') + packer.flush(zlib.Z_FULL_FLUSH)
    # What follows a full flush refers to nothing before it, so one block can be there many times.
    block = packer.compress(b" " * (1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    return begin + block * (BOMB >> 24) + packer.flush()


def once(fault):
    """The first time that something is asked; then as the server does."""
    def answer(exchange, seen):
        if seen == 0:
            fault(exchange)
        else:
            exchange.forward()
    return answer


def always(fault):
    return lambda exchange, _: fault(exchange)


def refusal(code, **headers):
    return lambda exchange: exchange.refuse(code, **headers)


def expired_with_token(exchange):
    """What etcd's compaction does: the refusal carries the token to go on with."""
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(exchange.target).query)
    exchange.refuse(410, {"continue": query.get("continue", ["x"])[0]})


def change(function):
    return always(lambda exchange: exchange.changed(function))


def garble(in_protobuf, in_json):
    """A change of each encoding."""
    return change(lambda body: (in_protobuf if body.startswith(b"k8s\0") else in_json)(body))


def flip(body):
    """One bit of every 16th byte behind the mark of the encoding."""
    return body[:4] + bytes(byte ^ 4 if i % 16 == 0 else byte for i, byte in enumerate(body[4:]))


HTML = b"<!doctype html><html><head><title>Sign in</title></head><body><form action=/login></form></body></html>"
FAULTS = {
    **{str(code): always(refusal(code)) for code in (401, 403, 404, 410, 429, 500, 503)},
    **{f"{code} once": once(refusal(code)) for code in (429, 500, 503)},
    "410 with a token": once(expired_with_token),
    "429 with Retry-After": always(refusal(429, Retry_After=1)),
    "429 once with Retry-After": once(refusal(429, Retry_After=1)),
    "reset": always(Exchange.reset),
    "reset once": once(Exchange.reset),
    "truncated": change(truncate),
    "stalls": always(stall),
    "twice the announced length": always(longer),
    "half the announced length": always(shorter),
    "chunks without end mark": always(unfinished),
    "endless chunks": always(endless),
    "gzip bomb": always(lambda exchange: exchange.reply(200, exchange.proxy.bomb, Content_Encoding="gzip")),
    "no gzip where gzip is said": always(lambda exchange: exchange.reply(200, b"\x1f\x8b no gzip", Content_Encoding="gzip")),
    "gzip": always(lambda exchange: exchange.reply(200, gzip.compress(exchange.fetch()[2]), Content_Encoding="gzip")),
    "10,000 deep": change(member(b'"deep":' + b"[" * 10000 + b"]" * 10000)),
    "10,000 deep and open": change(lambda body: b'{"a":' * 10000),
    "invalid UTF-8": change(member(b'"bytes":"\xff\xc0\xaf"')),
    "duplicate keys": change(member(b'"kind":"Bogus","items":7,"gitVersion":"v0"')),
    "a number out of range": change(member(b'"number":1e999')),
    "a number of 5,000 digits": change(member(b'"number":' + b"9" * 5000)),
    "a large integer": change(member(b'"number":18446744073709551616')),
    "slow header": always(drip),
    "redirect": always(lambda exchange: exchange.reply(302, b"", Location="https://127.0.0.1:1/")),
    "login page": always(lambda exchange: exchange.reply(200, HTML, "text/html")),
    "login page as JSON": always(lambda exchange: exchange.reply(200, HTML)),
    "empty": always(lambda exchange: exchange.reply(200, b"")),
    "null": always(lambda exchange: exchange.reply(200, b"null")),
    "wrong kind": always(lambda exchange: exchange.reply(200, b'{"kind":"Pod","apiVersion":"v1","metadata":{"name":"x"}}')),
    "a failure with status 200": always(lambda exchange: exchange.reply(200, json.dumps(
        {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": "no", "code": 500}).encode())),
    "wrong content type": always(lambda exchange: exchange.reply(200, exchange.fetch()[2], "text/plain")),
}
GARBLED = {
    "truncated protobuf": garble(truncate, bytes),
    "bit flips in protobuf": garble(flip, bytes),
    "truncated protobuf, then truncated JSON": garble(truncate, truncate),
}
FAULTS.update(GARBLED)
IN_PROTOBUF = list(GARBLED.values())


class Case:
    """What happens to the request whose path and query the pattern matches."""

    def __init__(self, pattern, fault, accept=None):
        self.pattern = re.compile(pattern)
        self.fault = fault
        self.accept = accept  # what the real server is asked for at /api and /apis, whatever the client says
        self.seen = {}  # how often, by path and query


class Proxy:
    def __init__(self, directory, upstream, token):
        self.dir = directory
        self.upstreams = Upstreams(upstream)
        self.authorization = f"Bearer {token}"
        self.closing = threading.Event()
        self.cases = {}
        self.lock = threading.Lock()
        self.listeners = []
        self.bomb = make_bomb()
        self.authority = self.certificate("ca", "/CN=proxy authority")
        self.good = self.certificate("good", "/CN=proxy", "subjectAltName=IP:127.0.0.1,IP:0.0.0.0")
        self.port = self.listen(self.context(self.good))

    def certificate(self, name, subject, extension=None, days="2"):
        """Path without suffix of a key and a certificate; signed by the authority when there is an extension."""
        path = f"{self.dir}/{name}"
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{path}.key", "-subj", subject]
        if not extension:
            self.openssl("req", "-x509", *key, "-days", days, "-out", f"{path}.crt")
            return path
        with open(f"{path}.ext", "w") as file:
            file.write(extension)
        self.openssl("req", *key, "-out", f"{path}.csr")
        self.openssl("x509", "-req", "-in", f"{path}.csr", "-CA", f"{self.dir}/ca.crt", "-CAkey", f"{self.dir}/ca.key", "-CAcreateserial",
                     "-days", days, "-extfile", f"{path}.ext", "-out", f"{path}.crt")
        return path

    @staticmethod
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @staticmethod
    def context(path):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(f"{path}.crt", f"{path}.key")
        return context

    def listen(self, context):
        """A port of its own. context: of TLS; a function that takes the connection in its place."""
        listener = socket.create_server(("0.0.0.0", 0), backlog=256)
        self.listeners.append(listener)
        threading.Thread(target=self.accept, args=(listener, context), daemon=True).start()
        return listener.getsockname()[1]

    def accept(self, listener, context):
        while not self.closing.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection, context), daemon=True).start()

    def serve(self, connection, context):
        with connection, contextlib.suppress(OSError, Hangup, ValueError):
            if callable(context):
                context(connection)
                return
            connection.settimeout(PATIENCE)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with context.wrap_socket(connection, server_side=True) as stream:
                lines = stream.makefile("rb")
                while self.answer(stream, lines):
                    pass

    def answer(self, stream, lines):
        """One request; false when the connection is to be closed."""
        words = lines.readline().split()
        if len(words) < 2:
            return False
        headers = {}
        for line in iter(lines.readline, b"\r\n"):
            name, _, text = line.decode().partition(":")
            headers[name.lower()] = text.strip()
        _, identity, target = words[1].decode().split("/", 2)
        case = self.cases[identity]
        target = f"/{target}"
        if not target.startswith("/apis/rbac"):  # where there are many
            target = re.sub(r"limit=\d+", "limit=2", target)  # so that few objects make several pages
        accept = case.accept if case.accept and target in ("/api", "/apis") else headers.get("accept", "application/json")
        exchange = Exchange(self, stream, target, accept)
        if not case.pattern.search(target):
            exchange.forward()
            return True
        exchange.wants_protobuf = "protobuf" in exchange.accept
        if case.fault not in IN_PROTOBUF or not exchange.wants_protobuf:  # most faults change JSON
            exchange.accept = ",".join(a for a in exchange.accept.split(",") if "protobuf" not in a) or "application/json"
        with self.lock:
            seen = case.seen.get(target, 0)
            case.seen[target] = seen + 1
        case.fault(exchange, seen)
        return True

    def later(self, count, context):
        """A listener that is in order for `count` requests, one a connection, and then `context`."""
        good, asked = self.context(self.good), []

        def take(connection):
            if len(asked) >= count:
                self.serve(connection, context)
                return
            with good.wrap_socket(connection, server_side=True) as stream:
                self.answer(Closing(stream), stream.makefile("rb"))
                asked.append(1)
        return take

    def close(self):
        self.closing.set()
        for listener in self.listeners:
            listener.close()


def closed_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def silent(connection):
    connection.settimeout(PATIENCE)
    while connection.recv(4096):
        pass


def plain(connection):
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def hang_up(connection):
    del connection


def connections(proxy):
    """What a connection may meet, by the name of the fault: a context or function for Proxy.listen."""
    name = "subjectAltName=DNS:elsewhere.example"
    stranger = proxy.certificate("stranger", "/CN=127.0.0.1")
    return {
        "certificate of another name": proxy.context(proxy.certificate("wrong", "/CN=wrong", name)),
        "expired certificate": proxy.context(proxy.certificate("expired", "/CN=expired", "subjectAltName=IP:127.0.0.1", "-1")),
        "certificate that nobody vouches for": proxy.context(stranger),
        "no TLS": plain,
        "silence": silent,
        "hangs up": hang_up,
    }
