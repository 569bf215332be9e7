"""Small real proxies on loopback: HTTP CONNECT (plain or TLS) and SOCKS5. Every name leads to the same upstream."""
import base64
import contextlib
import socket
import ssl
import struct
import threading


class Proxy:
    """`seen` has what was asked for: ("kube.invalid:6443", "user:password" or None)."""

    def __init__(self, upstream, login=None, refuse=None, tls=None):
        self.upstream, self.login, self.refuse, self.tls = upstream, login, refuse, tls
        self.seen, self.bytes = [], bytearray()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection = self.socket.accept()[0]
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with contextlib.suppress(OSError):
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            if self.shake(connection):
                self.relay(connection, socket.create_connection(self.upstream))
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()

    def relay(self, left, right):
        def copy(source, target):
            with contextlib.suppress(OSError):
                while True:
                    part = source.recv(65536)
                    if not part:
                        break
                    self.bytes += part
                    target.sendall(part)
            for end in (source, target):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        other = threading.Thread(target=copy, args=(right, left), daemon=True)
        other.start()
        copy(left, right)
        other.join()
        right.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


def read(connection, count):
    data = b""
    while len(data) < count:
        part = connection.recv(count - len(data))
        if not part:
            raise OSError("cut short")
        data += part
    return data


class Connect(Proxy):
    def shake(self, connection):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += read(connection, 1)
        self.bytes += head
        lines = head.decode().split("\r\n")
        basic = [line.split()[-1] for line in lines if line.lower().startswith("proxy-authorization: basic ")]
        login = base64.b64decode(basic[0]).decode() if basic else None
        self.seen.append((lines[0].split()[1], login))
        status = self.refuse or (407 if self.login and login != self.login else 200)
        connection.sendall(f"HTTP/1.1 {status} So\r\n{'' if status == 200 else 'Content-Length: 0' + chr(13) + chr(10)}\r\n".encode())
        return status == 200


class Socks(Proxy):
    """RFC 1928 and 1929."""

    def shake(self, connection):
        methods = read(connection, read(connection, 2)[1])
        login = None
        if 2 in methods and self.login:
            connection.sendall(b"\x05\x02")
            user = read(connection, read(connection, 2)[1]).decode()
            login = f"{user}:{read(connection, read(connection, 1)[0]).decode()}"
            connection.sendall(b"\x01\x00" if login == self.login else b"\x01\x01")
        else:
            connection.sendall(b"\x05\x00")
        kind = read(connection, 4)[3]
        host = read(connection, read(connection, 1)[0]).decode() if kind == 3 else socket.inet_ntoa(read(connection, 4))
        self.seen.append((f"{host}:{struct.unpack('>H', read(connection, 2))[0]}", login))
        connection.sendall(bytes([5, self.refuse or 0, 0, 1, 0, 0, 0, 0, 0, 0]))
        return not self.refuse


def tls_of(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
