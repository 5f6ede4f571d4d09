"""Numbers of registered items: ranges that the post gave an office, each number used once.

Source:
    UPU S10; domain.md §4.4.
"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa

from ra_desk.central.columns import identifier, moment, number, refers, text
from ra_desk.central.metadata import metadata
from ra_desk.domain.errors import Refused, Unavailable
from ra_desk.domain.numbers import ItemNumber, item_check_digit, parse_item_number

HOME = "SI"

item_range = sa.Table(
    "item_range",
    metadata,
    identifier(),
    refers("office", "office.id"),
    #: The two letters at the beginning.
    text("service", 2),
    #: Eight digits without the check digit: the next free one, and the last.
    number("next"),
    number("last"),
    moment("given_at"),
    sa.Index(None, "office"),
)

registered_item = sa.Table(
    "registered_item",
    metadata,
    text("number", 13, primary_key=True),
    text("letter", 14),
    moment("at"),
    sa.UniqueConstraint("letter"),
)


class ItemRangeWrong(Refused):
    """``first``, ``last``: not two numbers of one service and country, the first one first."""

    code = "item_range.wrong"


class ItemRangeTaken(Refused):
    """``first``, ``last``: an office has some of these numbers already."""

    code = "item_range.taken"


class NoItemNumbers(Unavailable):
    """``office``: it sends registered letters and has no number left; the letter waits."""

    code = "letter.no_item_numbers"


def give_range(
    connection: sa.Connection, office: str, *, first: str, last: str, at: datetime
) -> int:
    """Give an office the numbers from ``first`` to ``last``; return how many.

    Raises:
        Refused: one is no number of a registered item, see `parse_item_number`.
        ItemRangeWrong: they are no range of domestic numbers.
        ItemRangeTaken: it overlaps another range.
    """
    begin, end = parse_item_number(first), parse_item_number(last)
    service = begin[:2]
    serials = int(begin[2:10]), int(end[2:10])
    same = (service, HOME) == (end[:2], begin[11:]) and end[11:] == HOME
    if not same or serials[1] < serials[0]:
        raise ItemRangeWrong(first=begin, last=end)
    # Used numbers lie before ``next``; they are found among the items.
    overlapping = sa.select(item_range.c.id).where(
        item_range.c.service == service,
        item_range.c.next <= serials[1],
        item_range.c.last >= serials[0],
    )
    used = sa.select(registered_item.c.number).where(
        registered_item.c.number.between(begin, end), registered_item.c.number.like(f"{service}%")
    )
    if any(connection.execute(found.limit(1)).first() for found in (overlapping, used)):
        raise ItemRangeTaken(first=begin, last=end)
    connection.execute(
        item_range.insert().values(
            id=str(uuid4()),
            office=office,
            service=service,
            next=serials[0],
            last=serials[1],
            given_at=at,
        )
    )
    return serials[1] - serials[0] + 1


def numbers_left(connection: sa.Connection, office: str) -> int:
    """Return how many numbers an office has left."""
    left = sa.select(sa.func.sum(item_range.c.last - item_range.c.next + 1))
    return int(connection.scalar(left.where(item_range.c.office == office)) or 0)


def take_number(connection: sa.Connection, office: str, letter: str, *, at: datetime) -> ItemNumber:
    """Use up the next number of an office for a letter.

    Raises:
        NoItemNumbers: there is none left.
    """
    free = (
        sa.select(item_range.c.id)
        .where(item_range.c.office == office, item_range.c.next <= item_range.c.last)
        .order_by(item_range.c.given_at, item_range.c.next)
        .limit(1)
        .with_for_update()
    )
    found = connection.scalar(free)
    if found is None:
        raise NoItemNumbers(office=office)
    row = connection.execute(
        item_range.update()
        .where(item_range.c.id == found)
        .values(next=item_range.c.next + 1)
        .returning(item_range.c.service, item_range.c.next)
    ).one()
    serial = f"{row.next - 1:08}"
    taken = ItemNumber(f"{row.service}{serial}{item_check_digit(serial)}{HOME}")
    connection.execute(registered_item.insert().values(number=taken, letter=letter, at=at))
    return taken
