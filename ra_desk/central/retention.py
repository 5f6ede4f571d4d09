"""What ends by itself: requests that lapse, letters that nobody printed, sessions that are over.

Each sweep does what is due at that moment and may run in several processes at once; whatever
one of them holds, the others find done. Nothing about an open request is deleted here.

Source:
    Requirements S0-18, S0-46; decisions 26 and 27.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from ra_desk.central.citizen_parts import CitizenParts
from ra_desk.central.codes import kill, order
from ra_desk.central.database import current_xid, snapshot
from ra_desk.central.dispatch.outbox import outbox
from ra_desk.central.my_request import close
from ra_desk.central.pass_requests import lock, note, store
from ra_desk.central.phones import forget_entries
from ra_desk.central.tables import account_session, code, letter, proof_jti, request, session
from ra_desk.domain.activation import RequestNumber
from ra_desk.domain.errors import RaError
from ra_desk.domain.life import Event, NotPossibleNow
from ra_desk.domain.pass_request import WAITING, Stage

log = logging.getLogger(__name__)

#: How often a server sweeps, in seconds.
EVERY_S = 60.0
#: Rows of a kind in one sweep, at most; the rest waits for the next.
AT_ONCE = 200
#: How long after its deadline a request without a living code is left to a mail that is late.
GRACE = timedelta(days=2)
#: How long the row of a mail that has gone is kept: as long as its code may live, and somebody
#: may ask by its Message-ID.
KEEP_DONE = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """How much one sweep has ended."""

    lapsed: int
    letters_replaced: int


def sweep(parts: CitizenParts) -> Swept:
    """End what is over at this moment."""
    now = parts.parts.now()
    lapsed = sum(_lapse(parts, number, now) for number in _to_lapse(parts, now))
    replaced = sum(_replace_letter(parts, *late, now) for late in _late_letters(parts, now))
    with parts.parts.engine.begin() as connection:
        for table, ends in (
            (account_session, account_session.c.expires_at),
            (session, session.c.expires_at),
            (proof_jti, proof_jti.c.lapses_at),
        ):
            connection.execute(table.delete().where(ends <= now))
        forget_entries(connection, at=now)
        done = sa.select(outbox.c.id).where(outbox.c.done_at <= now - KEEP_DONE).limit(AT_ONCE)
        connection.execute(outbox.delete().where(outbox.c.id.in_(done)))
        # A box that can no longer be opened is only a risk.
        connection.execute(
            code.update()
            .where(code.c.box.is_not(None), code.c.box_expires_at <= now - GRACE)
            .values(box=None)
        )
    return Swept(lapsed=lapsed, letters_replaced=replaced)


@contextmanager
def sweeping(parts: CitizenParts, *, every_s: float = EVERY_S) -> Iterator[None]:
    """Sweep again and again in a thread as long as this lasts."""
    stopping = threading.Event()

    def run() -> None:
        while not stopping.wait(every_s):
            try:
                sweep(parts)
            except (RaError, SQLAlchemyError) as error:
                log.warning("sweep ended by %s, comes again", type(error).__name__)

    thread = threading.Thread(target=run, name="retention")
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()


def _to_lapse(parts: CitizenParts, now: datetime) -> list[str]:
    """Return requests past their deadline that nothing under way can still bring to an end.

    Whoever was checked in time does not lose the code by our register or our printer: a code
    that is sent lapses with the code, and one that is ordered not at all.
    """
    living = sa.select(code.c.id).where(
        code.c.request == request.c.number, code.c.dead_at.is_(None), code.c.valid_until > now
    )
    nobody_came = request.c.stage.in_(sorted(WAITING))
    too_late = sa.and_(
        request.c.stage == Stage.CODE_SENT,
        request.c.changed_at < now - GRACE,
        sa.not_(living.exists()),
    )
    due = (
        sa.select(request.c.number)
        .where(request.c.expires_at <= now, sa.or_(nobody_came, too_late))
        .order_by(request.c.number)
        .limit(AT_ONCE)
    )
    with snapshot(parts.parts.engine) as connection:
        return list(connection.scalars(due))


def _lapse(parts: CitizenParts, number: str, now: datetime) -> bool:
    with parts.parts.engine.begin() as connection:
        kept = lock(connection, [number])[RequestNumber(number)]
        if kept.request.stage not in WAITING | {Stage.CODE_SENT}:
            return False
        try:
            close(connection, number, Event.LAPSED, at=now)
        except NotPossibleNow:
            return False
    return True


def _late_letters(parts: CitizenParts, now: datetime) -> list[tuple[str, str]]:
    late = (
        sa.select(letter.c.number, letter.c.request)
        .where(letter.c.state == "waiting", letter.c.expires_at <= now)
        .order_by(letter.c.number)
        .limit(AT_ONCE)
    )
    with snapshot(parts.parts.engine) as connection:
        return [(row.number, row.request) for row in connection.execute(late)]


def _replace_letter(parts: CitizenParts, number: str, about: str, now: datetime) -> bool:
    """Let a letter die that waited too long for its printer, and order another one."""
    with parts.parts.engine.begin() as connection:
        kept = lock(connection, [about])[RequestNumber(about)]
        if kept.request.letter != number or kept.request.stage is not Stage.CODE_ORDERED:
            return False
        kill(connection, about, at=now)
        note(connection, about, "letter.not_printed_in_time", at=now, facts={"letter": number})
        waits = replace(kept.request, letter=None)
        store(connection, waits, read=kept, xid=current_xid(connection), at=now)
        order(parts, connection, waits)
    return True
