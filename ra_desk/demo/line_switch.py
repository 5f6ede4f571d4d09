"""The line between the demo's desk and its central, with a switch that cuts it."""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import suppress

from ra_desk.demo.loop import ServerLoop

HOST = "127.0.0.1"
_CHUNK = 65_536


class KeptPort:
    """A port of this computer that no other program gets while nobody listens there.

    Windows lets nobody listen beside whoever keeps it: there it is only a free one.
    """

    def __init__(self) -> None:
        self._kept = socket.socket()
        if os.name == "posix":
            self._kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._kept.bind((HOST, 0))
        self.number = int(self._kept.getsockname()[1])
        if os.name != "posix":
            self._kept.close()

    def close(self) -> None:
        """Let others have it."""
        self._kept.close()


class LineSwitch:
    """Passes bytes on to central while it is up; while it is down nobody answers at its port."""

    def __init__(self, loop: ServerLoop) -> None:
        self._loop = loop
        self._kept = KeptPort()
        self.port = self._kept.number
        self._target: tuple[str, int] | None = None
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        """Central's address as the desk knows it."""
        return f"http://{HOST}:{self.port}"

    @property
    def is_up(self) -> bool:
        return self._server is not None

    def lead_to(self, port: int) -> None:
        """Say at which port of this computer central listens."""
        self._target = (HOST, port)

    def bring_up(self) -> None:
        """Let the desk reach central."""
        if self._server is None:
            self._server = self._loop.do(asyncio.start_server(self._pass_on, HOST, self.port))

    def cut(self) -> None:
        """Close the port, and break what is under way."""
        if self._server is not None:
            self._loop.do(self._break(self._server))
            self._server = None

    def close(self) -> None:
        """Cut it for good."""
        self.cut()
        self._kept.close()

    async def _break(self, server: asyncio.Server) -> None:
        server.close()
        for writer in list(self._open):
            writer.transport.abort()

    async def _pass_on(self, near: asyncio.StreamReader, to_desk: asyncio.StreamWriter) -> None:
        if self._target is None:
            to_desk.close()
            return
        self._open.add(to_desk)
        try:
            far, to_central = await asyncio.open_connection(*self._target)
        except OSError:
            self._open.discard(to_desk)
            to_desk.close()
            return
        self._open.add(to_central)
        await asyncio.gather(self._copy(near, to_central), self._copy(far, to_desk))

    async def _copy(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while read := await source.read(_CHUNK):
                target.write(read)
                await target.drain()
        self._open.discard(target)
        target.close()
