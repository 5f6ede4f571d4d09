"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import Dialect

#: What names an entry of a journal: its desk, the desk's chain, and its number in it.
_PLACE = ("desk", "epoch", "seq")


class Moment(sa.types.TypeDecorator[datetime]):
    """A moment in UTC; aware on both sides. SQLite knows no zones and gets UTC without one."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone is a wrong moment")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def identifier(name: str = "id", *, primary_key: bool = True) -> sa.Column[str]:
    """Return a column for a random id (a UUID as text)."""
    return sa.Column(name, sa.String(36), primary_key=primary_key, nullable=False)


def moment(name: str, *, optional: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, Moment(), nullable=optional)


def text(
    name: str, length: int, *, optional: bool = False, primary_key: bool = False
) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=optional, primary_key=primary_key)


def number(name: str, *, optional: bool = False, primary_key: bool = False) -> sa.Column[int]:
    """Return a column for a whole number; one in a primary key is never chosen by SQLite."""
    return sa.Column(
        name, sa.BigInteger, nullable=optional, primary_key=primary_key, autoincrement=False
    )


def counter(name: str) -> sa.Column[int]:
    """Return a column that counts from 0."""
    return sa.Column(name, sa.Integer, nullable=False, default=0)


def flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, default=False)


def place() -> tuple[sa.Column[str], sa.Column[int], sa.Column[int]]:
    """Return the primary key of the entries of journals, and of what belongs to one."""
    return (
        text("desk", 36, primary_key=True),
        number("epoch", primary_key=True),
        number("seq", primary_key=True),
    )


def same_place(one: sa.FromClause, other: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether two rows belong to the same entry."""
    return sa.and_(*(one.c[name] == other.c[name] for name in _PLACE))


def refers(
    name: str, target: str, length: int = 36, *, optional: bool = False, primary_key: bool = False
) -> sa.Column[str]:
    """Return a column that names a row of another table (``target``: ``table.column``)."""
    return sa.Column(
        name,
        sa.String(length),
        sa.ForeignKey(target),
        nullable=optional,
        primary_key=primary_key,
    )
