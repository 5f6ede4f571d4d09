"""The demo's mail server: every mail that central sends ends here, in a verified TLS session.

It takes nothing for addresses that could be somebody's (decision 36).
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import default as modern
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from ra_desk.demo.kept import Kept
from ra_desk.demo.loop import ServerLoop

HOST = "127.0.0.1"
#: Endings that belong to nobody (RFC 2606, RFC 6761).
NOBODYS = (".example", ".test")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtMail:
    """A mail as the citizen would read it. It may hold a code, so it does not show itself."""

    to: str
    subject: str
    text: str = field(repr=False)
    raw: bytes = field(repr=False)


class Inbox:
    """Catches mails.

    Args:
        folder: where each is also written as ``001.eml`` and so on, if anywhere.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._kept = Kept[CaughtMail](folder, ending=".eml")
        self._server: asyncio.Server | None = None
        self.port = 0

    def mails(self) -> tuple[CaughtMail, ...]:
        """Return what was caught, the oldest first."""
        return self._kept.all()

    def tell(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each mail, from the server's thread."""
        self._kept.tell(listener)

    def open(self, loop: ServerLoop, tls: ssl.SSLContext) -> None:
        """Listen on a free port of this computer."""

        def session() -> SMTP:
            return SMTP(
                self,
                hostname="relay.example",
                tls_context=tls,
                require_starttls=True,
                loop=loop.loop,
            )

        async def listen() -> asyncio.Server:
            return await asyncio.get_running_loop().create_server(session, HOST, 0)

        self._server = loop.do(listen())
        self.port = int(self._server.sockets[0].getsockname()[1])

    def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.get_loop().call_soon_threadsafe(self._server.close)

    async def handle_RCPT(
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        """Take invented addresses only."""
        if not address.rpartition("@")[2].casefold().endswith(NOBODYS):
            return "550 5.1.1 the demo writes to .example and .test only"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Keep a mail."""
        content = envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode()
        message = message_from_bytes(raw, policy=modern)
        body = message.get_body(preferencelist=("plain",))
        caught = CaughtMail(
            to=str(envelope.rcpt_tos[0]),
            subject=str(message["Subject"]),
            text="" if body is None else str(body.get_content()),
            raw=raw,
        )
        self._kept.add(caught, raw)
        return "250 2.0.0 OK"
