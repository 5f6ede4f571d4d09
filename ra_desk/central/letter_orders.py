"""Codes that go by post: a letter is numbered, its code made and sealed to the print station.

Nobody but the desk that prints can read it: the box is sealed to that desk's key and bound to
the letter, the request, the desk and the day until which it must be printed.

Source:
    Decisions 22, 26 and 27.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa

from ra_desk.central.citizen_parts import CitizenParts
from ra_desk.central.codes import ORDER_LETTER, kill
from ra_desk.central.consequences import WAITING
from ra_desk.central.database import current_xid
from ra_desk.central.dispatch.outbox import OutboxId, outbox
from ra_desk.central.item_numbers import numbers_left, take_number
from ra_desk.central.letter_batches import replace_posted
from ra_desk.central.offices import policy_of, print_station
from ra_desk.central.pass_requests import Kept, lock, note, store
from ra_desk.central.tables import code, letter, request
from ra_desk.domain.activation import (
    Channel,
    LetterNumber,
    RequestNumber,
    new_code,
    new_letter_number,
)
from ra_desk.domain.errors import Unavailable
from ra_desk.domain.pass_request import PassRequest, Stage
from ra_desk.domain.people import DeskId, OfficeId
from ra_desk.journal.box import BoxContext, BoxPublicKey, seal_box

#: How long a letter may wait for the printer before another one takes its place.
TIME_TO_PRINT = timedelta(days=14)


class NoPrintStation(Unavailable):
    """``office``: no desk of this office can print; the letter waits."""

    code = "letter.no_print_station"


class OrderLetter:
    """`Handler` of ``codes.ORDER_LETTER``; the subject is the request's number."""

    def __init__(self, parts: CitizenParts) -> None:
        self._parts = parts

    def __call__(self, outbox_id: OutboxId, number: str) -> None:
        """Make the letter of this outbox row unless there is one.

        Raises:
            NoPrintStation, NoItemNumbers: later.
        """
        now = self._parts.parts.now()
        with self._parts.parts.engine.begin() as connection:
            kept = lock(connection, [number])[RequestNumber(number)]
            mine = sa.select(code.c.id).where(code.c.outbox == outbox_id)
            wanted = (kept.request.stage, kept.request.channel) == (
                Stage.CODE_ORDERED,
                Channel.POST,
            )
            if (
                wanted
                and connection.execute(mine).first() is None
                and not _waits(connection, kept.request)
            ):
                self._order(connection, outbox_id, kept, now)

    def _order(
        self, connection: sa.Connection, outbox_id: OutboxId, kept: Kept, at: datetime
    ) -> None:
        ordered = kept.request
        desk, key = _station(connection, ordered, at=at)
        xid, expires = current_xid(connection), (at + TIME_TO_PRINT).replace(microsecond=0)
        number, made = _free_letter_number(connection), new_code()
        context = BoxContext(item=number, request=ordered.number, recipient=desk, expires=expires)
        kill(connection, ordered.number, at=at)
        replace_posted(connection, ordered.number)
        office = _office(ordered)
        if office is not None and policy_of(connection, office).registered_letters:
            take_number(connection, office, number, at=at)
        connection.execute(
            code.insert().values(
                id=str(uuid4()),
                request=ordered.number,
                channel=Channel.POST,
                digest=self._parts.codes.make(made, request=ordered.number),
                outbox=outbox_id,
                letter=number,
                box_expires_at=expires,
                made_at=at,
            )
        )
        connection.execute(
            letter.insert().values(
                number=number,
                request=ordered.number,
                desk=desk,
                state=WAITING,
                box=seal_box(made, context, to=key),
                ordered_at=at,
                expires_at=expires,
                xid=xid,
            )
        )
        store(connection, replace(ordered, letter=number), read=kept, xid=xid, at=at)
        note(connection, ordered.number, "letter.ordered", at=at, facts={"letter": number})


def unnumbered(connection: sa.Connection, office: str) -> int:
    """Return how many letters of an office wait because it has no number of registered post left."""
    if numbers_left(connection, office):
        return 0
    # As in ``_office``.
    whose = sa.func.coalesce(request.c.decision["office"].as_string(), request.c.office)
    waiting = (
        sa.select(sa.func.count(outbox.c.subject.distinct()))
        .join(request, request.c.number == outbox.c.subject)
        .where(outbox.c.kind == ORDER_LETTER, outbox.c.done_at.is_(None))
        .where(request.c.stage == Stage.CODE_ORDERED, request.c.channel == Channel.POST)
        .where(whose == office)
    )
    return int(connection.scalar(waiting) or 0)


def _waits(connection: sa.Connection, ordered: PassRequest) -> bool:
    """Whether an earlier order of this request has its letter already: one is enough.

    While no desk could print, a review may have ordered the same once more.
    """
    found = sa.select(letter.c.number).where(
        letter.c.number == ordered.letter, letter.c.state == WAITING
    )
    return connection.execute(found).first() is not None


def _office(ordered: PassRequest) -> OfficeId | None:
    """Return whose print room the letter belongs to: that of the check, if there was one."""
    return ordered.office if ordered.decision is None else ordered.decision.office


def _station(
    connection: sa.Connection, ordered: PassRequest, *, at: datetime
) -> tuple[DeskId, BoxPublicKey]:
    office = _office(ordered)
    found = None if office is None else print_station(connection, office, at=at)
    if found is None:
        raise NoPrintStation(office=office)
    desk, key = found
    return desk, BoxPublicKey(key)


def _free_letter_number(connection: sa.Connection) -> LetterNumber:
    while True:
        number = new_letter_number()
        taken = sa.select(letter.c.number).where(letter.c.number == number)
        if connection.execute(taken).first() is None:
            return number
