"""A proxy of HTTP/2 frames before a real API server. What frames carry stays as it is, so that compressed headers need not be
understood: each connection of a client has one of its own to the server. Requests are known by their number alone."""
import asyncio
import contextlib
import logging
import ssl
import threading

PREFACE = len(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
# Source: RFC 9113, sections 6 and 7.
DATA, HEADERS, RST_STREAM, GOAWAY = 0, 1, 3, 7
END_STREAM = 1
NO_ERROR, PROTOCOL_ERROR, INTERNAL_ERROR, REFUSED_STREAM, ENHANCE_YOUR_CALM = 0, 1, 2, 7, 11
EVERY = 10  # requests of one connection that says goodbye again and again


def number(value):
    return value.to_bytes(4, "big")


def frame(kind, flags, stream, payload=b""):
    return len(payload).to_bytes(3, "big") + bytes((kind, flags)) + number(stream) + payload


async def read_frame(reader):
    """(kind, flags, stream, all bytes)"""
    head = await reader.readexactly(9)
    payload = await reader.readexactly(int.from_bytes(head[:3], "big"))
    return head[3], head[4], int.from_bytes(head[5:], "big") & 0x7FFFFFFF, head + payload


class Connection:
    """One of a client, and its twin to the server."""

    def __init__(self, case):
        self.case = case
        self.open = set()  # streams that are not answered to their end
        self.chosen = set()  # those that meet the fault in the middle of their answer
        self.dropped = set()  # those whose answers go no further
        self.last = None  # the last stream that is still served; None: all
        self.highest = 0
        self.count = 0

    async def serve(self, reader, writer, upstream):
        self.client = writer
        answers, self.server = await upstream()
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            self.server.write(await reader.readexactly(PREFACE))
            await asyncio.gather(self.pass_requests(reader), self.pass_answers(answers))
        for each in (self.client, self.server):
            each.transport.abort()

    async def pass_requests(self, reader):
        while True:
            kind, _, stream, data = await read_frame(reader)
            if kind == HEADERS and self.last is None:
                self.open.add(stream)
                self.highest = stream
                self.count += 1
                if self.case.choose(self):
                    self.chosen.add(stream)
            # Behind a goodbye the server is told nothing more of new streams, so its view of the headers stays whole.
            if self.last is None or stream <= self.last:
                self.server.write(data)
                await self.server.drain()

    async def pass_answers(self, reader):
        while self.last is None or any(stream <= self.last for stream in self.open):
            kind, flags, stream, data = await read_frame(reader)
            if kind == RST_STREAM or (kind in (DATA, HEADERS) and flags & END_STREAM):
                self.open.discard(stream)
            # Headers go through in any case: the client's view of them must stay whole.
            if kind == DATA and stream in self.chosen:
                self.chosen.discard(stream)
                half = (len(data) - 9) // 2
                self.send(DATA, 0, stream, data[9:9 + half])
                self.case.fault(self, stream)
                if stream not in self.dropped:
                    self.send(DATA, flags, stream, data[9 + half:])
            elif stream not in self.dropped or kind == HEADERS:
                self.client.write(data)
            await self.client.drain()
        await asyncio.sleep(0.2)  # so that what was sent is read before the connection ends

    def send(self, kind, flags, stream, payload=b""):
        self.client.write(frame(kind, flags, stream, payload))

    def drop(self, stream):
        self.dropped.add(stream)
        self.open.discard(stream)

    def say_goodbye(self, last, code):
        self.send(GOAWAY, 0, 0, number(last) + number(code))
        self.last = last


def reset(code):
    def fault(connection, stream):
        connection.send(RST_STREAM, 0, stream, number(code))
        connection.drop(stream)
    return fault


def goodbye(connection, stream):
    """As a server that shuts down: what is asked is answered, nothing new is taken."""
    del stream
    connection.say_goodbye(connection.highest, NO_ERROR)


def goodbye_to_some(code):
    """What was asked after this stream was never looked at."""
    def fault(connection, stream):
        for other in {s for s in connection.open if s > stream}:
            connection.drop(other)
        connection.say_goodbye(stream, code)
    return fault


def close(connection, stream):
    del stream
    connection.client.transport.abort()


def stray_frame(connection, stream):
    """Data of no stream, which breaks the protocol."""
    del stream
    connection.send(DATA, 0, 0, b"x")


FAULTS = {
    "HTTP/2: stream reset": reset(INTERNAL_ERROR),
    "HTTP/2: stream refused": reset(REFUSED_STREAM),
    "HTTP/2: goodbye": goodbye,
    "HTTP/2: goodbye to some": goodbye_to_some(NO_ERROR),
    "HTTP/2: goodbye, calm down": goodbye_to_some(ENHANCE_YOUR_CALM),
    "HTTP/2: connection ends with streams open": close,
    "HTTP/2: stray frame": stray_frame,
    "HTTP/2: stream stalls": Connection.drop,
}


class Case:
    """first: number of the request that meets the fault. how: "once", "always" from then on, "often": at each tenth request of
    a connection."""

    def __init__(self, fault, how, first):
        self.fault = FAULTS[fault]
        self.how = how
        self.first = first
        self.asked = 0
        self.met = 0

    def choose(self, connection):
        number_of_this = self.asked
        self.asked += 1
        is_met = {"once": number_of_this == self.first, "always": number_of_this >= self.first,
                  "often": connection.count == EVERY}[self.how]
        self.met += is_met
        return is_met


class Proxy:
    def __init__(self, upstream, certificate):
        self.host, self.port = upstream.split(":")
        self.certificate = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.certificate.load_cert_chain(f"{certificate}.crt", f"{certificate}.key")
        self.trusting = ssl._create_unverified_context()
        for context in (self.certificate, self.trusting):
            context.set_alpn_protocols(["h2"])
        logging.getLogger("asyncio").setLevel(logging.ERROR)  # that a client is gone is what is tested
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()

    def connect(self):
        return asyncio.open_connection(self.host, self.port, ssl=self.trusting)

    def listen(self, case):
        """A port of its own for the case."""
        def serve(reader, writer):
            return Connection(case).serve(reader, writer, self.connect)
        server = asyncio.start_server(serve, "127.0.0.1", 0, ssl=self.certificate)
        return asyncio.run_coroutine_threadsafe(server, self.loop).result().sockets[0].getsockname()[1]

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
