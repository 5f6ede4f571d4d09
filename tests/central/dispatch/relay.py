"""A real SMTP relay on the loopback; `ra_desk.demo.authority` gives it a certificate."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass  # no slots: aiosmtpd looks at every member, and Debian's Python 3.11.2 stumbles there
class Sink:
    """What the relay took, in order, and what it shall answer.

    ``at_rcpt`` and ``at_data`` may look on while a mail is on its way; at_data runs after the
    mail is kept and before the sender hears so.
    """

    mails: list[EmailMessage] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    rcpt_answer: str = "250 OK"
    data_answer: str = "250 OK"
    at_rcpt: Callable[[], None] = lambda: None
    at_data: Callable[[], None] = lambda: None
    arrived: threading.Condition = field(default_factory=threading.Condition)

    async def handle_RCPT(
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.commands.append("RCPT" if session.ssl else "RCPT in clear")
        self.at_rcpt()
        if self.rcpt_answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.rcpt_answer

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:
        self.commands.append("DATA" if session.ssl else "DATA in clear")
        if self.data_answer.startswith("250"):
            with self.arrived:
                self.mails.append(
                    message_from_bytes(envelope.content, policy=policy.default)  # type: ignore
                )
                self.arrived.notify_all()
            self.at_data()
        return self.data_answer

    def wait_for(self, count: int, *, seconds: float) -> bool:
        """Wait until so many mails have come, or the time is over."""
        with self.arrived:
            return self.arrived.wait_for(lambda: len(self.mails) >= count, timeout=seconds)

    def ids(self) -> list[str]:
        """The Message-ID of each mail, in order of arrival."""
        return [str(mail["Message-ID"]) for mail in self.mails]


class Relay:
    """The running server on a free port; use it in a ``with``."""

    def __init__(self, sink: Sink, *, tls: ssl.SSLContext | None) -> None:
        self._sink = sink
        self._tls = tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="relay")

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def __enter__(self) -> Relay:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def _session(self) -> SMTP:
        return SMTP(
            self._sink,
            hostname="relay.test",
            tls_context=self._tls,
            require_starttls=self._tls is not None,
            loop=self._loop,
        )

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        # The socket listens already: who connects early waits.
        started = self._loop.create_server(self._session, sock=self._socket)
        server = self._loop.run_until_complete(started)
        self._loop.run_forever()
        server.close()
        sessions = asyncio.all_tasks(self._loop)
        for session in sessions:
            session.cancel()
        self._loop.run_until_complete(asyncio.gather(*sessions, return_exceptions=True))
        self._loop.close()
