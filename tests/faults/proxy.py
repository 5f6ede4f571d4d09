"""A line between desk and central that fails in the ways lines fail."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from enum import StrEnum

from ra_desk.demo.line_switch import KeptPort
from ra_desk.demo.loop import ServerLoop

HOST = "127.0.0.1"
PORTAL = b"<!DOCTYPE html><title>Wi-Fi</title><h1>Sprejmite pogoje uporabe</h1>"


class Fault(StrEnum):
    """What is wrong with the line."""

    NONE = "none"
    PORT_CLOSED = "port closed"
    BLACK_HOLE = "black hole"
    CUT_IN_REPLY = "cut in the reply"
    CAPTIVE_PORTAL = "captive portal"
    BUSY = "503"
    WRONG_CERTIFICATE = "wrong certificate"


class FaultyLine:
    """Listens where the desk believes central to be, and passes on what its fault lets through.

    Args:
        tls: TLS of the right server, or None for a line in clear.
        wrong_tls: TLS that nobody vouches for, for `Fault.WRONG_CERTIFICATE`.
    """

    def __init__(
        self,
        loop: ServerLoop,
        *,
        tls: ssl.SSLContext | None = None,
        wrong_tls: ssl.SSLContext | None = None,
    ) -> None:
        self._loop = loop
        self._tls = tls
        self._wrong_tls = wrong_tls
        self._kept = KeptPort()
        self.port = self._kept.number
        self._target = 0
        self._fault = Fault.NONE
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        #: How many calls came as far as central.
        self.passed = 0

    @property
    def url(self) -> str:
        return f"{'http' if self._tls is None else 'https'}://{HOST}:{self.port}"

    def lead_to(self, port: int) -> None:
        """Say where central really is, and listen."""
        self._target = port
        self.become(Fault.NONE)

    def become(self, fault: Fault) -> None:
        """Have this fault from now on; what is under way breaks."""
        self._fault = fault
        self._loop.do(self._listen_anew())

    def close(self) -> None:
        self.become(Fault.PORT_CLOSED)
        self._kept.close()

    async def _listen_anew(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._open):
            writer.transport.abort()
        if self._tasks:
            await asyncio.wait(self._tasks)
        if self._fault is not Fault.PORT_CLOSED:
            wrong = self._fault is Fault.WRONG_CERTIFICATE
            self._server = await asyncio.start_server(
                self._serve, HOST, self.port, ssl=self._wrong_tls if wrong else self._tls
            )

    async def _serve(self, near: asyncio.StreamReader, desk: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._open.add(desk)
        try:
            with suppress(OSError, asyncio.IncompleteReadError):
                await self._talk(near, desk)
        finally:
            self._open.discard(desk)
            self._tasks.discard(task)
            desk.close()

    async def _talk(self, near: asyncio.StreamReader, desk: asyncio.StreamWriter) -> None:
        while True:
            call = await _message(near)
            match self._fault:
                case Fault.BLACK_HOLE:
                    await near.read()
                    return
                case Fault.CAPTIVE_PORTAL:
                    desk.write(_answer("200 OK", PORTAL))
                case Fault.BUSY:
                    desk.write(_answer("503 Service Unavailable", b"<h1>503</h1>"))
                case Fault.CUT_IN_REPLY:
                    reply = await self._ask(call)
                    head = reply.index(b"\r\n\r\n") + 4
                    # The head and half of the body arrive, and then nobody is there any more.
                    desk.write(reply[: head + (len(reply) - head) // 2])
                    await desk.drain()
                    return
                case _:
                    desk.write(await self._ask(call))
            await desk.drain()

    async def _ask(self, call: bytes) -> bytes:
        far, central = await asyncio.open_connection(HOST, self._target)
        try:
            central.write(call)
            await central.drain()
            reply = await _message(far)
            self.passed += 1
            return reply
        finally:
            central.close()


async def _message(source: asyncio.StreamReader) -> bytes:
    """Read one HTTP message whose length is told."""
    head = await source.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    return head + await source.readexactly(length)


def _answer(status: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body
