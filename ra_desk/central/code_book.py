"""Codes that go by e-mail: central's tables as the `CodeBook` of the mail that carries them."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from uuid import uuid4

import sqlalchemy as sa

from ra_desk.central.citizen_parts import CitizenParts
from ra_desk.central.codes import kill, order
from ra_desk.central.database import current_xid, snapshot
from ra_desk.central.dispatch.activation_mail import SealedMail
from ra_desk.central.dispatch.outbox import OutboxId, outbox
from ra_desk.central.mails import activation_mail, message
from ra_desk.central.pass_requests import load, lock, note, store
from ra_desk.central.tables import code, request
from ra_desk.domain.activation import Channel, RequestNumber, new_code, parse_code, validity
from ra_desk.domain.checks import office_day
from ra_desk.domain.errors import Broken
from ra_desk.domain.life import Event, advance
from ra_desk.domain.pass_request import Stage
from ra_desk.domain.policy import ReviewReason
from ra_desk.domain.secret import Secret
from ra_desk.journal.box import MAIL_WORKER, BoxContext, seal_box


class NobodyDecided(Broken):
    """``number``: a request that is to get a code, and nobody has identified the applicant."""

    code = "code.nobody_decided"


class TableCodeBook:
    """`ra_desk.central.dispatch.activation_mail.CodeBook`; each call is one transaction."""

    def __init__(self, parts: CitizenParts) -> None:
        self._parts = parts
        self._engine = parts.parts.engine

    def prepare(self, outbox_id: OutboxId, *, at: datetime) -> SealedMail | None:
        """See `CodeBook`. The code exists in clear only inside this call."""
        with self._engine.begin() as connection:
            number = _subject(connection, outbox_id)
            kept = lock(connection, [number])[RequestNumber(number)]
            row = connection.execute(sa.select(code).where(code.c.outbox == outbox_id)).first()
            if (kept.request.stage, kept.request.channel) != (Stage.CODE_ORDERED, Channel.EMAIL):
                if row is not None and row.box is not None:
                    # Nobody waits for this code any more: its request went another way.
                    mine = code.update().where(code.c.id == row.id)
                    connection.execute(mine.values(box=None, dead_at=row.dead_at or at))
                return None
            if row is not None:
                if row.box is None or row.dead_at is not None:
                    return None
                expires = row.box_expires_at
                return SealedMail(box=bytes(row.box), context=_context(outbox_id, number, expires))
            expires = (at + validity(Channel.EMAIL)).replace(microsecond=0)
            made, context = new_code(), _context(outbox_id, number, expires)
            box = seal_box(made, context, to=self._parts.mail_box)
            kill(connection, number, at=at)
            connection.execute(
                code.insert().values(
                    id=str(uuid4()),
                    request=number,
                    channel=Channel.EMAIL,
                    digest=self._parts.codes.make(made, request=number),
                    outbox=outbox_id,
                    box=box,
                    box_expires_at=expires,
                    made_at=at,
                )
            )
            return SealedMail(box=box, context=context)

    def write(self, outbox_id: OutboxId, code: Secret[str]) -> EmailMessage:
        """See `CodeBook`."""
        at = self._parts.parts.now()
        with snapshot(self._engine) as connection:
            number = _subject(connection, outbox_id)
            kept = load(connection, number)
            language = connection.scalar(
                sa.select(request.c.language).where(request.c.number == number)
            )
        if kept.decision is None:
            raise NobodyDecided(number=number)
        mail = activation_mail(
            parse_code(code.reveal()),
            valid_until=at + validity(Channel.EMAIL),
            identified_on=office_day(kept.decision.at),
            office=kept.decision.office_name,
            service=self._parts.service,
            language=language or "",
        )
        # Whoever hands it over gives it the id that the relay will see.
        return message(
            mail, to=kept.applicant.email, message_id=f"<{outbox_id}@outbox.invalid>", at=at
        )

    def accepted(self, outbox_id: OutboxId, *, at: datetime) -> None:
        """See `CodeBook`. From now on the code can be redeemed."""
        with self._engine.begin() as connection:
            number = _subject(connection, outbox_id)
            kept = lock(connection, [number])[RequestNumber(number)]
            mine = sa.and_(code.c.outbox == outbox_id, code.c.valid_until.is_(None))
            noted = connection.execute(
                code.update()
                .where(mine, code.c.dead_at.is_(None))
                .values(valid_until=at + validity(Channel.EMAIL), box=None)
            )
            if noted.rowcount == 1 and kept.request.stage is Stage.CODE_ORDERED:
                after = advance(kept.request, Event.CODE_ACCEPTED)
                store(connection, after, read=kept, xid=current_xid(connection), at=at)

    def expired(self, outbox_id: OutboxId, *, at: datetime) -> None:
        """See `CodeBook`. Another code is ordered as long as the request is open."""
        with self._engine.begin() as connection:
            number = _subject(connection, outbox_id)
            kept = lock(connection, [number])[RequestNumber(number)]
            died = connection.execute(
                code.update()
                .where(code.c.outbox == outbox_id, code.c.dead_at.is_(None))
                .values(dead_at=at, box=None)
            )
            note(connection, number, "code.not_sent_in_time", at=at)
            if died.rowcount == 1 and kept.request.stage is Stage.CODE_ORDERED:
                order(self._parts, connection, kept.request)

    def undeliverable(self, outbox_id: OutboxId, *, at: datetime) -> None:
        """See `CodeBook`. The request goes back to the counter, which sees why."""
        with self._engine.begin() as connection:
            number = _subject(connection, outbox_id)
            kept = lock(connection, [number])[RequestNumber(number)]
            connection.execute(
                code.update()
                .where(code.c.outbox == outbox_id, code.c.dead_at.is_(None))
                .values(dead_at=at, box=None)
            )
            note(connection, number, "mail.recipient_refused", at=at)
            if kept.request.stage is Stage.CODE_ORDERED:
                why = (ReviewReason.MAIL_REFUSED,)
                after = advance(kept.request, Event.MAIL_REFUSED, reasons=why)
                store(connection, after, read=kept, xid=current_xid(connection), at=at)


def _subject(connection: sa.Connection, outbox_id: OutboxId) -> str:
    found = sa.select(outbox.c.subject).where(outbox.c.id == outbox_id)
    return str(connection.execute(found).scalar_one())


def _context(outbox_id: OutboxId, number: str, expires: datetime) -> BoxContext:
    return BoxContext(item=outbox_id, request=number, recipient=MAIL_WORKER, expires=expires)
