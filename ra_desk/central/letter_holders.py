"""At which desk letters lie: in which batch, for how long, and how another desk gets them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ra_desk.central.columns import moment, number, text
from ra_desk.central.consequences import WAITING, reorder_letters
from ra_desk.central.metadata import metadata
from ra_desk.central.parts import Parts
from ra_desk.central.tables import desk, letter
from ra_desk.domain.facts import Deed
from ra_desk.domain.facts_letters import LettersTakenOver
from ra_desk.domain.letters import LEASE, LetterElsewhere, LettersLeased, batch_name
from ra_desk.wire.messages import ElsewhereMessage

letter_batch = sa.Table(
    "letter_batch",
    metadata,
    text("desk", 36, primary_key=True),
    number("epoch", primary_key=True),
    number("number", primary_key=True),
    text("by", 36),
    moment("prepared_at"),
    number("letters"),
    moment("posted_at", optional=True),
)

#: In which batch a letter lies; the control letter is in no table but the journal.
letter_sheet = sa.Table(
    "letter_sheet",
    metadata,
    text("letter", 14, primary_key=True),
    text("desk", 36),
    number("epoch"),
    number("batch"),
    sa.Index(None, "desk", "epoch", "batch"),
)


def elsewhere(connection: sa.Connection, *, office: str, own: str) -> list[ElsewhereMessage]:
    """Return what waits at other desks of an office, for a desk that might print it."""
    waits = sa.and_(letter.c.state == WAITING, letter.c.desk == desk.c.id)
    rows = connection.execute(
        sa.select(
            desk.c.id,
            desk.c.counter,
            desk.c.epoch,
            desk.c.seen_at,
            sa.func.count(letter.c.number).label("letters"),
            sa.func.min(letter.c.ordered_at).label("ordered_at"),
        )
        .join(letter, waits)
        .where(desk.c.office == office, desk.c.id != own)
        .group_by(desk.c.id, desk.c.counter, desk.c.epoch, desk.c.seen_at)
        .order_by(desk.c.counter, desk.c.id)
    ).all()
    told = []
    for row in rows:
        open_ = _open_batch(connection, row.id, row.epoch)
        told.append(
            ElsewhereMessage(
                desk=row.id,
                counter=row.counter,
                letters=row.letters,
                batch=0 if open_ is None else open_.number,
                since=row.ordered_at if open_ is None else open_.prepared_at,
                leased_until=row.seen_at + LEASE,
            )
        )
    return told


def take_over(
    parts: Parts,
    connection: sa.Connection,
    deed: Deed,
    fact: LettersTakenOver,
    *,
    at: datetime,
) -> None:
    """Let letters die that lie at a silent desk; their new ones go to one that is heard.

    Raises:
        LettersLeased: that desk was heard within its lease.
        LetterElsewhere: it is no other desk of this office.
    """
    holder = connection.execute(sa.select(desk).where(desk.c.id == fact.holder)).first()
    if holder is None or holder.office != deed.office or holder.id == deed.ref.desk:
        raise LetterElsewhere(letter="")
    if at - holder.seen_at <= LEASE and holder.quarantined_at is None:
        open_ = _open_batch(connection, holder.id, holder.epoch)
        raise LettersLeased(
            batch="" if open_ is None else batch_name(open_.number),
            counter=holder.counter,
            at=holder.seen_at if open_ is None else open_.prepared_at,
        )
    # Whoever takes letters over prints from now on, or they would be sealed to the silent desk anew.
    connection.execute(desk.update().where(desk.c.id == deed.ref.desk).values(prints=True))
    reorder_letters(parts, connection, holder.id, at=at)


def _open_batch(connection: sa.Connection, of: str, epoch: int) -> sa.Row[Any] | None:
    """Return the newest batch of a desk that was not posted."""
    return connection.execute(
        sa.select(letter_batch)
        .where(
            letter_batch.c.desk == of,
            letter_batch.c.epoch == epoch,
            letter_batch.c.posted_at.is_(None),
        )
        .order_by(letter_batch.c.number.desc())
        .limit(1)
    ).first()
