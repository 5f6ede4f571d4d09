"""The activation code by e-mail: made here, sealed, sent, forgotten.

Three steps, each safe to repeat. A: in one transaction the code book makes the code, unless this
outbox row has one, and keeps its digest and a box for the mail worker. B: the box is opened in
memory and the mail is handed to the relay. C: in one transaction the code book notes the
acceptance, from which the 24 hours run, and deletes the box. A death between B and C sends the
same mail with the same code and the same Message-ID once more.

Source:
    Decisions 26, 27 and 33.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Protocol

from ra_desk.central.dispatch.outbox import OutboxId
from ra_desk.central.dispatch.smtp import RecipientRefused
from ra_desk.domain.secret import Secret
from ra_desk.journal.box import BoxContext, BoxExpired, BoxKey

KIND = "activation_mail"


class Relay(Protocol):
    """Takes mails; `ra_desk.central.dispatch.smtp.Mailer` is one."""

    def message_id(self, outbox_id: str) -> str: ...
    def send(self, message: EmailMessage) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedMail:
    """A code that waits to be sent."""

    box: bytes = field(repr=False)
    context: BoxContext


class CodeBook(Protocol):
    """Central's tables of codes, as far as the mail needs them. Each call is one transaction."""

    def prepare(self, outbox_id: OutboxId, *, at: datetime) -> SealedMail | None:
        """Return the box of this row's code; make the code first when there is none.

        None: there is nothing to send any more (accepted already, replaced, or the request is
        closed). Raises `Unavailable` when the code has to wait.
        """
        ...

    def write(self, outbox_id: OutboxId, code: Secret[str]) -> EmailMessage:
        """Return the mail with the code in it; only in memory."""
        ...

    def accepted(self, outbox_id: OutboxId, *, at: datetime) -> None:
        """Note that the relay has taken the mail, and delete the box."""
        ...

    def expired(self, outbox_id: OutboxId, *, at: datetime) -> None:
        """Note that the code died before it could be sent, and delete the box."""
        ...

    def undeliverable(self, outbox_id: OutboxId, *, at: datetime) -> None:
        """Note that no mail reaches this address: somebody has to ask the citizen."""
        ...


class SendActivationMail:
    """`Handler` of `KIND`.

    One mail at a time in a process: a death can leave one mail in doubt and not eight.
    """

    def __init__(
        self,
        *,
        book: CodeBook,
        relay: Relay,
        key: BoxKey,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._book = book
        self._relay = relay
        self._key = key
        self._now = now
        self._turn = threading.Lock()

    def __call__(self, outbox_id: OutboxId, _subject: str) -> None:
        """Send the mail of this outbox row unless that is done.

        Raises:
            Unavailable: later.
        """
        # Within the turn: whoever had to wait for it asks whether the code is still wanted.
        with self._turn:
            sealed = self._book.prepare(outbox_id, at=self._now())
            if sealed is None:
                return
            try:
                code = self._key.open(sealed.box, sealed.context, at=self._now())
            except BoxExpired:
                self._book.expired(outbox_id, at=self._now())
                return
            message = self._book.write(outbox_id, code)
            del message["Message-ID"]
            message["Message-ID"] = self._relay.message_id(outbox_id)
            try:
                self._relay.send(message)
            except RecipientRefused:
                # Trying again would never end, and nobody would hear of it.
                self._book.undeliverable(outbox_id, at=self._now())
                return
            self._book.accepted(outbox_id, at=self._now())
