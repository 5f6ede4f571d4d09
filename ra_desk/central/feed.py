"""The change feed: what a desk hears in one exchange, read from one picture of the database.

A *cursor* is ``base:letters:xid:number``. Everything that this desk keeps and that changed up to
(xid, number) has been delivered. ``base``: the horizon of the first pull, before which closed
requests were not worth telling. ``letters``: the horizon up to which letters have been told.

Source:
    Decision 12.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

from ra_desk.central.consequences import WAITING
from ra_desk.central.database import horizon, snapshot
from ra_desk.central.filing import Filed
from ra_desk.central.item_numbers import registered_item
from ra_desk.central.letter_holders import elsewhere
from ra_desk.central.letter_orders import unnumbered
from ra_desk.central.offices import operator_names, policy_of
from ra_desk.central.parts import Parts
from ra_desk.central.pass_requests import message_of
from ra_desk.central.tables import desk_request, entry, letter, request, ruling
from ra_desk.domain.errors import Broken
from ra_desk.domain.pass_request import CLOSED
from ra_desk.domain.standing import Outcome, Ruling
from ra_desk.journal.canonical import b64
from ra_desk.journal.envelope import Receipt
from ra_desk.wire.convert import policy_out, ruling_out
from ra_desk.wire.messages import (
    PROTOCOL,
    ExchangeCall,
    ExchangeReply,
    LetterMessage,
    RulingMessage,
)

#: Rulings in one answer; one exchange files at most 500 entries.
MAX_RULINGS = 1000


class CursorUnreadable(Broken):
    """The cursor of a call is none that central has given out."""

    code = "exchange.cursor_unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cursor:
    base: int
    letters: int
    xid: int
    number: str

    def __str__(self) -> str:
        return f"{self.base}:{self.letters}:{self.xid}:{self.number}"

    @classmethod
    def read(cls, text: str, *, first: int) -> _Cursor:
        """Return the cursor in a text; for an empty one, that of a pull which begins now."""
        if not text:
            return cls(base=first, letters=0, xid=0, number="")
        match text.split(":"):
            case [base, letters, xid, number] if all(map(_is_count, (base, letters, xid))):
                return cls(base=int(base), letters=int(letters), xid=int(xid), number=number)
            case _:
                raise CursorUnreadable()


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) < 1 << 63


def answer(parts: Parts, message: ExchangeCall, filed: Filed, *, jti: str) -> ExchangeReply:
    """Return what the desk is to hear, after its entries have been filed.

    Raises:
        CursorUnreadable: the cursor is not one of ours.
    """
    with snapshot(parts.engine) as connection:
        limit = horizon(connection)
        cursor = _Cursor.read(message.cursor, first=limit)
        rows = _changes(connection, filed, cursor, limit, parts.page_size + 1)
        rulings = _rulings(connection, filed, message.ruled)
        more = len(rows) > parts.page_size or len(rulings) > MAX_RULINGS
        page = rows[: parts.page_size]
        reflected, after = message.reflected, cursor
        letters: list[LetterMessage] = []
        ended: list[str] = []
        if not more:
            reflected = _reflected(connection, filed, message.reflected, limit)
            letters, ended = _letters(connection, filed, since=cursor.letters, limit=limit)
            after = replace(cursor, letters=limit, xid=limit, number="")
        elif page:
            after = replace(cursor, xid=page[-1]["xid"], number=page[-1]["number"])
        policy = policy_of(connection, filed.office)
        names = operator_names(connection, filed.office)
        held_elsewhere = elsewhere(connection, office=filed.office, own=filed.desk)
        registered = policy.registered_letters
        without_number = unnumbered(connection, filed.office) if registered else 0
    receipt = Receipt(
        desk=filed.desk,
        epoch=filed.epoch,
        filed=filed.head.seq,
        digest=filed.head.digest,
        at=filed.at,
    )
    return ExchangeReply(
        v=PROTOCOL,
        jti=jti,
        at=filed.at,
        receipt=receipt.signed(parts.signer),
        rulings=rulings[:MAX_RULINGS],
        requests=[message_of(row) for row in page],
        letters=letters,
        dead_letters=ended,
        reflected=reflected,
        cursor=str(after),
        more=more,
        policy=policy_out(policy),
        operator_names={str(who): name for who, name in names.items()},
        elsewhere=held_elsewhere,
        unnumbered=without_number,
    )


def _changes(
    connection: sa.Connection, filed: Filed, cursor: _Cursor, limit: int, count: int
) -> Sequence[sa.RowMapping]:
    """Return the next changes of requests that this desk keeps, below the horizon."""
    held = (
        sa.exists()
        .where(desk_request.c.desk == filed.desk, desk_request.c.request == request.c.number)
        .correlate(request)
    )
    # A desk that begins needs no request that was over before it began.
    begun = sa.or_(request.c.xid >= cursor.base, request.c.stage.not_in(sorted(CLOSED)))
    found = (
        sa.select(request)
        .where(
            request.c.xid < limit,
            sa.tuple_(request.c.xid, request.c.number)
            > sa.tuple_(sa.literal(cursor.xid, sa.BigInteger), cursor.number),
            sa.or_(held, sa.and_(request.c.office == filed.office, begun)),
        )
        .order_by(request.c.xid, request.c.number)
        .limit(count)
    )
    return connection.execute(found).mappings().all()


def _rulings(connection: sa.Connection, filed: Filed, ruled: int) -> list[RulingMessage]:
    found = (
        sa.select(ruling)
        .where(ruling.c.desk == filed.desk, ruling.c.epoch == filed.epoch, ruling.c.seq > ruled)
        .order_by(ruling.c.seq)
        .limit(MAX_RULINGS + 1)
    )
    return [
        ruling_out(
            row.seq,
            Ruling(outcome=Outcome(row.outcome), reason=row.reason, facts=row.facts),
            row.at,
        )
        for row in connection.execute(found)
    ]


def _reflected(connection: sa.Connection, filed: Filed, known: int, limit: int) -> int:
    """Return the desk's last entry up to which all effects are in the rows delivered so far.

    An entry counts as not reflected if it lies at or above the horizon, or if the request it is
    about does: that row is not delivered although it holds the entry's effect.
    """
    own = sa.and_(entry.c.desk == filed.desk, entry.c.epoch == filed.epoch, entry.c.seq > known)
    beyond = sa.or_(entry.c.xid >= limit, request.c.xid >= limit)
    first_beyond = connection.scalar(
        sa.select(sa.func.min(entry.c.seq))
        .select_from(entry.outerjoin(request, request.c.number == entry.c.subject))
        .where(own, beyond)
    )
    if first_beyond is not None:
        return int(first_beyond) - 1
    last = connection.scalar(sa.select(sa.func.max(entry.c.seq)).where(own))
    return known if last is None else int(last)


def _letters(
    connection: sa.Connection, filed: Filed, *, since: int, limit: int
) -> tuple[list[LetterMessage], list[str]]:
    """Return letters that wait to be printed here, and those whose boxes must be dropped."""
    mine = sa.and_(letter.c.desk == filed.desk, letter.c.xid >= since, letter.c.xid < limit)
    waiting = connection.execute(
        sa.select(letter, request, registered_item.c.number)
        .join(request, request.c.number == letter.c.request)
        .outerjoin(registered_item, registered_item.c.letter == letter.c.number)
        .where(mine, letter.c.state == WAITING, letter.c.box.is_not(None))
        .order_by(letter.c.ordered_at, letter.c.number)
        .set_label_style(sa.LABEL_STYLE_TABLENAME_PLUS_COL)
    ).mappings()
    told = [_letter(row) for row in waiting]
    ended = connection.scalars(
        sa.select(letter.c.number).where(mine, letter.c.state != WAITING).order_by(letter.c.number)
    )
    return told, list(ended)


def _letter(row: sa.RowMapping) -> LetterMessage:
    about = {column.name: row[f"request_{column.name}"] for column in request.columns}
    return LetterMessage(
        number=row["letter_number"],
        box=b64(bytes(row["letter_box"])),
        ordered_at=row["letter_ordered_at"],
        expires_at=row["letter_expires_at"],
        request=message_of(about),
        item=row["registered_item_number"] or "",
    )
