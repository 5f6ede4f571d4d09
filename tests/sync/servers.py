"""A server of plain sockets that says exactly what a test wants, with or without TLS."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

#: Seconds that a busy computer may need, for one thing.
PATIENCE_S = 60.0
#: Bytes in pieces: each goes out by itself.
Script = Callable[["Heard"], Iterable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One call as it came: ``head`` in small letters, without the request line."""

    path: str
    head: dict[str, str]
    body: bytes


class Reset(Exception):
    """Raised by a script: the connection is torn down as by a cut cable."""


class HungUp(Exception):
    """Raised by a script: the connection ends without the goodbye that TLS demands."""


@dataclass(slots=True)
class Server:
    """Listens on 127.0.0.1; ``script`` answers each call, after which the connection ends."""

    script: Script
    tls: ssl.SSLContext | None = None
    heard: list[Heard] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"{'http' if self.tls is None else 'https'}://127.0.0.1:{self.port}"


@contextmanager
def serving(script: Script, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve until the end of the block."""
    server = Server(script=script, tls=tls)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server.port = listening.getsockname()[1]
        thread = threading.Thread(target=_accept, args=(server, listening), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(PATIENCE_S)


@contextmanager
def blurting(said: bytes) -> Iterator[int]:
    """Accept one connection, say something at once and hang up; yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def blurt() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(said)
                connection.recv(65536)

        thread = threading.Thread(target=blurt, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
        thread.join(PATIENCE_S)


@contextmanager
def closed_port() -> Iterator[int]:
    """Hold a port at which nobody listens, so that nobody else begins to."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


def answered(status: str, body: bytes = b"", *, kind: str = "", **head: object) -> list[bytes]:
    """Return a plain answer; ``head`` names are spelt with underscores."""
    lines = [f"HTTP/1.1 {status}"]
    fields = {"Content_Length": len(body)} | ({"Content_Type": kind} if kind else {}) | head
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return [("\r\n".join(lines) + "\r\n\r\n").encode() + body]


def _accept(server: Server, listening: socket.socket) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listening.accept()
            with connection:
                connection.settimeout(PATIENCE_S)
                # A client that turns away is what half of the tests are about.
                with suppress(OSError):
                    _serve(server, connection)


def _serve(server: Server, connection: socket.socket) -> None:
    line = connection
    if server.tls is not None:
        line = server.tls.wrap_socket(connection, server_side=True)
    try:
        heard = _hear(line)
        server.heard.append(heard)
        for piece in server.script(heard):
            line.sendall(piece)
        if isinstance(line, ssl.SSLSocket):
            line.unwrap()
    except HungUp:
        pass
    except Reset:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    finally:
        line.close()


def _hear(line: socket.socket) -> Heard:
    raw = b""
    while b"\r\n\r\n" not in raw:
        piece = line.recv(65536)
        if not piece:
            raise OSError
        raw += piece
    said, _, body = raw.partition(b"\r\n\r\n")
    first, *rest = said.decode("latin-1").split("\r\n")
    head = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in rest)}
    while len(body) < int(head.get("content-length", "0")):
        body += line.recv(65536)
    return Heard(path=first.split(" ")[1], head=head, body=body)
